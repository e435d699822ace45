//! The loops in plain Rust: the reference, and what runs where there is no AVX2.
//!
//! ```text
//! tanh(x) = x p(x^2) / q(x^2)      degree 13 over 6, error under 3e-7
//! exp(x)  = 2^n e^r, |r| <= ln 2 / 2, degree 6
//! tanh(a) sigmoid(b) = (1 - u) / ((1 + u) (1 + v)),  u = 2^(-2a / ln 2), v = 2^(-b / ln 2), degree 5, error under 4e-7
//! ```
//!
//! Written without branches so that a compiler can put eight lanes in one register. Subnormal results of `exp` become 0.

use super::View;
use super::packed::{Cell, MOST};

/// Hyperbolic tangent, a rational minimax approximation (coefficients as in Eigen, `generic_fast_tanh_float`).
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let x = if x > 7.905_311 { 7.905_311 } else { x };
    let x = if x < -7.905_311 { -7.905_311 } else { x };
    let y = x * x;
    let p = -2.760_768_5e-16_f32 * y + 2.000_188e-13;
    let p = p * y - 8.604_672e-11;
    let p = p * y + 5.122_297_1e-8;
    let p = p * y + 1.485_722_4e-5;
    let p = p * y + 6.372_619_3e-4;
    let p = p * y + 4.893_525e-3;
    let q = 1.198_258_4e-6_f32 * y + 1.185_347_1e-4;
    let q = q * y + 2.268_434_6e-3;
    let q = q * y + 4.893_525_3e-3;
    x * p / q
}

/// The logistic function, by `tanh`.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 * tanh(0.5 * x) + 0.5
}

/// e to the x (Cephes' `expf`); 0 below -87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let low = x < -87.0;
    let x = if x > 88.0 { 88.0 } else { x };
    let x = if low { -87.0 } else { x };
    // With 1.5 * 2^23 added, the last bits are the nearest whole number: no call rounds, none converts.
    let whole = x * std::f32::consts::LOG2_E + 12_582_912.0;
    let n = whole - 12_582_912.0;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let p = 1.987_569_1e-4_f32 * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    let scale = f32::from_bits(whole.to_bits().wrapping_add(127) << 23);
    if low { 0.0 } else { y * scale }
}

/// The logarithm to base 2 of a normal, positive number (Cephes' `logf`): within 6e-7 from 1 to 256.
#[inline(always)]
pub fn log2(x: f32) -> f32 {
    // The mantissa is brought to between the root of a half and that of two.
    let shifted = x.to_bits().wrapping_add(0x3f80_0000 - 0x3f35_04f3);
    let exponent = (shifted >> 23) as i32 - 127;
    let m = f32::from_bits((shifted & 0x007f_ffff) + 0x3f35_04f3) - 1.0;
    let p = 7.037_683_6e-2_f32 * m - 1.151_461e-1;
    let p = p * m + 1.167_699_87e-1;
    let p = p * m - 1.242_014_1e-1;
    let p = p * m + 1.424_932_3e-1;
    let p = p * m - 1.666_805_8e-1;
    let p = p * m + 2.000_071_5e-1;
    let p = p * m - 2.499_999_4e-1;
    let p = p * m + 3.333_333e-1;
    let square = m * m;
    let ln = p * m * square - 0.5 * square + m;
    ln * std::f32::consts::LOG2_E + exponent as f32
}

pub(super) fn gemm(
    [m, n, k]: [usize; 3],
    (a, av): (&[f32], View),
    (b, bv): (&[f32], View),
    (c, cv): (&mut [f32], View),
) {
    for i in 0..if n == 0 { 0 } else { m } {
        let out = &mut c[cv.at + i * cv.row..][..n];
        for p in 0..k {
            let x = a[av.at + i * av.row + p * av.column];
            for (o, w) in out.iter_mut().zip(&b[bv.at + p * bv.row..][..n]) {
                *o += x * w;
            }
        }
    }
}

#[inline(always)]
pub(super) fn sweep(data: &[f32]) -> f32 {
    let mut sums = [0.0f32; 64];
    for chunk in data.chunks_exact(64) {
        for (s, x) in sums.iter_mut().zip(chunk) {
            *s += x;
        }
    }
    sums.iter().sum()
}

