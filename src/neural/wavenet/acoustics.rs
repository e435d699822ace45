//! What an instrument sounds like at a moment of a note: a small network from what a player knows to loudness, partials, noise.
//!
//! ```text
//! instrument 16 x key 61 -> timbre code 32 \
//! velocity, age, release             16      -> 192 relu -> 192 relu -> ln loudness | 32 partials | 7 bands: noise, movement, pace | ..
//! ```
//!
//! Every key of an instrument has a code of its own: strings, registers and sets of recordings change from one key to the next. A
//! key that nobody recorded has that of its nearest neighbour, and so the partials of that, transposed. A point between two
//! instruments is a point between their spectra. The WaveNet makes the sound that is described here. Runs once a frame. Real-time: fixed loops over the weights, no allocation after `load`.

use super::features::{ANCHORS, BANDS, Moment, PLACES, PLAIN, REGISTERS};
use super::partials::{
    self,
    wander::{PACES, RESTLESS},
};
use super::shape::{ACOUSTICS, HEARD, Shape, TIMBRE};
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::{Floats, Matrix, Pack, Share};
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
    /// How much the partials of a band move by themselves: the deviation of the logarithm of their strengths (`partials`).
    pub movement: [f32; BANDS],
    /// How fast they do, Hz.
    pub pace: [f32; BANDS],
}

impl Spectrum {
    /// What is told in `HEARD` numbers: by the network, or measured on a recording as it learns them.
    pub fn told(told: &[f32]) -> Spectrum {
        let (partials, rest) = told[1..].split_at(ANCHORS);
        Spectrum {
            loudness: told[0].clamp(-12.0, -0.2).exp(),
            partials: std::array::from_fn(|i| partials[i].clamp(FAINT, 1.5)),
            noise: std::array::from_fn(|i| rest[i].clamp(FAINT, 1.5)),
            movement: std::array::from_fn(|i| rest[BANDS + i].clamp(0.0, RESTLESS)),
            pace: std::array::from_fn(|i| rest[2 * BANDS + i].exp().clamp(PACES.0, PACES.1)),
        }
    }

    /// What lies `part` of the way to another, as between two instruments.
    pub(super) fn between(&self, other: &Spectrum, part: f32) -> Spectrum {
        let power = |a: f32, b: f32| between(a, b, part, true);
        let ln = |a: f32, b: f32| between(a.ln(), b.ln(), part, false).exp();
        Spectrum {
            loudness: ln(self.loudness, other.loudness),
            partials: std::array::from_fn(|i| power(self.partials[i], other.partials[i])),
            noise: std::array::from_fn(|i| power(self.noise[i], other.noise[i])),
            movement: std::array::from_fn(|i| between(self.movement[i], other.movement[i], part, false)),
            pace: std::array::from_fn(|i| ln(self.pace[i], other.pace[i])),
        }
    }

