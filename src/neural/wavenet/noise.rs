//! What of a note is no partial: noise of the colour that the acoustics tell.
//!
//! ```text
//! 7 bands (`acoustics::EDGES`) after pre-emphasis -> autocorrelation -> Levinson -> 12 taps, gain        every frame
//! slips of the network / their mean power over 10 ms -> white -> gain x white + taps x the last noise    every step
//! ```
//!
//! A network that hears itself makes more noise than it heard, and of another colour, so it says only when the noise comes: within
//! the bow's stroke, at the attack. How strong it is and of what colour is said by the acoustics.
//!
//! A filter of poles only, as in speech coders (Makhoul 1975, "Linear prediction: a tutorial review"): it follows the loud bands
//! closely and the quiet ones as far as its order reaches. Values are those after pre-emphasis (`codec`), where quiet treble
//! stands nearer to loud bass. Real-time: fixed loops.

use std::f32::consts::{PI, TAU};

use super::acoustics::{EDGES, Spectrum};
use super::codec::{EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS};
use super::features::BANDS;

/// Poles of the filter.
const ORDER: usize = 12;

/// Taps and past in whole vectors.
const WIDE: usize = ORDER.next_multiple_of(8);

/// Steps over which slips are measured: 10 ms.
const SPAN: f32 = 250.0;

/// The largest step of white noise.
const LARGEST: f32 = 5.0;

/// The noise of a note.
#[derive(Clone, Debug)]
pub(super) struct Noise {
    /// The autocorrelation of each band at mean power 1 before pre-emphasis.
    bands: [[f32; ORDER + 1]; BANDS],
    /// Filled up with zeros to whole vectors.
    taps: [f32; WIDE],
    gain: f32,
    /// The last noise, the latest first from `newest` on; written twice, so that it is never broken.
    past: [f32; 2 * WIDE],
    newest: usize,
    /// The mean square of the network's slips over `SPAN` steps.
    power: f32,
}

impl Noise {
    /// Silent noise of a note of `rate` steps a second.
    pub(super) fn new(rate: f32) -> Noise {
        let edge = |hz: f32| (TAU * hz / rate).min(PI);
        let bands = std::array::from_fn(|b| {
            let (low, high) = (edge(EDGES[b]), edge(EDGES[b + 1]));
            // Of a band that is even between its edges, sin differences; a band beyond the grid's reach is silent.
            let even = |lag: usize| match lag {
                _ if high <= low => 0.0,
                0 => 1.0,
                _ => ((lag as f32 * high).sin() - (lag as f32 * low).sin()) / (lag as f32 * (high - low)),
            };
            let square = EMPHASIS_GAIN * EMPHASIS_GAIN;
            std::array::from_fn(|lag| {
                let beside = even(lag.abs_diff(1)) + even(lag + 1);
                square * ((1.0 + PRE_EMPHASIS * PRE_EMPHASIS) * even(lag) - PRE_EMPHASIS * beside)
            })
        });
        Noise { bands, taps: [0.0; WIDE], gain: 0.0, past: [0.0; 2 * WIDE], newest: 0, power: 0.0 }
    }

    /// Takes up a frame's colour and strength.
    pub(super) fn frame(&mut self, spectrum: &Spectrum) {
        let mut sums = [0.0; ORDER + 1];
        for (ln, band) in spectrum.noise.iter().zip(&self.bands) {
            let power = (2.0 * ln).exp() * LEVEL * LEVEL;
            sums.iter_mut().zip(band).for_each(|(sum, x)| *sum += power * x);
        }
        let (taps, gain) = levinson(&sums);
        self.taps[..ORDER].copy_from_slice(&taps);
        self.gain = gain;
    }

    /// A slip as white noise: beside the mean square of those around it. `power` is what is expected of this one.
    #[inline(always)]
    pub(super) fn white(&mut self, slip: f32, power: f32) -> f32 {
        let pace = if self.power == 0.0 { 1.0 } else { 1.0 / SPAN };
        self.power += (power - self.power) * pace;
        (slip / self.power.max(1e-12).sqrt()).clamp(-LARGEST, LARGEST)
    }

    /// The next step of the noise, given white noise of mean power 1.
    #[inline(always)]
    pub(super) fn step(&mut self, white: f32) -> f32 {
        let past = &self.past[self.newest..][..WIDE];
        let mut sums = [0.0f32; 8];
        for from in (0..WIDE).step_by(8) {
            for (i, sum) in sums.iter_mut().enumerate() {
                *sum += self.taps[from + i] * past[from + i];
            }
        }
        let now = self.gain * white + sums.iter().sum::<f32>();
        self.newest = (self.newest + WIDE - 1) % WIDE;
        (self.past[self.newest], self.past[self.newest + WIDE]) = (now, now);
        now
    }
}

/// The filter of poles whose noise has this autocorrelation, and the gain before it; a little white noise keeps it stable.
fn levinson(sums: &[f32; ORDER + 1]) -> ([f32; ORDER], f32) {
    let mut taps = [0.0f32; ORDER];
    let mut left = sums[0] * 1.0001 + 1e-14;
    for i in 0..ORDER {
        let known: f32 = (0..i).map(|k| taps[k] * sums[i - k]).sum();
        let reflection = ((sums[i + 1] - known) / left).clamp(-0.9999, 0.9999);
        let before = taps;
        taps[i] = reflection;
        for k in 0..i {
            taps[k] = before[k] - reflection * before[i - 1 - k];
        }
        left *= 1.0 - reflection * reflection;
    }
    (taps, left.max(0.0).sqrt())
}

#[cfg(test)]
mod tests;
