//! What guides the network at every step: the phase, the draft around the step, and how far the sound has strayed from it.
//!
//! ```text
//! sin, cos of 1..3 turns | draft t | draft t-1 .. t+2, companded | sound - draft at t-1, t-2, t-3, companded | both plain at t-1
//! ```
//!
//! Values are those after pre-emphasis (`codec`). Companding is the codes' own law: small differences are told as clearly as large
//! ones.

use std::f32::consts::TAU;

use super::codec::{compand, expand};
use super::features::PHASES;
use super::grid::Grid;

/// Steps of the draft that are told ahead.
pub const AHEAD: usize = 2;

/// What is known at a step before its sound.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guide {
    /// The draft at t-1, t, t+1, t+2.
    pub draft: [f32; 4],
    /// Sound less draft at t-1, t-2, t-3.
    pub rest: [f32; 3],
}

impl Guide {
    /// Writes the numbers for `step` steps into the period. Harmonics for which the grid is too coarse are left out, so that none
    /// is heard folded back.
    #[inline(always)]
    pub fn write(&self, grid: Grid, step: u32, out: &mut [f32]) {
        let (sin1, cos1) = (TAU * step as f32 / grid.steps() as f32).sin_cos();
        let (mut s, mut c) = (sin1, cos1);
        for k in 1..=3 {
            let fits = 2 * k < grid.steps() as usize;
            (out[2 * k - 2], out[2 * k - 1]) = if fits { (s, c) } else { (0.0, 0.0) };
            (s, c) = (s * cos1 + c * sin1, c * cos1 - s * sin1);
        }
        out[6] = 3.0 * self.draft[1];
        let [a, b, c, d] = self.draft;
        let [e, f, g] = self.rest;
        // Eight side by side cost as much as one.
        out[7..14].copy_from_slice(&[a, b, c, d, e, f, g, 0.0].map(compand)[..7]);
        out[14] = 3.0 * self.rest[0];
        out[15] = 3.0 * (self.rest[0] + self.draft[0]);
        debug_assert!(out.len() == PHASES);
    }
}

/// Makes a written guide that of a sound that was silent before. Returns the silent sound less the draft.
pub fn silence(out: &mut [f32]) -> f32 {
    let rest = -expand(out[7]);
    // The rest two and three steps ago is taken as that of the last one: their drafts are not written down.
    out[11..14].fill(compand(rest));
    (out[14], out[15]) = (3.0 * rest, 0.0);
    rest
}

#[cfg(test)]
mod tests;
