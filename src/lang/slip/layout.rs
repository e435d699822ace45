//! Slips of lines and columns: what a `do` or a `let` holds together begins at one column.

use crate::diagnostic::Diagnostic;
use crate::lang::token::{Kind, Token};

pub(super) fn slip(tokens: &[Token]) -> Option<Diagnostic> {
    missing_else(tokens).or_else(|| out_of_line(tokens))
}

fn is(token: &Token, sign: &str) -> bool {
    matches!(token.kind, Kind::Sign(found) if found == sign)
}

fn missing_else(tokens: &[Token]) -> Option<Diagnostic> {
    let count = |sign: &str| tokens.iter().filter(|token| is(token, sign)).count();
    let at = tokens.iter().find(|token| is(token, "if"))?;
    if count("then") < count("if") {
        return Some(
            Diagnostic::error(at.span, "this `if` has no `then`").with_help("write: if ... then ... else ..."),
        );
    }
    if count("if") <= count("else") {
        return None;
    }
    Some(Diagnostic::error(at.span, "this `if` has no `else`").with_help("write: if ... then ... else ..."))
}

/// A line of a `do` or a `let` that begins left or right of the first.
fn out_of_line(tokens: &[Token]) -> Option<Diagnostic> {
    let at = tokens.iter().position(|token| is(token, "do") || is(token, "let"))?;
    let (opener, first) = (tokens.get(at)?, tokens.get(at + 1)?);
    let Kind::Name(above) = &first.kind else { return None };
    for (line, token) in tokens.iter().enumerate().skip(at + 2).filter(|(_, token)| token.first) {
        if is(token, "in") || is(token, "where") {
            return None;
        }
        let Kind::Name(name) = &token.kind else { continue };
        let rest = tokens.get(line + 1..).unwrap_or(&[]);
        let row = rest.iter().take_while(|token| !token.first);
        let belongs = match is(opener, "do") {
            true => super::does_something(name),
            false => row.clone().any(|token| is(token, "=")),
        };
        if !belongs || token.column == first.column {
            continue;
        }
        let side = if token.column > first.column { "right" } else { "left" };
        let by = match token.column.abs_diff(first.column) {
            1 => "one column".to_owned(),
            many => format!("{many} columns"),
        };
        let message = format!("this line is {by} too far {side} to go with `{above}`");
        return Some(Diagnostic::error(token.span, message).with_help(format!(
            "begin it at column {}, as `{above}` does (a tab reaches to the next multiple of 8)",
            first.column
        )));
    }
    None
}
