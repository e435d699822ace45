//! What is printed reads back as what it was: expressions with every bracket, and strings of mini-notation.
//!
//! ```text
//! every 2 rev $ s "bd"   ->  (((every 2) rev) (s "bd"))   the same tree, the same events
//! Fast(Row[a, b], 2)     ->  "[a b]*2"                    plays as  fastcat [a, b]  fast 2
//! ```

use melisma::diagnostic::SourceSpan;
use melisma::lang::mini::{Kind, parse};
use melisma::lang::{Datum, Interpreter, NoNetworks};
use melisma::pattern::{
    Env, Event, Item, Meter, Patience, Pattern, State, Tidal, Value, fastcat, slowcat, stack, timecat,
};
use melisma::time::{Cycle, Span};
use proptest::prelude::*;
use std::sync::Arc;

fn events<T: Item + std::fmt::Debug>(pattern: &Pattern<T>) -> Vec<String> {
    let meter = Meter::new(20_000, None);
    let env = Env { tidal: Tidal::V1_7, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let mut found: Vec<Event<T>> =
        (0..3).flat_map(|cycle| pattern.query(&State { span: Span::cycle(cycle), env: &env })).collect();
    found.sort_by_key(|event| (event.part.begin, event.part.end, format!("{:?}", event.value)));
    found.iter().map(|event| format!("{event:?}")).collect()
}

#[test]
fn a_block_reads_back_from_its_brackets_and_plays_the_same() {
    let interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_7);
    let play = |text: &str, kind: &str| -> Option<Vec<String>> {
        let kind = melisma::lang::Kind::named(kind)?;
        let pattern: Pattern<Datum> = interpreter.pattern(text, kind).ok()?;
        melisma::lang::on_large_stack(|| events(&pattern))
    };
    let (mut read, mut played) = (0, 0);
    for line in include_str!("../../grammar/corpus/tidal.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let (text, kind) = (case["expr"].as_str().unwrap(), case["type"].as_str().unwrap());
        let Ok(written) = interpreter.written(text) else { continue };
        read += 1;
        assert_eq!(interpreter.written(&written).as_deref(), Ok(written.as_str()), "of {text}");
        // An `infixl` of the block's own is spent on the brackets, and several lines are one expression by layout alone.
        if written.contains('\n') {
            continue;
        }
        if let Some(before) = play(text, kind) {
            assert_eq!(play(&written, kind).as_ref(), Some(&before), "{text}\n{written}");
            played += 1;
        }
    }
    assert!(read > 780 && played > 770, "{read} blocks read, {played} played");
}

/// A string of mini-notation, and what it is to be.
#[derive(Clone, Debug)]
enum Sketch {
    Rest,
    Word(&'static str),
    Row(Vec<(Sketch, u8)>),
    Stack(Vec<Sketch>),
    Alternate(Vec<Sketch>),
    Repeat(Box<Sketch>, u8),
    Fast(Box<Sketch>, u8),
    Slow(Box<Sketch>, u8),
    Euclid(Box<Sketch>, i8, u8),
}

impl Sketch {
    fn print(&self) -> String {
        let many = |parts: &[Self], between: &str| parts.iter().map(Self::print).collect::<Vec<_>>().join(between);
        match self {
            Self::Rest => "~".to_owned(),
            Self::Word(word) => (*word).to_owned(),
            Self::Row(parts) => {
                let step = |(part, weight): &(Self, u8)| match weight {
                    1 => part.print(),
                    weight => format!("{}@{weight}", part.print()),
                };
                format!("[{}]", parts.iter().map(step).collect::<Vec<_>>().join(" "))
            }
            Self::Stack(parts) => format!("[{}]", many(parts, ", ")),
            Self::Alternate(parts) => format!("<{}>", many(parts, " ")),
            Self::Repeat(part, times) => format!("[{}!{times}]", part.print()),
            Self::Fast(part, n) => format!("{}*{n}", part.print()),
            Self::Slow(part, n) => format!("{}/{n}", part.print()),
            Self::Euclid(part, pulses, steps) => format!("{}({pulses},{steps})", part.print()),
        }
    }

    fn build(&self) -> Pattern<Value> {
        let many = |parts: &[Self]| parts.iter().map(Self::build).collect::<Vec<_>>();
        match self {
            Self::Rest => Pattern::silence(),
            Self::Word(word) => Pattern::pure(Value::Text((*word).into())),
            Self::Row(parts) => {
                let step = |(part, weight): &(Self, u8)| (Cycle::whole(i64::from(*weight)), part.build());
                timecat(&parts.iter().map(step).collect::<Vec<_>>())
            }
            Self::Stack(parts) => stack(&many(parts)),
            Self::Alternate(parts) => slowcat(&many(parts)),
            Self::Repeat(part, times) => fastcat(&vec![part.build(); usize::from(*times)]),
            Self::Fast(part, n) => part.build().fast(Cycle::whole(i64::from(*n))),
            Self::Slow(part, n) => part.build().slow(Cycle::whole(i64::from(*n))),
            Self::Euclid(part, pulses, steps) => part.build().euclid(i64::from(*pulses), i64::from(*steps)),
        }
    }
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let leaf =
        prop_oneof![Just(Sketch::Word("bd")), Just(Sketch::Word("sn")), Just(Sketch::Word("hh")), Just(Sketch::Rest)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let many = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            prop::collection::vec((inner, 1..4u8), 1..4).prop_map(Sketch::Row),
            many.clone().prop_map(Sketch::Stack),
            many.prop_map(Sketch::Alternate),
            (boxed.clone(), 1..4u8).prop_map(|(part, n)| Sketch::Repeat(part, n)),
            (boxed.clone(), 1..5u8).prop_map(|(part, n)| Sketch::Fast(part, n)),
            (boxed.clone(), 1..5u8).prop_map(|(part, n)| Sketch::Slow(part, n)),
            (boxed, 1..9i8, 1..9u8).prop_map(|(part, k, n)| Sketch::Euclid(part, k, n)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(96)))]

    #[test]
    fn a_printed_string_plays_what_the_algebra_builds(sketch in sketch()) {
        let text = sketch.print();
        let read = parse::<Value>(&text, SourceSpan::new(0, text.len()), Kind::Text);
        let read = read.unwrap_or_else(|told| panic!("`{text}`: {told:?}"));
        prop_assert_eq!(events(&read), events(&sketch.build()), "{}", text);
    }
}
