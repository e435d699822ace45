//! What the networks are told at performance, and nothing that only a recording knows.
//!
//! ```text
//! to the acoustics:  instrument and semitone | velocity | age x 4 | release x 3 | 8 bumps over age
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

/// The lowest and the highest key that an instrument has a sound of its own for.
pub const KEYS: (f32, f32) = (36.0, 96.0);

/// How many they are.
pub const REGISTERS: usize = 61;

/// Bumps over the age, octaves apart from 4 ms on: what a note's first half second is told by.
const BUMPS: usize = 8;

/// Numbers that tell a moment of a note, beside instrument and key.
pub const PLAIN: usize = 8 + BUMPS;

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
        out[0] = self.velocity / 127.0;
        let age = self.age.clamp(0.0, 4.0);
        out[1] = 0.5 * age;
        (out[2], out[3], out[4]) = self.youth();
        (out[5], out[6], out[7]) = self.freedom();
        let octaves = ((age + 0.001) / 0.004).log2();
        for (i, bump) in out[8..PLAIN].iter_mut().enumerate() {
            let away = (octaves - i as f32) / 0.8;
            *bump = if away.abs() < 4.0 { (-0.5 * away * away).exp() } else { 0.0 };
        }
    }

    /// The keys between which the pitch lies, and the share of the upper one. Within a quarter of a semitone a key sounds as itself.
    pub fn keys(&self) -> ([usize; 2], f32) {
        let at = self.pitch.clamp(KEYS.0, KEYS.1) - KEYS.0;
        let low = (at as usize).min(REGISTERS - 2);
        ([low, low + 1], (2.0 * (at - low as f32) - 0.5).clamp(0.0, 1.0))
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
