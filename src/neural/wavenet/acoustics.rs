//! What an instrument sounds like at a moment of a note: a small network from what a player knows to loudness, partials, noise.
//!
//! ```text
//! instruments 16 x (1 + 41 bumps over pitch) -> timbre code 16 \
//! moment 50                                                      -> 128 relu -> 128 relu -> ln loudness | 32 partials | 7 bands of noise | ..
//! ```
//!
//! An instrument's code is another one in every register, as its body is. A point between two instruments is a point between
//! their spectra. The WaveNet makes the sound that is described here. Runs once
//! a frame. Real-time: fixed loops over the weights, no allocation after `load`.

use super::features::{ANCHORS, BANDS, FIRST, Moment, PLACES, PLAIN, REGISTERS};
use super::partials;
use super::shape::{ACOUSTICS, HEARD, Shape, TIMBRE};
use crate::neural::weights::{Weights, WeightsError};

/// What a moment of a note should sound like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spectrum {
    /// RMS, linear.
    pub loudness: f32,
    /// Amplitudes of the anchor partials beside a loudness of 1, natural logarithm (`partials`).
    pub partials: [f32; ANCHORS],
    /// RMS of what is no partial, in bands of `EDGES`, beside a loudness of 1, natural logarithm.
    pub noise: [f32; BANDS],
    /// RMS of what does not come back (`heat`), beside a loudness of 1, natural logarithm.
    pub aperiodicity: f32,
}

impl Spectrum {
    /// Turns the treble of a note of `f0` Hz up (`bright` to 1) or down (to -1), by up to 9 dB an octave from 700 Hz on, at the same
    /// loudness; and the noise up by up to 30 dB (`noisy` to 1).
    pub(super) fn steered(mut self, bright: f32, noisy: f32, f0: f32) -> Spectrum {
        if bright != 0.0 {
            let tilt = |hz: f32| 1.04 * bright * (hz / 700.0).max(1.0).log2();
            // What an anchor stands for: itself, or the partials around it.
            let power = |partials: &[f32; ANCHORS]| -> f32 {
                let part = |(i, ln): (usize, &f32)| (2.0 * ln).exp() * (partials::anchor(i) * 0.17).max(1.0);
                partials.iter().enumerate().map(part).sum()
            };
            let before = power(&self.partials);
            for (i, x) in self.partials.iter_mut().enumerate() {
                *x += tilt(partials::anchor(i) * f0);
            }
            let level = 0.5 * (power(&self.partials) / before.max(1e-9)).max(1e-9).ln();
            self.partials.iter_mut().for_each(|x| *x = (*x - level).clamp(FAINT, 1.5));
            for (x, edges) in self.noise.iter_mut().zip(EDGES.windows(2)) {
                *x = (*x + tilt(f32::midpoint(edges[0], edges[1])) - level).clamp(FAINT, 1.5);
            }
        }
        let more = |x: f32| noisy * (3.5f32).min(-x).max(0.0);
        self.noise.iter_mut().for_each(|x| *x += more(*x));
        self.aperiodicity += more(self.aperiodicity);
        self
    }
}

impl Spectrum {
    /// How much less the noise has under 1000 Hz than from 2000 to 8000 Hz, after pre-emphasis: 0 where it is white, up to 0.9. With
    /// so much of its last value taken away, white noise becomes like it.
    pub(super) fn tilt(&self) -> f32 {
        let power = |bands: std::ops::Range<usize>| bands.map(|b| (2.0 * self.noise[b]).exp()).sum::<f32>();
        // Hz, and what pre-emphasis leaves of the power in the middle of each range.
        let (low, high) = (power(0..2) / 940.0 * 0.037, power(3..6) / 6000.0 * 0.87);
        let ratio = (low / high.max(1e-12)).sqrt();
        ((1.0 - ratio) / (1.0 + ratio)).clamp(0.0, 0.9)
    }
}

/// Edges of the bands of noise, Hz.
pub const EDGES: [f32; BANDS + 1] = [60.0, 400.0, 1000.0, 2000.0, 3500.0, 5500.0, 8000.0, 12_000.0];

/// The faintest partial or noise that is told apart, natural logarithm.
pub const FAINT: f32 = -9.2;

/// The network, ready to run.
#[derive(Clone, Debug)]
pub struct Acoustics {
    places: Vec<f32>,
    timbre: Vec<f32>,
    moment: Vec<f32>,
    bias1: Vec<f32>,
    weight2: Vec<f32>,
    bias2: Vec<f32>,
    weight3: Vec<f32>,
    bias3: Vec<f32>,
}

