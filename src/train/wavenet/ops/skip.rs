//! The sum of all layers' skip connections, over the rows that the loss looks at.
//!
//! ```text
//! relu( tail(g1) W1 + .. + tail(gL) WL + bias )      tail: the last `rows` rows; W = [L * residual, skip]
//! ```

use dfdx::tensor::{Cpu, Tape};

use super::{Fault, Matrix, add_gradient, columns, matrix, numbers, rows, take_gradient, transpose};
use crate::neural::kernel::{Path, View};

/// Sums the last `n` rows of each gate output times its block of `weight`, adds the bias, cuts below 0.
pub fn skip<T: Tape<f32, Cpu>>(
    tape: &mut T,
    device: &Cpu,
    gates: &[Matrix],
    weight: &Matrix,
    bias: &Matrix,
    n: usize,
) -> Matrix {
    let path = Path::best();
    let width = columns(weight);
    let (w, b) = (numbers(weight), numbers(bias));
    let mut out: Vec<f32> = (0..n).flat_map(|_| b.iter().copied()).collect();
    for (l, gate) in gates.iter().enumerate() {
        let r = columns(gate);
        let from = (rows(gate) - n) * r;
        let at = View::rows(l * r * width, width);
        path.gemm([n, width, r], (&numbers(gate), View::rows(from, r)), (&w, at), (&mut out, View::rows(0, width)));
    }
    out.iter_mut().for_each(|x| *x = x.max(0.0));
    let out = matrix(device, n, width, out);
    if !T::OWNS_TAPE {
        return out;
    }
    let (gates, weight, bias, result) = (gates.to_vec(), weight.clone(), bias.clone(), out.clone());
    tape.add_backward_op(move |g| -> Result<(), Fault> {
        let mut dy = take_gradient!(g, result);
        for (d, y) in dy.iter_mut().zip(numbers(&result)) {
            *d = if y > 0.0 { *d } else { 0.0 };
        }
        let w = numbers(&weight);
        for (l, gate) in gates.iter().enumerate() {
            let r = columns(gate);
            let from = (rows(gate) - n) * r;
            let back = transpose(&w[l * r * width..][..r * width], r, width);
            let d_gate = g.get_or_alloc_mut(gate)?;
            path.gemm(
                [n, r, width],
                (&dy, View::rows(0, width)),
                (&back, View::rows(0, r)),
                (d_gate, View::rows(from, r)),
            );
            let dw = g.get_or_alloc_mut(&weight)?;
            let at = View::rows(l * r * width, width);
            path.gemm(
                [r, width, n],
                (&numbers(gate), View::transposed(from, r)),
                (&dy, View::rows(0, width)),
                (dw, at),
            );
        }
        let mut sum = vec![0.0; width];
        for row in dy.chunks_exact(width) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
        add_gradient(g, &bias, &sum)
    });
    out
}
