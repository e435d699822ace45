//! The loops for AVX-512 with VNNI, which every processor with VNNI in 512 bits has together with the parts of it named here.
//!
//! ```text
//! gemm tile: 12 rows x 32 columns in 24 registers; what is left of the columns goes the way of AVX2
//! ```
//!
//! Every entry here is reached through `Path::Avx512`, which only `Path::best` hands out after asking the processor; bounds are
//! asserted by the callers in `kernel`. What a network learns and plays comes out as with AVX2, to the bit.
#![allow(
    unsafe_code,
    reason = "std::arch loads through pointers; bounds are asserted at the door, see the module text"
)]

use super::View;

#[cfg(target_arch = "x86_64")]
mod tiles {
    use std::arch::x86_64::*;

    use crate::neural::kernel::{Path, portable};

    /// # Safety
    /// AVX-512; `a`, `b`, `c` cover `MR` x k, k x 16 `NV` and `MR` x 16 `NV` elements under their steps.
    #[inline]
    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    unsafe fn tile<const MR: usize, const NV: usize>(
        k: usize,
        (a, ars, acs): (*const f32, usize, usize),
        (b, bld): (*const f32, usize),
        (c, cld): (*mut f32, usize),
    ) {
        let mut acc = [[_mm512_setzero_ps(); NV]; MR];
        unsafe {
            for (i, row) in acc.iter_mut().enumerate() {
                for (v, x) in row.iter_mut().enumerate() {
                    *x = _mm512_loadu_ps(c.add(i * cld + v * 16));
                }
            }
            for p in 0..k {
                let mut w = [_mm512_setzero_ps(); NV];
                for (v, x) in w.iter_mut().enumerate() {
                    *x = _mm512_loadu_ps(b.add(p * bld + v * 16));
                }
                for (i, row) in acc.iter_mut().enumerate() {
                    let x = _mm512_set1_ps(*a.add(i * ars + p * acs));
                    for (sum, w) in row.iter_mut().zip(&w) {
                        *sum = _mm512_fmadd_ps(x, *w, *sum);
                    }
                }
            }
            for (i, row) in acc.iter().enumerate() {
                for (v, x) in row.iter().enumerate() {
                    _mm512_storeu_ps(c.add(i * cld + v * 16), *x);
                }
            }
        }
    }

    /// # Safety
    /// AVX-512; the pointers cover m x k, k x n, m x n elements under their steps; n is a multiple of 16.
    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub(super) unsafe fn gemm(
        [m, n, k]: [usize; 3],
        (a, ars, acs): (*const f32, usize, usize),
        (b, bld): (*const f32, usize),
        (c, cld): (*mut f32, usize),
    ) {
        let mut j = 0;
        while j < n {
            let wide = n - j >= 32;
            let mut i = 0;
            unsafe {
                let (b, c) = ((b.add(j), bld), c.add(j));
                while i < m {
                    let (a, c) = ((a.add(i * ars), ars, acs), (c.add(i * cld), cld));
                    i += match (wide, m - i) {
                        (true, 12..) => {
                            tile::<12, 2>(k, a, b, c);
                            12
                        }
                        (true, 4..) => {
                            tile::<4, 2>(k, a, b, c);
                            4
                        }
                        (true, _) => {
                            tile::<1, 2>(k, a, b, c);
                            1
                        }
                        (false, 12..) => {
                            tile::<12, 1>(k, a, b, c);
                            12
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
            j += if wide { 32 } else { 16 };
        }
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub(super) fn within<J: crate::neural::kernel::Job>(job: J) -> J::Out {
        job.run(Path::Avx512)
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub(super) fn sweep(data: &[f32]) -> f32 {
        portable::sweep(data)
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub(super) fn multiply(rounds: usize) -> f32 {
        let (share, rest) = (_mm512_set1_ps(0.99), _mm512_set1_ps(0.01));
        let mut sums = [_mm512_set1_ps(0.5); 12];
        for _ in 0..rounds.div_ceil(2) {
            for sum in &mut sums {
                *sum = _mm512_fmadd_ps(*sum, share, rest);
            }
        }
        let total = sums.into_iter().fold(_mm512_setzero_ps(), |total, sum| _mm512_add_ps(total, sum));
        _mm512_cvtss_f32(total)
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn gemm(
    [m, n, k]: [usize; 3],
    (a, av): (&[f32], View),
    (b, bv): (&[f32], View),
    (c, cv): (&mut [f32], View),
) {
    let whole = n / 16 * 16;
    // SAFETY: `Path::Avx512` exists only where the processor has it; `Path::gemm` asserted every bound.
    unsafe {
        tiles::gemm(
            [m, whole, k],
            (a.as_ptr().add(av.at), av.row, av.column),
            (b.as_ptr().add(bv.at), bv.row),
            (c.as_mut_ptr().add(cv.at), cv.row),
        );
    }
    if n > whole {
        let right = |v: View| View { at: v.at + whole, ..v };
        super::avx2::gemm([m, n - whole, k], (a, av), (b, right(bv)), (c, right(cv)));
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn within<J: super::Job>(job: J) -> J::Out {
    // SAFETY: `Path::Avx512` exists only where the processor has it.
    unsafe { tiles::within(job) }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn sweep(data: &[f32]) -> f32 {
    // SAFETY: as above.
    unsafe { tiles::sweep(data) }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn multiply(rounds: usize) -> f32 {
    // SAFETY: as above.
    unsafe { tiles::multiply(rounds) }
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) use super::avx2::{gemm, multiply, sweep, within};
