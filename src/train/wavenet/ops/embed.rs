//! A row of a table for each code.
//!
//! ```text
//! codes [rows] u8, table [256, width] -> [rows, width]
//! ```

use dfdx::tensor::{Cpu, Tape};

use super::{Fault, Matrix, Quiet, columns, matrix, numbers, take_gradient};

/// Looks every code up. The gradient adds each row to its code's row of the table.
pub fn embed<T: Tape<f32, Cpu>>(tape: &mut T, device: &Cpu, codes: &[u8], quiet: &Quiet, table: &Matrix) -> Matrix {
    let width = columns(table);
    let values = numbers(table);
    let mut data = Vec::with_capacity(codes.len() * width);
    for &code in codes {
        data.extend_from_slice(&values[usize::from(code) * width..][..width]);
    }
    quiet.hush(&mut data, width);
    let out = matrix(device, codes.len(), width, data);
    let (ghost, table, codes, quiet) = (out.ghost(), table.clone(), codes.to_vec(), quiet.clone());
    tape.add_backward_op(move |g| -> Result<(), Fault> {
        let mut arrived = take_gradient!(g, ghost);
        quiet.hush(&mut arrived, width);
        let sums = g.get_or_alloc_mut(&table)?;
        for (code, row) in codes.iter().zip(arrived.chunks_exact(width)) {
            for (sum, x) in sums[usize::from(*code) * width..][..width].iter_mut().zip(row) {
                *sum += x;
            }
        }
        Ok(())
    });
    out
}
