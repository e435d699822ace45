//! Packed weights times a few voices' inputs, for AVX2 with FMA.
//!
//! ```text
//! floats, a strip of 96 columns, one voice    12 sums in registers; a row of weights is read straight through
//!         the same, four voices               4 times: 3 columns of eight x 4 voices = 12 sums; a weight is read once for the four
//! wholes, strips of 16 columns, one voice     6 strips side by side = 12 sums, each of two rows at a time
//!         one strip, four voices              2 columns of eight x 4 voices = 8 sums
//! ```
//!
//! Reached through `Path::Avx2` only, which `Path::best` hands out after asking the processor; bounds are asserted by
//! `Path::apply`.
#![allow(
    unsafe_code,
    reason = "std::arch loads through pointers; bounds are asserted at the door, see the module text"
)]

#[cfg(target_arch = "x86_64")]
use super::job::Job;
use super::{Floats, Matrix, Share, Wholes};

#[cfg(target_arch = "x86_64")]
pub(super) mod floats;
#[cfg(target_arch = "x86_64")]
pub(super) mod wholes;

#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn floats<const M: usize>((packed, matrix): (&Floats, Matrix), mut voices: [Share<'_, f32>; M]) {
    use super::LANES;
    use super::floats::{chains, strip};

    let w = packed.all()[matrix.at..].as_ptr();
    let mut job = Job::new(matrix.rows, &mut voices, w, std::ptr::null());
    let mut from = 0;
    while from < matrix.columns {
        let columns = strip((matrix.columns - from) / LANES);
        debug_assert_eq!(chains(columns) == 2, columns < 6);
        // SAFETY: `Path::Avx2` exists only where the processor has AVX2 and FMA; `Path::apply` asserted that the inputs hold `rows`
        // numbers, `start` and `y` `columns`, and that `w` goes on to the matrix's end; strips fill the columns.
        unsafe {
            match columns {
                12 => floats::wide::<12, M>(&job),
                8 => floats::wide::<8, M>(&job),
                6 => floats::wide::<6, M>(&job),
                4 => floats::narrow::<4, M>(&job),
                2 => floats::narrow::<2, M>(&job),
                _ => floats::narrow::<1, M>(&job),
            }
            job = job.after(columns);
        }
        from += columns * LANES;
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn wholes<const M: usize>((packed, matrix): (&Wholes, Matrix), voices: [Share<'_, i16>; M]) {
    use super::wholes::Numbers;

    let scales = packed.scales(matrix);
    match &packed.numbers {
        Numbers::Wide(first, numbers) => strips(matrix, &numbers[first + matrix.at..], scales, voices),
        Numbers::Narrow(first, numbers) => strips(matrix, &numbers[first + matrix.at..], scales, voices),
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn strips<W: wholes::Weight, const M: usize>(matrix: Matrix, w: &[W], scales: &[f32], mut voices: [Share<'_, i16>; M]) {
    use super::LANES;
    use super::wholes::STRIP;

    let mut job = Job::new(matrix.rows, &mut voices, w.as_ptr(), scales.as_ptr());
    let mut left = matrix.columns / LANES;
    while left > 0 {
        // SAFETY: as above; `scales` holds as many as `columns`.
        left -= unsafe {
            let done = match (M, left) {
                (1, 12 | 24..) => strips_of::<W, STRIP, 6, M>(&job),
                (1, 8..) => strips_of::<W, STRIP, 4, M>(&job),
                (2, 8) => strips_of::<W, STRIP, 2, M>(&job),
                (1 | 2, 6..) => strips_of::<W, STRIP, 3, M>(&job),
                (1 | 2, 4..) => strips_of::<W, STRIP, 2, M>(&job),
                (_, 2..) => strips_of::<W, STRIP, 1, M>(&job),
                _ => strips_of::<W, 1, 1, M>(&job),
            };
            job = job.after(done);
            done
        };
    }
}

/// So many strips at once; how many registers of columns they have.
///
/// # Safety
/// As `wholes::tile`.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn strips_of<W: wholes::Weight, const T: usize, const S: usize, const M: usize>(job: &Job<i16, W, M>) -> usize {
    unsafe { wholes::tile::<W, T, S, M>(job) }
    T * S
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) use super::plain::{floats, wholes};
