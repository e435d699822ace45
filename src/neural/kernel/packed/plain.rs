//! Packed weights times a few voices' inputs in plain Rust: the reference, and what runs where there is no AVX2.
//!
//! ```text
//! floats: a few eights of columns of a strip, row by row, times each voice's input
//! wholes: the same with two rows at a time
//! ```
//!
//! Eight lanes at a time and without branches, so that a compiler puts them into registers; on aarch64, whose every processor
//! multiplies and adds at once, that is what it does here.

use super::floats::{chains, strip};
use super::wholes::{Numbers, STRIP};
use super::{Floats, LANES, Matrix, Share, Wholes};
use crate::neural::kernel::portable::{FUSED, multiply_add};

pub(super) fn floats<const M: usize>((packed, matrix): (&Floats, Matrix), mut voices: [Share<'_, f32>; M]) {
    begin(&mut voices);
    let (mut w, mut from) = (&packed.all()[matrix.at..], 0);
    while from < matrix.columns {
        let columns = strip((matrix.columns - from) / LANES);
        let strip = Strip { w: &w[..matrix.rows * columns * LANES], columns, from };
        // As many sums as eight registers of four lanes hold, or their additions would wait for each other.
        match M {
            1 if columns.is_multiple_of(4) => {
                (0..columns).step_by(4).for_each(|v| tile::<4, M>(&strip, v, &mut voices));
            }
            1 | 2 if columns.is_multiple_of(2) => {
                (0..columns).step_by(2).for_each(|v| tile::<2, M>(&strip, v, &mut voices));
            }
            _ => (0..columns).for_each(|v| tile::<1, M>(&strip, v, &mut voices)),
        }
        w = &w[strip.w.len()..];
        from += columns * LANES;
    }
}

/// The sums begin in their place.
fn begin<C, const M: usize>(voices: &mut [Share<'_, C>; M]) {
    for Share { start, y, .. } in voices {
        if let Some(start) = start {
            y.copy_from_slice(start);
        }
    }
}

/// One strip of a matrix of floats.
struct Strip<'a> {
    w: &'a [f32],
    /// Eights of columns.
    columns: usize,
    /// Its first column.
    from: usize,
}

/// `T` eights of columns from the `v`th on.
#[inline(always)]
fn tile<const T: usize, const M: usize>(strip: &Strip<'_>, v: usize, voices: &mut [Share<'_, f32>; M]) {
    let at = strip.from + v * LANES;
    let two = chains(strip.columns) == 2;
    let (mut sums, mut other) = ([[[0.0f32; LANES]; T]; M], [[[0.0f32; LANES]; T]; M]);
    for (sum, voice) in sums.iter_mut().zip(&*voices) {
        sum.as_flattened_mut().copy_from_slice(&voice.y[at..at + T * LANES]);
    }
    for (p, row) in strip.w.chunks_exact(strip.columns * LANES).enumerate() {
        let weights = &row[v * LANES..][..T * LANES];
        for (sum, voice) in sums.iter_mut().zip(&*voices) {
            let x = voice.x[p];
            for (sum, weight) in sum.as_flattened_mut().iter_mut().zip(weights) {
                *sum = multiply_add::<FUSED>(x, *weight, *sum);
            }
        }
        if two {
            std::mem::swap(&mut sums, &mut other);
        }
    }
    for (m, voice) in voices.iter_mut().enumerate() {
        let (one, two) = (sums[m].as_flattened(), other[m].as_flattened());
        for ((y, one), two) in voice.y[at..at + T * LANES].iter_mut().zip(one).zip(two) {
            *y = one + two;
        }
    }
}

pub(super) fn wholes<const M: usize>((packed, matrix): (&Wholes, Matrix), mut voices: [Share<'_, i16>; M]) {
    begin(&mut voices);
    let scales = packed.scales(matrix);
    match &packed.numbers {
        Numbers::Wide(first, numbers) => strips(matrix, &numbers[first + matrix.at..], scales, &mut voices),
        Numbers::Narrow(first, numbers) => strips(matrix, &numbers[first + matrix.at..], scales, &mut voices),
    }
}

#[inline(always)]
fn strips<W: Copy + Into<i16>, const M: usize>(
    matrix: Matrix,
    mut w: &[W],
    scales: &[f32],
    voices: &mut [Share<'_, i16>; M],
) {
    for at in (0..matrix.columns).step_by(STRIP * LANES) {
        let columns = (matrix.columns - at).min(STRIP * LANES);
        let (strip, rest) = w.split_at(matrix.rows * columns);
        w = rest;
        for Share { x, y, .. } in &mut *voices {
            for v in (0..columns).step_by(LANES) {
                let mut sums = [0i32; LANES];
                for (x, rows) in x.as_chunks::<2>().0.iter().zip(strip.chunks_exact(2 * columns)) {
                    let [even, odd] = x.map(i32::from);
                    for (sum, [a, b]) in sums.iter_mut().zip(rows[2 * v..][..2 * LANES].as_chunks::<2>().0) {
                        *sum += even * i32::from((*a).into()) + odd * i32::from((*b).into());
                    }
                }
                for ((y, sum), scale) in y[at + v..].iter_mut().zip(sums).zip(&scales[at + v..]) {
                    *y = multiply_add::<FUSED>(sum as f32, *scale, *y);
                }
            }
        }
    }
}
