//! The operations that dfdx lacks or makes slow, each one entry on its tape.
//!
//! ```text
//! gather   classes (R x F) + F tables     -> R x (sum of widths)
//! layer    input products (T*B x 4H)      -> T*B x H     the whole walk through time, weight gradient in one product after
//! entropy  logits (R x V), targets        -> summed cross-entropy in nats
//! ```
//!
//! Rows go by time, then by piece: row t * B + b. Every operation adds to gradients and never overwrites them, and none is
//! built on dfdx's `slice`, whose gradient on the CPU is wrong where a tensor is read twice.

use std::sync::Arc;

use dfdx::prelude::*;

use super::kernel::{add_product, transposed};
use crate::neural::exact::{sigmoid, tanh};

/// A matrix on the CPU, with or without a tape.
pub type Grid<T = NoneTape> = Tensor<(usize, usize), f32, Cpu, T>;
/// What dfdx's operations fail with.
pub type Fault = CpuError;

/// The values of a matrix, row after row. Every matrix here comes from a vector or from dfdx's products and sums, which lie so.
#[allow(unsafe_code, reason = "dfdx shows single elements only; the rows of a whole matrix lie behind the first")]
pub fn values(t: &Grid) -> &[f32] {
    let (rows, columns) = *t.shape();
    if rows * columns == 0 {
        return &[];
    }
    // SAFETY: the tensor owns rows * columns contiguous values from its first element on, and stays borrowed.
    unsafe { std::slice::from_raw_parts(&raw const t[[0, 0]], rows * columns) }
}

fn matrix(dev: &Cpu, data: Vec<f32>, shape: (usize, usize)) -> Result<Grid, Fault> {
    dev.try_tensor_from_vec(data, shape)
}

fn taken(g: &mut Gradients<f32, Cpu>, t: &Grid) -> Result<Vec<f32>, Fault> {
    // The gradient of a passing tensor is read once, by the operation that made it.
    Ok(std::mem::take(&mut **g.get_or_alloc_mut(t)?))
}

fn add(g: &mut Gradients<f32, Cpu>, t: &Grid, d: &[f32]) -> Result<(), Fault> {
    for (a, b) in g.get_or_alloc_mut(t)?.iter_mut().zip(d) {
        *a += b;
    }
    Ok(())
}

fn columns_summed(d: &[f32], columns: usize) -> Vec<f32> {
    let mut s = vec![0.0; columns];
    for row in d.chunks_exact(columns) {
        for (a, b) in s.iter_mut().zip(row) {
            *a += b;
        }
    }
    s
}

/// Looks up one row of every table per row of `classes` (tables.len() classes a row) and sets them side by side.
pub fn gather<T: Tape<f32, Cpu>>(tables: &[Grid], classes: Arc<Vec<u16>>, mut tape: T) -> Result<Grid<T>, Fault> {
    let widths: Vec<usize> = tables.iter().map(|t| t.shape().1).collect();
    let (fields, width) = (tables.len(), widths.iter().sum::<usize>());
    let rows = classes.len() / fields.max(1);
    let mut out = vec![0.0; rows * width];
    for (row, class) in out.chunks_exact_mut(width).zip(classes.chunks_exact(fields)) {
        let mut at = 0;
        for ((table, w), c) in tables.iter().zip(&widths).zip(class) {
            row[at..at + w].copy_from_slice(&values(table)[usize::from(*c) * w..][..*w]);
            at += w;
        }
    }
    let dev = tables.first().map_or_else(Cpu::default, |t| t.device().clone());
    let y = matrix(&dev, out, (rows, width))?;
    let (tables, made) = (tables.to_vec(), y.clone());
    tape.add_backward_op(move |g| {
        let d = taken(g, &made)?;
        let mut at = 0;
        for (f, (table, w)) in tables.iter().zip(&widths).enumerate() {
            let dt = g.get_or_alloc_mut(table)?;
            for (row, class) in d.chunks_exact(width).zip(classes.chunks_exact(fields)) {
                let to = &mut dt[usize::from(class[f]) * w..][..*w];
                for (a, b) in to.iter_mut().zip(&row[at..at + w]) {
                    *a += b;
                }
            }
            at += w;
        }
        Ok(())
    });
    Ok(y.put_tape(tape))
}

