//! Where a fault belongs that came up while a value was worked out or a pattern was tried: at the word, the list or the
//! number that made it.
//!
//! ```text
//! there is no scale `majr`       d1 $ n (scale "majr" "0")        too many events      d1 $ fast 1e9 $ s "bd"
//!                                              ^^^^                                         ^^^^^^^^
//! ```

use crate::diagnostic::SourceSpan;
use crate::lang::budget::Complaint;
use crate::lang::token::{Kind, Token, tokens};

/// The place of a complaint in a block: the list without end, the word that it names, the application that was being
/// worked out; else the whole block. One that stands in another block is told as it is.
pub(in crate::lang) fn place(complaint: &Complaint, text: &str, block: SourceSpan) -> SourceSpan {
    let within = complaint.place.filter(|at| inside(*at, block));
    if let (Some(elsewhere), None) = (complaint.place, within) {
        return elsewhere;
    }
    // A name may stand in a string beside the application that minds it, so the whole block is searched after it.
    let around = within.unwrap_or(block);
    found(&complaint.text, text, block, around)
        .or_else(|| found(&complaint.text, text, block, block))
        .or(within)
        .unwrap_or(block)
}

/// Whether a place lies in a block.
pub(super) fn inside(at: SourceSpan, block: SourceSpan) -> bool {
    at.evaluation == block.evaluation && at.begin >= block.begin && at.end <= block.end
}

/// What a complaint speaks of, where that is written in the part `around` of the block.
fn found(complaint: &str, text: &str, block: SourceSpan, around: SourceSpan) -> Option<SourceSpan> {
    let offset = around.begin.checked_sub(block.begin)? as usize;
    let part = text.get(offset..(around.end.checked_sub(block.begin)? as usize).min(text.len()))?;
    let at = |begin: usize, end: usize| SourceSpan {
        begin: around.begin.saturating_add(begin as u32),
        end: around.begin.saturating_add(end as u32),
        ..block
    };
    if complaint.starts_with("this list has no end") {
        return part.match_indices("..").find_map(|(dots, _)| {
            let rest = part.get(dots + 2..)?;
            let end = part.len() - rest.trim_start().strip_prefix(']')?.len();
            Some(at(part.get(..dots)?.rfind('[')?, end))
        });
    }
    let word = complaint.split('`').nth(1).filter(|word| !word.is_empty())?;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let alone = |&begin: &usize| {
        !letter(part[..begin].chars().next_back()) && !letter(part[begin + word.len()..].chars().next())
    };
    let begin = part.match_indices(word).map(|(begin, _)| begin).find(alone)?;
    Some(at(begin, begin + word.len()))
}

/// A number below this makes no pattern too dense by itself.
const DENSE: f64 = 48.0;

/// The word with the largest number in a block, and both as they are written: what makes more events than can be played.
pub(in crate::lang) fn costly(text: &str, block: SourceSpan) -> Option<(SourceSpan, String)> {
    let tokens = tokens(text, block.begin, block.evaluation).ok()?;
    let numbers = tokens.iter().enumerate().filter_map(|(at, token)| {
        let (size, span) = match &token.kind {
            Kind::Int(n) => (*n as f64, token.span),
            Kind::Fraction(x) => (*x, token.span),
            Kind::Text(written) => in_string(written, token.span)?,
            _ => return None,
        };
        Some((size.abs(), whole(&tokens[..at], token, span)))
    });
    let (_, span) = numbers.filter(|(size, _)| *size >= DENSE).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let from = span.begin.checked_sub(block.begin)? as usize;
    let written = text.get(from..span.end.checked_sub(block.begin)? as usize)?;
    Some((span, written.to_owned()))
}

/// With the word that takes it, where that stands before it.
fn whole(before: &[Token], token: &Token, span: SourceSpan) -> SourceSpan {
    match before.last() {
        Some(Token { kind: Kind::Name(_), span: word, .. }) if span == token.span => word.join(span),
        _ => span,
    }
}

/// The largest number in a string, with the step that it repeats.
fn in_string(text: &str, at: SourceSpan) -> Option<(f64, SourceSpan)> {
    let mut begin = 0;
    let mut largest: Option<(f64, SourceSpan)> = None;
    for word in text.split_inclusive([' ', '\n', '[', '<', '{']) {
        let size = word
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .filter_map(|digits| digits.parse::<f64>().ok())
            .fold(0.0, f64::max);
        if largest.is_none_or(|(most, _)| size > most) {
            let from = at.begin + 1 + begin as u32;
            let length = word.trim_end_matches([' ', '\n', '[', '<', '{']).len() as u32;
            largest = Some((size, SourceSpan { begin: from, end: from + length, ..at }));
        }
        begin += word.len();
    }
    largest
}
