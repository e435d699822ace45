//! What the networks are told at performance, and nothing that only a recording knows.
//!
//! ```text
//! to the acoustics:  pitch | velocity | age x 4 | release x 3 | 41 bumps over pitch              50 numbers, and the instrument
//! to the WaveNet:    a frame (64 steps): partials 32 | noise 7 | loudness | pitch | grid | age x 3 | release x 3      48 numbers
//!                    a step:             guide (`guide`)                                                             16 numbers
//! ```
//!
//! The WaveNet is not told which instrument it plays: only what it should sound like now. So it learns one skill for all
//! instruments, and a sound between two of them is a sound like any other. Training and performance both call these functions,
//! so they cannot drift apart.

use super::acoustics::Spectrum;
use super::grid::Grid;

/// Samples a second of the recordings, and of what is sung for files; the steps of a note have their own rate (`grid`).
pub const RATE: u32 = 24_000;

/// Steps in a frame: features are constant inside one.
pub const FRAME: usize = 64;

/// Places for instruments.
pub const PLACES: usize = 16;

/// Bumps over the pitch, 1.5 semitones apart from 36 to 96: fine enough that neighbours a few semitones away can differ.
const BUMPS: usize = 41;

/// Parts of an instrument's code: one that holds everywhere, and one for each bump.
pub const REGISTERS: usize = 1 + BUMPS;

/// Where they begin among what the acoustics are told.
pub const FIRST: usize = 9;

/// Numbers that tell a moment of a note.
pub const PLAIN: usize = FIRST + BUMPS;

/// Partials whose strength is told one by one (`partials`).
pub const ANCHORS: usize = 32;

/// Bands in which the strength of noise is told.
pub const BANDS: usize = 7;

/// Numbers in a frame's features.
pub const FEATURES: usize = ANCHORS + BANDS + 9;

/// Numbers that guide a step.
pub const PHASES: usize = 16;

/// The smallest loudness (RMS) that is told or divided by.
pub const FLOOR: f32 = 1e-3;

/// Where a note stands at the start of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// MIDI note number, fractional.
    pub pitch: f32,
    /// 0 to 127.
    pub velocity: f32,
    /// Seconds since the note began.
    pub age: f32,
    /// Seconds since it was let go; negative while held.
    pub released: f32,
}

impl Moment {
    /// Writes what the acoustics are told into the first `PLAIN` numbers of `out`.
    pub fn write(&self, out: &mut [f32]) {
        out[0] = (self.pitch - 64.0) / 20.0;
        out[1] = self.velocity / 127.0;
        let age = self.age.clamp(0.0, 4.0);
        out[2] = 0.5 * age;
        (out[3], out[4], out[5]) = self.youth();
        (out[6], out[7], out[8]) = self.freedom();
        for (i, bump) in out[FIRST..PLAIN].iter_mut().enumerate() {
            let away = (self.pitch - 36.0 - 1.5 * i as f32) / 1.2;
            *bump = if away.abs() < 4.0 { (-0.5 * away * away).exp() } else { 0.0 };
        }
    }

    /// How freshly it began, on three scales of time.
    fn youth(&self) -> (f32, f32, f32) {
        let age = self.age.clamp(0.0, 4.0);
        ((-age / 0.010).exp(), (-age / 0.060).exp(), (-age / 0.400).exp())
    }

    /// Whether it was let go, and how long ago on two scales of time.
    fn freedom(&self) -> (f32, f32, f32) {
        let free = self.released.clamp(0.0, 4.0);
        let flag = if self.released >= 0.0 { 1.0 } else { 0.0 };
        (flag, flag * (-free / 0.030).exp(), flag * (-free / 0.200).exp())
    }

    /// The WaveNet's features of a frame: what it should sound like at this moment.
    pub fn features(&self, spectrum: &Spectrum, grid: Grid) -> [f32; FEATURES] {
        let mut out = [0.0; FEATURES];
        for (o, x) in out.iter_mut().zip(spectrum.partials.iter().chain(&spectrum.noise)) {
            *o = (x + 5.0) / 3.0;
        }
        let rest = &mut out[ANCHORS + BANDS..];
        rest[0] = loudness_feature(spectrum.loudness);
        rest[1] = (self.pitch - 64.0) / 20.0;
        rest[2] = ((grid.steps() as f32).log2() - 6.0) / 2.0;
        (rest[3], rest[4], rest[5]) = self.youth();
        (rest[6], rest[7], rest[8]) = self.freedom();
        out
    }
}

/// Loudness (RMS, linear) as a feature: 0 at -40 dB, 1 at -20 dB.
fn loudness_feature(loudness: f32) -> f32 {
    (20.0 * loudness.max(FLOOR).log10() + 40.0) / 20.0
}

/// Hz of a MIDI note number (69 is 440 Hz).
pub fn hertz(pitch: f32) -> f32 {
    440.0 * ((pitch - 69.0) / 12.0).exp2()
}
