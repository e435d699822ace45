//! The loops for AVX2 and FMA. With `packed::avx2` the only module of `neural` with unsafe code.
//!
//! ```text
//! gemm tile: 4 rows x 16 columns in 8 registers, one broadcast and two fused multiply-adds a row and step
//! ```
//!
//! Every entry here is reached through `Path::Avx2`, which only `Path::best` hands out after asking the processor; bounds
//! are asserted by the callers in `kernel`. Elementwise loops are the portable ones, compiled again for eight lanes.
#![allow(
    unsafe_code,
    reason = "std::arch loads through pointers; bounds are asserted at the door, see the module text"
)]

use super::View;

#[cfg(target_arch = "x86_64")]
mod tiles {
    use std::arch::x86_64::*;

    use crate::neural::kernel::Path;

    /// # Safety
    /// AVX2 and FMA; `a`, `b`, `c` cover `MR` x k, k x 8 `NV` and `MR` x 8 `NV` elements under their steps.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn tile<const MR: usize, const NV: usize>(
        k: usize,
        (a, ars, acs): (*const f32, usize, usize),
        (b, bld): (*const f32, usize),
        (c, cld): (*mut f32, usize),
    ) {
        let mut acc = [[_mm256_setzero_ps(); NV]; MR];
        unsafe {
            for (i, row) in acc.iter_mut().enumerate() {
                for (v, x) in row.iter_mut().enumerate() {
                    *x = _mm256_loadu_ps(c.add(i * cld + v * 8));
                }
            }
            for p in 0..k {
                let mut w = [_mm256_setzero_ps(); NV];
                for (v, x) in w.iter_mut().enumerate() {
                    *x = _mm256_loadu_ps(b.add(p * bld + v * 8));
                }
                for (i, row) in acc.iter_mut().enumerate() {
                    let x = _mm256_broadcast_ss(&*a.add(i * ars + p * acs));
                    for (sum, w) in row.iter_mut().zip(&w) {
                        *sum = _mm256_fmadd_ps(x, *w, *sum);
                    }
                }
            }
            for (i, row) in acc.iter().enumerate() {
                for (v, x) in row.iter().enumerate() {
                    _mm256_storeu_ps(c.add(i * cld + v * 8), *x);
                }
            }
        }
    }

    /// # Safety
    /// AVX2 and FMA; the pointers cover m x k, k x n, m x n elements under their steps; n is a multiple of 8.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn gemm(
        [m, n, k]: [usize; 3],
        (a, ars, acs): (*const f32, usize, usize),
        (b, bld): (*const f32, usize),
        (c, cld): (*mut f32, usize),
    ) {
        let pairs = n / 16 * 16;
        unsafe {
            for j in (0..n).step_by(16) {
                let (b, c) = ((b.add(j), bld), c.add(j));
                let wide = j < pairs;
                let mut i = 0;
                while i < m {
                    let (a, c) = ((a.add(i * ars), ars, acs), (c.add(i * cld), cld));
                    // Twelve sums hide the latency of the multiply-add; four rows at the end cost less than six and two.
                    i += match (wide, m - i) {
                        (true, 6 | 10 | 12..) => {
                            tile::<6, 2>(k, a, b, c);
                            6
                        }
                        (true, 4..) => {
                            tile::<4, 2>(k, a, b, c);
                            4
                        }
                        (true, _) => {
                            tile::<1, 2>(k, a, b, c);
                            1
                        }
                        (false, 4..) => {
                            tile::<4, 1>(k, a, b, c);
                            4
                        }
                        (false, _) => {
                            tile::<1, 1>(k, a, b, c);
                            1
                        }
                    };
                }
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn within<J: crate::neural::kernel::Job>(job: J) -> J::Out {
        job.run(Path::Avx2)
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn sweep(data: &[f32]) -> f32 {
        crate::neural::kernel::portable::sweep(data)
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn multiply(rounds: usize) -> f32 {
        let (share, rest) = (_mm256_set1_ps(0.99), _mm256_set1_ps(0.01));
        let mut sums = [_mm256_set1_ps(0.5); 12];
        for _ in 0..rounds {
            for sum in &mut sums {
                *sum = _mm256_fmadd_ps(*sum, share, rest);
            }
        }
        let total = sums.into_iter().fold(_mm256_setzero_ps(), |total, sum| _mm256_add_ps(total, sum));
        _mm256_cvtss_f32(total)
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn gate(z: &[f32], bias: &[f32], a: &mut [f32], s: &mut [f32], g: &mut [f32]) {
        crate::neural::kernel::portable::gate(z, bias, a, s, g);
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn gate_gradient(dg: &[f32], a: &[f32], s: &[f32], dz: &mut [f32]) {
        crate::neural::kernel::portable::gate_gradient(dg, a, s, dz);
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn gemm(sizes: [usize; 3], (a, av): (&[f32], View), (b, bv): (&[f32], View), (c, cv): (&mut [f32], View)) {
    // SAFETY: `Path::Avx2` exists only where the processor has both; `Path::gemm` asserted every bound.
    unsafe {
        tiles::gemm(
            sizes,
            (a.as_ptr().add(av.at), av.row, av.column),
            (b.as_ptr().add(bv.at), bv.row),
            (c.as_mut_ptr().add(cv.at), cv.row),
        );
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn within<J: super::Job>(job: J) -> J::Out {
    // SAFETY: `Path::Avx2` exists only where the processor has AVX2 and FMA.
    unsafe { tiles::within(job) }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn ask<T>(data: &[T]) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    const LINE: usize = 64;
    for line in data.chunks(LINE / size_of::<T>()) {
        // SAFETY: a hint, which no address makes wrong.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) }
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn sweep(data: &[f32]) -> f32 {
    // SAFETY: `Path::Avx2` exists only where the processor has AVX2 and FMA.
    unsafe { tiles::sweep(data) }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn multiply(rounds: usize) -> f32 {
    // SAFETY: as above.
    unsafe { tiles::multiply(rounds) }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn gate(z: &[f32], bias: &[f32], a: &mut [f32], s: &mut [f32], g: &mut [f32]) {
    // SAFETY: `Path::Avx2` exists only where the processor has AVX2 and FMA.
    unsafe { tiles::gate(z, bias, a, s, g) }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn gate_gradient(dg: &[f32], a: &[f32], s: &[f32], dz: &mut [f32]) {
    // SAFETY: as above.
    unsafe { tiles::gate_gradient(dg, a, s, dz) }
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) use super::portable::{gate, gate_gradient, gemm, multiply, sweep};

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn ask<T>(_data: &[T]) {}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn within<J: super::Job>(job: J) -> J::Out {
    job.run(super::Path::Avx2)
}
