//! Training of the small network that knows what an instrument sounds like: loudness, partials and noise at a moment of a note.
//!
//! ```text
//! 1024 random moments of random notes -> |predicted - measured| -> Adam, a minute or two in all
//! ```
//!
//! The told pitch is a little blurred, so that what is between two recorded pitches lies between their sounds.

use dfdx::shapes::Rank0;
use dfdx::tensor::{Cpu, CpuError, OwnedTape, PutTape, Tensor};
use dfdx::tensor_ops::{Backward, MeanTo};

use super::note::Note;
use super::ops::{Activation, Matrix, dense, matrix, numbers};
use crate::neural::wavenet::features::{PLACES, PLAIN};
use crate::neural::wavenet::shape::{HEARD, Shape};
use crate::neural::weights::{Weights, WeightsError};
use crate::train::adam::{Adam, Settings};
use crate::train::random::Random;

/// Moments in a batch.
const BATCH: usize = 1024;

/// Semitones by which the told pitch is blurred.
const BLUR: f32 = 0.4;

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

/// Fits the network to notes, grouped by instrument, and puts it into `weights`; `from` has an earlier one to go on from. Returns
/// the mean absolute error over the last hundred batches, in nepers (1 is 8.7 dB).
pub fn fit(
    steps: usize,
    notes: &[Vec<&Note>],
    from: Option<&Weights>,
    random: &mut Random,
    weights: &mut Weights,
) -> Result<f32, FitError> {
    let device = Cpu::default();
    let list = Shape::acoustics();
    let mut tensors: Vec<Matrix> = Vec::new();
    for (name, rows, columns) in &list {
        let size = match name.as_str() {
            n if n.ends_with("bias") => 0.0,
            "acoustics.timbre" => 1.0,
            _ => (2.0 / *rows as f32).sqrt(),
        };
        let data = match from {
            Some(old) => old.get(name, &[*rows, *columns])?.to_vec(),
            None => (0..rows * columns).map(|_| size * random.normal()).collect(),
        };
        tensors.push(matrix(&device, *rows, *columns, data));
    }
    let mut adam = Adam::new(Settings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.99 }, &tensors);
    let mut recent = 0.0;
    for step in 0..steps {
        let (places, plain, measured) = moments(notes, random);
        let places = matrix(&device, BATCH, PLACES, places);
        let plain = matrix(&device, BATCH, PLAIN, plain);
        let measured = matrix(&device, BATCH, HEARD, measured);
        let t = &tensors;
        let mut tape = OwnedTape::default();
        let code = dense(&mut tape, &device, &[(&places, &t[0])], None, None, Activation::None);
        let inputs = [(&code, &t[1]), (&plain, &t[2])];
        let h = dense(&mut tape, &device, &inputs, Some(&t[3]), None, Activation::Relu);
        let h = dense(&mut tape, &device, &[(&h, &t[4])], Some(&t[5]), None, Activation::Relu);
        let y = dense(&mut tape, &device, &[(&h, &t[6])], Some(&t[7]), None, Activation::None);
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
        let data = if steps == 0 { numbers(&tensors[i]) } else { adam.mean(i).to_vec() };
        weights.insert(name, &[*rows, *columns], data)?;
    }
    Ok(recent)
}

/// Random moments of random notes, every instrument as often: instruments, what is told, what was measured.
fn moments(notes: &[Vec<&Note>], random: &mut Random) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
    let (mut places, mut plain) = (vec![0.0; BATCH * PLACES], vec![0.0; BATCH * PLAIN]);
    let mut measured = Vec::with_capacity(BATCH * HEARD);
    for i in 0..BATCH {
        let group = &notes[random.below(notes.len())];
        let note = group[random.below(group.len())];
        let (mut moment, heard) = note.example(random.below(note.heard.len()));
        moment.pitch += BLUR * random.normal();
        moment.write(&mut plain[i * PLAIN..][..PLAIN]);
        places[i * PLACES + note.instrument.min(PLACES - 1)] = 1.0;
        measured.extend_from_slice(heard);
    }
    (places, plain, measured)
}
