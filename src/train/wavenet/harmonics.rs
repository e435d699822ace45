//! What a reading is made of: partials that hold together, and the rest.
//!
//! ```text
//! windows of some periods (at least 12 ms) -> partial k: c(t), complex      mean of it over 40 ms: s(t)
//! partial proper: |s|      its slow phase arg s is turned to the voice's law, its quick movements stay
//! turned(t) = reading(t) + sum over k of c (law / slow - 1) e^(i k theta)    rest(t) = turned(t) - partials proper
//! ```
//!
//! How the phases of partials lie to each other is not heard in held sounds, but where it differs from note to note a network must
//! guess it. What is no partial (breath, bow, hammer) and what moves within 40 ms is left as it was recorded.

use std::collections::BTreeMap;

use super::reading::Reading;
use crate::dsp::fourier::{Complex32, Fourier};
use crate::neural::wavenet::acoustics::{EDGES, FAINT};
use crate::neural::wavenet::features::{ANCHORS, BANDS};
use crate::neural::wavenet::grid::Grid;
use crate::neural::wavenet::partials::{anchor, count, law};
use crate::neural::wavenet::shape::HEARD;

/// Steps between two measured moments.
pub const STRIDE: usize = 128;

/// Seconds over which a partial must hold together.
const SLOW: f32 = 0.040;

/// Steps of a window for the noise's bands.
const WINDOW: usize = 512;

/// A reading turned to the law, and what was measured on it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The reading with its partials turned.
    pub turned: Vec<f32>,
    /// Loudness, partials and noise as the acoustics tell them, every `STRIDE` steps.
    pub heard: Vec<[f32; HEARD]>,
}

/// Transforms of every size that was asked for.
#[derive(Debug, Default)]
pub struct Transforms(BTreeMap<usize, Fourier>);

impl Transforms {
    fn of(&mut self, size: usize) -> &mut Fourier {
        self.0.entry(size).or_insert_with(|| Fourier::new(size))
    }
}

/// Measures a reading of a note of `f0` Hz.
pub fn measure(reading: &Reading, f0: f32, transforms: &mut Transforms) -> Measured {
    let grid = reading.grid;
    let n = grid.steps() as usize;
    let hop = n * (96 / n).max(1);
    let quick = partials(reading, hop, transforms.of(n));
    let slow = smooth(&quick, (SLOW * reading.rate as f32 / hop as f32) as usize | 1);
    let laws: Vec<Complex32> = (0..=n / 2).map(|k| Complex32::from_polar(1.0, law(k, f0, grid))).collect();
    let known = count(grid);
    let (mut turns, mut proper) = (Vec::new(), Vec::new());
    for (c, s) in quick.iter().zip(&slow) {
        let sung = |k: usize| (1..=known).contains(&k) && s[k].norm() > 1e-7;
        let turn = |k: usize| c[k] * (laws[k] * s[k].conj() / s[k].norm() - 1.0);
        turns.push((0..c.len()).map(|k| if sung(k) { turn(k) } else { Complex32::default() }).collect::<Vec<_>>());
        proper.push(
            (0..c.len()).map(|k| if sung(k) { laws[k] * s[k].norm() } else { Complex32::default() }).collect::<Vec<_>>(),
        );
    }
    let fourier = transforms.of(n);
    let mut turned = reading.steps.clone();
    add(&turns, hop, reading.first, fourier, 1.0, &mut turned);
    let mut rest = turned.clone();
    add(&proper, hop, reading.first, fourier, -1.0, &mut rest);
    let noise = bands(&rest, reading.rate as f32, transforms.of(WINDOW));
    let heard = noise.iter().enumerate().map(|(i, noise)| {
        let at = i * STRIDE;
        let mut row = [0.0; HEARD];
        row[0] = reading.levels[at].ln();
        row[1..=ANCHORS].copy_from_slice(&anchors(&slow[(at + hop / 2) / hop], grid));
        row[1 + ANCHORS..].copy_from_slice(noise);
        row
    });
    Measured { heard: heard.collect(), turned }
}

/// The partials in windows around every `hop`th step: complex amplitudes beside the grid's own turning.
fn partials(reading: &Reading, hop: usize, fourier: &mut Fourier) -> Vec<Vec<Complex32>> {
    let n = fourier.size();
    let periods = 4.max(2 * (144usize.div_ceil(n)));
    let width = n * periods;
    let place = |i: usize| i as f32 / width as f32;
    let window: Vec<f32> = (0..width).map(|i| 0.5 - 0.5 * (std::f32::consts::TAU * place(i)).cos()).collect();
    let gain = 2.0 / window.iter().sum::<f32>();
    let steps = &reading.steps;
    let (mut folded, mut spectrum) = (vec![0.0; n], vec![Complex32::default(); n / 2 + 1]);
    let mut out = Vec::new();
    for centre in (0..steps.len() + hop).step_by(hop) {
        folded.fill(0.0);
        for (i, w) in window.iter().enumerate() {
            // The first step of the window may lie before the note.
            if let Some(t) = (centre + i).checked_sub(width / 2)
                && let Some(x) = steps.get(t)
            {
                folded[(t + reading.first as usize) % n] += w * x;
            }
        }
        fourier.forth(&mut folded, &mut spectrum);
        out.push(spectrum.iter().map(|z| z * gain).collect());
    }
    out
}

