//! Applications: a head and its arguments, checked one after another, with messages that name both.
//!
//! ```text
//! s "bd" speed 2        `s` takes 1 argument, but 3 stand behind it: a `#` may be missing before `speed`
//! ```

use super::explain::Place;
use super::{Because, Inference, Inferred};
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
        let (mut core, mut current) = match self.on_list(head, &arguments) {
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

    /// The head's other meaning, where it has one on lists: a list is written as its last argument, or more arguments stand
    /// behind it than the first meaning takes.
    fn on_list(&mut self, head: &Expression, arguments: &[&Expression]) -> Option<(Core, Type)> {
        let Form::Name(name) = &head.kind else { return None };
        let takes = vocabulary::find(name)?.scheme().body.arity();
        if !matches!(arguments.last()?.kind, Form::List(_)) && arguments.len() <= takes {
            return None;
        }
        let own = self.scope.iter().any(|(known, _)| known == name) || self.definitions.contains_key(name);
        let word = vocabulary::on_list(name).filter(|_| !own)?;
        let (types, of) = self.instantiate(word.scheme(), head.span, &Because::Word(Arc::clone(name)));
        Some((Core::Word { word, types }, of))
    }
}
