//! What the command line does with neural voices: train them, score them, let them sing a note, time them.
//!
//! ```text
//! train("cello", folder, plan)  -> card + weights        score(card, weights, folder, "test") -> bits a sample
//! sample(card, weights, ask)    -> a note                bench(card, weights)                 -> x real time
//! ```
//!
//! Everything here takes and returns plain data; it prints nothing and writes no model. Melody networks have their own (`melodies`).

mod bench;
pub mod budget;
mod data;
mod notes;
mod primers;
mod score;
mod takes;

pub use bench::{BenchCase, bench, bench_training};
pub use data::recordings;
pub use notes::{WriteNotesError, write_notes};
pub use primers::Recordings;
pub use score::{ScoreReport, ScoreVoiceError, score};
pub use takes::takes;

use crate::io::note_set::{NoteSet, ReadNotesError};
use crate::neural::card::{Card, Data, FORMAT, Family, Training};
use crate::neural::wavenet::LoadModelError;
use crate::neural::wavenet::features::RATE;
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::{Weights, WeightsError};
use crate::train::apart::Lost;
use crate::train::gpu::{self, Device, NoGpu};
use crate::train::wavenet::plain;
use crate::train::wavenet::trainer::{self, Begin, Settings, TrainError, Watch};
use crate::train::wavenet::widen::{can_widen, widen};

/// How to train a WaveNet.
#[derive(Clone, Debug)]
pub struct TrainPlan {
    /// Wall-clock minutes; the rate falls over them.
    pub minutes: f64,
    /// Its size; that of the model to go on from, where there is one.
    pub shape: Shape,
    /// Seed of every draw.
    pub seed: u64,
    /// A model to go on from: its instruments, its weights.
    pub resume: Option<(Card, Weights)>,
    /// Weights of a WaveNet of the size whose skill it begins with, where it goes on from none: instruments are learned anew.
    pub skill: Option<Weights>,
    /// Where its gradients are made. What a run goes on from stays on the processor, so it may be another one next time.
    pub device: Device,
    /// What the card says about the data.
    pub data: Data,
}

/// Where a training run stands, reported about once a minute.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Share of the budget that is spent, 0 to 1.
    pub share: f64,
    /// Steps done.
    pub step: u64,
    /// Bits a sample on the training crops since the last report (with noise on their history).
    pub bits: f64,
    /// Bits a sample on unseen pitches now.
    pub valid: f64,
    /// The lowest `valid` so far.
    pub best: f64,
    /// Seconds a step.
    pub pace: f64,
    /// The model as it would be stored now.
    pub card: &'a Card,
    /// Its weights.
    pub weights: &'a Weights,
}

/// A trained model.
#[derive(Clone, Debug)]
pub struct Trained {
    /// What it is.
    pub card: Card,
    /// Its weights, rounded to the 16 bits they are stored in.
    pub weights: Weights,
}

/// Why a WaveNet could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainVoiceError {
    /// The recordings do not read.
    #[error(transparent)]
    Notes(#[from] ReadNotesError),
    /// The run failed.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// There is no graphics card to train on.
    #[error(transparent)]
    Gpu(#[from] NoGpu),
    /// The model to go on from is no WaveNet of the size that is trained.
    #[error("`{0}` is no WaveNet of the size that is trained here")]
    Resume(String),
    /// The model to begin with is none that can be widened.
    #[error(
        "`{0}` is no WaveNet of the size that is trained here, nor a smaller one: nothing can begin with its skill"
    )]
    Skill(String),
}

