//! Where a cycle lies on the sample clock: a list of tempo changes that only grows.
//!
//! ```text
//! frame      0          96000               frame of cycle 3, at 48 kHz:
//! cycle      0            1                 96000 + (3 - 1) / 1.0 * 48000 = 192000
//! cps       0.5          1.0
//! ```
//!
//! The last change at or before a time decides. Changes in the past are never edited: what was scheduled stays where it
//! was, and a log of changes replays to the same frames. MIDI clock and Link are further writers of this list.

use super::Cycle;
use crate::units::Frame;

/// From `frame` on, which is `cycle`, time passes at `cps` cycles a second.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TempoChange {
    /// Where it takes effect.
    pub frame: Frame,
    /// The cycle at that frame.
    pub cycle: f64,
    /// Cycles a second from there on, more than zero.
    pub cps: f64,
}

/// The tempo map of a set, at one sample rate.
#[derive(Clone, Debug, PartialEq)]
pub struct TempoMap {
    rate: f64,
    changes: Vec<TempoChange>,
}

impl TempoMap {
    /// The slowest and fastest tempo that can be set, in cycles a second.
    pub const CPS_RANGE: std::ops::RangeInclusive<f64> = 1e-3..=100.0;

    /// Cycle 0 at frame 0, at `cps` (held in [`Self::CPS_RANGE`]), with `rate` frames a second.
    pub fn new(rate: u32, cps: f64) -> Self {
        let first = TempoChange { frame: Frame(0), cycle: 0.0, cps: held(cps) };
        Self { rate: f64::from(rate), changes: vec![first] }
    }

    /// Frames a second.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Every change so far, in order of frames.
    pub fn changes(&self) -> &[TempoChange] {
        &self.changes
    }

    /// Sets the tempo from `frame` on; the cycle count goes on without a jump. A frame before the last change takes
    /// effect at the last change: the past is not edited.
    pub fn set_cps(&mut self, frame: Frame, cps: f64) -> TempoChange {
        let frame = frame.max(self.last().frame);
        let change = TempoChange { frame, cycle: self.cycle_at(frame), cps: held(cps) };
        self.changes.push(change);
        change
    }

    /// Jumps so that `frame` is `cycle`, at the tempo of then.
    pub fn set_cycle(&mut self, frame: Frame, cycle: f64) -> TempoChange {
        let frame = frame.max(self.last().frame);
        let change = TempoChange { frame, cycle, cps: self.last().cps };
        self.changes.push(change);
        change
    }

    /// Adds a change as it was logged.
    pub fn push(&mut self, change: TempoChange) {
        self.changes.push(TempoChange { cps: held(change.cps), ..change });
    }

    fn last(&self) -> TempoChange {
        self.changes.last().copied().unwrap_or(TempoChange { frame: Frame(0), cycle: 0.0, cps: 0.5 })
    }

    fn in_force(&self, frame: Frame) -> TempoChange {
        let at = self.changes.partition_point(|change| change.frame <= frame);
        self.changes.get(at.saturating_sub(1)).copied().unwrap_or_else(|| self.last())
    }

    /// Cycles a second at `frame`.
    pub fn cps_at(&self, frame: Frame) -> f64 {
        self.in_force(frame).cps
    }

    /// The cycle that sounds at `frame`.
    pub fn cycle_at(&self, frame: Frame) -> f64 {
        let change = self.in_force(frame);
        change.cycle + (frame.0 - change.frame.0) as f64 / self.rate * change.cps
    }

    /// The frame nearest to `cycle`, by the newest change: for scheduling ahead.
    pub fn frame_of(&self, cycle: Cycle) -> Frame {
        let change = self.last();
        // The difference is taken before dividing, so that onsets late in a long set do not lose bits.
        let distance = if change.cycle.fract() == 0.0 && change.cycle.abs() < 1e15 {
            (cycle - Cycle::whole(change.cycle as i64)).to_f64()
        } else {
            cycle.to_f64() - change.cycle
        };
        Frame(change.frame.0 + (distance / change.cps * self.rate).round() as i64)
    }
}

fn held(cps: f64) -> f64 {
    let range = TempoMap::CPS_RANGE;
    if cps.is_finite() { cps.clamp(*range.start(), *range.end()) } else { 0.5 }
}
