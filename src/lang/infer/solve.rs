//! Classes: what is asked of types is reduced to what is asked of variables, and those left open get their default.
//!
//! ```text
//! Num (Pattern a)  ->  Num a        IsString [a]  ->  a is Char        Num a alone  ->  a is Integer
//! ```

use super::{Because, Constraint, Inference, Inferred};
use crate::lang::types::{Class, Type, Unifier, instance};
use crate::lang::vocabulary;
use std::collections::BTreeSet;

/// Words that work event by event on patterns of what they ask for.
const BEARERS: [&str; 13] =
    ["max", "min", "maximum", "minimum", "div", "mod", "quot", "rem", "divMod", "quotRem", "succ", "pred", "toEnum"];

impl Inference<'_> {
    /// Everything that is still open gets its default; what cannot be is refused.
    pub(super) fn finish(&mut self) -> Inferred<()> {
        self.solve()?;
        self.decide(0)?;
        self.default(|_, _| true)?;
        self.decide(0)?;
        self.solve()
    }

    /// Reduces what is asked until only variables are left.
    pub(super) fn solve(&mut self) -> Inferred<()> {
        self.decide_known()?;
        let mut waiting = std::mem::take(&mut self.constraints);
        let mut open = Vec::new();
        while let Some(constraint) = waiting.pop() {
            let of = self.unifier.shallow(&constraint.of);
            let Some((head, arguments)) = self.head(&of) else {
                if !open.iter().any(|other: &Constraint| other.class == constraint.class && other.of == of) {
                    open.push(Constraint { of, ..constraint });
                }
                continue;
            };
            if self.unifier.is_exhausted() {
                break;
            }
            let needs = instance(constraint.class, &head);
            let Some(needs) = needs.filter(|_| head != "Pattern" || self.bears_patterns(&constraint)) else {
                return Err(Box::new(self.refuse(&constraint)));
            };
            if head == "[]"
                && matches!(constraint.class, Class::IsString | Class::Parseable | Class::Slot)
                && let Some(element) = arguments.first()
                && self.unifier.unify(element, &Type::named("Char")).is_err()
            {
                return Err(Box::new(self.refuse(&constraint)));
            }
            for (at, class) in needs {
                if let Some(argument) = arguments.get(*at) {
                    waiting.push(Constraint { class: *class, of: argument.clone(), ..constraint.clone() });
                }
            }
        }
        // What was asked for first is told first.
        open.reverse();
        self.constraints.extend(open);
        Ok(())
    }

    /// Whether a word that asks for an order, for whole numbers or for something to count through can do with patterns of
    /// them: these have a least and a greatest, event by event, but none of two patterns is before the other.
    fn bears_patterns(&self, constraint: &Constraint) -> bool {
        let Because::Word(name) = &constraint.because else { return true };
        match constraint.class {
            Class::Ord | Class::Integral | Class::Enum => {
                BEARERS.contains(&&**name) || self.definitions.contains_key(name) || vocabulary::find(name).is_none()
            }
            _ => true,
        }
    }

    /// The constructor at the head of a type and its arguments; `None` where a variable stands there.
    fn head(&mut self, of: &Type) -> Option<(String, Vec<Type>)> {
        let mut arguments = Vec::new();
        let mut current = self.unifier.shallow(of);
        while let Type::Apply(function, argument) = current {
            arguments.push(argument.as_ref().clone());
            current = self.unifier.shallow(&function);
        }
        arguments.reverse();
        match current {
            Type::Constructor(name) => Some((name.to_string(), arguments)),
            _ => None,
        }
    }

    /// `(- x)` takes away where a function is wanted, and is minus x where anything else is.
    fn decide_known(&mut self) -> Inferred<()> {
        let undecided = std::mem::take(&mut self.undecided);
        for case in undecided {
            match self.unifier.shallow(&case.result) {
                Type::Variable(_) => self.undecided.push(case),
                result => {
                    let function = self.unifier.resolve(&result).as_function().is_some();
                    let wanted = match function {
                        true => Type::function(case.operand.clone(), case.operand.clone()),
                        false => case.operand.clone(),
                    };
                    if function {
                        self.hints.push(
                            crate::diagnostic::Diagnostic::hint(case.span, "`(- x)` is read as `(subtract x)` here")
                                .with_help("write (subtract x) or (|- x)"),
                        );
                    }
                    self.same(&wanted, &case.result, case.span)?;
                }
            }
        }
        Ok(())
    }

    /// Those made deeper than `level` whose type is still open are minus x.
    pub(super) fn decide(&mut self, level: u32) -> Inferred<()> {
        self.decide_known()?;
        let undecided = std::mem::take(&mut self.undecided);
        for case in undecided {
            match self.unifier.shallow(&case.result) {
                Type::Variable(id) if level > 0 && self.unifier.level(id) <= level => self.undecided.push(case),
                _ => self.same(&case.operand, &case.result, case.span)?,
            }
        }
        Ok(())
    }

    fn same(&mut self, a: &Type, b: &Type, span: crate::diagnostic::SourceSpan) -> Inferred<()> {
        let here = crate::lang::syntax::Expression::new(span, crate::lang::syntax::Form::Tuple(Vec::new()));
        self.equal(a, b, &here)
    }

    /// Gives open variables their default: Integer, then Double, and patterns of them where a string is among the uses.
    pub(super) fn default(&mut self, eligible: impl Fn(&Unifier, u32) -> bool) -> Inferred<()> {
        // Each round binds at least one variable; choosing a pattern opens at most one new one.
        for _ in 0..10_000 {
            self.solve()?;
            let mut chosen: Option<(u32, BTreeSet<Class>, bool)> = None;
            for constraint in &self.constraints {
                let Some((id, higher)) = self.open_variable(&constraint.of) else { continue };
                if !eligible(&self.unifier, id) {
                    continue;
                }
                match &mut chosen {
                    None => chosen = Some((id, BTreeSet::from([constraint.class]), higher)),
                    Some((known, classes, applied)) if *known == id => {
                        classes.insert(constraint.class);
                        *applied |= higher;
                    }
                    Some(_) => {}
                }
            }
            let Some((id, classes, applied)) = chosen else { return Ok(()) };
            let choice = self.choice(&classes, applied);
            let span = self.constraints.first().map(|constraint| constraint.span).unwrap_or_default();
            self.same(&Type::Variable(id), &choice, span)?;
        }
        Ok(())
    }

    fn open_variable(&self, of: &Type) -> Option<(u32, bool)> {
        let mut current = self.unifier.shallow(of);
        let mut applied = false;
        while let Type::Apply(function, _) = current {
            applied = true;
            current = self.unifier.shallow(&function);
        }
        match current {
            Type::Variable(id) => Some((id, applied)),
            _ => None,
        }
    }

    fn choice(&mut self, classes: &BTreeSet<Class>, applied: bool) -> Type {
        let any = |wanted: &[Class]| wanted.iter().any(|class| classes.contains(class));
        if any(&[Class::Foldable]) {
            return Type::named("[]");
        }
        if applied || any(&[Class::Functor, Class::Applicative, Class::Monad]) {
            return Type::named("Pattern");
        }
        let point = any(&[Class::Fractional, Class::Floating, Class::RealFrac]);
        let whole = any(&[Class::Num, Class::Integral, Class::Real, Class::Enum]);
        if any(&[Class::IsString]) {
            return if point || whole || any(&[Class::Unionable]) {
                Type::pattern(self.fresh())
            } else {
                Type::string()
            };
        }
        if point {
            Type::named("Double")
        } else if whole {
            Type::named("Integer")
        } else if any(&[Class::Parseable, Class::Monoid, Class::Semigroup]) {
            Type::string()
        } else {
            Type::named("()")
        }
    }
}
