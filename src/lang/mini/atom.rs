//! The atoms of a string: words, numbers with their letters, note names, chords, truth values.
//!
//! ```text
//! bd:3   808bd   -0.5   1e3   3e (three eighths)   1%8   cs6   c#4   ef   c'min7'ii'o   t f
//! ```
//!
//! Letters after a number: w h q e s t f x are 1, 1/2, 1/4, 1/8, 1/16, 1/3, 1/5, 1/6.

use super::Kind;
use super::trouble::{Parsed, expected, said};
use crate::pattern::{ChordChange, Value, chord, chord_names};
use crate::time::Cycle;
use crate::units::natural;
use nom::Parser;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of, satisfy};
use nom::combinator::{map, opt, peek, recognize, value};
use nom::sequence::{pair, preceded};
use std::sync::Arc;

/// The values of one atom: several for a chord.
pub(super) fn atom(kind: Kind, input: &str) -> Parsed<'_, Vec<Value>> {
    match kind {
        Kind::Text => word(input).map(one),
        Kind::Char => letter(input).map(one),
        Kind::Bool => truth(input).map(one),
        Kind::Fraction => fraction(input).map(|(rest, number)| (rest, vec![Value::Fraction(number)])),
        // An `e` or `c` is no note here: `epiano`, `cello`.
        Kind::Timbre if input.starts_with(char::is_alphabetic) => word(input).map(one),
        Kind::Timbre => fraction(input).map(|(rest, number)| (rest, vec![Value::Float(number.to_f64())])),
        Kind::Float | Kind::Note | Kind::Int => pitch(kind, input),
    }
}

fn one((rest, value): (&str, Value)) -> (&str, Vec<Value>) {
    (rest, vec![value])
}

/// Whether a character can go on a word: `bd:3`, `super-piano_2`, `bd.wav`, `a'b`.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '.' | '_' | '\'' | '-' | '#')
}

fn word(input: &str) -> Parsed<'_, Value> {
    let whole = recognize(pair(satisfy(char::is_alphanumeric), take_while(in_word)));
    let found: Parsed<'_, &str> = { whole }.parse(input);
    match found {
        // `bd..` and `bd.` at an end: the dots are not the word's.
        Ok((_, text)) => {
            let text = text.trim_end_matches("..");
            Ok((&input[text.len()..], Value::Text(Arc::from(text))))
        }
        Err(_) => expected(input, Kind::Text.noun()),
    }
}

fn letter(input: &str) -> Parsed<'_, Value> {
    let found: Parsed<'_, char> = satisfy(char::is_alphanumeric).parse(input);
    match found {
        Ok((rest, c)) => Ok((rest, Value::Text(Arc::from(c.to_string())))),
        Err(_) => expected(input, Kind::Char.noun()),
    }
}

fn truth(input: &str) -> Parsed<'_, Value> {
    let (rest, word): (_, &str) = take_while(char::is_alphanumeric).parse(input)?;
    match word {
        "true" => return Ok((rest, Value::Bool(true))),
        "false" => return Ok((rest, Value::Bool(false))),
        _ => {}
    }
    // Letters may stand together: `tft`.
    match input.chars().next() {
        Some('t' | '1') => Ok((&input[1..], Value::Bool(true))),
        Some('f' | '0') => Ok((&input[1..], Value::Bool(false))),
        _ => expected(input, Kind::Bool.noun()),
    }
}

