//! The sizes of a WaveNet, its dilations, and the names and shapes of its tensors.
//!
//! ```text
//! stage: residual 32, skip 64, head 64, 2 x 9 layers -> dilations 1 2 4 .. 256 1 2 4 .. 256, context 1022
//! ```
//!
//! The trainer writes these names and the inference reads them; there is no second list.

use super::codec::CODES;
use super::features::{ANCHORS, BANDS, FEATURES, PHASES, PLACES, PLAIN, REGISTERS};
use super::predictor::OUTPUTS;
use crate::neural::card::{Card, CardError};

/// Numbers in the code of an instrument's key.
pub const TIMBRE: usize = 32;

/// Widths of the conditioner's two layers.
pub const CONDITION: [usize; 2] = [64, 32];

/// Width of the acoustic network's two hidden layers.
pub const ACOUSTICS: usize = 192;

/// What the acoustic network tells: loudness, partials, noise, movement, its pace, stiffness.
pub const HEARD: usize = 1 + ANCHORS + 3 * BANDS + 1;

/// The sizes that differ from one WaveNet to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Channels between layers.
    pub residual: usize,
    /// Channels of the skip sum.
    pub skip: usize,
    /// Channels before the last layer.
    pub head: usize,
    /// How many times the dilations run through.
    pub stacks: usize,
    /// Dilations 1, 2, .. 2^(depth-1) in a stack.
    pub depth: usize,
}

impl Shape {
    /// The size that sings where time is short.
    pub const NANO: Shape = Shape { residual: 16, skip: 32, head: 32, stacks: 2, depth: 9 };

    /// The size for the stage.
    pub const STAGE: Shape = Shape { residual: 32, skip: 64, head: 64, stacks: 2, depth: 9 };

    /// The size for files, and for faster machines.
    pub const FINE: Shape = Shape { residual: 64, skip: 64, head: 64, stacks: 2, depth: 9 };

    /// Reads the sizes from a card. Errors where one is missing or absurd.
    pub fn from_card(card: &Card) -> Result<Shape, CardError> {
        Ok(Shape {
            residual: card.size("residual", 256)?,
            skip: card.size("skip", 512)?,
            head: card.size("head", 512)?,
            stacks: card.size("stacks", 8)?,
            depth: card.size("depth", 12)?,
        })
    }

    /// The sizes as a card writes them.
    pub fn entries(&self) -> [(&'static str, usize); 5] {
        [
            ("residual", self.residual),
            ("skip", self.skip),
            ("head", self.head),
            ("stacks", self.stacks),
            ("depth", self.depth),
        ]
    }

    /// How many gated layers there are.
    pub fn layers(&self) -> usize {
        self.stacks * self.depth
    }

    /// How far back a layer's second tap lies, in samples.
    pub fn dilation(&self, layer: usize) -> usize {
        1 << (layer % self.depth)
    }

    /// The sum of the dilations: a prediction sees this many samples and one more.
    pub fn context(&self) -> usize {
        (0..self.layers()).map(|l| self.dilation(l)).sum()
    }

    /// Columns of the conditioner's output: a bias for every layer's gates and one for the head.
    pub fn biases(&self) -> usize {
        self.layers() * 2 * self.residual + self.head
    }

    /// Every tensor of the network proper: name, rows, columns.
    pub fn network(&self) -> Vec<(String, usize, usize)> {
        let (r, [c1, c2]) = (self.residual, CONDITION);
        let mut list: Vec<(String, usize, usize)> = vec![
            ("embedding".into(), CODES, r),
            ("condition.1.features".into(), FEATURES, c1),
            ("condition.1.bias".into(), 1, c1),
            ("condition.2.weight".into(), c1, c2),
            ("condition.2.bias".into(), 1, c2),
            ("condition.out.weight".into(), c2, self.biases()),
            ("condition.out.bias".into(), 1, self.biases()),
        ];
        for l in 0..self.layers() {
            list.push((format!("layer.{l}.past"), r, 2 * r));
            list.push((format!("layer.{l}.current"), r, 2 * r));
            list.push((format!("layer.{l}.phase"), PHASES, 2 * r));
            if l + 1 < self.layers() {
                list.push((format!("layer.{l}.residual"), r, r));
                list.push((format!("layer.{l}.residual.bias"), 1, r));
            }
        }
        list.push(("skip.weight".into(), self.layers() * r, self.skip));
        list.push(("skip.bias".into(), 1, self.skip));
        list.push(("head.weight".into(), self.skip, self.head));
        list.push(("head.phase".into(), PHASES, self.head));
        list.push(("out.weight".into(), self.head, OUTPUTS));
        list.push(("out.bias".into(), 1, OUTPUTS));
        list
    }

    /// Every tensor of the acoustic network.
    pub fn acoustics() -> Vec<(String, usize, usize)> {
        let list = [
            ("timbre", PLACES * REGISTERS, TIMBRE),
            ("1.timbre", TIMBRE, ACOUSTICS),
            ("1.moment", PLAIN, ACOUSTICS),
            ("1.bias", 1, ACOUSTICS),
            ("2.weight", ACOUSTICS, ACOUSTICS),
            ("2.bias", 1, ACOUSTICS),
            ("3.weight", ACOUSTICS, HEARD),
            ("3.bias", 1, HEARD),
        ];
        list.map(|(name, rows, columns)| (format!("acoustics.{name}"), rows, columns)).into()
    }
}
