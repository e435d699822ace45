//! dfdx's own operations on matrices, written one after the other onto one tape.
//!
//! ```text
//! let y = reel.times(&x, &w);  let z = reel.sum(&y, &b);      x, w, y, b stay as they are and may be used again
//! ```
//!
//! dfdx hands its tape from result to operand, which suits a chain; a network that uses a result twice wants the tape beside it.
//! Nothing here knows what a network is.

use dfdx::prelude::{Axes2, Axis, BroadcastTo, Device, GatherTo, PermuteTo, PutTape, SplitTape, TryMatMul};
use dfdx::shapes::HasShape;
use dfdx::tensor::{NoneTape, Tape, Tensor};

/// A matrix on a device, with sizes known when running.
pub type Sheet<D, T = NoneTape> = Tensor<(usize, usize), f32, D, T>;

/// A tape, and the device of what is written onto it. With `NoneTape` nothing is.
pub struct Reel<D: Device<f32>, T> {
    /// Where everything is computed.
    pub device: D,
    /// What is needed on the way back.
    pub tape: T,
}

impl<D: Device<f32>, T: Tape<f32, D>> Reel<D, T> {
    /// An empty tape.
    pub fn new(device: &D) -> Reel<D, T> {
        Reel { device: device.clone(), tape: T::default() }
    }

    /// Numbers as a matrix, row-major; `data` holds rows times columns of them.
    pub fn sheet(&self, rows: usize, columns: usize, data: Vec<f32>) -> Sheet<D> {
        self.device.tensor_from_vec(data, (rows, columns))
    }

    /// The matrix product.
    pub fn times(&mut self, x: &Sheet<D>, w: &Sheet<D>) -> Sheet<D> {
        self.write(x, |x| x.matmul(w.clone()))
    }

    /// The sum; of two different matrices.
    pub fn sum(&mut self, x: &Sheet<D>, y: &Sheet<D>) -> Sheet<D> {
        self.write(x, |x| x + y.clone())
    }

    /// The sum with the one row of `row` for every row of `x`.
    pub fn lifted(&mut self, x: &Sheet<D>, row: &Sheet<D>) -> Sheet<D> {
        // A column of ones times the row: dfdx repeats along new axes only.
        let ones = self.device.ones_like(&(x.shape().0, 1));
        let all = self.times(&ones, row);
        self.sum(x, &all)
    }

    /// Every row times its own number of `by`.
    pub fn scaled(&mut self, x: &Sheet<D>, by: Vec<f32>) -> Sheet<D> {
        let by = self.device.tensor_from_vec(by, (x.shape().0,));
        self.write(x, |x| {
            let all = by.broadcast_like::<(usize, usize), Axis<1>>(x.shape());
            x * all
        })
    }

    /// tanh(left half) * sigmoid(right half), [rows, 2 r] to [rows, r].
    pub fn gate(&mut self, z: &Sheet<D>) -> Sheet<D> {
        let r = z.shape().1 / 2;
        let (a, s) = (self.columns(z, 0, r), self.columns(z, r, r));
        let (a, s) = (self.tanh(&a), self.write(&s, Tensor::sigmoid));
        self.write(&a, |a| a * s)
    }

    /// The hyperbolic tangent.
    pub fn tanh(&mut self, x: &Sheet<D>) -> Sheet<D> {
        self.write(x, Tensor::tanh)
    }

    /// The larger of 0 and x.
    pub fn relu(&mut self, x: &Sheet<D>) -> Sheet<D> {
        self.write(x, Tensor::relu)
    }

    /// The rows of these numbers, in this order; one may come several times.
    pub fn pick(&mut self, x: &Sheet<D>, rows: Vec<usize>) -> Sheet<D> {
        let n = rows.len();
        let rows = self.device.tensor_from_vec(rows, (n,));
        self.write(x, |x| x.gather(rows))
    }

    /// `n` rows from row `from` on.
    pub fn rows(&mut self, x: &Sheet<D>, from: usize, n: usize) -> Sheet<D> {
        self.pick(x, (from..from + n).collect())
    }

    /// `n` columns from column `from` on.
    pub fn columns(&mut self, x: &Sheet<D>, from: usize, n: usize) -> Sheet<D> {
        let which = self.device.tensor_from_vec((from..from + n).collect(), (n,));
        self.write(x, |x| {
            let rows: Sheet<D, T> = x.permute::<(usize, usize), Axes2<1, 0>>().gather(which);
            rows.permute::<(usize, usize), Axes2<1, 0>>()
        })
    }

    /// Lends the tape to an operation.
    fn write(&mut self, x: &Sheet<D>, operation: impl FnOnce(Sheet<D, T>) -> Sheet<D, T>) -> Sheet<D> {
        let (y, tape) = operation(x.clone().put_tape(std::mem::take(&mut self.tape))).split_tape();
        self.tape = tape;
        y
    }
}
