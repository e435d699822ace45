//! Strips of whole numbers, sixteen columns and two rows a register: sums that stay in registers from the first row to the last.
//!
//! ```text
//! input:     x0 x1 | x0 x1 | ..          two rows' inputs, to every lane
//! weights:   w00 w10 | w01 w11 | ..      both rows of sixteen columns: one line of the cache
//! vpdpwssds  x0 w00 + x1 w10 + sum | ..  sixteen sums of 32 bits
//! ```
//!
//! Whole numbers add up to the same in every order, so few strips take several sums each, which wait less for each other. The
//! instruction's last s: it stops at the largest sum, where these never come (`Wholes`). Without it a compiler takes the instruction apart.

use std::arch::x86_64::*;

use crate::neural::kernel::packed::job::Job;
use crate::neural::kernel::packed::{Size, avx2};

/// A weight in memory.
pub(super) trait Weight: avx2::wholes::Weight {
    /// Thirty-two of them as numbers of 16 bits.
    ///
    /// # Safety
    /// AVX-512; `w` covers so many weights.
    unsafe fn line(w: *const Self) -> __m512i;
}

impl Weight for i16 {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn line(w: *const i16) -> __m512i {
        unsafe { _mm512_loadu_si512(w.cast()) }
    }
}

impl Weight for i8 {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn line(w: *const i8) -> __m512i {
        unsafe { _mm512_cvtepi8_epi16(_mm256_loadu_si256(w.cast())) }
    }
}

/// `S` strips side by side, in `C` sums each.
///
/// # Safety
/// Inside `Path::within` of AVX-512 with VNNI; the job's pointers cover so many strips of sixteen columns.
#[inline(always)]
pub(super) unsafe fn tile<W: Weight, Z: Size, const S: usize, const C: usize, const M: usize>(job: &Job<i16, W, M>) {
    let rows = if Z::ROWS > 0 { Z::ROWS } else { job.rows };
    unsafe {
        let mut sums = [[[_mm512_setzero_si512(); M]; S]; C];
        sixteens!(Z::ROWS, from => for p in 0..8 {
            pair(job, rows, from / 2 + p, &mut sums[p % C]);
        });
        let mut p = Z::ROWS / 2;
        while p < rows / 2 {
            pair(job, rows, p, &mut sums[0]);
            p += 1;
        }
        for s in 0..S {
            let scale = _mm512_loadu_ps(job.scales.add(16 * s));
            for m in 0..M {
                let mut sum = sums[0][s][m];
                for more in &sums[1..] {
                    sum = _mm512_add_epi32(sum, more[s][m]);
                }
                let start = _mm512_loadu_ps(job.start[m].add(16 * s));
                _mm512_storeu_ps(job.y[m].add(16 * s), _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum), scale, start));
            }
        }
    }
}

/// Two rows of some strips.
///
/// # Safety
/// As `tile`; there is such a pair of rows.
#[inline(always)]
unsafe fn pair<W: Weight, const S: usize, const M: usize>(
    job: &Job<i16, W, M>,
    rows: usize,
    p: usize,
    sums: &mut [[__m512i; M]; S],
) {
    unsafe {
        let mut x = [_mm512_setzero_si512(); M];
        for (x, from) in x.iter_mut().zip(job.x) {
            *x = _mm512_set1_epi32(from.cast::<i32>().add(p).read_unaligned());
        }
        for (s, sums) in sums.iter_mut().enumerate() {
            let weight = W::line(job.w.add(16 * s * rows + 32 * p));
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = _mm512_dpwssds_epi32(*sum, x, weight);
            }
        }
    }
}

/// What is left of a matrix: eight columns.
///
/// # Safety
/// As `tile`, of eight columns.
#[inline(always)]
pub(super) unsafe fn half<W: Weight, const M: usize>(job: &Job<i16, W, M>) {
    unsafe { avx2::wholes::tile::<W, 1, 1, M>(job) }
}
