//! The graphics card: whether there is one, and who works on it.
//!
//! ```text
//! start(|device| make, serve) -> somebody on a thread of its own who has the card      or why there is none
//! ```
//!
//! dfdx's `AutoDevice` is CUDA exactly where the feature is in; elsewhere it is the processor, and nothing here opens it as a card. One
//! program starts with and without a driver: it is looked for when it is asked for.

use dfdx::tensor::{AutoDevice, TensorFromVec};
use dfdx::tensor_ops::TryMatMul;

use super::apart::{Apart, Lost};

/// Where a network is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// The processor.
    #[default]
    Cpu,
    /// An NVIDIA card.
    Cuda,
}

impl Device {
    /// As a model's card writes it.
    pub fn name(self) -> &'static str {
        match self {
            Device::Cpu => "cpu",
            Device::Cuda => "cuda",
        }
    }
}

/// Why there is no card to work on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoGpu {
    /// The feature is not in.
    #[error("this program was built without `--features cuda`")]
    Feature,
    /// No driver, no card, or one that cannot do what is needed.
    #[error("no graphics card answers: {0}")]
    Silent(String),
}

/// Whether a card answers; it is let go again.
pub fn answers() -> Result<(), NoGpu> {
    start(drop, |(): &mut (), (): ()| ()).map(drop)
}

/// Has `make` set something up on the first card, and `serve` it on a thread of its own until the answer is dropped.
pub fn start<W, J: Send + 'static, A: Send + 'static>(
    make: impl FnOnce(AutoDevice) -> W + Send + 'static,
    serve: impl FnMut(&mut W, J) -> A + Send + 'static,
) -> Result<Apart<J, A>, NoGpu> {
    if !cfg!(feature = "cuda") {
        return Err(NoGpu::Feature);
    }
    let open = || {
        let device = AutoDevice::default();
        greet(&device);
        make(device)
    };
    Apart::start(open, serve).map_err(|lost| NoGpu::Silent(cause(&lost)))
}

/// Computes something, so that a driver too old for the kernels or a missing cuBLAS is met before anything relies on them.
fn greet(device: &AutoDevice) {
    let ones = |rows: usize, columns: usize| device.tensor_from_vec(vec![1.0f32; rows * columns], (rows, columns));
    let sums = ones(2, 3).matmul(ones(3, 2)).tanh().as_vec();
    assert!(sums.iter().all(|x| (x - 3f32.tanh()).abs() < 1e-4), "it reckons wrongly: {sums:?}");
}

/// What the driver says of itself, where it stands between quotation marks in what the panic said.
pub fn cause(lost: &Lost) -> String {
    lost.0.rsplit('"').nth(1).unwrap_or(&lost.0).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_says_is_taken_out_of_the_panic() {
        let said = r#"called `Result::unwrap()` on an `Err` value: DriverError(CUDA_ERROR_NO_DEVICE, "no device")"#;
        assert_eq!(cause(&Lost(said.into())), "no device");
        assert_eq!(cause(&Lost("Blas(NOT_INITIALIZED)".into())), "Blas(NOT_INITIALIZED)");
    }

    #[test]
    fn a_program_without_the_feature_says_so() {
        if !cfg!(feature = "cuda") {
            assert_eq!(answers(), Err(NoGpu::Feature));
        }
    }
}