#[inline(always)]
fn gates_body(gates: &mut [f32], cell_before: Option<&[f32]>, cell: &mut [f32], h: &mut [f32], hidden: usize) {
    let (i, rest) = gates.split_at_mut(hidden);
    let (f, rest) = rest.split_at_mut(hidden);
    let (g, o) = rest.split_at_mut(hidden);
    for v in i.iter_mut() {
        *v = sigmoid(*v);
    }
    for v in f.iter_mut() {
        *v = sigmoid(*v);
    }
    for v in o.iter_mut() {
        *v = sigmoid(*v);
    }
    for v in g.iter_mut() {
        *v = tanh(*v);
    }
    for u in 0..hidden {
        cell[u] = i[u] * g[u] + cell_before.map_or(0.0, |c| f[u] * c[u]);
    }
    for u in 0..hidden {
        h[u] = o[u] * tanh(cell[u]);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn gates_avx2(gates: &mut [f32], before: Option<&[f32]>, cell: &mut [f32], h: &mut [f32], hidden: usize) {
    gates_body(gates, before, cell, h, hidden);
}

#[allow(unsafe_code, reason = "calling a function compiled for AVX2 after asking the processor for it")]
fn gates_step(gates: &mut [f32], before: Option<&[f32]>, cell: &mut [f32], h: &mut [f32], hidden: usize) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, the only thing the function needs beyond a safe one.
        unsafe { gates_avx2(gates, before, cell, h, hidden) };
        return;
    }
    gates_body(gates, before, cell, h, hidden);
}

/// One LSTM layer over `batch` pieces side by side: `products` holds x W for every moment (T*B x 4H), `w` is H x 4H, `bias` 1 x 4H.
/// The states start at zero.
pub fn layer<T: Tape<f32, Cpu>>(products: Grid<T>, w: &Grid, bias: &Grid, batch: usize) -> Result<Grid<T>, Fault> {
    let (products, mut tape) = products.split_tape();
    let (rows, wide) = *products.shape();
    let hidden = wide / 4;
    let steps = rows / batch.max(1);
    let mut gates = values(&products).to_vec();
    for row in gates.chunks_exact_mut(wide) {
        for (a, b) in row.iter_mut().zip(values(bias)) {
            *a += b;
        }
    }
    let (mut cells, mut h) = (vec![0.0; rows * hidden], vec![0.0; rows * hidden]);
    for t in 0..steps {
        let (s, now) = (batch * hidden, t * batch * hidden);
        if t > 0 {
            add_product(&mut gates[4 * now..4 * (now + s)], &h[now - s..now], values(w), (batch, hidden, wide));
        }
        for b in 0..batch {
            let at = now + b * hidden;
            let (before, cell) = cells.split_at_mut(at);
            let before = (t > 0).then(|| &before[at - s..at - s + hidden]);
            gates_step(
                &mut gates[4 * at..4 * (at + hidden)],
                before,
                &mut cell[..hidden],
                &mut h[at..at + hidden],
                hidden,
            );
        }
    }
    let dev = products.device().clone();
    let y = matrix(&dev, h, (rows, hidden))?;
    let (made, w, bias) = (y.clone(), w.clone(), bias.clone());
    tape.add_backward_op(move |g| {
        let dh = taken(g, &made)?;
        let dg = walk_back(&gates, &cells, dh, &transposed(values(&w), (hidden, wide)), (steps, batch, hidden));
        add(g, &bias, &columns_summed(&dg, wide))?;
        // The state before every moment: the outputs one step later, zero at first.
        let mut before = vec![0.0; rows * hidden];
        before[batch * hidden..].copy_from_slice(&values(&made)[..(rows - batch) * hidden]);
        let before = matrix(&dev, transposed(&before, (rows, hidden)), (hidden, rows))?;
        let dg = matrix(&dev, dg, (rows, wide))?;
        add(g, &w, values(&before.try_matmul(dg.clone())?))?;
        add(g, &products, values(&dg))
    });
    Ok(y.put_tape(tape))
}

