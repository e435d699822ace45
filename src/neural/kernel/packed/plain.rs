//! Packed weights times a few voices' inputs in plain Rust: the reference, and what runs where there is no AVX2.
//!
//! ```text
//! a few eights of columns of a strip: row by row, widened once, times each voice's input
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
fn product<N: Copy, const M: usize>(
    mut w: &[N],
    scales: &[f32],
    matrix: Matrix,
    voices: &mut [Share<'_>; M],
    widen: impl Fn(N) -> f32 + Copy,
) {
    let mut from = 0;
    while from < matrix.columns {
        let columns = strip((matrix.columns - from) / LANES);
        let strip = Strip { w: &w[..matrix.rows * columns * LANES], scales, columns, from };
        // As many sums as eight registers of four lanes hold, or their additions would wait for each other.
        match M {
            1 if columns.is_multiple_of(4) => {
                (0..columns).step_by(4).for_each(|v| tile::<N, 4, M>(&strip, v, voices, widen));
            }
            1 | 2 if columns.is_multiple_of(2) => {
                (0..columns).step_by(2).for_each(|v| tile::<N, 2, M>(&strip, v, voices, widen));
            }
            _ => (0..columns).for_each(|v| tile::<N, 1, M>(&strip, v, voices, widen)),
        }
        w = &w[strip.w.len()..];
        from += columns * LANES;
    }
}

/// One strip of a matrix.
struct Strip<'a, N> {
    w: &'a [N],
    scales: &'a [f32],
    /// Eights of columns.
    columns: usize,
    /// Its first column.
    from: usize,
}

/// `T` eights of columns from the `v`th on.
#[inline(always)]
fn tile<N: Copy, const T: usize, const M: usize>(
    strip: &Strip<'_, N>,
    v: usize,
    voices: &mut [Share<'_>; M],
    widen: impl Fn(N) -> f32,
) {
    let at = strip.from + v * LANES;
    let two = chains(strip.columns) == 2;
    let (mut sums, mut other) = ([[[0.0f32; LANES]; T]; M], [[[0.0f32; LANES]; T]; M]);
    if strip.scales.is_empty() {
        for (sum, voice) in sums.iter_mut().zip(&*voices) {
            sum.as_flattened_mut().copy_from_slice(&voice.y[at..at + T * LANES]);
        }
    }
    for (p, row) in strip.w.chunks_exact(strip.columns * LANES).enumerate() {
        let mut weights = [[0.0f32; LANES]; T];
        for (wide, w) in weights.as_flattened_mut().iter_mut().zip(&row[v * LANES..][..T * LANES]) {
            *wide = widen(*w);
        }
        for (sum, voice) in sums.iter_mut().zip(&*voices) {
            let x = voice.x[p];
            for (sum, weight) in sum.as_flattened_mut().iter_mut().zip(weights.as_flattened()) {
                *sum = multiply_add::<FUSED>(x, *weight, *sum);
            }
        }
        if two {
            std::mem::swap(&mut sums, &mut other);
        }
    }
    for (m, voice) in voices.iter_mut().enumerate() {
        let (one, two) = (sums[m].as_flattened(), other[m].as_flattened());
        for (lane, y) in voice.y[at..at + T * LANES].iter_mut().enumerate() {
            let sum = one[lane] + two[lane];
            *y = strip.scales.get(at + lane).map_or(sum, |scale| *y + scale * sum);
        }
    }
}
