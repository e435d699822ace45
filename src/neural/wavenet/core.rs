//! The network's own state: what it remembers of the last 1023 samples, and one step of it, alone or with others.
//!
//! ```text
//! frame(features)     once in 64 steps: the biases of all layers
//! step(heard, guide)  -> the numbers of the prediction (`predictor`)
//! step_many([turn, turn, turn, turn, ..])     the same for each; four at a time share every reading of a weight
//!
//! ring of layer l: the last d inputs, slot t & (d - 1); what is read there is overwritten in the same step
//! line: [past | guide | x | skip]     gates = past, guide, x times one matrix;  x, skip += gate times another
//! ```
//!
//! Real-time: `new` allocates, `reset`, `frame` and `step` do not; a step costs `Model::multiplies` multiply-adds and reads
//! every weight once. A voice's numbers are the same bit for bit whoever steps beside it.

use super::codec::between;
use super::features::{FEATURES, PHASES};
use super::model::Model;
use super::predictor::OUTPUTS;
use super::shape::{CONDITION, Shape};
use crate::neural::kernel::packed::Share;
use crate::neural::kernel::{Job, LANES, tanh};

/// The state of one running WaveNet.
#[derive(Clone, Debug)]
pub struct Core {
    time: usize,
    rings: Vec<f32>,
    starts: Vec<usize>,
    biases: Vec<f32>,
    /// [past | guide | x | skip].
    line: Vec<f32>,
    gates: Vec<f32>,
    gate: Vec<f32>,
    /// [skip | guide].
    head: Vec<f32>,
    hidden: Vec<f32>,
    outputs: Vec<f32>,
}

/// One voice's part in a step of many.
#[derive(Debug)]
pub struct Turn<'a> {
    /// Its state.
    pub core: &'a mut Core,
    /// What it hears: the step before, companded.
    pub heard: f32,
    /// The guide of the step to come.
    pub guide: &'a [f32; PHASES],
}

impl Core {
    /// A silent network. Allocates; nothing after does.
    #[allow(clippy::disallowed_macros, clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub fn new(model: &Model) -> Core {
        let Shape { residual: r, skip, head, .. } = model.shape;
        let mut starts = vec![0];
        for l in 0..model.shape.layers() {
            starts.push(starts[l] + model.shape.dilation(l) * r);
        }
        let mut core = Core {
            time: 0,
            rings: vec![0.0; starts[model.shape.layers()]],
            starts,
            biases: vec![0.0; model.shape.biases()],
            line: vec![0.0; 2 * r + PHASES + skip],
            gates: vec![0.0; 2 * r],
            gate: vec![0.0; r],
            head: vec![0.0; skip + PHASES],
            hidden: vec![0.0; head],
            outputs: vec![0.0; model.out_bias.len()],
        };
        core.reset();
        core
    }

    /// Forgets everything: as before the first sample of a note.
    pub fn reset(&mut self) {
        self.time = 0;
        self.rings.fill(0.0);
        self.biases.fill(0.0);
    }

    /// Takes a frame's features up: the biases of every layer until the next call.
    pub fn frame(&mut self, model: &Model, features: &[f32; FEATURES]) {
        let (mut h1, mut h2) = ([0.0; CONDITION[0]], [0.0; CONDITION[1]]);
        let layer = |at: usize, x: &[f32], y: &mut [f32]| {
            let (matrix, bias) = &model.condition[at];
            model.path.apply((&model.conditioner, *matrix), [Share { x, start: Some(bias), y }]);
        };
        layer(0, features, &mut h1);
        h1.iter_mut().for_each(|x| *x = tanh(*x));
        layer(1, &h1, &mut h2);
        h2.iter_mut().for_each(|x| *x = tanh(*x));
        layer(2, &h2, &mut self.biases);
    }

    /// Hears the step before (companded, -1 to 1) and returns the numbers of the next one's prediction, whose guide is given.
    pub fn step(&mut self, model: &Model, heard: f32, guide: &[f32; PHASES]) -> &[f32] {
        model.path.within(March { model, turns: [&mut Turn { core: self, heard, guide }] });
        self.outputs()
    }

    /// A step of each of several voices of one model; `outputs` has what came out.
    pub fn step_many(model: &Model, mut turns: &mut [Turn<'_>]) {
        loop {
            turns = match turns {
                [a, b, c, d, rest @ ..] => {
                    model.path.within(March { model, turns: [a, b, c, d] });
                    rest
                }
                [a, b, rest @ ..] => {
                    model.path.within(March { model, turns: [a, b] });
                    rest
                }
                [a] => return model.path.within(March { model, turns: [a] }),
                [] => return,
            };
        }
    }

    /// The biases of the frame at hand: of every layer's gates, then of the head (`Shape::biases`).
    pub fn biases(&self) -> &[f32] {
        &self.biases
    }

    /// Takes the numbers of a step that was made elsewhere, [`OUTPUTS`] of them; what this core remembers of the past stays as it is.
    pub fn accept(&mut self, outputs: &[f32]) {
        self.outputs[..OUTPUTS].copy_from_slice(outputs);
    }

    /// The numbers of the last step's prediction.
    pub fn outputs(&self) -> &[f32] {
        &self.outputs[..OUTPUTS]
    }

    /// Before the layers: what is heard, embedded between the codes beside it; the bias of the skip sum; the guide.
    #[inline(always)]
    fn open(&mut self, model: &Model, heard: f32, guide: &[f32; PHASES]) {
        let Shape { residual: r, skip, .. } = model.shape;
        self.line[r..r + PHASES].copy_from_slice(guide);
        self.head[skip..].copy_from_slice(guide);
        let (x, sums) = self.line[r + PHASES..].split_at_mut(r);
        let (code, share) = between(heard);
        let (low, high) = model.embedding[code * r..][..2 * r].split_at(r);
        for ((x, low), high) in vectors_mut(x).iter_mut().zip(vectors(low)).zip(vectors(high)) {
            *x = std::array::from_fn(|i| low[i] + (high[i] - low[i]) * share);
        }
        sums.copy_from_slice(&model.skip_bias);
    }

    /// Before a layer: its past comes out of the ring, its input goes in. The next one's past lies far away and is asked for.
    #[inline(always)]
    fn turn(&mut self, model: &Model, layer: usize) {
        let r = model.shape.residual;
        if layer + 1 < model.shape.layers() {
            let next = self.slot(model, layer + 1);
            model.path.ask(&self.rings[next..next + r]);
        }
        let slot = self.slot(model, layer);
        let (past, x) = self.line.split_at_mut(r);
        let (past, ring) = (vectors_mut(past).iter_mut(), vectors_mut(&mut self.rings[slot..slot + r]));
        for ((past, ring), x) in past.zip(ring).zip(vectors(&x[PHASES..])) {
            (*past, *ring) = (*ring, *x);
        }
    }

    #[inline(always)]
    fn slot(&self, model: &Model, layer: usize) -> usize {
        self.starts[layer] + (self.time & (model.shape.dilation(layer) - 1)) * model.shape.residual
    }

    /// Between a layer's two products: the gate, and the bias of the next input.
    #[inline(always)]
    fn close(&mut self, model: &Model, layer: usize) {
        let r = model.shape.residual;
        model.path.squash(&self.gates, &mut self.gate);
        let bias = &model.layers[layer].bias;
        for (x, bias) in vectors_mut(&mut self.line[r + PHASES..][..r]).iter_mut().zip(vectors(bias)) {
            *x = std::array::from_fn(|i| x[i] + bias[i]);
        }
    }
}

