//! What a melody network remembers of a tune, and one step of it.
//!
//! ```text
//! hear(moment) -> pitch logits        then, for a pitch:  durations(pitch) -> duration logits
//! ```
//!
//! All buffers are made with [`Memory::new`]; afterwards nothing allocates. Long short-term memory after Hochreiter and
//! Schmidhuber (1997), gates in the order input, forget, cell, output.

use super::model::Model;
use super::parts::{AFTER, HEAD};
use super::past::Moment;
use super::vocabulary::PITCHES;
use crate::neural::exact::{LANES, Path, sigmoid, tanh};

/// The state of a melody network and its working space.
#[derive(Debug, Clone)]
pub struct Memory {
    path: Path,
    first: Vec<f32>,  // [x | h of layer 0]
    second: Vec<f32>, // [h of layer 0 | h of layer 1]
    head: Vec<f32>,   // [h of layer 1 | x | embedding of a pitch]
    cells: [Vec<f32>; 2],
    gates: Vec<f32>,
    pitches: Vec<f32>,
    inner: Vec<f32>,
    durations: Vec<f32>,
}

impl Memory {
    /// Nothing heard yet.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let (h, x) = (model.hidden, model.width);
        // Inputs of a product end on whole blocks of lanes; what lies behind the last meets weights of 0.
        let padded = |n: usize| vec![0.0; n.next_multiple_of(LANES)];
        Self {
            path: Path::best(),
            first: padded(x + h),
            second: padded(2 * h),
            head: padded(h + x + AFTER),
            cells: [vec![0.0; h], vec![0.0; h]],
            gates: vec![0.0; 4 * h],
            pitches: vec![0.0; PITCHES],
            inner: padded(HEAD),
            durations: vec![0.0; model.vocabulary().durations().len()],
        }
    }

    /// The same on a chosen path of machine code; every path gives the same bits.
    #[must_use]
    pub fn on(mut self, path: Path) -> Self {
        self.path = path;
        self
    }

    /// Forgets everything.
    pub fn reset(&mut self) {
        for part in [&mut self.first, &mut self.second, &mut self.head].into_iter().chain(&mut self.cells) {
            part.fill(0.0);
        }
    }

    /// Takes a moment in; gives the logits of the pitch to come, by class.
    pub fn hear(&mut self, model: &Model, moment: &Moment) -> &[f32] {
        let (h, x) = (model.hidden, model.width);
        let mut at = 0;
        for ((width, table), class) in model.tables.iter().zip(moment) {
            self.first[at..at + width].copy_from_slice(&table[usize::from(*class) * width..][..*width]);
            at += width;
        }
        model.layers[0].run(self.path, &mut self.gates, &self.first);
        step(&self.gates, &mut self.cells[0], &mut self.first[x..x + h]);
        self.second[..h].copy_from_slice(&self.first[x..x + h]);
        model.layers[1].run(self.path, &mut self.gates, &self.second);
        step(&self.gates, &mut self.cells[1], &mut self.second[h..2 * h]);
        self.head[..h].copy_from_slice(&self.second[h..2 * h]);
        self.head[h..h + x].copy_from_slice(&self.first[..x]);
        model.pitch.run(self.path, &mut self.pitches, &self.head);
        &self.pitches
    }

    /// The logits of the pitch to come, by class.
    #[must_use]
    pub fn pitches(&self) -> &[f32] {
        &self.pitches
    }

    /// The logits of its duration, by class, where the pitch to come is of class `pitch`.
    pub fn durations(&mut self, model: &Model, pitch: usize) -> &[f32] {
        let at = model.hidden + model.width;
        self.head[at..at + AFTER].copy_from_slice(&model.after[pitch * AFTER..][..AFTER]);
        model.inner.run(self.path, &mut self.inner[..HEAD], &self.head);
        for v in &mut self.inner[..HEAD] {
            *v = tanh(*v);
        }
        model.out.run(self.path, &mut self.durations, &self.inner);
        &self.durations
    }
}

/// One step of one layer: gates before their bends -> cell and output.
fn step(gates: &[f32], cell: &mut [f32], h: &mut [f32]) {
    let n = cell.len();
    for u in 0..n {
        let (i, f) = (sigmoid(gates[u]), sigmoid(gates[n + u]));
        let (c, o) = (tanh(gates[2 * n + u]), sigmoid(gates[3 * n + u]));
        cell[u] = i * c + f * cell[u];
        h[u] = o * tanh(cell[u]);
    }
}
