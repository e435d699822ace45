//! Events as text: one JSON object a line for programs, Tidal's notation for people.
//!
//! ```text
//! {"whole":["0/1","1/2"],"part":["0/1","1/2"],"value":{"s":"bd"}}        (0>1/2)|s: bd
//! ```

use super::datum::Datum;
use crate::pattern::{Event, Value};
use crate::time::Span;
use std::fmt::Write as _;

/// An event as a JSON object.
pub fn event_json(event: &Event<Datum>) -> String {
    let whole = event.whole.map_or_else(|| "null".to_owned(), span);
    format!("{{\"whole\":{whole},\"part\":{},\"value\":{}}}", span(event.part), datum_json(&event.value))
}

fn span(span: Span) -> String {
    format!("[\"{}\",\"{}\"]", span.begin, span.end)
}

/// A value as JSON; what JSON has no shape for is null.
pub fn datum_json(datum: &Datum) -> String {
    match datum {
        Datum::Controls(controls) => {
            let rows: Vec<String> =
                controls.iter().map(|(name, value)| format!("{}:{}", quoted(name), value_json(value))).collect();
            format!("{{{}}}", rows.join(","))
        }
        Datum::Char(letter) => quoted(&letter.to_string()),
        Datum::List(list) if !matches!(list.items().first(), Some(Datum::Char(_))) => {
            let items: Vec<String> = list.items().iter().map(datum_json).collect();
            format!("[{}]", items.join(","))
        }
        Datum::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(datum_json).collect();
            format!("[{}]", parts.join(","))
        }
        other => other.value().map_or_else(|| "null".to_owned(), |value| value_json(&value)),
    }
}

fn value_json(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Float(x) | Value::Note(x) if x.is_finite() => format!("{x:?}"),
        Value::Float(_) | Value::Note(_) | Value::Recall(_) => "null".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Fraction(c) => format!("{{\"rat\":\"{c}\"}}"),
        Value::Bool(b) => b.to_string(),
    }
}

/// A string as JSON has it.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}
