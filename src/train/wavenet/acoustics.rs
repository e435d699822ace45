//! Training of the small network that knows what an instrument sounds like: loudness, partials and noise at a moment of a note.
//!
//! ```text
//! 1024 random moments of random notes -> |predicted - measured| -> Adam, some minutes in all
//! ```
//!
//! A key that nobody recorded gets the code of the nearest one that was; of two as near, the lower one's.

use dfdx::shapes::Rank0;
use dfdx::tensor::{Cpu, CpuError, OwnedTape, PutTape, Tensor};
use dfdx::tensor_ops::{Backward, MeanTo};

use super::harmonics::STRIDE;
use super::note::Note;
use super::ops::{Activation, Matrix, dense, matrix};
use crate::neural::wavenet::features::{ANCHORS, BANDS, KEYS, PLACES, PLAIN, REGISTERS};
use crate::neural::wavenet::partials::{anchor, count};
use crate::neural::wavenet::shape::{HEARD, Shape, TIMBRE};
use crate::neural::weights::{Weights, WeightsError};
use crate::train::adam::{Adam, Settings};
use crate::train::random::Random;

/// Moments in a batch.
const BATCH: usize = 1024;

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

/// Fits the network to notes, grouped by instrument, and puts it into `weights`. Returns the mean absolute error over the last
/// hundred batches, in nepers (1 is 8.7 dB).
pub fn fit(steps: usize, notes: &[Vec<&Note>], random: &mut Random, weights: &mut Weights) -> Result<f32, FitError> {
    let device = Cpu::default();
    let list = Shape::acoustics();
    let mut tensors: Vec<Matrix> = Vec::new();
    for (name, rows, columns) in &list {
        let size = match name.as_str() {
            n if n.ends_with("bias") => 0.0,
            "acoustics.timbre" => 0.3,
            _ => (2.0 / *rows as f32).sqrt(),
        };
        let data = (0..rows * columns).map(|_| size * random.normal()).collect();
        tensors.push(matrix(&device, *rows, *columns, data));
    }
    let mut adam = Adam::new(Settings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.99 }, &tensors);
    let mut recent = 0.0;
    for step in 0..steps {
        let (places, plain, measured, weight) = moments(notes, random);
        let places = matrix(&device, BATCH, PLACES * REGISTERS, places);
        let plain = matrix(&device, BATCH, PLAIN, plain);
        let (measured, weight) = (matrix(&device, BATCH, HEARD, measured), matrix(&device, BATCH, HEARD, weight));
        let t = &tensors;
        let mut tape = OwnedTape::default();
        let code = dense(&mut tape, &device, &[(&places, &t[0])], None, None, Activation::None);
        let inputs = [(&code, &t[1]), (&plain, &t[2])];
        let h = dense(&mut tape, &device, &inputs, Some(&t[3]), None, Activation::Relu);
        let h = dense(&mut tape, &device, &[(&h, &t[4])], Some(&t[5]), None, Activation::Relu);
        let y = dense(&mut tape, &device, &[(&h, &t[6])], Some(&t[7]), None, Activation::None);
        let loss: Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>> = ((y.put_tape(tape) - measured) * weight).abs().mean();
        if step + 100 >= steps {
            recent += loss.as_vec()[0] / 100.0;
        }
        let mut gradients = loss.backward();
        let part = step as f32 / steps as f32;
        let rate = 4e-3 * (0.02 + 0.98 * 0.5 * (1.0 + (std::f32::consts::PI * part).cos()));
        adam.step(rate, &mut tensors, &mut gradients)?;
    }
    for (i, (name, rows, columns)) in list.iter().enumerate() {
        let mut numbers = adam.mean(i).to_vec();
        if i == 0 {
            lend(&mut numbers, notes);
        }
        weights.insert(name, &[*rows, *columns], numbers)?;
    }
    Ok(recent)
}

/// Gives keys that nobody recorded the code of their nearest neighbour of the same instrument.
fn lend(codes: &mut [f32], notes: &[Vec<&Note>]) {
    for group in notes {
        let Some(place) = group.first().map(|note| note.instrument.min(PLACES - 1)) else { continue };
        let known: std::collections::BTreeSet<usize> = group.iter().map(|note| key(note)).collect();
        let own = &mut codes[place * REGISTERS * TIMBRE..][..REGISTERS * TIMBRE];
        for at in (0..REGISTERS).filter(|at| !known.contains(at)) {
            // Sets are in order, so of two as near the first found is the lower one.
            if let Some(near) = known.iter().min_by_key(|known| known.abs_diff(at)) {
                own.copy_within(near * TIMBRE..(near + 1) * TIMBRE, at * TIMBRE);
            }
        }
    }
}

/// The key of a note.
fn key(note: &Note) -> usize {
    (note.pitch.clamp(KEYS.0, KEYS.1) - KEYS.0).round() as usize
}

/// What it counts that an output is wrong: loudness is heard as it is, one partial of many hardly.
fn weight(at: usize, heard: &[f32; HEARD], most: usize) -> f32 {
    match at {
        0 => 5.0,
        // A note without stiff strings says so less loudly: most have none.
        _ if at == HEARD - 1 => 2.0,
        // At which pace something moves that hardly moves is not heard.
        _ if at > ANCHORS + 2 * BANDS => (heard[at - BANDS] / 0.1).min(1.0),
        _ if at > ANCHORS + BANDS => 2.0,
        _ if at > ANCHORS => 1.0,
        // Partials that the grid does not carry are never sung, but told the network: faint. Faint ones are masked by the others.
        _ if anchor(at - 1) > most as f32 => 0.05,
        _ if heard[at] < -7.0 => 0.5,
        _ => 1.0,
    }
}

/// Random moments of random notes, every instrument as often, one in two soon after the start or the end: instruments by
/// register, what is told, what was measured, what it counts.
fn moments(notes: &[Vec<&Note>], random: &mut Random) -> (Vec<f32>, Vec<f32>, Vec<f32>, Vec<f32>) {
    let (mut places, mut plain) = (vec![0.0; BATCH * PLACES * REGISTERS], vec![0.0; BATCH * PLAIN]);
    let (mut measured, mut weights) = (Vec::with_capacity(BATCH * HEARD), Vec::with_capacity(BATCH * HEARD));
    for i in 0..BATCH {
        let group = &notes[random.below(notes.len())];
        let note = group[random.below(group.len())];
        let soon = |random: &mut Random| (note.heard.len() as f32 * 0.3 * random.uniform().powi(2)) as usize;
        let at = match random.below(6) {
            0 | 1 => soon(random),
            2 => note.held / STRIDE + soon(random),
            _ => random.below(note.heard.len()),
        };
        let (moment, heard) = note.example(at.min(note.heard.len() - 1));
        moment.write(&mut plain[i * PLAIN..][..PLAIN]);
        places[(i * PLACES + note.instrument.min(PLACES - 1)) * REGISTERS + key(note)] = 1.0;
        measured.extend_from_slice(heard);
        let most = count(note.grid, note.stiffness);
        weights.extend((0..HEARD).map(|at| weight(at, heard, most)));
    }
    (places, plain, measured, weights)
}

#[cfg(test)]
mod tests;
