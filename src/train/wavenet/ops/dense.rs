//! A dense layer over rows: the sum of several inputs times their matrices, a bias, an activation.
//!
//! ```text
//! out = act(x1 W1 + x2 W2 + .. + bias)      bias: one row for all, or one row a frame (64 samples) and clip
//! ```

use dfdx::tensor::{Cpu, Tape};

use super::{Fault, Matrix, add_gradient, columns, matrix, numbers, rows, take_gradient, transpose};
use crate::neural::kernel::{Path, View, tanh};

/// What follows the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// Nothing.
    None,
    /// Hyperbolic tangent.
    Tanh,
    /// The larger of 0 and x.
    Relu,
}

/// A bias that changes from frame to frame: columns `from..` of a table with a row for each frame and clip.
#[derive(Clone)]
pub struct Frames {
    /// [frames * clips, n >= from + width].
    pub table: Matrix,
    /// First column.
    pub from: usize,
    /// How many clips are side by side.
    pub clips: usize,
    /// Time of the first row, in samples from the first frame's start.
    pub first: usize,
    /// Samples in a frame.
    pub frame: usize,
}

impl Frames {
    /// The table's row for a row of (time, clip).
    pub fn row(&self, row: usize) -> usize {
        (self.first + row / self.clips) / self.frame * self.clips + row % self.clips
    }
}

/// The dense layer. Inputs have equal rows; every matrix has equal columns.
pub fn dense<T: Tape<f32, Cpu>>(
    tape: &mut T,
    device: &Cpu,
    inputs: &[(&Matrix, &Matrix)],
    bias: Option<&Matrix>,
    frames: Option<&Frames>,
    activation: Activation,
) -> Matrix {
    let path = Path::best();
    let (n, width) = inputs.first().map_or((0, 8), |(x, w)| (rows(x), columns(w)));
    let mut out = vec![0.0; n * width];
    for (x, w) in inputs {
        let k = columns(x);
        let (x, w) = (numbers(x), numbers(w));
        path.gemm([n, width, k], (&x, View::rows(0, k)), (&w, View::rows(0, width)), (&mut out, View::rows(0, width)));
    }
    let single = bias.map(numbers);
    let table = frames.map(|f| (f, numbers(&f.table), columns(&f.table)));
    for (r, row) in out.chunks_exact_mut(width).enumerate() {
        if let Some(bias) = &single {
            row.iter_mut().zip(bias).for_each(|(x, b)| *x += b);
        }
        if let Some((f, table, across)) = &table {
            let bias = &table[f.row(r) * across + f.from..][..width];
            row.iter_mut().zip(bias).for_each(|(x, b)| *x += b);
        }
        match activation {
            Activation::None => {}
            Activation::Tanh => row.iter_mut().for_each(|x| *x = tanh(*x)),
            Activation::Relu => row.iter_mut().for_each(|x| *x = x.max(0.0)),
        }
    }
    let out = matrix(device, n, width, out);
    if !T::OWNS_TAPE {
        return out;
    }
    let inputs: Vec<(Matrix, Matrix)> = inputs.iter().map(|(x, w)| ((*x).clone(), (*w).clone())).collect();
    let (bias, frames, result) = (bias.cloned(), frames.cloned(), out.clone());
    tape.add_backward_op(move |g| -> Result<(), Fault> {
        let mut dy = take_gradient!(g, result);
        let y = numbers(&result);
        match activation {
            Activation::None => {}
            Activation::Tanh => dy.iter_mut().zip(&y).for_each(|(d, y)| *d *= 1.0 - y * y),
            Activation::Relu => dy.iter_mut().zip(&y).for_each(|(d, y)| *d = if *y > 0.0 { *d } else { 0.0 }),
        }
        for (x, w) in &inputs {
            let k = columns(x);
            let (xs, ws) = (numbers(x), transpose(&numbers(w), k, width));
            let dx = g.get_or_alloc_mut(x)?;
            path.gemm([n, k, width], (&dy, View::rows(0, width)), (&ws, View::rows(0, k)), (dx, View::rows(0, k)));
            let dw = g.get_or_alloc_mut(w)?;
            path.gemm(
                [k, width, n],
                (&xs, View::transposed(0, k)),
                (&dy, View::rows(0, width)),
                (dw, View::rows(0, width)),
            );
        }
        if let Some(bias) = &bias {
            let mut sum = vec![0.0; width];
            for row in dy.chunks_exact(width) {
                sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
            }
            add_gradient(g, bias, &sum)?;
        }
        if let Some(f) = &frames {
            let across = columns(&f.table);
            let table = g.get_or_alloc_mut(&f.table)?;
            for (r, row) in dy.chunks_exact(width).enumerate() {
                let sums = &mut table[f.row(r) * across + f.from..][..width];
                sums.iter_mut().zip(row).for_each(|(s, x)| *s += x);
            }
        }
        Ok(())
    });
    out
}
