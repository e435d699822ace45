//! Adam over a list of dfdx tensors, with what dfdx's own lacks: clipping by the norm, a rate set from outside, moments that can be
//! stored, and a running mean of the weights.
//!
//! ```text
//! step(rate, clip): g -> clipped g -> moments -> weights -> mean of the weights
//! ```
//!
//! Kingma and Ba 2014 (arXiv 1412.6980). It steps on the processor, wherever the gradients were made: what a run goes on from lies here
//! whatever becomes of a graphics card.

use dfdx::tensor::{Cpu, CpuError, Gradients};

use super::wavenet::ops::{Matrix, numbers, replace, take};
use crate::neural::weights::{Weights, WeightsError};

/// How Adam steps.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Decay of the mean of gradients.
    pub beta1: f32,
    /// Decay of the mean of squares.
    pub beta2: f32,
    /// Largest norm of the gradient over all weights; larger ones are scaled down to it.
    pub clip: f32,
    /// Decay of the running mean of the weights.
    pub mean: f32,
}

/// Moments and running means, one for each tensor of a list that keeps its order.
#[derive(Clone, Debug)]
pub struct Adam {
    settings: Settings,
    steps: u64,
    first: Vec<Vec<f32>>,
    second: Vec<Vec<f32>>,
    mean: Vec<Vec<f32>>,
}

impl Adam {
    /// Fresh moments for these tensors.
    pub fn new(settings: Settings, tensors: &[Matrix]) -> Adam {
        let zeros: Vec<Vec<f32>> = tensors.iter().map(|t| vec![0.0; numbers(t).len()]).collect();
        let mean = tensors.iter().map(numbers).collect();
        Adam { settings, steps: 0, first: zeros.clone(), second: zeros, mean }
    }

    /// How many steps were made.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The running mean of a tensor's weights.
    pub fn mean(&self, index: usize) -> &[f32] {
        &self.mean[index]
    }

    /// One step down what dfdx found on the processor, at this rate; takes the gradients out. Returns the norm as `descend` does. Errors
    /// where dfdx cannot allocate.
    pub fn step(
        &mut self,
        rate: f32,
        tensors: &mut [Matrix],
        gradients: &mut Gradients<f32, Cpu>,
    ) -> Result<f32, CpuError> {
        let slopes = take(gradients, tensors)?;
        Ok(self.descend(rate, tensors, &slopes))
    }

    /// One step down the gradients, one for each tensor and as large. Returns the norm of the gradient before clipping; one that is not
    /// finite changes nothing.
    pub fn descend(&mut self, rate: f32, tensors: &mut [Matrix], gradients: &[Vec<f32>]) -> f32 {
        let square: f64 = gradients.iter().map(|g| g.iter().map(|x| f64::from(x * x)).sum::<f64>()).sum();
        let norm = square.sqrt() as f32;
        if !norm.is_finite() {
            return norm;
        }
        self.steps += 1;
        let Settings { beta1, beta2, clip, mean } = self.settings;
        let scale = if norm > clip { clip / norm } else { 1.0 };
        let count = self.steps.min(100_000) as i32;
        let (fix1, fix2) = (1.0 - beta1.powi(count), 1.0 - beta2.powi(count));
        // The running mean follows quickly at first, or it would remember the random start.
        let keep = mean.min(1.0 - 1.0 / (1.0 + 0.1 * self.steps as f32));
        for (i, (tensor, g)) in tensors.iter_mut().zip(gradients).enumerate() {
            let mut weights = numbers(tensor);
            let moments = self.first[i].iter_mut().zip(&mut self.second[i]).zip(&mut self.mean[i]);
            for ((w, g), ((m, v), average)) in weights.iter_mut().zip(g).zip(moments) {
                let g = g * scale;
                *m = beta1 * *m + (1.0 - beta1) * g;
                *v = beta2 * *v + (1.0 - beta2) * g * g;
                *w -= rate * (*m / fix1) / ((*v / fix2).sqrt() + 1e-8);
                *average = keep * *average + (1.0 - keep) * *w;
            }
            replace(tensor, &weights);
        }
        norm
    }

    /// Puts the state into `weights` under names derived from `names`, to be taken up by `restore`.
    pub fn store(&self, names: &[String], weights: &mut Weights) -> Result<(), WeightsError> {
        for (i, name) in names.iter().enumerate() {
            for (part, data) in [("first", &self.first), ("second", &self.second), ("mean", &self.mean)] {
                weights.insert(&format!("adam.{part}.{name}"), &[data[i].len()], data[i].clone())?;
            }
        }
        // Split in two so that each half is exact in f32.
        let steps = vec![(self.steps >> 20) as f32, (self.steps & 0xf_ffff) as f32];
        weights.insert("adam.steps", &[2], steps)
    }

    /// Takes up a stored state. Errors where a part is missing; then nothing was changed.
    pub fn restore(&mut self, names: &[String], weights: &Weights) -> Result<(), WeightsError> {
        let mut fresh = self.clone();
        for (i, name) in names.iter().enumerate() {
            let size = [self.first[i].len()];
            fresh.first[i] = weights.get(&format!("adam.first.{name}"), &size)?.to_vec();
            fresh.second[i] = weights.get(&format!("adam.second.{name}"), &size)?.to_vec();
            fresh.mean[i] = weights.get(&format!("adam.mean.{name}"), &size)?.to_vec();
        }
        let steps = weights.get("adam.steps", &[2])?;
        fresh.steps = ((steps[0] as u64) << 20) | steps[1] as u64;
        *self = fresh;
        Ok(())
    }
}
