//! Values as text, as Haskell's `show` writes them: what a performer builds names from.
//!
//! ```text
//! show 3 = 3      show (Just (-1)) = Just (-1)      show (Note 3) = 3.0n (ds5)      show "a\nb" = "a\nb"
//! ```
//!
//! What a function or a pattern holds is not written out.

use crate::lang::datum::Datum;
use std::fmt::Write as _;

/// How tightly what stands around binds: nothing, a fraction's sign, a constructor.
const TOP: u8 = 0;
const MINUS: u8 = 6;
const FRACTION: u8 = 7;
const PART: u8 = 11;

/// As `show` has it.
pub(super) fn shown(x: &Datum) -> String {
    let mut out = String::new();
    write(x, TOP, &mut out);
    out
}

fn write(x: &Datum, around: u8, out: &mut String) {
    match x {
        Datum::Int(n) => bracketed(*n < 0 && around > MINUS, out, |out| {
            let _ = write!(out, "{n}");
        }),
        Datum::Float(x) => bracketed(x.is_sign_negative() && around > MINUS, out, |out| out.push_str(&float(*x))),
        Datum::Note(x) => {
            let _ = write!(out, "{}n ({})", float(*x), note_name(*x));
        }
        Datum::Fraction(c) => bracketed(around > FRACTION, out, |out| {
            write(&Datum::Int(c.numerator()), FRACTION + 1, out);
            out.push_str(" % ");
            write(&Datum::Int(c.denominator()), FRACTION + 1, out);
        }),
        Datum::Char(letter) => {
            out.push('\'');
            if *letter == '\'' {
                out.push_str("\\'");
            } else {
                escaped(*letter, '"', out);
            }
            out.push('\'');
        }
        Datum::Text(text) => quoted(text, out),
        Datum::List(list) => {
            let items = list.items();
            let letters: Option<String> =
                items.iter().map(|item| if let Datum::Char(letter) = item { Some(*letter) } else { None }).collect();
            match letters.filter(|letters| !letters.is_empty()) {
                Some(letters) => quoted(&letters, out),
                None => row(&items, "[", "]", out),
            }
        }
        Datum::Tuple(parts) => row(parts, "(", ")", out),
        Datum::Maybe(None) => out.push_str("Nothing"),
        Datum::Maybe(Some(inner)) => built("Just", std::slice::from_ref(inner.as_ref()), around, out),
        Datum::Built(name, parts) => built(name, parts, around, out),
        other => {
            other.needed();
            let _ = write!(out, "{other:?}");
        }
    }
}

fn bracketed(yes: bool, out: &mut String, inner: impl FnOnce(&mut String)) {
    if yes {
        out.push('(');
    }
    inner(out);
    if yes {
        out.push(')');
    }
}

fn built(name: &str, parts: &[Datum], around: u8, out: &mut String) {
    bracketed(!parts.is_empty() && around >= PART, out, |out| {
        out.push_str(name);
        for part in parts {
            out.push(' ');
            write(part, PART, out);
        }
    });
}

fn row(items: &[Datum], open: &str, close: &str, out: &mut String) {
    out.push_str(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(item, TOP, out);
    }
    out.push_str(close);
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    text.chars().for_each(|letter| escaped(letter, '\'', out));
    out.push('"');
}

/// A letter; `plain` is the quote that needs no sign here.
fn escaped(letter: char, plain: char, out: &mut String) {
    match letter {
        _ if letter == plain => out.push(letter),
        '"' | '\\' => {
            out.push('\\');
            out.push(letter);
        }
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        _ if letter.is_ascii_graphic() || letter == ' ' => out.push(letter),
        _ => {
            let _ = write!(out, "\\{}", u32::from(letter));
        }
    }
}

/// Haskell writes small and large numbers with an exponent.
fn float(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = x.abs();
    if x != 0.0 && !(0.1..1e7).contains(&size) && size.is_finite() {
        let text = format!("{x:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
            _ => text,
        };
    }
    format!("{x:?}")
}

/// The name of the semitone at or below it, middle C in octave 5.
fn note_name(x: f64) -> String {
    const NAMES: [&str; 12] = ["c", "cs", "d", "ds", "e", "f", "fs", "g", "gs", "a", "as", "b"];
    let semitone = x.floor() as i64;
    let name = usize::try_from(semitone.rem_euclid(12)).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("c");
    format!("{name}{}", semitone.div_euclid(12) + 5)
}
