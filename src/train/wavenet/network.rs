//! The WaveNet on dfdx: named matrices, and the way from a batch to bits a sample.
//!
//! ```text
//! codes -> embed -> layer 0 -> .. -> layer 17 -> skip sum -> head -> prediction -> bits
//!                     ^ guide of every step, bias of every frame (conditioner)
//! ```

use std::rc::Rc;

use dfdx::shapes::Rank0;
use dfdx::tensor::{Cpu, CpuError, OwnedTape, Tape, Tensor};
use dfdx::tensor_ops::Backward;

use super::crop::Batch;
use super::ops::{self, Activation, Frames, LayerInput, LayerWeights, Matrix, Quiet, Scores, dense, matrix};
use crate::neural::wavenet::codec::CODES;
use crate::neural::wavenet::features::{FEATURES, FRAME};
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::{Weights, WeightsError};
use crate::train::random::Random;

/// A WaveNet that can learn.
pub struct Network {
    /// Its sizes.
    pub shape: Shape,
    device: Cpu,
    names: Vec<String>,
    tensors: Vec<Matrix>,
}

impl Network {
    /// Random weights. The embedding starts as sines of the amplitude, so that neighbouring codes start alike.
    pub fn new(shape: Shape, seed: u64) -> Network {
        let (device, mut random) = (Cpu::default(), Random::new(seed));
        let (mut names, mut tensors) = (Vec::new(), Vec::new());
        for (name, rows, columns) in shape.network() {
            let size = match name.as_str() {
                n if n.ends_with("bias") => 0.0,
                "embedding" => 0.0,
                "condition.out.weight" => 0.1,
                "skip.weight" => (1.0 / rows as f32).sqrt(),
                "out.weight" => 0.05,
                n if n.ends_with("past") || n.ends_with("current") || n.ends_with("phase") => {
                    (1.0 / (2.5 * shape.residual as f32)).sqrt()
                }
                n if n.ends_with("residual") => 0.5 * (1.0 / rows as f32).sqrt(),
                _ => (1.0 / rows as f32).sqrt(),
            };
            let data = if name == "embedding" {
                sines(columns)
            } else {
                (0..rows * columns).map(|_| size * random.normal()).collect()
            };
            tensors.push(matrix(&device, rows, columns, data));
            names.push(name);
        }
        Network { shape, device, names, tensors }
    }

    /// Takes up stored weights. Errors where a tensor is missing or misshapen.
    pub fn load(shape: Shape, weights: &Weights) -> Result<Network, WeightsError> {
        let device = Cpu::default();
        let (mut names, mut tensors) = (Vec::new(), Vec::new());
        for (name, rows, columns) in shape.network() {
            tensors.push(matrix(&device, rows, columns, weights.get(&name, &[rows, columns])?.to_vec()));
            names.push(name);
        }
        Ok(Network { shape, device, names, tensors })
    }

    /// The tensors' names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The tensors, in order.
    pub fn tensors(&mut self) -> &mut [Matrix] {
        &mut self.tensors
    }

    /// The weights as stored tensors; `numbers` picks the numbers of each (the tensor's own, or a running mean).
    pub fn export(&self, numbers: impl Fn(usize, &Matrix) -> Vec<f32>) -> Result<Weights, WeightsError> {
        let mut weights = Weights::new();
        for (i, (name, tensor)) in self.names.iter().zip(&self.tensors).enumerate() {
            weights.insert(name, &[ops::rows(tensor), ops::columns(tensor)], numbers(i, tensor))?;
        }
        Ok(weights)
    }

    /// The numbers of every tensor, in order.
    pub fn numbers(&self) -> Vec<Vec<f32>> {
        self.tensors.iter().map(ops::numbers).collect()
    }

    fn get(&self, name: &str) -> &Matrix {
        // The list of names is fixed by `Shape::network`, from which both sides of this look-up come.
        let at = self.names.iter().position(|n| n == name).unwrap_or(0);
        &self.tensors[at]
    }

    /// The biases of every frame and clip: [frames * clips, `shape.biases()`].
    fn condition<T: Tape<f32, Cpu>>(&self, tape: &mut T, batch: &Batch) -> Matrix {
        let d = &self.device;
        let features = matrix(d, batch.features.len() / FEATURES, FEATURES, batch.features.clone());
        let first = [(&features, self.get("condition.1.features"))];
        let first = dense(tape, d, &first, Some(self.get("condition.1.bias")), None, Activation::Tanh);
        let second = [(&first, self.get("condition.2.weight"))];
        let second = dense(tape, d, &second, Some(self.get("condition.2.bias")), None, Activation::Tanh);
        let out = [(&second, self.get("condition.out.weight"))];
        dense(tape, d, &out, Some(self.get("condition.out.bias")), None, Activation::None)
    }

