//! A log, played again: the fold that gives back a set's state and its triggers.
//!
//! ```text
//! record 1, frame 4800   advance to 4800, apply          the same horizons, so the same boundaries,
//! record 2, frame 96000  advance to 96000, apply         the same cycles, the same triggers
//! ```
//!
//! Hushes cut at the frame at which they came, also what was sent ahead of it, as they did live.

use super::log::{Entry, ReadLog, Record};
use super::patch::{Patches, Rack};
use super::perform::{Parts, Session};
use super::transport::Transport;
use crate::lang::{Interpreter, Networks};
use crate::pattern::Patience;
use crate::schedule::{Collect, Scheduler, Sink, Trigger};
use crate::units::Frame;
use std::sync::Arc;

/// A replay under way.
pub struct Replay {
    session: Session,
    sent: usize,
    records: std::iter::Peekable<std::vec::IntoIter<Record>>,
}

impl Replay {
    /// Begins where the log began. `networks` are those of now; `sinks` get the triggers.
    pub fn new(log: ReadLog, networks: Arc<dyn Networks>, patches: Patches, sinks: Vec<Box<dyn Sink>>) -> Self {
        let opening = log.opening;
        let scheduler = Scheduler::new(opening.rate, opening.cps, opening.tidal, Patience::Wait)
            .steered(super::studio::steering(opening.seed));
        let rack: Box<dyn Sink> = Box::new(Rack::new(patches.clone(), sinks));
        let session = Session::new(Parts {
            interpreter: Interpreter::new(networks, opening.tidal),
            transport: Transport::new(scheduler, vec![rack]),
            patches,
            swap: opening.swap,
            tidal: opening.tidal,
            log: None,
            sounds: None,
        });
        Self { session, sent: 0, records: log.records.into_iter().peekable() }
    }

    /// Plays on up to and with the next record. False at the end of the log.
    pub fn step(&mut self) -> bool {
        let Some(record) = self.records.next() else { return false };
        self.sent += self.session.lock().advance(record.frame);
        if let Entry::Command(command) = record.entry {
            self.session.apply_logged(command, record.at, &record.refused);
        }
        true
    }

    /// Plays on up to a frame, with every record that holds by then.
    pub fn advance(&mut self, until: Frame) {
        while self.records.peek().is_some_and(|record| record.frame <= until) {
            self.step();
        }
        self.sent += self.session.lock().advance(until);
    }

    /// How many triggers went out.
    pub fn sent(&self) -> usize {
        self.sent
    }

    /// The set as it is now.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The set at the end of the log.
    pub fn finish(mut self) -> Session {
        while self.step() {}
        self.session
    }
}

/// Every trigger of a log, hushes carried out, and the set at its end.
pub fn triggers(log: ReadLog, networks: Arc<dyn Networks>, patches: Patches) -> (Vec<Trigger>, Session) {
    let collect = Collect::new();
    let session = Replay::new(log, networks, patches, vec![Box::new(collect.clone())]).finish();
    (collect.take(), session)
}
