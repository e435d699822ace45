//! The training run: a budget of minutes, a cosine rate over it, a line of progress, weights kept as they come.
//!
//! ```text
//! step  1200  bits 4.31  unseen 4.02  grad 0.4  0.071 s a step  38.2 min left
//! ```
//!
//! The caller owns the clock's files and the screen: it hands in a `Watch`. What is kept is the running mean of the weights.

use std::time::Instant;

use dfdx::tensor::CpuError;

use super::acoustics::{FitError, fit};
use super::clip::{Clip, Split};
use super::crop::{Batch, Change, Recipe};
use super::harmonics::Transforms;
use super::network::Network;
use super::note::Note;
use super::plain::Learner;
use crate::neural::wavenet::acoustics::Acoustics;
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::{Weights, WeightsError};
use crate::train::adam::{Adam, Settings as AdamSettings};
use crate::train::apart::Lost;
use crate::train::gpu;
use crate::train::random::Random;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The network's sizes.
    pub shape: Shape,
    /// Wall-clock budget; the rate falls to 5 % over it.
    pub minutes: f64,
    /// Seed of every draw.
    pub seed: u64,
    /// Steps for the acoustics, before the clock of the budget starts.
    pub acoustics: usize,
    /// Highest rate of Adam.
    pub rate: f32,
    /// Seconds between two reports (held-out score, kept weights).
    pub report: f64,
}

/// Where a run stands.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Steps done.
    pub step: u64,
    /// Mean bits a sample of the training crops since the last report (their history is noisy).
    pub bits: f32,
    /// Bits a sample on fixed crops of unseen pitches, by the running mean of the weights, clean history.
    pub unseen: f32,
    /// The same for each instrument.
    pub by_instrument: Vec<f32>,
    /// Norm of the last gradient.
    pub norm: f32,
    /// Seconds a step.
    pub pace: f64,
    /// Minutes spent and left.
    pub minutes: (f64, f64),
}

/// What the caller does while a run goes on.
pub trait Watch {
    /// The state of the run, and the weights as they would be stored now (running mean, acoustics included).
    fn report(&mut self, progress: &Progress, weights: &Weights);
    /// Everything that a later run needs to go on from here, in full precision.
    fn checkpoint(&mut self, state: &Weights);
    /// Whether to stop early.
    fn stop(&mut self) -> bool;
}

