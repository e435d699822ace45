//! Whether one pitch explains the partials of a sound, or two are needed.
//!
//! ```text
//! A3 alone     220      440      660      880      all are multiples of 220
//! A3 and E4    220 330  440      660      880 990  330 is none; all are multiples of 110, but neither 110 nor 550 is there
//! ```
//!
//! Two tones in the ratio of small numbers have a common period, which any finder of one pitch takes for a low note; the
//! multiples that it then lacks give them away. Two tones an octave or a twelfth apart sound as one, and are heard as one.

use crate::dsp::spectrum;
use std::ops::Range;

/// Multiples of a pitch that are looked at.
const MULTIPLES: usize = 16;
/// Hills are looked for down to this share of the highest.
const LEAST: f64 = 1e-4;
/// A hill of this share of the power is a tone of its own, no trace.
const STRONG: f64 = 0.03;
/// Pairs of numbers in whose ratio two tones have a common period.
const RATIOS: [(usize, usize); 13] =
    [(2, 3), (3, 4), (4, 5), (5, 6), (3, 5), (5, 8), (2, 5), (3, 8), (5, 9), (4, 7), (5, 7), (3, 7), (5, 12)];

/// How one pitch accounts for the power of a moment; all shares are 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Account {
    /// Share of the power in hills of the spectrum that are no multiples of the pitch.
    pub foreign: f64,
    /// Share of the power in the pitch itself, its double and its treble.
    pub low: f64,
    /// The least share that two multiples of the pitch leave open, where both have something of their own; else 1.
    pub open: f64,
    /// The two lowest strong hills that are no multiples of each other, in Hz.
    pub two: Option<(f64, f64)>,
}

/// How many samples are worth looking at for a pitch of `hertz`: about twelve periods, 2048 to 8192.
pub fn length(rate: u32, hertz: f64) -> usize {
    let periods = 12.0 * f64::from(rate) / hertz.max(1.0);
    (periods as usize).next_power_of_two().clamp(2048, 8192)
}

/// Accounts for `samples` (see [`length`]) by a pitch of `hertz`. Silence is accounted for by anything.
pub fn account(samples: &[f32], rate: u32, hertz: f64) -> Account {
    let powers = spectrum::powers(samples);
    let step = f64::from(rate) / samples.len().max(1) as f64;
    let hertz = hertz.max(1.0);
    // Under a high note lies the knock of its hammer.
    let hills = hills(&powers, step, (hertz / 6.0).clamp(25.0, 80.0)..(MULTIPLES as f64 + 0.5) * hertz);
    let total: f64 = hills.iter().map(|hill| hill.1).sum();
    let mut multiples = [0.0; MULTIPLES + 1];
    let mut foreign = 0.0;
    for &(frequency, power) in &hills {
        match multiple(frequency / hertz, 1.5 * step / hertz) {
            Some(n) => multiples[n] += power,
            None => foreign += power,
        }
    }
    let kept: f64 = multiples.iter().sum();
    if !(total > 0.0 && kept > 0.0) {
        return Account { foreign: if total > 0.0 { 1.0 } else { 0.0 }, low: 1.0, open: 1.0, two: two(&hills, total) };
    }
    let share = |wanted: &dyn Fn(usize) -> bool| -> f64 {
        (1..=MULTIPLES).filter(|n| wanted(*n)).map(|n| multiples[n]).sum::<f64>() / kept
    };
    let own = |a: usize, b: usize| share(&|n| n % a == 0 && n % b != 0) > 0.02;
    let pairs = RATIOS.into_iter().filter(|&(a, b)| own(a, b) && own(b, a));
    Account {
        foreign: foreign / total,
        low: multiples[1..4].iter().sum::<f64>() / total,
        open: pairs.map(|(a, b)| share(&|n| n % a != 0 && n % b != 0)).fold(1.0, f64::min),
        two: two(&hills, total),
    }
}

/// Which multiple of a pitch lies at `place` times it, if one does. Stiff strings stretch their partials, vibrato smears the
/// high ones; `blur` is what the window adds.
fn multiple(place: f64, blur: f64) -> Option<usize> {
    let n = place.round();
    let reach = (0.04 + blur + 0.02 * n).min(0.4);
    let stretch = 0.0003 * n * n * n;
    let away = place - n;
    (n >= 1.0 && away > -reach && away < reach + stretch).then_some((n as usize).min(MULTIPLES))
}

/// The hills of a spectrum in a range of Hz: frequency and power.
fn hills(powers: &[f64], step: f64, range: Range<f64>) -> Vec<(f64, f64)> {
    let highest = powers.iter().skip(2).copied().fold(0.0, f64::max);
    (2..powers.len().saturating_sub(2))
        .filter(|&k| powers[k] > LEAST * highest && powers[k] >= powers[k - 1] && powers[k] > powers[k + 1])
        .map(|k| (summit(powers, k) * step, powers[k]))
        .filter(|hill| range.contains(&hill.0))
        .collect()
}

/// The lowest strong hill, and the lowest that is no multiple of it.
fn two(hills: &[(f64, f64)], total: f64) -> Option<(f64, f64)> {
    let mut strong = hills.iter().filter(|hill| hill.1 > STRONG * total).map(|hill| hill.0);
    let first = strong.next()?;
    let second = strong.find(|&other| (other / first - (other / first).round()).abs() > 0.04)?;
    Some((first, second))
}

/// The top of a hill between the numbers of a spectrum, by the parabola through their logarithms.
fn summit(powers: &[f64], k: usize) -> f64 {
    let log = |i: usize| powers[i].max(1e-30).ln();
    let (a, b, c) = (log(k - 1), log(k), log(k + 1));
    let bend = a + c - 2.0 * b;
    k as f64 + if bend < 0.0 { (0.5 * (a - c) / bend).clamp(-0.5, 0.5) } else { 0.0 }
}
