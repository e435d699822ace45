//! The matrices of a step, put together from the tensors of a file.
//!
//! ```text
//! layer.3.past    (32 x 64)  \
//! layer.3.phase   (16 x 64)   > gates (80 x 64)        layer.3.residual (32 x 32) | 32 rows of skip.weight (32 x 64) > out (32 x 96)
//! layer.3.current (32 x 64)  /
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
    /// [past | guide | current] to both gates.
    pub(in super::super) gates: Matrix,
    /// The gate's output to [next x | skip]; only skip in the last layer.
    pub(in super::super) out: Matrix,
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
        let mut bias = vec![0.0; r];
        let mut layers = Vec::new();
        for l in 0..shape.layers() {
            let gates = ["past", "phase", "current"].map(|part| tensors.get(&format!("layer.{l}.{part}")));
            let gates: Vec<f32> = gates.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
            let x = vec![ranges.x[l]; r];
            let gates = packed.add(&[&x, &ranges.guide[..], &x].concat(), &gates);
            let mut out = skips[l * r * skip..][..r * skip].to_vec();
            let before = bias.clone();
            if l + 1 < shape.layers() {
                let residual = tensors.get(&format!("layer.{l}.residual"))?.chunks_exact(r);
                out = residual.zip(out.chunks_exact(skip)).flat_map(|(a, b)| a.iter().chain(b).copied()).collect();
                let more = tensors.get(&format!("layer.{l}.residual.bias"))?;
                bias.iter_mut().zip(more).for_each(|(bias, more)| *bias += more);
            }
            layers.push(Layer { gates, out: packed.add(&vec![1.0; r], &out), bias: before });
        }
        let head_in = [tensors.get("head.weight")?, tensors.get("head.phase")?].concat();
        Ok(Parts {
            layers,
            head: packed.add(&[&vec![ranges.skip; skip], &ranges.guide[..]].concat(), &head_in),
            out: packed.add(&vec![ranges.hidden; head], tensors.get("out.weight")?),
        })
    }
}
