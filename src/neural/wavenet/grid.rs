//! The grid of a note: time in steps of which a whole number makes one period, whatever the pitch.
//!
//! ```text
//! A2, 110 Hz   |.|.|.|.|.|.|.|.|.|  192 steps a period    21 120 steps a second   -- dsp::varispeed --> 48 000 frames
//! B2, 123 Hz   |.|.|.|.|.|.|.|.|.|  192 steps a period    23 706 steps a second   -- dsp::varispeed --> 48 000 frames
//! E4, 330 Hz   |.|.|.|.|            64 steps a period     21 096 steps a second   -- dsp::varispeed --> 48 000 frames
//! ```
//!
//! At a fixed rate a period is a broken number of samples, another one for every pitch, and the network would have to learn for
//! each which of its last samples to look at; between the pitches it learned, it drifts. On the grid one period back is one of a
//! dozen whole numbers, 2^k or 3 * 2^(k-1), which its dilations reach exactly; a note of the network is in tune by construction,
//! and a bend moves nothing but the rate. Knows nothing of how steps become frames.

use super::features::hertz;

/// Steps a second below which no note begins.
const LEAST: f32 = 21_000.0;

/// The fewest steps a second a bend can lead to.
pub const SLOWEST: f32 = 10_500.0;

/// The most steps a second a bend can lead to: a fifth up from any note. What is bent further is told the network, but not heard.
pub const FASTEST: f32 = 48_000.0;

/// The longest [`Grid::lag`].
pub const MOST_LAG: usize = 512;

/// How a note divides its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid(u32);

impl Grid {
    /// The grid of a note that begins at `pitch` (MIDI number, fractional): the fewest steps of 4, 6, 8, 12, 16 .. a period that
    /// give 21 000 a second.
    pub fn of(pitch: f32) -> Grid {
        let least = LEAST / hertz(pitch);
        let mut counts = (0..28).map(|i| (4 + 2 * (i & 1)) << (i / 2));
        Grid(counts.find(|&steps| steps as f32 >= least).unwrap_or(1 << 16))
    }

    /// Steps a period.
    pub fn steps(self) -> u32 {
        self.0
    }

    /// Steps after which a steady note comes back as it was: whole periods, at least 2 ms of them; at most [`MOST_LAG`].
    pub fn lag(self) -> usize {
        let steps = self.0 as usize;
        (steps * 48usize.div_ceil(steps)).min(MOST_LAG)
    }

    /// Steps a second at which a note of this grid sounds at `pitch`, within [`SLOWEST`] and [`FASTEST`].
    pub fn rate(self, pitch: f32) -> f32 {
        (self.0 as f32 * hertz(pitch)).clamp(SLOWEST, FASTEST)
    }
}

#[cfg(test)]
mod tests;
