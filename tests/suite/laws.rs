//! Laws that hold for every pattern, and a parser that never panics, tried on random strings and words.

use melisma::diagnostic::SourceSpan;
use melisma::lang::mini::{Kind, parse};
use melisma::pattern::{Env, Event, Meter, Patience, Pattern, State, Tidal, Value};
use melisma::time::{Cycle, Span};
use proptest::prelude::*;

/// A valid string of mini-notation, a few levels deep.
fn string() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![Just("bd".to_owned()), Just("sn:3".to_owned()), Just("~".to_owned()), Just("hh".to_owned())];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let steps = prop::collection::vec(inner, 1..4).prop_map(|steps| steps.join(" "));
        prop_oneof![
            steps.clone().prop_map(|steps| format!("[{steps}]")),
            steps.clone().prop_map(|steps| format!("<{steps}>")),
            (steps.clone(), 1..6u8).prop_map(|(steps, n)| format!("{{{steps}}}%{n}")),
            (steps.clone(), 1..5u8).prop_map(|(steps, n)| format!("[{steps}]*{n}")),
            (steps.clone(), 1..4u8).prop_map(|(steps, n)| format!("[{steps}]/{n}")),
            (steps.clone(), 1..4u8).prop_map(|(steps, n)| format!("[{steps}]!{n}")),
            (steps.clone(), 1..4u8).prop_map(|(steps, n)| format!("[{steps}]@{n}")),
            (steps.clone(), 1..9i8, 1..9i8).prop_map(|(steps, k, n)| format!("[{steps}]({k},{n})")),
            steps.clone().prop_map(|steps| format!("[{steps}]?")),
            (steps.clone(), steps).prop_map(|(a, b)| format!("[{a} | {b}]")),
        ]
    })
}

/// A word of the algebra, by number, on a pattern.
fn word(which: u8, p: &Pattern<Value>) -> Pattern<Value> {
    let (two, third) = (Cycle::whole(2), Cycle::new(1, 3));
    match which % 22 {
        0 => p.rev(),
        1 => p.fast(Cycle::new(3, 2)),
        2 => p.slow(third + two),
        3 => p.late(third),
        4 => p.every(3, |p| p.fast(two)),
        5 => p.euclid(3, 8),
        6 => p.ply(two),
        7 => p.off(third, |p| p.rev()),
        8 => p.chunk(4, |p| p.fast(two)),
        9 => p.iter(3),
        10 => p.linger(Cycle::new(1, 4)),
        11 => p.segment(Cycle::whole(3)),
        12 => p.degrade_by(0.5),
        13 => p.shuffle(3),
        14 => p.within(Cycle::ZERO, third, |p| p.ply(two)),
        15 => p.compress(third, Cycle::ONE),
        16 => p.zoom(Cycle::ZERO, third),
        17 => p.inside(two, |p| p.rev()),
        18 => p.superimpose(|p| p.early(third)),
        19 => p.trunc(third),
        20 => p.palindrome(),
        _ => p.stutter(3, third),
    }
}

/// A string and the words on it: what a failing case prints.
type Recipe = (String, Vec<u8>);

fn recipe() -> impl Strategy<Value = Recipe> {
    (string(), prop::collection::vec(any::<u8>(), 0..3))
}

fn cooked((string, words): &Recipe) -> Pattern<Value> {
    let plain = parse::<Value>(string, SourceSpan::new(0, string.len()), Kind::Text);
    let plain = plain.unwrap_or_else(|found| panic!("`{string}`: {found:?}"));
    words.iter().fold(plain, |pattern, which| word(*which, &pattern))
}

fn asked(pattern: &Pattern<Value>, span: Span) -> Vec<Event<Value>> {
    pattern.query_span(span)
}

fn shown(mut events: Vec<Event<Value>>) -> Vec<String> {
    events.sort_by_key(|event| (event.part.begin, event.part.end, format!("{:?}", event.value)));
    events.iter().map(|event| format!("{event:?}")).collect()
}

