//! The grammar: sequences, brackets, what follows a step. Atoms are read in `atom`.
//!
//! ```text
//! steps      = { step [ ".." step ] | "_" | "!" | "." }
//! step       = ( atom | "~" | "-" | "[" group "]" | "<" group ">" | "{" group "}" [ "%" factor ] | "^" name ) { after }
//! group      = steps { "," steps } | steps { "|" steps }
//! after      = "*" factor | "/" factor | "(" steps "," steps [ "," steps ] ")" | "?" [ number ] | "!" [ count ] | "@" weight
//! ```
//!
//! Each alternative is chosen by its first character, so nothing is read twice and each `?` and `|` gets its number, from
//! left to right, once.

use super::Kind;
use super::atom::{atom, fraction};
use super::tree::{Euclid, Sequence, Step, Term};
use super::trouble::{Parsed, Trouble, expected, said};
use crate::time::Cycle;
use nom::Parser;
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{char, digit1, multispace0};
use nom::combinator::{opt, recognize};
use nom::sequence::preceded;
use std::cell::Cell;

/// Brackets inside brackets.
const DEEPEST: usize = 100;
/// `*`, `/`, `?`, `(...)` after one step.
const MOST_AFTER: usize = 24;
/// Times that `!` may repeat a step.
const MOST_REPEATS: u32 = 10_000;

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
        let mut rest = blank(input)?;
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
                Some(_) => {
                    let (next, step) = self.step(rest, kind, depth)?;
                    let (next, step) = self.range(next, step, kind, depth)?;
                    steps.push(step);
                    rest = next;
                }
            }
            rest = blank(rest)?;
        }
        if let Some(from) = group {
            close_group(&mut steps, from);
        }
        Ok((rest, steps))
    }

    /// `.. step` after a step, if it stands there.
    fn range<'a>(&self, input: &'a str, step: Step, kind: Kind, depth: usize) -> Parsed<'a, Step> {
        let dots = blank(input)?;
        let Some(after) = dots.strip_prefix("..") else { return Ok((input, step)) };
        if !matches!(kind, Kind::Float | Kind::Note | Kind::Int | Kind::Fraction) {
            return said(dots, 2, "`..` counts from one number to another", "write the words out");
        }
        let (rest, last) = self.step(blank(after)?, kind, depth)?;
        let term = Term::Range(Box::new(step.term), Box::new(last.term));
        Ok((rest, Step { term, weight: last.weight, repeats: last.repeats }))
    }

    /// A term and what follows it.
    fn step<'a>(&self, input: &'a str, kind: Kind, depth: usize) -> Parsed<'a, Step> {
        let (mut rest, term) = self.term(input, kind, depth)?;
        let mut step = Step::of(term);
        let mut count = 0;
        loop {
            let at = rest;
            let wrap = |step: &mut Step, wrap: &dyn Fn(Box<Term>) -> Term| {
                let inner = std::mem::replace(&mut step.term, Term::Rest);
                step.term = wrap(Box::new(inner));
            };
            match rest.chars().next() {
                Some(c @ ('*' | '/')) => {
                    let (next, factor) = self.factor(&rest[1..], depth)?;
                    wrap(&mut step, &|inner| match c {
                        '*' => Term::Fast(inner, Box::new(factor.clone())),
                        _ => Term::Slow(inner, Box::new(factor.clone())),
                    });
                    rest = next;
                }
                Some('?') => {
                    let (next, share) = opt(recognize((digit1, opt((char('.'), digit1))))).parse(&rest[1..])?;
                    let (next, share) = match share {
                        Some(share) => (next, share.parse().unwrap_or(0.5)),
                        None => {
                            let (next, part): (_, Option<&str>) = opt(recognize((char('.'), digit1))).parse(next)?;
                            (next, part.and_then(|part| part.parse().ok()).unwrap_or(0.5))
                        }
                    };
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
                    touches(&rest[1..])?;
                    let (next, weight) = fraction(&rest[1..])?;
                    if weight < Cycle::ZERO {
                        return said(&rest[1..], rest.len() - next.len() - 1, "a weight below zero", "");
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
                let (rest, steps) = match rest.strip_prefix('%') {
                    Some(after) => self.factor(after, depth).map(|(rest, steps)| (rest, Some(Box::new(steps))))?,
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
        touches(input)?;
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

fn blank(input: &str) -> Result<&str, nom::Err<Trouble<'_>>> {
    multispace0.parse(input).map(|(rest, _): (&str, &str)| rest)
}

/// Refuses a sign such as `*` that stands alone.
fn touches(input: &str) -> Parsed<'_, ()> {
    match input.is_empty() || input.starts_with(char::is_whitespace) {
        true => said(input, 1, "a number is wanted right behind the sign", "as in bd*2, bd/2, bd@3"),
        false => Ok((input, ())),
    }
}

/// Whether a `-` before this stands alone, and so is a rest.
fn rests(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '|' | ']' | '>' | '}' | ')' | '*' | '!' | '@' | '?'))
}

/// `!3`: 3. `!`: 2.
fn repeats(input: &str) -> Parsed<'_, u32> {
    let (rest, digits): (_, &str) = preceded(char('!'), take_while(|c: char| c.is_ascii_digit())).parse(input)?;
    if digits.is_empty() {
        if rest.starts_with(['<', '[', '{']) {
            return said(rest, 1, "`!` takes a whole number, not a pattern", "use `*` for a pattern of speeds");
        }
        return Ok((rest, 2));
    }
    match digits.parse::<u32>() {
        Ok(count) if count <= MOST_REPEATS => Ok((rest, count)),
        _ => said(input, digits.len() + 1, format!("more than {MOST_REPEATS} repeats of a step"), ""),
    }
}

/// The number of times a step stands there after one more `!` behind it.
fn repeats_after(input: &str, before: u32) -> Parsed<'_, u32> {
    let (rest, count) = repeats(input)?;
    let bare = input.len() - rest.len() == 1;
    let now = if bare { before.saturating_add(1) } else { before.saturating_mul(count) };
    if now > MOST_REPEATS {
        return said(input, 1, format!("more than {MOST_REPEATS} repeats of a step"), "");
    }
    Ok((rest, now))
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

/// Makes one step of those from `from` on.
fn close_group(steps: &mut Sequence, from: usize) {
    let group = steps.split_off(from.min(steps.len()));
    if !group.is_empty() {
        steps.push(Step::of(Term::Stack(vec![group])));
    }
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
