//! Operations on dfdx's tape, made for rows of (time, clip) with time outermost.
//!
//! ```text
//! row = t * clips + b          a shift in time by d is d * clips rows further: no copy, no slicing
//! x [rows, 32] --layer--> x' [rows - d * clips, 32], g
//! ```
//!
//! dfdx keeps tensors, tape and gradients; each operation here does in one pass over the rows what would be a dozen of its
//! own, forward and backward, with the matrix products of `neural::kernel`. They run on the processor only.

mod dense;
mod embed;
mod layer;
mod loss;
mod skip;

pub use dense::{Activation, Frames, dense};
pub use embed::embed;
pub use layer::{LayerInput, LayerWeights, layer};
pub use loss::{Scores, bits, score, slopes};
pub use skip::skip;

use dfdx::tensor::{CopySlice, Cpu, CpuError, Gradients, HasErr, Tensor, TensorFromVec};

/// Takes the gradient that has arrived at a result, leaving nothing behind.
macro_rules! take_gradient {
    ($g:expr, $t:expr) => {
        std::mem::take(&mut **$g.get_or_alloc_mut(&$t)?)
    };
}
use take_gradient;

/// A matrix of dfdx with sizes known when running.
pub type Matrix = Tensor<(usize, usize), f32, Cpu>;

/// A matrix from its numbers, row-major. `data` holds rows times columns of them.
pub fn matrix(device: &Cpu, rows: usize, columns: usize, data: Vec<f32>) -> Matrix {
    device.tensor_from_vec(data, (rows, columns))
}

/// A matrix's numbers, row-major.
pub fn numbers(m: &Matrix) -> Vec<f32> {
    let mut out = vec![0.0; rows(m) * columns(m)];
    Cpu::copy_into(m, &mut out);
    out
}

/// Puts new numbers into a matrix, which stays the same tensor to the tape.
pub fn replace(m: &mut Matrix, data: &[f32]) {
    Cpu::copy_from(m, data);
}

/// The gradients that have arrived at these matrices, taken out. Errors where dfdx cannot allocate one that nothing arrived at.
pub fn take(gradients: &mut Gradients<f32, Cpu>, of: &[Matrix]) -> Result<Vec<Vec<f32>>, CpuError> {
    of.iter().map(|m| Ok(take_gradient!(gradients, *m))).collect()
}

/// How many rows a matrix has.
pub fn rows(m: &Matrix) -> usize {
    use dfdx::shapes::HasShape;
    m.shape().0
}

/// How many columns a matrix has.
pub fn columns(m: &Matrix) -> usize {
    use dfdx::shapes::HasShape;
    m.shape().1
}

/// The transpose of a row-major matrix.
fn transpose(data: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; data.len()];
    for i in 0..rows {
        for j in 0..columns {
            out[j * rows + i] = data[i * columns + j];
        }
    }
    out
}

/// Which rows lie before their note's start, where the network's state is held at zero as in a voice that has just started.
#[derive(Clone, Debug)]
pub struct Quiet {
    /// For each clip side by side, how many leading input times are silent.
    pub times: std::rc::Rc<Vec<usize>>,
    /// The network's input time of the first row at hand.
    pub first: usize,
}

impl Quiet {
    /// Sets the silent rows of `data` to zero.
    fn hush(&self, data: &mut [f32], width: usize) {
        let clips = self.times.len();
        for (b, &times) in self.times.iter().enumerate() {
            for t in 0..times.saturating_sub(self.first) {
                let from = (t * clips + b) * width;
                if let Some(row) = data.get_mut(from..from + width) {
                    row.fill(0.0);
                }
            }
        }
    }
}

/// Adds `part` to the gradient of `m`.
fn add_gradient(g: &mut Gradients<f32, Cpu>, m: &Matrix, part: &[f32]) -> Result<(), <Cpu as HasErr>::Err> {
    for (sum, x) in g.get_or_alloc_mut(m)?.iter_mut().zip(part) {
        *sum += x;
    }
    Ok(())
}

/// The error of a backward pass: dfdx could not allocate.
type Fault = CpuError;
