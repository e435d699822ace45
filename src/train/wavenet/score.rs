//! How well a stored WaveNet predicts recordings, told only what a player knows.
//!
//! ```text
//! 1024 steps at two places in each note:  -log2 P(code | codes before, and what the acoustics make of the note)
//! ```
//!
//! What is scored are recordings as they are learned from (`note`): on the grid of their pitch, at one level, their partials'
//! phases by one law. Everybody who predicts them is scored on the same codes. Measured with the inference that plays, on the
//! stored weights. Beside it stand the yardsticks, and the same network with its past silenced: all samples before are zero.

use super::baseline::{Histogram, TAPS, linear};
use super::clip::{Clip, Split};
use super::crop::{Batch, Change, Recipe};
use super::harmonics::Transforms;
use super::note::Note;
use crate::neural::wavenet::Model;
use crate::neural::wavenet::core::Core;
use crate::neural::wavenet::features::{FEATURES, FRAME, PHASES};
use crate::neural::wavenet::guide::silence;
use crate::neural::wavenet::predictor::{Edges, Prediction, leaning};
use crate::train::random::Random;

/// Steps scored at one place.
pub const LENGTH: usize = 1024;

/// Mean bits a step, by who predicts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bits {
    /// Crops that were scored.
    pub crops: usize,
    /// The network.
    pub network: f64,
    /// The network with its past silenced.
    pub silenced: f64,
    /// The histogram of the training notes.
    pub order0: f64,
    /// The linear predictor.
    pub lpc32: f64,
}

/// Scores each instrument's notes of a split (`None`: all); the histogram is of the training notes. `told` hears how many notes are done.
pub fn score(model: &Model, clips: &[Clip], split: Option<Split>, told: &mut dyn FnMut(usize, usize)) -> Vec<Bits> {
    let (mut random, mut transforms) = (Random::new(1), Transforms::default());
    let histogram = histogram(model, clips, &mut random, &mut transforms);
    let notes: Vec<&Clip> = clips.iter().filter(|c| split.is_none_or(|s| c.split == s)).collect();
    let mut sums = vec![Bits::default(); model.instruments().len()];
    let mut core = Core::new(model);
    let recipe = Recipe { clips: 1, length: LENGTH, context: model.shape().context() };
    let mut batch = recipe.batch();
    for (done, clip) in notes.iter().enumerate() {
        told(done, notes.len());
        let note = Note::of(clip, model.acoustics(), &mut transforms);
        for _ in 0..2 {
            let start = TAPS + random.below(note.held.saturating_sub(TAPS + LENGTH).max(1));
            let (Some(crop), Some(sum)) = (note.codes.get(start..start + LENGTH), sums.get_mut(clip.instrument)) else {
                continue;
            };
            recipe.fill(&mut batch, 0, (&note, start, Change::default()), model.acoustics(), &mut random);
            sum.crops += 1;
            sum.network += bits(model, &mut core, &batch);
            sum.order0 += crop.iter().map(|&c| histogram.bits(c)).sum::<f64>() / LENGTH as f64;
            sum.lpc32 += linear(&note.sound[start - TAPS..start + LENGTH], crop);
            silence_past(&mut batch);
            sum.silenced += bits(model, &mut core, &batch);
        }
    }
    for sum in &mut sums {
        let share = 1.0 / sum.crops.max(1) as f64;
        for x in [&mut sum.network, &mut sum.silenced, &mut sum.order0, &mut sum.lpc32] {
            *x *= share;
        }
    }
    sums
}

/// The mean over crops of several instruments' means.
pub fn mean(parts: &[Bits]) -> Bits {
    let mut all = Bits { crops: parts.iter().map(|p| p.crops).sum(), ..Bits::default() };
    for p in parts {
        let share = p.crops as f64 / all.crops.max(1) as f64;
        all.network += share * p.network;
        all.silenced += share * p.silenced;
        all.order0 += share * p.order0;
        all.lpc32 += share * p.lpc32;
    }
    all
}

fn histogram(model: &Model, clips: &[Clip], random: &mut Random, transforms: &mut Transforms) -> Histogram {
    let train: Vec<&Clip> = clips.iter().filter(|c| c.split == Split::Train).collect();
    let mut codes = Vec::new();
    for _ in 0..if train.is_empty() { 0 } else { 100 } {
        let note = Note::of(train[random.below(train.len())], model.acoustics(), transforms);
        for _ in 0..2 {
            let from = random.below(note.held.saturating_sub(LENGTH).max(1));
            codes.extend(note.codes.iter().skip(from).take(LENGTH));
        }
    }
    Histogram::new(codes.into_iter())
}

/// Mean bits over the targets of a batch of one clip.
fn bits(model: &Model, core: &mut Core, batch: &Batch) -> f64 {
    let (edges, context) = (Edges::new(), batch.heard.len() - batch.targets.len());
    core.reset();
    let (mut sum, mut features, mut guide) = (0.0, [0.0; FEATURES], [0.0; PHASES]);
    for i in batch.quiet[0]..batch.heard.len() {
        let (frame, place) = ((batch.first + i) / FRAME, (batch.first + i) % FRAME);
        if place == 0 || i == batch.quiet[0] {
            features.copy_from_slice(&batch.features[frame * FEATURES..][..FEATURES]);
            core.frame(model, &features);
        }
        guide.copy_from_slice(&batch.guide[i * PHASES..][..PHASES]);
        let outputs = core.step(model, batch.heard[i], &guide);
        if let Some(row) = i.checked_sub(context) {
            let prediction = Prediction::new(outputs, batch.draft[row], leaning(outputs, batch.rest_before(row)));
            sum += prediction.bits(batch.targets[row], &edges).0;
        }
    }
    sum / batch.targets.len() as f64
}

/// Every sample before its step is zero.
fn silence_past(batch: &mut Batch) {
    batch.heard.fill(0.0);
    for (guide, rest) in batch.guide.chunks_exact_mut(PHASES).zip(&mut batch.rest) {
        *rest = silence(guide);
    }
}
