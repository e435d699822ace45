//! The run: epochs of batches, a learning rate that warms up and falls to nothing over the budget, a look at `valid` now and then.
//!
//! ```text
//! step 2840  epoch 16.7  70 %  loss 2.41 bits  valid 2.70  best 2.69      one line of progress
//! ```
//!
//! The best averaged weights by `valid` are handed out as they come, so a run that is cut off has lost little.

use std::time::{Duration, Instant};

use dfdx::prelude::*;

use super::chance::Chance;
use super::dataset::{self, Example, Hide};
use super::net::Net;
use super::ops::Fault;
use super::optimiser::{Parameters, Step};
use crate::neural::lstm::parts::Parts;

/// How a run goes. The defaults are the recipe's.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How long to train.
    pub budget: Duration,
    /// Seed of every draw.
    pub seed: u64,
    /// Largest learning rate.
    pub rate: f32,
    /// Weight decay.
    pub decay: f32,
    /// Share of outputs dropped.
    pub dropout: f32,
    /// Pieces in a batch.
    pub batch: usize,
    /// Time between two looks at `valid`.
    pub look_every: Duration,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(600),
            seed: 1,
            rate: 3e-3,
            decay: 0.02,
            dropout: 0.35,
            batch: 16,
            look_every: Duration::from_secs(40),
        }
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Steps taken.
    pub step: usize,
    /// Passes over the data begun.
    pub epoch: usize,
    /// Share of the budget used, 0 to 1.
    pub share: f64,
    /// Mean loss since the last line, in bits a note, dropout on.
    pub loss: f64,
    /// Bits a note on `valid`, averaged weights.
    pub valid: f64,
    /// The lowest `valid` so far.
    pub best: f64,
    /// Bits a note on `valid` without sung lines.
    pub instrumental: f64,
}

/// Bits a note of weights over examples: notes 2 to N, the end of the tune not told. All, and without sung lines.
///
/// # Errors
/// What dfdx reports, where memory runs out.
pub fn bits(weights: &Parts, examples: &[Example]) -> Result<(f64, f64), Fault> {
    let dev = Cpu::default();
    let Some(net) = Net::new(&Parameters::from_parts(weights).tensors(&dev)?) else { return Ok((f64::NAN, f64::NAN)) };
    let mut chance = Chance::new(0);
    let mut sums = [(0.0f64, 0.0f64); 2];
    for pieces in dataset::whole(examples, 16) {
        let batch = dataset::batch(examples, &pieces, Hide::SCORING, &mut chance);
        let forward = net.forward::<NoneTape>(&batch, 0.0, &mut chance)?;
        for ((pitch, duration), (weight, song)) in forward.nats.iter().zip(&batch.counted) {
            let sum = &mut sums[usize::from(*song)];
            sum.0 += f64::from((pitch + duration) * weight);
            sum.1 += f64::from(*weight);
        }
    }
    let ln2 = std::f64::consts::LN_2;
    let all = (sums[0].0 + sums[1].0) / (sums[0].1 + sums[1].1).max(1.0) / ln2;
    Ok((all, sums[0].0 / sums[0].1.max(1.0) / ln2))
}

/// Trains `from` on `train` for the plan's budget and returns the weights best on `valid`.
///
/// `told` gets a line of progress after each look and, where it was the best so far, the weights; `false` stops the run.
///
/// # Errors
/// What dfdx reports, where memory runs out.
pub fn run(
    mut from: Parameters,
    train: &[Example],
    valid: &[Example],
    plan: &Plan,
    mut told: impl FnMut(&Progress, Option<&Parts>) -> bool,
) -> Result<Parts, Fault> {
    let dev = Cpu::default();
    let mut chance = Chance::new(plan.seed);
    let mut best = (f64::INFINITY, from.averaged());
    let begun = Instant::now();
    let mut looked = begun;
    let (mut step, mut epoch, mut sum) = (0usize, 0usize, (0.0f64, 0.0f64));
    loop {
        epoch += 1;
        for pieces in dataset::epoch(train, plan.batch, &mut chance) {
            let share = (begun.elapsed().as_secs_f64() / plan.budget.as_secs_f64().max(1e-9)).min(1.0);
            let last = share >= 1.0;
            if last || looked.elapsed() >= plan.look_every {
                let weights = from.averaged();
                let (bits, instrumental) = bits(&weights, valid)?;
                let better = bits < best.0;
                if better {
                    best = (bits, weights);
                }
                let loss = sum.0 / sum.1.max(1.0) / std::f64::consts::LN_2;
                let line = Progress { step, epoch, share, loss, valid: bits, best: best.0, instrumental };
                if !told(&line, better.then_some(&best.1)) || last {
                    return Ok(best.1);
                }
                (looked, sum) = (Instant::now(), (0.0, 0.0));
            }
            let warm = ((step + 1) as f32 / 100.0).min(1.0);
            let rate = plan.rate * warm * 0.5 * (1.0 + (std::f64::consts::PI * share).cos() as f32).max(0.002);
            let batch = dataset::batch(train, &pieces, Hide::TRAINING, &mut chance);
            let notes: f32 = batch.weights.iter().sum();
            sum.0 += f64::from(descend(&mut from, &batch, plan, rate, &mut chance, &dev)?);
            sum.1 += f64::from(notes);
            step += 1;
        }
    }
}

/// One step on one batch; gives the summed loss in nats.
///
/// # Errors
/// What dfdx reports, where memory runs out.
pub fn descend(
    from: &mut Parameters,
    batch: &dataset::Batch,
    plan: &Plan,
    rate: f32,
    chance: &mut Chance,
    dev: &Cpu,
) -> Result<f32, Fault> {
    let tensors = from.tensors(dev)?;
    let Some(net) = Net::new(&tensors) else { return Ok(0.0) };
    let forward = net.forward::<OwnedTape<f32, Cpu>>(batch, plan.dropout, chance)?;
    let notes: f32 = batch.weights.iter().sum();
    let total = forward.loss.array();
    let mut gradients = (forward.loss * (1.0 / notes.max(1.0))).backward();
    from.step(&tensors, &mut gradients, Step { rate, clip: 1.0, decay: plan.decay })?;
    Ok(total)
}

#[cfg(test)]
mod tests;
