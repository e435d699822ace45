//! Crops keep sound, phase and targets aligned, also when resampled.

use super::*;
use crate::neural::wavenet::codec::decode;
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::Weights;
use crate::train::wavenet::clip::{Clip, Split};

/// An envelope network that always says the same.
fn envelope() -> Perceptron {
    let mut weights = Weights::new();
    for (name, rows, columns) in Shape::perceptron("envelope", 1) {
        let value = if name == "envelope.3.bias" { -2.0 } else { 0.0 };
        weights.insert(&name, &[rows, columns], vec![value; rows * columns]).unwrap();
    }
    Perceptron::load("envelope", 1, &weights).unwrap()
}

fn note() -> Prepared {
    let samples = (0..20_000).map(|t| 0.3 * (std::f32::consts::TAU * 220.0 * t as f32 / 24_000.0).cos()).collect();
    Prepared::new(Clip { instrument: 2, pitch: 57.0, velocity: 64.0, held: 15_000, samples, split: Split::Train })
}

const RECIPE: Recipe = Recipe { clips: 2, length: 128, context: 1022 };

fn crop(start: usize, change: Change) -> Batch {
    let mut batch = RECIPE.batch();
    RECIPE.fill(&mut batch, 1, (&note(), start, change), &envelope(), &mut Random::new(1));
    batch
}

#[test]
fn an_input_is_the_code_before_its_target() {
    let batch = crop(6000, Change::default());
    for j in 1..RECIPE.length {
        assert_eq!(batch.codes[(RECIPE.context + j) * 2 + 1], batch.targets[(j - 1) * 2 + 1]);
    }
    assert_eq!(batch.quiet, [0, 0]);
    assert_eq!((batch.first + RECIPE.context) % FRAME, 0, "targets start on a frame");
}

#[test]
fn phase_and_sound_stay_together_when_a_crop_is_resampled() {
    for shift in [0.0, 1.2, -3.1] {
        let batch = crop(5000, Change { shift, ..Change::default() });
        // After pre-emphasis the fundamental still leans on the first harmonic's sine and cosine, by a constant turn.
        let (mut x, mut y, mut power) = (0.0, 0.0, 0.0);
        for j in 0..RECIPE.length {
            let value = decode(batch.targets[j * 2 + 1]);
            let phase = &batch.phase[((RECIPE.context + j) * 2 + 1) * PHASES..];
            (x, y, power) = (x + value * phase[1], y + value * phase[0], power + value * value);
        }
        let share = 2.0 * (x * x + y * y) / (power * RECIPE.length as f32);
        assert!(share > 0.9, "{shift}: {share}");
    }
}

#[test]
fn before_its_note_a_crop_is_quiet() {
    let batch = crop(0, Change { noise: 8.0, ..Change::default() });
    assert_eq!(batch.quiet, [0, RECIPE.context]);
    assert!((0..=RECIPE.context).all(|i| batch.codes[i * 2 + 1] == SILENCE));
}

#[test]
fn noise_is_on_the_history_and_not_on_the_targets() {
    let (clean, noisy) = (crop(6000, Change::default()), crop(6000, Change { noise: 6.0, ..Change::default() }));
    assert_eq!(clean.targets, noisy.targets);
    assert_ne!(clean.codes, noisy.codes);
}
