//! Yardsticks for bits a sample: what a histogram and a linear predictor make of the same codes.
//!
//! ```text
//! uniform  8 bits        order 0  how often each code comes in the training notes
//! lpc32    32 taps by least squares on the crop itself, a Gaussian around the prediction; it hears what lies between codes, too
//! ```
//!
//! The predictor has seen what it predicts, and may pick the best of five widths of its Gaussian for each crop: both are in
//! its favour.

use crate::neural::wavenet::codec::{CODES, decode};

/// How many codes before it the predictor leans on.
pub const TAPS: usize = 32;

/// Code frequencies.
#[derive(Clone, Debug)]
pub struct Histogram {
    bits: [f64; CODES],
}

impl Histogram {
    /// Counts codes; each is counted once too often, so that none is impossible.
    pub fn new(codes: impl Iterator<Item = u8>) -> Histogram {
        let (mut counts, mut total) = ([1.0f64; CODES], CODES as f64);
        for code in codes {
            counts[usize::from(code)] += 1.0;
            total += 1.0;
        }
        Histogram { bits: counts.map(|c| -(c / total).log2()) }
    }

    /// -log2 p(code).
    pub fn bits(&self, code: u8) -> f64 {
        self.bits[usize::from(code)]
    }
}

/// Mean bits of the codes of a sound after its first `TAPS` steps, each predicted linearly from the 32 steps before it.
pub fn linear(sound: &[f32], codes: &[u8]) -> f64 {
    let y: Vec<f64> = sound.iter().map(|&x| f64::from(x)).collect();
    let taps = fit(&y);
    let predict = |t: usize| taps.iter().enumerate().map(|(k, a)| a * y[t - 1 - k]).sum::<f64>();
    let crop: Vec<(u8, f64)> = (TAPS..y.len()).map(|t| (codes[t - TAPS], predict(t))).collect();
    let square = (TAPS..y.len()).zip(&crop).map(|(t, &(_, at))| (y[t] - at).powi(2)).sum::<f64>();
    let width = (square / crop.len().max(1) as f64).sqrt().max(1e-4);
    let mean = |scale: f64| {
        let bits = crop.iter().map(|&(code, at)| -share(code, at, width * scale).log2());
        bits.sum::<f64>() / crop.len().max(1) as f64
    };
    [0.5, 0.75, 1.0, 1.5, 2.5].into_iter().map(mean).fold(f64::INFINITY, f64::min)
}

/// The share of a Gaussian that falls on a code, and 1 % spread over all codes.
fn share(code: u8, at: f64, width: f64) -> f64 {
    let edge = |a: u8, b: u8| f64::midpoint(f64::from(decode(a)), f64::from(decode(b)));
    let below = |edge: f64| 0.5 * (1.0 + erf((edge - at) / (width * std::f64::consts::SQRT_2)));
    let low = if code <= 1 { 0.0 } else { below(edge(code - 1, code)) };
    let high = if code == 255 { 1.0 } else { below(edge(code, code + 1)) };
    0.99 * (high - low).max(0.0) + 0.01 / 255.0
}

/// The error function (Abramowitz and Stegun 7.1.26, error under 2e-7).
fn erf(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let sum = ((((1.061_405_429 * t - 1.453_152_027) * t) + 1.421_413_741) * t - 0.284_496_736) * t + 0.254_829_592;
    (1.0 - sum * t * (-x * x).exp()).copysign(x)
}

/// Least squares for `TAPS` taps, by Cholesky, with a little white noise for safety.
fn fit(y: &[f64]) -> [f64; TAPS] {
    let (mut a, mut b) = ([[0.0f64; TAPS]; TAPS], [0.0f64; TAPS]);
    for t in TAPS..y.len() {
        for i in 0..TAPS {
            b[i] += y[t] * y[t - 1 - i];
            for j in 0..=i {
                a[i][j] += y[t - 1 - i] * y[t - 1 - j];
            }
        }
    }
    let noise = 1e-7 * a[0][0] + 1e-9;
    for (i, row) in a.iter_mut().enumerate() {
        row[i] += noise;
    }
    for i in 0..TAPS {
        for j in 0..=i {
            let sum = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            a[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / a[j][j] };
        }
    }
    for i in 0..TAPS {
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..TAPS).rev() {
        b[i] = (b[i] - (i + 1..TAPS).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests;
