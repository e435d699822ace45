//! What the network is told at performance, and nothing that only a recording knows.
//!
//! ```text
//! frame (64 samples):  pitch | 11 bumps over pitch | velocity | age x 4 | release x 3 | loudness      21 numbers
//! sample:              sin and cos of 1..8 times the phase of the note, faded out below half the rate  16 numbers
//! ```
//!
//! The instrument goes beside these as a mix over 16 places (one place 1 for a plain instrument). Training and performance
//! both call these functions, so they cannot drift apart.

use std::f32::consts::TAU;

/// Samples a second.
pub const RATE: u32 = 24_000;

/// Samples in a frame: features are constant inside one.
pub const FRAME: usize = 64;

/// Places for instruments.
pub const PLACES: usize = 16;

/// Numbers in a frame's features without loudness.
pub const BUMPS: usize = 41;

/// Plain.
pub const PLAIN: usize = 9 + BUMPS;

/// Numbers in a frame's features with loudness, which comes last.
pub const FEATURES: usize = PLAIN + 1;

/// Numbers that tell the phase at a sample.
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
        for (i, bump) in out[9..PLAIN].iter_mut().enumerate() {
            let away = (self.pitch - 36.0 - 1.5 * i as f32) / 1.2;
            *bump = (-0.5 * away * away).exp();
        }
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

/// The steps that a period of a note takes: 2^k or 3 * 2^(k-1), the fewest that give 21 000 steps a second.
pub fn steps_of(pitch: f32) -> f32 {
    let least = 21_000.0 / hertz(pitch);
    let mut power = 8.0;
    loop {
        if power >= least {
            return power;
        }
        if 1.5 * power >= least {
            return 1.5 * power;
        }
        power *= 2.0;
    }
}

/// Writes the phase inputs for a phase in turns (1 is a whole period) of a note at `hertz`; `PHASES` numbers.
///
/// Harmonics between 10.5 and 11.5 kHz fade out, so that none is heard folded back.
pub fn write_phase(turns: f32, hertz: f32, out: &mut [f32]) {
    let (sin1, cos1) = ((turns - turns.floor()) * TAU).sin_cos();
    let (mut s, mut c) = (sin1, cos1);
    for k in 1..=PHASES / 2 {
        let share = ((11_500.0 - hertz * k as f32) / 1000.0).clamp(0.0, 1.0);
        out[2 * k - 2] = share * s;
        out[2 * k - 1] = share * c;
        (s, c) = (s * cos1 + c * sin1, c * cos1 - s * sin1);
    }
}
