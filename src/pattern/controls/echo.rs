//! Echoes that grow quieter, and ghost notes.
//!
//! ```text
//! stut 3 0.5 1/8      gain x 1, x 5/6, x 4/6          echo 3 1/8 0.5      gain x 1, x 0.5, x 0.25
//! ```

use crate::pattern::sequence::{MOST_STEPS, too_many};
use crate::pattern::{ControlMap, Operation, Pattern, Value, stack};
use crate::time::Cycle;

impl Pattern<ControlMap> {
    /// `count` copies, each `by` later, gains falling in a straight line towards `feedback`.
    #[must_use]
    pub fn stut(&self, count: i64, feedback: f64, by: Cycle) -> Self {
        if count > MOST_STEPS {
            return too_many(count);
        }
        let gain = |nth: i64| feedback + (1.0 - feedback) * ((count - nth) as f64 / count as f64);
        let echo = |nth: i64| self.times("gain", gain(nth)).late(by * Cycle::whole(nth));
        let copies: Vec<Self> = std::iter::once(self.clone()).chain((1..count).map(echo)).collect();
        stack(&copies)
    }

    /// `count` copies, each `by` later and `feedback` times as loud as the one before.
    #[must_use]
    pub fn echo(&self, count: i64, by: Cycle, feedback: f64) -> Self {
        self.echo_with(count, by, |copy| copy.times("gain", feedback))
    }

    /// Short, quiet, faster copies around each event.
    #[must_use]
    pub fn ghost(&self) -> Self {
        self.ghost_by(Cycle::new(1, 8))
    }

    /// The same, so far apart.
    #[must_use]
    pub fn ghost_by(&self, by: Cycle) -> Self {
        self.ghost_with(by, |copy| {
            copy.join_map_both(Operation::Multiply, ControlMap::of("speed", Value::Float(1.25)))
                .join_map(Operation::Right, ControlMap::of("end", Value::Float(0.2)))
                .join_map_both(Operation::Multiply, ControlMap::of("gain", Value::Float(0.7)))
        })
    }
}
