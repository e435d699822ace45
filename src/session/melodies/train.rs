//! Training a melody network from a file of tunes.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::{MelodyJobError, score::score};
use crate::neural::card::{Card, Data, Training};
use crate::neural::lstm::model::Model;
use crate::neural::lstm::parts::Parts;
use crate::neural::lstm::tune::Tune;
use crate::neural::lstm::vocabulary::Vocabulary;
use crate::neural::weights::Weights;
use crate::train::melody::TrainError;
use crate::train::melody::chance::Chance;
use crate::train::melody::dataset::Example;
use crate::train::melody::optimiser::Parameters;
use crate::train::melody::trainer::{self, Plan, Progress};

/// Units of each layer of a network that is trained from nothing.
const HIDDEN: usize = 152;

/// What is asked of a training run.
#[derive(Debug, Clone)]
pub struct TrainPlan {
    /// Minutes to train.
    pub minutes: f64,
    /// Seed of every draw.
    pub seed: u64,
    /// A model to go on from; its vocabulary stays.
    pub resume: Option<(Card, Weights)>,
    /// Where the tunes come from and under which licence, for the card.
    pub data: Data,
}

/// A trained network, its weights as they are stored, in 16 bits.
#[derive(Debug, Clone)]
pub struct Trained {
    /// Its card, with what the stored weights score on the tunes of split `test`.
    pub card: Card,
    /// Its weights.
    pub weights: Weights,
}

/// Trains on the tunes of split `train`, keeps what is best on `valid`; `told` gets each line of progress and, where it is
/// the best so far, the network as it would be stored now (without its figures); `false` stops.
///
/// # Errors
/// No tunes to train on or to stop by, a model to resume that does not fit, or what dfdx reports.
pub fn train(
    name: &str,
    tunes: &[Tune],
    plan: &TrainPlan,
    mut told: impl FnMut(&Progress, Option<&Trained>) -> bool,
) -> Result<Trained, MelodyJobError> {
    let begun = Instant::now();
    let of = |split: &'static str| tunes.iter().filter(move |t| t.split == split);
    let mut chance = Chance::new(plan.seed);
    let from = match &plan.resume {
        Some((card, weights)) => Parameters::from_parts(&Parts::read(card, weights)?),
        None => {
            let vocabulary = Vocabulary::of(of("train").flat_map(|t| &t.notes));
            Parameters::fresh(HIDDEN, &vocabulary, &mut chance)
        }
    };
    let vocabulary = from.averaged().vocabulary;
    let examples = |split| of(split).map(|t| Example::new(t, &vocabulary)).collect::<Vec<_>>();
    let (learned, watched) = (examples("train"), examples("valid"));
    if learned.iter().all(|e| e.moments.len() < 2) || watched.iter().all(|e| e.moments.len() < 2) {
        return Err(TrainError::NoTunes.into());
    }
    let budget = Duration::from_secs_f64((plan.minutes * 60.0).clamp(0.01, 1e7));
    let mut recipe = Plan { budget, seed: plan.seed, dropout: 0.4, ..Plan::default() };
    recipe.look_every = recipe.look_every.min(budget / 10);
    if plan.resume.is_some() {
        recipe.rate /= 3.0; // weights that are trained already would be thrown about
    }
    let stored = |parts: &Parts, steps: usize| -> Result<Trained, MelodyJobError> {
        let training = Training {
            seed: plan.seed,
            minutes: round(begun.elapsed().as_secs_f64() / 60.0),
            steps: steps as u64,
            device: "cpu".to_owned(),
        };
        let card = parts.card(name, plan.data.clone(), training, BTreeMap::new());
        Ok(Trained { card, weights: parts.to_weights()?.rounded() })
    };
    let mut steps = 0;
    let parts = trainer::run(from, &learned, &watched, &recipe, |line, best| {
        steps = line.step;
        told(line, best.and_then(|parts| stored(parts, line.step).ok()).as_ref())
    })
    .map_err(TrainError::from)?;
    let Trained { mut card, weights } = stored(&parts, steps)?;
    let model = Model::load(&card, &weights)?;
    if of("test").next().is_some() {
        let report = score(name, &model, tunes, tunes, "test");
        card.figures.insert("bits_per_note".to_owned(), round(report.bits_per_note));
        card.figures.insert("notes".to_owned(), report.notes as f64);
        if let Some(cached) = report.baselines.get("cached").filter(|b| b.is_finite()) {
            card.figures.insert("markov_cached".to_owned(), round(*cached));
        }
    }
    Ok(Trained { card, weights })
}

pub(super) fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
