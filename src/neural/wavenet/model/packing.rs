//! The matrices of a step, put together from the tensors of a file.
//!
//! ```text
//! layer.3.past (32 x 64), layer.3.phase (16 x 64)  -> ahead (48 x 64)       layer.3.residual (32 x 32)      -> next (32 x 32)
//! layer.3.current (32 x 64)                        -> now (32 x 64)         32 rows of skip.weight (32 x 64) -> skip (32 x 64)
//!
//! ahead 0 | now 0, ahead 1, next 0, skip 0 | now 1, ahead 2, next 1, skip 1 | .. | head | out       as they are read
//! ```
//!
//! Knows no arithmetic: that is `kernel::packed`.

use super::ranges::Ranges;
use crate::neural::kernel::packed::{Matrix, Pack};
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::{Weights, WeightsError};

/// The tensors of a network by name.
pub(super) struct Tensors<'a> {
    pub(super) list: Vec<(String, usize, usize)>,
    pub(super) weights: &'a Weights,
}

impl Tensors<'_> {
    /// A tensor's numbers, row by row. Errors: it is missing or has another shape than the list says.
    pub(super) fn get(&self, name: &str) -> Result<&[f32], WeightsError> {
        let missing = || WeightsError::Missing { name: name.into() };
        let (_, rows, columns) = self.list.iter().find(|(n, ..)| n == name).ok_or_else(missing)?;
        self.weights.get(name, &[*rows, *columns])
    }
}

/// Where the matrices of a step lie.
pub(in super::super) struct Parts {
    pub(in super::super) layers: Vec<Layer>,
    pub(in super::super) head: Matrix,
    pub(in super::super) out: Matrix,
}

pub(in super::super) struct Layer {
    /// [past | guide] to both gates: what does not wait for the layer before.
    pub(in super::super) ahead: Matrix,
    /// x to both gates.
    pub(in super::super) now: Matrix,
    /// The gate's output to the next x; none in the last layer.
    pub(in super::super) next: Option<Matrix>,
    /// The gate's output to the skip sum.
    pub(in super::super) skip: Matrix,
    /// What the biases of the layers before add to x.
    pub(in super::super) bias: Vec<f32>,
}

impl Parts {
    /// Packs every matrix of a step in the order in which it reads them. Errors: a tensor is missing or misshapen.
    pub(super) fn pack(
        shape: Shape,
        tensors: &Tensors<'_>,
        ranges: &Ranges,
        packed: &mut impl Pack,
    ) -> Result<Parts, WeightsError> {
        let Shape { residual: r, skip, head, .. } = shape;
        let skips = tensors.get("skip.weight")?;
        let get = |l: usize, part: &str| tensors.get(&format!("layer.{l}.{part}"));
        let ahead = |l: usize, packed: &mut _| -> Result<Matrix, WeightsError> {
            let weights = [get(l, "past")?, get(l, "phase")?].concat();
            Ok(Pack::add(packed, &[&vec![ranges.x[l]; r], &ranges.guide[..]].concat(), &weights))
        };
        let mut bias = vec![0.0; r];
        let mut layers = Vec::new();
        let mut first = ahead(0, packed)?;
        for l in 0..shape.layers() {
            let more = l + 1 < shape.layers();
            let now = packed.add(&vec![ranges.x[l]; r], get(l, "current")?);
            let following = if more { ahead(l + 1, packed)? } else { first };
            let next = if more { Some(packed.add(&vec![1.0; r], get(l, "residual")?)) } else { None };
            let skip = packed.add(&vec![1.0; r], &skips[l * r * skip..][..r * skip]);
            layers.push(Layer { ahead: first, now, next, skip, bias: bias.clone() });
            if more {
                bias.iter_mut().zip(get(l, "residual.bias")?).for_each(|(bias, more)| *bias += more);
            }
            first = following;
        }
        let head_in = [tensors.get("head.weight")?, tensors.get("head.phase")?].concat();
        Ok(Parts {
            layers,
            head: packed.add(&[&vec![ranges.skip; skip], &ranges.guide[..]].concat(), &head_in),
            out: packed.add(&vec![ranges.hidden; head], tensors.get("out.weight")?),
        })
    }
}
