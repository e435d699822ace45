//! Chance for sound: a tiny generator that is the same for the same seed.
//!
//! ```text
//! Noise::new(1): -0.42  0.87  0.11 ...      white, uniform in -1 to 1
//! ```
//!
//! Not for choosing notes: those draw from hashes of (model, seed, cycle, step).

/// A stream of white noise. SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Clone, Copy, Debug)]
pub struct Noise(u64);

impl Noise {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The next sample, -1 to 1.
    pub fn sample(&mut self) -> f32 {
        (self.bits() >> 40) as f32 * (2.0 / (1u64 << 24) as f32) - 1.0
    }

    /// The next number in 0 to 1, 1 not included.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }
}
