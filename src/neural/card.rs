//! The card of a model: one page of TOML beside its weights that says what it is, what it learned from and what it scored.
//!
//! ```text
//! format = 1
//! name = "stage"
//! family = "wavenet"
//! shape.residual = 32
//! figures.bits_per_sample = 3.4      # of the stored 16-bit weights, on the test split
//! ```
//!
//! Figures are those of the stored weights, never of the f32 weights they were rounded from. The card holds no weights and
//! no vocabulary larger than a list of names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document;

/// The newest card format this program reads and the one it writes.
pub const FORMAT: u32 = 1;

/// What kind of network a card describes; decides which inference reads the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Sound, sample by sample.
    Wavenet,
    /// Note events, two LSTM layers.
    Lstm,
}

impl Family {
    /// The name as the card and the command line write it.
    ///
    /// ```
    /// assert_eq!(melisma::neural::card::Family::Wavenet.name(), "wavenet");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Family::Wavenet => "wavenet",
            Family::Lstm => "lstm",
        }
    }
}

/// Where the training data came from and how it was divided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Data {
    /// The set, in words.
    pub source: String,
    /// Its licence, which allows these weights to be passed on.
    pub licence: String,
    /// How train, valid and test were divided.
    pub split: String,
}

/// How the weights came about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// Seed of every draw in training.
    pub seed: u64,
    /// Minutes of one processor core (or of the device) spent.
    pub minutes: f64,
    /// Optimiser steps done.
    pub steps: u64,
    /// What it ran on: `cpu` or `cuda`.
    pub device: String,
}

/// A model's card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Version of this file format.
    pub format: u32,
    /// The model's name, as `model info NAME` takes it.
    pub name: String,
    /// Which inference reads the weights.
    pub family: Family,
    /// How the weights are stored: `f16`.
    pub precision: String,
    /// Sample rate in Hz where the model makes sound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// Sizes by name: residual, skip, layers, hidden, ...
    pub shape: BTreeMap<String, u32>,
    /// Closed vocabularies by name, in index order: instruments, styles, ...
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, Vec<String>>,
    /// What it learned from.
    pub data: Data,
    /// How it learned.
    pub training: Training,
    /// What the stored weights scored, by name, on the test split unless the name says otherwise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<String, f64>,
}

/// Why a card could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The text is no card.
    #[error("the model card does not read: {0}")]
    Document(#[from] document::DocumentError),
    /// A newer program wrote it.
    #[error("the model card has format {found}; this program reads up to {FORMAT}")]
    Newer {
        /// The format that the card states.
        found: u32,
    },
    /// A size that the family needs is absent or out of range.
    #[error("the card of `{name}` lacks a usable shape.{field}")]
    Shape {
        /// The model.
        name: String,
        /// The missing key of `shape`.
        field: String,
    },
    /// A vocabulary that the family needs is absent.
    #[error("the card of `{name}` lacks names.{field}")]
    Names {
        /// The model.
        name: String,
        /// The missing key of `names`.
        field: String,
    },
}

impl Card {
    /// Reads a card. Errors: not TOML, fields missing, or a newer format.
    pub fn parse(text: &str) -> Result<Card, CardError> {
        let card: Card = document::from_toml(text)?;
        if card.format > FORMAT {
            return Err(CardError::Newer { found: card.format });
        }
        Ok(card)
    }

    /// The card as TOML text; `parse` reads it back to an equal card.
    pub fn to_text(&self) -> Result<String, CardError> {
        Ok(document::to_toml(self)?)
    }

    /// A size from `shape`, between 1 and `most`. Errors where it is absent or outside.
    pub fn size(&self, field: &str, most: u32) -> Result<usize, CardError> {
        match self.shape.get(field) {
            Some(&n) if (1..=most).contains(&n) => Ok(n as usize),
            _ => Err(CardError::Shape { name: self.name.clone(), field: field.into() }),
        }
    }

    /// A vocabulary from `names`. Errors where it is absent.
    pub fn vocabulary(&self, field: &str) -> Result<&[String], CardError> {
        self.names
            .get(field)
            .map(Vec::as_slice)
            .ok_or_else(|| CardError::Names { name: self.name.clone(), field: field.into() })
    }
}

#[cfg(test)]
mod tests;
