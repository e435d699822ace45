//! The network's own state: what it remembers of the last 1023 samples, and one step of it, alone or with others.
//!
//! ```text
//! frame(features)     once in 64 steps: the biases of all layers
//! step(heard, guide)  -> the numbers of the prediction (`predictor`)
//! step_many([turn, turn, turn, turn, ..])     the same for each; four at a time share every reading of a weight
//!
//! ring of layer l: the last d inputs, slot t & (d - 1); what is read there is overwritten in the same step
//! gates = past, guide, x times their matrices;  x, skip += gate times theirs
//! ```
//!
//! Real-time: `new` allocates, `reset`, `frame` and `step` do not; a step costs `Model::multiplies` multiply-adds and reads
//! every weight once. A voice's numbers are the same bit for bit whoever steps beside it.

use super::features::{FEATURES, PHASES};
use super::model::{Model, Packed};
use super::predictor::OUTPUTS;
use super::shape::{CONDITION, Shape};
use crate::neural::kernel::packed::{Cell, Share};
use crate::neural::kernel::tanh;

/// The state of one running WaveNet.
#[derive(Clone, Debug)]
pub struct Core {
    kept: Kept,
    biases: Vec<f32>,
    outputs: Vec<f32>,
}

/// What it remembers: one of the two is empty, that which the model's weights do not read.
#[derive(Clone, Debug)]
struct Kept {
    floats: State<f32>,
    wholes: State<i16>,
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
        let kept = match &model.packed {
            Packed::Floats(_) => Kept { floats: State::new(model.shape), wholes: State::default() },
            Packed::Wholes(_) => Kept { floats: State::default(), wholes: State::new(model.shape) },
        };
        Core { kept, biases: vec![0.0; model.shape.biases()], outputs: vec![0.0; model.out_bias.len()] }
    }

    /// Forgets everything: as before the first sample of a note.
    pub fn reset(&mut self) {
        self.kept.floats.reset();
        self.kept.wholes.reset();
        self.biases.fill(0.0);
    }

    /// Takes a frame's features up: the biases of every layer until the next call.
    pub fn frame(&mut self, model: &Model, features: &[f32; FEATURES]) {
        let (mut h1, mut h2) = ([0.0; CONDITION[0]], [0.0; CONDITION[1]]);
        let layer = |at: usize, x: &[f32], y: &mut [f32]| {
            let (matrix, bias) = &model.condition[at];
            model.path.apply::<f32, 1>((&model.conditioner, *matrix), [Share { x, start: Some(bias), y }]);
        };
        layer(0, features, &mut h1);
        h1.iter_mut().for_each(|x| *x = tanh(*x));
        layer(1, &h1, &mut h2);
        h2.iter_mut().for_each(|x| *x = tanh(*x));
        layer(2, &h2, &mut self.biases);
    }

    /// Hears the step before (companded, -1 to 1) and returns the numbers of the next one's prediction, whose guide is given.
    pub fn step(&mut self, model: &Model, heard: f32, guide: &[f32; PHASES]) -> &[f32] {
        together(model, [&mut Turn { core: self, heard, guide }]);
        self.outputs()
    }

    /// A step of each of several voices of one model; `outputs` has what came out.
    pub fn step_many(model: &Model, mut turns: &mut [Turn<'_>]) {
        loop {
            turns = match turns {
                [a, b, c, d, rest @ ..] => {
                    together(model, [a, b, c, d]);
                    rest
                }
                [a, b, rest @ ..] => {
                    together(model, [a, b]);
                    rest
                }
                [a] => return together(model, [a]),
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
}

#[cfg(test)]
impl Core {
    /// How much of their ranges the numbers of the last steps filled, where they are floats.
    pub(super) fn fullness(&self, model: &Model) -> Vec<f32> {
        self.kept.floats.fullness(model)
    }
}

/// A step of some voices, in the numbers that the model's weights read.
#[inline(always)]
fn together<const M: usize>(model: &Model, turns: [&mut Turn<'_>; M]) {
    match &model.packed {
        Packed::Floats(packed) => march(model, packed, turns, |kept| &mut kept.floats),
        Packed::Wholes(packed) => march(model, packed, turns, |kept| &mut kept.wholes),
    }
}

/// The usual sizes are known when this is compiled, so that short loops are none.
#[inline(always)]
fn march<C: Cell, const M: usize>(
    model: &Model,
    packed: &C::Packed,
    turns: [&mut Turn<'_>; M],
    state: impl Fn(&mut Kept) -> &mut State<C>,
) {
    let lanes = turns.map(|Turn { core: Core { kept, biases, outputs }, heard, guide }| Lane {
        state: state(kept),
        biases,
        outputs,
        heard: *heard,
        guide,
    });
    match model.shape {
        Shape::STAGE => model.path.within(March { _sizes: Stage, model, packed, lanes }),
        Shape::NANO => model.path.within(March { _sizes: Nano, model, packed, lanes }),
        _ => model.path.within(March { _sizes: Any, model, packed, lanes }),
    }
}

mod sizes;
mod state;

use sizes::{Any, Nano, Stage};
use state::{Lane, March, State};

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
