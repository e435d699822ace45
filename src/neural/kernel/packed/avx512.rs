//! Packed weights times a few voices' inputs, for AVX-512 with VNNI: the order of weights that AVX2 reads, two registers of it at once.
//!
//! ```text
//! floats, a strip of 96 columns, one voice     6 sums in registers; four voices: 24
//! wholes, a strip of 16 columns                one register: two rows of it fill a line of the cache
//!         one voice                            4 strips side by side, two sums each; four voices: one
//! what is left, 8 columns                      as with AVX2
//! ```
//!
//! Reached through `Path::Avx512` only, which `Path::best` hands out after asking the processor; bounds are asserted by
//! `Path::apply`. Everything here becomes part of the step that asks for it (`Path::within`), which is compiled for this path: a call for
//! each product would take as long as the product. Sums have the order that they have with AVX2.
#![allow(
    unsafe_code,
    reason = "std::arch loads through pointers; bounds are asserted at the door, see the module text"
)]

use super::{Floats, Matrix, Share, Size, Wholes};

#[cfg(target_arch = "x86_64")]
mod floats;
#[cfg(target_arch = "x86_64")]
mod wholes;

#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn floats<Z: Size, const M: usize>((packed, matrix): (&Floats, Matrix), mut voices: [Share<'_, f32>; M]) {
    use super::LANES;
    use super::floats::strip;
    use super::job::Job;

    let w = packed.all()[matrix.at..].as_ptr();
    let mut job = Job::new(matrix.rows, &mut voices, w, std::ptr::null());
    // SAFETY: `Path::Avx512` exists only where the processor has it; `Path::apply` asserted that the inputs hold `rows` numbers, `start`
    // and `y` `columns`, and that `w` goes on to the matrix's end; strips fill the columns.
    unsafe {
        match Z::COLUMNS {
            64 => return floats::tile::<Z, 4, 1, M>(&job),
            32 => return floats::tile::<Z, 2, 2, M>(&job),
            16 => return floats::tile::<Z, 1, 2, M>(&job),
            _ => {}
        }
        let mut from = 0;
        while from < matrix.columns {
            let columns = strip((matrix.columns - from) / LANES);
            match columns {
                12 => floats::tile::<Z, 6, 1, M>(&job),
                8 => floats::tile::<Z, 4, 1, M>(&job),
                6 => floats::tile::<Z, 3, 1, M>(&job),
                4 => floats::tile::<Z, 2, 2, M>(&job),
                2 => floats::tile::<Z, 1, 2, M>(&job),
                _ => super::avx2::floats::narrow::<1, M>(&job),
            }
            job = job.after(columns);
            from += columns * LANES;
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn wholes<Z: Size, const M: usize>((packed, matrix): (&Wholes, Matrix), voices: [Share<'_, i16>; M]) {
    use super::wholes::Numbers;

    let scales = packed.scales(matrix);
    match &packed.numbers {
        Numbers::Wide(first, numbers) => strips::<_, Z, M>(matrix, &numbers[first + matrix.at..], scales, voices),
        Numbers::Narrow(first, numbers) => strips::<_, Z, M>(matrix, &numbers[first + matrix.at..], scales, voices),
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn strips<W: wholes::Weight, Z: Size, const M: usize>(
    matrix: Matrix,
    w: &[W],
    scales: &[f32],
    mut voices: [Share<'_, i16>; M],
) {
    use super::LANES;
    use super::job::Job;
    use super::wholes::STRIP;
    use wholes::{half, tile};

    let mut job = Job::new(matrix.rows, &mut voices, w.as_ptr(), scales.as_ptr());
    // SAFETY: as above; `scales` holds as many as `columns`.
    unsafe {
        match (M, Z::COLUMNS) {
            (1, 64) => return tile::<W, Z, 4, 2, M>(&job),
            (1, 32) => return tile::<W, Z, 2, 4, M>(&job),
            (_, 64) => return tile::<W, Z, 4, 1, M>(&job),
            (_, 32) => return tile::<W, Z, 2, 1, M>(&job),
            (_, 16) => return tile::<W, Z, 1, 4, M>(&job),
            _ => {}
        }
        let mut left = matrix.columns / LANES;
        while left > 0 {
            let strips = left / STRIP;
            let done = match strips {
                4.. => {
                    tile::<W, Z, 4, 1, M>(&job);
                    8
                }
                1.. => {
                    tile::<W, Z, 1, 4, M>(&job);
                    2
                }
                0 => {
                    half::<W, M>(&job);
                    1
                }
            };
            job = job.after(done);
            left -= done;
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub(super) fn floats<Z: Size, const M: usize>(of: (&Floats, Matrix), voices: [Share<'_, f32>; M]) {
    super::avx2::floats(of, voices);
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub(super) fn wholes<Z: Size, const M: usize>(of: (&Wholes, Matrix), voices: [Share<'_, i16>; M]) {
    super::avx2::wholes(of, voices);
}
