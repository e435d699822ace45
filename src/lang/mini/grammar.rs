//! The grammar: sequences, brackets, what follows a step. Atoms are read in `atom`.
//!
//! ```text
//! steps      = { step [ ".." step ] | "_" | "!" | "." }
//! step       = ( atom | "~" | "-" | "[" group "]" | "<" group ">" | "{" group "}" [ "%" factor ] | "^" name ) { after }
//! group      = steps { "," steps } | steps { "|" steps }
//! after      = "*" factor | "/" factor | "(" steps "," steps [ "," steps ] ")" | "?" [ number ] | "!" [ count ] | "@" weight
//! ```
//!
//! `*`, `/`, `%` and `@` may stand apart from both sides. A `?` apart from a word, or behind a `!`, is the whole sequence's.
//!
//! Each alternative is chosen by its first character, so nothing is read twice and each `?` and `|` gets its number, from
//! left to right, once.

mod signs;

use super::Kind;
use super::atom::{atom, fraction};
use super::tree::{Euclid, Sequence, Step, Term};
use super::trouble::{Parsed, Trouble, expected, said};
use crate::time::Cycle;
use nom::Parser;
use nom::bytes::complete::take_while1;
use nom::character::complete::char;
use nom::sequence::preceded;
use signs::{blank, ends_there, number_behind, repeats, repeats_after, rests, share};
use std::cell::Cell;

/// Brackets inside brackets.
const DEEPEST: usize = 100;
/// `*`, `/`, `?`, `(...)` after one step.
const MOST_AFTER: usize = 24;

/// Reads a whole string as one term.
pub(super) fn read(text: &str, kind: Kind) -> Result<Term, Trouble<'_>> {
    let reader = Reader { draws: Cell::new(0) };
    let found = reader.group(text, kind, 0).and_then(|(rest, term)| match rest.chars().next() {
        None => Ok(term),
        Some(c @ (']' | '>' | '}' | ')')) => {
            said(rest, 1, format!("this `{c}` closes nothing"), "remove it or open its bracket before")
                .map(|(_, term)| term)
        }
        Some(_) => expected(rest, "the end of the string or a step").map(|(_, term)| term),
    });
    found.map_err(|error| match error {
        nom::Err::Error(trouble) | nom::Err::Failure(trouble) => trouble,
        nom::Err::Incomplete(_) => nom::error::ParseError::from_error_kind(text, nom::error::ErrorKind::Complete),
    })
}

/// Counts the places of chance.
struct Reader {
    draws: Cell<u32>,
}

impl Reader {
    fn next_draw(&self) -> u32 {
        let draw = self.draws.get();
        self.draws.set(draw + 1);
        draw
    }

