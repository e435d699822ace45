//! Drives a scheduler by a clock: a bounded look-ahead before what sounds, and the count of what came late.
//!
//! ```text
//! look-ahead 100 ms       now 0 ms      now 48 ms     now 160 ms (the machine was busy)
//! horizon                 100 ms        148 ms        260 ms, late: what lay between 148 and 160 ms
//! ```
//!
//! It does not sleep: the thread that owns it decides when to call [`Pace::tick`].

use super::{Advance, Clock, Scheduler, Sink};
use crate::units::Frame;

/// How far ahead, and what has been late so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    look_ahead: i64,
    late: u64,
}

/// What one tick did.
#[derive(Debug, Default)]
pub struct Tick {
    /// What the scheduler says.
    pub advance: Advance,
    /// How many frames the horizon had fallen behind the clock; 0 in good health.
    pub behind: i64,
}

impl Pace {
    /// The longest look-ahead in seconds: a change is never later than this plus the wait for its boundary.
    pub const LONGEST: f64 = 0.25;

    /// A look-ahead in seconds, held between 5 ms and [`Self::LONGEST`], at `rate` frames a second.
    pub fn new(seconds: f64, rate: u32) -> Self {
        let seconds = if seconds.is_finite() { seconds.clamp(0.005, Self::LONGEST) } else { 0.1 };
        Self { look_ahead: (seconds * f64::from(rate)).round() as i64, late: 0 }
    }

    /// The look-ahead in frames.
    pub fn look_ahead(&self) -> i64 {
        self.look_ahead
    }

    /// How many ticks found the horizon behind the clock.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// Brings the scheduler's horizon to a look-ahead after now, and further by what the slowest sink asks for, but never
    /// beyond `end`.
    pub fn tick(
        &mut self,
        scheduler: &mut Scheduler,
        clock: &dyn Clock,
        end: Option<Frame>,
        sinks: &mut [Box<dyn Sink>],
    ) -> Tick {
        let now = clock.now();
        let behind = if end.is_some_and(|end| now >= end) { 0 } else { (now - scheduler.horizon()).max(0) };
        if behind > 0 {
            self.late += 1;
        }
        let latency = sinks.iter().map(|sink| sink.latency()).max().unwrap_or(0).max(0);
        let goal = now + self.look_ahead + latency;
        let advance = scheduler.advance(end.map_or(goal, |end| end.min(goal)), sinks);
        Tick { advance, behind }
    }
}
