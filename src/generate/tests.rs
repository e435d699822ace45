//! Melodies as patterns: any cycle in any order, steered, late or in time, always the same notes.

use super::*;
use crate::neural::card::Card;
use crate::neural::lstm::model::Model;
use crate::neural::shipped::{FOLK_CARD, FOLK_WEIGHTS};
use crate::neural::weights::Weights;
use crate::pattern::{ControlMap, Env, Event, Meter, Patience, Pattern, State, Tidal, Value};
use crate::time::{Cycle, Span};
use std::sync::{Arc, LazyLock};

static FOLK: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let card = Card::parse(FOLK_CARD).unwrap();
    Arc::new(Model::load(&card, &Weights::from_bytes(FOLK_WEIGHTS).unwrap()).unwrap())
});

fn folk() -> (Bank, Pattern<f64>) {
    let bank = Bank::new();
    bank.insert("folk", Arc::clone(&FOLK));
    let melody = bank.melody("folk").unwrap();
    (bank, melody)
}

fn ask(p: &Pattern<f64>, from: i64, to: i64, patience: Patience) -> Vec<Event<f64>> {
    let meter = Meter::default();
    let env = Env { tidal: Tidal::default(), patience, controls: &(), steer: None, meter: &meter };
    p.query(&State { span: Span::new(Cycle::whole(from), Cycle::whole(to)), env: &env })
}

fn heard(p: &Pattern<f64>, from: i64, to: i64) -> Vec<String> {
    ask(p, from, to, Patience::Wait).iter().map(|e| format!("{e:?}")).collect()
}

fn with(pairs: &[(&str, Value)]) -> Pattern<ControlMap> {
    Pattern::pure(pairs.iter().map(|(k, v)| (Arc::from(*k), v.clone())).collect())
}

#[test]
fn cycles_may_be_asked_for_in_any_order() {
    let (_bank, melody) = folk();
    let (_other, again) = folk();
    let forward: Vec<_> = (-3..20).map(|c| heard(&melody, c, c + 1)).collect();
    let backward: Vec<_> = (-3..20).rev().map(|c| heard(&again, c, c + 1)).collect();
    assert_eq!(forward, backward.into_iter().rev().collect::<Vec<_>>());
    assert_eq!(heard(&melody, -3, 20), forward.concat());
}

#[test]
fn every_phrase_opens_with_the_theme_of_its_seed() {
    let (_bank, melody) = folk();
    let values = |p: &Pattern<f64>, c| ask(p, c, c + 1, Patience::Wait).iter().map(|e| e.value).collect::<Vec<_>>();
    assert_eq!(values(&melody, 0), values(&melody, 16));
    assert_eq!(values(&melody, 0), values(&melody, -16));
    let other = steer(with(&[("seed", Value::Float(4.0))]), melody.clone());
    assert_ne!(values(&melody, 0), values(&other, 0));
}

#[test]
fn notes_fill_the_bar_and_never_cross_its_line() {
    let (_bank, melody) = folk();
    for meter in ["6:8", "3:4", "4:4", "7:8"] {
        let p = steer(with(&[("meter", Value::Text(meter.into()))]), melody.clone());
        let events = ask(&p, 0, 8, Patience::Wait);
        let mut at = Cycle::ZERO;
        for e in &events {
            let whole = e.whole.unwrap();
            assert_eq!(whole.begin, at, "{meter}: no gap");
            assert!(whole.end <= whole.begin.next_sam(), "{meter}: {e:?} crosses the bar line");
            at = whole.end;
        }
        assert_eq!(at, Cycle::whole(8));
    }
}

#[test]
fn full_follow_keeps_to_the_key() {
    let (_bank, melody) = folk();
    let controls = [("key", Value::Text("D:major".into())), ("follow", Value::Float(1.0)), ("temp", Value::Float(1.6))];
    let p = steer(with(&controls), melody);
    for e in ask(&p, 0, 16, Patience::Wait) {
        let class = (e.value as i64 + 60 - 2).rem_euclid(12);
        assert!([0, 2, 4, 5, 7, 9, 11].contains(&class), "{e:?}");
    }
}

