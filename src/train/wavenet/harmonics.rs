//! What a reading is made of: partials that hold together, and the rest.
//!
//! ```text
//! windows of some periods (at least 12 ms) -> partial k: c(t), complex      mean of it over 40 ms: s(t)     (`tracks`)
//! partial proper: |s|      its slow phase arg s is turned to the voice's law, its quick movements stay
//! strength: mean |c|^2 over 40 ms, less the noise in it         movement: `movement`
//! turned(t) = reading(t) + sum over k of c (law / slow - 1) e^(i turns(k))   rest(t) = turned(t) - partials proper
//! ```
//!
//! How the phases of partials lie to each other is not heard in held sounds, but where it differs from note to note a network must
//! guess it. What is no partial (breath, bow, hammer) and what moves within 40 ms is left as it was recorded.

use std::collections::BTreeMap;

use self::movement::{Movement, smooth};
use super::reading::Reading;
use super::tracks::Tracks;
use crate::dsp::fourier::{Complex32, Fourier, hann};
use crate::neural::wavenet::acoustics::{EDGES, FAINT, stiffness_told};
use crate::neural::wavenet::features::{ANCHORS, BANDS};
use crate::neural::wavenet::partials::{anchor, law, stretch};
use crate::neural::wavenet::shape::HEARD;

mod movement;

/// Steps between two measured moments.
pub const STRIDE: usize = 128;

/// Seconds over which a partial must hold together.
const SLOW: f32 = 0.040;

/// Steps of a window for the noise's bands.
const WINDOW: usize = 512;

/// Steps of a window that tells partials from what lies between them.
const LONG: usize = 4096;

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
    pub(super) fn of(&mut self, size: usize) -> &mut Fourier {
        self.0.entry(size).or_insert_with(|| Fourier::new(size))
    }
}

/// Measures a reading of a note of `f0` Hz whose strings are as stiff as told.
pub fn measure(reading: &Reading, f0: f32, stiffness: f32, transforms: &mut Transforms) -> Measured {
    let grid = reading.grid;
    let tracks = Tracks::new(reading, stiffness);
    let quick = tracks.of(&reading.steps, transforms);
    let slow = smooth(&quick, (SLOW * reading.rate as f32 / tracks.hop() as f32) as usize | 1);
    let laws: Vec<Complex32> = (0..=tracks.count()).map(|k| Complex32::from_polar(1.0, law(k, f0, grid))).collect();
    let (mut turns, mut proper) = (quick.clone(), slow.clone());
    for (m, s) in slow.iter().enumerate() {
        for k in 0..s.len() {
            let length = s[k].norm();
            let sung = k > 0 && length > 1e-7;
            let turn = |c: Complex32| c * (laws[k] * s[k].conj() / length - 1.0);
            turns[m][k] = if sung { turn(quick[m][k]) } else { Complex32::default() };
            proper[m][k] = if sung { laws[k] * length } else { Complex32::default() };
        }
    }
    let mut turned = reading.steps.clone();
    tracks.add(&turns, 1.0, transforms, &mut turned);
    let mut rest = turned.clone();
    tracks.add(&proper, -1.0, transforms, &mut rest);
    let noise = bands(&rest, reading.rate as f32, transforms.of(WINDOW));
    let held = reading.held.min(rest.len());
    let between = between(&rest[..held], reading.rate as f32, f0, transforms);
    let window = tracks.width() as f32 / reading.rate as f32;
    let moments = |seconds: f32| (seconds * reading.rate as f32 / tracks.hop() as f32) as usize;
    let lies = |k: usize| f0 * (k as f64 + stretch(k, stiffness)) as f32;
    let held = moments(0.15)..held / tracks.hop();
    let hop = tracks.hop() as f32 / reading.rate as f32;
    let moves = Movement::of(quick.get(held).unwrap_or_default(), hop, |k| band(lies(k)));
    let strengths = strengths(&quick, moments(SLOW) | 1);
    let heard = noise.iter().enumerate().map(|(i, noise)| {
        let at = i * STRIDE;
        let mut row = [0.0; HEARD];
        row[0] = reading.levels[at].ln();
        // What a note begins with is heard as it is; later, what stands around the partials is their own movement.
        let share = (at as f32 / (0.080 * reading.rate as f32)).min(1.0);
        for ((x, noise), between) in row[1 + ANCHORS..].iter_mut().zip(noise).zip(&between) {
            *x = (noise + share * between).max(FAINT);
        }
        // What noise of this strength leaves in a track: the power within the window's band.
        let bands = &row[1 + ANCHORS..][..BANDS];
        let dense = |b: usize| 2.0 * (2.0 * bands[b]).exp() / (EDGES[b + 1] - EDGES[b]) * 1.5 / window;
        let dense: [f32; BANDS] = std::array::from_fn(dense);
        let moment = &strengths[(at + tracks.hop() / 2) / tracks.hop()];
        let anchors = anchors(|k| moment[k] - dense[band(lies(k))], tracks.count());
        row[1..=ANCHORS].copy_from_slice(&anchors);
        row[1 + ANCHORS + BANDS..][..BANDS].copy_from_slice(&moves.deviation);
        row[1 + ANCHORS + 2 * BANDS..][..BANDS].copy_from_slice(&moves.pace.map(f32::ln));
        row[HEARD - 1] = stiffness_told(stiffness);
        row
    });
    Measured { heard: heard.collect(), turned }
}

