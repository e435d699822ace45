//! A copy learns a habit, keeps its base, and says when there is too little to learn from.

use super::*;
use crate::neural::card::Card;
use crate::neural::lstm::tune::Note;
use crate::neural::{shipped, weights::Weights};

fn folk() -> Parts {
    let card = Card::parse(shipped::FOLK_CARD).unwrap();
    Parts::read(&card, &Weights::from_bytes(shipped::FOLK_WEIGHTS).unwrap()).unwrap()
}

/// Takes of a player with a habit no folk tune has: fourths and tritones in even sixteenths, never twice alike.
fn takes() -> Vec<Tune> {
    let mut chance = Chance::new(11);
    let mut take = |k: i32| {
        let mut pitch = 60 + k;
        let notes = (0..16 * 12).map(|i| {
            pitch += [6, -6, 5, -5][chance.below(4)];
            pitch = if pitch > 84 {
                pitch - 24
            } else if pitch < 50 {
                pitch + 24
            } else {
                pitch
            };
            Note { onset: i * 6, duration: 6, pitch }
        });
        Tune {
            id: format!("take {k}"),
            rhythm: String::new(),
            meter: vec![(0, 4, 4)],
            key: vec![(0, 0, 0, "maj".into())],
            bars: (0..12).map(|b| 96 * b).collect(),
            end: 96 * 12,
            notes: notes.collect(),
            split: "train".into(),
        }
    };
    vec![take(0), take(3)]
}

#[test]
fn a_habit_is_learned_and_the_base_is_kept() {
    let base = crate::neural::lstm::corpus::read(shipped::CORPUS).unwrap();
    let plan = LearnPlan { budget: Duration::from_secs(120), ..LearnPlan::default() };
    let (_, report) = learn(&folk(), &base, &takes(), plan, |look| look.step < 20).unwrap();
    assert!(report.accepted, "{report:?}");
    assert!(report.unseen_after < 0.9 * report.unseen_before, "{report:?}");
    assert!(report.base_after <= 1.025 * report.base_before, "{report:?}");
}

#[test]
fn too_little_is_said_to_be_too_little() {
    let mut short = takes();
    short.truncate(1);
    short[0].notes.truncate(10);
    let refused = learn(&folk(), &[], &short, LearnPlan::default(), |_| true);
    assert!(matches!(refused, Err(TrainError::TooShort { .. })));
}

#[test]
fn kept_back_bars_are_the_last_quarter_and_are_not_learned_from() {
    let take = &takes()[0];
    let held = held(take);
    assert_eq!(held.cut, 9 * 16, "three of twelve bars are kept back");
    assert!(held.watched.iter().chain(&held.unseen).all(|i| *i >= held.cut));
    assert_eq!((held.watched.len(), held.unseen.len()), (16, 32));
}
