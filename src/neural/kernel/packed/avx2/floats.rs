//! The tiles of a strip of floats: sums that stay in registers from the first row to the last.
//!
//! ```text
//! registers: 12 sums, then 3 weights and 1 input (four voices) or 1 weight and the inputs (one voice, two)
//! ```
//!
//! No tile reads ahead or asks the cache to: the weights lie in the order of reading, which the processor follows by itself.

use std::arch::asm;
use std::arch::x86_64::*;

use crate::neural::kernel::packed::job::Job as Strip;

/// What a strip reads and writes.
type Job<const M: usize> = Strip<f32, f32, M>;

/// A strip of `NV` registers of columns, with one sum a column.
///
/// # Safety
/// AVX2 and FMA; the job's pointers cover a strip of this width.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn wide<const NV: usize, const M: usize>(job: &Job<M>) {
    unsafe {
        match (M, NV) {
            (1, _) => tile::<NV, NV, 1, M>(job, 0),
            (2, 12) => tiles::<NV, 6, 1, M>(job, 0, 12),
            (2, 8) => tiles::<NV, 4, 1, M>(job, 0, 8),
            (2, _) => tiles::<NV, 3, 1, M>(job, 0, NV),
            (_, 8) => {
                four::<NV, M>(job, 0);
                four::<NV, M>(job, 3);
                tile::<NV, 2, 1, M>(job, 6);
            }
            _ => {
                for v in (0..NV).step_by(3) {
                    four::<NV, M>(job, v);
                }
            }
        }
    }
}

/// A strip of `NV` registers of columns, with two sums a column: the even rows go to one, the odd ones to the other.
///
/// # Safety
/// As `wide`.
#[target_feature(enable = "avx2,fma")]
pub(in super::super) unsafe fn narrow<const NV: usize, const M: usize>(job: &Job<M>) {
    unsafe {
        match (M, NV) {
            (1, _) => tile::<NV, NV, 2, M>(job, 0),
            (2, 4 | 2) => tiles::<NV, 2, 2, M>(job, 0, NV),
            _ => tiles::<NV, 1, 2, M>(job, 0, NV),
        }
    }
}

/// Tiles of `T` registers each, from register `v` on to before `end`.
///
/// # Safety
/// As `wide`; `T` divides what is between.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn tiles<const NV: usize, const T: usize, const C: usize, const M: usize>(job: &Job<M>, v: usize, end: usize) {
    for v in (v..end).step_by(T) {
        unsafe { tile::<NV, T, C, M>(job, v) }
    }
}

/// What the sums of `T` registers from `v` on begin with.
///
/// # Safety
/// As `wide`.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn begin<const T: usize, const M: usize>(job: &Job<M>, v: usize) -> [[__m256; M]; T] {
    let mut sums = [[_mm256_setzero_ps(); M]; T];
    for (t, sums) in sums.iter_mut().enumerate() {
        for (m, sum) in sums.iter_mut().enumerate() {
            *sum = unsafe { _mm256_loadu_ps(job.start[m].add(8 * (v + t))) };
        }
    }
    sums
}

/// Writes the sums of `T` registers from `v` on.
///
/// # Safety
/// As `wide`.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn end<const T: usize, const M: usize>(job: &Job<M>, v: usize, sums: &[[__m256; M]; T]) {
    for (t, sums) in sums.iter().enumerate() {
        for (m, sum) in sums.iter().enumerate() {
            unsafe { _mm256_storeu_ps(job.y[m].add(8 * (v + t)), *sum) }
        }
    }
}

