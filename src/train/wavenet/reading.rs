//! A recording read on its note's grid: at the steps the network will sing it in.
//!
//! ```text
//! recording  |    |    |    |    |    |      24 000 samples a second
//! reading    |   |   |   |   |   |   |       21 000 to 31 500 steps a second, a whole number to a period
//! ```
//!
//! The pitch is the label's: a note that was played some cents off stays so, and where its phase is, `clip` measures.

use crate::neural::wavenet::features::{RATE, hertz};
use crate::neural::wavenet::grid::Grid;

/// How a recording is read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The grid of the pitch at which it sounds then.
    pub grid: Grid,
    /// That pitch, a MIDI number.
    pub pitch: f32,
    /// Steps a second.
    pub rate: f64,
    /// Samples of the recording from step to step.
    pub ratio: f64,
}

impl Reading {
    /// Of a recording at `pitch`, sounding `shift` semitones higher by faster reading.
    pub fn new(pitch: f32, shift: f32) -> Reading {
        let moved = pitch + shift;
        let grid = Grid::of(moved);
        let rate = f64::from(grid.steps()) * f64::from(hertz(moved));
        let ratio = f64::from(shift / 12.0).exp2() * f64::from(RATE) / rate;
        Reading { grid, pitch: moved, rate, ratio }
    }

    /// How many whole steps so many samples last.
    pub fn steps(&self, samples: usize) -> usize {
        (samples as f64 / self.ratio) as usize
    }
}

/// A recording between its samples, silent outside of it: 16 taps of a Hann-windowed sinc.
pub fn between(samples: &[f32], at: f64) -> f32 {
    let whole = at.floor();
    let part = (at - whole) as f32;
    let i = whole as i64;
    if part < 1e-6 {
        return samples.get(i as usize).copied().unwrap_or(0.0);
    }
    // sin(pi (part - k)) = +-sin(pi part): one sine serves all taps.
    let sine = (std::f32::consts::PI * part).sin();
    let (turn_s, turn_c) = (std::f32::consts::PI / 8.0).sin_cos();
    let (mut s, mut c) = (std::f32::consts::PI / 8.0 * (part + 7.0)).sin_cos();
    let (mut sum, mut gain) = (0.0, 0.0);
    for k in -7..=8i64 {
        let away = part - k as f32;
        let sign = if k % 2 == 0 { sine } else { -sine };
        let tap = sign / (std::f32::consts::PI * away) * (0.5 + 0.5 * c);
        gain += tap;
        if let Ok(j) = usize::try_from(i + k) {
            sum += tap * samples.get(j).copied().unwrap_or(0.0);
        }
        (s, c) = (s * turn_c - c * turn_s, c * turn_c + s * turn_s);
    }
    sum / gain
}

#[cfg(test)]
mod tests;
