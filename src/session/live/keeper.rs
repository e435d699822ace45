//! The thread that listens: to files that were saved, to the engine, to sinks that refuse.
//!
//! ```text
//! set.tidal saved        Reload           only what is new is evaluated
//! patches/warm.toml      Patch            from the next boundary
//! engine: voice stolen   a line, once every few seconds at most
//! ```

use super::{Inner, held};
use crate::engine::{Move, Report, Rung};
use crate::io::watch::{Change, ReadTextError, Watcher};
use crate::session::log::{Entry, Place};
use crate::session::{Command, Outcome, Session};
use crate::units::Frame;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const QUIET: Duration = Duration::from_secs(3);

/// Says a thing at most every few seconds.
#[derive(Default)]
struct Once(Option<(String, Instant)>);

impl Once {
    fn say(&mut self, session: &mut Session, text: String) {
        let fresh = self.0.as_ref().is_some_and(|(last, at)| *last == text && at.elapsed() < QUIET);
        if !fresh {
            session.say(text.clone(), true);
            self.0 = Some((text, Instant::now()));
        }
    }
}

impl Inner {
    pub(super) fn keep(&self) {
        let mut once = Once::default();
        while !self.stopped() {
            let changes = held(&self.watcher).as_mut().map(Watcher::poll).unwrap_or_default();
            for change in changes {
                let outcome = self.changed(&change);
                held(&self.notices).push(outcome);
            }
            self.listen(&mut once);
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// What was said last, when nothing runs any more: the log must have it.
    pub(super) fn last_words(&self) {
        self.listen(&mut Once::default());
    }

    fn changed(&self, change: &Change) -> Outcome {
        if change.path.extension().is_some_and(|extension| extension == "toml") {
            let mut session = held(&self.session);
            return patch(&mut session, change, self.position.now());
        }
        match &change.text {
            Ok(text) => {
                let path = held(&self.session).file_named(&change.path);
                self.apply(Command::Reload { path, text: text.clone() })
            }
            Err(error) => {
                let message = format!("{error}; what plays goes on");
                held(&self.session).say(message.clone(), true);
                Outcome { message: Some(message), ..Outcome::default() }
            }
        }
    }

    fn listen(&self, once: &mut Once) {
        let news = held(&self.transport).take_news();
        let mut reports = Vec::new();
        while let Some(report) = held(&self.monitor).report() {
            reports.push(report);
        }
        let mut session = held(&self.session);
        for fault in news.faults {
            let slot = session.slot_name(fault.slot);
            let what = fault.fault.map_or_else(|| "its query broke down".into(), |fault| fault.to_string());
            once.say(&mut session, format!("{slot} is silent for a while: {what}"));
        }
        for error in news.refused {
            once.say(&mut session, error.to_string());
        }
        for (slot, origin) in news.late {
            let slot = session.slot_name(slot);
            once.say(&mut session, format!("{slot}: `{}` was late, a substitute plays", origin.model));
            session.note(Entry::Late { slot, origin }, None);
        }
        for report in reports {
            if let Report::Moved(step) = report {
                let text = self.moved(step, &mut session);
                once.say(&mut session, text);
                continue;
            }
            let name = |slot: u16, session: &Session| session.slot_name(crate::schedule::SlotId(slot));
            let text = match report {
                Report::Late { slot, frames } => {
                    format!("{}: a voice began {frames} frames late", name(slot, &session))
                }
                Report::Stolen { slot } => format!("{}: more voices than there is room for", name(slot, &session)),
                Report::Substituted { slot } => {
                    format!("{}: every singer is busy, a plain synth plays", name(slot, &session))
                }
                Report::Broken { slot } => format!("{}: a voice made no number and was stopped", name(slot, &session)),
                other => format!("the engine says {other:?}"),
            };
            once.say(&mut session, text);
        }
    }
}

impl Inner {
    /// Logs a move on the ladder, so that a replay makes it too, and says it.
    fn moved(&self, step: Move, session: &mut Session) -> String {
        match step {
            Move::Rung { at, rung } => {
                session.note(Entry::Rung(rung.number()), Some(Frame(at)));
                self.rung.store(rung.number(), Ordering::Relaxed);
                match rung {
                    Rung::Full => "the networks that sing are in time again".into(),
                    Rung::Smaller => "rung 2: the networks that sing are late, a smaller size sings".into(),
                    Rung::Held => "rung 3: the networks that sing are late, their notes are held as loops".into(),
                }
            }
            Move::Lost { at, frames } => {
                session.note(Entry::Lost(frames), Some(Frame(at)));
                format!("the networks that sing were too late: {frames} frames without them")
            }
        }
    }
}

/// Carries out a change of an instrument's file.
pub(super) fn patch(session: &mut Session, change: &Change, at: Frame) -> Outcome {
    let path = change.path.display().to_string();
    match &change.text {
        Ok(text) => session.apply(Command::Patch { path, text: Some(text.clone()) }, at),
        Err(ReadTextError::Missing(_)) => session.apply(Command::Patch { path, text: None }, at),
        Err(error) => {
            let message = format!("{error}; the instrument stays as it was");
            session.say(message.clone(), true);
            Outcome { message: Some(message), ..Outcome::default() }
        }
    }
}

impl Session {
    /// The name by which an open file was loaded.
    fn file_named(&self, path: &std::path::Path) -> String {
        let same = |name: &&String| std::fs::canonicalize(name).is_ok_and(|whole| whole == path);
        self.files.keys().find(same).cloned().unwrap_or_else(|| path.display().to_string())
    }

    /// Logs what was no command: as of `at`, or of now.
    fn note(&mut self, entry: Entry, at: Option<Frame>) {
        let place = {
            let transport = self.lock();
            let place = transport.place(transport.scheduler.horizon());
            at.map_or(place, |at| Place { frame: place.frame.max(at), at, ..place })
        };
        self.record(place, entry, &[]);
    }
}