/// Whole vectors: every size of the model is a multiple of these.
#[inline(always)]
fn vectors(x: &[f32]) -> &[[f32; LANES]] {
    x.as_chunks().0
}

#[inline(always)]
fn vectors_mut(x: &mut [f32]) -> &mut [[f32; LANES]] {
    x.as_chunks_mut().0
}

/// A step of a few voices.
struct March<'a, 'b, 't, const M: usize> {
    model: &'a Model,
    turns: [&'b mut Turn<'t>; M],
}

impl<const M: usize> Job for March<'_, '_, '_, M> {
    type Out = ();

    #[inline(always)]
    fn run(self) {
        march(self.model, self.turns);
    }
}

/// A step of a few voices, side by side through every layer.
#[inline(always)]
fn march<const M: usize>(model: &Model, mut turns: [&mut Turn<'_>; M]) {
    let Shape { residual: r, .. } = model.shape;
    let sums = 2 * r + PHASES;
    // Plain loops: what stands in a closure here is not compiled for the path.
    for turn in &mut turns {
        turn.core.open(model, turn.heard, turn.guide);
    }
    for (l, layer) in model.layers.iter().enumerate() {
        for turn in &mut turns {
            turn.core.turn(model, l);
        }
        model.path.apply(
            (&model.packed, layer.gates),
            turns.each_mut().map(|t| {
                let Core { line, gates, biases, .. } = &mut *t.core;
                Share { x: &line[..sums], start: Some(&biases[l * 2 * r..][..2 * r]), y: gates }
            }),
        );
        for turn in &mut turns {
            turn.core.close(model, l);
        }
        // The last layer feeds the skip sum only.
        let from = if layer.bias.is_empty() { sums } else { r + PHASES };
        model.path.apply(
            (&model.packed, layer.out),
            turns.each_mut().map(|t| {
                let Core { line, gate, .. } = &mut *t.core;
                Share { x: gate, start: None, y: &mut line[from..] }
            }),
        );
    }
    for turn in &mut turns {
        let Core { time, line, head, .. } = &mut *turn.core;
        *time = time.wrapping_add(1);
        for (h, x) in vectors_mut(head).iter_mut().zip(vectors(&line[sums..])) {
            *h = x.map(|x| x.max(0.0));
        }
    }
    model.path.apply(
        (&model.packed, model.head),
        turns.each_mut().map(|t| {
            let Core { biases, head, hidden, .. } = &mut *t.core;
            Share { x: head, start: Some(&biases[model.layers.len() * 2 * r..]), y: hidden }
        }),
    );
    for turn in &mut turns {
        for x in vectors_mut(&mut turn.core.hidden) {
            *x = x.map(|x| x.max(0.0));
        }
    }
    model.path.apply(
        (&model.packed, model.out),
        turns.each_mut().map(|t| {
            let Core { hidden, outputs, .. } = &mut *t.core;
            Share { x: hidden, start: Some(&model.out_bias), y: outputs }
        }),
    );
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
