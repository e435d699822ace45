//! The melody network in dfdx: forward pass and loss over a batch, gradients by its tape.
//!
//! ```text
//! x = gather(embeddings)          h0 = layer(x W)   h = layer(drop(h0) W)   y = drop(h)
//! pitch    logits y P + x P'      duration: tanh(y D + x D' + e D'') O
//! ```
//!
//! Parts are handed in as tensors in the order of [`crate::neural::lstm::parts::layout`]; who changes them is no business of this file.

use std::sync::Arc;

use dfdx::prelude::*;

use super::chance::Chance;
use super::dataset::Batch;
use super::ops::{self, Fault, Grid};
use crate::neural::lstm::past::FIELDS;

/// The weights as tensors.
#[derive(Debug, Clone)]
pub struct Net {
    tables: Vec<Grid>,
    layers: [[Grid; 3]; 2],
    pitch: [Grid; 3],
    duration: [Grid; 7],
}

/// What a forward pass gives: the loss with its tape, and each row's own pitch and duration cost in nats.
pub struct Forward<T: Tape<f32, Cpu>> {
    /// Sum over rows of weight times cost.
    pub loss: Tensor<Rank0, f32, Cpu, T>,
    /// Pitch and duration nats of each row.
    pub nats: Vec<(f32, f32)>,
}

impl Net {
    /// Takes tensors in the order of the layout; `None` where some are missing.
    #[must_use]
    pub fn new(all: &[Grid]) -> Option<Self> {
        let (tables, rest) = all.split_at_checked(FIELDS)?;
        let triple = |i: usize| Some([rest.get(i)?.clone(), rest.get(i + 1)?.clone(), rest.get(i + 2)?.clone()]);
        let duration: Vec<Grid> = rest.get(9..16)?.to_vec();
        Some(Self {
            tables: tables.to_vec(),
            layers: [triple(0)?, triple(3)?],
            pitch: triple(6)?,
            duration: duration.try_into().ok()?,
        })
    }

    /// Runs a batch. With `dropout` > 0 outputs of both layers are dropped at that rate, drawn from `chance`.
    ///
    /// # Errors
    /// What dfdx reports, where memory runs out.
    pub fn forward<T: Tape<f32, Cpu>>(
        &self,
        batch: &Batch,
        dropout: f32,
        chance: &mut Chance,
    ) -> Result<Forward<T>, Fault> {
        let mut drop = |h: Grid<T>| -> Result<Grid<T>, Fault> {
            if dropout <= 0.0 {
                return Ok(h);
            }
            let (n, keep) = (h.shape().0 * h.shape().1, 1.0 / (1.0 - dropout));
            ops::masked(h, (0..n).map(|_| if chance.unit() < dropout { 0.0 } else { keep }).collect())
        };
        let x = ops::gather(&self.tables, Arc::new(batch.classes.clone()), T::default())?;
        let again = x.retaped::<T>();
        let (for_pitch, for_duration) = (again.retaped::<T>(), again);
        let mut h = x;
        for [input, hidden, bias] in &self.layers {
            h = drop(ops::layer(h.try_matmul(input.clone())?, hidden, bias, batch.width)?)?;
        }
        let [hidden, input, bias] = &self.pitch;
        let second = h.retaped::<T>();
        let logits = h.try_matmul(hidden.clone())?.try_add(for_pitch.try_matmul(input.clone())?)?;
        let (pitch_loss, pitch_nats) = ops::entropy(logits, bias, &batch.pitches, &batch.weights)?;
        let [after, hidden, input, pitch, bias, out, out_bias] = &self.duration;
        let e = ops::gather(std::slice::from_ref(after), Arc::new(batch.pitches.clone()), T::default())?;
        let z = second.try_matmul(hidden.clone())?.try_add(for_duration.try_matmul(input.clone())?)?;
        let z = ops::bent(z.try_add(e.try_matmul(pitch.clone())?)?, bias)?;
        let (loss, nats) = ops::entropy(z.try_matmul(out.clone())?, out_bias, &batch.durations, &batch.weights)?;
        Ok(Forward { loss: pitch_loss.try_add(loss)?, nats: pitch_nats.into_iter().zip(nats).collect() })
    }
}
