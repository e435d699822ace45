//! Sections, ranges, comprehensions and `do`, in terms of words.
//!
//! ```text
//! (# speed 2)   =   flip (#) (speed 2)              [x * 2 | x <- xs, x > 1]   =   concatMap (\x -> if ... ) xs
//! do a; x <- b; c   =   a >> (b >>= \x -> c)
//! ```

use super::explain::Place;
use super::{Inference, Inferred};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::core::Core;
use crate::lang::syntax::{Binder, Body, Clause, Expression, Form, Shape, Statement};
use crate::lang::types::Type;
use std::sync::Arc;

impl Inference<'_> {
    pub(super) fn sugar(&mut self, e: &Expression, of: &Type) -> Inferred<Core> {
        match &e.kind {
            Form::LeftSection(left, operator) => {
                let mut section = operator.as_ref().clone().apply(left.as_ref().clone());
                section.span = e.span;
                self.check(&section, of)
            }
            Form::RightSection(operator, right) => self.right_section(e, operator, right, of),
            Form::Range(from, second, to) => {
                let name = match (second, to) {
                    (None, None) => "enumFrom",
                    (Some(_), None) => "enumFromThen",
                    (None, Some(_)) => "enumFromTo",
                    (Some(_), Some(_)) => "enumFromThenTo",
                };
                let parts = [Some(from), second.as_ref(), to.as_ref()];
                let mut whole = parts
                    .into_iter()
                    .flatten()
                    .fold(Expression::name(e.span, name), |head, part| head.apply(part.as_ref().clone()));
                whole.span = e.span;
                self.check(&whole, of)
            }
            Form::Comprehension(body, statements) => {
                let whole = comprehension(e.span, body, statements);
                self.check(&whole, of)
            }
            Form::Do(statements) => {
                let whole = sequence(e.span, statements)?;
                self.check(&whole, of)
            }
            _ => Err(Box::new(Diagnostic::error(e.span, "this cannot be worked out"))),
        }
    }

    fn right_section(&mut self, e: &Expression, op: &Expression, right: &Expression, of: &Type) -> Inferred<Core> {
        let (a, b, c) = (self.fresh(), self.fresh(), self.fresh());
        let operator = self.check(op, &Type::function(a.clone(), Type::function(b.clone(), c.clone())))?;
        self.equal(&Type::function(a, c), of, e)?;
        self.places.push(Place { head: op.clone(), nth: 1, of: 2, span: right.span });
        let right = self.check(right, &b);
        self.places.pop();
        let (flip, _) = self.word("flip", e.span)?;
        Ok(Core::Apply(Box::new(Core::Apply(Box::new(flip), Box::new(operator))), Box::new(right?)))
    }
}

fn boxed(e: &Expression) -> Box<Expression> {
    Box::new(e.clone())
}

/// `[body | statements]`, from the left.
fn comprehension(span: SourceSpan, body: &Expression, statements: &[Statement]) -> Expression {
    let Some((first, rest)) = statements.split_first() else {
        return Expression::new(span, Form::List(vec![body.clone()]));
    };
    let rest = comprehension(span, body, rest);
    let nothing = Expression::new(span, Form::List(Vec::new()));
    match first {
        Statement::Expression(condition) => {
            Expression::new(condition.span, Form::If(boxed(condition), Box::new(rest), Box::new(nothing)))
        }
        Statement::Let(declarations) => Expression::new(span, Form::Let(declarations.clone(), Box::new(rest))),
        Statement::Draw(binder, from) => {
            let function = match binder.kind {
                Shape::Name(_) | Shape::Any => Form::Lambda(vec![binder.clone()], Box::new(rest)),
                // Items that do not fit are left out.
                _ => {
                    let name: Arc<str> = Arc::from("(item)");
                    let clause = |binder: Binder, value| Clause {
                        binders: vec![binder],
                        body: Body { guarded: vec![(Vec::new(), value)], wheres: Vec::new() },
                    };
                    let any = Binder { span: binder.span, kind: Shape::Any };
                    let item = Expression::new(binder.span, Form::Name(Arc::clone(&name)));
                    let cases = vec![clause(binder.clone(), rest), clause(any, nothing)];
                    let body = Expression::new(span, Form::Case(Box::new(item), cases));
                    Form::Lambda(vec![Binder { span: binder.span, kind: Shape::Name(name) }], Box::new(body))
                }
            };
            Expression::name(from.span, "concatMap").apply(Expression::new(span, function)).apply(from.clone())
        }
    }
}

/// The lines of a `do`, from the last.
fn sequence(span: SourceSpan, statements: &[Statement]) -> Inferred<Expression> {
    let Some((last, earlier)) = statements.split_last() else {
        return Err(Box::new(Diagnostic::error(span, "this `do` has no lines").with_help("indent what belongs to it")));
    };
    let Statement::Expression(last) = last else {
        return Err(Box::new(Diagnostic::error(span, "the last line of a `do` has to do something")));
    };
    Ok(earlier.iter().rev().fold(last.clone(), |rest, statement| match statement {
        Statement::Expression(first) => Expression::operate(Expression::name(first.span, ">>"), first.clone(), rest),
        Statement::Let(declarations) => Expression::new(span, Form::Let(declarations.clone(), Box::new(rest))),
        Statement::Draw(binder, from) => {
            let function = Expression::new(rest.span, Form::Lambda(vec![binder.clone()], Box::new(rest)));
            Expression::operate(Expression::name(from.span, ">>="), from.clone(), function)
        }
    }))
}