/// The gradients of all gates before their bends, from those of the outputs.
fn walk_back(
    gates: &[f32],
    cells: &[f32],
    mut dh: Vec<f32>,
    wt: &[f32],
    (steps, batch, hidden): (usize, usize, usize),
) -> Vec<f32> {
    let mut dg = vec![0.0; gates.len()];
    let mut dc = vec![0.0; batch * hidden];
    let s = batch * hidden;
    for t in (0..steps).rev() {
        let now = t * s;
        for b in 0..batch {
            let at = now + b * hidden;
            let (ga, dga) = (&gates[4 * at..4 * (at + hidden)], &mut dg[4 * at..4 * (at + hidden)]);
            let dc = &mut dc[b * hidden..(b + 1) * hidden];
            for u in 0..hidden {
                let (i, f, c, o) = (ga[u], ga[hidden + u], ga[2 * hidden + u], ga[3 * hidden + u]);
                let bent = tanh(cells[at + u]);
                let d = dh[at + u];
                let dcell = dc[u] + d * o * (1.0 - bent * bent);
                let before = if t > 0 { cells[at - s + u] } else { 0.0 };
                dga[u] = dcell * c * i * (1.0 - i);
                dga[hidden + u] = dcell * before * f * (1.0 - f);
                dga[2 * hidden + u] = dcell * i * (1.0 - c * c);
                dga[3 * hidden + u] = d * bent * o * (1.0 - o);
                dc[u] = dcell * f;
            }
        }
        if t > 0 {
            add_product(&mut dh[now - s..now], &dg[4 * now..4 * (now + s)], wt, (batch, 4 * hidden, hidden));
        }
    }
    dg
}

/// Multiplies every value by its own factor (dropout: 0, or 1 / (1 - p)).
pub fn masked<T: Tape<f32, Cpu>>(x: Grid<T>, factors: Vec<f32>) -> Result<Grid<T>, Fault> {
    let (x, mut tape) = x.split_tape();
    let out = values(&x).iter().zip(&factors).map(|(a, b)| a * b).collect();
    let y = matrix(x.device(), out, *x.shape())?;
    let made = y.clone();
    tape.add_backward_op(move |g| {
        let mut d = taken(g, &made)?;
        d.iter_mut().zip(&factors).for_each(|(a, b)| *a *= b);
        add(g, &x, &d)
    });
    Ok(y.put_tape(tape))
}

/// `tanh(x + bias)`.
pub fn bent<T: Tape<f32, Cpu>>(x: Grid<T>, bias: &Grid) -> Result<Grid<T>, Fault> {
    let (x, mut tape) = x.split_tape();
    let wide = x.shape().1;
    let out = values(&x).iter().zip(values(bias).iter().cycle()).map(|(a, b)| tanh(a + b)).collect();
    let y = matrix(x.device(), out, *x.shape())?;
    let (made, bias) = (y.clone(), bias.clone());
    tape.add_backward_op(move |g| {
        let mut d = taken(g, &made)?;
        d.iter_mut().zip(values(&made)).for_each(|(a, y)| *a *= 1.0 - y * y);
        add(g, &bias, &columns_summed(&d, wide))?;
        add(g, &x, &d)
    });
    Ok(y.put_tape(tape))
}

/// A summed cost with its tape, and each row's own cost in nats.
pub type Costs<T> = (Tensor<Rank0, f32, Cpu, T>, Vec<f32>);

/// Cross-entropy of softmax(logits + bias) with the target of every row, times the row's weight, summed; and each row's own, in nats.
pub fn entropy<T: Tape<f32, Cpu>>(
    logits: Grid<T>,
    bias: &Grid,
    targets: &[u16],
    weights: &[f32],
) -> Result<Costs<T>, Fault> {
    let (logits, mut tape) = logits.split_tape();
    let wide = logits.shape().1;
    let mut p = values(&logits).to_vec();
    let (mut total, mut each) = (0.0f64, Vec::with_capacity(targets.len()));
    for ((row, target), weight) in p.chunks_exact_mut(wide).zip(targets).zip(weights) {
        row.iter_mut().zip(values(bias)).for_each(|(a, b)| *a += b);
        crate::neural::exact::softmax(row, 1.0);
        let nats = -row[usize::from(*target)].max(1e-30).ln();
        each.push(nats);
        total += f64::from(nats * weight);
        row[usize::from(*target)] -= 1.0;
        row.iter_mut().for_each(|v| *v *= weight);
    }
    let loss: Tensor<Rank0, f32, Cpu> = logits.device().tensor(total as f32);
    let (made, bias) = (loss.clone(), bias.clone());
    tape.add_backward_op(move |g| {
        let scale = g.get_or_alloc_mut(&made)?[0];
        p.iter_mut().for_each(|v| *v *= scale);
        add(g, &bias, &columns_summed(&p, wide))?;
        add(g, &logits, &p)
    });
    Ok((loss.put_tape(tape), each))
}
