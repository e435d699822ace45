//! An instant on the sample clock of a set: all channels' samples at one moment. Frame 0 is where the set began.
//!
//! `Frame(48000)` is one second in at 48 kHz. Signed, so that differences and pre-roll need no care.

use std::ops::{Add, Sub};

/// A number of frames since the set began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Frame(pub i64);

impl Add<i64> for Frame {
    type Output = Self;
    fn add(self, frames: i64) -> Self {
        Self(self.0.saturating_add(frames))
    }
}

impl Sub for Frame {
    type Output = i64;
    fn sub(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}
