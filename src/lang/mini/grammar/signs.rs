//! The signs behind a step: what follows `?`, `!` and `-`, and the blanks between.
//!
//! ```text
//! ?   ?0.3   ?.3   !   !3   -
//! ```

use crate::lang::mini::trouble::{Parsed, Trouble, said};
use nom::Parser;
use nom::bytes::complete::take_while;
use nom::character::complete::{char, digit1};
use nom::combinator::{opt, recognize};
use nom::sequence::preceded;

/// Times that `!` may repeat a step.
const MOST_REPEATS: u32 = 10_000;

/// The text behind the blanks that it begins with.
pub(super) fn blank(input: &str) -> &str {
    input.trim_start()
}

/// What stands behind a `?`: the share that is left out, a half where none is written.
pub(super) fn share(input: &str) -> Parsed<'_, f64> {
    let written = recognize((take_while(|c: char| c.is_ascii_digit()), opt((char('.'), digit1))));
    let (rest, share): (_, &str) = preceded(char('?'), written).parse(input)?;
    Ok((rest, share.parse().unwrap_or(0.5)))
}

/// Whether a sequence ends behind the `?` that stands here.
pub(super) fn ends_there(input: &str) -> Result<bool, nom::Err<Trouble<'_>>> {
    let (rest, _) = share(input)?;
    Ok(blank(rest).chars().next().is_none_or(|c| matches!(c, ',' | '|' | ']' | '>' | '}' | ')')))
}

/// The number behind a sign such as `*`; `signed` is the text from the sign on.
pub(super) fn number_behind<'a, T>(signed: &'a str, read: impl FnOnce(&'a str) -> Parsed<'a, T>) -> Parsed<'a, T> {
    let at = blank(&signed[1..]);
    let numeral = at.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '[' | '<' | '{'));
    match read(at) {
        Err(_) if !numeral => said(signed, 1, "a number is wanted behind the sign", "as in bd*2, bd/2, bd@3"),
        found => found,
    }
}

/// Whether a `-` before this stands alone, and so is a rest.
pub(super) fn rests(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '|' | ']' | '>' | '}' | ')' | '*' | '!' | '@' | '?'))
}

/// `!3`: 3. `!`: 2.
pub(super) fn repeats(input: &str) -> Parsed<'_, u32> {
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
pub(super) fn repeats_after(input: &str, before: u32) -> Parsed<'_, u32> {
    let (rest, count) = repeats(input)?;
    let bare = input.len() - rest.len() == 1;
    let now = if bare { before.saturating_add(1) } else { before.saturating_mul(count) };
    if now > MOST_REPEATS {
        return said(input, 1, format!("more than {MOST_REPEATS} repeats of a step"), "");
    }
    Ok((rest, now))
}
