//! The session: carries commands out, one log record before each effect.
//!
//! ```text
//! apply(evaluate "d1 $ s \"bd*2\"", at 4800)
//!   1. read the text, rehearse it           nothing is changed, no lock is held
//!   2. lock, write the record               frame = horizon: from there on it holds
//!   3. replace d1 at the next boundary      the outcome says which slots get something else
//! ```
//!
//! The same records, performed at the same horizons, give the same state and the same triggers: that is [`super::replay`].

use super::history::{Effects, Evaluation, History};
use super::log::{Entry, Log, Place};
use super::patch::{Patch, Patches};
use super::rehearse::SoundCheck;
use super::transport::Transport;
use super::{Command, LogLine, Outcome, TextOrigin};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::Interpreter;
use crate::pattern::Tidal;
use crate::schedule::{Setting, SlotId, When};
use crate::units::Frame;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Lines kept for the screen.
const LINES: usize = 200;

/// What a session is made of.
pub struct Parts {
    /// Reads the performer's texts.
    pub interpreter: Interpreter,
    /// The scheduler and its sinks.
    pub transport: Transport,
    /// Instruments, shared with the rack among the sinks.
    pub patches: Patches,
    /// Whether evaluations wait for the boundary.
    pub swap: When,
    /// Which Tidal's chance.
    pub tidal: Tidal,
    /// Where commands are written; `None` in tests and replays.
    pub log: Option<Log>,
    /// What is wrong with a sound; `None`: nothing is checked.
    pub sounds: Option<SoundCheck>,
}

/// A set being played.
pub struct Session {
    pub(super) interpreter: Interpreter,
    /// Names as they were before anything was evaluated.
    first_names: Interpreter,
    first_cps: f64,
    pub(super) history: History,
    transport: Arc<Mutex<Transport>>,
    pub(super) patches: Patches,
    pub(super) swap: When,
    pub(super) tidal: Tidal,
    log: Option<Log>,
    pub(super) sounds: Option<SoundCheck>,
    /// The blocks of each open file, as they were saved last.
    pub(super) files: BTreeMap<String, Vec<String>>,
    lines: VecDeque<LogLine>,
    closed: bool,
}

impl Session {
    /// A set in which nothing plays yet.
    pub fn new(parts: Parts) -> Self {
        Self {
            first_names: parts.interpreter.clone(),
            first_cps: parts.transport.scheduler.tempo().cps_at(Frame(0)),
            interpreter: parts.interpreter,
            history: History::default(),
            transport: Arc::new(Mutex::new(parts.transport)),
            patches: parts.patches,
            swap: parts.swap,
            tidal: parts.tidal,
            log: parts.log,
            sounds: parts.sounds,
            files: BTreeMap::new(),
            lines: VecDeque::new(),
            closed: false,
        }
    }

