//! What of a note's partials holds no place: how much of their power wanders, and how fast.
//!
//! ```text
//! movement: deviation of ln strength -> share of the power that wanders     (`wandering`)
//! pace, Hz:  draws -> pole -> pole -> place       alike after t seconds by (1 + w t) e^-wt, w = 2 pi pace
//! ```
//!
//! A bowed string's upper partials hardly stand still for 20 ms: they are narrow noise. Two poles are steep enough that what wanders
//! stays near its partial. It does not know partials' strengths: places have a mean square of 1. Real-time: no allocation.

use std::f32::consts::{FRAC_1_SQRT_2, TAU};

use super::{Dice, FRAME, MOST};

/// The movement of partials of which nothing holds together: the deviation of ln |z|, z complex Gaussian (pi / sqrt 24).
pub const RESTLESS: f32 = 0.641;

/// The slowest and the fastest pace, Hz: slower is a course, not a movement; faster is noise.
pub const PACES: (f32, f32) = (4.0, 30.0);

/// The share of a partial's power that wanders, where the logarithm of its strength has this deviation: 2 v where it is small, all
/// at `RESTLESS`; in between the parabola through both.
pub fn wandering(deviation: f32) -> f32 {
    let v = (deviation * deviation).min(RESTLESS * RESTLESS);
    (2.0 * v + 1.05 * v * v).min(1.0)
}

/// How far places move in a frame at a pace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stride {
    /// What is left after it of where a partial was.
    lasting: f32,
    /// The size of draws that keep the mean square of both directions together at 1.
    draws: f32,
}

impl Stride {
    /// That of a pace in Hz, in frames of so many seconds.
    pub(super) fn new(pace: f32, seconds: f32) -> Stride {
        let lasting = (-TAU * pace.clamp(PACES.0, PACES.1) * seconds).exp();
        let less = 1.0 - lasting * lasting;
        Stride { lasting, draws: (0.5 * less * less * less / (1.0 + lasting * lasting)).sqrt() }
    }
}

/// Where each partial has wandered to: two directions, in phase with it and across.
#[derive(Clone, Debug)]
pub(super) struct Wander {
    striving: [[f32; MOST]; 2],
    place: [[f32; MOST]; 2],
    dice: Dice,
}

impl Wander {
    /// Everything at home; `seed` is that of the draws.
    pub(super) fn new(seed: u64) -> Wander {
        Wander { striving: [[0.0; MOST]; 2], place: [[0.0; MOST]; 2], dice: Dice::new(seed) }
    }

    /// Puts partial `k` anywhere.
    pub(super) fn strew(&mut self, k: usize, stride: Stride) {
        let less = 1.0 - stride.lasting * stride.lasting;
        for (i, draw) in self.dice.pair().into_iter().enumerate() {
            self.striving[i][k] = draw * stride.draws / less.sqrt();
            self.place[i][k] = draw * FRAC_1_SQRT_2;
        }
    }

    /// Where partial `k` is a frame later.
    #[inline(always)]
    pub(super) fn step(&mut self, k: usize, stride: Stride) -> [f32; 2] {
        let draws = self.dice.pair();
        std::array::from_fn(|i| {
            let (aim, place) = (&mut self.striving[i][k], &mut self.place[i][k]);
            *aim = stride.lasting * *aim + stride.draws * draws[i];
            *place = stride.lasting * *place + *aim;
            *place
        })
    }
}

/// Seconds of a frame of a note whose period of `steps` steps comes `f0` times a second.
pub(super) fn frame_seconds(f0: f32, steps: u32) -> f32 {
    FRAME as f32 / (f0 * steps as f32)
}

#[cfg(test)]
mod tests;
