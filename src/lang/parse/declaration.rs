//! Definitions, their equations, guards and `where`; and what values are matched with.
//!
//! ```text
//! f x y = ...      x |++| y = ...      (a, b) = ...      f x | x > 2 = ... | otherwise = ...      f :: Int -> Int
//! ```

use super::expression::{expression, lines, statement};
use super::input::{Parsed, Tokens, constructor, fail, name, nested, operator_is, sign, symbol};
use super::types::annotation;
use crate::diagnostic::SourceSpan;
use crate::lang::syntax::{Binder, Body, Clause, Declaration, Expression, Form, Item, Name, Shape};
use crate::lang::token::{Kind, Token};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt};
use nom::multi::{many0, many1, separated_list0, separated_list1};
use nom::sequence::{delimited, preceded};
use std::sync::Arc;

/// The definitions of a `let` or `where` block.
pub(super) fn declarations(input: Tokens<'_>) -> Parsed<'_, Vec<Declaration>> {
    map(lines(declaration), merge).parse(input)
}

/// Whether a `=` or a leading `name ::` makes this line a definition.
pub(super) fn looks_like_one(input: Tokens<'_>) -> bool {
    let mut depth = 0i32;
    for (at, token) in input.rest().iter().enumerate() {
        match token.kind {
            Kind::Open | Kind::Sign("(" | "[" | "{") => depth += 1,
            Kind::Close | Kind::Sign(")" | "]" | "}") => depth -= 1,
            Kind::Sign("=") if depth == 0 => return true,
            Kind::Sign("::") if depth == 0 => {
                let before = input.rest().get(..at).unwrap_or(&[]);
                let plain =
                    |t: &Token| matches!(t.kind, Kind::Name(_) | Kind::Operator(_) | Kind::Sign("," | "(" | ")"));
                return before.iter().all(plain) && names(input).is_ok_and(|(rest, _)| sign("::")(rest).is_ok());
            }
            Kind::Next if depth == 0 => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    false
}

/// One equation, one signature.
pub(super) fn declaration(input: Tokens<'_>) -> Parsed<'_, Declaration> {
    nested(|input| {
        if let Ok((rest, names)) = names(input)
            && let Ok((rest, _)) = sign("::")(rest)
        {
            let (rest, of) = annotation(rest)?;
            return Ok((rest, Declaration::Signature { names, of }));
        }
        alt((infix, function, assignment)).parse(input)
    })(input)
}

fn names(input: Tokens<'_>) -> Parsed<'_, Vec<Name>> {
    separated_list1(sign(","), map(defined_name, |(name, _)| name)).parse(input)
}

/// `f` or `(|++|)`.
fn defined_name(input: Tokens<'_>) -> Parsed<'_, (Name, SourceSpan)> {
    alt((name, delimited(sign("("), symbol, sign(")")))).parse(input)
}

/// `x |++| y = ...`
fn infix(input: Tokens<'_>) -> Parsed<'_, Declaration> {
    let (rest, left) = binder(input)?;
    let (rest, (name, span)) = alt((symbol, delimited(sign("`"), name, sign("`")))).parse(rest)?;
    // `x:xs` and `~(a, b)` are what values are matched with.
    if matches!(name.as_ref(), ":" | "~") {
        return fail(input, "a name");
    }
    let (rest, right) = binder(rest)?;
    let (rest, body) = body(rest, "=")?;
    Ok((rest, Declaration::Function { name, span, clauses: vec![Clause { binders: vec![left, right], body }] }))
}

/// `f x y = ...`
fn function(input: Tokens<'_>) -> Parsed<'_, Declaration> {
    let (rest, (name, span)) = defined_name(input)?;
    let (rest, binders) = many0(binder).parse(rest)?;
    let (rest, body) = body(rest, "=")?;
    Ok((rest, Declaration::Function { name, span, clauses: vec![Clause { binders, body }] }))
}

/// `(a, b) = ...`
fn assignment(input: Tokens<'_>) -> Parsed<'_, Declaration> {
    let (rest, binder) = pattern(input)?;
    let (rest, body) = body(rest, "=")?;
    Ok((rest, Declaration::Pattern { binder, body }))
}

/// What follows the left side: `= e`, or guards, and a `where`.
pub(super) fn body<'a>(input: Tokens<'a>, equals: &'static str) -> Parsed<'a, Body> {
    let guard = |input: Tokens<'a>| {
        let (rest, _) = sign("|")(input)?;
        let (rest, parts) = separated_list1(sign(","), statement).parse(rest)?;
        let (rest, _) = sign(equals)(rest)?;
        let (rest, value) = cut(expression).parse(rest)?;
        Ok((rest, (parts, value)))
    };
    // Behind `=` nothing else can be meant: a mistake there is not tried again as something else.
    let plain = map(preceded(sign(equals), cut(expression)), |value| vec![(Vec::new(), value)]);
    let (rest, guarded) = alt((plain, many1(guard))).parse(input)?;
    let (rest, wheres) = opt(preceded(sign("where"), declarations)).parse(rest)?;
    Ok((rest, Body { guarded, wheres: wheres.unwrap_or_default() }))
}

/// A binder that may be a constructor with its parts, or `x:xs`.
pub(super) fn pattern(input: Tokens<'_>) -> Parsed<'_, Binder> {
    nested(|input| {
        let built = |input| {
            let (rest, (name, span)) = constructor(input)?;
            let (rest, parts) = many1(binder).parse(rest)?;
            let span = parts.iter().fold(span, |span, part| span.join(part.span));
            Ok((rest, Binder { span, kind: Shape::Constructor(name, parts) }))
        };
        let (rest, head) = alt((built, negative, binder)).parse(input)?;
        let (rest, tail) = opt(preceded(operator_is(":"), pattern)).parse(rest)?;
        Ok((
            rest,
            match tail {
                Some(tail) => Binder {
                    span: head.span.join(tail.span),
                    kind: Shape::Constructor(Arc::from(":"), vec![head, tail]),
                },
                None => head,
            },
        ))
    })(input)
}

fn negative(input: Tokens<'_>) -> Parsed<'_, Binder> {
    let (rest, span) = operator_is("-")(input)?;
    let Some(token) = rest.first() else { return fail(rest, "a number") };
    let form = match token.kind {
        Kind::Int(number) => Form::Int(-number),
        Kind::Fraction(number) => Form::Fraction(-number),
        _ => return fail(rest, "a number"),
    };
    let span = span.join(token.span);
    Ok((rest.after(), Binder { span, kind: Shape::Literal(Box::new(Expression::new(span, form))) }))
}

/// A binder that needs no brackets around it.
pub(super) fn binder(input: Tokens<'_>) -> Parsed<'_, Binder> {
    let Some(token) = input.first() else { return fail(input, "a name") };
    let span = token.span;
    let literal =
        |form| Ok((input.after(), Binder { span, kind: Shape::Literal(Box::new(Expression::new(span, form))) }));
    match &token.kind {
        Kind::Name(word) if word.as_ref() == "_" => Ok((input.after(), Binder { span, kind: Shape::Any })),
        Kind::Name(word) => match sign("@")(input.after()) {
            Ok((rest, _)) => {
                let (rest, inner) = binder(rest)?;
                Ok((rest, Binder { span, kind: Shape::As(Arc::clone(word), Box::new(inner)) }))
            }
            Err(_) => Ok((input.after(), Binder { span, kind: Shape::Name(Arc::clone(word)) })),
        },
        Kind::Operator(word) if word.as_ref() == "~" => {
            let (rest, inner) = binder(input.after())?;
            Ok((rest, Binder { span: span.join(inner.span), kind: Shape::Lazy(Box::new(inner)) }))
        }
        Kind::Constructor(word) => {
            Ok((input.after(), Binder { span, kind: Shape::Constructor(Arc::clone(word), Vec::new()) }))
        }
        Kind::Int(number) => literal(Form::Int(*number)),
        Kind::Fraction(number) => literal(Form::Fraction(*number)),
        Kind::Text(text) => literal(Form::Text(Arc::clone(text))),
        Kind::Char(letter) => literal(Form::Char(*letter)),
        Kind::Sign("(") => {
            let (rest, mut parts) = separated_list0(sign(","), pattern).parse(input.after())?;
            let (rest, end) = sign(")")(rest)?;
            Ok((
                rest,
                match parts.len() {
                    1 => parts.remove(0),
                    _ => Binder { span: span.join(end), kind: Shape::Tuple(parts) },
                },
            ))
        }
        Kind::Sign("[") => {
            let (rest, parts) = separated_list0(sign(","), pattern).parse(input.after())?;
            let (rest, end) = sign("]")(rest)?;
            Ok((rest, Binder { span: span.join(end), kind: Shape::List(parts) }))
        }
        _ => fail(input, "a name"),
    }
}

/// Equations of one function that follow each other become one definition.
fn merge(declarations: Vec<Declaration>) -> Vec<Declaration> {
    let mut merged: Vec<Declaration> = Vec::with_capacity(declarations.len());
    for declaration in declarations {
        if let Declaration::Function { name, clauses, .. } = &declaration
            && let Some(Declaration::Function { name: before, clauses: earlier, .. }) = merged.last_mut()
            && before == name
            && clauses.iter().all(|clause| !clause.binders.is_empty())
        {
            earlier.extend(clauses.iter().cloned());
            continue;
        }
        merged.push(declaration);
    }
    merged
}

/// Definitions that stand beside each other become one group; a signature that defines nothing is an annotation.
pub(super) fn gather(items: Vec<Item>) -> Vec<Item> {
    let mut gathered: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        if let (Item::Definitions(more), Some(Item::Definitions(group))) = (&item, gathered.last_mut()) {
            group.extend(more.iter().cloned());
        } else {
            gathered.push(item);
        }
    }
    for item in &mut gathered {
        let Item::Definitions(group) = item else { continue };
        if let [Declaration::Signature { names, of }] = group.as_slice()
            && let [name] = names.as_slice()
        {
            let subject = Expression::new(of.span, Form::Name(Arc::clone(name)));
            *item = Item::Play(Expression::new(of.span, Form::Annotate(Box::new(subject), of.clone())), false);
        } else {
            *group = merge(std::mem::take(group));
        }
    }
    gathered
}
