//! Draws for training: a small generator with a state that can be written down and taken up again.
//!
//! ```text
//! Random::new(7): uniform() -> 0.389.., normal() -> -0.21.., below(10) -> 3
//! ```
//!
//! SplitMix64 (Steele, Lea, Flood 2014). Good enough for shuffling and noise; not for secrets.

/// A generator of draws.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator that gives the same draws for the same seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x6d65_6c69_736d_6121)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly spread over 0 (included) to 1 (not).
    pub fn uniform(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// A whole number under `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        (((self.bits() >> 32) * n as u64) >> 32) as usize
    }

    /// A Gaussian draw, mean 0, deviation 1 (Box and Muller).
    pub fn normal(&mut self) -> f32 {
        let radius = (-2.0 * (1.0 - self.uniform()).max(1e-30).ln()).sqrt();
        radius * (std::f32::consts::TAU * self.uniform()).cos()
    }
}
