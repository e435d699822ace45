//! How stiff the strings of a recorded note are: where its partials really lie.
//!
//! ```text
//! spectrum of a third of a second:  1   2   3    4    5     6        a piano's partials lie further and further apart
//! for each stiffness: how much of the spectrum lies where its partials would -> the best, where it is clearly better than none
//! ```
//!
//! Partial k of a string lies at k sqrt(1 + B (k^2 - 1)) fundamentals (`neural::wavenet::partials`). Bars and bells follow other laws;
//! theirs is not found.

use super::harmonics::Transforms;
use super::reading::Reading;
use crate::dsp::fourier::{Complex32, hann};
use crate::neural::wavenet::partials::stretch;

/// Steps that are looked at.
const WINDOW: usize = 8192;

/// Steps that are left out: hammer and bow.
const ATTACK: usize = 1200;

/// Partials that are looked at.
const MOST: usize = 20;

/// How much better than none a stiffness must explain the spectrum.
const CLEARLY: f32 = 1.35;

/// What stands out of its surroundings counts up to so many dB.
const STANDS: f32 = 30.0;

/// Bins that are further under the strongest one do not count, dB.
const BELOW: f32 = 75.0;

/// The stiffness of a reading's strings; 0 where partials are whole multiples, or nothing sounds.
pub fn stiffness(reading: &Reading, transforms: &mut Transforms) -> f32 {
    let Some(held) = reading.steps.get(ATTACK..ATTACK + WINDOW) else { return 0.0 };
    let bin = WINDOW as f64 / f64::from(reading.grid.steps());
    let stands = standing(held, bin as usize / 2, transforms);
    let explained = |stiffness: f32| -> f32 {
        let found = |k: usize| {
            let at = ((k as f64 + stretch(k, stiffness)) * bin).round() as usize;
            stands.get(at - 1..at + 2).map_or(0.0, |near| near.iter().fold(0.0, |a: f32, b| a.max(*b)))
        };
        (2..=MOST).map(found).sum()
    };
    let mut best = (0.0, explained(0.0) * CLEARLY);
    for i in 0..160 {
        let stiffness = 5e-5 * (5.5 * i as f32 / 160.0).exp();
        let sum = explained(stiffness);
        if sum > best.1 {
            best = (stiffness, sum);
        }
    }
    best.0
}

/// How far each bin of the spectrum stands out of the mean of `reach` bins to either side, dB.
fn standing(held: &[f32], reach: usize, transforms: &mut Transforms) -> Vec<f32> {
    let mut x: Vec<f32> = held.iter().zip(hann(WINDOW)).map(|(x, w)| w * x).collect();
    let mut spectrum = vec![Complex32::default(); WINDOW / 2 + 1];
    transforms.of(WINDOW).forth(&mut x, &mut spectrum);
    let level: Vec<f32> = spectrum.iter().map(|z| 10.0 * z.norm_sqr().max(1e-12).log10()).collect();
    let most = level.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
    let mut sums = vec![0.0f64];
    for (i, x) in level.iter().enumerate() {
        sums.push(sums[i] + f64::from(*x));
    }
    let around = |i: usize| {
        let (from, to) = (i.saturating_sub(reach.max(4)), (i + reach.max(4) + 1).min(level.len()));
        ((sums[to] - sums[from]) / (to - from) as f64) as f32
    };
    let stands = |(i, x): (usize, &f32)| if *x < most - BELOW { 0.0 } else { (x - around(i)).clamp(0.0, STANDS) };
    level.iter().enumerate().map(stands).collect()
}

#[cfg(test)]
mod tests;
