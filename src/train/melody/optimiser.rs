//! AdamW with clipping and averaged weights over plain vectors of numbers.
//!
//! ```text
//! gradients -> scaled to norm <= clip -> AdamW (Loshchilov, Hutter 2019) -> value -> average (what is scored and kept)
//! ```
//!
//! dfdx's own Adam asks for sizes known at compile time and cannot clip; these are the same few lines for any size.

use dfdx::prelude::*;

use super::chance::Chance;
use super::ops::{Fault, Grid};
use crate::neural::lstm::parts::{Matrix, Parts, layout};
use crate::neural::lstm::past::FIELDS;
use crate::neural::lstm::vocabulary::Vocabulary;

/// One matrix in training.
#[derive(Debug, Clone)]
struct Parameter {
    matrix: Matrix,
    average: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    decays: bool,
}

/// How a step is taken.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Learning rate of this step.
    pub rate: f32,
    /// Largest norm of all gradients together.
    pub clip: f32,
    /// Decoupled weight decay of matrices (biases are spared).
    pub decay: f32,
}

/// All weights in training.
#[derive(Debug, Clone)]
pub struct Parameters {
    hidden: usize,
    vocabulary: Vocabulary,
    all: Vec<Parameter>,
    steps: i32,
}

impl Parameters {
    /// Fresh weights: embeddings normal with deviation 0.3, matrices uniform within 1 / sqrt(inputs), forget gates open by 1.
    #[must_use]
    pub fn fresh(hidden: usize, vocabulary: &Vocabulary, chance: &mut Chance) -> Self {
        let matrices =
            layout(hidden, vocabulary.durations().len()).into_iter().enumerate().map(|(i, (name, shape))| {
                let n = shape.0 * shape.1;
                let data = if i < FIELDS || name == "duration.after" {
                    (0..n).map(|_| 0.3 * chance.normal()).collect()
                } else if shape.0 == 1 {
                    let forget = hidden..2 * hidden;
                    let opens = name.starts_with("lstm");
                    (0..n).map(|u| if opens && forget.contains(&u) { 1.0 } else { 0.0 }).collect()
                } else {
                    let bound = 1.0 / (shape.0 as f32).sqrt();
                    (0..n).map(|_| bound * (2.0 * chance.unit() - 1.0)).collect()
                };
                Matrix { name, shape, data }
            });
        Self::from_parts(&Parts { hidden, vocabulary: vocabulary.clone(), matrices: matrices.collect() })
    }

    /// Parts to go on from.
    #[must_use]
    pub fn from_parts(weights: &Parts) -> Self {
        let all = weights.matrices.iter().map(|m| {
            let zero = vec![0.0; m.data.len()];
            Parameter {
                matrix: m.clone(),
                average: m.data.clone(),
                first: zero.clone(),
                second: zero,
                decays: m.shape.0 > 1,
            }
        });
        Self { hidden: weights.hidden, vocabulary: weights.vocabulary.clone(), all: all.collect(), steps: 0 }
    }

    /// The present values as tensors, in the order of the layout.
    ///
    /// # Errors
    /// What dfdx reports, where memory runs out.
    pub fn tensors(&self, dev: &Cpu) -> Result<Vec<Grid>, Fault> {
        self.all.iter().map(|p| dev.try_tensor_from_vec(p.matrix.data.clone(), p.matrix.shape)).collect()
    }

    /// The averaged values: what is scored and kept.
    #[must_use]
    pub fn averaged(&self) -> Parts {
        let matrices = self.all.iter().map(|p| Matrix { data: p.average.clone(), ..p.matrix.clone() }).collect();
        Parts { hidden: self.hidden, vocabulary: self.vocabulary.clone(), matrices }
    }

    /// Takes one step along the gradients of `tensors` (as [`Self::tensors`] made them) and gives their norm before clipping.
    ///
    /// A step whose gradients are not finite changes nothing.
    ///
    /// # Errors
    /// What dfdx reports, where memory runs out.
    pub fn step(&mut self, tensors: &[Grid], gradients: &mut Gradients<f32, Cpu>, step: Step) -> Result<f32, Fault> {
        let mut squares = 0.0f64;
        for t in tensors {
            squares += gradients.get_or_alloc_mut(t)?.iter().map(|g| f64::from(*g).powi(2)).sum::<f64>();
        }
        let norm = squares.sqrt() as f32;
        if !norm.is_finite() {
            return Ok(norm);
        }
        self.steps += 1;
        let scale = (step.clip / norm.max(1e-12)).min(1.0);
        let (b1, b2) = (0.9f32, 0.99f32);
        let (c1, c2) = (1.0 - b1.powi(self.steps), 1.0 - b2.powi(self.steps));
        let keep = (1.0 - 1.0 / (self.steps as f32 / 10.0 + 1.0)).min(0.998);
        for (p, t) in self.all.iter_mut().zip(tensors) {
            let shrink = if p.decays { 1.0 - step.rate * step.decay } else { 1.0 };
            let g = gradients.get_or_alloc_mut(t)?;
            for i in 0..p.matrix.data.len() {
                let g = g[i] * scale;
                p.first[i] = b1 * p.first[i] + (1.0 - b1) * g;
                p.second[i] = b2 * p.second[i] + (1.0 - b2) * g * g;
                let move_by = step.rate * (p.first[i] / c1) / ((p.second[i] / c2).sqrt() + 1e-8);
                p.matrix.data[i] = p.matrix.data[i] * shrink - move_by;
                p.average[i] = keep * p.average[i] + (1.0 - keep) * p.matrix.data[i];
            }
        }
        Ok(norm)
    }
}
