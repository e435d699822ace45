//! A recording read on its note's grid: at the steps the network will sing it in, in step with its own fundamental.
//!
//! ```text
//! recording * exp(-i 2 pi f0 t) --two means over whole periods--> slow angle   turns(t) = f0 t + angle
//! recording  |    |    |    |    |    |      24 000 samples a second
//! reading    |   |   |   |   |   |   |       where turns is a whole number of grid steps: 21 000 to 31 500 a second
//! ```
//!
//! Two running means over whole periods null every other harmonic. The angle carries detuning and vibrato: what is read is straight
//! and in tune, as the network sings it; bends and vibrato are the player's, made by the rate of the steps. The angle follows no
//! pitch that is more than a few per cent away from the label.

use std::f64::consts::TAU;

use super::clip::Clip;
use crate::neural::wavenet::features::{FLOOR, RATE, hertz};
use crate::neural::wavenet::grid::Grid;

/// Samples between two measured values of level and angle.
const HOP: usize = 32;

/// A recording at the steps of its grid.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The grid of its pitch.
    pub grid: Grid,
    /// Steps a second.
    pub rate: f64,
    /// How many steps into a period the first one lies.
    pub first: u32,
    /// The recording at every step, beside a level of 1.
    pub steps: Vec<f32>,
    /// The level (RMS) at every step, at least `FLOOR`.
    pub levels: Vec<f32>,
    /// Steps before it was let go.
    pub held: usize,
}

impl Reading {
    /// Reads a recording.
    pub fn new(clip: &Clip) -> Reading {
        let f0 = f64::from(hertz(clip.pitch));
        let grid = Grid::of(clip.pitch);
        let (level, angle) = (levels(&clip.samples, f0), angles(&clip.samples, f0));
        let period = f64::from(RATE) / f0;
        let count = f64::from(grid.steps());
        let begin = (f64::from(angle[0]) * count).ceil();
        let (mut steps, mut at_step, mut held, mut at) = (Vec::new(), Vec::new(), None, 0.0);
        loop {
            let turns = (begin + steps.len() as f64) / count;
            // The angle turns slowly: a few rounds find the place where it is the right one.
            for _ in 0..3 {
                at = (turns - f64::from(linear(&angle, at as f32))) * period;
            }
            if at >= clip.samples.len() as f64 {
                break;
            }
            if at >= clip.held as f64 {
                held = held.or(Some(steps.len()));
            }
            let now = linear(&level, at as f32);
            steps.push(between(&clip.samples, at) / now);
            at_step.push(now);
        }
        Reading {
            grid,
            rate: count * f0,
            first: begin.rem_euclid(count) as u32,
            held: held.unwrap_or(steps.len()),
            steps,
            levels: at_step,
        }
    }
}

fn linear(values: &[f32], sample: f32) -> f32 {
    let place = (sample / HOP as f32).clamp(0.0, (values.len() - 1) as f32);
    let i = (place as usize).min(values.len().saturating_sub(2));
    let share = place - i as f32;
    values[i] * (1.0 - share) + values[(i + 1).min(values.len() - 1)] * share
}

/// A recording between its samples, silent outside of it: 16 taps of a Hann-windowed sinc.
fn between(samples: &[f32], at: f64) -> f32 {
    let whole = at.floor();
    let part = (at - whole) as f32;
    let i = whole as i64;
    if part < 1e-6 {
        return samples.get(i as usize).copied().unwrap_or(0.0);
    }
    // sin(pi (part - k)) = +-sin(pi part): one sine serves all taps.
    let sine = (std::f32::consts::PI * part).sin();
    let (turn_s, turn_c) = (std::f32::consts::PI / 8.0).sin_cos();
    let (mut s, mut c) = (std::f32::consts::PI / 8.0 * (part + 7.0)).sin_cos();
    let (mut sum, mut gain) = (0.0, 0.0);
    for k in -7..=8i64 {
        let away = part - k as f32;
        let sign = if k % 2 == 0 { sine } else { -sine };
        let tap = sign / (std::f32::consts::PI * away) * (0.5 + 0.5 * c);
        gain += tap;
        if let Ok(j) = usize::try_from(i + k) {
            sum += tap * samples.get(j).copied().unwrap_or(0.0);
        }
        (s, c) = (s * turn_c - c * turn_s, c * turn_c + s * turn_s);
    }
    sum / gain
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
