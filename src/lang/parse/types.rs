//! Types as they are written after `::` and in the vocabulary.
//!
//! ```text
//! Num a => Pattern a -> [a] -> (a, Pattern String)
//! ```

use super::input::{Parsed, Tokens, constructor, fail, name, nested, sign};
use crate::lang::syntax::{Name, TypeForm, TypeText};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::{many1, separated_list0};
use nom::sequence::{delimited, terminated};
use std::sync::Arc;

/// A type with its context.
pub(super) fn annotation(input: Tokens<'_>) -> Parsed<'_, TypeText> {
    let begin = input.span();
    let (rest, context) = opt(terminated(kind, sign("=>"))).parse(input)?;
    let (rest, form) = kind(rest)?;
    let end = rest.first().map_or(begin.end, |token| token.span.begin);
    let context = match context {
        Some(form) => match classes(&form) {
            Some(context) => context,
            None => return fail(input, "a class such as Num a"),
        },
        None => Vec::new(),
    };
    let span = crate::diagnostic::SourceSpan { end: end.max(begin.end), ..begin };
    Ok((rest, TypeText { span, context, form }))
}

fn classes(form: &TypeForm) -> Option<Vec<(Name, TypeForm)>> {
    let mut parts = Vec::new();
    let mut head = form;
    while let TypeForm::Apply(function, argument) = head {
        if let TypeForm::Constructor(class) = function.as_ref()
            && !class.starts_with('(')
        {
            return if parts.is_empty() { Some(vec![(Arc::clone(class), argument.as_ref().clone())]) } else { None };
        }
        parts.push(argument.as_ref());
        head = function;
    }
    parts.reverse();
    let mut context = Vec::new();
    for part in parts {
        context.extend(classes(part)?);
    }
    Some(context)
}

fn kind(input: Tokens<'_>) -> Parsed<'_, TypeForm> {
    nested(|input| {
        let (rest, from) = applied(input)?;
        let (rest, to) = opt((sign("->"), kind)).parse(rest)?;
        Ok((
            rest,
            match to {
                Some((_, to)) => apply(constructed("->"), [from, to]),
                None => from,
            },
        ))
    })(input)
}

fn applied(input: Tokens<'_>) -> Parsed<'_, TypeForm> {
    map(many1(atom), |forms| {
        let mut forms = forms.into_iter();
        let head = forms.next().unwrap_or_else(|| constructed("()"));
        apply(head, forms)
    })
    .parse(input)
}

fn atom(input: Tokens<'_>) -> Parsed<'_, TypeForm> {
    alt((
        map(name, |(name, _)| TypeForm::Variable(name)),
        map(constructor, |(name, _)| TypeForm::Constructor(name)),
        map(delimited(sign("["), opt(kind), sign("]")), |inner| match inner {
            Some(inner) => apply(constructed("[]"), [inner]),
            None => constructed("[]"),
        }),
        map(delimited(sign("("), separated_list0(sign(","), kind), sign(")")), |mut parts| match parts.len() {
            1 => parts.remove(0),
            0 => constructed("()"),
            many => apply(TypeForm::Constructor(Arc::from(format!("({})", ",".repeat(many - 1)))), parts),
        }),
    ))
    .parse(input)
}

fn constructed(name: &str) -> TypeForm {
    TypeForm::Constructor(Arc::from(name))
}

fn apply(head: TypeForm, arguments: impl IntoIterator<Item = TypeForm>) -> TypeForm {
    arguments.into_iter().fold(head, |head, argument| TypeForm::Apply(Box::new(head), Box::new(argument)))
}
