//! How freely a note draws: so that what is no partial becomes as loud as the acoustics say.
//!
//! ```text
//! aperiodicity wanted (`acoustics`) -------------------.
//! what does not come back, over 40 ms -----------------+--> heat, a few per cent a frame --> times `temp` --> width of the draws
//! ```
//!
//! A network hears its own slips and answers them, so what it adds to the draft grows louder than in the recordings it learned
//! from (exposure bias, Ranzato et al. 2015, arXiv 1511.06732), and by how much differs from note to note. Here it is measured
//! while it sounds, as it was measured on the recordings: what is left where the sound of one `Grid::lag` ago is taken twice from
//! that of now and of two ago. Tones and their slow changes come back; noise does not. The performer's `temp` asks for that
//! much more or less of it. Knows no network.

use super::acoustics::Spectrum;
use super::codec::LEVEL;
use super::features::FRAME;
use super::grid::{Grid, MOST_LAG};

/// Steps over which the power is measured.
const SPAN: f32 = 1000.0;

/// The share of the way that is gone in a frame, in the logarithm.
const PACE: f32 = 0.06;

/// The share of what does not come back that draws are to make; the rest is partials that move by themselves. Chosen on pitches
/// that were looked at while learning.
const NOISE: f32 = 0.7;

/// Bounds of the logarithm of the heat.
const BOUNDS: (f32, f32) = (-4.0, 0.0);

/// The heat of a note.
#[derive(Clone, Debug)]
pub(super) struct Heat {
    ln: f32,
    /// The last steps; `at` is the oldest of the last two lags.
    heard: [f32; 2 * MOST_LAG],
    at: usize,
    lag: usize,
    /// Of what did not come back, and of what was wanted not to.
    power: f32,
    wanted: f32,
}

impl Heat {
    /// That of a note's first step.
    pub(super) fn new(grid: Grid) -> Heat {
        Heat { ln: -0.5, heard: [0.0; 2 * MOST_LAG], at: 0, lag: grid.lag(), power: 0.0, wanted: 0.0 }
    }

    /// Hears a step of the sound, before it gets its loudness: `LEVEL` is the level it should have.
    pub(super) fn hear(&mut self, x: f32) {
        let middle = self.heard[if self.at < self.lag { self.at + self.lag } else { self.at - self.lag }];
        let away = unlike(x, middle, std::mem::replace(&mut self.heard[self.at], x));
        self.at = (self.at + 1) % (2 * self.lag);
        self.power += (away * away - self.power) / SPAN;
    }

    /// Takes up a frame: what it should sound like, and `temp`.
    pub(super) fn frame(&mut self, spectrum: &Spectrum, temp: f32) {
        let wanted = NOISE * spectrum.aperiodicity.exp() * LEVEL * temp;
        self.wanted += (wanted * wanted - self.wanted) * (FRAME as f32 / SPAN).min(1.0);
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

/// What of a sound does not come back: of noise all its power, of a tone none, of slow changes next to none. `x`, and the sound
/// one and two lags before.
pub fn unlike(x: f32, before: f32, twice_before: f32) -> f32 {
    (x - 2.0 * before + twice_before) / 6f32.sqrt()
}

#[cfg(test)]
mod tests;