/// Each partial's mean over `count` (odd) moments under a Hann window.
fn smooth(values: &[Vec<Complex32>], count: usize) -> Vec<Vec<Complex32>> {
    let half = count / 2;
    let weight = |i: usize| {
        let place = (i + 1) as f32 / (count + 1) as f32;
        0.5 - 0.5 * (std::f32::consts::TAU * place).cos()
    };
    (0..values.len())
        .map(|m| {
            let mut sum = vec![Complex32::default(); values[m].len()];
            let mut total = 0.0;
            for i in 0..count {
                let at = (m + i).saturating_sub(half).min(values.len() - 1);
                total += weight(i);
                sum.iter_mut().zip(&values[at]).for_each(|(s, v)| *s += v * weight(i));
            }
            sum.iter_mut().for_each(|s| *s /= total);
            sum
        })
        .collect()
}

/// Adds `sign` times the sum of partials whose amplitudes are given at every `hop`th step.
fn add(frames: &[Vec<Complex32>], hop: usize, first: u32, fourier: &mut Fourier, sign: f32, out: &mut [f32]) {
    let n = fourier.size();
    let mut period = |m: usize| -> Vec<f32> {
        let mut x = vec![0.0; n];
        if let Some(frame) = frames.get(m) {
            let mut spectrum: Vec<Complex32> = frame.iter().map(|z| z * 0.5).collect();
            fourier.back(&mut spectrum, &mut x);
        }
        x
    };
    let mut next = period(0);
    for (m, part) in out.chunks_mut(hop).enumerate() {
        let now = std::mem::replace(&mut next, period(m + 1));
        for (i, x) in part.iter_mut().enumerate() {
            let (at, share) = ((m * hop + i + first as usize) % n, i as f32 / hop as f32);
            *x += sign * (now[at] + (next[at] - now[at]) * share);
        }
    }
}

/// The anchors' ln amplitudes of a moment.
fn anchors(slow: &[Complex32], grid: Grid) -> [f32; ANCHORS] {
    let most = count(grid);
    std::array::from_fn(|i| {
        let k = anchor(i);
        let reach = if i < 16 { 1.0 } else { (1.0f32 / 8.0).exp2() };
        let (from, to) = ((k / reach).ceil() as usize, ((k * reach) as usize).min(most));
        let power: f32 = (from..=to).map(|k| slow[k].norm_sqr()).sum();
        if to < from { FAINT } else { (0.5 * (power / (to + 1 - from) as f32).max(1e-20).ln()).max(FAINT) }
    })
}

/// The ln RMS of the rest in every band, every `STRIDE` steps.
fn bands(rest: &[f32], rate: f32, fourier: &mut Fourier) -> Vec<[f32; BANDS]> {
    let place = |i: usize| i as f32 / WINDOW as f32;
    let window: Vec<f32> = (0..WINDOW).map(|i| 0.5 - 0.5 * (std::f32::consts::TAU * place(i)).cos()).collect();
    let gain = 2.0 / (WINDOW as f32 * window.iter().map(|w| w * w).sum::<f32>());
    let (mut x, mut spectrum) = (vec![0.0; WINDOW], vec![Complex32::default(); WINDOW / 2 + 1]);
    let mut out = Vec::new();
    for centre in (0..rest.len()).step_by(STRIDE) {
        for (i, x) in x.iter_mut().enumerate() {
            let at = (centre + i).checked_sub(WINDOW / 2).and_then(|t| rest.get(t));
            *x = window[i] * at.copied().unwrap_or(0.0);
        }
        fourier.forth(&mut x, &mut spectrum);
        let bin = |hz: f32| ((hz / rate * WINDOW as f32).round() as usize).min(WINDOW / 2);
        out.push(std::array::from_fn(|b| {
            let power: f32 = spectrum[bin(EDGES[b])..bin(EDGES[b + 1])].iter().map(|z| z.norm_sqr()).sum();
            (0.5 * (gain * power).max(1e-20).ln()).max(FAINT)
        }));
    }
    out
}

#[cfg(test)]
mod tests;
