//! What the network is told at performance, and nothing that only a recording knows.
//!
//! ```text
//! frame (64 steps):  pitch | velocity | age x 4 | release x 3 | 41 bumps over pitch | loudness     51 numbers
//! step:              sin and cos of 1..8 times the phase of the note (`grid`)                       16 numbers
//! ```
//!
//! The instrument goes beside these as a mix over 16 places (one place 1 for a plain instrument). Training and performance
//! both call these functions, so they cannot drift apart.

/// Samples a second of the recordings, and of what is sung for files; the steps of a note have their own rate (`grid`).
pub const RATE: u32 = 24_000;

/// Steps in a frame: features are constant inside one.
pub const FRAME: usize = 64;

/// Places for instruments.
pub const PLACES: usize = 16;

/// Bumps over the pitch, 1.5 semitones apart from 36 to 96: fine enough that neighbours a few semitones away can differ.
const BUMPS: usize = 41;

/// Where they begin.
const FIRST: usize = 9;

/// Numbers in a frame's features without loudness.
pub const PLAIN: usize = FIRST + BUMPS;

/// Numbers in a frame's features with loudness, which comes last.
pub const FEATURES: usize = PLAIN + 1;

/// Numbers that tell the phase at a step.
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
    /// Writes the features without loudness into the first `PLAIN` numbers of `out`.
    pub fn write(&self, out: &mut [f32]) {
        out[0] = (self.pitch - 64.0) / 20.0;
        out[1] = self.velocity / 127.0;
        let age = self.age.clamp(0.0, 4.0);
        out[2] = 0.5 * age;
        out[3] = (-age / 0.010).exp();
        out[4] = (-age / 0.060).exp();
        out[5] = (-age / 0.400).exp();
        let free = self.released.clamp(0.0, 4.0);
        let flag = if self.released >= 0.0 { 1.0 } else { 0.0 };
        out[6] = flag;
        out[7] = flag * (-free / 0.030).exp();
        out[8] = flag * (-free / 0.200).exp();
        for (i, bump) in out[FIRST..PLAIN].iter_mut().enumerate() {
            let away = (self.pitch - 36.0 - 1.5 * i as f32) / 1.2;
            *bump = (-0.5 * away * away).exp();
        }
    }
}

/// Loudness (RMS, linear) as a feature: 0 at -40 dB, 1 at -20 dB.
pub fn loudness_feature(loudness: f32) -> f32 {
    (20.0 * loudness.max(FLOOR).log10() + 40.0) / 20.0
}

/// Hz of a MIDI note number (69 is 440 Hz).
pub fn hertz(pitch: f32) -> f32 {
    440.0 * ((pitch - 69.0) / 12.0).exp2()
}
