//! Slips that are known: what a performer who comes from elsewhere, or types fast, writes by mistake. Looked for only in a
//! block that cannot be played; the words then are about what was done, not about what the grammar wanted.
//!
//! ```text
//! d1 $ s "bd" // kick      a comment begins with `--` here, not `//`
//! d1 = s "bd"              `d1` is a slot and cannot be defined; write: d1 $ s "bd"
//! ```

mod layout;
mod signs;

use super::infer::Definitions;
use super::syntax::{Declaration, Expression, Form, Name};
use super::token::{Kind, Token};
use super::vocabulary::{self, Family};
use crate::diagnostic::{Diagnostic, SourceSpan};

/// The first known slip among the tokens; `is_word` tells what has a meaning.
pub(super) fn recognise(tokens: &[Token], is_word: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    if let Some(found) = started(tokens) {
        return Some(found);
    }
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

/// `tidal <- startTidal ...`: what a program around Tidal begins with.
fn started(tokens: &[Token]) -> Option<Diagnostic> {
    let [_, arrow, head, ..] = tokens else { return None };
    let (Kind::Sign("<-"), Kind::Name(name)) = (&arrow.kind, &head.kind) else { return None };
    let advice = vocabulary::elsewhere(name)?;
    Some(Diagnostic::error(head.span, format!("`{name}` is not a word here")).with_help(advice))
}

/// `d1`, `p`, `hush`: what does something, and so has to keep its meaning for the blocks below. `t1` is as often a name of
/// one's own.
fn does_something(name: &str) -> bool {
    let short = name.strip_prefix('t').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    !short
        && vocabulary::find(name).is_some_and(|word| word.family == Family::Stream && word.signature.ends_with("IO ()"))
}

fn is_slot(name: &str) -> bool {
    name.strip_prefix('d').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A definition of a word that has to keep its meaning. `text` is the block, which begins at byte `base`.
pub(super) fn taken(declarations: &[Declaration], text: &str, base: u32) -> Option<Diagnostic> {
    declarations.iter().find_map(|declaration| {
        let Declaration::Function { name, span, clauses } = declaration else { return None };
        if !does_something(name) {
            return None;
        }
        let body = clauses.first().and_then(|clause| clause.body.guarded.first()).map(|(_, body)| body.span);
        let written = body
            .and_then(|at| text.get(at.begin.checked_sub(base)? as usize..at.end.checked_sub(base)? as usize))
            .filter(|written| !written.contains('\n'));
        Some(match (is_slot(name), written) {
            (true, Some(written)) => Diagnostic::error(*span, format!("`{name}` is a slot and cannot be defined"))
                .with_help(format!("write: {name} $ {written}")),
            (true, None) => Diagnostic::error(*span, format!("`{name}` is a slot and cannot be defined"))
                .with_help(format!("write: {name} $ ...")),
            (false, _) => Diagnostic::error(*span, format!("`{name}` does something and cannot be defined anew"))
                .with_help("choose another name"),
        })
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

/// A message about a word that the performer's own definition hides says so.
pub(super) fn own(diagnostic: Diagnostic, definitions: &Definitions) -> Diagnostic {
    let hidden = |name: &&Name| vocabulary::find(name).is_some() && diagnostic.message.contains(&format!("`{name}`"));
    match definitions.keys().find(hidden) {
        Some(name) => diagnostic.with_help(format!(
            "`{name}` is your own definition, it hides the word of that name: call it something else"
        )),
        None => diagnostic,
    }
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

/// Where a complaint that came up while a value was worked out belongs in the block: at the word that it names, at the
/// list without end; else at the whole block.
pub(super) fn place(complaint: &str, text: &str, block: SourceSpan) -> SourceSpan {
    let at = |begin: usize, end: usize| SourceSpan {
        begin: block.begin.saturating_add(begin as u32),
        end: block.begin.saturating_add(end as u32),
        ..block
    };
    // `[1 ..]`
    let endless = || {
        text.match_indices("..").find_map(|(dots, _)| {
            let rest = text.get(dots + 2..)?;
            let end = text.len() - rest.trim_start().strip_prefix(']')?.len();
            Some(at(text.get(..dots)?.rfind('[')?, end))
        })
    };
    if complaint.starts_with("this list has no end")
        && let Some(found) = endless()
    {
        return found;
    }
    let named = complaint.split('`').nth(1).filter(|word| !word.is_empty());
    if let Some(word) = named
        && let Some(begin) = text.match_indices(word).map(|(begin, _)| begin).find(|&begin| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !letter(text[..begin].chars().last()) && !letter(text[begin + word.len()..].chars().next())
        })
    {
        return at(begin, begin + word.len());
    }
    block
}

#[cfg(test)]
mod tests;