/// Trains a WaveNet on notes (see [`recordings`]). `told` hears about once a minute how it goes and may end it by
/// returning false; what is returned then is the model as far as it came. The running mean of the weights is kept, from the
/// run's end: bits and the quality of the sound do not choose the same moment (field notes of the recipe), so none is picked.
pub fn train(
    name: &str,
    set: NoteSet,
    plan: &TrainPlan,
    told: impl FnMut(&Progress<'_>) -> bool,
) -> Result<Trained, TrainVoiceError> {
    let shape = plan.resume.as_ref().and_then(|(card, _)| Shape::from_card(card).ok()).unwrap_or(plan.shape);
    let card = Card {
        format: FORMAT,
        name: name.into(),
        family: Family::Wavenet,
        precision: "f16".into(),
        rate: Some(RATE),
        shape: shape.entries().iter().map(|(k, n)| ((*k).to_string(), *n as u32)).collect(),
        names: [("instruments".to_string(), set.instruments.clone())].into(),
        data: plan.data.clone(),
        training: Training { seed: plan.seed, minutes: 0.0, steps: 0, device: plan.device.name().into() },
        figures: std::collections::BTreeMap::new(),
    };
    let begin = match (&plan.resume, &plan.skill) {
        (Some((_, weights)), _) => Begin::Model(weights),
        (None, Some(weights)) => Begin::Skill(weights),
        (None, None) => Begin::Anew,
    };
    // What can sing already has less to learn, and would forget at first.
    let rate = if matches!(begin, Begin::Anew) { 5e-3 } else { 2.5e-3 };
    let settings = Settings { shape, minutes: plan.minutes, seed: plan.seed, acoustics: 30_000, rate, report: 60.0 };
    let mut watcher = Watcher { card, told, best: f64::INFINITY, stop: false };
    let learner = (plan.device == Device::Cuda).then(|| plain::learner(shape)).transpose()?;
    let weights = trainer::train(&settings, set.clips.into_iter(), begin, learner, &mut watcher)?;
    Ok(Trained { card: watcher.card, weights: weights.rounded() })
}

/// The weights of a model whose skill a new one of a size can begin with: a smaller one's are widened. Errors: it is no WaveNet, or
/// larger.
pub fn skill(card: &Card, weights: &Weights, shape: Shape) -> Result<Weights, TrainVoiceError> {
    let other = || TrainVoiceError::Skill(card.name.clone());
    let own = Shape::from_card(card).ok().filter(|own| card.family == Family::Wavenet && can_widen(*own, shape));
    widen(weights, own.ok_or_else(other)?, shape, 0).map_err(|_| other())
}

/// Hands the trainer's reports on and keeps the card up to date.
struct Watcher<F> {
    card: Card,
    told: F,
    best: f64,
    stop: bool,
}

impl<F: FnMut(&Progress<'_>) -> bool> Watch for Watcher<F> {
    fn report(&mut self, progress: &trainer::Progress, weights: &Weights) {
        let valid = f64::from(progress.unseen);
        self.best = self.best.min(valid);
        let (spent, left) = progress.minutes;
        self.card.training.minutes = (spent * 10.0).round() / 10.0;
        self.card.training.steps = progress.step;
        self.card.figures.insert("bits_per_sample_valid_told_level".into(), (valid * 1e4).round() / 1e4);
        self.stop |= !(self.told)(&Progress {
            share: spent / (spent + left).max(1e-9),
            step: progress.step,
            bits: f64::from(progress.bits),
            valid,
            best: self.best,
            pace: progress.pace,
            card: &self.card,
            weights,
        });
    }

    fn checkpoint(&mut self, _state: &Weights) {}

    fn stop(&mut self) -> bool {
        self.stop
    }
}

/// A note to sing.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The instrument's name.
    pub instrument: String,
    /// MIDI note number, fractional.
    pub pitch: f32,
    /// 0 to 127.
    pub velocity: f32,
    /// Seconds held; the release follows.
    pub seconds: f64,
    /// Temperature of the draws.
    pub temp: f32,
    /// Seed of the draws.
    pub seed: u64,
    /// Whether only the network's draft is played, a bank of sines.
    pub plain: bool,
}

/// Why a note could not be sung.
#[derive(Debug, thiserror::Error)]
pub enum SampleVoiceError {
    /// The model does not load.
    #[error(transparent)]
    Load(#[from] LoadModelError),
    /// The weights lack something.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The model has no such instrument.
    #[error("`{model}` does not play `{instrument}`; it plays {known}")]
    Instrument {
        /// The model.
        model: String,
        /// What was asked for.
        instrument: String,
        /// What there is.
        known: String,
    },
    /// There is no graphics card to sing on.
    #[error(transparent)]
    Gpu(#[from] NoGpu),
    /// The graphics card was lost.
    #[error("the graphics card was lost ({}): `--device cpu` sings on the processor", gpu::cause(.0))]
    Lost(#[from] Lost),
    /// The note is absurdly long or not at all.
    #[error("a note of {0} s; it can be held from 0 to 600 s")]
    Seconds(f64),
}

/// Sings a note: held for its seconds, then up to one second of release. Returns the model's rate in Hz and mono samples at it.
pub fn sample(card: &Card, weights: &Weights, ask: &Ask) -> Result<(u32, Vec<f32>), SampleVoiceError> {
    let (rate, mut takes) = takes(card, weights, ask, 1, Device::Cpu)?;
    Ok((rate, takes.pop().unwrap_or_default()))
}

#[cfg(test)]
mod tests;