    /// Sequences at once (`,`) or by chance (`|`), up to a closing bracket or the end.
    fn group<'a>(&self, input: &'a str, kind: Kind, depth: usize) -> Parsed<'a, Term> {
        let (mut rest, first) = self.steps(input, kind, depth)?;
        let mut parts = vec![first];
        let Some(between) = rest.chars().next().filter(|c| matches!(c, ',' | '|')) else {
            return Ok((rest, Term::Stack(parts)));
        };
        while let Some(after) = rest.strip_prefix(between) {
            let (next, part) = self.steps(after, kind, depth)?;
            parts.push(part);
            rest = next;
        }
        if rest.starts_with([',', '|']) {
            return said(rest, 1, "`,` and `|` in one group", "put brackets around one of them");
        }
        let term = if between == ',' { Term::Stack(parts) } else { Term::Choice(self.next_draw(), parts) };
        Ok((rest, term))
    }

    /// The steps up to `,`, `|`, a closing bracket or the end.
    fn steps<'a>(&self, input: &'a str, kind: Kind, depth: usize) -> Parsed<'a, Sequence> {
        let mut steps: Sequence = Vec::new();
        // Where the group between two `.` begins, once there is a `.`.
        let mut group: Option<usize> = None;
        let mut rest = blank(input);
        loop {
            match rest.chars().next() {
                None | Some(',' | '|' | ']' | '>' | '}' | ')') => break,
                // Also before a digit: Tidal reads `.5` as a new group and 5.
                Some('.') => {
                    if rest.starts_with("..") {
                        return expected(rest, "a number before `..`");
                    }
                    close_group(&mut steps, group.unwrap_or(0));
                    group = Some(steps.len());
                    rest = &rest[1..];
                }
                Some('_') => {
                    if !hold_last(&mut steps) {
                        return expected(rest, "a step for `_` to hold");
                    }
                    rest = &rest[1..];
                }
                Some('!') => {
                    let Some(last) = steps.last().cloned() else {
                        return expected(rest, "a step for `!` to repeat");
                    };
                    let (next, count) = repeats(rest)?;
                    // A held step is repeated as it was written, each with its own length.
                    steps.push(Step { repeats: count.saturating_sub(1).max(1), ..last });
                    rest = next;
                }
                Some('?') if !steps.is_empty() && ends_there(rest)? => {
                    let (next, share) = share(rest)?;
                    let all = Term::Stack(vec![std::mem::take(&mut steps)]);
                    steps.push(Step::of(Term::Degrade(Box::new(all), self.next_draw(), share)));
                    rest = next;
                }
                Some(_) => {
                    let (next, step) = self.step(rest, kind, depth)?;
                    let (next, step) = self.range(next, step, kind, depth)?;
                    steps.push(step);
                    rest = next;
                }
            }
            rest = blank(rest);
        }
        if let Some(from) = group.filter(|from| *from < steps.len()) {
            close_group(&mut steps, from);
        }
        Ok((rest, steps))
    }

    /// `.. step` after a step, if it stands there.
    fn range<'a>(&self, input: &'a str, step: Step, kind: Kind, depth: usize) -> Parsed<'a, Step> {
        let dots = blank(input);
        let Some(after) = dots.strip_prefix("..") else { return Ok((input, step)) };
        if !matches!(kind, Kind::Float | Kind::Timbre | Kind::Note | Kind::Int | Kind::Fraction) {
            return said(dots, 2, "`..` counts from one number to another", "write the words out");
        }
        let (rest, last) = self.step(blank(after), kind, depth)?;
        let term = Term::Range(Box::new(step.term), Box::new(last.term));
        Ok((rest, Step { term, weight: last.weight, repeats: last.repeats }))
    }

    /// A term and what follows it.
    fn step<'a>(&self, input: &'a str, kind: Kind, depth: usize) -> Parsed<'a, Step> {
        let (mut rest, term) = self.term(input, kind, depth)?;
        let mut step = Step::of(term);
        let mut count = 0;
        // Tidal's words, weights and repeats end before a blank; all else takes the blanks behind it along.
        let mut tight = kind == Kind::Text && matches!(step.term, Term::Atom { .. } | Term::Rest);
        loop {
            let at = rest;
            let wrap = |step: &mut Step, wrap: &dyn Fn(Box<Term>) -> Term| {
                let inner = std::mem::replace(&mut step.term, Term::Rest);
                step.term = wrap(Box::new(inner));
            };
            let apart = blank(rest);
            if apart.starts_with(['*', '/', '@']) || !tight && apart.starts_with('?') {
                rest = apart;
            }
            tight = rest.starts_with(['!', '@']);
            match rest.chars().next() {
                Some(c @ ('*' | '/')) => {
                    let (next, factor) = number_behind(rest, |at| self.factor(at, depth))?;
                    wrap(&mut step, &|inner| match c {
                        '*' => Term::Fast(inner, Box::new(factor.clone())),
                        _ => Term::Slow(inner, Box::new(factor.clone())),
                    });
                    rest = next;
                }
                Some('?') if step.repeats == 1 || !ends_there(rest)? => {
                    let (next, share) = share(rest)?;
                    let draw = self.next_draw();
                    wrap(&mut step, &|inner| Term::Degrade(inner, draw, share));
                    rest = next;
                }
                Some('(') => {
                    let (next, euclid) = self.euclid(rest, depth)?;
                    wrap(&mut step, &|inner| Term::Euclid(inner, Box::new(euclid.clone())));
                    rest = next;
                }
                Some('!') => (rest, step.repeats) = repeats_after(rest, step.repeats)?,
                Some('@') => {
                    let (next, weight) = number_behind(rest, fraction)?;
                    if weight < Cycle::ZERO {
                        return said(rest, rest.len() - next.len(), "a weight below zero", "");
                    }
                    (rest, step.weight) = (next, weight);
                }
                _ => return Ok((rest, step)),
            }
            count += 1;
            if count > MOST_AFTER {
                return said(at, 1, "too much after one step", "put brackets around it and write it in parts");
            }
        }
    }

    fn term<'a>(&self, input: &'a str, kind: Kind, depth: usize) -> Parsed<'a, Term> {
        let after = |c: char| &input[c.len_utf8()..];
        match input.chars().next() {
            Some('~') => Ok((after('~'), Term::Rest)),
            Some('-') if rests(after('-')) => Ok((after('-'), Term::Rest)),
            Some('[') => self.brackets(input, ']', kind, depth),
            Some('<') => {
                let (rest, inside) = self.brackets(input, '>', kind, depth)?;
                Ok((rest, alternate(inside)))
            }
            Some('{') => {
                let (rest, inside) = self.brackets(input, '}', kind, depth)?;
                let (rest, steps) = match blank(rest).strip_prefix('%') {
                    Some(after) => {
                        self.factor(blank(after), depth).map(|(rest, steps)| (rest, Some(Box::new(steps))))?
                    }
                    None => (rest, None),
                };
                Ok((rest, polymeter(inside, steps)))
            }
            Some('^') => {
                let name = take_while1(|c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | ':'));
                let found: Parsed<'_, &str> = preceded(char('^'), name).parse(input);
                match found {
                    Ok((rest, name)) => Ok((rest, Term::Live(name.to_owned()))),
                    Err(_) => expected(after('^'), "the name of a live value"),
                }
            }
            None => expected(input, "a step"),
            Some(_) => {
                let (rest, values) = atom(kind, input)?;
                // Bytes from the end of the text; `read` knows its length.
                Ok((rest, Term::Atom { values, begin: input.len(), end: rest.len() }))
            }
        }
    }

    /// What stands in brackets; `input` begins with the opening one.
    fn brackets<'a>(&self, input: &'a str, closing: char, kind: Kind, depth: usize) -> Parsed<'a, Term> {
        let opening = &input[..1];
        if depth >= DEEPEST {
            return said(input, 1, format!("brackets nested more than {DEEPEST} deep"), "");
        }
        let (rest, term) = match self.group(&input[1..], kind, depth + 1) {
            Err(nom::Err::Failure(trouble)) if closing == '}' && trouble.stands_before('%') => {
                return said(input, 1, "this `{` is never closed", "add a `}` before `%`: {bd sn hh}%4");
            }
            found => found?,
        };
        match rest.chars().next() {
            Some(c) if c == closing => Ok((&rest[1..], term)),
            Some(c) => said(
                rest,
                1,
                format!("expected `{closing}` to close `{opening}`, found `{c}`"),
                "close the inner bracket first",
            ),
            None => said(input, 1, format!("this `{opening}` is never closed"), &format!("add a `{closing}`")),
        }
    }

    /// A number of times: written, or a pattern of them in brackets.
    fn factor<'a>(&self, input: &'a str, depth: usize) -> Parsed<'a, Term> {
        if input.starts_with(['[', '<', '{']) {
            return self.term(input, Kind::Fraction, depth);
        }
        let (rest, values) = atom(Kind::Fraction, input)?;
        Ok((rest, Term::Atom { values, begin: input.len(), end: rest.len() }))
    }

    /// `(3,8,2)`; `input` begins with the bracket.
    fn euclid<'a>(&self, input: &'a str, depth: usize) -> Parsed<'a, Euclid> {
        if depth >= DEEPEST {
            return said(input, 1, format!("brackets nested more than {DEEPEST} deep"), "");
        }
        let argument = |input: &'a str| -> Parsed<'a, Sequence> {
            let (rest, steps) = self.steps(input, Kind::Int, depth + 1)?;
            if steps.is_empty() { expected(rest, "a whole number") } else { Ok((rest, steps)) }
        };
        let (rest, pulses) = argument(&input[1..])?;
        let Some(rest) = rest.strip_prefix(',') else {
            return expected(rest, "`,` and the number of steps, as in `(3,8)`");
        };
        let (rest, steps) = argument(rest)?;
        let (rest, rotation) = match rest.strip_prefix(',') {
            Some(rest) => argument(rest).map(|(rest, rotation)| (rest, Some(rotation)))?,
            None => (rest, None),
        };
        match rest.strip_prefix(')') {
            Some(rest) => Ok((rest, Euclid { pulses, steps, rotation })),
            None if rest.is_empty() => said(input, 1, "this `(` is never closed", "add a `)`"),
            None => expected(rest, "`)`"),
        }
    }
}

