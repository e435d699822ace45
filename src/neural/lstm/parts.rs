//! The weights of a melody network as plain numbers, and what every matrix of them is called.
//!
//! ```text
//! moment (26 classes) -> embed.* -> x -> lstm0 -> h0 -> lstm1 -> h
//! pitch    = softmax(h pitch.hidden + x pitch.input + pitch.bias)
//! duration = softmax(tanh(h duration.hidden + x duration.input + e duration.pitch + duration.bias) duration.out + ..)
//! ```
//!
//! `e` is the embedding of the pitch just drawn. The layers are those of Hochreiter and Schmidhuber (1997) with the forget
//! gate of Gers (1999); gates lie in the order input, forget, cell, output. Nothing is computed here.

use std::collections::BTreeMap;

use super::past;
use super::vocabulary::{self, PITCHES, Vocabulary};
use crate::neural::card::{Card, CardError, Data, FORMAT, Family, Training};
use crate::neural::weights::{Weights, WeightsError};

/// Width of the embedding of the pitch that the duration's head sees.
pub const AFTER: usize = 24;
/// Width of the hidden layer of the duration's head.
pub const HEAD: usize = 80;

/// A matrix in rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Its name in the file.
    pub name: String,
    /// Rows and columns.
    pub shape: (usize, usize),
    /// `rows * columns` values.
    pub data: Vec<f32>,
}

/// All weights of a melody network, in the order of [`layout`].
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Units of a layer.
    pub hidden: usize,
    /// What it can say.
    pub vocabulary: Vocabulary,
    /// The matrices.
    pub matrices: Vec<Matrix>,
}

/// Why a stored melody network cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadPartsError {
    /// The card lacks something.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The weights lack something.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The card is of another kind of network.
    #[error("`{0}` is no lstm")]
    Family(String),
    /// A duration that is no number of ticks.
    #[error("the card's names.durations hold `{0}`, which is no number of ticks from 1 to 100000")]
    Duration(String),
}

impl Parts {
    /// The stored form: every matrix by name.
    ///
    /// # Errors
    /// A matrix whose numbers do not fill its shape.
    pub fn to_weights(&self) -> Result<Weights, WeightsError> {
        let mut weights = Weights::new();
        for m in &self.matrices {
            weights.insert(&m.name, &[m.shape.0, m.shape.1], m.data.clone())?;
        }
        Ok(weights)
    }

    /// Reads what [`Self::to_weights`] and [`Self::card`] stored.
    ///
    /// # Errors
    /// A card of another family or without sizes and durations, matrices that are missing or have another shape.
    pub fn read(card: &Card, weights: &Weights) -> Result<Self, ReadPartsError> {
        if card.family != Family::Lstm {
            return Err(ReadPartsError::Family(card.name.clone()));
        }
        let hidden = card.size("hidden", 4096)?;
        let mut durations = Vec::new();
        for word in card.vocabulary("durations")? {
            let ticks = word.parse().ok().filter(|t| (1..=100_000).contains(t));
            durations.push(ticks.ok_or_else(|| ReadPartsError::Duration(word.clone()))?);
        }
        let vocabulary = Vocabulary::new(durations);
        let mut matrices = Vec::new();
        for (name, shape) in layout(hidden, vocabulary.durations().len()) {
            let data = weights.get(&name, &[shape.0, shape.1])?.to_vec();
            matrices.push(Matrix { name, shape, data });
        }
        Ok(Self { hidden, vocabulary, matrices })
    }

    /// A card for these weights.
    #[must_use]
    pub fn card(&self, name: &str, data: Data, training: Training, figures: BTreeMap<String, f64>) -> Card {
        let words = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect();
        Card {
            format: FORMAT,
            name: name.to_owned(),
            family: Family::Lstm,
            precision: "f16".to_owned(),
            rate: None,
            shape: BTreeMap::from([("layers".to_owned(), 2), ("hidden".to_owned(), self.hidden as u32)]),
            names: BTreeMap::from([
                ("durations".to_owned(), self.vocabulary.durations().iter().map(ToString::to_string).collect()),
                ("styles".to_owned(), words(&vocabulary::STYLES)),
            ]),
            data,
            training,
            figures,
        }
    }
}

/// Names and shapes of all matrices, for layers of `hidden` units and `durations` durations.
#[must_use]
pub fn layout(hidden: usize, durations: usize) -> Vec<(String, (usize, usize))> {
    let x = past::width();
    let mut all: Vec<_> = past::fields(durations)
        .iter()
        .map(|(name, classes, width)| (format!("embed.{name}"), (*classes, *width)))
        .collect();
    let mut add = |name: &str, rows, columns| all.push((name.to_owned(), (rows, columns)));
    for (layer, input) in [(0, x), (1, hidden)] {
        add(&format!("lstm{layer}.input"), input, 4 * hidden);
        add(&format!("lstm{layer}.hidden"), hidden, 4 * hidden);
        add(&format!("lstm{layer}.bias"), 1, 4 * hidden);
    }
    add("pitch.hidden", hidden, PITCHES);
    add("pitch.input", x, PITCHES);
    add("pitch.bias", 1, PITCHES);
    add("duration.after", PITCHES, AFTER);
    add("duration.hidden", hidden, HEAD);
    add("duration.input", x, HEAD);
    add("duration.pitch", AFTER, HEAD);
    add("duration.bias", 1, HEAD);
    add("duration.out", HEAD, durations);
    add("duration.out_bias", 1, durations);
    all
}