/// Whether multiplying and adding is one instruction on every processor that this is compiled for.
pub(super) const FUSED: bool = cfg!(target_arch = "aarch64");

/// x y + z: in one rounding where that is an instruction, never by a call.
#[inline(always)]
pub(super) fn multiply_add<const FUSED: bool>(x: f32, y: f32, z: f32) -> f32 {
    if FUSED { x.mul_add(y, z) } else { x * y + z }
}

/// 2 to the x, for x from -60 to 60; what lies outside counts as these.
#[inline(always)]
fn power<const FUSED: bool>(x: f32) -> f32 {
    let x = if x > 60.0 { 60.0 } else { x };
    let x = if x < -60.0 { -60.0 } else { x };
    // 1.5 * 2^23 more, and the last bits are the nearest whole number.
    let whole = x + 12_582_912.0;
    let r = x - (whole - 12_582_912.0);
    let p = multiply_add::<FUSED>(1.339_066e-3, r, 9.670_5e-3);
    let p = multiply_add::<FUSED>(p, r, 5.550_341e-2);
    let p = multiply_add::<FUSED>(p, r, 2.402_213_3e-1);
    let p = multiply_add::<FUSED>(p, r, std::f32::consts::LN_2);
    let p = multiply_add::<FUSED>(p, r, 1.0);
    f32::from_bits(p.to_bits().wrapping_add(whole.to_bits() << 23))
}

#[inline(always)]
pub(super) fn squash<C: Cell, const FUSED: bool, const WIDTH: usize>(z: &[f32], g: &mut [C]) {
    let (a, b) = z.split_at(g.len());
    let one = |a: f32, b: f32| {
        let u = power::<FUSED>(-2.0 * std::f32::consts::LOG2_E * a);
        let v = power::<FUSED>(-std::f32::consts::LOG2_E * b);
        (1.0 - u) / ((1.0 + u) * (1.0 + v))
    };
    let ((gs, g), (xs, a), (ys, b)) = (g.as_chunks_mut::<WIDTH>(), a.as_chunks::<WIDTH>(), b.as_chunks::<WIDTH>());
    for ((g, a), b) in gs.iter_mut().zip(xs).zip(ys) {
        // First all of them as floats: a compiler sees whole registers there, whatever cells they become.
        let mut y = [0.0; WIDTH];
        for i in 0..WIDTH {
            y[i] = one(a[i], b[i]);
        }
        for i in 0..WIDTH {
            g[i] = C::of(y[i], MOST);
        }
    }
    g.iter_mut().zip(a).zip(b).for_each(|((g, a), b)| *g = C::of(one(*a, *b), MOST));
}

pub(super) fn multiply(rounds: usize) -> f32 {
    let mut sums = [0.5f32; 32];
    for _ in 0..3 * rounds {
        for sum in &mut sums {
            *sum = multiply_add::<FUSED>(*sum, 0.99, 0.01);
        }
    }
    sums.iter().sum()
}

#[inline(always)]
pub(super) fn gate(z: &[f32], bias: &[f32], a: &mut [f32], s: &mut [f32], g: &mut [f32]) {
    let r = a.len();
    let (za, zs) = z.split_at(r);
    let (ba, bs) = bias.split_at(r);
    for i in 0..r.min(s.len()).min(g.len()).min(zs.len()).min(bs.len()) {
        let x = tanh(za[i] + ba[i]);
        let y = sigmoid(zs[i] + bs[i]);
        (a[i], s[i], g[i]) = (x, y, x * y);
    }
}

#[inline(always)]
pub(super) fn gate_gradient(dg: &[f32], a: &[f32], s: &[f32], dz: &mut [f32]) {
    let r = dg.len();
    let (da, ds) = dz.split_at_mut(r);
    for i in 0..r.min(a.len()).min(s.len()).min(ds.len()) {
        da[i] = dg[i] * s[i] * (1.0 - a[i] * a[i]);
        ds[i] = dg[i] * a[i] * s[i] * (1.0 - s[i]);
    }
}
