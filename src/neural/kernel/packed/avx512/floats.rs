//! A strip of floats, sixteen columns a register: sums that stay in registers from the first row to the last.
//!
//! ```text
//! registers: 6 sums for each of up to four voices, 1 weight, the inputs of a row
//! ```
//!
//! The same sums in the same order as `avx2::floats`.

use std::arch::x86_64::*;

use crate::neural::kernel::packed::Size;
use crate::neural::kernel::packed::job::Job;

/// A strip of `T` registers of columns, in `C` sums each: with two, the even rows go to one, the odd ones to the other.
///
/// # Safety
/// Inside `Path::within` of AVX-512; the job's pointers cover a strip of this width.
#[inline(always)]
pub(super) unsafe fn tile<Z: Size, const T: usize, const C: usize, const M: usize>(job: &Job<f32, f32, M>) {
    unsafe {
        let mut sums = [[[_mm512_setzero_ps(); M]; T]; C];
        for (t, sums) in sums[0].iter_mut().enumerate() {
            for (sum, start) in sums.iter_mut().zip(job.start) {
                *sum = _mm512_loadu_ps(start.add(16 * t));
            }
        }
        sixteens!(Z::ROWS, from => for p in 0..16 {
            row(job, from + p, &mut sums[p % C]);
        });
        let mut p = Z::ROWS;
        while p < if Z::ROWS > 0 { Z::ROWS } else { job.rows } {
            for (c, sums) in sums.iter_mut().enumerate() {
                row(job, p + c, sums);
            }
            p += C;
        }
        for t in 0..T {
            for (m, y) in job.y.iter().enumerate() {
                let mut total = sums[0][t][m];
                for more in &sums[1..] {
                    total = _mm512_add_ps(total, more[t][m]);
                }
                _mm512_storeu_ps(y.add(16 * t), total);
            }
        }
    }
}

/// A row of a strip.
///
/// # Safety
/// As `tile`; there is such a row.
#[inline(always)]
unsafe fn row<const T: usize, const M: usize>(job: &Job<f32, f32, M>, p: usize, sums: &mut [[__m512; M]; T]) {
    unsafe {
        let mut x = [_mm512_setzero_ps(); M];
        for (x, from) in x.iter_mut().zip(job.x) {
            *x = _mm512_set1_ps(*from.add(p));
        }
        for (t, sums) in sums.iter_mut().enumerate() {
            let weight = _mm512_loadu_ps(job.w.add(16 * (T * p + t)));
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = _mm512_fmadd_ps(x, weight, *sum);
            }
        }
    }
}
