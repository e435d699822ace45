//! One gated, dilated layer of the WaveNet, forward and backward, in tiles of rows.
//!
//! ```text
//! z = x[t - d] P + x[t] C + phase[t] F + bias[frame]      g = tanh(z[..r]) * sigmoid(z[r..])
//! x'[t] = x[t] + g[t] R + b                               g goes to the skip sum as well
//! ```
//!
//! The last layer has no residual half. After van den Oord et al. 2016.

use std::rc::Rc;

use dfdx::tensor::{Cpu, Tape};

use super::{Fault, Frames, Matrix, Quiet, add_gradient, columns, matrix, numbers, rows, take_gradient, transpose};
use crate::neural::kernel::{Path, View};

/// Rows worked on at a time: a tile's z, gates and their gradients stay in the first cache levels.
const TILE: usize = 64;

/// The matrices of a layer; r = residual width.
#[derive(Clone)]
pub struct LayerWeights {
    /// [r, 2r], for the sample d before.
    pub past: Matrix,
    /// [r, 2r], for this sample.
    pub current: Matrix,
    /// [phases, 2r].
    pub phase: Matrix,
    /// [r, r] and [1, r]; absent in the last layer.
    pub residual: Option<(Matrix, Matrix)>,
}

/// What a layer reads beside its weights.
pub struct LayerInput<'a> {
    /// [rows, r].
    pub x: &'a Matrix,
    /// How many rows back the past sample lies (dilation times clips).
    pub shift: usize,
    /// Phase inputs for every row of the network's input; the layer's own rows are the last ones.
    pub phase: &'a Rc<Vec<f32>>,
    /// The conditioner's bias; `first` fits the layer's first output row.
    pub frames: Frames,
    /// Rows before their note's start, counted from the layer's first output row.
    pub quiet: Quiet,
}

