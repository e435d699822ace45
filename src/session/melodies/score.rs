//! Bits a note of a network beside Markov models.

use std::collections::BTreeMap;

use crate::analysis::markov::{self, Line};
use crate::neural::lstm::model::Model;
use crate::neural::lstm::score as network;
use crate::neural::lstm::tune::Tune;

/// What `model score --json` prints.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ScoreReport {
    /// The model's name.
    pub model: String,
    /// Which tunes were scored: `train`, `valid`, `test` or `all`.
    pub split: String,
    /// How many notes.
    pub notes: usize,
    /// Mean of -log2 p over notes 2 to N of every tune.
    pub bits_per_note: f64,
    /// The same for `order0`, `markov1` to `markov5` and `cached`, counted on tunes of the split `train`.
    pub baselines: BTreeMap<String, f64>,
    /// The network's bits a note by style.
    pub by_style: BTreeMap<String, f64>,
}

/// Scores a network on the tunes of a split; baselines are counted on `train` (its tunes of split `train` only).
#[must_use]
pub fn score(name: &str, model: &Model, tunes: &[Tune], train: &[Tune], split: &str) -> ScoreReport {
    let chosen = || tunes.iter().filter(|t| split == "all" || t.split == split);
    let line = |t: &Tune| t.notes.iter().map(|n| (n.pitch, n.duration)).collect::<Line>();
    let counted: Vec<Line> = train.iter().filter(|t| t.split == "train").map(line).collect();
    let scored = network::score(model, chosen());
    ScoreReport {
        model: name.to_owned(),
        split: split.to_owned(),
        notes: scored.notes,
        bits_per_note: scored.bits_per_note,
        baselines: markov::baselines(&counted, &chosen().map(line).collect::<Vec<_>>()),
        by_style: scored.by_style,
    }
}