/// Makes the last step longer by one; only its last repeat, where it is repeated.
fn hold_last(steps: &mut Sequence) -> bool {
    let Some(last) = steps.last_mut() else { return false };
    if last.repeats > 1 {
        last.repeats -= 1;
        let held = Step { repeats: 1, ..last.clone() };
        steps.push(held);
    }
    if let Some(last) = steps.last_mut() {
        last.weight += Cycle::ONE;
    }
    true
}

/// Makes one step of those from `from` on; a rest, where there are none.
fn close_group(steps: &mut Sequence, from: usize) {
    let group = steps.split_off(from.min(steps.len()));
    steps.push(Step::of(if group.is_empty() { Term::Rest } else { Term::Stack(vec![group]) }));
}

/// What `<...>` makes of what stands in it. A choice alternates within itself.
fn alternate(inside: Term) -> Term {
    match inside {
        Term::Stack(parts) => Term::Alternate(parts),
        Term::Choice(draw, parts) => {
            Term::Choice(draw, parts.into_iter().map(|part| vec![Step::of(Term::Alternate(vec![part]))]).collect())
        }
        other => other,
    }
}

fn polymeter(inside: Term, steps: Option<Box<Term>>) -> Term {
    match inside {
        Term::Stack(parts) => Term::Polymeter(parts, steps),
        Term::Choice(draw, parts) => Term::Choice(
            draw,
            parts.into_iter().map(|part| vec![Step::of(Term::Polymeter(vec![part], steps.clone()))]).collect(),
        ),
        other => other,
    }
}