    /// Turns the treble of a note of `f0` Hz up (`bright` to 1) or down (to -1), by up to 9 dB an octave from 700 Hz on, at the same
    /// loudness; and the noise up by up to 30 dB (`noisy` to 1).
    pub(super) fn steered(mut self, bright: f32, noisy: f32, f0: f32) -> Spectrum {
        if bright != 0.0 {
            let tilt = |hz: f32| 1.04 * bright * (hz / 700.0).max(1.0).log2();
            // What an anchor stands for: itself, or the partials around it.
            let power = |partials: &[f32; ANCHORS]| -> f32 {
                let part = |(i, ln): (usize, &f32)| (2.0 * ln).exp() * (partials::anchor(i) * 0.17).max(1.0);
                // What lies beyond every grid is never sung.
                partials.iter().enumerate().take_while(|(i, _)| partials::anchor(*i) * f0 < 12_000.0).map(part).sum()
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
        self
    }
}

/// Edges of the bands of noise, Hz.
pub const EDGES: [f32; BANDS + 1] = [60.0, 400.0, 1000.0, 2000.0, 3500.0, 5500.0, 8000.0, 12_000.0];

/// The faintest partial or noise that is told apart, natural logarithm.
pub const FAINT: f32 = -9.2;

/// The network, ready to run.
#[derive(Debug)]
pub struct Acoustics {
    codes: Vec<f32>,
    path: Path,
    packed: Floats,
    layers: [Matrix; 3],
    biases: [Vec<f32>; 3],
}

/// What the network tells, filled up to whole vectors.
const TOLD: usize = HEARD.next_multiple_of(8);

impl Acoustics {
    /// Takes its tensors. Errors where one is missing or misshapen.
    pub fn load(weights: &Weights) -> Result<Acoustics, WeightsError> {
        let mut parts = Vec::new();
        for (name, rows, columns) in Shape::acoustics() {
            parts.push(weights.get(&name, &[rows, columns])?.to_vec());
        }
        let mut parts = parts.into_iter();
        let mut next = || parts.next().unwrap_or_default();
        let (codes, first) = (next(), [next(), next()].concat());
        // Read once in 64 steps: 32 bits cost little.
        let mut packed = Floats::default();
        let first = (packed.add(&[1.0; TIMBRE + PLAIN], &first), next());
        let second = (packed.add(&[1.0; ACOUSTICS], &next()), next());
        let mut third = (packed.add(&[1.0; ACOUSTICS], &next()), next());
        third.1.resize(TOLD, 0.0);
        Ok(Acoustics {
            codes,
            path: Path::best(),
            packed: packed.settled(),
            layers: [first.0, second.0, third.0],
            biases: [first.1, second.1, third.1],
        })
    }

    /// The spectrum of a mix of instruments at a moment: of partials and noise the powers are mixed, so that what lies between two
    /// sounds lies between them in every band; of the loudness and the pace the logarithm; movements as they are.
    pub fn at(&self, places: &[f32; PLACES], moment: &Moment) -> Spectrum {
        let mut told = [0.0; PLAIN];
        moment.write(&mut told);
        let mut mix: Option<(f32, [f32; TOLD])> = None;
        for (place, share) in places.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let heard = self.run((place, moment), &told);
            mix = Some(match mix {
                None => (*share, heard),
                Some((before, so_far)) => {
                    let part = share / (before + share);
                    (
                        before + share,
                        std::array::from_fn(|i| between(so_far[i], heard[i], part, (1..=ANCHORS + BANDS).contains(&i))),
                    )
                }
            });
        }
        Spectrum::told(&mix.map_or([FAINT; TOLD], |(_, out)| out))
    }

    /// How stiff the strings of a note are (`partials`), the same from its start to its end.
    pub fn stiffness(&self, places: &[f32; PLACES], pitch: f32, velocity: f32) -> f32 {
        let (mut told, moment) = ([0.0; PLAIN], Moment { pitch, velocity, age: 0.2, released: -1.0 });
        moment.write(&mut told);
        let played = places.iter().enumerate().filter(|(_, share)| **share > 0.0);
        played.map(|(place, share)| share * stiffness_of(self.run((place, &moment), &told)[HEARD - 1])).sum()
    }

    /// What one instrument sounds like.
    fn run(&self, (place, moment): (usize, &Moment), plain: &[f32; PLAIN]) -> [f32; TOLD] {
        let mut line = [0.0; TIMBRE + PLAIN];
        if let Some(table) = self.codes.chunks_exact(REGISTERS * TIMBRE).nth(place) {
            let (keys, share) = moment.keys();
            let [low, high] = keys.map(|key| &table[key * TIMBRE..][..TIMBRE]);
            for ((code, low), high) in line.iter_mut().zip(low).zip(high) {
                *code = low + (high - low) * share;
            }
        }
        line[TIMBRE..].copy_from_slice(plain);
        let (mut h1, mut h2, mut out) = ([0.0; ACOUSTICS], [0.0; ACOUSTICS], [0.0; TOLD]);
        self.layer(0, &line, &mut h1);
        h1.iter_mut().for_each(|x| *x = x.max(0.0));
        self.layer(1, &h1, &mut h2);
        h2.iter_mut().for_each(|x| *x = x.max(0.0));
        self.layer(2, &h2, &mut out);
        out
    }

    fn layer(&self, at: usize, x: &[f32], y: &mut [f32]) {
        self.path.apply::<f32, 1>((&self.packed, self.layers[at]), [Share { x, start: Some(&self.biases[at]), y }]);
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

#[cfg(test)]
mod tests;