impl Acoustics {
    /// Takes its tensors. Errors where one is missing or misshapen.
    pub fn load(weights: &Weights) -> Result<Acoustics, WeightsError> {
        let mut parts = Vec::new();
        for (name, rows, columns) in Shape::acoustics() {
            parts.push(weights.get(&name, &[rows, columns])?.to_vec());
        }
        let mut parts = parts.into_iter();
        let mut next = || parts.next().unwrap_or_default();
        Ok(Acoustics {
            places: next(),
            timbre: next(),
            moment: next(),
            bias1: next(),
            weight2: next(),
            bias2: next(),
            weight3: next(),
            bias3: next(),
        })
    }

    /// The spectrum of a mix of instruments at a moment: of partials and noise the powers are mixed, so that what lies between two
    /// sounds lies between them in every band; of the loudness the logarithm.
    pub fn at(&self, places: &[f32; PLACES], moment: &Moment) -> Spectrum {
        let mut told = [0.0; PLAIN];
        moment.write(&mut told);
        let mut mix: Option<(f32, [f32; HEARD])> = None;
        for (place, share) in places.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let heard = self.run(place, &told);
            mix = Some(match mix {
                None => (*share, heard),
                Some((before, so_far)) => {
                    let part = share / (before + share);
                    (before + share, std::array::from_fn(|i| between(so_far[i], heard[i], part, i > 0)))
                }
            });
        }
        let out = mix.map_or([FAINT; HEARD], |(_, out)| out);
        let (partials, rest) = out[1..].split_at(ANCHORS);
        Spectrum {
            loudness: out[0].clamp(-12.0, -0.2).exp(),
            partials: std::array::from_fn(|i| partials[i].clamp(FAINT, 1.5)),
            noise: std::array::from_fn(|i| rest[i].clamp(FAINT, 1.5)),
            aperiodicity: rest[BANDS].clamp(FAINT, 1.5),
        }
    }

    /// How stiff the strings of a note are (`partials`), the same from its start to its end.
    pub fn stiffness(&self, places: &[f32; PLACES], pitch: f32, velocity: f32) -> f32 {
        let mut told = [0.0; PLAIN];
        Moment { pitch, velocity, age: 0.2, released: -1.0 }.write(&mut told);
        let played = places.iter().enumerate().filter(|(_, share)| **share > 0.0);
        played.map(|(place, share)| share * stiffness_of(self.run(place, &told)[HEARD - 1])).sum()
    }

    /// What one instrument sounds like.
    fn run(&self, place: usize, plain: &[f32; PLAIN]) -> [f32; HEARD] {
        let mut code = [0.0; TIMBRE];
        if let Some(table) = self.places.chunks_exact(REGISTERS * TIMBRE).nth(place) {
            let (everywhere, here) = table.split_at(TIMBRE);
            code.copy_from_slice(everywhere);
            add(&plain[FIRST..], here, &mut code);
        }
        let (mut h1, mut h2, mut out) = ([0.0; ACOUSTICS], [0.0; ACOUSTICS], [0.0; HEARD]);
        h1.copy_from_slice(&self.bias1);
        add(&code, &self.timbre, &mut h1);
        add(plain, &self.moment, &mut h1);
        h1.iter_mut().for_each(|x| *x = x.max(0.0));
        h2.copy_from_slice(&self.bias2);
        add(&h1, &self.weight2, &mut h2);
        h2.iter_mut().for_each(|x| *x = x.max(0.0));
        out.copy_from_slice(&self.bias3);
        add(&h2, &self.weight3, &mut out);
        out
    }
}

/// Between two logarithms of amplitudes: `part` of the way, in their powers or (loudness) as they are.
fn between(a: f32, b: f32, part: f32, powers: bool) -> f32 {
    if powers {
        0.5 * ((1.0 - part) * (2.0 * a).exp() + part * (2.0 * b).exp()).max(1e-20).ln()
    } else {
        a + (b - a) * part
    }
}

/// How the acoustics write a stiffness down.
pub fn stiffness_told(stiffness: f32) -> f32 {
    (stiffness + LIMP).ln()
}

/// The stiffness that is written down so; none at all where it would not be heard.
fn stiffness_of(told: f32) -> f32 {
    (told.min(-4.0).exp() - 1.5 * LIMP).max(0.0)
}

/// A stiffness that is not heard.
const LIMP: f32 = 2e-5;

/// out += x W, W row-major with `out.len()` columns.
pub(super) fn add(x: &[f32], weight: &[f32], out: &mut [f32]) {
    for (x, row) in x.iter().zip(weight.chunks_exact(out.len())) {
        if *x != 0.0 {
            for (o, w) in out.iter_mut().zip(row) {
                *o += x * w;
            }
        }
    }
}

#[cfg(test)]
mod tests;
