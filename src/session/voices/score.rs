//! Bits a sample of a WaveNet on recorded notes, and the yardsticks beside it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::io::note_set::ReadNotesError;
use crate::neural::card::{Card, CardError};
use crate::neural::wavenet::{LoadModelError, Model};
use crate::neural::weights::Weights;
use crate::train::wavenet::clip::Split;
use crate::train::wavenet::score as measure;

use super::data;

/// The figures of a WaveNet on a split, in bits a sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreReport {
    /// The model's name.
    pub model: String,
    /// The split: train, valid, test or all.
    pub split: String,
    /// Places of 1024 steps that were scored (`train::wavenet::score`); bits a sample are bits a step.
    pub crops: usize,
    /// The network, told only what a player knows.
    pub bits_per_sample: f64,
    /// The same network with its past silenced.
    pub past_zeroed: f64,
    /// `uniform`, `order0` (of the training notes), `lpc32` (fitted on the 2048 steps before each place).
    pub baselines: BTreeMap<String, f64>,
    /// The network on each instrument.
    pub by_instrument: BTreeMap<String, f64>,
}

/// Why a WaveNet could not be scored.
#[derive(Debug, thiserror::Error)]
pub enum ScoreVoiceError {
    /// The card lacks the instruments.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The model does not load.
    #[error(transparent)]
    Load(#[from] LoadModelError),
    /// The recordings do not read.
    #[error(transparent)]
    Notes(#[from] ReadNotesError),
    /// There is no such split.
    #[error("no split `{0}`; there are train, valid, test and all")]
    Split(String),
    /// The split is empty.
    #[error("the recordings hold no notes of the {0} split")]
    Empty(String),
}

/// Scores the stored weights on a folder of notes (see `io::note_set`). Takes some seconds for each hundred notes.
pub fn score(card: &Card, weights: &Weights, folder: &Path, split: &str) -> Result<ScoreReport, ScoreVoiceError> {
    let chosen = match split {
        "train" => Some(Split::Train),
        "valid" => Some(Split::Valid),
        "test" => Some(Split::Test),
        "all" => None,
        other => return Err(ScoreVoiceError::Split(other.into())),
    };
    let model = Model::load(card, weights)?;
    let names = card.vocabulary("instruments")?;
    let set = data::read(folder, Some(names))?;
    let parts = measure::score(&model, &set.clips, chosen, &mut |_, _| {});
    let all = measure::mean(&parts);
    if all.crops == 0 {
        return Err(ScoreVoiceError::Empty(split.into()));
    }
    let heard = names.iter().zip(&parts).filter(|(_, p)| p.crops > 0);
    let round = |x: f64| (x * 1e4).round() / 1e4;
    let baselines = [("uniform", 8.0), ("order0", all.order0), ("lpc32", all.lpc32)];
    Ok(ScoreReport {
        model: card.name.clone(),
        split: split.into(),
        crops: all.crops,
        bits_per_sample: round(all.network),
        past_zeroed: round(all.silenced),
        baselines: baselines.map(|(name, bits)| (name.to_string(), round(bits))).into(),
        by_instrument: heard.map(|(name, p)| (name.clone(), round(p.network))).collect(),
    })
}