/// A fraction: a decimal, a ratio, a letter, or a number and a letter.
pub(super) fn fraction(input: &str) -> Parsed<'_, Cycle> {
    let (rest, sign) = sign(input)?;
    let (rest, number) = if let Ok((rest, text)) = decimal(rest) {
        let Ok(number) = text.parse::<Cycle>() else {
            return said(input, text.len(), format!("`{text}` is not a number that fits"), "");
        };
        let (rest, share) = opt(share).parse(rest)?;
        (rest, number * share.unwrap_or(Cycle::ONE))
    } else if let Ok((rest, share)) = share(rest) {
        (rest, share)
    } else {
        return expected(rest, Kind::Fraction.noun());
    };
    let (rest, under): (_, Option<&str>) = opt(preceded(char('%'), digit1)).parse(rest)?;
    let Some(under) = under else { return Ok((rest, sign * number)) };
    match under.parse::<i64>() {
        Ok(0) => said(input, input.len() - rest.len(), "a fraction over zero", "write another number after `%`"),
        Ok(under) => Ok((rest, sign * number / Cycle::whole(under))),
        Err(_) => said(input, input.len() - rest.len(), format!("`{under}` is too large"), ""),
    }
}

fn sign(input: &str) -> Parsed<'_, Cycle> {
    let (rest, minus): (_, Option<char>) = opt(one_of("+-")).parse(input)?;
    Ok((rest, Cycle::whole(if minus == Some('-') { -1 } else { 1 })))
}

/// `12`, `0.5`, `1e3`; the point of `0..3` is not part of the number, nor is the e of `3e`.
fn decimal(input: &str) -> Parsed<'_, &str> {
    let exponent = opt((one_of("eE"), opt(one_of("+-")), digit1));
    recognize((digit1, opt((char('.'), digit1)), exponent)).parse(input)
}

/// The letter of a note's length, where no other letter follows.
fn share(input: &str) -> Parsed<'_, Cycle> {
    let share = |letter, under| value(Cycle::new(1, under), char(letter));
    let (rest, found) = nom::branch::alt((
        share('w', 1),
        share('h', 2),
        share('q', 4),
        share('e', 8),
        share('s', 16),
        share('t', 3),
        share('f', 5),
        share('x', 6),
    ))
    .parse(input)?;
    let (_, next): (_, Option<char>) = opt(peek(satisfy(char::is_alphanumeric))).parse(rest)?;
    match next {
        // Nothing matches an empty set of letters: a soft refusal.
        Some(_) => one_of("").map(|_| found).parse(input),
        None => Ok((rest, found)),
    }
}

/// A number or note name, and the chord on it.
fn pitch(kind: Kind, input: &str) -> Parsed<'_, Vec<Value>> {
    let (rest, sign) = sign(input)?;
    let sign = sign.to_f64();
    let (rest, number) = if let Ok((rest, text)) = decimal(rest) {
        let (rest, number) = plain_number(kind, input, rest, text)?;
        (rest, sign * number)
    } else if kind == Kind::Float
        && let Ok((rest, share)) = share(rest)
    {
        (rest, sign * share.to_f64())
    } else if let Ok((rest, note)) = note_name(rest) {
        (rest, sign * note)
    } else if rest.starts_with('\'') {
        // A chord without a root stands on c.
        (rest, 0.0)
    } else {
        return expected(rest, kind.noun());
    };
    let (rest, notes) = chord_on(rest)?;
    let make = |offset: f64| match kind {
        Kind::Int => Value::Int((number + offset).round() as i64),
        Kind::Note => Value::Note(number + offset),
        _ => Value::Float(number + offset),
    };
    Ok((rest, notes.map_or_else(|| vec![make(0.0)], |notes| notes.into_iter().map(make).collect())))
}

/// A written number, with the letter of a length where the kind has them.
fn plain_number<'a>(kind: Kind, input: &'a str, rest: &'a str, text: &str) -> Parsed<'a, f64> {
    let Ok(number) = text.parse::<f64>() else {
        return expected(input, kind.noun());
    };
    if kind == Kind::Int {
        if number.fract() != 0.0 || number.abs() >= 9.0e15 {
            return said(
                input,
                input.len() - rest.len(),
                format!("`{text}` is not a whole number"),
                "leave the decimals out",
            );
        }
        return Ok((rest, number));
    }
    let (rest, share) = opt(share).parse(rest)?;
    let (rest, under): (_, Option<&str>) = opt(preceded(char('%'), digit1)).parse(rest)?;
    let under = under.and_then(|under| under.parse::<f64>().ok()).filter(|under| *under != 0.0).unwrap_or(1.0);
    Ok((rest, number * share.map_or(1.0, Cycle::to_f64) / under))
}

