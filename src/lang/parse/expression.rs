//! Expressions: application, sections, lambdas, `let`, `if`, `case`, `do`, lists, ranges, comprehensions, tuples.
//!
//! ```text
//! (0.25 <~)    LeftSection(0.25, <~)        (# speed 2)    RightSection(#, speed 2)        (- 3)    Minus(3)
//! ```

use super::declaration::{binder, body, declarations};
use super::input::{
    Parsed, TOO_LONG, TOO_MANY, Tokens, close, constructor, fail, is_done, name, nested, next, open, operator_is, sign,
    symbol,
};
use super::operators::{Piece, resolve};
use super::types::annotation;
use crate::diagnostic::SourceSpan;
use crate::lang::syntax::{Clause, Declaration, Expression, Form, Statement};
use crate::lang::token::{Kind, Token};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::{many0, many1, separated_list1};
use nom::sequence::{delimited, preceded};
use std::sync::Arc;

/// Operators in one row, or arguments of one function; a row becomes a tree as deep as it is long.
const LONGEST: usize = 400;

/// An expression, perhaps with a type.
pub(super) fn expression(input: Tokens<'_>) -> Parsed<'_, Expression> {
    nested(|input| {
        let (rest, (pieces, dangling)) = row(input)?;
        if dangling.is_some() {
            return fail(rest, "an expression after the operator");
        }
        let Some(tree) = resolve(pieces, input.fixities()) else { return fail(input, "an expression") };
        annotated(rest, tree)
    })(input)
}

/// A type behind an expression.
fn annotated(input: Tokens<'_>, tree: Expression) -> Parsed<'_, Expression> {
    let (rest, of) = opt(preceded(sign("::"), annotation)).parse(input)?;
    let whole = match of {
        Some(of) => Expression::new(tree.span.join(of.span), Form::Annotate(Box::new(tree), of)),
        None => tree,
    };
    Ok((rest, whole))
}

/// Operands and operators in a row, and the operator at its end if it ends with one (a left section).
fn row(input: Tokens<'_>) -> Parsed<'_, (Vec<Piece>, Option<Expression>)> {
    let mut pieces = Vec::new();
    let mut rest = input;
    loop {
        while let Ok((after, span)) = operator_is("-")(rest) {
            pieces.push(Piece::Minus(span));
            rest = after;
        }
        if pieces.len() > LONGEST {
            return Err(nom::Err::Failure(super::Mistake::at(rest, TOO_LONG)));
        }
        let (after, operand) = operand(rest)?;
        pieces.push(Piece::Operand(operand));
        rest = after;
        let Ok((after, operator)) = operator(rest) else { return Ok((rest, (pieces, None))) };
        if after.first().is_none_or(|token| token.kind == Kind::Sign(")")) {
            return Ok((after, (pieces, Some(operator))));
        }
        pieces.push(Piece::Operator(operator));
        rest = after;
    }
}

/// `#`, or a name between backticks.
fn operator(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let quoted = delimited(sign("`"), alt((name, constructor)), sign("`"));
    map(alt((symbol, quoted)), |(word, span)| Expression::new(span, Form::Name(word))).parse(input)
}

fn operand(input: Tokens<'_>) -> Parsed<'_, Expression> {
    alt((lambda, binding, choice, case, sequence, application)).parse(input)
}

fn application(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (mut rest, mut whole) = atom(input)?;
    let mut count = 0;
    loop {
        count += 1;
        if count > LONGEST {
            return Err(nom::Err::Failure(super::Mistake::at(rest, TOO_MANY)));
        }
        match atom(rest) {
            Ok((after, argument)) => (rest, whole) = (after, whole.apply(argument)),
            Err(nom::Err::Error(mistake)) => {
                // A bracket that began and went wrong inside is the mistake to tell, not that the row ended here.
                let inside = matches!(rest.first().map(|t| &t.kind), Some(Kind::Sign("(" | "[")));
                return if inside { Err(nom::Err::Failure(mistake)) } else { Ok((rest, whole)) };
            }
            Err(other) => return Err(other),
        }
    }
}

fn lambda(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (rest, begin) = sign("\\")(input)?;
    let (rest, binders) = many1(binder).parse(rest)?;
    let (rest, _) = sign("->")(rest)?;
    let (rest, body) = expression(rest)?;
    Ok((rest, Expression::new(begin.join(body.span), Form::Lambda(binders, Box::new(body)))))
}

fn binding(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (rest, begin) = sign("let")(input)?;
    let (rest, declarations) = declarations(rest)?;
    let (rest, _) = sign("in")(rest)?;
    let (rest, body) = expression(rest)?;
    Ok((rest, Expression::new(begin.join(body.span), Form::Let(declarations, Box::new(body)))))
}

/// What follows definitions if `in` does: then they were the begin of an expression.
pub(super) fn binding_body<'a>(
    input: Tokens<'a>,
    begin: SourceSpan,
    declarations: &[Declaration],
) -> Result<Option<(Tokens<'a>, Expression)>, nom::Err<super::Mistake>> {
    let Ok((rest, _)) = sign("in")(input) else { return Ok(None) };
    let (rest, body) = expression(rest)?;
    let whole = Expression::new(begin.join(body.span), Form::Let(declarations.to_vec(), Box::new(body)));
    Ok(Some((rest, whole)))
}

fn choice(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (rest, begin) = sign("if")(input)?;
    let (rest, condition) = expression(rest)?;
    let (rest, _) = sign("then")(rest)?;
    let (rest, yes) = expression(rest)?;
    let (rest, _) = sign("else")(rest)?;
    let (rest, no) = expression(rest)?;
    let span = begin.join(no.span);
    Ok((rest, Expression::new(span, Form::If(Box::new(condition), Box::new(yes), Box::new(no)))))
}

fn case(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (rest, begin) = sign("case")(input)?;
    let (rest, subject) = expression(rest)?;
    let (rest, _) = sign("of")(rest)?;
    let alternative = map((super::declaration::pattern, |input| body(input, "->")), |(binder, body)| Clause {
        binders: vec![binder],
        body,
    });
    let (rest, clauses) = lines(alternative)(rest)?;
    if clauses.is_empty() {
        return fail(rest, "an alternative such as `1 -> s \"bd\"`");
    }
    Ok((rest, Expression::new(begin.join(subject.span), Form::Case(Box::new(subject), clauses))))
}

fn sequence(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (rest, begin) = sign("do")(input)?;
    let (rest, statements) = lines(statement)(rest)?;
    let end = statements.last().map_or(begin, |last| match last {
        Statement::Draw(_, e) | Statement::Expression(e) => e.span,
        Statement::Let(_) => begin,
    });
    Ok((rest, Expression::new(begin.join(end), Form::Do(statements))))
}

/// The lines of a layout block.
pub(super) fn lines<'a, T>(
    line: impl Parser<Tokens<'a>, Output = T, Error = super::Mistake>,
) -> impl FnMut(Tokens<'a>) -> Parsed<'a, Vec<T>> {
    let mut line = line;
    move |input| {
        let (rest, _) = open(input)?;
        let (mut rest, _) = many0(next).parse(rest)?;
        let mut found = Vec::new();
        while close(rest).is_err() {
            let (after, value) = line.parse(rest)?;
            found.push(value);
            if close(after).is_err() && next(after).is_err() {
                return fail(after, "the end of the line");
            }
            (rest, _) = many0(next).parse(after)?;
        }
        let (rest, _) = close(rest)?;
        Ok((rest, found))
    }
}

/// A line of a `do`, or a part of a comprehension.
pub(super) fn statement(input: Tokens<'_>) -> Parsed<'_, Statement> {
    if let Ok((rest, begin)) = sign("let")(input) {
        let (rest, declarations) = declarations(rest)?;
        return match binding_body(rest, begin, &declarations)? {
            Some((rest, whole)) => Ok((rest, Statement::Expression(whole))),
            None => Ok((rest, Statement::Let(declarations))),
        };
    }
    if let Ok((rest, binder)) = super::declaration::pattern(input)
        && let Ok((rest, _)) = sign("<-")(rest)
    {
        let (rest, from) = expression(rest)?;
        return Ok((rest, Statement::Draw(binder, from)));
    }
    map(expression, Statement::Expression).parse(input)
}

/// A name, a literal, or something in brackets.
fn atom(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let Some(token) = input.first() else { return fail(input, "an expression") };
    let leaf = |form| Ok((input.after(), Expression::new(token.span, form)));
    match &token.kind {
        Kind::Name(word) if word.as_ref() == "_" => fail(input, "an expression"),
        Kind::Name(word) | Kind::Constructor(word) => leaf(Form::Name(Arc::clone(word))),
        Kind::Int(number) => leaf(Form::Int(*number)),
        Kind::Fraction(number) => leaf(Form::Fraction(*number)),
        Kind::Text(text) => leaf(Form::Text(Arc::clone(text))),
        Kind::Char(letter) => leaf(Form::Char(*letter)),
        Kind::Sign("(") => parenthesis(input),
        Kind::Sign("[") => list(input),
        _ => fail(input, "an expression"),
    }
}

fn spanning(begin: SourceSpan, end: SourceSpan, form: Form) -> Expression {
    Expression::new(begin.join(end), form)
}

fn parenthesis(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (inside, begin) = sign("(")(input)?;
    if let Ok((rest, end)) = sign(")")(inside) {
        return Ok((rest, spanning(begin, end, Form::Tuple(Vec::new()))));
    }
    // (,) and (,,)
    if let Ok((rest, commas)) = many1(sign(",")).parse(inside) {
        let (rest, end) = sign(")")(rest)?;
        return Ok((rest, spanning(begin, end, Form::Name(Arc::from(format!("({})", ",".repeat(commas.len())))))));
    }
    if let Ok((rest, operator)) = operator(inside) {
        if let Ok((rest, _)) = sign(")")(rest) {
            return Ok((rest, operator));
        }
        if !matches!(&operator.kind, Form::Name(word) if word.as_ref() == "-") {
            let (rest, right) = expression(rest)?;
            let (rest, end) = sign(")")(rest)?;
            return Ok((rest, spanning(begin, end, Form::RightSection(Box::new(operator), Box::new(right)))));
        }
    }
    // The row is read once, whatever it turns out to be: reading it again at each level would take for ever.
    let (rest, (mut pieces, dangling)) = nested(row)(inside)?;
    if let Some(operator) = dangling {
        let (rest, end) = sign(")")(rest)?;
        let Some(left) = resolve(pieces, input.fixities()) else { return fail(inside, "an expression") };
        return Ok((rest, spanning(begin, end, Form::LeftSection(Box::new(left), Box::new(operator)))));
    }
    let spaced = inside.after().first().is_some_and(|token| token.spaced);
    if spaced
        && matches!(pieces.first(), Some(Piece::Minus(_)))
        && let Ok((rest, end)) = sign(")")(rest)
    {
        pieces.remove(0);
        let Some(operand) = resolve(pieces, input.fixities()) else { return fail(inside, "an expression") };
        return Ok((rest, spanning(begin, end, Form::Minus(Box::new(operand)))));
    }
    let Some(first) = resolve(pieces, input.fixities()) else { return fail(inside, "an expression") };
    let (rest, first) = annotated(rest, first)?;
    let (rest, more) = many0(preceded(sign(","), expression)).parse(rest)?;
    let (rest, end) = sign(")")(rest)?;
    let whole = if more.is_empty() {
        Expression { span: begin.join(end), ..first }
    } else {
        spanning(begin, end, Form::Tuple(std::iter::once(first).chain(more).collect()))
    };
    Ok((rest, whole))
}

fn list(input: Tokens<'_>) -> Parsed<'_, Expression> {
    let (inside, begin) = sign("[")(input)?;
    if let Ok((rest, end)) = sign("]")(inside) {
        return Ok((rest, spanning(begin, end, Form::List(Vec::new()))));
    }
    let (rest, mut parts) = separated_list1(sign(","), expression).parse(inside)?;
    if parts.len() <= 2
        && let Ok((rest, _)) = sign("..")(rest)
    {
        let at_end = rest.first().is_some_and(|Token { kind, .. }| *kind == Kind::Sign("]"));
        let (rest, to) = if at_end || is_done(rest) { (rest, None) } else { map(expression, Some).parse(rest)? };
        let (rest, end) = sign("]")(rest)?;
        let second = (parts.len() == 2).then(|| Box::new(parts.remove(1)));
        let form = Form::Range(Box::new(parts.remove(0)), second, to.map(Box::new));
        return Ok((rest, spanning(begin, end, form)));
    }
    if parts.len() == 1
        && let Ok((rest, _)) = sign("|")(rest)
    {
        let (rest, statements) = separated_list1(sign(","), statement).parse(rest)?;
        let (rest, end) = sign("]")(rest)?;
        let form = Form::Comprehension(Box::new(parts.remove(0)), statements);
        return Ok((rest, spanning(begin, end, form)));
    }
    let Ok((rest, end)) = sign("]")(rest) else { return fail(rest, "`,` or `]`") };
    Ok((rest, spanning(begin, end, Form::List(parts))))
}
