//! Bits a note is the mean over what `next` says, escape and rests included.

use super::*;
use crate::neural::lstm::parts::{Matrix, Parts, layout};
use crate::neural::lstm::tune::{Key, Note, Setting};
use crate::neural::lstm::vocabulary::Vocabulary;

/// A small network with made-up weights.
pub(crate) fn made_up() -> Model {
    let vocabulary = Vocabulary::new(vec![6, 12, 24]);
    let wave = |i: usize| ((i * 7919 % 997) as f32 - 498.0) / 1500.0;
    let matrices = layout(8, 3).into_iter().enumerate().map(|(k, (name, shape))| Matrix {
        name,
        shape,
        data: (0..shape.0 * shape.1).map(|i| wave(i + 31 * k)).collect(),
    });
    Model::new(&Parts { hidden: 8, vocabulary: vocabulary.clone(), matrices: matrices.collect() }, 7)
}

fn tune() -> Tune {
    let pitches = [62, 64, 66, 67, 69, 67, 66, 64];
    Tune {
        id: "x".into(),
        rhythm: String::new(),
        meter: vec![(0, 4, 4)],
        key: vec![(0, 2, 2, "maj".into())],
        bars: vec![0],
        end: 96,
        notes: pitches
            .iter()
            .enumerate()
            .map(|(i, p)| Note { onset: 12 * i as i32, duration: 12, pitch: *p })
            .collect(),
        split: "test".into(),
    }
}

#[test]
fn a_score_is_the_mean_over_what_next_says() {
    let (model, tune) = (made_up(), tune());
    let mut sum = 0.0;
    for k in 1..tune.notes.len() {
        let mut past = Past::new(tune.setting(), 8);
        tune.notes[..k].iter().for_each(|n| past.push(*n));
        let all = next(&model, &past);
        assert!((all.iter().map(|e| e.p).sum::<f64>() - 1.0).abs() < 1e-9);
        let note = tune.notes[k];
        let found = all.iter().find(|e| e.pitch == Some(note.pitch) && e.duration == Some(note.duration)).unwrap();
        sum -= found.p.log2();
    }
    let score = score(&model, [&tune].into_iter());
    assert_eq!(score.notes, 7);
    assert!((score.bits_per_note - sum / 7.0).abs() < 1e-9);
    assert_eq!(score.by_style.keys().collect::<Vec<_>>(), ["none"]);
}

#[test]
fn a_note_outside_the_vocabulary_costs_the_escape() {
    let (model, mut tune) = (made_up(), tune());
    tune.notes[3].duration = 13;
    let bits = bits(&model, &mut Memory::new(&model), &tune);
    assert!((bits[3] - (OUTSIDE / ESCAPE).log2()).abs() < 1e-9);
}

#[test]
fn next_stays_within_midi_and_shares_the_rest() {
    let past = Past::new(Setting::plain(0, (4, 4), Key { tonic: 11, mode: 0 }), 1);
    let all = next(&made_up(), &past);
    assert!(all.iter().all(|e| e.pitch.is_none_or(|p| (0..128).contains(&p))));
    assert!((all.iter().map(|e| e.p).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn every_path_hears_the_same_bits() {
    let model = made_up();
    let logits = |path| {
        let (mut memory, mut past) = (Memory::new(&model).on(path), Past::new(tune().setting(), 8));
        let mut all = Vec::new();
        for note in tune().notes {
            all.extend(memory.hear(&model, &past.look(model.vocabulary(), None)).iter().map(|v| v.to_bits()));
            all.extend(memory.durations(&model, 40).iter().map(|v| v.to_bits()));
            past.push(note);
        }
        all
    };
    let plain = logits(crate::neural::exact::Path::Plain);
    for path in crate::neural::exact::Path::here() {
        assert_eq!(logits(path), plain);
    }
}
