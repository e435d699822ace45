//! Arithmetic that gives the same bits on every machine.
//!
//! Note networks promise: same text, seed and model, same notes everywhere. So sums run in a fixed order (eight lanes,
//! then one tree), nothing is fused, and `exp` and `tanh` are our own: only IEEE additions, products and quotients.
//!
//! ```text
//! lanes   0 1 2 3 4 5 6 7 | 8 9 ...      lane k adds the terms k, k + 8, k + 16 ...
//! tree   ((0+4)+(2+6)) + ((1+5)+(3+7))
//! ```
//!
//! It is not the fastest way to sum, and it is no library of special functions: what the note networks need, no more.

/// How many partial sums every product keeps.
pub const LANES: usize = 8;

mod packed;

pub use packed::{Packed, Path};

/// `e^x` within 2 units in the last place for -87 <= x <= 88; beyond that the value at the border.
///
/// Range reduction by ln 2 in two parts, then a polynomial of degree 6 (Cephes' `expf`).
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 * 2^23: adding and taking it away rounds to the nearest integer
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let y = (p * (r * r) + r) + 1.0;
    // n lies in -126..=127, so the exponent's bits can be set directly.
    y * f32::from_bits((((n as i32) + 127) as u32) << 23)
}

/// The natural logarithm within 1e-6 for positive normal numbers.
#[must_use]
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = ((bits >> 23) as i32 - 127) as f32;
    let m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000); // 1 <= m < 2
    let z = (m - 1.0) / (m + 1.0);
    let s = z * z;
    let series = 1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s * (1.0 / 11.0)))));
    exponent * std::f32::consts::LN_2 + 2.0 * z * series
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Hyperbolic tangent, absolute error under 2e-7.
#[inline(always)]
#[must_use]
pub fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (exp(2.0 * x.clamp(-20.0, 20.0)) + 1.0)
}

#[inline(always)]
fn tree(l: [f32; LANES]) -> f32 {
    ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
}

/// The sum of a slice in the fixed order.
#[must_use]
pub fn sum(a: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    for (i, v) in a.iter().enumerate() {
        lanes[i % LANES] += v;
    }
    tree(lanes)
}

/// Turns logits into probabilities in place, after dividing them by `temperature` (> 0).
pub fn softmax(logits: &mut [f32], temperature: f32) {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for v in logits.iter_mut() {
        *v = exp((*v - top) / temperature);
    }
    let total = sum(logits);
    for v in logits.iter_mut() {
        *v /= total;
    }
}

#[cfg(test)]
mod tests;
