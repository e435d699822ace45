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

/// The sum of the products of two slices of one length, in the fixed order.
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut out = [0.0];
    rows(&mut out, a, b);
    out[0]
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

#[inline(always)]
fn rows_plain(out: &mut [f32], matrix: &[f32], x: &[f32]) {
    let (whole, rest) = x.as_chunks::<LANES>();
    for (y, row) in out.iter_mut().zip(matrix.chunks_exact(x.len().max(1))) {
        let (blocks, tail) = row.as_chunks::<LANES>();
        let mut lanes = [0.0f32; LANES];
        for (a, b) in blocks.iter().zip(whole) {
            for k in 0..LANES {
                lanes[k] += a[k] * b[k];
            }
        }
        for ((lane, a), b) in lanes.iter_mut().zip(tail).zip(rest) {
            *lane += a * b;
        }
        *y += tree(lanes);
    }
}

/// The same sums, a lane of the register each, four rows at a time so that none waits for another. Nothing is fused.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[allow(unsafe_code, reason = "loads of eight numbers from slices that hold them")]
fn rows_avx2(out: &mut [f32], matrix: &[f32], x: &[f32]) {
    use std::arch::x86_64::{_mm256_add_ps, _mm256_loadu_ps, _mm256_mul_ps, _mm256_setzero_ps, _mm256_storeu_ps};
    const ROWS: usize = 4;
    let n = x.len();
    let whole = n / LANES;
    if matrix.len() < n * out.len() {
        return rows_plain(out, matrix, x);
    }
    let tiles = out.len() / ROWS;
    for tile in 0..tiles {
        let at = tile * ROWS * n;
        let mut sums = [_mm256_setzero_ps(); ROWS];
        for i in 0..whole {
            // SAFETY: i * 8 + 8 <= n = x.len(), and rows at + r * n .. + n lie in the matrix, by the test above.
            unsafe {
                let b = _mm256_loadu_ps(x.as_ptr().add(i * LANES));
                for (r, sum) in sums.iter_mut().enumerate() {
                    let a = _mm256_loadu_ps(matrix.as_ptr().add(at + r * n + i * LANES));
                    *sum = _mm256_add_ps(*sum, _mm256_mul_ps(a, b));
                }
            }
        }
        for (r, sum) in sums.into_iter().enumerate() {
            let mut lanes = [0.0f32; LANES];
            // SAFETY: the array holds eight numbers.
            unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), sum) };
            for k in whole * LANES..n {
                lanes[k - whole * LANES] += matrix[at + r * n + k] * x[k];
            }
            out[tile * ROWS + r] += tree(lanes);
        }
    }
    rows_plain(&mut out[tiles * ROWS..], &matrix[tiles * ROWS * n..], x);
}

/// Which machine code [`rows_on`] runs; every path gives the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// What every processor of the target has.
    Plain,
    /// 256-bit vectors.
    Avx2,
}

impl Path {
    /// The paths this processor can run.
    #[must_use]
    pub fn here() -> Vec<Self> {
        let mut all = vec![Self::Plain];
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") {
            all.push(Self::Avx2);
        }
        all
    }
}

/// `out += matrix x`: `matrix` holds `out.len()` rows of `x.len()`.
pub fn rows(out: &mut [f32], matrix: &[f32], x: &[f32]) {
    rows_on(Path::Avx2, out, matrix, x);
}

/// [`rows`] on a given path; a path the processor lacks falls back to the plain one.
#[allow(unsafe_code, reason = "calling a function compiled for AVX2 after asking the processor for it")]
pub fn rows_on(path: Path, out: &mut [f32], matrix: &[f32], x: &[f32]) {
    #[cfg(target_arch = "x86_64")]
    if path == Path::Avx2 && std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, the only thing the function needs beyond a safe one.
        unsafe { rows_avx2(out, matrix, x) };
        return;
    }
    let _ = path;
    rows_plain(out, matrix, x);
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
