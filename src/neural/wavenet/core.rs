//! The network's own state: what it remembers of the last 1023 samples, and one step of it.
//!
//! ```text
//! frame(features)     once in 64 steps: the biases of all layers
//! step(code, guide)   -> the numbers of the prediction (`predictor`)
//! ring of layer l: the last d inputs, slot t & (d - 1); what is read there is overwritten in the same step
//! ```
//!
//! Real-time: `new` allocates, `reset`, `frame` and `step` do not; a step costs `Shape::multiplies` multiply-adds and reads
//! every weight once.

use super::acoustics::add;
use super::features::{FEATURES, PHASES};
use super::model::Model;
use super::predictor::OUTPUTS;
use super::shape::{CONDITION, Shape};
use crate::neural::kernel::tanh;

/// The state of one running WaveNet.
#[derive(Clone, Debug)]
pub struct Core {
    time: usize,
    rings: Vec<f32>,
    starts: Vec<usize>,
    biases: Vec<f32>,
    input: Vec<f32>,
    gates: Vec<f32>,
    halves: [Vec<f32>; 3],
    /// [x | skip].
    sums: Vec<f32>,
    head: Vec<f32>,
    hidden: Vec<f32>,
    outputs: Vec<f32>,
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
            input: vec![0.0; 2 * r + PHASES],
            gates: vec![0.0; 2 * r],
            halves: [vec![0.0; r], vec![0.0; r], vec![0.0; r]],
            sums: vec![0.0; r + skip],
            head: vec![0.0; skip + PHASES],
            hidden: vec![0.0; head],
            outputs: vec![0.0; OUTPUTS],
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
        let [w_features, bias1, weight2, bias2] = &model.condition;
        let mut h1 = [0.0; CONDITION[0]];
        h1.copy_from_slice(bias1);
        add(features, w_features, &mut h1);
        h1.iter_mut().for_each(|x| *x = tanh(*x));
        let mut h2 = [0.0; CONDITION[1]];
        h2.copy_from_slice(bias2);
        add(&h1, weight2, &mut h2);
        h2.iter_mut().for_each(|x| *x = tanh(*x));
        self.biases.copy_from_slice(&model.biases_bias);
        model.path.row(&h2, &model.biases, &mut self.biases);
    }

    /// Hears the code of the step before and returns the numbers of the next one's prediction, whose guide is given.
    pub fn step(&mut self, model: &Model, code: u8, phase: &[f32; PHASES]) -> &[f32] {
        let (path, Shape { residual: r, .. }) = (model.path, model.shape);
        self.sums[..r].copy_from_slice(&model.embedding[usize::from(code) * r..][..r]);
        self.sums[r..].copy_from_slice(&model.skip_bias);
        self.input[2 * r..].copy_from_slice(phase);
        for (l, layer) in model.layers.iter().enumerate() {
            let slot = self.starts[l] + (self.time & (model.shape.dilation(l) - 1)) * r;
            let ring = &mut self.rings[slot..slot + r];
            self.input[..r].copy_from_slice(ring);
            ring.copy_from_slice(&self.sums[..r]);
            self.input[r..2 * r].copy_from_slice(&self.sums[..r]);
            self.gates.fill(0.0);
            path.row(&self.input, &layer.gates, &mut self.gates);
            let [a, s, g] = &mut self.halves;
            path.gate(&self.gates, &self.biases[l * 2 * r..][..2 * r], a, s, g);
            if layer.bias.is_empty() {
                path.row(g, &layer.out, &mut self.sums[r..]);
            } else {
                self.sums[..r].iter_mut().zip(&layer.bias).for_each(|(x, b)| *x += b);
                path.row(g, &layer.out, &mut self.sums);
            }
        }
        self.time = self.time.wrapping_add(1);
        let skip = model.shape.skip;
        self.head[..skip].iter_mut().zip(&self.sums[r..]).for_each(|(h, x)| *h = x.max(0.0));
        self.head[skip..].copy_from_slice(phase);
        self.hidden.copy_from_slice(&self.biases[model.shape.layers() * 2 * r..]);
        path.row(&self.head, &model.head, &mut self.hidden);
        self.hidden.iter_mut().for_each(|x| *x = x.max(0.0));
        self.outputs.copy_from_slice(&model.out_bias);
        path.row(&self.hidden, &model.out, &mut self.outputs);
        &self.outputs
    }
}
