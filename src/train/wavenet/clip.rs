//! One recorded note, and what can be measured on it once: its level and the phase of its fundamental.
//!
//! ```text
//! recording * exp(-i 2 pi f0 t) --two means over whole periods--> slow angle   phase = 2 pi f0 t + angle
//! ```
//!
//! Two running means over whole periods null every other harmonic. The angle carries detuning and vibrato, so that phase
//! inputs in training fit the recording; at performance the phase simply runs at the note's pitch. It follows no pitch that is more
//! than a few per cent away from the label.

use std::f64::consts::TAU;

use crate::neural::wavenet::features::{FLOOR, RATE, hertz};

/// Samples between two measured values of level and angle.
pub const HOP: usize = 32;

/// Which part of the data a note belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// Learned from.
    Train,
    /// Looked at while learning.
    Valid,
    /// Looked at afterwards only.
    Test,
}

/// A recorded note, mono at `RATE`.
#[derive(Clone, Debug)]
pub struct Clip {
    /// Index into the instruments' names, under `PLACES`.
    pub instrument: usize,
    /// MIDI note number.
    pub pitch: f32,
    /// 1 to 127.
    pub velocity: f32,
    /// When it was let go, in samples.
    pub held: usize,
    /// The recording, from the note's start to the end of its release.
    pub samples: Vec<f32>,
    /// Which part of the data it belongs to.
    pub split: Split,
}

/// A note with its level and phase measured.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The note.
    pub clip: Clip,
    /// RMS around every `HOP`th sample, at least `FLOOR`.
    pub level: Vec<f32>,
    /// Slow angle at every `HOP`th sample, in turns, unwrapped.
    pub angle: Vec<f32>,
}

impl Prepared {
    /// Measures a note.
    pub fn new(clip: Clip) -> Prepared {
        let f0 = f64::from(hertz(clip.pitch));
        let level = levels(&clip.samples, f0);
        let angle = angles(&clip.samples, f0);
        Prepared { clip, level, angle }
    }

    /// The level at a sample, in between linearly.
    pub fn level_at(&self, sample: f32) -> f32 {
        between(&self.level, sample)
    }

    /// The phase at a sample, in turns from 0 to 1.
    pub fn turns_at(&self, sample: f64) -> f32 {
        let run = sample * f64::from(hertz(self.clip.pitch)) / f64::from(RATE);
        let turns = run + f64::from(between(&self.angle, sample as f32));
        (turns - turns.floor()) as f32
    }
}

fn between(values: &[f32], sample: f32) -> f32 {
    let place = (sample / HOP as f32).clamp(0.0, (values.len() - 1) as f32);
    let i = (place as usize).min(values.len().saturating_sub(2));
    let share = place - i as f32;
    values[i] * (1.0 - share) + values[(i + 1).min(values.len() - 1)] * share
}

/// RMS over 15 ms or two periods, whichever is longer.
fn levels(samples: &[f32], f0: f64) -> Vec<f32> {
    let half = ((0.015 * f64::from(RATE)).max(2.0 * f64::from(RATE) / f0) / 2.0) as usize;
    let mut sums = vec![0.0f64];
    for &x in samples {
        sums.push(sums[sums.len() - 1] + f64::from(x) * f64::from(x));
    }
    (0..samples.len() / HOP + 1)
        .map(|i| {
            let (from, to) = ((i * HOP).saturating_sub(half), (i * HOP + half).min(samples.len()));
            let mean = (sums[to] - sums[from.min(to)]) / (2 * half) as f64;
            (mean.sqrt() as f32).max(FLOOR)
        })
        .collect()
}

/// The angle of the fundamental against a steady rotation at `f0`, in turns.
fn angles(samples: &[f32], f0: f64) -> Vec<f32> {
    let period = f64::from(RATE) / f0;
    let periods = 2.0f64.max((0.008 * f64::from(RATE) / period).ceil());
    let window = (periods * period).round() as usize;
    let turn = TAU * f0 / f64::from(RATE);
    let turned = samples.iter().enumerate().map(|(n, &x)| {
        let (s, c) = (turn * n as f64).rem_euclid(TAU).sin_cos();
        (f64::from(x) * c, -f64::from(x) * s)
    });
    let smooth = mean(&mean(&turned.collect::<Vec<_>>(), window), window);
    let most = smooth.iter().map(|z| z.0.hypot(z.1)).fold(0.0, f64::max);
    let mut out: Vec<f32> = Vec::with_capacity(samples.len() / HOP + 1);
    let (mut last, mut first) = (0.0f64, None);
    for i in 0..samples.len() / HOP + 1 {
        let z = smooth[(i * HOP).min(smooth.len() - 1)];
        if z.0.hypot(z.1) > 0.02 * most && most > 0.0 {
            let angle = z.1.atan2(z.0) / TAU;
            last = angle + (last - angle).round();
            first = first.or(Some((i, last)));
        }
        out.push(last as f32);
    }
    // Before the fundamental speaks its first angle holds.
    if let Some((from, angle)) = first {
        out[..from].fill(angle as f32);
    }
    out
}

/// A centred running mean; shorter at the ends.
fn mean(values: &[(f64, f64)], window: usize) -> Vec<(f64, f64)> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    let mut sum = (0.0, 0.0);
    sums.push(sum);
    for v in values {
        sum = (sum.0 + v.0, sum.1 + v.1);
        sums.push(sum);
    }
    let n = values.len();
    (0..n)
        .map(|i| {
            let (from, to) = (i.saturating_sub(window / 2), (i + window - window / 2).min(n));
            let share = 1.0 / (to - from) as f64;
            ((sums[to].0 - sums[from].0) * share, (sums[to].1 - sums[from].1) * share)
        })
        .collect()
}

#[cfg(test)]
mod tests;
