//! How loud a sound is while it lasts: ramps as plain functions of frames, so that a block can begin anywhere.
//!
//! ```text
//! gain 1   _______________
//!         /               \          attack | held until `release_at` | release (a parabola: quick, then soft)
//!      0 /                 `--__
//! ```
//!
//! No state: the same frame always has the same gain, whatever blocks it is rendered in.

/// Attack, hold, release, in frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Envelope {
    /// Frames from silence to full.
    pub attack: i64,
    /// The frame, counted from the start, at which the release begins; `i64::MAX` never.
    pub release_at: i64,
    /// Frames from full to silence.
    pub release: i64,
}

impl Envelope {
    /// The gain, 0 to 1, `age` frames after the start.
    pub fn gain(&self, age: i64) -> f32 {
        let rise = if age < self.attack { age as f32 / self.attack as f32 } else { 1.0 };
        if age < self.release_at {
            return rise;
        }
        let left = 1.0 - (age - self.release_at) as f32 / self.release.max(1) as f32;
        if left > 0.0 { rise * left * left } else { 0.0 }
    }

    /// Whether the gain is 1 for `frames` frames from `age` on, so that nothing need be multiplied.
    pub fn is_open(&self, age: i64, frames: i64) -> bool {
        age >= self.attack && age.saturating_add(frames) <= self.release_at
    }

    /// Whether nothing is heard from `age` on.
    pub fn is_over(&self, age: i64) -> bool {
        age >= self.release_at.saturating_add(self.release.max(1))
    }
}

/// A quick way out without a click: full before `from`, silent `frames` later, smooth at both ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fade {
    /// The frame at which it begins.
    pub from: i64,
    /// Frames until silence, at least 1.
    pub frames: i64,
}

impl Fade {
    /// The gain, 1 to 0, at `frame`.
    pub fn gain(&self, frame: i64) -> f32 {
        let t = ((frame - self.from) as f32 / self.frames.max(1) as f32).clamp(0.0, 1.0);
        1.0 - t * t * (3.0 - 2.0 * t)
    }

    /// Whether it is silent from `frame` on.
    pub fn is_over(&self, frame: i64) -> bool {
        frame >= self.from.saturating_add(self.frames.max(1))
    }
}
