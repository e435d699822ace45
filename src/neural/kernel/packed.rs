//! Weights in the order in which a step reads them, and their product with the inputs of a few voices.
//!
//! ```text
//! Floats   32 bits, times floats: sums in floats                                                    (`floats`)
//! Wholes   16 or 8 bits, times whole numbers of 16 bits: sums in whole numbers, scaled at the end   (`wholes`)
//!
//! path.apply((packed, matrix), [voice 1, voice 2, ..])        y = start + x W for each
//! ```
//!
//! A voice computes the same numbers alone and in a choir, whatever the number of voices beside it. Making allocates; applying does
//! not.

mod avx2;
mod floats;
mod plain;
mod wholes;

use super::{LANES, Path};

pub use floats::Floats;
pub use wholes::{MOST, Wholes};

/// How a network's steps are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Weights and inputs of 32 bits.
    F32,
    /// Weights of 16 bits with a scale for each column, inputs of 16.
    I16,
    /// Weights of 8 bits with a scale for each column, inputs of 16.
    I8,
}

impl Precision {
    /// All of them, the widest first.
    pub const ALL: [Precision; 3] = [Precision::F32, Precision::I16, Precision::I8];

    /// What sounds on a path where nothing else is asked for: whole numbers where one instruction multiplies and adds twice as many of
    /// them as of floats.
    pub fn of(path: Path) -> Precision {
        match path {
            Path::Avx2 => Precision::I16,
            Path::Portable => Precision::F32,
        }
    }

    /// The name that benches print.
    pub fn name(self) -> &'static str {
        match self {
            Precision::F32 => "f32",
            Precision::I16 => "i16",
            Precision::I8 => "i8",
        }
    }
}

/// Where one matrix lies among packed weights.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    at: usize,
    /// Where the scales of its columns lie; 0 among floats.
    scales: usize,
    rows: usize,
    columns: usize,
}

/// Weights that grow by a matrix at a time.
pub trait Pack {
    /// Takes a matrix, row by row: `ranges` has a number for each of its rows, an even number of them, that says within which size the
    /// input of that row stays; what goes beyond is cut where inputs are whole numbers. Columns of zeros fill up to a multiple of
    /// eight.
    ///
    /// Panics where the sizes do not fit: that is a wrong shape in the caller's code, never data.
    fn add(&mut self, ranges: &[f32], weights: &[f32]) -> Matrix;
}

/// What a product reads: a float, or a whole number that stands for one.
pub trait Cell: Copy + Default {
    /// The weights that are multiplied with such inputs.
    type Packed;

    /// What stands for `x`, whose row was packed with the range `MOST / scale`.
    fn of(x: f32, scale: f32) -> Self;

    /// The product; sizes were looked at.
    fn apply<const M: usize>(path: Path, of: (&Self::Packed, Matrix), voices: [Share<'_, Self>; M]);

    /// How many weights there are, fillers included.
    fn count(packed: &Self::Packed) -> usize;
}

/// What one voice gives to a product and takes from it.
#[derive(Debug)]
pub struct Share<'a, C> {
    /// The input: as many as the matrix has rows.
    pub x: &'a [C],
    /// What is added to the product: as many as it has columns, `padded`. None: what `y` holds.
    pub start: Option<&'a [f32]>,
    /// Where the sum goes.
    pub y: &'a mut [f32],
}

/// The next multiple of eight: the columns that a matrix of `n` columns has once packed.
pub fn padded(n: usize) -> usize {
    n.next_multiple_of(LANES)
}

impl Path {
    /// y = start + x W for each voice. One, two and four voices share every reading of a weight.
    ///
    /// Panics where the sizes do not fit: that is a wrong shape in the caller's code, never data.
    #[inline(always)]
    pub fn apply<C: Cell, const M: usize>(self, (packed, matrix): (&C::Packed, Matrix), voices: [Share<'_, C>; M]) {
        let Matrix { at, rows, columns, .. } = matrix;
        assert!(at + rows * columns <= C::count(packed));
        for Share { x, start, y } in &voices {
            assert!(x.len() == rows && y.len() == columns && start.is_none_or(|start| start.len() == columns));
        }
        C::apply(self, (packed, matrix), voices);
    }
}

/// The numbers after as many fillers as bring them to the start of a line of the cache, and how many these are: a load that crosses
/// two lines counts twice.
#[allow(clippy::disallowed_methods, reason = "runs when a model is loaded")]
fn aligned<T: Copy + Default>(numbers: &[T]) -> (usize, Vec<T>) {
    const LINE: usize = 64;
    let mut out: Vec<T> = Vec::with_capacity(numbers.len() + LINE);
    let at = out.as_ptr().align_offset(LINE).min(LINE);
    out.resize(at, T::default());
    out.extend_from_slice(numbers);
    (at, out)
}

#[cfg(test)]
mod tests;