#[test]
fn steering_is_read_in_the_networks_own_time() {
    let (_bank, melody) = folk();
    let warm = || {
        let temps = [0.6, 1.4].map(|t| Pattern::pure(ControlMap::of("temp", Value::Float(t))));
        crate::pattern::slowcat(&temps)
    };
    let two = Cycle::whole(2);
    let outside = steer(warm(), melody.clone().fast(two));
    let inside = steer(warm(), melody.clone()).fast(two);
    assert_eq!(heard(&outside, 0, 6), heard(&inside, 0, 6));
    assert_ne!(heard(&steer(warm(), melody.clone()), 0, 6), heard(&melody, 0, 6));
}

#[test]
fn the_inner_steering_wins() {
    let (_bank, melody) = folk();
    let seed = |n| with(&[("seed", Value::Int(n))]);
    let both = steer(seed(1), steer(seed(2), melody.clone()));
    assert_eq!(heard(&both, 0, 2), heard(&steer(seed(2), melody), 0, 2));
}

#[test]
fn a_late_cycle_is_marked_and_made_by_the_worker() {
    let (bank, melody) = folk();
    let rung = |events: &[Event<f64>]| events.iter().map(|e| e.context.origin().unwrap().rung).max().unwrap();
    let late = ask(&melody, 0, 1, Patience::Never);
    assert_eq!(rung(&late), 4, "nothing was ever ready: the tonic on every beat");
    assert_eq!(late.len(), 4);
    bank.settle();
    let ready = ask(&melody, 0, 1, Patience::Never);
    assert_eq!(rung(&ready), 0);
    assert_eq!(format!("{ready:?}"), format!("{:?}", ask(&melody, 0, 1, Patience::Wait)));
    // The next bar was requested with the one before it; one far ahead was not.
    assert_eq!(rung(&ask(&melody, 40, 41, Patience::Never)), 3, "its last bar again");
}

#[test]
fn events_say_who_made_them() {
    let (_bank, melody) = folk();
    let events = ask(&melody, 5, 6, Patience::Wait);
    let origin = events[1].context.origin().unwrap();
    assert_eq!((origin.model.as_ref(), origin.cycle, origin.step, origin.rung), ("folk", 5, 1, 0));
    assert!(origin.probability > 0.0 && origin.probability <= 1.0);
}

#[test]
fn half_a_query_gives_the_same_onsets() {
    let (_bank, melody) = folk();
    let meter = Meter::default();
    let env = Env { tidal: Tidal::default(), patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let half = |b: Cycle, e: Cycle| melody.query(&State { span: Span::new(b, e), env: &env });
    let parts: Vec<_> = [half(Cycle::ZERO, Cycle::HALF), half(Cycle::HALF, Cycle::ONE)].concat();
    let onsets = |events: &[Event<f64>]| {
        events.iter().filter(|e| e.has_onset()).map(|e| (e.whole.unwrap(), e.value.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(onsets(&parts), onsets(&half(Cycle::ZERO, Cycle::ONE)));
}

/// The golden notes: the same on every machine, and on every path of machine code (`neural::lstm::score`'s tests).
#[test]
fn the_notes_of_folk_are_these() {
    let (_bank, melody) = folk();
    let controls =
        [("key", Value::Text("D:major".into())), ("style", Value::Text("reel".into())), ("seed", Value::Int(3))];
    let p = steer(with(&controls), melody);
    let line = |c| {
        let note = |e: &Event<f64>| {
            let whole = e.whole.unwrap();
            format!("{}*{}", e.value, (whole.end - whole.begin) * Cycle::whole(8))
        };
        ask(&p, c, c + 1, Patience::Wait).iter().map(note).collect::<Vec<_>>().join(" ")
    };
    insta::assert_snapshot!((0..4).map(line).collect::<Vec<_>>().join("\n"), @r"
    6*2/1 6*1/1 9*1/1 9*1/1 6*1/1 9*1/1 14*1/1
    11*2/1 9*2/1 7*1/1 4*1/1 6*1/1 9*1/1
    14*2/1 2*2/1 9*3/2 7*1/2 6*1/2 4*1/2 2*1/2 4*1/2
    9*1/2 11*1/2 9*1/2 7*1/2 9*2/1 6*1/1 9*1/1 14*1/1 11*1/2 9*1/2
    ");
}
