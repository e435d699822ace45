//! How large the numbers between the layers get, told from the weights alone.
//!
//! ```text
//! x after l layers = embedding + sum of (gate, at most 1 in size) * (row of the residual weights)
//! range            = the embedding's largest + 4 sqrt(sum of squares of the weights)       a column's; the largest of all columns
//! ```
//!
//! Gates rarely point the same way: a sum of many is as good as never larger than four times what they would give at random. Where it
//! is, whole numbers are cut there (`Cell`), and nothing else happens.

use super::packing::Tensors;
use crate::neural::kernel::packed::MOST;
use crate::neural::wavenet::features::PHASES;
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::WeightsError;

/// The largest size of each number.
pub(super) struct Ranges {
    /// Of what guides.
    pub(super) guide: [f32; PHASES],
    /// Of x before each layer.
    pub(super) x: Vec<f32>,
    /// Of the skip sum, rectified.
    pub(super) skip: f32,
    /// Of what comes before the last matrix, rectified.
    pub(super) hidden: f32,
}

/// How many cells make one of each number: `MOST` over its range.
#[derive(Debug)]
pub(in super::super) struct Scales {
    pub(in super::super) guide: [f32; PHASES],
    pub(in super::super) x: Vec<f32>,
    pub(in super::super) skip: f32,
    pub(in super::super) hidden: f32,
}

/// How many times its size at random a sum may have.
const RARE: f32 = 4.0;

/// What guides, as `Guide::write` scales it: three sines and cosines, the draft, then eight companded ones but for the last two.
const GUIDE: [f32; PHASES] = {
    let mut ranges = [1.0; PHASES];
    (ranges[6], ranges[14], ranges[15]) = (3.0, 6.0, 6.0);
    ranges
};

impl Ranges {
    /// The ranges of a network. Errors: a tensor is missing or misshapen.
    pub(super) fn of(shape: Shape, tensors: &Tensors<'_>) -> Result<Ranges, WeightsError> {
        let Shape { residual: r, skip, head, .. } = shape;
        let embedded = Sums::new(r).largest(tensors.get("embedding")?);
        let (mut x, mut so_far) = (Vec::new(), embedded);
        for l in 0..shape.layers() {
            x.push(so_far.range());
            if l + 1 < shape.layers() {
                so_far.add(tensors.get(&format!("layer.{l}.residual"))?, 1.0);
                so_far.shift(tensors.get(&format!("layer.{l}.residual.bias"))?);
            }
        }
        let mut skipped = Sums::new(skip);
        skipped.shift(tensors.get("skip.bias")?);
        skipped.add(tensors.get("skip.weight")?, 1.0);
        let skipped = skipped.range();
        let mut hidden = Sums::new(head);
        // A skip sum at random has a quarter of its range at most, and what it adds to here is told by its own largest.
        hidden.add(tensors.get("head.weight")?, skipped / RARE / RARE);
        hidden.add(tensors.get("head.phase")?, 1.0);
        Ok(Ranges { guide: GUIDE, x, skip: skipped, hidden: hidden.range() })
    }

    pub(super) fn scales(&self) -> Scales {
        Scales {
            guide: self.guide.map(|range| MOST / range),
            x: self.x.iter().map(|range| MOST / range).collect(),
            skip: MOST / self.skip,
            hidden: MOST / self.hidden,
        }
    }
}

/// What is known of a row of sums.
struct Sums {
    /// What each may have for certain.
    certain: Vec<f32>,
    /// Squares of what may be added to each.
    squares: Vec<f32>,
    shift: Vec<f32>,
}

impl Sums {
    fn new(columns: usize) -> Sums {
        Sums { certain: vec![0.0; columns], squares: vec![0.0; columns], shift: vec![0.0; columns] }
    }

    /// One of these rows.
    fn largest(mut self, rows: &[f32]) -> Sums {
        for row in rows.chunks_exact(self.certain.len()) {
            self.certain.iter_mut().zip(row).for_each(|(most, x)| *most = most.max(x.abs()));
        }
        self
    }

    /// All of these rows, each times a number of about `size`.
    fn add(&mut self, rows: &[f32], size: f32) {
        for row in rows.chunks_exact(self.squares.len()) {
            self.squares.iter_mut().zip(row).for_each(|(sum, x)| *sum += (x * size).powi(2));
        }
    }

    fn shift(&mut self, by: &[f32]) {
        self.shift.iter_mut().zip(by).for_each(|(shift, by)| *shift += by);
    }

    /// The size that none of them exceeds, as good as always; never nothing.
    fn range(&self) -> f32 {
        let parts = self.certain.iter().zip(&self.squares).zip(&self.shift);
        let of = |((certain, squares), shift): ((&f32, &f32), &f32)| certain + RARE * squares.sqrt() + shift.abs();
        parts.map(of).fold(1e-3, f32::max)
    }
}