/// Runs the layer. Returns (next x, where there is a residual half; g), each with `shift` rows fewer than x.
pub fn layer<T: Tape<f32, Cpu>>(
    tape: &mut T,
    device: &Cpu,
    input: &LayerInput<'_>,
    weights: &LayerWeights,
) -> (Option<Matrix>, Matrix) {
    let path = Path::best();
    let (r, p) = (columns(input.x), rows(&weights.phase));
    let n = rows(input.x) - input.shift;
    let phase_from = input.phase.len() - n * p;
    let x = numbers(input.x);
    let [past, current, phase] = [&weights.past, &weights.current, &weights.phase].map(numbers);
    let residual = weights.residual.as_ref().map(|(w, b)| (numbers(w), numbers(b)));
    let frames = input.frames.clone();
    let (table, across) = (numbers(&frames.table), columns(&frames.table));
    let mut z = vec![0.0; TILE * 2 * r];
    let (mut a, mut s, mut g) = (vec![0.0; n * r], vec![0.0; n * r], vec![0.0; n * r]);
    let mut next = if residual.is_some() { x[input.shift * r..].to_vec() } else { Vec::new() };
    for from in (0..n).step_by(TILE) {
        let m = TILE.min(n - from);
        z.fill(0.0);
        let wide = View::rows(0, 2 * r);
        let mut add = |data: &[f32], at, k, w: &[f32]| {
            path.gemm([m, 2 * r, k], (data, View::rows(at, k)), (w, wide), (&mut z, wide));
        };
        add(&x, from * r, r, &past);
        add(&x, (from + input.shift) * r, r, &current);
        add(input.phase, phase_from + from * p, p, &phase);
        for i in from..from + m {
            let bias = &table[frames.row(i) * across + frames.from..][..2 * r];
            let row = i * r..(i + 1) * r;
            path.gate(&z[(i - from) * 2 * r..][..2 * r], bias, &mut a[row.clone()], &mut s[row.clone()], &mut g[row]);
        }
        if let Some((w, b)) = &residual {
            for row in next[from * r..(from + m) * r].chunks_exact_mut(r) {
                row.iter_mut().zip(b).for_each(|(x, b)| *x += b);
            }
            let at = View::rows(from * r, r);
            path.gemm([m, r, r], (&g, at), (w, View::rows(0, r)), (&mut next, at));
        }
    }
    input.quiet.hush(&mut next, r);
    let g = matrix(device, n, r, g);
    let next = weights.residual.is_some().then(|| matrix(device, n, r, next));
    if !T::OWNS_TAPE {
        return (next, g);
    }
    let (gate, result, x_in, shift) =
        (g.clone(), next.as_ref().map(dfdx::tensor::Tensor::ghost), input.x.clone(), input.shift);
    let (weights, phases, quiet) = (weights.clone(), input.phase.clone(), input.quiet.clone());
    tape.add_backward_op(move |grads| -> Result<(), Fault> {
        let mut dg = take_gradient!(grads, gate);
        let g = numbers(&gate);
        let mut dnext = match &result {
            Some(ghost) => take_gradient!(grads, *ghost),
            None => Vec::new(),
        };
        quiet.hush(&mut dnext, r);
        let mut dx = take_gradient!(grads, x_in);
        let mut dtable = take_gradient!(grads, frames.table);
        let back = [&past, &current].map(|w| transpose(w, r, 2 * r));
        let residual_back = residual.as_ref().map(|(w, _)| transpose(w, r, r));
        let (mut dpast, mut dcurrent) = (vec![0.0; past.len()], vec![0.0; current.len()]);
        let (mut dphase, mut dres) = (vec![0.0; phase.len()], (vec![0.0; r * r], vec![0.0; r]));
        let mut dz = vec![0.0; TILE * 2 * r];
        let (square, wide) = (View::rows(0, r), View::rows(0, 2 * r));
        for from in (0..n).step_by(TILE) {
            let m = TILE.min(n - from);
            let at = View::rows(from * r, r);
            if let Some(back) = &residual_back {
                path.gemm([m, r, r], (&dnext, at), (back, square), (&mut dg, at));
                path.gemm([r, r, m], (&g, View::transposed(from * r, r)), (&dnext, at), (&mut dres.0, square));
                for row in dnext[from * r..(from + m) * r].chunks_exact(r) {
                    dres.1.iter_mut().zip(row).for_each(|(s, x)| *s += x);
                }
            }
            for i in from..from + m {
                let (row, out) = (i * r..(i + 1) * r, &mut dz[(i - from) * 2 * r..][..2 * r]);
                path.gate_gradient(&dg[row.clone()], &a[row.clone()], &s[row], out);
                let sums = &mut dtable[frames.row(i) * across + frames.from..][..2 * r];
                sums.iter_mut().zip(out.iter()).for_each(|(s, x)| *s += x);
            }
            for (k, at, data, sum) in [
                (r, from * r, &x, &mut dpast),
                (r, (from + shift) * r, &x, &mut dcurrent),
                (p, phase_from + from * p, &*phases, &mut dphase),
            ] {
                path.gemm([k, 2 * r, m], (data, View::transposed(at, k)), (&dz, wide), (sum, wide));
            }
            for (w, at) in back.iter().zip([from * r, (from + shift) * r]) {
                path.gemm([m, r, 2 * r], (&dz, wide), (w, square), (&mut dx, View::rows(at, r)));
            }
            if !dnext.is_empty() {
                let through = &dnext[from * r..(from + m) * r];
                dx[(from + shift) * r..][..m * r].iter_mut().zip(through).for_each(|(s, x)| *s += x);
            }
        }
        **grads.get_or_alloc_mut(&x_in)? = dx;
        **grads.get_or_alloc_mut(&frames.table)? = dtable;
        add_gradient(grads, &weights.past, &dpast)?;
        add_gradient(grads, &weights.current, &dcurrent)?;
        add_gradient(grads, &weights.phase, &dphase)?;
        if let Some((w, b)) = &weights.residual {
            add_gradient(grads, w, &dres.0)?;
            add_gradient(grads, b, &dres.1)?;
        }
        Ok(())
    });
    (next, g)
}
