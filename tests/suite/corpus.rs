//! Mini-notation against written examples, and against real Tidal's answers where the shared cases are at hand.
//!
//! `grammar/corpus/mini.txt` holds `kind "string"`, and indented below it what each cycle plays, or `! message`.

use melisma::diagnostic::SourceSpan;
use melisma::lang::mini::{Kind, parse};
use melisma::pattern::{Event, Pattern, Tidal, Value};
use melisma::time::{Cycle, Span};
use serde_json::Value as Json;
use std::path::PathBuf;

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "text" | "string" => Kind::Text,
        "float" | "double" => Kind::Float,
        "note" => Kind::Note,
        "int" => Kind::Int,
        "fraction" | "rational" => Kind::Fraction,
        "bool" => Kind::Bool,
        "char" => Kind::Char,
        _ => return None,
    })
}

fn sorted(mut events: Vec<Event<Value>>) -> Vec<Event<Value>> {
    events.sort_by_key(|event| (event.part.begin, event.part.end, event.value.number().map(|x| (x * 1e6) as i64)));
    events
}

#[test]
fn every_written_example_plays_as_written() {
    let text = include_str!("../../grammar/corpus/mini.txt");
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut current: Option<(String, Kind, String, i64)> = None;
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if !line.starts_with(' ') {
            let (name, rest) = line.split_once(' ').expect("a kind and a string");
            let string = rest.trim().trim_start_matches('"').trim_end_matches('"');
            current = Some((line.to_owned(), kind(name).expect("a kind of atom"), string.to_owned(), 0));
            continue;
        }
        let (head, kind, string, cycle) = current.as_mut().expect("a string before its events");
        let played = match parse::<Value>(string, SourceSpan::new(0, string.len()), *kind) {
            Ok(pattern) => {
                let events = sorted(pattern.query_span(Span::cycle(*cycle)));
                events.iter().map(|event| format!("{event:?}")).collect::<Vec<_>>().join(" ")
            }
            Err(diagnostic) => format!("! {}", diagnostic.line(string)),
        };
        *cycle += 1;
        count += 1;
        if played != line.trim() && !(played.is_empty() && line.trim() == "nothing") {
            wrong.push(format!("{head}\n  written {}\n  plays   {played}", line.trim()));
        }
    }
    assert!(count > 50, "the corpus was not read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The shared folder of facts and cases, beside the project.
fn shared() -> PathBuf {
    std::env::var_os("MELISMA_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
}

/// Fragments of one event that touch are one: how a query was cut says nothing.
fn joined(events: Vec<Event<Value>>) -> Vec<Event<Value>> {
    let mut out: Vec<Event<Value>> = Vec::new();
    for event in sorted(events) {
        let before = out.iter_mut().find(|last| {
            last.part.end == event.part.begin
                && last.whole.is_some()
                && last.whole == event.whole
                && last.value == event.value
        });
        match before {
            Some(last) => last.part.end = event.part.end,
            None => out.push(event),
        }
    }
    sorted(out)
}

fn wanted(events: &Json) -> Option<Vec<(Option<Span>, Span, String)>> {
    let time = |json: &Json| json.as_str()?.parse::<Cycle>().ok();
    let span = |json: &Json| Some(Span::new(time(json.get(0)?)?, time(json.get(1)?)?));
    let mut rows = Vec::new();
    for event in events.as_array()? {
        let value = event.get("value")?;
        let shown = match value {
            Json::String(text) => text.clone(),
            Json::Bool(truth) => truth.to_string(),
            Json::Number(number) => format!("{:.6}", number.as_f64()?),
            other => format!("{:.6}", time(other.get("rat")?)?.to_f64()),
        };
        rows.push((event.get("whole").and_then(span), span(event.get("part")?)?, shown));
    }
    Some(rows)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Bool(truth) => truth.to_string(),
        other => other.number().map_or_else(|| other.text().unwrap_or("").to_owned(), |number| format!("{number:.6}")),
    }
}

#[test]
fn strings_play_as_in_real_tidal() {
    let file = shared().join("oracle/tidal-cases.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("SKIPPED: no {} here", file.display());
        return;
    };
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let (expr, name) = (case["expr"].as_str().unwrap(), case["type"].as_str().unwrap());
        let string = expr.trim_matches('"');
        let group = case["group"].as_str().unwrap();
        if string.len() + 2 != expr.len()
            || string.contains('"')
            || case.get("quirk").is_some_and(|quirk| !quirk.is_null())
        {
            continue;
        }
        let Some(kind) = kind(name).filter(|_| group.contains("mini")) else { continue };
        for (tidal, events) in [(Tidal::V1_10, "events_1_10"), (Tidal::V1_7, "events")] {
            let own = case.get(events).filter(|events| !events.is_null());
            if tidal == Tidal::V1_7 && (case["status"] == "new" || case["why"] == "bug-1.7") {
                continue;
            }
            let Some(wanted) = own.or_else(|| case.get("events")).and_then(wanted) else { continue };
            let pattern: Pattern<Value> = match parse(string, SourceSpan::new(0, string.len()), kind) {
                Ok(pattern) => pattern,
                Err(diagnostic) => {
                    wrong.push(format!("{expr}: {}", diagnostic.line(string)));
                    continue;
                }
            };
            let cycles = case["cycles"].as_i64().unwrap();
            let events = (0..cycles).flat_map(|cycle| pattern.query_as(Span::cycle(cycle), tidal)).collect();
            let mut got: Vec<_> =
                joined(events).into_iter().map(|event| (event.whole, event.part, shown(&event.value))).collect();
            let raw = wanted.into_iter().map(|(whole, part, value)| Event::new(whole, part, Value::Text(value.into())));
            let mut wanted: Vec<_> =
                joined(raw.collect()).into_iter().map(|event| (event.whole, event.part, shown(&event.value))).collect();
            let key = |row: &(Option<Span>, Span, String)| (row.1.begin, row.1.end, row.2.clone());
            got.sort_by_key(key);
            wanted.sort_by_key(key);
            if got != wanted {
                wrong.push(format!("{expr} under {tidal:?}\n  wanted {wanted:?}\n  got    {got:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
