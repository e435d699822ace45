//! Learning from what was just played, without forgetting what was known.
//!
//! ```text
//! session bars   [ learned from ............ | watched / unseen in turn ]     the last quarter of every take is kept back
//! each batch     half from those, half from the base corpus
//! kept           the copy that does best on the watched bars while the base loses at most 2.5 %
//! accepted       if that copy is better on the unseen bars too
//! ```
//!
//! More steps memorise the session and wreck the base, so it looks often and stops early. It changes nothing: the caller
//! gets a copy and a report.

use std::time::{Duration, Instant};

use dfdx::prelude::*;

use super::TrainError;
use super::chance::Chance;
use super::dataset::{self, Example, Hide, Piece};
use super::optimiser::Parameters;
use super::trainer::{Plan, descend};
use crate::neural::lstm::grid::Grid;
use crate::neural::lstm::memory::Memory;
use crate::neural::lstm::model::Model;
use crate::neural::lstm::parts::Parts;
use crate::neural::lstm::score;
use crate::neural::lstm::tune::Tune;

/// The base may lose this share of its bits a note.
pub const MOST_BASE_LOSS: f64 = 0.025;
/// Notes of a piece at most: takes and tunes are cut so.
const PIECE: usize = 96;
const LOOK_EVERY: usize = 10;
const MOST_LOOKS_WITHOUT_GAIN: usize = 4;

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct LearnPlan {
    /// Time it may take.
    pub budget: Duration,
    /// Seed of every draw.
    pub seed: u64,
    /// Learning rate.
    pub rate: f32,
}

impl Default for LearnPlan {
    fn default() -> Self {
        Self { budget: Duration::from_secs(60), seed: 1, rate: 1e-3 }
    }
}

/// What came of it; all losses in bits a note.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LearnReport {
    /// Notes learned from.
    pub notes: usize,
    /// Notes of unseen bars.
    pub unseen_notes: usize,
    /// Steps of the copy that was kept.
    pub steps: usize,
    /// Seconds it took.
    pub seconds: f64,
    /// Loss on the session's unseen bars before.
    pub unseen_before: f64,
    /// And after.
    pub unseen_after: f64,
    /// Loss on base tunes held back before.
    pub base_before: f64,
    /// And after.
    pub base_after: f64,
    /// Whether the copy is better on unseen bars and the base lost at most 2.5 %.
    pub accepted: bool,
}

/// A look while it learns.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Steps taken.
    pub step: usize,
    /// Share of the budget used.
    pub share: f64,
    /// Bits a note on the watched bars.
    pub watched: f64,
    /// Bits a note on base tunes held back.
    pub base: f64,
}

/// Notes kept back: of the last quarter of a take's bars every other is watched, the rest unseen.
struct Held {
    /// First note that is not learned from.
    cut: usize,
    watched: Vec<usize>,
    unseen: Vec<usize>,
}

fn held(tune: &Tune) -> Held {
    let setting = tune.setting();
    let mut grid = Grid::new(&setting);
    let mut bars = Vec::new();
    for note in &tune.notes {
        grid.advance(&setting, note.onset);
        bars.push(grid.number());
    }
    let (first, last) = (bars.first().copied().unwrap_or(0), bars.last().copied().unwrap_or(0));
    let border = last + 1 - ((last + 1 - first) / 4).max(1);
    let cut = bars.iter().position(|b| *b >= border).unwrap_or(bars.len());
    let kept = |odd: i32| (cut..bars.len()).filter(|i| *i > 0 && (bars[*i] - border) % 2 == odd).collect();
    // A single bar kept back is unseen.
    Held { cut, watched: kept(1), unseen: kept(0) }
}

/// Bits a note over chosen notes of tunes.
fn bits(model: &Model, tunes: &[(&Tune, Vec<usize>)]) -> f64 {
    let mut memory = Memory::new(model);
    let (mut sum, mut notes) = (0.0, 0usize);
    for (tune, chosen) in tunes {
        let all = score::bits(model, &mut memory, tune);
        sum += chosen.iter().filter_map(|i| all.get(*i)).sum::<f64>();
        notes += chosen.len();
    }
    sum / notes.max(1) as f64
}

