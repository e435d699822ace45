//! Numerals and strings at their types.
//!
//! ```text
//! 3 :: Pattern Double       pure 3.0            "0 .. 3" :: Pattern Note      mini-notation            2 :: ValueMap    {n: 2}
//! ```

use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::datum::{Datum, Give, Pat};
use crate::lang::mini::{self, Kind};
use crate::lang::types::Type;
use crate::pattern::{ControlMap, Value, sound};
use crate::time::Cycle;
use std::sync::Arc;

/// A whole numeral.
pub(in crate::lang) fn whole(number: i64, of: &Type) -> Datum {
    match of.head() {
        (Some("Double" | "Timbre"), _) => Datum::Float(number as f64),
        (Some("Note"), _) => Datum::Note(number as f64),
        (Some("Rational"), _) => Datum::Fraction(Cycle::whole(number)),
        (Some("ID"), _) => Datum::Text(Arc::from(number.to_string())),
        // Tidal reads a numeral that stands for controls as a number `n`.
        (Some("ValueMap"), _) => Datum::Controls(ControlMap::of("n", Value::Int(number))),
        (Some("Pattern"), arguments) => match arguments.first() {
            Some(element) => Datum::Pattern(Box::new(Pat::pure(whole(number, element)))),
            None => Datum::Int(number),
        },
        _ => Datum::Int(number),
    }
}

/// A numeral with a point.
pub(super) fn fraction(number: f64, of: &Type) -> Datum {
    match of.head() {
        (Some("Note"), _) => Datum::Note(number),
        (Some("Rational"), _) => Datum::Fraction(Cycle::from_f64(number)),
        // As Tidal has it: a numeral with a point that stands for controls is a speed.
        (Some("ValueMap"), _) => Datum::Controls(ControlMap::of("speed", Value::Float(number))),
        (Some("Pattern"), arguments) => match arguments.first() {
            Some(element) => Datum::Pattern(Box::new(Pat::pure(fraction(number, element)))),
            None => Datum::Float(number),
        },
        _ => Datum::Float(number),
    }
}

/// A string: text, or mini-notation of what the pattern is of.
pub(super) fn text(text: &Arc<str>, at: SourceSpan, of: &Type) -> Result<Datum, Diagnostic> {
    let Some(element) = of.element() else { return Ok(Datum::Text(Arc::clone(text))) };
    let kind = match element.head().0 {
        Some("Int" | "Integer") => Kind::Int,
        Some("Double") => Kind::Float,
        Some("Timbre") => Kind::Timbre,
        Some("Note") => Kind::Note,
        Some("Rational") => Kind::Fraction,
        Some("Bool") => Kind::Bool,
        Some("Char") => Kind::Char,
        _ => Kind::Text,
    };
    let pattern: Pat = mini::parse(text, at, kind)?;
    if element.head().0 == Some("ValueMap") {
        // `"drum:3"` among controls is a sound.
        return Ok(pattern.fmap(|word| Datum::Controls(sound(&word.text()))).give());
    }
    Ok(match kind {
        Kind::Char => pattern.fmap(|word| Datum::Char(word.text().chars().next().unwrap_or(' '))).give(),
        _ => pattern.give(),
    })
}

/// A text that was built, read as a string that stands at no place.
///
/// # Errors
/// What is wrong with its mini-notation.
pub(in crate::lang) fn mini_text(built: &Arc<str>, of: &Type) -> Result<Datum, Diagnostic> {
    text(built, SourceSpan::default(), of)
}
