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

/// Does something with 0, 16, 32 .. below a number that is known when this is compiled, without a loop: at its end a processor guesses
/// wrong, and what it had read ahead is lost.
#[cfg(target_arch = "x86_64")]
macro_rules! sixteens {
    ($rows:expr, $from:ident => $work:expr) => {
        sixteens!($rows, $from => $work, 0 16 32 48 64 80 96 112 128)
    };
    ($rows:expr, $from:ident => $work:expr, $($at:literal)*) => {{
        const { assert!($rows <= 144) }
        $(if $at < $rows {
            let $from = $at;
            $work
        })*
    }};
}

mod avx2;
mod avx512;
mod floats;
#[cfg(target_arch = "x86_64")]
mod job;
mod plain;
mod wholes;

use super::{Job, LANES, Path};

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
            Path::Avx2 | Path::Avx512 => Precision::I16,
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

/// The size of a matrix where it is known when a step is compiled, so that some paths need no loop for it; else zeros.
pub trait Size {
    /// Rows: a multiple of sixteen.
    const ROWS: usize;
    /// Columns: a multiple of eight.
    const COLUMNS: usize;
}

/// A size that is known.
#[derive(Debug)]
pub struct Known<const ROWS: usize, const COLUMNS: usize>;

/// Any size.
pub type Unknown = Known<0, 0>;

impl<const ROWS: usize, const COLUMNS: usize> Size for Known<ROWS, COLUMNS> {
    const ROWS: usize = {
        assert!(ROWS.is_multiple_of(16));
        ROWS
    };
    const COLUMNS: usize = {
        assert!(COLUMNS.is_multiple_of(LANES));
        COLUMNS
    };
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
    fn apply<S: Size, const M: usize>(path: Path, of: (&Self::Packed, Matrix), voices: [Share<'_, Self>; M]);

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
    pub fn apply<C: Cell, const M: usize>(self, of: (&C::Packed, Matrix), voices: [Share<'_, C>; M]) {
        self.within(Product { of, voices });
    }

    /// The same as part of work that is `within` this path: there a product costs no call. `S`: the matrix' size.
    #[inline(always)]
    pub fn inside<C: Cell, S: Size, const M: usize>(
        self,
        (packed, matrix): (&C::Packed, Matrix),
        voices: [Share<'_, C>; M],
    ) {
        let Matrix { at, rows, columns, .. } = matrix;
        assert!(S::ROWS == 0 || S::ROWS == rows && S::COLUMNS == columns);
        assert!(at + rows * columns <= C::count(packed));
        for Share { x, start, y } in &voices {
            assert!(x.len() == rows && y.len() == columns && start.is_none_or(|start| start.len() == columns));
        }
        C::apply::<S, M>(self, (packed, matrix), voices);
    }
}

/// A product by itself.
struct Product<'a, 'b, C: Cell, const M: usize> {
    of: (&'a C::Packed, Matrix),
    voices: [Share<'b, C>; M],
}

impl<C: Cell, const M: usize> Job for Product<'_, '_, C, M> {
    type Out = ();

    #[inline(always)]
    fn run(self, path: Path) {
        path.inside::<C, Unknown, M>(self.of, self.voices);
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
