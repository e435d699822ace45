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
use crate::dsp::fourier::Complex32;
use crate::neural::wavenet::partials::stretch;

/// Steps that are looked at.
const WINDOW: usize = 8192;

/// Steps that are left out: hammer and bow.
const ATTACK: usize = 1200;

/// Partials that are looked at.
const MOST: usize = 24;

/// How much better than none a stiffness must explain the spectrum.
const CLEARLY: f32 = 1.1;

/// The stiffness of a reading's strings; 0 where partials are whole multiples, or nothing sounds.
pub fn stiffness(reading: &Reading, transforms: &mut Transforms) -> f32 {
    let Some(held) = reading.steps.get(ATTACK..ATTACK + WINDOW) else { return 0.0 };
    let place = |i: usize| i as f32 / WINDOW as f32;
    let hann = |i: usize| 0.5 - 0.5 * (std::f32::consts::TAU * place(i)).cos();
    let mut x: Vec<f32> = held.iter().enumerate().map(|(i, x)| hann(i) * x).collect();
    let mut spectrum = vec![Complex32::default(); WINDOW / 2 + 1];
    transforms.of(WINDOW).forth(&mut x, &mut spectrum);
    let bin = WINDOW as f64 / f64::from(reading.grid.steps());
    // The fourth root of the power: many weak partials count more than a few strong ones.
    let size: Vec<f32> = spectrum.iter().map(|z| z.norm_sqr().sqrt().sqrt()).collect();
    let explained = |stiffness: f32| -> f32 {
        let found = |k: usize| {
            let at = ((k as f64 + stretch(k, stiffness)) * bin).round() as usize;
            size.get(at - 1..(at + 2).min(size.len())).map_or(0.0, |near| near.iter().fold(0.0, |a: f32, b| a.max(*b)))
        };
        (2..=MOST).map(found).sum()
    };
    let mut best = (0.0, explained(0.0) * CLEARLY);
    for i in 0..160 {
        let stiffness = 3e-5 * (6.0 * i as f32 / 160.0).exp();
        let sum = explained(stiffness);
        if sum > best.1 {
            best = (stiffness, sum);
        }
    }
    best.0
}

#[cfg(test)]
mod tests;
