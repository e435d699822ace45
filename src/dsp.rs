//! Sound as arithmetic: oscillators, envelopes, filters, delay, reverb, limiter, change of rate.
//!
//! ```text
//! oscillator -> envelope -> filter -> + -> dc block -> limiter      64 frames at a time
//!                                  `-> delay, reverb -^
//! ```
//!
//! Real-time: `new` allocates, `reset` and `process` never do; every loop is bounded by the length of its block.
//! Nothing here knows of voices, commands or devices.
#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

pub mod dc_block;
pub mod delay;
pub mod envelope;
pub mod filter;
pub mod fourier;
pub mod interpolate;
pub mod leveller;
pub mod limiter;
pub mod noise;
pub mod oscillator;
pub mod pluck;
pub mod resample;
pub mod reverb;
pub mod shape;
pub mod spectrum;
pub mod varispeed;

/// Frames in an inner block, whatever a device asks for.
pub const BLOCK: usize = 64;

/// One channel of a block.
pub type Block = [f32; BLOCK];

/// A block of two channels, left and right.
#[derive(Clone, Copy)]
pub struct Stereo {
    /// Left.
    pub left: Block,
    /// Right.
    pub right: Block,
}

impl Stereo {
    /// Silence.
    pub const SILENCE: Self = Self { left: [0.0; BLOCK], right: [0.0; BLOCK] };

    /// Adds another block, times `gain`.
    pub fn add(&mut self, other: &Self, gain: f32) {
        for (to, from) in self.left.iter_mut().zip(&other.left) {
            *to += from * gain;
        }
        for (to, from) in self.right.iter_mut().zip(&other.right) {
            *to += from * gain;
        }
    }

    /// The largest magnitude in it; not a number where a sample is none.
    pub fn peak(&self) -> f32 {
        self.left.iter().chain(&self.right).fold(0.0, |peak: f32, x| if x.abs() <= peak { peak } else { x.abs() })
    }

    /// Whether every sample is a number. One NaN or infinity anywhere makes the sum of zeros times samples a NaN.
    pub fn is_finite(&self) -> bool {
        self.left.iter().chain(&self.right).map(|x| x * 0.0).sum::<f32>() == 0.0
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
