//! Part of the engine's voices with their own commands: the band (samples and synths), or the choir (what networks sing).
//!
//! ```text
//! inbox -> pending, by frame -> voices -> blocks of sound, one for each voice that sounds
//!                               home <- what is over
//! ```
//!
//! The choir may run ahead of what is heard, so a hush finds it already past: its voices go on until the hush has faded them,
//! and who mixes them does the fading. The band fades by itself. Knows no mixer.

use super::command::{Order, Report, Retired, Sent};
use super::ladder::Rung;
use super::pending::{Entry, Pending};
use super::spec::VoiceSpec;
use super::voices::Voices;
use crate::crossing::{Receiver, Sender};
use crate::dsp::{BLOCK, Stereo};

/// Within which everything fades after a hush.
pub(super) const HUSH_SECONDS: f32 = 0.05;

/// What a block's commands did that concerns more than one section.
#[derive(Clone, Copy, Default)]
pub(super) struct Happened {
    /// The last hush: its place in the order of commands, and its frame.
    pub(super) hush: Option<(u64, i64)>,
    /// The last panic.
    pub(super) panic: Option<u64>,
}

/// A section.
pub(super) struct Section {
    inbox: Receiver<Sent>,
    pending: Pending,
    /// A start that was due but found no place.
    waiting: Option<Entry>,
    hushed: u64,
    rung: Rung,
    voices: Voices,
    home: Sender<Retired>,
    reports: Sender<Report>,
    runs_ahead: bool,
    hush_frames: i64,
}

/// The ends of a section's rings.
pub(super) struct Lines {
    pub(super) inbox: Receiver<Sent>,
    pub(super) home: Sender<Retired>,
    pub(super) reports: Sender<Report>,
}

impl Section {
    /// A section of `capacity` voices. Allocates everything it will use. `runs_ahead`: it leaves the fading to others.
    pub(super) fn new(lines: Lines, capacity: usize, queue: usize, rate: f32, runs_ahead: bool) -> Self {
        Self {
            inbox: lines.inbox,
            pending: Pending::new(queue),
            waiting: None,
            hushed: 0,
            rung: Rung::Full,
            voices: Voices::new(capacity, rate),
            home: lines.home,
            reports: lines.reports,
            runs_ahead,
            hush_frames: ((HUSH_SECONDS * rate) as i64).max(1),
        }
    }

    /// How many voices sound.
    pub(super) fn sounding(&self) -> usize {
        self.voices.sounding()
    }

    /// Says something; a report that finds no room is one line less on a screen, no more.
    pub(super) fn report(&mut self, report: Report) {
        let _ = self.reports.send(report);
    }

    /// Carries out everything that is due before the end of the block that begins at `begin`. `started` hears of voices.
    pub(super) fn carry_out(&mut self, begin: i64, mut started: impl FnMut(&VoiceSpec)) -> Happened {
        while self.pending.has_room()
            && let Some(sent) = self.inbox.receive()
        {
            self.pending.put(sent);
        }
        let mut happened = Happened::default();
        let end = begin + BLOCK as i64;
        while let Some(entry) = self.waiting.take().or_else(|| self.pending.before(end)) {
            if let Err(entry) = self.order(entry, begin, &mut started, &mut happened) {
                self.waiting = Some(entry);
                break;
            }
        }
        happened
    }

    /// Hands the entry back where it has to wait for a place.
    fn order(
        &mut self,
        Entry { sent }: Entry,
        begin: i64,
        started: &mut impl FnMut(&VoiceSpec),
        happened: &mut Happened,
    ) -> Result<(), Entry> {
        let Sent { serial, at, order } = sent;
        let due = at.0.max(begin);
        let again = |order| Err(Entry { sent: Sent { serial, at, order } });
        match order {
            Order::Start(spec) => {
                if serial < self.hushed {
                    return match self.home.send(Retired::Spec(spec)) {
                        Err(Retired::Spec(spec)) => again(Order::Start(spec)),
                        Ok(()) | Err(Retired::Choir(_)) => Ok(()),
                    };
                }
                if !self.voices.has_room() {
                    self.voices.retire(&mut self.home);
                }
                let slot = spec.slot;
                if self.voices.has_place() {
                    started(&spec);
                }
                if let Err(spec) = self.voices.start(spec, due, serial, &mut self.reports) {
                    return again(Order::Start(spec));
                }
                if due > at.0 {
                    self.report(Report::Late { slot, frames: due - at.0 });
                }
            }
            Order::Cut { group, orbit } => self.voices.cut(group, orbit, due),
            Order::Hush => {
                self.hushed = self.hushed.max(serial);
                happened.hush = Some((serial, due));
                if self.runs_ahead {
                    self.voices.doom(serial, due + self.hush_frames);
                } else {
                    self.voices.hush(due);
                }
            }
            Order::Panic => {
                self.hushed = self.hushed.max(serial);
                happened.panic = Some(serial);
                if self.runs_ahead {
                    self.voices.doom(serial, begin + BLOCK as i64);
                }
            }
            Order::Steer { seed, steering } => self.voices.steer(seed, steering),
            Order::Choir(choir) => {
                // Without room to send the old singers home, the new ones wait.
                if self.home.room() == 0 {
                    return again(Order::Choir(choir));
                }
                let old = self.voices.replace_choir(choir);
                self.voices.turn(self.rung);
                if let Some(old) = old {
                    let _ = self.home.send(Retired::Choir(old));
                }
            }
        }
        Ok(())
    }

    /// Renders the block that begins at `begin`: `heard` gets what each voice makes, in the order of places, with its place in the
    /// order of commands and whether this is its first block.
    pub(super) fn render(&mut self, begin: i64, mut heard: impl FnMut(&VoiceSpec, u64, bool, &mut Stereo)) {
        self.voices.render(begin, &mut heard, &mut self.reports);
    }

    /// Goes to a rung: before anything else that happens in the block to come.
    pub(super) fn turn(&mut self, rung: Rung) {
        self.rung = rung;
        self.voices.turn(rung);
    }

    /// Whether singers of a smaller size stand by.
    pub(super) fn has_smaller(&self) -> bool {
        self.voices.has_smaller()
    }

    /// How many networks sing; smaller ones count less.
    pub(super) fn singing(&self) -> f32 {
        self.voices.singing()
    }

    /// Stops every voice at once.
    pub(super) fn stop(&mut self) {
        self.voices.stop();
    }

    /// Sends home what is over.
    pub(super) fn retire(&mut self) {
        self.voices.retire(&mut self.home);
    }
}
