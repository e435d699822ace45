//! Weights of 32 bits.
//!
//! ```text
//! a matrix of 80 rows, 64 columns -> one strip:  row 0: 64 numbers | row 1: 64 numbers | ..
//!                    200 columns  -> strips of 96, 96, 8, each row by row; matrix after matrix without a gap
//! ```
//!
//! Every sum has one order, whatever the number of voices beside it.

use super::{Cell, LANES, Matrix, Pack, Path, Share, Size, aligned, avx2, avx512, padded, plain};

/// The weights of a network, packed for floats.
#[derive(Debug, Default)]
pub struct Floats {
    /// How many fillers come first.
    first: usize,
    numbers: Vec<f32>,
}

impl Floats {
    /// The weights in their place: to be called once, after the last matrix.
    #[must_use]
    pub fn settled(self) -> Floats {
        let (first, numbers) = aligned(self.all());
        Floats { first, numbers }
    }

    /// The weights, fillers of columns included.
    pub(super) fn all(&self) -> &[f32] {
        &self.numbers[self.first..]
    }

    /// Bytes that are read when every matrix is applied once.
    pub fn bytes(&self) -> usize {
        size_of_val(self.all())
    }
}

impl Pack for Floats {
    #[allow(clippy::disallowed_methods, reason = "runs when a model is loaded")]
    fn add(&mut self, ranges: &[f32], weights: &[f32]) -> Matrix {
        let rows = ranges.len();
        assert!(rows > 0 && rows.is_multiple_of(2) && weights.len().is_multiple_of(rows));
        let columns = weights.len() / rows;
        let matrix = Matrix { at: self.all().len(), scales: 0, rows, columns: padded(columns) };
        let mut from = 0;
        while from < matrix.columns {
            let to = from + LANES * strip((matrix.columns - from) / LANES);
            for row in weights.chunks_exact(columns) {
                self.numbers.extend((from..to).map(|c| row.get(c).copied().unwrap_or(0.0)));
            }
            from = to;
        }
        matrix
    }
}

impl Cell for f32 {
    type Packed = Floats;

    #[inline(always)]
    fn of(x: f32, _scale: f32) -> f32 {
        x
    }

    #[inline(always)]
    fn apply<S: Size, const M: usize>(path: Path, of: (&Floats, Matrix), voices: [Share<'_, f32>; M]) {
        match path {
            Path::Avx512 => avx512::floats::<S, M>(of, voices),
            Path::Avx2 => avx2::floats(of, voices),
            Path::Portable => plain::floats(of, voices),
        }
    }

    fn count(packed: &Floats) -> usize {
        packed.all().len()
    }
}

/// Registers of columns in the next strip where so many are left: as many as one path keeps its sums in.
pub(super) fn strip(left: usize) -> usize {
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
pub(super) fn chains(strip: usize) -> usize {
    if strip < 6 { 2 } else { 1 }
}
