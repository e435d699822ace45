//! What goes out: triggers with an exact frame, and the trait of those who carry them out.
//!
//! ```text
//! Trigger { at: 48000, frames: 24000, slot: d1, cycle: 1/2, cps: 0.5, controls: {s: bd}, context: .. }
//! ```
//!
//! A sink takes what it understands and leaves the rest: the audio sink ignores `midi`, the MIDI sink everything else.

use super::SlotId;
use crate::pattern::{Context, ControlMap};
use crate::time::Cycle;
use crate::units::Frame;
use std::sync::{Arc, Mutex, PoisonError};

/// One event that starts.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Where it starts. Triggers come in order of [`Self::cycle`]; `nudge` may put one before its predecessor.
    pub at: Frame,
    /// Length of its whole in frames, at the tempo in force when it was sent; at least 0.
    pub frames: i64,
    /// Which slot plays it.
    pub slot: SlotId,
    /// Its onset.
    pub cycle: Cycle,
    /// Cycles a second at its onset.
    pub cps: f64,
    /// What sounds.
    pub controls: ControlMap,
    /// Where in the text it came from, and which network made it.
    pub context: Context,
}

/// Why a trigger could not be carried out. The performance goes on; the session shows the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendTriggerError {
    /// Nothing of that name sounds. The message names the nearest.
    #[error("{0}")]
    Unknown(String),
    /// The queue to the device is full; the trigger is lost and counted.
    #[error("the queue is full: {0}")]
    Full(String),
    /// The device is gone.
    #[error("{0}")]
    Gone(String),
}

/// Carries triggers out: sound, MIDI, a list in a test.
pub trait Sink: Send {
    /// Takes a trigger ahead of its time. Errors where it cannot be carried out; others are not affected.
    fn send(&mut self, trigger: &Trigger) -> Result<(), SendTriggerError>;

    /// A note goes on with other controls from [`Trigger::at`] on: a part of an event without its onset. May come again with
    /// nothing changed. Sinks that cannot turn a sounding note leave it as it is.
    fn steer(&mut self, _trigger: &Trigger) {}

    /// Whether it can turn the note of this trigger while it sounds: only then is a pattern read again and again meanwhile.
    fn turns(&self, _trigger: &Trigger) -> bool {
        false
    }

    /// How many frames before [`Trigger::at`] it wants to know, besides the look-ahead.
    fn latency(&self) -> i64 {
        0
    }

    /// From frame `at` on nothing that was sent before sounds: what has not started is dropped, what sounds fades,
    /// every note that is on gets its note-off.
    fn hush(&mut self, at: Frame);

    /// Everything stops at once, tails included.
    fn panic(&mut self, at: Frame);

    /// The end: notes are closed before this returns.
    fn close(&mut self) {}
}

/// A sink that keeps what it gets, for tests, for rolls and for `learn`. Clones share the list.
#[derive(Clone, Debug, Default)]
pub struct Collect(Arc<Mutex<Vec<Trigger>>>);

impl Collect {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes out what has come so far, in the order of sending.
    pub fn take(&self) -> Vec<Trigger> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Sink for Collect {
    fn send(&mut self, trigger: &Trigger) -> Result<(), SendTriggerError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(trigger.clone());
        Ok(())
    }

    fn hush(&mut self, at: Frame) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|trigger| trigger.at < at);
    }

    fn panic(&mut self, at: Frame) {
        self.hush(at);
    }
}
