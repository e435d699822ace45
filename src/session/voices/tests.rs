//! What the command line asks of the WaveNet, and how bad input is told.

use super::*;
use crate::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};

fn stage() -> (Card, Weights) {
    (Card::parse(STAGE_CARD).unwrap(), Weights::from_bytes(STAGE_WEIGHTS).unwrap())
}

fn ask() -> Ask {
    Ask { instrument: "cello".into(), pitch: 57.0, velocity: 100.0, seconds: 0.1, temp: 0.8, seed: 1, plain: false }
}

#[test]
fn the_shipped_model_sings_the_same_note_for_the_same_seed() {
    let (card, weights) = stage();
    let (rate, note) = sample(&card, &weights, &ask()).unwrap();
    assert_eq!(rate, 24_000);
    assert!((2400..=2400 + 24_064).contains(&note.len()));
    let power = note[..2400].iter().map(|x| x * x).sum::<f32>() / 2400.0;
    assert!(power.sqrt() > 0.01 && note.iter().all(|x| x.abs() < 1.5), "{}", power.sqrt());
    assert_eq!(note, sample(&card, &weights, &ask()).unwrap().1);
}

#[test]
fn takes_of_a_note_are_the_notes_of_the_seeds_from_its_own_on() {
    let (card, weights) = stage();
    let (_, takes) = takes(&card, &weights, &Ask { seconds: 0.02, ..ask() }, 3, Device::Cpu).unwrap();
    assert_eq!(takes.len(), 3);
    for (take, seed) in takes.iter().zip(1..) {
        assert_eq!(*take, sample(&card, &weights, &Ask { seconds: 0.02, seed, ..ask() }).unwrap().1);
    }
    assert_ne!(takes[0], takes[1]);
}

#[test]
fn what_it_cannot_sing_is_said() {
    let (card, weights) = stage();
    let oboe = sample(&card, &weights, &Ask { instrument: "oboe".into(), ..ask() }).unwrap_err().to_string();
    assert!(oboe.contains("oboe") && oboe.contains("clarinet"), "{oboe}");
    assert!(sample(&card, &weights, &Ask { seconds: f64::NAN, ..ask() }).is_err());
}

#[test]
fn a_missing_folder_or_split_is_said() {
    let (card, weights) = stage();
    let folder = tempfile::tempdir().unwrap();
    let message = score(&card, &weights, folder.path(), "test").unwrap_err().to_string();
    assert!(message.contains("labels.csv"), "{message}");
    let message = score(&card, &weights, folder.path(), "exam").unwrap_err().to_string();
    assert!(message.contains("exam"), "{message}");
}
