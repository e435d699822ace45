//! Signs that may be missing at the place where a block went wrong. Whether one of them helps is tried by whoever asks.
//!
//! ```text
//! every 2 (fast 2) s "bd"        $ before s            s "bd" n 1             # before n
//! stack [s "bd" s "sn"]          , before s            jux fast 2 $ s "bd"    brackets around fast 2
//! every 2 # speed 2 $ s "bd"     brackets around # speed 2
//! ```

use super::repair::{atom, bracket, reach};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::token::{Kind, Token};
use std::sync::Arc;

/// Tokens of a block beyond which nothing is tried.
const LONGEST: usize = 600;

/// A change of the tokens, and the hint that says so.
type Change = (Vec<Token>, Diagnostic);

/// What may be missing at `at`, the likelier first.
pub(super) fn missing(tokens: &[Token], at: SourceSpan, wants: &dyn Fn(&str) -> usize) -> Vec<Change> {
    if tokens.len() > LONGEST {
        return Vec::new();
    }
    let visible = |token: &Token| !matches!(token.kind, Kind::Open | Kind::Next | Kind::Close);
    let here = tokens.iter().position(|token| visible(token) && token.span.begin == at.begin);
    let mut found = Vec::new();
    if let Some(here) = here.filter(|&here| here > 0 && ends_atom(&tokens[here - 1])) {
        found.extend(before_word(tokens, here, wants));
    }
    // An operator behind what was wrong: it may be the section that something further left wants.
    let behind = tokens.iter().position(|token| visible(token) && token.span.begin >= at.end);
    found.extend(behind.and_then(|behind| section(tokens, behind)));
    found
}

fn ends_atom(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Name(_)
            | Kind::Constructor(_)
            | Kind::Int(_)
            | Kind::Fraction(_)
            | Kind::Text(_)
            | Kind::Char(_)
            | Kind::Sign(")" | "]")
    )
}

fn before_word(tokens: &[Token], here: usize, wants: &dyn Fn(&str) -> usize) -> Vec<Change> {
    let token = &tokens[here];
    let Kind::Name(word) = &token.kind else { return Vec::new() };
    let arguments = wants(word);
    if arguments == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut signs = vec![Kind::Operator(Arc::from("$")), Kind::Operator(Arc::from("#"))];
    if item_begins_with(&tokens[..here], word) {
        // Two of a kind stand beside each other in a list, not above each other.
        signs = vec![Kind::Sign(",")];
    }
    for kind in signs {
        let sign = match &kind {
            Kind::Operator(sign) => sign.to_string(),
            _ => ",".to_owned(),
        };
        let mut changed = tokens.to_vec();
        changed.insert(here, Token { kind, spaced: true, ..bracket("(", token) });
        let message = format!("a `{sign}` is missing before `{word}`");
        found.push((changed, Diagnostic::hint(token.span, message).with_help(format!("read as {sign} {word} ..."))));
    }
    let mut end = here + 1;
    for _ in 0..arguments.min(4) {
        let length = atom(&tokens[end..]);
        if length == 0 {
            break;
        }
        end += length;
        found.push(in_brackets(tokens, here, end, &format!("`{word}` and what belongs to it stand in brackets")));
    }
    found
}

/// Whether the item of the list that these tokens end in begins with the word.
fn item_begins_with(before: &[Token], word: &Arc<str>) -> bool {
    let mut depth = 0;
    for (at, token) in before.iter().enumerate().rev() {
        match token.kind {
            Kind::Sign(")" | "]" | "}") => depth += 1,
            Kind::Sign("[" | ",") if depth == 0 => {
                return matches!(before.get(at + 1), Some(Token { kind: Kind::Name(first), .. }) if first == word);
            }
            Kind::Sign("(" | "[" | "{") if depth == 0 => return false,
            Kind::Sign("(" | "[" | "{") => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Brackets around the operator at `here` and what it takes.
fn section(tokens: &[Token], here: usize) -> Option<Change> {
    let Kind::Operator(word) = &tokens.get(here)?.kind else { return None };
    if matches!(word.as_ref(), "$" | "." | "-" | "!") || !ends_atom(tokens.get(here.checked_sub(1)?)?) {
        return None;
    }
    let end = here + 1 + reach(&tokens[here + 1..]);
    (end > here + 1).then(|| in_brackets(tokens, here, end, &format!("`{word} ...` as an argument stands in brackets")))
}

fn in_brackets(tokens: &[Token], from: usize, to: usize, message: &str) -> Change {
    let (first, last) = (&tokens[from], &tokens[to - 1]);
    let mut changed = tokens.to_vec();
    changed.insert(to, bracket(")", last));
    changed.insert(from, Token { spaced: true, ..bracket("(", first) });
    let name = match &first.kind {
        Kind::Name(word) | Kind::Operator(word) => word.to_string(),
        _ => String::new(),
    };
    let hint = Diagnostic::hint(first.span.join(last.span), message.to_owned());
    (changed, hint.with_help(format!("read as ({name} ...)")))
}
