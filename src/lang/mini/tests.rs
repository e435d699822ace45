//! Strings and what they play; mistakes and where they point.

use super::{Kind, parse};
use crate::diagnostic::SourceSpan;
use crate::pattern::{Pattern, Value};
use crate::time::Span;

fn at(text: &str) -> SourceSpan {
    SourceSpan::new(0, text.len())
}

fn played(text: &str, kind: Kind, cycle: i64) -> String {
    let pattern: Pattern<Value> = match parse(text, at(text), kind) {
        Ok(pattern) => pattern,
        Err(diagnostic) => return diagnostic.line(text),
    };
    let mut events = pattern.query_span(Span::cycle(cycle));
    events.sort_by_key(|event| (event.part.begin, event.part.end));
    events.iter().map(|event| format!("{event:?}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn steps_share_the_cycle() {
    assert_eq!(played("bd sn", Kind::Text, 0), "(0>1/2)|bd (1/2>1)|sn");
    assert_eq!(played("bd@3 ~ [sn hh]", Kind::Text, 0), "(0>3/5)|bd (4/5>9/10)|sn (9/10>1)|hh");
    assert_eq!(played("bd _ sn! _", Kind::Text, 0), "(0>2/5)|bd (2/5>3/5)|sn (3/5>1)|sn");
}

#[test]
fn friendlier_forms_are_understood() {
    assert_eq!(played("bd@2!2", Kind::Text, 0), "(0>1/2)|bd (1/2>1)|bd");
    assert_eq!(played("c#4", Kind::Note, 0), "(0>1)|-11.0n");
    assert_eq!(played("[a b]/2*4", Kind::Text, 0), played("[a b]*2", Kind::Text, 0));
    assert_eq!(played("bd, sn", Kind::Text, 0), "(0>1)|bd (0>1)|sn");
    assert_eq!(played("a - b", Kind::Text, 0), "(0>1/3)|a (2/3>1)|b");
}

#[test]
fn a_broken_string_says_what_is_wrong_and_where() {
    let cases = [
        ("bd [sn", Kind::Text),
        ("bd sn]", Kind::Text),
        ("bd <sn]", Kind::Text),
        ("bd*", Kind::Text),
        ("bd(3,", Kind::Text),
        ("bd(3 8)", Kind::Text),
        ("1 x", Kind::Float),
        ("c'mjaor", Kind::Note),
        ("1.5", Kind::Int),
        ("[a, b | c]", Kind::Text),
        ("_ bd", Kind::Text),
        ("bd!<2 3>", Kind::Text),
        ("maybe", Kind::Bool),
        ("bd .. sn", Kind::Text),
    ];
    let lines: Vec<String> =
        cases.iter().map(|(text, kind)| format!("{text:<12} {}", played(text, *kind, 0))).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn depth_and_length_are_limited() {
    let deep = "[".repeat(5_000);
    assert!(played(&deep, Kind::Text, 0).contains("nested"));
    let long = "bd ".repeat(50_000);
    assert!(played(&long, Kind::Text, 0).contains("too long"));
    assert!(played(&format!("bd{}", "*2".repeat(100)), Kind::Text, 0).contains("too much"));
}

#[test]
fn every_event_knows_its_place() {
    let text = "bd <sn cp>";
    let Ok(pattern) = parse::<Value>(text, SourceSpan::new(10, 20), Kind::Text) else { return };
    let spans: Vec<SourceSpan> =
        pattern.query_span(Span::cycle(1)).iter().flat_map(|event| event.context.spans()).collect();
    assert_eq!(spans, [SourceSpan::new(10, 12), SourceSpan::new(17, 19)]);
}
