//! Slips that are known: what a performer who comes from elsewhere, or types fast, writes by mistake. Looked for only in a
//! block that cannot be played; the words then are about what was done, not about what the grammar wanted.
//!
//! ```text
//! d1 $ s "bd" // kick      a comment begins with `--` here, not `//`
//! d1 = s "bd"              `d1` is a slot and cannot be defined; write: d1 $ s "bd"
//! ```

mod foreign;
mod layout;
mod old;
mod own;
mod place;
mod signs;

pub(super) use old::renewed;
pub(super) use own::{elsewhere, own};
pub(super) use place::{costly, place};

use super::syntax::{Declaration, Expression, Form};
use super::token::{Kind, Token};
use super::vocabulary::{self, Family};
use crate::diagnostic::Diagnostic;

/// The first known slip among the tokens; `is_word` tells what has a meaning.
pub(super) fn recognise(tokens: &[Token], is_word: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    let mut open: Vec<&'static str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let here = signs::Here { before: &tokens[..at], token, after: &tokens[at + 1..], open: open.last().copied() };
        if let Some(found) = here.slip(is_word) {
            return Some(found);
        }
        match token.kind {
            Kind::Sign(sign @ ("(" | "[" | "{")) => open.push(sign),
            Kind::Sign(")" | "]" | "}") => {
                open.pop();
            }
            _ => {}
        }
    }
    layout::slip(tokens)
}

/// `d1`, `p`, `hush`: what does something, and so begins a block. `t1` is as often a name of one's own.
fn does_something(name: &str) -> bool {
    let short = name.strip_prefix('t').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    !short
        && vocabulary::find(name).is_some_and(|word| word.family == Family::Stream && word.signature.ends_with("IO ()"))
}

fn is_slot(name: &str) -> bool {
    name.strip_prefix('d').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A definition of a slot, which has to keep its meaning for the blocks below. `text` is the block, which begins at byte `base`.
pub(super) fn taken(declarations: &[Declaration], text: &str, base: u32) -> Option<Diagnostic> {
    declarations.iter().find_map(|declaration| {
        let Declaration::Function { name, span, clauses } = declaration else { return None };
        if !is_slot(name) {
            return None;
        }
        let body = clauses.first().and_then(|clause| clause.body.guarded.first()).map(|(_, body)| body.span);
        let written = body
            .and_then(|at| text.get(at.begin.checked_sub(base)? as usize..at.end.checked_sub(base)? as usize))
            .filter(|written| !written.contains('\n'));
        let told = Diagnostic::error(*span, format!("`{name}` is a slot and cannot be defined"));
        Some(told.with_help(format!("write: {name} $ {}", written.unwrap_or("..."))))
    })
}

/// A definition that hides a word of the vocabulary: said once, when it is made.
pub(super) fn hides(declarations: &[Declaration], name: &str) -> Option<Diagnostic> {
    vocabulary::find(name)?;
    let span = declarations.iter().find_map(|declaration| match declaration {
        Declaration::Function { name: known, span, .. } if known.as_ref() == name => Some(*span),
        Declaration::Pattern { binder, .. } => Some(binder.span),
        _ => None,
    })?;
    Some(
        Diagnostic::hint(span, format!("`{name}` is a word already, from here on it means your own definition"))
            .with_help("call it something else if you want to use both"),
    )
}

/// What plays, but hardly as it was meant.
pub(super) fn doubtful(tree: &Expression) -> Option<Diagnostic> {
    let Form::Apply(head, argument) = &tree.kind else { return None };
    let Form::Name(name) = &head.kind else { return None };
    match &argument.kind {
        Form::Text(text) if is_slot(name) && text.split_whitespace().all(|word| word.parse::<f64>().is_ok()) => {
            let hint = Diagnostic::hint(argument.span, format!("this plays sounds that are called {text}"));
            Some(hint.with_help(format!("notes are: {name} $ n \"{text}\" # s \"superpiano\"")))
        }
        Form::Int(number) if name.as_ref() == "setcps" && *number > 20 => Some(
            Diagnostic::hint(argument.span, format!("this is {number} cycles a second"))
                .with_help(format!("{number} beats a minute are: setcps ({number}/60/4)")),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
