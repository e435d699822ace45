//! Weights in the order in which a step reads them, in 32, 16 or 8 bits, and their product with the inputs of a few voices.
//!
//! ```text
//! a matrix of 80 rows, 64 columns -> one strip:  row 0: 64 numbers | row 1: 64 numbers | ..
//!                    200 columns  -> strips of 96, 96, 8, each row by row; matrix after matrix without a gap
//!
//! path.apply((packed, matrix), [voice 1, voice 2, ..])        y = start + x W for each
//! ```
//!
//! 16 bits are IEEE halves: the shipped files hold these, so nothing is lost. 8 bits are whole numbers from -127 to 127 with a scale
//! for each column. Both are widened in registers; sums are always in 32 bits. Every sum has one order, whatever the number of
//! voices beside it, so a voice computes the same numbers alone and in a choir. Making allocates; applying does not.

mod avx2;
mod plain;

use super::{LANES, Path};
use crate::neural::weights::to_half;

/// How packed weights are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits.
    F32,
    /// 16 bits: IEEE halves.
    F16,
    /// 8 bits and a scale for each column.
    I8,
}

impl Precision {
    /// All of them, the widest first.
    pub const ALL: [Precision; 3] = [Precision::F32, Precision::F16, Precision::I8];

    /// What sounds on a path where nothing else is asked for: 16 bits where a register widens them, else 32.
    pub fn of(path: Path) -> Precision {
        match path {
            Path::Avx2 => Precision::F16,
            Path::Portable => Precision::F32,
        }
    }

    /// The name that benches print.
    pub fn name(self) -> &'static str {
        match self {
            Precision::F32 => "f32",
            Precision::F16 => "f16",
            Precision::I8 => "i8",
        }
    }

    /// Bytes a weight.
    pub fn bytes(self) -> usize {
        match self {
            Precision::F32 => 4,
            Precision::F16 => 2,
            Precision::I8 => 1,
        }
    }
}

/// Where one matrix lies among packed weights.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    at: usize,
    scales: usize,
    rows: usize,
    columns: usize,
}

/// The weights of a network, packed.
#[derive(Debug)]
pub struct Packed {
    numbers: Numbers,
    /// A scale for each column of each matrix, in 8 bits; empty otherwise.
    scales: Vec<f32>,
}

/// The first number to read is the first on a line of the cache: a load that crosses two lines counts twice.
#[derive(Debug)]
enum Numbers {
    F32(usize, Vec<f32>),
    F16(usize, Vec<u16>),
    I8(usize, Vec<i8>),
}

/// Gathers matrices and packs them.
#[derive(Debug)]
pub struct Packer {
    precision: Precision,
    numbers: Vec<f32>,
    scales: Vec<f32>,
}

/// Registers of columns in the next strip where so many are left: as many as one path keeps its sums in.
fn strip(left: usize) -> usize {
    match left {
        12 | 20.. => 12,
        8.. => 8,
        6.. => 6,
        4.. => 4,
        2.. => 2,
        _ => 1,
    }
}

/// Sums a column of a strip: rows of narrow strips go in turn to two, or their additions would wait for each other.
fn chains(strip: usize) -> usize {
    if strip < 6 { 2 } else { 1 }
}

/// The next multiple of eight: the columns that a matrix of `n` columns has once packed.
pub fn padded(n: usize) -> usize {
    n.next_multiple_of(LANES)
}

#[allow(clippy::disallowed_macros, clippy::disallowed_methods, reason = "runs when a model is loaded")]
impl Packer {
    /// Nothing gathered yet.
    pub fn new(precision: Precision) -> Packer {
        Packer { precision, numbers: Vec::new(), scales: Vec::new() }
    }

