//! Packed weights times a few voices' inputs in plain Rust: the reference, and what runs where there is no AVX2.
//!
//! ```text
//! eight columns of a strip: row by row, widened once, times each voice's input
//! ```
//!
//! Eight lanes at a time and without branches, so that a compiler puts them into registers; on aarch64, whose every processor
//! multiplies and adds at once, that is what it does here.

use super::{LANES, Matrix, Numbers, Packed, Share, chains, strip};
use crate::neural::kernel::portable::{FUSED, multiply_add};

pub(super) fn apply<const M: usize>(packed: &Packed, matrix: Matrix, mut voices: [Share<'_>; M]) {
    for Share { start, y, .. } in &mut voices {
        if let Some(start) = start {
            y.copy_from_slice(start);
        }
    }
    let (at, scales) = (matrix.at, packed.scales.get(matrix.scales..).unwrap_or_default());
    match &packed.numbers {
        Numbers::F32(first, w) => product(&w[first + at..], &[], matrix, &mut voices, |w| w),
        Numbers::F16(first, w) => product(&w[first + at..], &[], matrix, &mut voices, widened),
        Numbers::I8(first, w) => product(&w[first + at..], scales, matrix, &mut voices, f32::from),
    }
}

/// The value of an IEEE half, without branches and without subnormal numbers on the way, which a processor may be told to drop.
#[inline(always)]
fn widened(half: u16) -> f32 {
    const LEAST: u32 = 113 << 23; // 2^-14, the smallest normal half
    let (size, sign) = (u32::from(half & 0x7fff) << 13, u32::from(half & 0x8000) << 16);
    let normal = f32::from_bits(size + (112 << 23));
    let subnormal = f32::from_bits(size + LEAST) - f32::from_bits(LEAST);
    let value = if size < 1 << 23 { subnormal } else { normal };
    f32::from_bits(value.to_bits() | sign)
}

#[inline(always)]
fn product<T: Copy, const M: usize>(
    w: &[T],
    scales: &[f32],
    matrix: Matrix,
    voices: &mut [Share<'_>; M],
    widen: impl Fn(T) -> f32 + Copy,
) {
    let (mut from, mut w) = (0, w);
    while from < matrix.columns {
        let columns = strip((matrix.columns - from) / LANES);
        for v in 0..columns {
            let at = from + v * LANES;
            let two = chains(columns) == 2;
            let mut sums = [[[0.0f32; LANES]; M]; 2];
            if scales.is_empty() {
                for (sum, voice) in sums[0].iter_mut().zip(&*voices) {
                    sum.copy_from_slice(&voice.y[at..at + LANES]);
                }
            }
            for (p, row) in w[..matrix.rows * columns * LANES].chunks_exact(columns * LANES).enumerate() {
                let mut weights = [0.0f32; LANES];
                for (wide, w) in weights.iter_mut().zip(&row[v * LANES..][..LANES]) {
                    *wide = widen(*w);
                }
                let sums = &mut sums[if two { p & 1 } else { 0 }];
                for (sum, voice) in sums.iter_mut().zip(&*voices) {
                    let x = voice.x[p];
                    for (sum, weight) in sum.iter_mut().zip(weights) {
                        *sum = multiply_add::<FUSED>(x, weight, *sum);
                    }
                }
            }
            for (m, voice) in voices.iter_mut().enumerate() {
                for (lane, y) in voice.y[at..at + LANES].iter_mut().enumerate() {
                    let sum = sums[0][m][lane] + sums[1][m][lane];
                    *y = scales.get(at + lane).map_or(sum, |scale| *y + scale * sum);
                }
            }
        }
        w = &w[matrix.rows * columns * LANES..];
        from += columns * LANES;
    }
}
