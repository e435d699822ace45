//! What values are matched with: lambdas, equations, alternatives, guards.
//!
//! ```text
//! \(a, b) -> a         f 0 = 1         f x | x > 2 = 3 | otherwise = 4         case m of Just x -> x
//! ```

use super::{Bound, Inference, Inferred};
use crate::diagnostic::Diagnostic;
use crate::lang::core::{Bind, Core};
use crate::lang::syntax::{Binder, Body, Clause, Expression, Name, Shape, Statement};
use crate::lang::types::{Class, Type};
use std::sync::Arc;

impl Inference<'_> {
    pub(super) fn lambda(
        &mut self,
        e: &Expression,
        binders: &[Binder],
        body: &Expression,
        of: &Type,
    ) -> Inferred<Core> {
        let types: Vec<Type> = binders.iter().map(|_| self.fresh()).collect();
        let result = self.fresh();
        let whole = types.iter().rev().fold(result.clone(), |to, from| Type::function(from.clone(), to));
        self.equal(&whole, of, e)?;
        let before = self.scope.len();
        let binds: Inferred<Vec<Bind>> = binders.iter().zip(&types).map(|(binder, of)| self.bind(binder, of)).collect();
        let binds = binds?;
        let body = self.check(body, &result)?;
        self.scope.truncate(before);
        Ok(Core::Lambda(binds, Box::new(body)))
    }

    /// All equations of a function of type `of`.
    pub(super) fn function(&mut self, name: &Name, e: &Expression, clauses: &[Clause], of: &Type) -> Inferred<Core> {
        let Some(first) = clauses.first() else { return Ok(Core::Fail) };
        let count = first.binders.len();
        if let Some(other) = clauses.iter().find(|clause| clause.binders.len() != count) {
            let span = other.binders.first().map_or(e.span, |binder| binder.span);
            let plural = if count == 1 { "" } else { "s" };
            let text = format!("every equation of `{name}` has to have {count} argument{plural}, as its first has");
            return Err(Box::new(Diagnostic::error(span, text)));
        }
        let types: Vec<Type> = first.binders.iter().map(|_| self.fresh()).collect();
        let result = self.fresh();
        let whole = types.iter().rev().fold(result.clone(), |to, from| Type::function(from.clone(), to));
        self.equal(&whole, of, e)?;
        let guarded = clauses.iter().any(|clause| clause.body.guarded.iter().any(|(guards, _)| !guards.is_empty()));
        if clauses.len() == 1 && !guarded {
            let before = self.scope.len();
            let binds: Inferred<Vec<Bind>> =
                first.binders.iter().zip(&types).map(|(binder, of)| self.bind(binder, of)).collect();
            let binds = binds?;
            let body = self.body(&first.body, &result)?;
            self.scope.truncate(before);
            return Ok(if binds.is_empty() { body } else { Core::Lambda(binds, Box::new(body)) });
        }
        let ids: Vec<_> = types.iter().map(|_| self.new_id()).collect();
        let alternatives = self.clauses(clauses, &types, &result)?;
        let subject = match ids.as_slice() {
            [one] => Core::Local(*one),
            many => Core::Tuple(many.iter().map(|id| Core::Local(*id)).collect()),
        };
        let matched = Core::Match(Box::new(subject), alternatives);
        Ok(match ids.is_empty() {
            true => matched,
            false => Core::Lambda(ids.into_iter().map(Bind::Name).collect(), Box::new(matched)),
        })
    }

    pub(super) fn clauses(&mut self, clauses: &[Clause], from: &[Type], of: &Type) -> Inferred<Vec<(Bind, Core)>> {
        let mut alternatives = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let before = self.scope.len();
            let binds: Inferred<Vec<Bind>> =
                clause.binders.iter().zip(from).map(|(binder, of)| self.bind(binder, of)).collect();
            let mut binds = binds?;
            let body = self.body(&clause.body, of)?;
            self.scope.truncate(before);
            let bind = if binds.len() == 1 { binds.remove(0) } else { Bind::Tuple(binds) };
            alternatives.push((bind, body));
        }
        Ok(alternatives)
    }

    /// Guards and `where`.
    fn body(&mut self, body: &Body, of: &Type) -> Inferred<Core> {
        let before = self.scope.len();
        let groups = self.declarations(&body.wheres)?;
        let mut rows = Vec::with_capacity(body.guarded.len());
        for (guards, value) in &body.guarded {
            let within = self.scope.len();
            rows.push((guards.is_empty(), self.guarded(guards, value, of)?));
            self.scope.truncate(within);
        }
        self.scope.truncate(before);
        let core = rows.into_iter().rev().fold(Core::Fail, |otherwise, (plain, value)| match (plain, value) {
            (true, value) => value,
            // One condition alone, as guards mostly are.
            (false, Core::If(condition, value, no)) if matches!(*no, Core::Fail) && cannot_fail(&value) => {
                Core::If(condition, value, Box::new(otherwise))
            }
            (false, value) => {
                let rows = vec![(Bind::Any, value), (Bind::Any, otherwise), (Bind::Any, Core::Fail)];
                Core::Match(Box::new(Core::Tuple(Vec::new())), rows)
            }
        });
        Ok(groups.into_iter().rev().fold(core, |core, group| Core::Let(group, Box::new(core))))
    }

    /// The value where all parts of a guard hold; else the match fails.
    fn guarded(&mut self, guards: &[Statement], value: &Expression, of: &Type) -> Inferred<Core> {
        let Some((first, rest)) = guards.split_first() else { return self.check(value, of) };
        match first {
            Statement::Expression(condition) => {
                let condition = self.check(condition, &Type::named("Bool"))?;
                let inner = self.guarded(rest, value, of)?;
                Ok(Core::If(Box::new(condition), Box::new(inner), Box::new(Core::Fail)))
            }
            Statement::Draw(binder, from) => {
                let (subject, from) = self.infer(from)?;
                let bind = self.bind(binder, &from)?;
                let inner = self.guarded(rest, value, of)?;
                Ok(Core::Match(Box::new(subject), vec![(bind, inner), (Bind::Any, Core::Fail)]))
            }
            Statement::Let(declarations) => {
                let groups = self.declarations(declarations)?;
                let inner = self.guarded(rest, value, of)?;
                Ok(groups.into_iter().rev().fold(inner, |inner, group| Core::Let(group, Box::new(inner))))
            }
        }
    }

    /// Numbers the names of a binder and puts them in scope.
    pub(super) fn bind(&mut self, binder: &Binder, of: &Type) -> Inferred<Bind> {
        let here = Expression::new(binder.span, crate::lang::syntax::Form::Tuple(Vec::new()));
        Ok(match &binder.kind {
            Shape::Any => Bind::Any,
            Shape::Name(name) => {
                let id = self.new_id();
                self.scope.push((Arc::clone(name), Bound::Local(id, of.clone())));
                Bind::Name(id)
            }
            Shape::As(name, inner) => {
                let id = self.new_id();
                self.scope.push((Arc::clone(name), Bound::Local(id, of.clone())));
                Bind::As(id, Box::new(self.bind(inner, of)?))
            }
            Shape::Lazy(inner) => Bind::Lazy(Box::new(self.bind(inner, of)?)),
            Shape::Literal(literal) => {
                self.require(Class::Eq, of.clone(), binder.span, super::Because::Literal("value to compare with"));
                Bind::Equal(Box::new(self.check(literal, of)?))
            }
            Shape::Tuple(parts) => {
                let types: Vec<Type> = parts.iter().map(|_| self.fresh()).collect();
                self.equal(&Type::tuple(types.iter().cloned()), of, &here)?;
                Bind::Tuple(self.binds(parts, &types)?)
            }
            Shape::List(parts) => {
                let element = self.fresh();
                self.equal(&Type::list(element.clone()), of, &here)?;
                Bind::List(self.binds(parts, &vec![element; parts.len()])?)
            }
            Shape::Constructor(name, parts) => {
                let (_, built) = self.lookup(name, binder.span)?;
                let mut result = built;
                let mut types = Vec::new();
                while let Some((from, to)) = result.as_function() {
                    types.push(from.clone());
                    result = to.clone();
                }
                self.equal(&result, of, &here)?;
                if types.len() != parts.len() {
                    let text = format!("`{name}` has {} parts, not {}", types.len(), parts.len());
                    return Err(Box::new(Diagnostic::error(binder.span, text)));
                }
                Bind::Constructor(Arc::clone(name), self.binds(parts, &types)?)
            }
        })
    }

    fn binds(&mut self, parts: &[Binder], types: &[Type]) -> Inferred<Vec<Bind>> {
        parts.iter().zip(types).map(|(part, of)| self.bind(part, of)).collect()
    }
}

/// Whether a guarded value stands for itself, without further guards of its own.
fn cannot_fail(value: &Core) -> bool {
    !matches!(value, Core::If(..) | Core::Match(..) | Core::Let(..) | Core::Fail)
}