/// `T` registers of columns from `v` on, in `C` sums each.
///
/// # Safety
/// As `wide`.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn tile<const NV: usize, const T: usize, const C: usize, const M: usize>(job: &Job<M>, v: usize) {
    unsafe {
        let mut sums = [[[_mm256_setzero_ps(); M]; T]; C];
        sums[0] = begin::<T, M>(job, v);
        let mut w = job.w.add(8 * v);
        let mut p = 0;
        while p < job.rows {
            for (c, sums) in sums.iter_mut().enumerate() {
                let x = job.x.map(|x| _mm256_broadcast_ss(&*x.add(p + c)));
                for (t, sums) in sums.iter_mut().enumerate() {
                    let weight = _mm256_loadu_ps(w.add(8 * t));
                    for (sum, x) in sums.iter_mut().zip(x) {
                        *sum = _mm256_fmadd_ps(x, weight, *sum);
                    }
                }
                w = w.add(8 * NV);
            }
            p += C;
        }
        let mut total = sums[0];
        for more in &sums[1..] {
            for (total, more) in total.as_flattened_mut().iter_mut().zip(more.as_flattened()) {
                *total = _mm256_add_ps(*total, *more);
            }
        }
        end::<T, M>(job, v, &total);
    }
}

/// Three registers of columns for four voices: twelve sums, three weights and one input fill the sixteen registers to the last,
/// which a compiler does not manage, so the loop is written out.
macro_rules! rows {
    ($sums:expr, $x:expr, $w:expr, $row:expr, $rows:expr) => {{
        let [a0, b0, c0, d0, a1, b1, c1, d1, a2, b2, c2, d2] = $sums;
        let [a, b, c, d] = $x;
        asm!(
            "2:",
            "vmovups {w0}, [{w}]",
            "vmovups {w1}, [{w} + 32]",
            "vmovups {w2}, [{w} + 64]",
            "vbroadcastss {x}, [{a} + {p} * 4]",
            "vfmadd231ps {a0}, {x}, {w0}",
            "vfmadd231ps {a1}, {x}, {w1}",
            "vfmadd231ps {a2}, {x}, {w2}",
            "vbroadcastss {x}, [{b} + {p} * 4]",
            "vfmadd231ps {b0}, {x}, {w0}",
            "vfmadd231ps {b1}, {x}, {w1}",
            "vfmadd231ps {b2}, {x}, {w2}",
            "vbroadcastss {x}, [{c} + {p} * 4]",
            "vfmadd231ps {c0}, {x}, {w0}",
            "vfmadd231ps {c1}, {x}, {w1}",
            "vfmadd231ps {c2}, {x}, {w2}",
            "vbroadcastss {x}, [{d} + {p} * 4]",
            "vfmadd231ps {d0}, {x}, {w0}",
            "vfmadd231ps {d1}, {x}, {w1}",
            "vfmadd231ps {d2}, {x}, {w2}",
            "add {w}, {row}",
            "inc {p}",
            "cmp {p}, {rows}",
            "jne 2b",
            w = inout(reg) $w => _, p = inout(reg) 0usize => _, row = in(reg) $row, rows = in(reg) $rows,
            a = in(reg) a, b = in(reg) b, c = in(reg) c, d = in(reg) d,
            x = out(ymm_reg) _, w0 = out(ymm_reg) _, w1 = out(ymm_reg) _, w2 = out(ymm_reg) _,
            a0 = inout(ymm_reg) *a0, a1 = inout(ymm_reg) *a1, a2 = inout(ymm_reg) *a2,
            b0 = inout(ymm_reg) *b0, b1 = inout(ymm_reg) *b1, b2 = inout(ymm_reg) *b2,
            c0 = inout(ymm_reg) *c0, c1 = inout(ymm_reg) *c1, c2 = inout(ymm_reg) *c2,
            d0 = inout(ymm_reg) *d0, d1 = inout(ymm_reg) *d1, d2 = inout(ymm_reg) *d2,
            options(nostack, readonly),
        );
    }};
}

/// Three registers of columns from `v` on, for four voices; for any other number, a plain tile.
///
/// # Safety
/// As `wide`; there is at least one row.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn four<const NV: usize, const M: usize>(job: &Job<M>, v: usize) {
    unsafe {
        let mut sums = begin::<3, M>(job, v);
        let (Ok(twelve), [a, b, c, d]) = (<&mut [__m256; 12]>::try_from(sums.as_flattened_mut()), job.x.as_slice())
        else {
            return tile::<NV, 3, 1, M>(job, v);
        };
        let (x, w, row) = ([*a, *b, *c, *d], job.w.add(8 * v), 32 * NV);
        rows!(twelve, x, w, row, job.rows);
        end::<3, M>(job, v, &sums);
    }
}
