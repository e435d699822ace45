//! How freely a note draws: so that what is no partial becomes as loud as the acoustics say.
//!
//! ```text
//! noise wanted (7 bands, 64 steps ago) --.
//! sound - draft, over 40 ms -------------+--> heat, a few per cent a frame --> times `temp` --> width of the draws
//! ```
//!
//! A network hears its own slips and answers them, so what it adds to the draft grows louder than in the recordings it learned
//! from (exposure bias, Ranzato et al. 2015, arXiv 1511.06732), and by how much differs from note to note. Here it is measured
//! while it sounds. The performer's `temp` asks for that much more or less of it. Knows no network.

use super::acoustics::{EDGES, Spectrum};
use super::codec::{EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS};
use super::features::{BANDS, FRAME};

/// Steps over which the power is measured.
const SPAN: f32 = 1000.0;

/// The share of the way that is gone in a frame, in the logarithm.
const PACE: f32 = 0.06;

/// Bounds of the logarithm of the heat.
const BOUNDS: (f32, f32) = (-4.0, 0.3);

/// The heat of a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heat {
    ln: f32,
    /// Of what was added to the draft, and of what was wanted there.
    power: f32,
    wanted: f32,
}

impl Heat {
    /// That of a note's first step.
    pub(super) fn new() -> Heat {
        Heat { ln: -0.5, power: 0.0, wanted: 0.0 }
    }

    /// Hears a step's sound less draft, after pre-emphasis.
    pub(super) fn hear(&mut self, rest: f32) {
        self.power += (rest * rest - self.power) / SPAN;
    }

    /// Takes up a frame of steps that come at `rate` a second: what it should sound like, and `temp`.
    pub(super) fn frame(&mut self, spectrum: &Spectrum, temp: f32, rate: f32) {
        let share = (FRAME as f32 / SPAN).min(1.0);
        self.wanted += (wanted(spectrum, rate) * temp * temp - self.wanted) * share;
        // Where nothing is drawn there is nothing to learn from.
        if temp > 0.01 {
            let away = 0.5 * (self.wanted.max(1e-12) / self.power.max(1e-12)).ln();
            self.ln = (self.ln + PACE * away.clamp(-2.0, 2.0)).clamp(BOUNDS.0, BOUNDS.1);
        }
    }

    /// What a note's draws are widened by where the performer says `temp`.
    pub(super) fn of(&self, temp: f32) -> f32 {
        temp * self.ln.exp()
    }
}

/// The power of the noise that a spectrum asks for, after pre-emphasis.
fn wanted(spectrum: &Spectrum, rate: f32) -> f32 {
    (0..BANDS)
        .map(|b| {
            let middle = std::f32::consts::TAU * f32::midpoint(EDGES[b], EDGES[b + 1]) / rate;
            let lifted = 1.0 + PRE_EMPHASIS * PRE_EMPHASIS - 2.0 * PRE_EMPHASIS * middle.cos();
            (2.0 * spectrum.noise[b]).exp() * lifted
        })
        .sum::<f32>()
        * (EMPHASIS_GAIN * LEVEL).powi(2)
}

#[cfg(test)]
mod tests;
