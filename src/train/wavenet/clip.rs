//! One recorded note as it comes: who plays it, how it was played, its samples.
//!
//! ```text
//! Clip { instrument 7 (cello), pitch 57, velocity 100, held 36 000, samples 60 000, split test }
//! ```
//!
//! What is measured on it and how it is read stands in `reading` and `note`.

/// Which part of the data a note belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// Learned from.
    Train,
    /// Looked at while learning.
    Valid,
    /// Looked at afterwards only.
    Test,
}

/// A recorded note, mono at `RATE`.
#[derive(Clone, Debug)]
pub struct Clip {
    /// Index into the instruments' names, under `PLACES`.
    pub instrument: usize,
    /// MIDI note number.
    pub pitch: f32,
    /// 1 to 127.
    pub velocity: f32,
    /// When it was let go, in samples.
    pub held: usize,
    /// The recording, from the note's start to the end of its release.
    pub samples: Vec<f32>,
    /// Which part of the data it belongs to.
    pub split: Split,
}
