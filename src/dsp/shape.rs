//! Bending samples one by one: drive, fewer bits, fewer samples.
//!
//! ```text
//! shape 0.5    ~ louder middle, soft top        crush 4   16 steps        coarse 8   every eighth sample, held
//! ```
//!
//! Facts of the names are Tidal's: `shape` 0 to 1, `crush` in bits (1 to 16), `coarse` a divisor of the rate.

/// Drive: 0 leaves the sample, towards 1 it bends to a square. x (1 + k) / (1 + k |x|) with k = 2 s / (1 - s).
pub fn shape(amount: f32, samples: &mut [f32]) {
    let amount = amount.clamp(0.0, 0.99);
    let k = 2.0 * amount / (1.0 - amount);
    for x in samples {
        *x = (1.0 + k) * *x / (1.0 + k * x.abs());
    }
}

/// Rounds to `bits` bits, 1 to 16.
pub fn crush(bits: f32, samples: &mut [f32]) {
    let steps = (bits.clamp(1.0, 16.0) - 1.0).exp2();
    for x in samples {
        *x = (*x * steps).round() / steps;
    }
}

/// Holds every `divisor`-th sample.
#[derive(Clone, Copy, Debug, Default)]
pub struct Coarse {
    held: f32,
    left: f32,
}

impl Coarse {
    /// Forgets what it held.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Processes in place; a divisor of 1 or less changes nothing.
    pub fn process(&mut self, divisor: f32, samples: &mut [f32]) {
        if divisor <= 1.0 {
            return;
        }
        for x in samples {
            if self.left < 1.0 {
                self.held = *x;
                self.left += divisor;
            }
            self.left -= 1.0;
            *x = self.held;
        }
    }
}
