//! From 256 logits to one code: temperature, the nucleus, one uniform draw.
//!
//! ```text
//! logits / temp -> probabilities -> keep the fewest that reach top_p -> the code where the running sum passes u
//! ```
//!
//! Real-time: fixed loops over 256 numbers. Nucleus after Holtzman et al. 2020 (arXiv 1904.09751).

use super::codec::CODES;
use crate::neural::kernel::Path;

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
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / 16_777_216.0
    }

    /// Nearly Gaussian, mean 0, deviation 1: the sum of four uniform draws.
    pub fn normal(&mut self) -> f32 {
        let sum = self.uniform() + self.uniform() + self.uniform() + self.uniform();
        (sum - 2.0) * 3f32.sqrt()
    }
}

/// Draws a code. `temp` above 0 divides the logits; `top_p` from 0 to 1 keeps the likeliest codes that reach that share.
/// Spoils `logits`.
pub fn draw(path: Path, logits: &mut [f32], temp: f32, top_p: f32, dice: &mut Dice) -> u8 {
    let scale = 1.0 / temp.max(0.01);
    logits.iter_mut().for_each(|x| *x *= scale);
    path.softmax(logits);
    let least = if top_p < 0.9999 { nucleus(logits, top_p.max(0.0)) } else { 0.0 };
    let kept: f32 = logits.iter().map(|&p| if p >= least { p } else { 0.0 }).sum();
    let mut left = dice.uniform() * kept;
    let mut last = CODES / 2;
    for (code, &p) in logits.iter().enumerate() {
        if p >= least && p > 0.0 {
            last = code;
            left -= p;
            if left < 0.0 {
                break;
            }
        }
    }
    last as u8
}

/// The largest probability such that those at least as large sum to `share`, by halving.
fn nucleus(p: &[f32], share: f32) -> f32 {
    let (mut low, mut high) = (0.0f32, p.iter().copied().fold(0.0, f32::max));
    for _ in 0..20 {
        let middle = 0.5 * (low + high);
        let sum: f32 = p.iter().map(|&x| if x >= middle { x } else { 0.0 }).sum();
        if sum >= share { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests;
