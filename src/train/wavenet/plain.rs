//! The same network on dfdx's own operations, for any of its devices: what a graphics card runs.
//!
//! ```text
//! weights, batch --to the device--> gather, matmul, add, tanh .. --> outputs --to the processor--> bits and their slopes
//! gradients of every tensor <--backward--------------------------- outputs x slopes, summed
//! ```
//!
//! Rows lie as in `ops`: (time, clip), time outermost. Bits are counted on the processor by the one loss there is, so both networks
//! learn from the same numbers. Of dfdx only what a card computes without compiling at run time is used, and of selections
//! only the one that may read a tensor twice. Knows nothing of a run: Adam and the weights that count stay on the processor.

mod reel;

pub use reel::{Reel, Sheet};

use dfdx::prelude::{Device, PutTape, SumTo};
use dfdx::shapes::{HasShape, Rank0};
use dfdx::tensor::{NoneTape, OwnedTape, Tape};
use dfdx::tensor_ops::Backward;

use super::crop::Batch;
use super::ops;
use crate::neural::wavenet::codec::{CODES, between};
use crate::neural::wavenet::features::{FEATURES, FRAME, PHASES};
use crate::neural::wavenet::shape::Shape;
use crate::train::apart::Apart;
use crate::train::gpu::{self, NoGpu};

/// The network's weights on a device.
pub struct Plain<D: Device<f32>> {
    /// Its sizes.
    pub shape: Shape,
    device: D,
    names: Vec<String>,
    tensors: Vec<Sheet<D>>,
}

/// All weights, in the order of `Shape::network`, and a batch to learn from.
pub type Lesson = (Vec<Vec<f32>>, Batch);

/// Somebody on a card who learns: lessons go there, bits and gradients (`Plain::slopes`) come back.
pub type Learner = Apart<Lesson, (f32, Vec<Vec<f32>>)>;

/// A learner of this size on the card. Errors where there is none.
pub fn learner(shape: Shape) -> Result<Learner, NoGpu> {
    gpu::start(move |device| Plain::new(shape, device), Plain::learn)
}

/// What a layer reads: the sample d before and this one [n, r], the guide [n, PHASES], the frame's bias [n, 2 r].
pub(super) struct Inputs<'a, D: Device<f32>> {
    pub(super) past: &'a Sheet<D>,
    pub(super) now: &'a Sheet<D>,
    pub(super) guide: &'a Sheet<D>,
    pub(super) bias: &'a Sheet<D>,
}

impl<D: Device<f32>> Plain<D> {
    /// A network whose weights are yet to come: they are zero.
    pub fn new(shape: Shape, device: D) -> Plain<D> {
        let list = shape.network();
        let tensors = list.iter().map(|(_, rows, columns)| device.zeros_like(&(*rows, *columns))).collect();
        Plain { shape, device, names: list.into_iter().map(|(name, ..)| name).collect(), tensors }
    }

    /// Takes weights over: row-major, in the order of `Shape::network`, each as large as there.
    pub fn set(&mut self, weights: &[Vec<f32>]) {
        self.tensors.iter_mut().zip(weights).for_each(|(tensor, data)| tensor.copy_from(data));
    }

    /// `set`, then `slopes`.
    pub fn learn(&mut self, (weights, batch): Lesson) -> (f32, Vec<Vec<f32>>) {
        self.set(&weights);
        self.slopes(&batch)
    }

    /// Mean bits a step over the batch, and its gradient by every tensor, in order.
    pub fn slopes(&self, batch: &Batch) -> (f32, Vec<Vec<f32>>) {
        let mut reel = Reel::<D, OwnedTape<f32, D>>::new(&self.device);
        let outputs = self.outputs_on(&mut reel, batch);
        let (rows, columns) = *outputs.shape();
        let (bits, slopes) = ops::slopes(&outputs.as_vec(), batch);
        // Not the loss, but with the same gradient.
        let pull = outputs.put_tape(reel.tape) * self.reel().sheet(rows, columns, slopes);
        let gradients = pull.sum::<Rank0, _>().backward();
        (bits, self.tensors.iter().map(|tensor| gradients.get(tensor).as_vec()).collect())
    }

    /// The last layer's numbers for every target row, [targets, OUTPUTS] row-major.
    pub fn outputs(&self, batch: &Batch) -> Vec<f32> {
        self.outputs_on(&mut self.reel(), batch).as_vec()
    }

    /// A tape that keeps nothing.
    pub(super) fn reel(&self) -> Reel<D, NoneTape> {
        Reel::new(&self.device)
    }

    /// A tensor by its name in `Shape::network`.
    pub(super) fn get(&self, name: &str) -> &Sheet<D> {
        // The list of names is fixed by `Shape::network`, from which both sides of this look-up come.
        let at = self.names.iter().position(|n| n == name).unwrap_or(0);
        &self.tensors[at]
    }