/// Why a run could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// There is nothing to learn from.
    #[error("no notes of the {0} split among the recordings")]
    Empty(&'static str),
    /// dfdx could not allocate.
    #[error("dfdx: {0:?}")]
    Device(CpuError),
    /// The graphics card was lost on the way; the last report and checkpoint have all that was learned.
    #[error("the graphics card was lost at step {step} ({}); what was learned until then is kept", gpu::cause(.lost))]
    Lost {
        /// Steps done.
        step: u64,
        /// What happened.
        lost: Lost,
    },
    /// The loss is no number any more.
    #[error("training diverged at step {0}")]
    Diverged(u64),
    /// The acoustics could not be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// Weights could not be taken up or stored.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// What a run begins with.
#[derive(Clone, Copy, Debug)]
pub enum Begin<'a> {
    /// Random weights.
    Anew,
    /// The network of a model that may play other instruments: it is told a sound, not who plays it, so what it can do serves
    /// for all. The acoustics are learned anew.
    Skill(&'a Weights),
    /// All of a model of the same instruments; a checkpoint goes on where it was, weights alone begin with fresh moments.
    Model(&'a Weights),
}

/// Trains on clips; with a `learner` the gradients are made where it works, else here. Returns the last running mean.
pub fn train(
    settings: &Settings,
    clips: impl Iterator<Item = Clip>,
    begin: Begin<'_>,
    mut learner: Option<Learner>,
    watch: &mut dyn Watch,
) -> Result<Weights, TrainError> {
    let clips: Vec<Clip> = clips.collect();
    for (split, name) in [(Split::Train, "train"), (Split::Valid, "valid")] {
        if clips.iter().all(|clip| clip.split != split) {
            return Err(TrainError::Empty(name));
        }
    }
    let (mut random, mut side, mut transforms) = (Random::new(settings.seed), Weights::new(), Transforms::default());
    if let Begin::Model(old) = begin {
        for (name, rows, columns) in Shape::acoustics() {
            side.insert(&name, &[rows, columns], old.get(&name, &[rows, columns])?.to_vec())?;
        }
    } else {
        let heard = clips.iter().filter(|clip| clip.split == Split::Train);
        let heard: Vec<Note> = heard.map(|clip| Note::new(clip, None, &mut transforms)).filter(Note::sounds).collect();
        let groups = by_instrument(&heard, Split::Train);
        if groups.is_empty() {
            return Err(TrainError::Empty("train"));
        }
        fit(settings.acoustics, &groups, &mut random, &mut side)?;
    }
    let acoustics = Acoustics::load(&side)?;
    let notes = clips.iter().map(|clip| Note::of(clip, &acoustics, &mut transforms));
    let notes: Vec<Note> = notes.filter(Note::sounds).collect();
    drop(clips);
    let (groups, unseen) = (by_instrument(&notes, Split::Train), by_instrument(&notes, Split::Valid));
    if groups.is_empty() || unseen.is_empty() {
        return Err(TrainError::Empty(if groups.is_empty() { "train" } else { "valid" }));
    }
    let mut network = match begin {
        Begin::Model(old) | Begin::Skill(old) => Network::load(settings.shape, old)?,
        Begin::Anew => Network::new(settings.shape, settings.seed),
    };
    let names = network.names().to_vec();
    let moments = AdamSettings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.999 };
    let mut adam = Adam::new(moments, network.tensors());
    let mut spent = 0.0;
    if let Begin::Model(old) = begin
        && adam.restore(&names, old).is_ok()
    {
        spent = old.get("run.minutes", &[1]).map_or(0.0, |m| f64::from(m[0]));
    }
    let recipe = Recipe { clips: 4, length: 1024, context: settings.shape.context() };
    let fixed = held_out(&recipe, &unseen, &acoustics, settings.seed);
    let (started, mut last) = (Instant::now(), Instant::now());
    let (mut sum, mut count, mut norm, first_step) = (0.0f64, 0u32, 0.0, adam.steps());
    loop {
        let minutes = spent + started.elapsed().as_secs_f64() / 60.0;
        let part = (minutes / settings.minutes).min(1.0) as f32;
        let warm = ((adam.steps() - first_step) as f32 / 50.0 + 0.02).min(1.0);
        let rate = settings.rate * warm * (0.05 + 0.95 * 0.5 * (1.0 + (std::f32::consts::PI * part).cos()));
        let batch = recipe.draw(&groups, &acoustics, &mut random);
        let found = match &mut learner {
            Some(learner) => learner.ask((network.numbers(), batch)),
            None => Ok(network.slopes(&batch).map_err(TrainError::Device)?),
        };
        let lost = match found {
            Ok((bits, _)) if !bits.is_finite() => return Err(TrainError::Diverged(adam.steps())),
            Ok((bits, slopes)) => {
                norm = adam.descend(rate, network.tensors(), &slopes);
                (sum, count) = (sum + f64::from(bits), count + 1);
                None
            }
            // The last report has it all.
            Err(lost) if count == 0 => return Err(TrainError::Lost { step: adam.steps(), lost }),
            Err(lost) => Some(TrainError::Lost { step: adam.steps(), lost }),
        };
        let done = part >= 1.0 || lost.is_some() || watch.stop();
        if done || last.elapsed().as_secs_f64() >= settings.report {
            let pace = last.elapsed().as_secs_f64() / f64::from(count);
            let mut kept = network.export(|i, _| adam.mean(i).to_vec())?;
            for (name, tensor) in side.iter() {
                kept.insert(name, &tensor.shape, tensor.data.clone())?;
            }
            let by_instrument = score(&Network::load(settings.shape, &kept)?, &fixed);
            let left = (settings.minutes - minutes).max(0.0);
            let progress = Progress {
                step: adam.steps(),
                bits: (sum / f64::from(count)) as f32,
                unseen: by_instrument.iter().sum::<f32>() / by_instrument.len() as f32,
                by_instrument,
                norm,
                pace,
                minutes: (minutes, left),
            };
            watch.report(&progress, &kept);
            let mut state = network.export(|_, t| super::ops::numbers(t))?;
            for (name, tensor) in side.iter() {
                state.insert(name, &tensor.shape, tensor.data.clone())?;
            }
            adam.store(&names, &mut state)?;
            state.insert("run.minutes", &[1], vec![minutes as f32])?;
            watch.checkpoint(&state);
            if done {
                return lost.map_or(Ok(kept), Err);
            }
            (sum, count, last) = (0.0, 0, Instant::now());
        }
    }
}

/// Notes of a split, grouped by instrument; instruments without any are left out.
fn by_instrument(notes: &[Note], split: Split) -> Vec<Vec<&Note>> {
    let most = notes.iter().map(|n| n.instrument + 1).max().unwrap_or(0);
    let group = |i| notes.iter().filter(|n| n.instrument == i && n.split == split).collect();
    (0..most).map(group).filter(|g: &Vec<_>| !g.is_empty()).collect()
}

/// Four fixed batches for each instrument, of unseen pitches, as recorded.
fn held_out(recipe: &Recipe, groups: &[Vec<&Note>], acoustics: &Acoustics, seed: u64) -> Vec<Vec<Batch>> {
    let mut random = Random::new(seed ^ 0x5eed);
    let mut batches = |group: &Vec<&Note>| -> Vec<Batch> {
        let mut one = || {
            let mut batch = recipe.batch();
            for b in 0..recipe.clips {
                let note = group[random.below(group.len())];
                let start = random.below(recipe.starts(note.held));
                recipe.fill(&mut batch, b, (note, start, Change::default()), acoustics, &mut random);
            }
            batch
        };
        (0..4).map(|_| one()).collect()
    };
    groups.iter().map(&mut batches).collect()
}

fn score(network: &Network, batches: &[Vec<Batch>]) -> Vec<f32> {
    let mean = |group: &Vec<Batch>| {
        let bits: Vec<f32> = group.iter().flat_map(|b| network.score(b).bits).collect();
        bits.iter().sum::<f32>() / bits.len().max(1) as f32
    };
    batches.iter().map(mean).collect()
}

#[cfg(test)]
mod tests;
