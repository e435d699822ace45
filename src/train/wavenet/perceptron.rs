//! Training of the small network that predicts loudness (or, for the sines that the WaveNet is compared with, harmonics).
//!
//! ```text
//! 1024 random moments of random notes -> |predicted - measured| -> Adam, a few seconds in all
//! ```

use dfdx::shapes::Rank0;
use dfdx::tensor::{Cpu, CpuError, OwnedTape, PutTape, Tensor};
use dfdx::tensor_ops::{Backward, MeanTo};

use super::ops::{self, Activation, Matrix, dense, matrix};
use crate::neural::wavenet::features::{PLACES, PLAIN};
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::{Weights, WeightsError};
use crate::train::adam::{Adam, Settings};
use crate::train::random::Random;

/// One moment and what was measured there.
#[derive(Clone, Debug)]
pub struct Example {
    /// The instrument's place.
    pub instrument: usize,
    /// Plain features of the moment.
    pub plain: [f32; PLAIN],
    /// The numbers to predict.
    pub measured: Vec<f32>,
}

/// Why it could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// dfdx could not allocate.
    #[error("dfdx: {0:?}")]
    Device(CpuError),
    /// A result could not be stored.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

impl From<CpuError> for FitError {
    fn from(e: CpuError) -> FitError {
        FitError::Device(e)
    }
}

/// Fits a network of `outputs` numbers to examples that `draw` makes up, and puts it into `weights` under `prefix`.
/// Returns the mean absolute error over the last hundred batches.
pub fn fit(
    prefix: &str,
    outputs: usize,
    steps: usize,
    random: &mut Random,
    draw: &mut dyn FnMut(&mut Random) -> Example,
    weights: &mut Weights,
) -> Result<f32, FitError> {
    const BATCH: usize = 1024;
    let device = Cpu::default();
    let list = Shape::perceptron(prefix, outputs);
    let mut tensors: Vec<Matrix> = Vec::new();
    for (_, rows, columns) in &list {
        let size = if *rows == 1 { 0.0 } else { (2.0 / *rows as f32).sqrt() };
        let data = (0..rows * columns).map(|_| size * random.normal()).collect();
        tensors.push(matrix(&device, *rows, *columns, data));
    }
    let mut adam = Adam::new(Settings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.99 }, &tensors);
    let mut recent = 0.0;
    for step in 0..steps {
        let (mut places, mut plain, mut measured) = (vec![0.0; BATCH * PLACES], Vec::new(), Vec::new());
        for i in 0..BATCH {
            let example = draw(random);
            places[i * PLACES + example.instrument.min(PLACES - 1)] = 1.0;
            plain.extend_from_slice(&example.plain);
            measured.extend_from_slice(&example.measured);
        }
        let places = matrix(&device, BATCH, PLACES, places);
        let plain = matrix(&device, BATCH, PLAIN, plain);
        let measured = matrix(&device, BATCH, outputs, measured);
        let t = &tensors;
        let mut tape = OwnedTape::default();
        let inputs = [(&places, &t[0]), (&plain, &t[1])];
        let h = dense(&mut tape, &device, &inputs, Some(&t[2]), None, Activation::Relu);
        let h = dense(&mut tape, &device, &[(&h, &t[3])], Some(&t[4]), None, Activation::Relu);
        let y = dense(&mut tape, &device, &[(&h, &t[5])], Some(&t[6]), None, Activation::None);
        let loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>> = (y.put_tape(tape) - measured).abs().mean();
        if step + 100 >= steps {
            recent += loss.as_vec()[0] / 100.0;
        }
        let mut gradients = loss.backward();
        let part = step as f32 / steps as f32;
        let rate = 4e-3 * (0.02 + 0.98 * 0.5 * (1.0 + (std::f32::consts::PI * part).cos()));
        adam.step(rate, &mut tensors, &mut gradients)?;
    }
    for (i, (name, rows, columns)) in list.iter().enumerate() {
        debug_assert_eq!(ops::rows(&tensors[i]) * ops::columns(&tensors[i]), rows * columns);
        weights.insert(name, &[*rows, *columns], adam.mean(i).to_vec())?;
    }
    Ok(recent)
}
