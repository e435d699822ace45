//! Applications: a head and its arguments, checked one after another, with messages that name both.
//!
//! ```text
//! s "bd" speed 2        `s` takes 1 argument, but 3 stand behind it: a `#` may be missing before `speed`
//! ```

use super::explain::Place;
use super::{Because, Inference, Inferred};
use crate::diagnostic::Diagnostic;
use crate::lang::core::Core;
use crate::lang::syntax::{Expression, Form};
use crate::lang::types::Type;
use crate::lang::vocabulary;
use std::sync::Arc;

impl Inference<'_> {
    pub(super) fn application(&mut self, e: &Expression, of: &Type) -> Inferred<Core> {
        let mut arguments = Vec::new();
        let mut head = e;
        while let Form::Apply(function, argument) = &head.kind {
            arguments.push(argument.as_ref());
            head = function;
        }
        arguments.reverse();
        if let (Form::Int(_) | Form::Fraction(_) | Form::Text(_) | Form::Char(_), Some(first)) =
            (&head.kind, arguments.first())
        {
            return Err(Box::new(self.literal_applied(e, first)));
        }
        let (mut core, mut current) = match self.other_meaning(head, &arguments, of) {
            Some(found) => found,
            None => self.infer(head)?,
        };
        for (at, argument) in arguments.iter().enumerate() {
            let (from, to) = match self.unifier.shallow(&current) {
                Type::Variable(_) => {
                    let (from, to) = (self.fresh(), self.fresh());
                    let function = Type::function(from.clone(), to.clone());
                    self.equal(&current, &function, head)?;
                    (from, to)
                }
                // The arrow itself may still hide behind variables.
                other => match self.unifier.resolve(&other).as_function() {
                    Some((from, to)) => (from.clone(), to.clone()),
                    None => return Err(Box::new(self.too_many(e, head, &arguments, at))),
                },
            };
            if let Some(diagnostic) = self.bare_name(head, &arguments[at..], &from) {
                return Err(Box::new(diagnostic));
            }
            let place = Place { head: head.clone(), nth: at, of: arguments.len(), span: argument.span };
            self.places.push(place);
            let value = self.check(argument, &from);
            self.places.pop();
            core = Core::Apply(Box::new(core), Box::new(value?));
            current = to;
        }
        self.equal(&current, of, e)?;
        Ok(Core::At(e.span, Box::new(core)))
    }

    /// The head's other meaning, where it has one: on a list, where one is written as its last argument or a function of a
    /// list is wanted; with fewer arguments, or more than the first meaning takes; with a condition.
    pub(super) fn other_meaning(
        &mut self,
        head: &Expression,
        arguments: &[&Expression],
        of: &Type,
    ) -> Option<(Core, Type)> {
        let Form::Name(name) = &head.kind else { return None };
        vocabulary::other(name)?;
        let takes = vocabulary::find(name)?.scheme().body.arity();
        let wanted = self.unifier.resolve(of);
        let list = |from: &Type| from.head().0 == Some("[]");
        let takes_list =
            std::iter::successors(wanted.as_function(), |(_, to)| to.as_function()).any(|(from, _)| list(from));
        let by_arguments = match (name.as_ref(), arguments) {
            ("when", [condition, ..]) => self.is_condition(condition),
            // Before 1.0 `scale 1 5 sine` was what `range 1 5 sine` is.
            ("scale", [low, ..]) => is_numeral(low),
            ("echo", [_]) => true,
            ("echo", [_, second]) => !matches!(second.kind, Form::Int(_) | Form::Fraction(_) | Form::Text(_)),
            _ => false,
        };
        let written = arguments.last().is_some_and(|last| matches!(last.kind, Form::List(_)));
        if !(written || takes_list || by_arguments || arguments.len() > takes) {
            return None;
        }
        let own = self.scope.iter().any(|(known, _)| known == name) || self.definitions.contains_key(name);
        let word = vocabulary::other(name).filter(|_| !own)?;
        if name.as_ref() == "scale" {
            let hint = Diagnostic::hint(head.span, "`scale` between two numbers is an old name");
            self.hints.push(hint.with_help("it is called `range` now and means the same"));
        }
        let (types, of) = self.instantiate(word.scheme(), head.span, &Because::Word(Arc::clone(name)));
        Some((Core::Word { word, types }, of))
    }

    /// Whether a truth value stands there: a name or a call whose result is one.
    fn is_condition(&self, e: &Expression) -> bool {
        let (mut head, mut count) = (e, 0);
        while let Form::Apply(function, _) = &head.kind {
            (head, count) = (function, count + 1);
        }
        let Form::Name(name) = &head.kind else { return false };
        let defined = self.definitions.get(name).map(|definition| &definition.scheme);
        let Some(scheme) = defined.or_else(|| vocabulary::find(name).map(vocabulary::Word::scheme)) else {
            return false;
        };
        let mut result = Some(&scheme.body);
        for _ in 0..count {
            result = result.and_then(|of| of.as_function()).map(|(_, to)| to);
        }
        result == Some(&Type::named("Bool"))
    }
}

/// Whether a number is written there.
fn is_numeral(e: &Expression) -> bool {
    match &e.kind {
        Form::Int(_) | Form::Fraction(_) => true,
        Form::Negate(inner) | Form::Minus(inner) => is_numeral(inner),
        _ => false,
    }
}
