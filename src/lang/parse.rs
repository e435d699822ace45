//! The grammar of a block, in nom, over tokens with places. `grammar/language.ebnf` is the same in prose.
//!
//! ```text
//! block = item { Next item }        item = [ "!" ] expression | "let" definitions | definition
//! ```
//!
//! Parts: `expression`, `operators` (by table), `declaration`, `types`. Nothing here knows what a word means.

mod declaration;
mod draft;
mod expression;
mod input;
mod missing;
mod operators;
mod repair;
mod types;

use super::layout::layout;
use super::syntax::{Expression, Form, Item, TypeText};
use super::token::{Kind, Token, tokens};
use crate::diagnostic::{Diagnostic, SourceSpan};
use input::{Mistake, Parsed, Tokens, fail, is_done, next, operator_is, sign};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::many0;

pub(super) use draft::Draft;
pub(super) use operators::Fixities;

/// The items of a block whose text begins at byte `base` of the evaluation. Levels that it declares for operators are
/// added to `fixities`.
///
/// # Errors
/// The first place where the text cannot go on, and what was expected there.
pub(super) fn block(text: &str, base: u32, evaluation: u32, fixities: &mut Fixities) -> Result<Vec<Item>, Diagnostic> {
    let tokens = operators::declared(&layout(tokens(text, base, evaluation)?)?, fixities);
    items(&tokens, fixities)
}

fn items(tokens: &[Token], fixities: &Fixities) -> Result<Vec<Item>, Diagnostic> {
    let whole = |input| {
        let mut items = Vec::new();
        let (mut input, _) = many0(next).parse(input)?;
        while !is_done(input) {
            let (rest, item) = item(input)?;
            items.push(item);
            if !is_done(rest) && next(rest).is_err() {
                return fail(rest, "the end of the expression");
            }
            (input, _) = many0(next).parse(rest)?;
        }
        Ok((input, items))
    };
    run(tokens, fixities, whole).map(declaration::gather)
}

/// The expression that the items of a text are.
///
/// # Errors
/// Where they are something else.
pub(super) fn expression(mut items: Vec<Item>, span: SourceSpan) -> Result<Expression, Diagnostic> {
    match items.pop() {
        Some(Item::Play(body, _)) => {
            // `let a = ...` on a line of its own before an expression is `let ... in` it.
            items.into_iter().rev().try_fold(body, |body, item| match item {
                Item::Definitions(declarations) => Ok(Expression::new(span, Form::Let(declarations, Box::new(body)))),
                Item::Play(extra, _) => Err(Diagnostic::error(extra.span, "there is more than one expression here")),
                Item::Ignored(_) => Ok(body),
            })
        }
        Some(_) => Err(Diagnostic::error(span, "this defines names, it is not an expression")),
        None => Err(Diagnostic::error(span, "there is no expression here")),
    }
}

/// A type, as in the vocabulary's signatures.
///
/// # Errors
/// As [`block`].
pub(super) fn signature(text: &str) -> Result<TypeText, Diagnostic> {
    let tokens = tokens(text, 0, 0)?;
    run(&tokens, &Fixities::default(), types::annotation)
}

fn run<'a, T>(
    tokens: &'a [Token],
    fixities: &'a Fixities,
    grammar: impl Fn(Tokens<'a>) -> Parsed<'a, T>,
) -> Result<T, Diagnostic> {
    match grammar(Tokens::new(tokens, fixities)) {
        Ok((rest, value)) if is_done(rest) => Ok(value),
        Ok((rest, _)) => Err(Mistake::at(rest, "the end of the expression").explain(tokens)),
        Err(nom::Err::Error(mistake) | nom::Err::Failure(mistake)) => Err(mistake.explain(tokens)),
        Err(nom::Err::Incomplete(_)) => Err(Diagnostic::error(SourceSpan::default(), "the text ends too early")),
    }
}

fn item(input: Tokens<'_>) -> Parsed<'_, Item> {
    alt((
        ignored,
        definitions,
        map((opt(operator_is("!")), expression::expression), |(now, e)| Item::Play(e, now.is_some())),
    ))
    .parse(input)
}

/// `let ...` without `in`, or a bare definition.
fn definitions(input: Tokens<'_>) -> Parsed<'_, Item> {
    if let Ok((rest, begin)) = sign("let")(input) {
        let (rest, declarations) = declaration::declarations(rest)?;
        return match expression::binding_body(rest, begin, &declarations)? {
            Some((rest, whole)) => Ok((rest, Item::Play(whole, false))),
            None => Ok((rest, Item::Definitions(declarations))),
        };
    }
    if declaration::looks_like_one(input) {
        let (rest, declaration) = declaration::declaration(input)?;
        return Ok((rest, Item::Definitions(vec![declaration])));
    }
    fail(input, "a definition")
}

/// Lines that other systems start with: `import ...`, `:set ...`, `(d1, t1) <- superDirtSetters getNow`.
fn ignored(input: Tokens<'_>) -> Parsed<'_, Item> {
    let Some(first) = input.first() else { return fail(input, "an expression") };
    let skip = match &first.kind {
        Kind::Name(name) => name.as_ref() == "import",
        Kind::Operator(word) => word.starts_with(':'),
        _ => false,
    } || draws(input);
    if !skip {
        return fail(input, "an expression");
    }
    let mut rest = input;
    let mut span = first.span;
    while let Some(token) = rest.first() {
        if token.kind == Kind::Next {
            break;
        }
        span = span.join(token.span);
        rest = rest.after();
    }
    Ok((rest, Item::Ignored(span)))
}

/// Words that start Tidal in a program around it.
const STARTS: [&str; 7] =
    ["startTidal", "startStream", "superDirtSetters", "superDirtBackend", "dirtSetters", "bpsUtils", "cpsUtils"];

/// Whether a line takes what one of [`STARTS`] gives: `(d1, t1) <- superDirtSetters getNow`.
fn draws(input: Tokens<'_>) -> bool {
    let line = input.rest().split(|token| token.kind == Kind::Next).next().unwrap_or(&[]);
    let starts = |token: &Token| matches!(&token.kind, Kind::Name(name) if STARTS.contains(&name.as_ref()));
    line.windows(2).any(|pair| pair[0].kind == Kind::Sign("<-") && starts(&pair[1]))
}

#[cfg(test)]
mod tests;
