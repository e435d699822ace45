//! The tiles of a strip of whole numbers: sums that stay in registers from the first row to the last.
//!
//! ```text
//! input:    x0 x1 | x0 x1 | ..          two rows' inputs, to every lane
//! weights:  w00 w10 | w01 w11 | ..      both rows of eight columns
//! vpmaddwd  x0 w00 + x1 w10 | ..        eight sums of 32 bits, added to those of the rows before
//! ```
//!
//! No tile reads ahead or asks the cache to: the weights lie in the order of reading, which the processor follows by itself.

use std::arch::x86_64::*;

use crate::neural::kernel::packed::job::Job;

/// A weight in memory.
pub(in super::super) trait Weight: Copy {
    /// Sixteen of them as numbers of 16 bits.
    ///
    /// # Safety
    /// AVX2; `w` covers sixteen weights.
    unsafe fn sixteen(w: *const Self) -> __m256i;
}

impl Weight for i16 {
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn sixteen(w: *const i16) -> __m256i {
        unsafe { _mm256_loadu_si256(w.cast()) }
    }
}

impl Weight for i8 {
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn sixteen(w: *const i8) -> __m256i {
        unsafe { _mm256_cvtepi8_epi16(_mm_loadu_si128(w.cast())) }
    }
}

/// `S` strips of `T` registers of columns, side by side.
///
/// # Safety
/// AVX2 and FMA; the job's pointers cover so many strips of this width.
#[inline]
#[target_feature(enable = "avx2,fma")]
pub(in super::super) unsafe fn tile<W: Weight, const T: usize, const S: usize, const M: usize>(job: &Job<i16, W, M>) {
    let mut sums = [[[_mm256_setzero_si256(); M]; T]; S];
    unsafe {
        for pair in 0..job.rows / 2 {
            rows(job, pair, &mut sums);
        }
        for (t, sums) in sums.as_flattened().iter().enumerate() {
            let at = 8 * t;
            let scale = _mm256_loadu_ps(job.scales.add(at));
            for (m, sum) in sums.iter().enumerate() {
                let start = _mm256_loadu_ps(job.start[m].add(at));
                _mm256_storeu_ps(job.y[m].add(at), _mm256_fmadd_ps(_mm256_cvtepi32_ps(*sum), scale, start));
            }
        }
    }
}

/// Two rows of a tile.
///
/// # Safety
/// As `tile`; there is such a pair of rows.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn rows<W: Weight, const T: usize, const S: usize, const M: usize>(
    job: &Job<i16, W, M>,
    pair: usize,
    sums: &mut [[[__m256i; M]; T]; S],
) {
    unsafe {
        let mut x = [_mm256_setzero_si256(); M];
        for (x, from) in x.iter_mut().zip(job.x) {
            *x = _mm256_set1_epi32(from.cast::<i32>().add(pair).read_unaligned());
        }
        for (s, sums) in sums.iter_mut().enumerate() {
            for (t, sums) in sums.iter_mut().enumerate() {
                let weight = W::sixteen(job.w.add(8 * T * s * job.rows + 16 * (T * pair + t)));
                for (sum, x) in sums.iter_mut().zip(x) {
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(x, weight));
                }
            }
        }
    }
}
