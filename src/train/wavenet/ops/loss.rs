//! The loss: what the last layer's numbers say of the codes that came, in bits (`neural::wavenet::predictor`).
//!
//! ```text
//! numbers [rows, 40], draft, sound less draft before  ->  -log2 P(code), mean over rows: bits a step
//! ```

use dfdx::shapes::Rank0;
use dfdx::tensor::{Cpu, Tape, Tensor, TensorFromVec};

use super::{Fault, Matrix, add_gradient, columns, numbers};
use crate::neural::wavenet::predictor::{Edges, Prediction, TAPS, leaning};
use crate::train::wavenet::crop::Batch;

/// Bits for each row.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// -log2 P(code) of each row.
    pub bits: Vec<f32>,
}

/// Scores every row without a tape.
pub fn score(outputs: &Matrix, batch: &Batch) -> Scores {
    let (edges, width) = (Edges::new(), columns(outputs));
    let numbers = numbers(outputs);
    let bits = numbers.chunks_exact(width).enumerate().map(|(row, outputs)| {
        let prediction = Prediction::new(outputs, batch.draft[row], leaning(outputs, batch.rest_before(row)));
        prediction.bits(batch.targets[row], &edges).0 as f32
    });
    Scores { bits: bits.collect() }
}

/// Mean bits a step over the rows, and how they change with every number of the last layer: row-major, as `outputs` are.
pub fn slopes(outputs: &[f32], batch: &Batch) -> (f32, Vec<f32>) {
    let (edges, n) = (Edges::new(), batch.targets.len());
    let (width, share) = (outputs.len() / n.max(1), 1.0 / n as f32);
    let (mut slopes, mut total) = (vec![0.0; outputs.len()], 0.0f64);
    for (row, (outputs, slopes)) in outputs.chunks_exact(width).zip(slopes.chunks_exact_mut(width)).enumerate() {
        let prediction = Prediction::new(outputs, batch.draft[row], leaning(outputs, batch.rest_before(row)));
        let (bits, by) = prediction.bits(batch.targets[row], &edges);
        total += bits;
        for (slope, rest) in slopes[..TAPS].iter_mut().zip(batch.rest_before(row)) {
            *slope = share * by.mean * rest;
        }
        Prediction::slopes(outputs, &by, &mut slopes[TAPS..]);
        slopes[TAPS..].iter_mut().for_each(|slope| *slope *= share);
    }
    ((total / n as f64) as f32, slopes)
}

/// Mean bits a step over the rows, on the tape.
pub fn bits<T: Tape<f32, Cpu>>(
    mut tape: T,
    device: &Cpu,
    outputs: &Matrix,
    batch: &Batch,
) -> Tensor<Rank0, f32, Cpu, T> {
    use dfdx::tensor::PutTape;
    // The gradient comes with the bits, so it is made here and only scaled on the way back.
    let (bits, mut slopes) = slopes(&numbers(outputs), batch);
    let loss = device.tensor_from_vec(vec![bits], ());
    let (ghost, outputs) = (loss.ghost(), outputs.clone());
    tape.add_backward_op(move |g| -> Result<(), Fault> {
        let scale = g.get_or_alloc_mut(&ghost)?.first().copied().unwrap_or(0.0);
        slopes.iter_mut().for_each(|x| *x *= scale);
        add_gradient(g, &outputs, &slopes)
    });
    loss.put_tape(tape)
}
