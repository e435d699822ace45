//! A melody network ready to run: its matrices packed for the products of one note.
//!
//! ```text
//! stored  lstm0.input [x, 4H] + lstm0.hidden [H, 4H]      here  one product over [x | h]
//! ```
//!
//! Immutable: share it between threads. What changes from note to note is [`super::memory::Memory`].

use super::parts::{HEAD, Parts, ReadPartsError};
use super::past::{self, FIELDS};
use super::vocabulary::{PITCHES, Vocabulary};
use crate::neural::card::Card;
use crate::neural::exact::{Packed, Path};
use crate::neural::weights::Weights;

/// One matrix with its bias.
#[derive(Debug, Clone)]
pub(super) struct Dense {
    matrix: Packed,
    bias: Vec<f32>,
}

impl Dense {
    /// Sets stored matrices (inputs x outputs each) one after another along the inputs.
    fn new(blocks: &[&[f32]], bias: &[f32]) -> Self {
        Self { matrix: Packed::new(&blocks.concat(), bias.len()), bias: bias.to_vec() }
    }

    /// `out = bias + matrix x`; `x` may be longer than the matrix has inputs.
    pub(super) fn run(&self, path: Path, out: &mut [f32], x: &[f32]) {
        out.copy_from_slice(&self.bias);
        self.matrix.add(path, out, x);
    }
}

/// A melody network.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) hidden: usize,
    pub(super) width: usize,
    pub(super) tables: Vec<(usize, Vec<f32>)>,
    pub(super) layers: [Dense; 2],
    pub(super) pitch: Dense,
    pub(super) inner: Dense,
    pub(super) out: Dense,
    pub(super) after: Vec<f32>,
    vocabulary: Vocabulary,
    fingerprint: u64,
}

impl Model {
    /// A network from its card and weights.
    ///
    /// # Errors
    /// What [`Parts::read`] reports.
    pub fn load(card: &Card, weights: &Weights) -> Result<Self, ReadPartsError> {
        let fingerprint = weights.fingerprint();
        Ok(Self::new(&Parts::read(card, weights)?, fingerprint))
    }

    /// A network from parts; `fingerprint` is its identity in draws and caches.
    #[must_use]
    pub fn new(parts: &Parts, fingerprint: u64) -> Self {
        let m: Vec<&[f32]> = parts.matrices.iter().map(|m| m.data.as_slice()).collect();
        let widths = past::fields(parts.vocabulary.durations().len()).map(|f| f.2);
        let part = |i: usize| m.get(FIELDS + i).copied().unwrap_or_default();
        Self {
            hidden: parts.hidden,
            width: past::width(),
            tables: widths.into_iter().zip(&m).map(|(w, t)| (w, t.to_vec())).collect(),
            layers: [Dense::new(&[part(0), part(1)], part(2)), Dense::new(&[part(3), part(4)], part(5))],
            pitch: Dense::new(&[part(6), part(7)], part(8)),
            inner: Dense::new(&[part(10), part(11), part(12)], part(13)),
            out: Dense::new(&[part(14)], part(15)),
            after: part(9).to_vec(),
            vocabulary: parts.vocabulary.clone(),
            fingerprint,
        }
    }

    /// What it can say.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Its identity: a hash of its weights.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// How many multiplications one note costs.
    #[must_use]
    pub fn multiplications(&self) -> usize {
        let h = self.hidden;
        4 * h * (self.width + h)
            + 8 * h * h
            + (PITCHES + HEAD) * (h + self.width)
            + HEAD * self.vocabulary.durations().len()
    }
}