    /// Takes a matrix of `rows` rows, an even number, and `columns` columns, row by row. Columns of zeros fill up to a multiple of
    /// eight.
    ///
    /// Panics where the sizes do not fit: that is a wrong shape in the caller's code, never data.
    pub fn add(&mut self, rows: usize, columns: usize, weights: &[f32]) -> Matrix {
        assert!(weights.len() == rows * columns && rows > 0 && rows.is_multiple_of(2));
        let matrix = Matrix {
            at: self.numbers.len(),
            scales: self.scales.len(),
            rows,
            columns: columns.next_multiple_of(LANES),
        };
        let mut shares = vec![1.0; matrix.columns];
        if self.precision == Precision::I8 {
            for (column, share) in shares.iter_mut().enumerate().take(columns) {
                let most = weights.iter().skip(column).step_by(columns).fold(0.0f32, |most, w| most.max(w.abs()));
                *share = if most > 0.0 { most / 127.0 } else { 1.0 };
            }
            self.scales.extend_from_slice(&shares);
        }
        let mut from = 0;
        while from < matrix.columns {
            let to = from + LANES * strip((matrix.columns - from) / LANES);
            for row in weights.chunks_exact(columns) {
                let number = |c: usize| row.get(c).map_or(0.0, |w| w / shares[c]);
                self.numbers.extend((from..to).map(number));
            }
            from = to;
        }
        matrix
    }

    /// The packed weights.
    pub fn finish(self) -> Packed {
        let Packer { precision, numbers, scales } = self;
        let numbers = match precision {
            Precision::F32 => {
                let (at, numbers) = aligned(numbers.iter().copied(), 0.0);
                Numbers::F32(at, numbers)
            }
            Precision::F16 => {
                let (at, numbers) = aligned(numbers.iter().map(|&x| to_half(x)), 0);
                Numbers::F16(at, numbers)
            }
            Precision::I8 => {
                let (at, numbers) = aligned(numbers.iter().map(|x| x.round() as i8), 0);
                Numbers::I8(at, numbers)
            }
        };
        Packed { numbers, scales }
    }
}

/// The numbers after as many fillers as bring them to the start of a line of the cache, and how many these are.
#[allow(clippy::disallowed_methods, reason = "runs when a model is loaded")]
fn aligned<T: Copy>(numbers: impl ExactSizeIterator<Item = T>, filler: T) -> (usize, Vec<T>) {
    const LINE: usize = 64;
    let mut out: Vec<T> = Vec::with_capacity(numbers.len() + LINE);
    let at = out.as_ptr().align_offset(LINE).min(LINE);
    out.resize(at, filler);
    out.extend(numbers);
    (at, out)
}

impl Packed {
    /// How they are kept.
    pub fn precision(&self) -> Precision {
        match self.numbers {
            Numbers::F32(..) => Precision::F32,
            Numbers::F16(..) => Precision::F16,
            Numbers::I8(..) => Precision::I8,
        }
    }

    /// How many weights there are, fillers of columns included.
    pub fn count(&self) -> usize {
        match &self.numbers {
            Numbers::F32(at, numbers) => numbers.len() - at,
            Numbers::F16(at, numbers) => numbers.len() - at,
            Numbers::I8(at, numbers) => numbers.len() - at,
        }
    }

    /// Bytes that are read when every matrix is applied once.
    pub fn bytes(&self) -> usize {
        self.count() * self.precision().bytes() + self.scales.len() * 4
    }
}

/// What one voice gives to a product and takes from it.
#[derive(Debug)]
pub struct Share<'a> {
    /// The input: as many numbers as the matrix has rows.
    pub x: &'a [f32],
    /// What is added to the product: as many as it has columns, `padded`. None: what `y` holds.
    pub start: Option<&'a [f32]>,
    /// Where the sum goes.
    pub y: &'a mut [f32],
}

impl Path {
    /// y = start + x W for each voice. One, two and four voices share every reading of a weight.
    ///
    /// Panics where the sizes do not fit: that is a wrong shape in the caller's code, never data.
    #[inline(always)]
    pub fn apply<const M: usize>(self, (packed, matrix): (&Packed, Matrix), voices: [Share<'_>; M]) {
        let Matrix { at, rows, columns, .. } = matrix;
        assert!(at + rows * columns <= packed.count());
        for Share { x, start, y } in &voices {
            assert!(x.len() == rows && y.len() == columns && start.is_none_or(|start| start.len() == columns));
        }
        match self {
            Path::Avx2 => avx2::apply(packed, matrix, voices),
            Path::Portable => plain::apply(packed, matrix, voices),
        }
    }
}

#[cfg(test)]
mod tests;
