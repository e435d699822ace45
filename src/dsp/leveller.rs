//! Keeps a voice whose loudness nobody wrote down from jumping at the listener: its loudness may only climb so fast.
//!
//! ```text
//! in    ___/‾‾‾‾‾‾      a burst 20 dB over the rest
//! out   ___/------      follows at 60 dB a second above -18 dBFS; quieter sound passes untouched
//! ```
//!
//! For networks that make sound: a wrong step can double the level within a period.

use crate::units::Decibels;

/// The leveller of one channel.
#[derive(Clone, Copy, Debug)]
pub struct Leveller {
    power: f32,
    allowed: f32,
    follow: f32,
    climb: f32,
    sink: f32,
}

/// Below this loudness nothing is held back.
const FREE: Decibels = Decibels(-18.0);

impl Leveller {
    /// For `rate` frames a second.
    pub fn new(rate: f32) -> Self {
        let per_frame = |decibels: f32| Decibels(decibels / rate).gain();
        let follow = 1.0 - (-1.0 / (0.010 * rate)).exp();
        Self { power: 0.0, allowed: FREE.gain(), follow, climb: per_frame(60.0), sink: per_frame(-30.0) }
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        (self.power, self.allowed) = (0.0, FREE.gain());
    }

    /// Levels in place.
    pub fn process(&mut self, samples: &mut [f32]) {
        for x in samples {
            self.power += self.follow * (*x * *x - self.power);
            let loudness = self.power.sqrt();
            self.allowed *= if loudness > self.allowed { self.climb } else { self.sink };
            self.allowed = self.allowed.max(FREE.gain());
            if loudness > self.allowed {
                *x *= self.allowed / loudness;
            }
        }
    }
}
