//! How the pitch of a sung note moves by itself, besides what steers it.
//!
//! ```text
//! accelerate 1   bend 0 ........ 7 ........ 12       the frequency grows evenly to its double at the note's end
//! slide 2        bend -2 / 0 ..............          from two semitones below, within a tenth of a second
//! ```
//!
//! As SuperDirt's synths have it: `accelerate` is a share of the frequency, `slide` an approach from below, or from above where
//! it is negative. Both are read once, as the note begins.

use crate::neural::wavenet::features::hertz;
use crate::neural::wavenet::grid::{FASTEST, Grid};

/// The lowest and the highest bend, in semitones.
const RANGE: (f32, f32) = (-24.0, 24.0);

/// Semitones that a glide may lack at its end, rather than begin on a grid that is not its note's.
const SLACK: f32 = 1.5;

/// How a note's pitch moves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Glide {
    /// By which share of itself the frequency has grown after `length`.
    pub accelerate: f32,
    /// Frames.
    pub length: i64,
    /// Semitones below the note's pitch at which it begins.
    pub slide: f32,
    /// Frames in which it gets there.
    pub slide_length: i64,
}

impl Glide {
    /// Whether nothing moves.
    pub fn is_still(&self) -> bool {
        self.accelerate == 0.0 && self.slide == 0.0
    }

    /// Semitones away from the note, so many frames after its start.
    pub fn bend(&self, age: i64) -> f32 {
        let share = |frames: i64| (age.max(0) as f32 / frames.max(1) as f32).min(1.0);
        let grown = 12.0 * (1.0 + self.accelerate * share(self.length)).max(1e-3).log2();
        (grown - self.slide * (1.0 - share(self.slide_length))).clamp(RANGE.0, RANGE.1)
    }

    /// The bend on whose grid a note of this pitch begins: its own, unless that leaves too little room for the way up.
    pub(super) fn lift(&self, pitch: f32) -> f32 {
        let highest = self.bend(0).max(self.bend(self.length.max(self.slide_length)));
        let room = |lift: &f32| 12.0 * (FASTEST / (Grid::of(pitch + lift).steps() as f32 * hertz(pitch))).log2();
        (0..12).map(|lift| lift as f32).find(|lift| highest <= room(lift) + SLACK).unwrap_or(12.0)
    }
}