fn onsets(pattern: &Pattern<Value>, span: Span) -> Vec<String> {
    let mut found: Vec<String> = asked(pattern, span)
        .into_iter()
        .filter(Event::has_onset)
        .map(|event| format!("{:?} {:?}", event.whole, event.value))
        .collect();
    found.sort();
    found
}

fn time() -> impl Strategy<Value = Cycle> {
    (-24..48i64, 1..9i64).prop_map(|(n, d)| Cycle::new(n, d))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(96)))]

    #[test]
    fn parts_lie_in_the_query_and_in_their_whole(recipe in recipe(), begin in time(), length in 1..30i64) {
        let pattern = cooked(&recipe);
        let span = Span::new(begin, begin + Cycle::new(length, 7));
        for event in asked(&pattern, span) {
            prop_assert!(event.part.begin >= span.begin && event.part.end <= span.end, "{event:?} of {span:?}");
            if let Some(whole) = event.whole {
                prop_assert!(whole.begin <= event.part.begin && event.part.end <= whole.end, "{event:?}");
            }
        }
    }

    #[test]
    fn cutting_a_query_in_two_keeps_every_onset(recipe in recipe(), begin in time(), one in 1..15i64, two in 1..15i64) {
        let pattern = cooked(&recipe);
        let (middle, end) = (begin + Cycle::new(one, 5), begin + Cycle::new(one, 5) + Cycle::new(two, 7));
        let mut cut = onsets(&pattern, Span::new(begin, middle));
        cut.extend(onsets(&pattern, Span::new(middle, end)));
        cut.sort();
        prop_assert_eq!(cut, onsets(&pattern, Span::new(begin, end)));
    }

    #[test]
    fn backwards_twice_is_forwards(recipe in recipe(), cycle in -3..6i64) {
        let pattern = cooked(&recipe);
        let span = Span::cycle(cycle);
        prop_assert_eq!(shown(asked(&pattern.rev().rev(), span)), shown(asked(&pattern, span)));
    }

    #[test]
    fn fast_then_slow_changes_nothing(recipe in recipe(), n in 1..40i64, d in 1..9i64, cycle in -3..6i64) {
        let pattern = cooked(&recipe);
        let factor = Cycle::new(n, d);
        let span = Span::cycle(cycle);
        prop_assert_eq!(shown(asked(&pattern.fast(factor).slow(factor), span)), shown(asked(&pattern, span)));
    }

    #[test]
    fn early_then_late_changes_nothing(recipe in recipe(), by in time(), cycle in -3..6i64) {
        let pattern = cooked(&recipe);
        let span = Span::cycle(cycle);
        prop_assert_eq!(shown(asked(&pattern.early(by).late(by), span)), shown(asked(&pattern, span)));
    }

    #[test]
    fn a_broken_or_odd_string_is_a_diagnostic_inside_it(text in "\\PC{0,60}", which in 0..7usize) {
        tried(&text, which)?;
    }

    #[test]
    fn a_damaged_string_is_a_diagnostic_inside_it(
        text in string(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), r"[\[\]<>{}()|,.~!?*/@%_:^' a0-9e\-]{0,2}"), 1..4),
        which in 0..7usize,
    ) {
        let mut text: Vec<char> = text.chars().collect();
        for (place, new) in damage {
            let at = place.index(text.len() + 1);
            text.splice(at..(at + 1).min(text.len()), new.chars());
        }
        tried(&text.into_iter().collect::<String>(), which)?;
    }
}

/// Parses, and plays a cycle of what parses under a small meter.
fn tried(text: &str, which: usize) -> Result<(), TestCaseError> {
    let kinds = [Kind::Text, Kind::Float, Kind::Note, Kind::Int, Kind::Fraction, Kind::Bool, Kind::Char];
    match parse::<Value>(text, SourceSpan::new(0, text.len()), kinds[which]) {
        Ok(pattern) => {
            let meter = Meter::new(20_000, None);
            let env = Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
            pattern.query(&State { span: Span::cycle(1), env: &env });
        }
        Err(diagnostic) => {
            prop_assert!(diagnostic.is_error() && !diagnostic.message.is_empty());
            prop_assert!(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end as usize <= text.len());
        }
    }
    Ok(())
}
