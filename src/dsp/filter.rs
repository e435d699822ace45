//! Lowpass, highpass and bandpass with resonance: the state variable filter in its trapezoidal form.
//!
//! ```text
//! lowpass 800 Hz      ‾‾‾‾‾‾\        12 dB an octave; resonance lifts the corner
//! ```
//!
//! Stable up to Nyquist and while its corner moves (Simper: "Linear trapezoidal integrated SVF", Cytomic 2013).

use std::f32::consts::PI;

/// Which part of the spectrum passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// Below the corner.
    Low,
    /// Above the corner.
    High,
    /// Around the corner.
    Band,
}

/// Where a filter's corner is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corner {
    /// Hertz; held inside 10 Hz to 0.49 of the rate.
    pub hertz: f32,
    /// 0 (flat) to 1 (nearly whistling).
    pub resonance: f32,
}

/// A filter of one channel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    first: f32,
    second: f32,
}

/// A corner turned into factors, for every channel that shares it.
#[derive(Clone, Copy, Debug)]
pub struct Factors {
    band: Band,
    damping: f32,
    a1: f32,
    a2: f32,
    a3: f32,
}

impl Factors {
    /// The factors of a corner at `rate` frames a second.
    pub fn new(band: Band, corner: Corner, rate: f32) -> Self {
        let hertz = if corner.hertz.is_finite() { corner.hertz.clamp(10.0, 0.49 * rate) } else { 0.49 * rate };
        let resonance = if corner.resonance.is_finite() { corner.resonance.clamp(0.0, 1.0) } else { 0.0 };
        let slope = (PI * hertz / rate).tan();
        let damping = std::f32::consts::SQRT_2 * (1.0 - 0.97 * resonance);
        let a1 = 1.0 / (1.0 + slope * (slope + damping));
        let a2 = slope * a1;
        Self { band, damping, a1, a2, a3: slope * a2 }
    }
}

impl Filter {
    /// Forgets what it heard.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Filters a stretch of samples in place.
    pub fn process(&mut self, factors: &Factors, samples: &mut [f32]) {
        let Factors { band, damping, a1, a2, a3 } = *factors;
        let (mut first, mut second) = (self.first, self.second);
        for x in samples {
            let v3 = *x - second;
            let v1 = a1 * first + a2 * v3;
            let v2 = second + a2 * first + a3 * v3;
            first = 2.0 * v1 - first;
            second = 2.0 * v2 - second;
            *x = match band {
                Band::Low => v2,
                Band::High => *x - damping * v1 - v2,
                Band::Band => damping * v1,
            };
        }
        (self.first, self.second) = (first, second);
    }
}
