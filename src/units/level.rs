//! Levels: decibels relative to full scale, and the plain factor a sample is multiplied by.
//!
//! `Decibels(0.0).gain()` = 1, `Decibels(-20.0).gain()` = 0.1, `Decibels::of_gain(2.0)` = +6.02 dB.

/// A level in decibels relative to full scale (amplitude: 20 dB are a factor of ten).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

impl Decibels {
    /// The factor samples are multiplied by.
    pub fn gain(self) -> f32 {
        10f32.powf(self.0 / 20.0)
    }

    /// The level of a factor; zero and less give -200 dB.
    pub fn of_gain(gain: f32) -> Self {
        Self(20.0 * gain.max(1e-10).log10())
    }
}
