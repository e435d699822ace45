//! Numerals and strings at their types.
//!
//! ```text
//! 3 :: Pattern Double       pure 3.0            "0 .. 3" :: Pattern Note      mini-notation            2 :: ValueMap    {n: 2}
//! ```

use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::datum::{Datum, Give, Pat};
use crate::lang::mini;
use crate::lang::types::Type;
use crate::pattern::{ControlMap, Item, Value};
use crate::time::Cycle;
use std::sync::Arc;

/// A whole numeral.
pub(super) fn whole(number: i64, of: &Type) -> Datum {
    match of.head() {
        (Some("Double"), _) => Datum::Float(number as f64),
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
        (Some("ValueMap"), _) => Datum::Controls(ControlMap::of("n", Value::Float(number))),
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
    match element.head().0 {
        Some("Int" | "Integer") => pattern::<i64>(text, at, Datum::Int),
        Some("Double") => pattern::<f64>(text, at, Datum::Float),
        Some("Note") => pattern::<crate::units::Note>(text, at, |note| Datum::Note(note.0)),
        Some("Rational") => pattern::<Cycle>(text, at, Datum::Fraction),
        Some("Bool") => pattern::<bool>(text, at, Datum::Bool),
        Some("Char") => pattern::<Arc<str>>(text, at, |word| Datum::Char(word.chars().next().unwrap_or(' '))),
        _ => pattern::<Arc<str>>(text, at, Datum::Text),
    }
}

fn pattern<T: mini::Atom + Item>(
    text: &str,
    at: SourceSpan,
    make: impl Fn(T) -> Datum + Send + Sync + 'static,
) -> Result<Datum, Diagnostic> {
    Ok(mini::parse::<T>(text, at)?.fmap(make).give())
}