/// The band in which a frequency lies.
fn band(hz: f32) -> usize {
    EDGES[1..BANDS].partition_point(|edge| *edge <= hz)
}

/// Each partial's mean power over `count` (odd) moments.
fn strengths(quick: &[Vec<Complex32>], count: usize) -> Vec<Vec<f32>> {
    let powers: Vec<Vec<f32>> = quick.iter().map(|moment| moment.iter().map(Complex32::norm_sqr).collect()).collect();
    smooth(&powers, count)
}

/// The anchors' ln amplitudes of a moment at which `most` partials are known, from the square of each one's amplitude.
fn anchors(square: impl Fn(usize) -> f32, most: usize) -> [f32; ANCHORS] {
    std::array::from_fn(|i| {
        let k = anchor(i);
        let reach = if i < 16 { 1.0 } else { (1.0f32 / 8.0).exp2() };
        let (from, to) = ((k / reach).ceil() as usize, ((k * reach) as usize).min(most));
        if to < from {
            return FAINT;
        }
        let power: f32 = (from..=to).map(&square).sum();
        (0.5 * (power / (to + 1 - from) as f32).max(1e-20).ln()).max(FAINT)
    })
}

/// How much less noise there is between the partials of a held note of `f0` Hz than in all of `rest`, ln of amplitudes, in every
/// band: the middle one of the bins around each, which partials that move do not reach.
fn between(rest: &[f32], rate: f32, f0: f32, transforms: &mut Transforms) -> [f32; BANDS] {
    let (window, fourier) = (hann(LONG), transforms.of(LONG));
    let (mut x, mut spectrum) = (vec![0.0; LONG], vec![Complex32::default(); LONG / 2 + 1]);
    let mut powers = vec![1e-20f32; LONG / 2 + 1];
    for from in (0..(rest.len() + 1).saturating_sub(LONG)).step_by(LONG / 2) {
        x.iter_mut().zip(&rest[from..]).zip(&window).for_each(|((x, rest), w)| *x = rest * w);
        fourier.forth(&mut x, &mut spectrum);
        powers.iter_mut().zip(&spectrum).for_each(|(p, z)| *p += z.norm_sqr());
    }
    let bin = |hz: f32| ((hz / rate * LONG as f32).round() as usize).min(LONG / 2);
    let width = bin((2.0 * f0).max(300.0)).max(8);
    std::array::from_fn(|b| {
        let band = &powers[bin(EDGES[b])..bin(EDGES[b + 1])];
        let quiet = |part: &[f32]| {
            let mut part = part.to_vec();
            part.sort_by(f32::total_cmp);
            // The median of the power of even noise, over some seven windows, lies a little under its mean.
            part.get(part.len() / 2).map_or(0.0, |x| x * part.len() as f32 / 0.95)
        };
        let (all, quiet) = (band.iter().sum::<f32>(), band.chunks(width).map(quiet).sum::<f32>());
        if band.is_empty() { 0.0 } else { (0.5 * (quiet / all.max(1e-20)).max(1e-9).ln()).min(0.0) }
    })
}

/// The ln RMS of the rest in every band, every `STRIDE` steps.
fn bands(rest: &[f32], rate: f32, fourier: &mut Fourier) -> Vec<[f32; BANDS]> {
    let window = hann(WINDOW);
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
            let power: f32 = spectrum[bin(EDGES[b])..bin(EDGES[b + 1])].iter().map(Complex32::norm_sqr).sum();
            (0.5 * (gain * power).max(1e-20).ln()).max(FAINT)
        }));
    }
    out
}

#[cfg(test)]
mod tests;
