//! What a performer types, from text to actions: definitions, broken blocks, messages.

use super::*;
use crate::pattern::{Env, Event, Meter, Patience, State};
use crate::time::Span;

fn interpreter() -> Interpreter {
    Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10)
}

fn events(interpreter: &Interpreter, text: &str) -> String {
    let pattern = interpreter.pattern(text, Kind::Auto).unwrap_or_else(|told| panic!("{text}: {told:?}"));
    let meter = Meter::default();
    let env = Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let mut events: Vec<Event<Datum>> = pattern.query(&State { span: Span::cycle(0), env: &env });
    events.sort_by_key(|event| event.part.begin);
    events.iter().map(|event| format!("{event:?}")).collect::<Vec<_>>().join(" ")
}

fn told(text: &str) -> String {
    let mut interpreter = interpreter();
    let done = interpreter.evaluate(text, 1);
    done.diagnostics().map(|told| told.line(text)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_definition_is_used_at_two_types() {
    let mut interpreter = interpreter();
    interpreter.evaluate("let twice p = fast 2 p", 1);
    assert_eq!(events(&interpreter, "twice \"1\" + (0 :: Pattern Double)"), events(&interpreter, "fast 2 \"1\" + 0.0"));
    assert_eq!(events(&interpreter, "s (twice \"a\")"), "(0>1/2)|s: a (1/2>1)|s: a");
}

#[test]
fn one_broken_block_hides_no_other() {
    let mut interpreter = interpreter();
    let done = interpreter.evaluate("d1 $ s \"bd\"\n\nd2 $ sounf \"x\"\n\nd3 $ s \"hh\"", 1);
    let failed: Vec<bool> = done.blocks.iter().map(EvaluatedBlock::failed).collect();
    assert_eq!(failed, [false, true, false]);
    assert_eq!(format!("{:?}", done.actions().collect::<Vec<_>>()), "[Play 1, Play 3]");
}

#[test]
fn a_bang_plays_now() {
    let mut interpreter = interpreter();
    let done = interpreter.evaluate("!d1 $ s \"bd\"", 1);
    assert_eq!(format!("{:?}", done.actions().collect::<Vec<_>>()), "[Play 1 now]");
}

#[test]
fn where_guards_and_equations_are_read() {
    let text = "let f 0 = \"a\"\n    f x | x > 2 = big | otherwise = \"b\" where big = \"c\"";
    let mut interpreter = interpreter();
    let done = interpreter.evaluate(text, 1);
    assert_eq!(done.diagnostics().count(), 0, "{:?}", done.diagnostics().collect::<Vec<_>>());
    assert_eq!(events(&interpreter, "s (cat [f 0, f 1, f 3])"), "(0>1)|s: a");
    assert_eq!(events(&interpreter, "s (fastcat (map f [0, 1, 3]))"), "(0>1/3)|s: a (1/3>2/3)|s: b (2/3>1)|s: c");
}

#[test]
fn a_definition_that_never_ends_is_a_message() {
    assert!(told("let f x = f x\n\nd1 $ f 1").contains("never ends"), "{}", told("let f x = f x\n\nd1 $ f 1"));
    assert!(told("d1 $ s (cat (map pure (repeat \"a\")))").contains("no end"));
}

#[test]
fn messages_name_the_word_and_the_nearest_one() {
    assert_eq!(told("d1 $ sounf \"bd\""), "1:6 `sounf` is not a word here; did you mean `sound`?");
}

#[test]
fn the_mistakes_of_newcomers_are_told_in_words() {
    insta::assert_snapshot!(
        [
            "d1 $ s \"bd\" speed 2",
            "d1 every 2 rev $ s \"bd\"",
            "d1 $ every 2 rev s \"bd\"",
            "s \"bd\"",
            "d1 $ fast (s \"bd\") $ s \"hh\"",
            "d1 $ s \"bd [hh\"",
            "d1 $ s bd",
            "d1 $ n \"c x\"",
            "d1 $ s 3",
            "d1 $ every 2 (fast) $ s \"bd\"",
            "d1 $ (# speed 2) s \"bd\"",
        ]
        .map(|text| format!("{text}\n    {}", told(text)))
        .join("\n")
    );
}

#[test]
fn text_of_older_tidals_plays_with_a_hint() {
    for text in [
        "cps 1",
        "do\n  cps 0.5\n  d1 $ s \"bd\"",
        "d1 $ s \"bd*4\" # speed (scale 1 5 sine1)",
        "d1 $ s \"bd*4\" # cutoff (scale 100 (-8000) $ slow 4 rand)",
        "let hush = const silence",
        "(d1, t1) <- superDirtSetters getNow",
        "tidal <- startTidal (superdirtTarget {oLatency = 0.1}) defaultConfig",
    ] {
        let evaluated = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10).evaluate(text, 1);
        let told: Vec<&Diagnostic> = evaluated.diagnostics().collect();
        assert!(!told.is_empty() && told.iter().all(|told| !told.is_error()), "{text}: {told:?}");
    }
}