/// Learns a copy of `from` on takes of a session, replaying `base` (its `train` tunes are learned from, its `valid` tunes watched).
///
/// `told` gets each look; `false` stops.
///
/// # Errors
/// Too few notes in the session, no base tunes, or what dfdx reports.
pub fn learn(
    from: &Parts,
    base: &[Tune],
    session: &[Tune],
    plan: LearnPlan,
    mut told: impl FnMut(&Look) -> bool,
) -> Result<(Parts, LearnReport), TrainError> {
    let begun = Instant::now();
    let kept: Vec<Held> = session.iter().map(held).collect();
    let pick =
        |of: fn(&Held) -> &Vec<usize>| session.iter().zip(&kept).map(|(t, h)| (t, of(h).clone())).collect::<Vec<_>>();
    let (watched, unseen) = (pick(|h| &h.watched), pick(|h| &h.unseen));
    let notes: usize = kept.iter().map(|h| h.cut).sum();
    let unseen_notes: usize = unseen.iter().map(|u| u.1.len()).sum();
    if notes < 32 || unseen_notes < 8 {
        return Err(TrainError::TooShort { notes, unseen: unseen_notes });
    }
    let replay: Vec<&Tune> = base.iter().filter(|t| t.split == "train" && t.notes.len() > 8).collect();
    let valid = base.iter().filter(|t| t.split == "valid");
    let every = (valid.clone().count() / 48).max(1);
    let base_held: Vec<(&Tune, Vec<usize>)> = valid.step_by(every).map(|t| (t, (1..t.notes.len()).collect())).collect();
    if replay.is_empty() || base_held.is_empty() {
        return Err(TrainError::NoTunes);
    }
    let takes: Vec<Example> = session.iter().map(|t| Example::new(t, &from.vocabulary)).collect();
    // Too little kept back to watch and to judge: watch what is judged.
    let watched = if watched.iter().map(|w| w.1.len()).sum::<usize>() < 8 { unseen.clone() } else { watched };
    let look = |parts: &Parts, of: &[(&Tune, Vec<usize>)]| bits(&Model::new(parts, 0), of);
    let (unseen_before, base_before) = (look(from, &unseen), look(from, &base_held));

    let dev = Cpu::default();
    let mut chance = Chance::new(plan.seed);
    let mut parameters = Parameters::from_parts(from);
    let training = Plan { dropout: 0.3, ..Plan::default() };
    let (mut best, mut best_steps, mut lowest) = (from.clone(), 0, look(from, &watched));
    let mut idle = 0;
    for step in 1.. {
        let warm = (step as f32 / 10.0).min(1.0);
        let batch = mixed(&takes, &kept, |i| Example::new(replay[i], &from.vocabulary), replay.len(), &mut chance);
        descend(&mut parameters, &batch, &training, plan.rate * warm, &mut chance, &dev)?;
        let share = begun.elapsed().as_secs_f64() / plan.budget.as_secs_f64().max(1e-9);
        if step % LOOK_EVERY != 0 && share < 1.0 {
            continue;
        }
        let parts = parameters.averaged();
        let (loss, base) = (look(&parts, &watched), look(&parts, &base_held));
        idle += 1;
        if loss < lowest && base <= base_before * (1.0 + MOST_BASE_LOSS) {
            (best, best_steps, lowest, idle) = (parts, step, loss, 0);
        }
        if !told(&Look { step, share: share.min(1.0), watched: loss, base })
            || share >= 1.0
            || idle >= MOST_LOOKS_WITHOUT_GAIN
        {
            break;
        }
    }
    let (unseen_after, base_after) = (look(&best, &unseen), look(&best, &base_held));
    let accepted = unseen_after < unseen_before && base_after <= base_before * (1.0 + MOST_BASE_LOSS);
    let seconds = begun.elapsed().as_secs_f64();
    let report = LearnReport {
        notes,
        unseen_notes,
        steps: best_steps,
        seconds,
        unseen_before,
        unseen_after,
        base_before,
        base_after,
        accepted,
    };
    Ok((best, report))
}

/// Eight pieces of the session and eight of the base, where `replay` reads one of `tunes` tunes.
fn mixed(
    takes: &[Example],
    kept: &[Held],
    replay: impl Fn(usize) -> Example,
    tunes: usize,
    chance: &mut Chance,
) -> dataset::Batch {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut examples: Vec<Example> = Vec::new();
    let mut add = |example: &Example, most: usize, chance: &mut Chance| {
        let length = PIECE.min(most);
        let first = chance.below(most - length + 1);
        let part = first..first + length;
        pieces.push((examples.len(), 0, length));
        examples.push(Example {
            moments: example.moments[part.clone()].to_vec(),
            targets: example.targets[part].to_vec(),
            song: example.song,
        });
    };
    // Takes by their number of notes, so that a long one is not learned less.
    let total: usize = kept.iter().map(|h| h.cut).sum();
    for _ in 0..8 {
        let mut at = chance.below(total);
        for (take, held) in takes.iter().zip(kept) {
            if at < held.cut {
                add(take, held.cut, chance);
                break;
            }
            at -= held.cut;
        }
    }
    for _ in 0..8 {
        let example = replay(chance.below(tunes));
        add(&example, example.moments.len(), chance);
    }
    dataset::batch(&examples, &pieces, Hide::TRAINING, chance)
}

#[cfg(test)]
mod tests;
