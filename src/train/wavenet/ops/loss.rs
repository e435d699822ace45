//! The last matrix, softmax and cross entropy in one pass, so that 256 logits a row never travel through memory twice.
//!
//! ```text
//! h [rows, head] -> logits [rows, 256] -> -log2 p(target), mean over rows: bits a sample
//! ```

use dfdx::shapes::Rank0;
use dfdx::tensor::{Cpu, Tape, Tensor, TensorFromVec};

use super::{Fault, Matrix, add_gradient, columns, numbers, rows, take_gradient, transpose};
use crate::neural::kernel::{Path, View};

/// Rows worked on at a time: their logits stay in the first cache levels.
const TILE: usize = 64;

/// Bits for each row.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// -log2 p(target) of each row.
    pub bits: Vec<f32>,
}

/// Scores every row without a tape.
pub fn score(h: &Matrix, weight: &Matrix, bias: &Matrix, targets: &[u8]) -> Scores {
    let mut bits = Vec::with_capacity(targets.len());
    pass(h, weight, bias, targets, |_, _, p, target| bits.push(-p[usize::from(target)].max(1e-30).log2()));
    Scores { bits }
}

/// Walks the rows in tiles and hands out (tile's row, row, probabilities, target).
fn pass(
    h: &Matrix,
    weight: &Matrix,
    bias: &Matrix,
    targets: &[u8],
    mut each: impl FnMut(usize, usize, &mut [f32], u8),
) {
    let path = Path::best();
    let (k, width) = (columns(h), columns(weight));
    let (hs, w, b) = (numbers(h), numbers(weight), numbers(bias));
    let mut logits = vec![0.0; TILE * width];
    for from in (0..rows(h)).step_by(TILE) {
        let n = TILE.min(rows(h) - from);
        logits.chunks_exact_mut(width).for_each(|row| row.copy_from_slice(&b));
        let out = (&mut logits[..], View::rows(0, width));
        path.gemm([n, width, k], (&hs, View::rows(from * k, k)), (&w, View::rows(0, width)), out);
        for (i, row) in logits.chunks_exact_mut(width).take(n).enumerate() {
            path.softmax(row);
            each(i, from + i, row, targets[from + i]);
        }
    }
}

/// Mean bits a sample over the rows, on the tape.
pub fn cross_entropy<T: Tape<f32, Cpu>>(
    mut tape: T,
    device: &Cpu,
    (h, weight, bias): (&Matrix, &Matrix, &Matrix),
    targets: &[u8],
) -> Tensor<Rank0, f32, Cpu, T> {
    use dfdx::tensor::PutTape;
    let path = Path::best();
    let (k, width, n) = (columns(h), columns(weight), rows(h));
    let share = std::f32::consts::LOG2_E / n as f32;
    let (mut dh, mut dw, mut db) = (vec![0.0; n * k], vec![0.0; k * width], vec![0.0; width]);
    let back = transpose(&numbers(weight), k, width);
    let hs = numbers(h);
    let mut tile = vec![0.0; TILE * width];
    let mut total = 0.0f64;
    // The gradient is known as soon as the probabilities are, so it is made here and only scaled on the way back.
    pass(h, weight, bias, targets, |i, row, p, target| {
        total -= f64::from(p[usize::from(target)].max(1e-30).log2());
        p[usize::from(target)] -= 1.0;
        for ((d, x), sum) in tile[i * width..][..width].iter_mut().zip(p.iter()).zip(&mut db) {
            *d = x * share;
            *sum += *d;
        }
        if i + 1 == TILE || row + 1 == n {
            let from = row - i;
            let m = i + 1;
            path.gemm(
                [m, k, width],
                (&tile, View::rows(0, width)),
                (&back, View::rows(0, k)),
                (&mut dh, View::rows(from * k, k)),
            );
            path.gemm(
                [k, width, m],
                (&hs, View::transposed(from * k, k)),
                (&tile, View::rows(0, width)),
                (&mut dw, View::rows(0, width)),
            );
        }
    });
    let loss = device.tensor_from_vec(vec![(total / n as f64) as f32], ());
    let (ghost, h, weight, bias) = (loss.ghost(), h.clone(), weight.clone(), bias.clone());
    tape.add_backward_op(move |g| -> Result<(), Fault> {
        let scale = take_gradient!(g, ghost).first().copied().unwrap_or(0.0);
        for part in [&mut dh, &mut dw, &mut db] {
            part.iter_mut().for_each(|x| *x *= scale);
        }
        add_gradient(g, &h, &dh)?;
        add_gradient(g, &weight, &dw)?;
        add_gradient(g, &bias, &db)
    });
    loss.put_tape(tape)
}