    fn outputs_on<T: Tape<f32, D>>(&self, reel: &mut Reel<D, T>, batch: &Batch) -> Sheet<D> {
        let (Shape { residual: r, skip, head, .. }, clips) = (self.shape, batch.clips);
        let (all, targets, layers) = (batch.heard.len(), batch.targets.len(), self.shape.layers());
        // For each input row: the row of the table of biases, and whether its note has begun.
        let frames: Vec<usize> =
            (0..all).map(|row| (batch.first + row / clips) / FRAME * clips + row % clips).collect();
        let begun: Vec<f32> =
            (0..all).map(|row| if row / clips < batch.quiet[row % clips] { 0.0 } else { 1.0 }).collect();
        let table = self.condition(reel, batch);
        let guide = reel.sheet(all, PHASES, batch.guide.clone());
        let between = reel.sheet(all, CODES, shares(&batch.heard, &begun));
        let mut x = reel.times(&between, self.get("embedding"));
        let mut sum = reel.sheet(targets, skip, vec![0.0; targets * skip]);
        let mut rows = all;
        for l in 0..layers {
            let n = rows - self.shape.dilation(l) * clips;
            let (past, now) = (reel.rows(&x, 0, n), reel.rows(&x, rows - n, n));
            let (columns, guide) = (reel.columns(&table, l * 2 * r, 2 * r), reel.rows(&guide, all - n, n));
            let bias = reel.pick(&columns, frames[all - n..].to_vec());
            let gate = self.gate(reel, l, &Inputs { past: &past, now: &now, guide: &guide, bias: &bias });
            let tail = reel.rows(&gate, n - targets, targets);
            let weights = self.skip(reel, l);
            let part = reel.times(&tail, &weights);
            sum = reel.sum(&sum, &part);
            if l + 1 < layers {
                x = self.next(reel, l, &now, &gate);
                if begun[all - n..].contains(&0.0) {
                    x = reel.scaled(&x, begun[all - n..].to_vec());
                }
            }
            rows = n;
        }
        let (columns, guide) = (reel.columns(&table, layers * 2 * r, head), reel.rows(&guide, all - targets, targets));
        let bias = reel.pick(&columns, frames[all - targets..].to_vec());
        self.head(reel, &sum, &guide, &bias)
    }

    /// The biases of every frame and clip, [frames * clips, `Shape::biases`].
    fn condition<T: Tape<f32, D>>(&self, reel: &mut Reel<D, T>, batch: &Batch) -> Sheet<D> {
        let x = reel.sheet(batch.features.len() / FEATURES, FEATURES, batch.features.clone());
        let h = self.dense(reel, &x, "condition.1.features", "condition.1.bias");
        let h = reel.tanh(&h);
        let h = self.dense(reel, &h, "condition.2.weight", "condition.2.bias");
        let h = reel.tanh(&h);
        self.dense(reel, &h, "condition.out.weight", "condition.out.bias")
    }

    fn dense<T: Tape<f32, D>>(&self, reel: &mut Reel<D, T>, x: &Sheet<D>, weight: &str, bias: &str) -> Sheet<D> {
        let y = reel.times(x, self.get(weight));
        reel.lifted(&y, self.get(bias))
    }

    /// What layer `l` tells the skip sum and its next, [n, r].
    pub(super) fn gate<T: Tape<f32, D>>(&self, reel: &mut Reel<D, T>, l: usize, inputs: &Inputs<'_, D>) -> Sheet<D> {
        let mut z = inputs.bias.clone();
        for (part, x) in [("past", inputs.past), ("current", inputs.now), ("phase", inputs.guide)] {
            let y = reel.times(x, self.get(&format!("layer.{l}.{part}")));
            z = reel.sum(&z, &y);
        }
        reel.gate(&z)
    }

    /// The input of the layer after layer `l`, which is not the last.
    pub(super) fn next<T: Tape<f32, D>>(
        &self,
        reel: &mut Reel<D, T>,
        l: usize,
        now: &Sheet<D>,
        gate: &Sheet<D>,
    ) -> Sheet<D> {
        let y = self.dense(reel, gate, &format!("layer.{l}.residual"), &format!("layer.{l}.residual.bias"));
        reel.sum(now, &y)
    }

    /// The part of the skip connection's matrix that layer `l` goes through, [r, skip].
    pub(super) fn skip<T: Tape<f32, D>>(&self, reel: &mut Reel<D, T>, l: usize) -> Sheet<D> {
        reel.rows(self.get("skip.weight"), l * self.shape.residual, self.shape.residual)
    }

    /// The numbers of the prediction from the sum of all skip connections, [n, OUTPUTS].
    pub(super) fn head<T: Tape<f32, D>>(
        &self,
        reel: &mut Reel<D, T>,
        sum: &Sheet<D>,
        guide: &Sheet<D>,
        bias: &Sheet<D>,
    ) -> Sheet<D> {
        let sum = reel.lifted(sum, self.get("skip.bias"));
        let sum = reel.relu(&sum);
        let mut h = bias.clone();
        for (part, x) in [("head.weight", &sum), ("head.phase", guide)] {
            let y = reel.times(x, self.get(part));
            h = reel.sum(&h, &y);
        }
        let h = reel.relu(&h);
        self.dense(reel, &h, "out.weight", "out.bias")
    }
}

/// For each value its share of the two codes beside it, [values, CODES]; none of any where the note has not begun.
pub(super) fn shares(heard: &[f32], begun: &[f32]) -> Vec<f32> {
    let mut shares = vec![0.0; heard.len() * CODES];
    for ((heard, begun), row) in heard.iter().zip(begun).zip(shares.chunks_exact_mut(CODES)) {
        let (code, share) = between(*heard);
        (row[code], row[code + 1]) = ((1.0 - share) * begun, share * begun);
    }
    shares
}

#[cfg(test)]
mod tests;