    /// The transport, for the thread that lets it run.
    pub fn transport(&self) -> Arc<Mutex<Transport>> {
        Arc::clone(&self.transport)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Transport> {
        // A query that broke down inside leaves plain data behind: carrying on is right.
        self.transport.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The log being written.
    pub fn log(&self) -> Option<&Log> {
        self.log.as_ref()
    }

    /// Carries a command out. `at` is the frame that sounds now: a hush cuts there. Never fails as a whole: the outcome
    /// says what was done.
    pub fn apply(&mut self, command: Command, at: Frame) -> Outcome {
        self.perform(command, at, None)
    }

    /// Carries out a command of a log: what was refused in rehearsal then is refused now, and nothing else.
    pub fn apply_logged(&mut self, command: Command, at: Frame, refused: &[usize]) -> Outcome {
        self.perform(command, at, Some(refused))
    }

    fn perform(&mut self, command: Command, at: Frame, refused: Option<&[usize]>) -> Outcome {
        let outcome = match command {
            Command::Evaluate { .. } | Command::Load { .. } | Command::Reload { .. } => {
                self.evaluate_command(command, at, refused)
            }
            Command::Undo { evaluation } => {
                let number = evaluation.or_else(|| self.history.last_standing());
                self.turn(number, true, at)
            }
            Command::Redo { evaluation } => {
                let number = evaluation.or_else(|| self.history.redos().last().copied());
                self.turn(number, false, at)
            }
            Command::Patch { path, text } => self.patch(&path, text, at),
            Command::Hush | Command::Panic | Command::Silence { .. } | Command::Tempo { .. } => {
                self.layer(&command, at)
            }
            Command::Mute { .. } | Command::Solo { .. } | Command::Control { .. } => self.set(command, at),
            Command::Learned { ref name } => {
                let message = format!("`melody \"{name}\"` plays what was learned");
                self.write(&command, at);
                Outcome { message: Some(message), done: true, ..Outcome::default() }
            }
            Command::Quit => {
                self.write(&command, at);
                self.close();
                Outcome { done: true, ..Outcome::default() }
            }
        };
        if let Some(message) = &outcome.message {
            self.say(message.clone(), !outcome.done);
        }
        outcome
    }

    /// Writes a command's record and nothing else.
    pub(super) fn write(&mut self, command: &Command, at: Frame) {
        let place = self.lock().place(at);
        self.record(place, Entry::Command(command.clone()), &[]);
    }

    /// Writes a record where a log is kept. Who goes on to change something holds the transport's lock meanwhile, so that
    /// the horizon stands still. A log that cannot be written is said once, and the music goes on.
    pub(super) fn record(&mut self, place: Place, entry: Entry, refused: &[usize]) {
        let Some(log) = &mut self.log else { return };
        if let Err(error) = log.write(place, entry, refused) {
            self.log = None;
            let text = format!("the set is no longer logged: {error}");
            self.push_line(LogLine { cycle: place.cycle.to_f64(), text, bad: true });
        }
    }

    /// Adds a line for people.
    pub fn say(&mut self, text: String, bad: bool) {
        let cycle = self.lock().scheduler.cursor().to_f64();
        self.push_line(LogLine { cycle, text, bad });
    }

    fn push_line(&mut self, line: LogLine) {
        self.lines.push_back(line);
        if self.lines.len() > LINES {
            self.lines.pop_front();
        }
    }

    /// The last lines, oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &LogLine> {
        self.lines.iter()
    }

    /// Ends every note. Safe to call twice.
    pub fn close(&mut self) {
        if !std::mem::replace(&mut self.closed, true) {
            self.lock().close();
        }
    }

    fn set(&mut self, command: Command, at: Frame) -> Outcome {
        let shared = self.transport();
        let mut transport = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let place = transport.place(at);
        self.record(place, Entry::Command(command.clone()), &[]);
        let message = match command {
            Command::Mute { slot, on } => {
                let id = transport.scheduler.slot(&slot);
                transport.scheduler.mute(id, on);
                format!("{} is {}", transport.scheduler.names().name(id), if on { "muted" } else { "heard" })
            }
            Command::Solo { slot, on } => {
                let id = transport.scheduler.slot(&slot);
                transport.scheduler.solo(id, on);
                format!("{} {}", transport.scheduler.names().name(id), if on { "alone" } else { "among all" })
            }
            Command::Control { name, value } => {
                let message = format!("{name} = {value:?}");
                transport.scheduler.set_control(&name, Setting::Value(value));
                message
            }
            _ => return Outcome::default(),
        };
        Outcome { message: Some(message), done: true, ..Outcome::default() }
    }

    /// Commands that are layers of the history, as an evaluation is.
    fn layer(&mut self, command: &Command, at: Frame) -> Outcome {
        let number = self.history.next();
        let known = self.history.slots();
        let mut effects = Effects::default();
        let shared = self.transport();
        let mut transport = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let place = transport.place(at);
        self.record(place, Entry::Command(command.clone()), &[]);
        let message = match command {
            Command::Hush | Command::Panic => {
                effects.slots = known.into_iter().map(|slot| (slot, None)).collect();
                match command {
                    Command::Hush => transport.hush(place.at),
                    _ => transport.panic(place.at),
                }
                "silence everywhere".into()
            }
            Command::Silence { slot } => {
                let id = transport.scheduler.slot(slot);
                transport.scheduler.replace(id, None, self.swap);
                effects.slots.insert(id, None);
                format!("{} is silent", transport.scheduler.names().name(id))
            }
            Command::Tempo { cps } => {
                transport.scheduler.set_cps(*cps);
                let cps = transport.scheduler.tempo().cps_at(place.frame);
                effects.cps = Some(cps);
                format!("{cps} cycles a second")
            }
            _ => return Outcome::default(),
        };
        let swapped = effects.slots.keys().map(|&slot| transport.scheduler.names().name(slot)).collect();
        drop(transport);
        self.history.push(Evaluation {
            number,
            text: Arc::from(""),
            origin: TextOrigin::Stage,
            offset: 0,
            diagnostics: Vec::new(),
            undone: false,
            effects,
        });
        Outcome { evaluation: number, swapped, message: Some(message), done: true, ..Outcome::default() }
    }

    fn turn(&mut self, number: Option<u32>, undone: bool, at: Frame) -> Outcome {
        let nothing = if undone { "nothing to take back" } else { "nothing to bring again" };
        let refused = Outcome { message: Some(nothing.into()), ..Outcome::default() };
        let Some(number) = number else { return refused };
        let Some(restored) = self.history.turn(number, undone) else { return refused };
        let evaluation = Some(number);
        let command = if undone { Command::Undo { evaluation } } else { Command::Redo { evaluation } };
        if restored.names {
            self.interpreter = self.history.names().unwrap_or_else(|| self.first_names.clone());
        }
        let shared = self.transport();
        let mut transport = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let place = transport.place(at);
        self.record(place, Entry::Command(command.clone()), &[]);
        let scheduler = &mut transport.scheduler;
        if restored.cps {
            scheduler.set_cps(self.history.cps().unwrap_or(self.first_cps));
        }
        if restored.all {
            scheduler.set_all(self.history.transform());
        }
        let mut swapped = Vec::new();
        for (slot, pattern) in restored.slots {
            scheduler.replace(slot, pattern, When::Cycle);
            swapped.push(scheduler.names().name(slot));
        }
        let what = if swapped.is_empty() { String::new() } else { format!(" ({})", swapped.join(", ")) };
        let message = format!("evaluation {number} {}{what}", if undone { "taken back" } else { "brought again" });
        Outcome { evaluation: number, swapped, message: Some(message), done: true, ..Outcome::default() }
    }

    fn patch(&mut self, path: &str, text: Option<String>, at: Frame) -> Outcome {
        let patch = match text.as_deref().map(Patch::parse).transpose() {
            Ok(patch) => patch,
            Err(error) => {
                // A broken file changes nothing, so it is no part of the log.
                let diagnostic = Diagnostic::error(SourceSpan::default(), format!("{path}: {error}"))
                    .with_help("the instrument stays as it was");
                let message = Some(format!("{path} is broken; the instrument stays as it was"));
                let text = text.map(Arc::from);
                return Outcome { text, diagnostics: vec![diagnostic], message, ..Outcome::default() };
            }
        };
        let message = match &patch {
            Some(patch) => format!("instrument `{}` from {path}", patch.name),
            None => format!("{path} is gone, and its instrument"),
        };
        let shared = self.transport();
        let transport = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let command = Command::Patch { path: path.to_owned(), text };
        self.record(transport.place(at), Entry::Command(command), &[]);
        let from = transport.scheduler.tempo().frame_of(transport.scheduler.boundary());
        self.patches.put(path, patch, from);
        Outcome { message: Some(message), done: true, ..Outcome::default() }
    }

    /// What a slot is called.
    pub fn slot_name(&self, slot: SlotId) -> String {
        self.lock().scheduler.names().name(slot)
    }
}
