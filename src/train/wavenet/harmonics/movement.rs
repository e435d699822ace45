//! What partials do by themselves while a note is held: how far they stray from their course, and how fast.
//!
//! ```text
//! ln |c|, moment by moment, less its mean over 300 ms: d(t)        deviation: RMS of d
//! pace: that of two poles (`neural::wavenet::partials::wander`) whose output, less its mean as well, is as unlike itself 16 ms
//!       later as d: half the mean square of the change beside the mean square
//! ```
//!
//! Both are those of a band's partials together, loud ones more. Vibrato counts as movement at its own pace; what comes slower than
//! 3 Hz is the note's course.

use std::f32::consts::{PI, TAU};
use std::ops::{AddAssign, Mul};

use crate::dsp::fourier::Complex32;
use crate::neural::wavenet::acoustics::FAINT;
use crate::neural::wavenet::features::BANDS;
use crate::neural::wavenet::partials::wander::{PACES, RESTLESS};

/// Seconds over which a course is taken.
const COURSE: f32 = 0.3;

/// Seconds after which a deviation is compared with itself.
const LATER: f32 = 0.016;

/// How the partials of each band move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Movement {
    /// The deviation of the logarithm of their strengths, up to `RESTLESS`.
    pub(super) deviation: [f32; BANDS],
    /// How fast, Hz, within `PACES`.
    pub(super) pace: [f32; BANDS],
}

impl Movement {
    /// That of the amplitudes of partials 0, 1, .. at moments `hop` seconds apart; none where they are fewer than a course.
    pub(super) fn of(held: &[Vec<Complex32>], hop: f32, band: impl Fn(usize) -> usize) -> Movement {
        let mut movement = Movement { deviation: [0.0; BANDS], pace: [(PACES.0 * PACES.1).sqrt(); BANDS] };
        let count = (COURSE / hop) as usize | 1;
        let later = ((LATER / hop).round() as usize).max(1);
        if held.len() <= count + later {
            return movement;
        }
        let lns = |moment: &Vec<Complex32>| moment.iter().map(|c| c.norm().max(1e-8).ln()).collect();
        let lns: Vec<Vec<f32>> = held.iter().map(lns).collect();
        let courses = smooth(&lns, count);
        let (mut squares, mut changes, mut weights) = ([0.0f32; BANDS], [0.0f32; BANDS], [1e-9f32; BANDS]);
        for k in 1..held[0].len() {
            let mean = lns.iter().map(|moment| moment[k]).sum::<f32>() / held.len() as f32;
            if mean > FAINT + 2.0 {
                let strays: Vec<f32> = lns.iter().zip(&courses).map(|(a, b)| a[k] - b[k]).collect();
                let change = |pair: &[f32]| (pair[later] - pair[0]).powi(2);
                let b = band(k);
                squares[b] += mean.exp() * strays.iter().map(|d| d * d).sum::<f32>() / strays.len() as f32;
                changes[b] +=
                    mean.exp() * strays.windows(later + 1).map(change).sum::<f32>() / (strays.len() - later) as f32;
                weights[b] += mean.exp();
            }
        }
        for b in (0..BANDS).filter(|b| squares[*b] > 0.0) {
            movement.deviation[b] = (squares[b] / weights[b]).sqrt().min(RESTLESS);
            movement.pace[b] = pace(0.5 * changes[b] / squares[b], later as f32 * hop);
        }
        movement
    }
}

/// The pace at which what wanders is so unlike itself after `later` seconds.
fn pace(unlikeness: f32, later: f32) -> f32 {
    let (mut low, mut high) = PACES;
    for _ in 0..16 {
        let middle = f32::midpoint(low, high);
        if unlike(middle, later) < unlikeness { low = middle } else { high = middle }
    }
    f32::midpoint(low, high)
}

/// How unlike itself after `later` seconds is what wanders at a pace, less its course: from the power at every frequency.
fn unlike(pace: f32, later: f32) -> f32 {
    let (mut changes, mut whole) = (0.0, 0.0);
    for i in 1..=320 {
        let hz = 0.375 * i as f32;
        // The mean under a Hann window lets sin x / (x (1 - (x / pi)^2)) pass, x = pi hz seconds.
        let x = hz * COURSE;
        let around = if (x - 1.0).abs() < 1e-3 { 0.5 } else { (PI * x).sin() / (PI * x * (1.0 - x * x)) };
        let power = ((1.0 - around) / (1.0 + (hz / pace).powi(2))).powi(2);
        whole += power;
        changes += power * (1.0 - (TAU * hz * later).cos());
    }
    changes / whole
}

/// Each partial's mean over `count` (odd) moments under a Hann window.
pub(super) fn smooth<T>(values: &[Vec<T>], count: usize) -> Vec<Vec<T>>
where
    T: Copy + Default + AddAssign + Mul<f32, Output = T>,
{
    let half = count / 2;
    let weight = |i: usize| {
        let place = (i + 1) as f32 / (count + 1) as f32;
        0.5 - 0.5 * (std::f32::consts::TAU * place).cos()
    };
    (0..values.len())
        .map(|m| {
            let mut sum = vec![T::default(); values[m].len()];
            let mut total = 0.0;
            for i in 0..count {
                let at = (m + i).saturating_sub(half).min(values.len() - 1);
                total += weight(i);
                sum.iter_mut().zip(&values[at]).for_each(|(s, v)| *s += *v * weight(i));
            }
            sum.iter_mut().for_each(|s| *s = *s * (1.0 / total));
            sum
        })
        .collect()
}
