//! What the command line asks of melody networks, and how bad input is told.

use super::*;
use crate::neural::card::{Card, Data};
use crate::neural::lstm::model::Model;
use crate::neural::weights::Weights;

fn folk() -> Model {
    let card = Card::parse(shipped::FOLK_CARD).unwrap();
    Model::load(&card, &Weights::from_bytes(shipped::FOLK_WEIGHTS).unwrap()).unwrap()
}

#[test]
fn a_line_that_is_no_tune_is_named() {
    let error = read("\n{\"id\": 3}\n").unwrap_err();
    assert_eq!(error.line, 2);
}

#[test]
fn next_covers_the_whole_vocabulary_and_sums_to_one() {
    let report = next_of_notes(&folk(), "62:12,64:12,66:12,67:12", Some("6/8"), Some("D:major"), Some("jig")).unwrap();
    assert!((report.next.iter().map(|n| n.p).sum::<f64>() - 1.0).abs() < 1e-6);
    assert!(report.next.len() > 5000);
    let first = &report.next[0];
    assert!(first.pitch.is_some() && first.p > 0.1, "{first:?}");
    assert_eq!(report.next.last().unwrap().pitch, None);
}

#[test]
fn a_rest_is_context() {
    let model = folk();
    let ask = |notes| next_of_notes(&model, notes, None, None, None).unwrap().next[0].clone();
    assert_ne!(ask("60:12,62:12"), ask("60:12,62:12,r:36"));
}

#[test]
fn what_does_not_read_is_said_where_it_stands() {
    let model = folk();
    let ask = |notes, meter, key, style| next_of_notes(&model, notes, meter, key, style).unwrap_err().to_string();
    assert!(ask("60:12,x:12", None, None, None).contains("`x:12` (note 2)"));
    assert!(ask("60:12,200:12", None, None, None).contains("200:12"));
    assert!(ask("60:12", Some("6/7"), None, None).contains("6/7"));
    assert!(ask("60:12", None, Some("h"), None).contains("`h`"));
    assert!(ask("60:12", None, None, Some("tango")).contains("reel, jig"));
    assert!(next_of_tune(&model, &[], "x", 3).unwrap_err().to_string().contains("`x`"));
}

#[test]
fn a_take_is_one_line_on_the_grid_in_its_key() {
    let note = |onset: f64, duration, note| Played { onset, duration, note };
    let played = [
        note(4.0, 0.25, 2.0),
        note(4.25, 0.5, 6.0),
        note(4.25, 0.25, -3.0),
        note(4.501, 0.25, 9.0),
        note(5.0, 0.5, 2.0),
    ];
    let tune = take("d1", &played, (4, 4)).unwrap();
    let notes: Vec<_> = tune.notes.iter().map(|n| (n.onset, n.duration, n.pitch)).collect();
    assert_eq!(notes, [(0, 24, 62), (24, 24, 66), (48, 24, 69), (96, 48, 62)]);
    assert_eq!(tune.key[0], (0, 2, 2, "maj".to_owned()));
    assert_eq!(tune.bars, [0, 96]);
    assert_eq!(take("d1", &[], (4, 4)), None);
}

#[test]
fn a_short_training_gives_a_model_that_loads_and_can_be_resumed() {
    let base = base().unwrap();
    let some = |split: &'static str, n| base.iter().filter(move |t| t.split == split).take(n).cloned();
    let mut tunes: Vec<_> = some("train", 12).chain(some("valid", 4)).collect();
    tunes[0].split = "test".to_owned();
    let plan = |resume| TrainPlan { minutes: 0.001, seed: 1, resume, data: Data::default() };
    let trained = train("mine", &tunes, &plan(None), |_, _| true).unwrap();
    assert!(trained.card.figures["bits_per_note"] < 14.0, "{:?}", trained.card.figures);
    let again = train("mine", &tunes, &plan(Some((trained.card, trained.weights))), |_, _| true).unwrap();
    Model::load(&again.card, &again.weights).unwrap();
    assert!(train("mine", &tunes[..1], &plan(None), |_, _| true).is_err(), "no tunes to stop by");
}