    /// The last layer's numbers for the batch's targets.
    fn outputs_on<T: Tape<f32, Cpu>>(&self, tape: &mut T, batch: &Batch) -> Matrix {
        let d = &self.device;
        let Shape { residual: r, .. } = self.shape;
        let table = self.condition(tape, batch);
        let phase = Rc::new(batch.guide.clone());
        let mut first = batch.first;
        let times = Rc::new(batch.quiet.clone());
        let quiet = |first: usize| Quiet { times: times.clone(), first: first - batch.first };
        let mut x = ops::embed(tape, d, &batch.heard, &quiet(first), self.get("embedding"));
        let mut gates = Vec::new();
        for l in 0..self.shape.layers() {
            let dilation = self.shape.dilation(l);
            first += dilation;
            let part = |p: &str| self.get(&format!("layer.{l}.{p}")).clone();
            let weights = LayerWeights {
                past: part("past"),
                current: part("current"),
                phase: part("phase"),
                residual: (l + 1 < self.shape.layers()).then(|| (part("residual"), part("residual.bias"))),
            };
            let frames = Frames { table: table.clone(), from: l * 2 * r, clips: batch.clips, first, frame: FRAME };
            let input = LayerInput { x: &x, shift: dilation * batch.clips, phase: &phase, frames, quiet: quiet(first) };
            let (next, gate) = ops::layer(tape, d, &input, &weights);
            gates.push(gate);
            x = match next {
                Some(next) => next,
                None => break,
            };
        }
        let n = batch.targets.len();
        let sum = ops::skip(tape, d, &gates, self.get("skip.weight"), self.get("skip.bias"), n);
        let width = phase.len() / batch.heard.len();
        let tail = matrix(d, n, width, phase[phase.len() - n * width..].to_vec());
        let from = self.shape.layers() * 2 * r;
        let frames = Frames { table, from, clips: batch.clips, first, frame: FRAME };
        let inputs = [(&sum, self.get("head.weight")), (&tail, self.get("head.phase"))];
        let hidden = dense(tape, d, &inputs, None, Some(&frames), Activation::Relu);
        dense(tape, d, &[(&hidden, self.get("out.weight"))], Some(self.get("out.bias")), None, Activation::None)
    }

    /// Mean bits a step over the batch, on a tape.
    pub fn loss(&self, batch: &Batch) -> Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>> {
        let mut tape = OwnedTape::default();
        let outputs = self.outputs_on(&mut tape, batch);
        ops::bits(tape, &self.device, &outputs, batch)
    }

    /// Mean bits a step over the batch, and its gradient by every tensor, in order. Errors where dfdx cannot allocate.
    pub fn slopes(&self, batch: &Batch) -> Result<(f32, Vec<Vec<f32>>), CpuError> {
        let loss = self.loss(batch);
        let bits = loss.as_vec()[0];
        Ok((bits, ops::take(&mut loss.try_backward()?, &self.tensors)?))
    }

    /// Bits of every target, without a tape.
    pub fn score(&self, batch: &Batch) -> Scores {
        ops::score(&self.outputs_on(&mut dfdx::tensor::NoneTape, batch), batch)
    }

    /// The last layer's numbers for every target row, [targets, OUTPUTS] row-major, without a tape.
    pub fn outputs(&self, batch: &Batch) -> Vec<f32> {
        ops::numbers(&self.outputs_on(&mut dfdx::tensor::NoneTape, batch))
    }
}

/// A first embedding: the code's place on the mu-law scale, and sines and cosines of it.
fn sines(width: usize) -> Vec<f32> {
    let mut table = Vec::with_capacity(CODES * width);
    for code in 0..CODES {
        let u = (code as f32 - 128.0) / 128.0;
        for j in 0..width {
            let angle = std::f32::consts::FRAC_PI_2 * (1 + j / 2) as f32 * u;
            table.push(match (j, j % 2) {
                (0, _) => u,
                (_, 0) => angle.sin(),
                _ => angle.cos() * 0.5,
            });
        }
    }
    table
}

#[cfg(test)]
pub(super) mod tests;
