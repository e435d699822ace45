//! Packed weights times a few voices' inputs, for AVX2 with FMA and F16C.
//!
//! ```text
//! a strip of 96 columns, one voice    12 sums in registers; a row of weights is read straight through
//! the same, four voices               4 times: 3 columns of eight x 4 voices = 12 sums; a weight is widened once for the four
//! ```
//!
//! Reached through `Path::Avx2` only, which `Path::best` hands out after asking the processor; bounds are asserted by
//! `Path::apply`.
#![allow(
    unsafe_code,
    reason = "std::arch loads through pointers; bounds are asserted at the door, see the module text"
)]

use super::{Matrix, Packed, Share};

#[cfg(target_arch = "x86_64")]
mod tiles;

#[cfg(target_arch = "x86_64")]
pub(super) fn apply<const M: usize>(packed: &Packed, matrix: Matrix, mut voices: [Share<'_>; M]) {
    use super::{LANES, Numbers, chains, strip};

    let (w, bits): (*const u8, usize) = match &packed.numbers {
        Numbers::F32(first, numbers) => (numbers[first + matrix.at..].as_ptr().cast(), 32),
        Numbers::F16(first, numbers) => (numbers[first + matrix.at..].as_ptr().cast(), 16),
        Numbers::I8(first, numbers) => (numbers[first + matrix.at..].as_ptr().cast(), 8),
    };
    let scales = packed.scales.get(matrix.scales..).unwrap_or_default();
    assert!(bits != 8 || scales.len() >= matrix.columns);
    let x = voices.each_ref().map(|voice| voice.x.as_ptr());
    let given = voices.each_ref().map(|voice| voice.start.map(<[f32]>::as_ptr));
    let y = voices.each_mut().map(|voice| voice.y.as_mut_ptr());
    let start = std::array::from_fn(|m| given[m].unwrap_or(y[m]));
    let mut job = tiles::Job { x, rows: matrix.rows, start, y, w, scales: scales.as_ptr() };
    let mut from = 0;
    while from < matrix.columns {
        let columns = strip((matrix.columns - from) / LANES);
        debug_assert_eq!(chains(columns) == 2, columns < 6);
        // SAFETY: `Path::Avx2` exists only where the processor has AVX2, FMA and F16C; `Path::apply` asserted that the inputs hold
        // `rows` numbers, `start` and `y` `columns`, and that `w` and `scales` go on to the matrix's end; strips fill the columns.
        unsafe {
            match (columns, bits) {
                (12, 32) => tiles::wide::<32, 12, M>(&job),
                (12, 16) => tiles::wide::<16, 12, M>(&job),
                (12, _) => tiles::wide::<8, 12, M>(&job),
                (8, 32) => tiles::wide::<32, 8, M>(&job),
                (8, 16) => tiles::wide::<16, 8, M>(&job),
                (8, _) => tiles::wide::<8, 8, M>(&job),
                (6, 32) => tiles::wide::<32, 6, M>(&job),
                (6, 16) => tiles::wide::<16, 6, M>(&job),
                (6, _) => tiles::wide::<8, 6, M>(&job),
                (4, 32) => tiles::narrow::<32, 4, M>(&job),
                (4, 16) => tiles::narrow::<16, 4, M>(&job),
                (4, _) => tiles::narrow::<8, 4, M>(&job),
                (2, 32) => tiles::narrow::<32, 2, M>(&job),
                (2, 16) => tiles::narrow::<16, 2, M>(&job),
                (2, _) => tiles::narrow::<8, 2, M>(&job),
                (_, 32) => tiles::narrow::<32, 1, M>(&job),
                (_, 16) => tiles::narrow::<16, 1, M>(&job),
                _ => tiles::narrow::<8, 1, M>(&job),
            }
            job = job.after(columns, bits);
        }
        from += columns * LANES;
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn apply<const M: usize>(packed: &Packed, matrix: Matrix, voices: [Share<'_>; M]) {
    super::plain::apply(packed, matrix, voices);
}
