//! The partials of a reading one by one: what each does in windows of some periods.
//!
//! ```text
//! steps -> Hann windows every hop -> partial k: complex amplitude beside e^(i turns(k, t))          and back: their sum
//! turns(k, t) = k (first + t) / N + stretch(k) t / N
//! ```
//!
//! Where partials are whole multiples of the fundamental a window is folded to one period and transformed; those of stiff strings
//! (`neural::wavenet::partials`) are turned back one by one.

use std::f64::consts::TAU;

use super::harmonics::Transforms;
use super::reading::Reading;
use crate::dsp::fourier::{Complex32, hann};
use crate::neural::wavenet::partials::{count, stretch};

/// Amplitudes of partials 0, 1, .. of a moment; the first is no partial and stays 0.
pub type Moment = Vec<Complex32>;

/// Where a reading's partials lie.
#[derive(Clone, Debug)]
pub struct Tracks {
    period: usize,
    first: usize,
    count: usize,
    /// Turns of each partial in a step that the stiffness adds.
    stretched: Option<Vec<f64>>,
}

impl Tracks {
    /// Those of a reading whose strings are as stiff as told.
    pub fn new(reading: &Reading, stiffness: f32) -> Tracks {
        let (period, count) = (reading.grid.steps() as usize, count(reading.grid, stiffness));
        let drifting = |k: usize| stretch(k, stiffness) / period as f64;
        let stretched = (stiffness > 0.0).then(|| (0..=count).map(drifting).collect());
        Tracks { period, first: reading.first as usize, count, stretched }
    }

    /// How many partials there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Steps between two moments: whole periods, at least 96.
    pub fn hop(&self) -> usize {
        self.period * (96 / self.period).max(1)
    }

    /// Steps of a window: four periods, at least 12 ms.
    pub fn width(&self) -> usize {
        self.period * 4.max(2 * 144usize.div_ceil(self.period))
    }

    /// The amplitudes in windows around every hop.
    pub fn of(&self, steps: &[f32], transforms: &mut Transforms) -> Vec<Moment> {
        let width = self.width();
        let window = hann(width);
        let gain = 2.0 / window.iter().sum::<f32>();
        let mut cut = vec![0.0; width];
        let mut out = Vec::new();
        for centre in (0..steps.len() + self.hop()).step_by(self.hop()) {
            // The window may reach beyond either end of the note.
            for (i, (x, w)) in cut.iter_mut().zip(&window).enumerate() {
                let at = (centre + i).checked_sub(width / 2).and_then(|t| steps.get(t));
                *x = w * at.copied().unwrap_or(0.0);
            }
            let from = centre as i64 - (width / 2) as i64;
            let mut moment = match &self.stretched {
                None => self.folded(&cut, from, transforms),
                Some(drifting) => self.turned_back(&cut, from, drifting),
            };
            moment.iter_mut().for_each(|z| *z *= gain);
            out.push(moment);
        }
        out
    }

    fn folded(&self, cut: &[f32], from: i64, transforms: &mut Transforms) -> Moment {
        let n = self.period;
        let (mut period, mut spectrum) = (vec![0.0; n], vec![Complex32::default(); n / 2 + 1]);
        let begin = (from + self.first as i64).rem_euclid(n as i64) as usize;
        for (i, x) in cut.iter().enumerate() {
            period[(begin + i) % n] += x;
        }
        transforms.of(n).forth(&mut period, &mut spectrum);
        spectrum.truncate(self.count + 1);
        spectrum[0] = Complex32::default();
        spectrum
    }

    fn turned_back(&self, cut: &[f32], from: i64, drifting: &[f64]) -> Moment {
        let track = |k: usize| -> Complex32 {
            let (mut z, turn) = self.turning(k, from, drifting);
            let (mut sum, turn) = (Complex32::default(), turn.conj());
            z = z.conj();
            for x in cut {
                sum += z * *x;
                z *= turn;
            }
            sum
        };
        (0..=self.count).map(|k| if k == 0 { Complex32::default() } else { track(k) }).collect()
    }

    /// Where partial `k` stands at step `t`, and how it turns in a step.
    fn turning(&self, k: usize, t: i64, drifting: &[f64]) -> (Complex32, Complex32) {
        let whole = (k as i64 * (t + self.first as i64)).rem_euclid(self.period as i64) as f64 / self.period as f64;
        let turns = (whole + drifting[k] * t as f64).fract();
        let step = k as f64 / self.period as f64 + drifting[k];
        let at = |turns: f64| Complex32::from_polar(1.0, (TAU * turns) as f32);
        (at(turns), at(step))
    }

    /// Adds `sign` times the sum of partials with these amplitudes at every hop, straight lines between.
    pub fn add(&self, moments: &[Moment], sign: f32, transforms: &mut Transforms, out: &mut [f32]) {
        match &self.stretched {
            None => self.add_folded(moments, sign, transforms, out),
            Some(drifting) => self.add_turning(moments, sign, drifting, out),
        }
    }

    fn add_folded(&self, moments: &[Moment], sign: f32, transforms: &mut Transforms, out: &mut [f32]) {
        let (n, hop) = (self.period, self.hop());
        let fourier = transforms.of(n);
        let mut period = |m: usize| -> Vec<f32> {
            let mut x = vec![0.0; n];
            if let Some(moment) = moments.get(m) {
                let mut spectrum: Moment = moment.iter().map(|z| z * 0.5).collect();
                spectrum.resize(n / 2 + 1, Complex32::default());
                fourier.back(&mut spectrum, &mut x);
            }
            x
        };
        let mut next = period(0);
        for (m, part) in out.chunks_mut(hop).enumerate() {
            let now = std::mem::replace(&mut next, period(m + 1));
            for (i, x) in part.iter_mut().enumerate() {
                let (at, share) = ((m * hop + i + self.first) % n, i as f32 / hop as f32);
                *x += sign * (now[at] + (next[at] - now[at]) * share);
            }
        }
    }

    fn add_turning(&self, moments: &[Moment], sign: f32, drifting: &[f64], out: &mut [f32]) {
        let hop = self.hop();
        for (m, part) in out.chunks_mut(hop).enumerate() {
            for k in 1..=self.count {
                let at = |m: usize| moments.get(m).map_or(Complex32::default(), |moment| moment[k]);
                let (mut z, turn) = self.turning(k, (m * hop) as i64, drifting);
                let (mut now, change) = (at(m), (at(m + 1) - at(m)) / hop as f32);
                for x in part.iter_mut() {
                    *x += sign * (now * z).re;
                    (z, now) = (z * turn, now + change);
                }
            }
        }
    }
}
