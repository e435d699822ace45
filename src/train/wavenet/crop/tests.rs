//! Crops keep sound, draft, phase and targets aligned.

use super::*;
use crate::neural::wavenet::codec::decode;
use crate::neural::wavenet::features::RATE;
use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::Weights;
use crate::train::wavenet::clip::{Clip, Split};
use crate::train::wavenet::harmonics::Transforms;

/// Acoustics that always say the same: a loudness, the first partial alone at the level of the whole, no noise.
fn acoustics() -> Acoustics {
    let mut weights = Weights::new();
    for (name, rows, columns) in Shape::acoustics() {
        let value = |i: usize| match (name.as_str(), i) {
            ("acoustics.3.bias", 0) => -2.0,
            ("acoustics.3.bias", 1) => 0.5 * 2f32.ln(),
            ("acoustics.3.bias", _) => -20.0,
            _ => 0.0,
        };
        weights.insert(&name, &[rows, columns], (0..rows * columns).map(value).collect()).unwrap();
    }
    Acoustics::load(&weights).unwrap()
}

fn note() -> Note {
    let samples = (0..20_000).map(|t| 0.3 * (std::f32::consts::TAU * 220.0 * t as f32 / RATE as f32).cos()).collect();
    let clip = Clip { instrument: 2, pitch: 57.0, velocity: 64.0, held: 15_000, samples, split: Split::Train };
    Note::new(&clip, None, &mut Transforms::default())
}

const RECIPE: Recipe = Recipe { clips: 2, length: 128, context: 1022 };

fn crop(start: usize, change: Change) -> Batch {
    let mut batch = RECIPE.batch();
    RECIPE.fill(&mut batch, 1, (&note(), start, change), &acoustics(), &mut Random::new(1));
    batch
}

#[test]
fn an_input_lies_within_the_code_before_its_target() {
    let batch = crop(6000, Change::default());
    for j in 1..RECIPE.length {
        let heard = 128.0 + 127.0 * batch.heard[(RECIPE.context + j) * 2 + 1];
        assert_eq!(heard.round(), f32::from(batch.targets[(j - 1) * 2 + 1]));
    }
    assert_eq!(batch.quiet, [0, 0]);
    assert_eq!((batch.first + RECIPE.context) % FRAME, 0, "targets start on a frame");
}

#[test]
fn a_sound_that_is_its_draft_leaves_nothing_to_predict() {
    let batch = crop(6000, Change::default());
    for j in 0..RECIPE.length {
        let away = decode(batch.targets[j * 2 + 1]) - batch.draft[j * 2 + 1];
        assert!(away.abs() < 0.01, "step {j}: {away}");
    }
    assert!(batch.rest.iter().skip(1).step_by(2).all(|rest| rest.abs() < 0.01));
}

#[test]
fn the_rest_before_a_target_begins_with_that_of_its_input() {
    let batch = crop(6000, Change { noise: 6.0, ..Change::default() });
    let row = 9 * 2 + 1;
    let before: Vec<f32> = batch.rest_before(row).take(3).collect();
    let input = |back: usize| batch.rest[(RECIPE.context + 9 - back) * 2 + 1];
    assert_eq!(before, [input(0), input(1), input(2)]);
    assert_eq!(batch.rest_before(0).nth(4000), Some(0.0));
}

#[test]
fn before_its_note_a_crop_is_quiet() {
    let batch = crop(0, Change { noise: 8.0, ..Change::default() });
    assert_eq!(batch.quiet, [0, RECIPE.context]);
    assert!((0..=RECIPE.context).all(|i| batch.heard[i * 2 + 1] == 0.0 && batch.rest[i * 2 + 1] == 0.0));
}

#[test]
fn noise_is_on_the_history_and_not_on_the_targets() {
    let (clean, noisy) = (crop(6000, Change::default()), crop(6000, Change { noise: 6.0, ..Change::default() }));
    assert_eq!(clean.targets, noisy.targets);
    assert_ne!(clean.heard, noisy.heard);
}