/// Notes that may stand in a row without a blank.
const MOST_GLUED: usize = 32;

/// The letter, the signs and the octave of a note's name.
fn spelled(input: &str) -> Parsed<'_, (char, &str, Option<&str>)> {
    let signs = take_while(|c| matches!(c, 's' | 'f' | '#' | 'n'));
    (one_of("cdefgab"), signs, opt(recognize(pair(opt(char('-')), digit1)))).parse(input)
}

/// `c`, `cs`, `ef4`, `c#4`, `cn`: semitones from the c of octave 5.
fn note_name(input: &str) -> Parsed<'_, f64> {
    let (rest, (letter, changes, octave)) = spelled(input)?;
    // Other notes may follow at once, `c3e3`, but no other letters.
    let mut after = rest;
    for _ in 0..MOST_GLUED {
        let Ok((next, _)) = spelled(after) else { break };
        after = next;
    }
    let (_, next): (_, Option<char>) = opt(peek(satisfy(char::is_alphabetic))).parse(after)?;
    if next.is_some() {
        return one_of("").map(|_| 0.0).parse(input);
    }
    let step = natural(letter).map_or(0, |step| step as i32);
    let change: i32 = changes.chars().map(|c| if c == 'f' { -1 } else { i32::from(c != 'n') }).sum();
    let octave: i32 = octave.and_then(|octave| octave.parse().ok()).unwrap_or(5).clamp(-100, 100);
    Ok((rest, f64::from(step + change + (octave - 5) * 12)))
}

/// The semitones of `'min7'ii'o`, or `None` where no chord is written.
fn chord_on(input: &str) -> Parsed<'_, Option<Vec<f64>>> {
    if !input.starts_with('\'') {
        return Ok((input, None));
    }
    let mut notes: Option<Vec<f64>> = None;
    let mut rest = input;
    while let Some(after) = rest.strip_prefix('\'') {
        let (next, part): (_, &str) = match take_while1(|c: char| c.is_alphanumeric()).parse(after) {
            Ok(found) => found,
            Err(nom::Err::Error(_) | nom::Err::Incomplete(_)) => {
                return expected(after, "a chord such as `maj` or `min7`, or `i`, `o`, `d1`, a number of notes");
            }
            Err(failure) => return Err(failure),
        };
        match (change(part), chord(part), &mut notes) {
            (_, Some(found), None) => notes = Some(found.to_vec()),
            (Some(change), _, notes) => {
                let chord = notes.get_or_insert_with(|| chord("major").unwrap_or(&[0.0]).to_vec());
                *chord = change.apply(chord);
            }
            _ => {
                let near = crate::diagnostic::nearest(part, chord_names());
                let help = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                return said(after, part.len(), format!("`{part}` is not a chord here"), &help);
            }
        }
        rest = next;
    }
    Ok((rest, notes))
}

/// `i`, `ii`, `o`, `d1`, `5`: what can be done to a chord.
fn change(text: &str) -> Option<ChordChange> {
    if let Ok(count) = text.parse::<usize>() {
        return Some(ChordChange::Notes(count.min(128)));
    }
    if text.chars().all(|c| c == 'i') {
        return Some(ChordChange::Invert(text.len().min(128)));
    }
    let drop: Result<(&str, usize), nom::Err<nom::error::Error<&str>>> =
        preceded(tag("d"), map(digit1, |digits: &str| digits.parse().unwrap_or(0))).parse(text);
    match (text, drop) {
        ("o", _) => Some(ChordChange::Open),
        (_, Ok(("", nth))) => Some(ChordChange::Drop(nth)),
        _ => None,
    }
}
