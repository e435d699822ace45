//! A row of a table for each companded value: between those of the two codes beside it.
//!
//! ```text
//! heard [rows], table [256, width] -> [rows, width]
//! ```

use dfdx::tensor::{Cpu, Tape};

use crate::neural::wavenet::codec::between;

use super::{Fault, Matrix, Quiet, columns, matrix, numbers, take_gradient};

/// Looks every value up. The gradient adds to both rows what they had their share in.
pub fn embed<T: Tape<f32, Cpu>>(tape: &mut T, device: &Cpu, heard: &[f32], quiet: &Quiet, table: &Matrix) -> Matrix {
    let width = columns(table);
    let values = numbers(table);
    let mut data = Vec::with_capacity(heard.len() * width);
    for &heard in heard {
        let (code, share) = between(heard);
        let (low, high) = values[code * width..][..2 * width].split_at(width);
        data.extend(low.iter().zip(high).map(|(low, high)| low + (high - low) * share));
    }
    quiet.hush(&mut data, width);
    let out = matrix(device, heard.len(), width, data);
    let (ghost, table, heard, quiet) = (out.ghost(), table.clone(), heard.to_vec(), quiet.clone());
    tape.add_backward_op(move |g| -> Result<(), Fault> {
        let mut arrived = take_gradient!(g, ghost);
        quiet.hush(&mut arrived, width);
        let sums = g.get_or_alloc_mut(&table)?;
        for (heard, row) in heard.iter().zip(arrived.chunks_exact(width)) {
            let (code, share) = between(*heard);
            let (low, high) = sums[code * width..][..2 * width].split_at_mut(width);
            for ((low, high), x) in low.iter_mut().zip(high).zip(row) {
                *low += (1.0 - share) * x;
                *high += share * x;
            }
        }
        Ok(())
    });
    out
}
