//! What performers plainly mean and Haskell refuses, made what it means: signs without brackets, sections that swallow a
//! `.`. Looked at only where a block cannot be played as it stands, so nothing that has a meaning loses it.
//!
//! ```text
//! # speed -1               # speed (-1)               a `-` behind a word that still wants an argument is a sign
//! (# speed 2 . fast 2)     ((# speed 2) . fast 2)     a `.` joins functions, and the section is one of them
//! fast 2 . # speed 2       fast 2 . (# speed 2)
//! ```

use crate::diagnostic::Diagnostic;
use crate::lang::token::{Kind, Token};

/// Tokens of a block beyond which nobody wrote it by hand; brackets are searched for again and again here.
const LONGEST: usize = 4_000;

/// The repaired tokens with a hint for each repair; `wants` tells how many arguments a name takes.
pub(super) fn repair(tokens: &[Token], wants: &dyn Fn(&str) -> usize) -> Option<(Vec<Token>, Vec<Diagnostic>)> {
    if tokens.len() > LONGEST {
        return None;
    }
    let mut hints = Vec::new();
    let tokens = signs(tokens, wants, &mut hints);
    let tokens = sections(&tokens, &mut hints);
    (!hints.is_empty()).then_some((tokens, hints))
}

fn is_sign(token: Option<&Token>, wanted: &str) -> bool {
    matches!(token, Some(Token { kind: Kind::Sign(sign), .. }) if *sign == wanted)
}

fn is_operator(token: Option<&Token>, wanted: &str) -> bool {
    matches!(token, Some(Token { kind: Kind::Operator(word), .. }) if word.as_ref() == wanted)
}

/// A bracket that nobody wrote, before or behind a token.
pub(super) fn bracket(sign: &'static str, near: &Token) -> Token {
    let at = if sign == "(" { near.span.begin } else { near.span.end };
    let span = crate::diagnostic::SourceSpan { begin: at, end: at, ..near.span };
    Token { kind: Kind::Sign(sign), span, column: near.column, first: false, spaced: false }
}

/// The end of the atom that begins the tokens; zero where none does.
pub(super) fn atom(tokens: &[Token]) -> usize {
    match tokens.first().map(|token| &token.kind) {
        Some(
            Kind::Name(_) | Kind::Constructor(_) | Kind::Int(_) | Kind::Fraction(_) | Kind::Text(_) | Kind::Char(_),
        ) => 1,
        Some(Kind::Sign("(" | "[")) => group(tokens).map_or(0, |end| end + 1),
        _ => 0,
    }
}

/// Where the bracket that begins the tokens is closed.
fn group(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0i32;
    tokens.iter().position(|token| {
        match token.kind {
            Kind::Sign("(" | "[" | "{") | Kind::Open => depth += 1,
            Kind::Sign(")" | "]" | "}") | Kind::Close => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// Whether what stands before is a word that still wants arguments.
fn still_wants(before: &[Token], wants: &dyn Fn(&str) -> usize) -> bool {
    let mut at = before.len();
    let mut atoms = 0;
    // Back over one atom after another: a closing bracket to its opening one, or a single token.
    while let Some(last) = at.checked_sub(1).and_then(|last| before.get(last)) {
        let begin = match last.kind {
            Kind::Sign(")" | "]") => (0..at).rev().find(|&from| group(&before[from..at]) == Some(at - 1 - from)),
            _ => (atom(&before[at - 1..at]) == 1).then_some(at - 1),
        };
        let Some(begin) = begin else { break };
        (at, atoms) = (begin, atoms + 1);
    }
    match before.get(at).map(|head| &head.kind) {
        Some(Kind::Name(name)) if atoms > 0 => wants(name) >= atoms,
        _ => false,
    }
}

/// `speed -1` is `speed (-1)`.
fn signs(tokens: &[Token], wants: &dyn Fn(&str) -> usize, hints: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 8);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let after = tokens.get(at + 1..).unwrap_or(&[]);
        let length = atom(after);
        let touches = after.first().is_some_and(|next| !next.spaced);
        if is_operator(Some(token), "-") && token.spaced && touches && length > 0 && still_wants(&out, wants) {
            let operand = &after[..length];
            let end = operand.last().unwrap_or(token);
            out.push(bracket("(", token));
            out.push(token.clone());
            out.extend(operand.iter().cloned());
            out.push(bracket(")", end));
            let hint = Diagnostic::hint(token.span.join(end.span), "a negative number stands in brackets");
            let help = match &operand[0].kind {
                Kind::Int(number) if length == 1 => format!("read as (-{number})"),
                Kind::Fraction(number) if length == 1 => format!("read as (-{number:?})"),
                _ => "read as (- ...)".to_owned(),
            };
            hints.push(hint.with_help(help));
            at += 1 + length;
        } else {
            out.push(token.clone());
            at += 1;
        }
    }
    out
}

/// Where what an operator takes ends: at a `.` or `$` beside it, or where the row ends.
pub(super) fn reach(tokens: &[Token]) -> usize {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match &token.kind {
            Kind::Operator(word) if matches!(word.as_ref(), "." | "$") => break,
            Kind::Sign("(" | "[") => at += group(&tokens[at..]).unwrap_or(0),
            Kind::Sign(_) | Kind::Next | Kind::Open | Kind::Close => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// `(# speed 2 . fast 2)` is `((# speed 2) . fast 2)`, and `fast 2 . # speed 2` is `fast 2 . (# speed 2)`.
fn sections(tokens: &[Token], hints: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 8);
    let mut ends: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let plain = match &token.kind {
            Kind::Operator(word) => !matches!(word.as_ref(), "." | "$" | "-" | "!"),
            _ => false,
        };
        let beside = is_operator(before, ".");
        let end = if plain && (beside || is_sign(before, "(")) { at + 1 + reach(&tokens[at + 1..]) } else { at };
        if end > at + 1 && (beside || is_operator(tokens.get(end), ".")) {
            out.push(bracket("(", token));
            ends.push(end);
            let last = tokens.get(end - 1).unwrap_or(token);
            let Kind::Operator(word) = &token.kind else { continue };
            hints.push(
                Diagnostic::hint(token.span.join(last.span), format!("`{word} ...` beside a `.` stands in brackets"))
                    .with_help(format!("read as ({word} ...)")),
            );
        }
        out.push(token.clone());
        while ends.last() == Some(&(at + 1)) {
            ends.pop();
            out.push(bracket(")", token));
        }
    }
    out
}
