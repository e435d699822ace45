//! A small network from what a player knows about a moment of a note to a few numbers: here, how loud it is.
//!
//! ```text
//! places 16, plain features 20 -> 64 relu -> 64 relu -> ln loudness
//! ```
//!
//! Runs once a frame. Real-time: fixed loops over the weights, no allocation after `load`.

use super::features::{PLACES, PLAIN};
use super::shape::{ENVELOPE, Shape};
use crate::neural::weights::{Weights, WeightsError};

/// The network, ready to run.
#[derive(Clone, Debug)]
pub struct Perceptron {
    outputs: usize,
    places: Vec<f32>,
    features: Vec<f32>,
    bias1: Vec<f32>,
    weight2: Vec<f32>,
    bias2: Vec<f32>,
    weight3: Vec<f32>,
    bias3: Vec<f32>,
}

impl Perceptron {
    /// Takes the tensors under `prefix`. Errors where one is missing or misshapen.
    pub fn load(prefix: &str, outputs: usize, weights: &Weights) -> Result<Perceptron, WeightsError> {
        let mut parts = Vec::new();
        for (name, rows, columns) in Shape::perceptron(prefix, outputs) {
            parts.push(weights.get(&name, &[rows, columns])?.to_vec());
        }
        let mut parts = parts.into_iter();
        let mut next = || parts.next().unwrap_or_default();
        Ok(Perceptron {
            outputs,
            places: next(),
            features: next(),
            bias1: next(),
            weight2: next(),
            bias2: next(),
            weight3: next(),
            bias3: next(),
        })
    }

    /// Writes the outputs for a mix of instruments (`PLACES` numbers) and plain features (`PLAIN` numbers) into `out`.
    pub fn run(&self, places: &[f32; PLACES], plain: &[f32; PLAIN], out: &mut [f32]) {
        let (mut h1, mut h2) = ([0.0; ENVELOPE], [0.0; ENVELOPE]);
        h1.copy_from_slice(&self.bias1);
        add(places, &self.places, &mut h1);
        add(plain, &self.features, &mut h1);
        h1.iter_mut().for_each(|x| *x = x.max(0.0));
        h2.copy_from_slice(&self.bias2);
        add(&h1, &self.weight2, &mut h2);
        h2.iter_mut().for_each(|x| *x = x.max(0.0));
        let out = &mut out[..self.outputs];
        out.copy_from_slice(&self.bias3);
        add(&h2, &self.weight3, out);
    }
}

/// out += x W, W row-major with `out.len()` columns.
pub(super) fn add(x: &[f32], weight: &[f32], out: &mut [f32]) {
    for (x, row) in x.iter().zip(weight.chunks_exact(out.len())) {
        for (o, w) in out.iter_mut().zip(row) {
            *o += x * w;
        }
    }
}
