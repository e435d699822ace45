//! Weights of 16 or 8 bits, times inputs of 16: whole numbers, of which one instruction multiplies and adds twice as many as floats.
//!
//! ```text
//! x (float) -> cell = round(x scale), at most 16383 in size        scale = 16383 / range of its row
//! w         -> whole = round(w range / share)                     share: one float a column
//! y = start + share / 16383 * (sum of cell * whole)
//!
//! a strip of 16 columns:  rows 0 and 1: w00 w10 w01 w11 .. w0f w1f | rows 2 and 3: .. ; strip after strip, matrix after matrix
//! ```
//!
//! Shares are chosen so that no sum can leave 32 bits, whatever the inputs: sums are exact, and the same in every order, on every
//! path. What an input or a weight loses by rounding is all that differs from 32 bits.

use super::{Cell, LANES, Matrix, Pack, Path, Share, Size, aligned, avx2, avx512, padded, plain};

/// The largest size of an input.
pub const MOST: f32 = 16383.0;

/// Registers of columns in a strip: a row of two fills one line of the cache.
pub(super) const STRIP: usize = 2;

/// The weights of a network, packed for whole numbers.
#[derive(Debug)]
pub struct Wholes {
    pub(super) numbers: Numbers,
    /// What a sum of one stands for, for each column of each matrix.
    scales: Vec<f32>,
}

/// After as many fillers as told.
#[derive(Debug)]
pub(super) enum Numbers {
    /// 16 bits.
    Wide(usize, Vec<i16>),
    /// 8 bits.
    Narrow(usize, Vec<i8>),
}

impl Wholes {
    /// Nothing gathered yet: weights of 16 bits.
    pub fn wide() -> Wholes {
        Wholes { numbers: Numbers::Wide(0, Vec::new()), scales: Vec::new() }
    }

    /// Nothing gathered yet: weights of 8 bits.
    pub fn narrow() -> Wholes {
        Wholes { numbers: Numbers::Narrow(0, Vec::new()), scales: Vec::new() }
    }

    /// The weights in their place: to be called once, after the last matrix.
    #[must_use]
    pub fn settled(self) -> Wholes {
        let numbers = match &self.numbers {
            Numbers::Wide(first, numbers) => {
                let (first, numbers) = aligned(&numbers[*first..]);
                Numbers::Wide(first, numbers)
            }
            Numbers::Narrow(first, numbers) => {
                let (first, numbers) = aligned(&numbers[*first..]);
                Numbers::Narrow(first, numbers)
            }
        };
        Wholes { numbers, ..self }
    }

    /// Bytes that are read when every matrix is applied once.
    pub fn bytes(&self) -> usize {
        let each = if self.is_narrow() { 1 } else { 2 };
        i16::count(self) * each + size_of_val(self.scales.as_slice())
    }

    /// Whether its weights have 8 bits.
    pub fn is_narrow(&self) -> bool {
        matches!(self.numbers, Numbers::Narrow(..))
    }

    /// The scales of a matrix's columns.
    pub(super) fn scales(&self, matrix: Matrix) -> &[f32] {
        &self.scales[matrix.scales..][..matrix.columns]
    }
}

#[allow(clippy::disallowed_methods, reason = "runs when a model is loaded")]
impl Pack for Wholes {
    fn add(&mut self, ranges: &[f32], weights: &[f32]) -> Matrix {
        let rows = ranges.len();
        assert!(rows > 0 && rows.is_multiple_of(2) && weights.len().is_multiple_of(rows));
        let columns = weights.len() / rows;
        let matrix = Matrix { at: i16::count(self), scales: self.scales.len(), rows, columns: padded(columns) };
        // The largest weight a register holds, and the largest sum of a column's sizes with which no product leaves 32 bits; each of
        // them may grow by a half in rounding.
        let most = if self.is_narrow() { f32::from(i8::MAX) } else { f32::from(i16::MAX) };
        let room = i32::MAX as f32 / MOST - rows as f32;
        let weight = |p: usize, c: usize| if c < columns { weights[p * columns + c] * ranges[p] } else { 0.0 };
        let share = |c: usize| {
            let (largest, sum) =
                (0..rows).map(|p| weight(p, c).abs()).fold((0.0f32, 0.0f32), |(most, sum), w| (most.max(w), sum + w));
            (largest / most).max(sum / room).max(f32::MIN_POSITIVE)
        };
        let shares: Vec<f32> = (0..matrix.columns).map(share).collect();
        self.scales.extend(shares.iter().map(|share| share / MOST));
        for from in (0..matrix.columns).step_by(STRIP * LANES) {
            let strip = from..matrix.columns.min(from + STRIP * LANES);
            for p in (0..rows).step_by(2) {
                for c in strip.clone() {
                    for p in [p, p + 1] {
                        let whole = (weight(p, c) / shares[c]).round();
                        match &mut self.numbers {
                            Numbers::Wide(_, numbers) => numbers.push(whole as i16),
                            Numbers::Narrow(_, numbers) => numbers.push(whole as i8),
                        }
                    }
                }
            }
        }
        matrix
    }
}

impl Cell for i16 {
    type Packed = Wholes;

    /// Rounds to the nearest, halves to even: with 1.5 * 2^23 added, the last bits are the whole number.
    #[inline(always)]
    fn of(x: f32, scale: f32) -> i16 {
        let x = x * scale;
        let x = if x > MOST { MOST } else { x };
        let x = if x < -MOST { -MOST } else { x };
        (x + 12_582_912.0).to_bits() as i16
    }

    #[inline(always)]
    fn apply<S: Size, const M: usize>(path: Path, of: (&Wholes, Matrix), voices: [Share<'_, i16>; M]) {
        match path {
            Path::Avx512 => avx512::wholes::<S, M>(of, voices),
            Path::Avx2 => avx2::wholes(of, voices),
            Path::Portable => plain::wholes(of, voices),
        }
    }

    fn count(packed: &Wholes) -> usize {
        match &packed.numbers {
            Numbers::Wide(first, numbers) => numbers.len() - first,
            Numbers::Narrow(first, numbers) => numbers.len() - first,
        }
    }
}
