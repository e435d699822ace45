//! The draws of a voice: uniform and Gaussian numbers that a seed makes the same everywhere.
//!
//! ```text
//! Dice::new(7): uniform() -> 0 .. 1      normal() -> about 0, deviation 1
//! ```

/// Uniform and Gaussian draws of a voice, the same for the same seed everywhere (SplitMix64, Steele, Lea, Flood 2014).
#[derive(Clone, Copy, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Draws for a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x7761_7665_6e65_7421)
    }

    /// 0 (included) to 1 (not).
    pub fn uniform(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Two numbers from one draw, each of mean 0 and deviation 1, triangular.
    pub fn pair(&mut self) -> [f32; 2] {
        let z = self.next();
        let part = |shift: u32| ((z >> shift) & 0xffff) as f32;
        [part(0) + part(16), part(32) + part(48)].map(|sum| (sum - 65_535.0) * (6f32.sqrt() / 65_536.0))
    }

    /// Nearly Gaussian, mean 0, deviation 1: the sum of four uniform draws.
    pub fn normal(&mut self) -> f32 {
        let sum = self.uniform() + self.uniform() + self.uniform() + self.uniform();
        (sum - 2.0) * 3f32.sqrt()
    }
}

#[cfg(test)]
mod tests;
