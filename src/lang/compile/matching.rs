//! Matching: which alternative fits a value, and what its names stand for then.
//!
//! ```text
//! (x:xs) with [1, 2]     x = 1, xs = [2]            Just x with Nothing     does not fit
//! ```

use super::{Choice, Code, Compiler, Entry, Env};
use crate::lang::budget;
use crate::lang::core::{Bind, Core};
use crate::lang::datum::{Datum, List};
use crate::lang::vocabulary::arithmetic;
use std::sync::Arc;

/// The constructors whose values carry their name.
const BUILT: [&str; 6] = ["LT", "EQ", "GT", "Left", "Right", "Down"];

/// A compiled binder.
#[derive(Clone)]
pub(super) enum Matcher {
    Any,
    Name,
    As(Box<Matcher>),
    Equal(Code),
    Parts(Arc<[Matcher]>),
    List(Arc<[Matcher]>),
    Cons(Box<[Matcher; 2]>),
    Just(Box<Matcher>),
    Nothing,
    Truth(bool),
    /// What this constructor made.
    Built(&'static str, Arc<[Matcher]>),
    /// What is taken apart only where its names are asked for: of what does not fit they have no value.
    Lazy(Box<Matcher>, usize),
    /// A wrapper that is not there when a program runs, such as `Note x`.
    Inside(Box<Matcher>),
}

impl Matcher {
    /// The scope with the names of this binder, where the value fits.
    pub(super) fn run(&self, value: &Datum, env: &Env) -> Option<Env> {
        match self {
            Self::Any => Some(env.clone()),
            Self::Name => Some(env.with(value.clone())),
            Self::As(inner) => inner.run(value, &env.with(value.clone())),
            Self::Equal(literal) => arithmetic::equal(value, &literal(env)).then(|| env.clone()),
            Self::Parts(parts) => match value {
                Datum::Tuple(values) if values.len() == parts.len() => {
                    parts.iter().zip(values.iter()).try_fold(env.clone(), |env, (part, value)| part.run(value, &env))
                }
                _ => None,
            },
            Self::List(parts) => {
                let values: Vec<Datum> = value.clone().list().iter().take(parts.len() + 1).collect();
                if values.len() != parts.len() {
                    return None;
                }
                parts.iter().zip(&values).try_fold(env.clone(), |env, (part, value)| part.run(value, &env))
            }
            Self::Cons(parts) => {
                let list = value.clone().list();
                let first = list.iter().next()?;
                let rest = match list {
                    List::Items(items) => List::from(items.get(1..).unwrap_or(&[]).to_vec()),
                    List::Lazy(_) => List::lazy(move || list.iter().skip(1)),
                };
                let env = parts[0].run(&first, env)?;
                parts[1].run(&Datum::List(rest), &env)
            }
            Self::Just(inner) => match value {
                Datum::Maybe(Some(value)) => inner.run(value, env),
                _ => None,
            },
            Self::Nothing => matches!(value, Datum::Maybe(None)).then(|| env.clone()),
            Self::Truth(wanted) => matches!(value, Datum::Bool(truth) if truth == wanted).then(|| env.clone()),
            Self::Built(wanted, parts) => match value {
                Datum::Built(name, values) if name == wanted => {
                    parts.iter().zip(values.iter()).try_fold(env.clone(), |env, (part, value)| part.run(value, &env))
                }
                _ => None,
            },
            Self::Lazy(inner, names) => Some(inner.run(value, env).unwrap_or_else(|| {
                let nothing = Datum::Gone(Arc::from("a value does not have the shape that `~` hopes for"));
                (0..*names).fold(env.clone(), |env, _| env.with(nothing.clone()))
            })),
            Self::Inside(inner) => inner.run(value, env),
        }
    }
}

impl Compiler<'_> {
    /// Compiles a binder; its names enter the scope in the order in which it will push them.
    pub(super) fn matcher(&mut self, bind: &Bind, choice: &Choice) -> Matcher {
        match bind {
            Bind::Any => Matcher::Any,
            Bind::Name(id) => {
                self.scope.push(Entry::Local(*id));
                Matcher::Name
            }
            Bind::As(id, inner) => {
                self.scope.push(Entry::Local(*id));
                Matcher::As(Box::new(self.matcher(inner, choice)))
            }
            Bind::Equal(literal) => Matcher::Equal(self.code(literal, choice)),
            Bind::Lazy(inner) => {
                let before = self.scope.len();
                let inner = self.matcher(inner, choice);
                Matcher::Lazy(Box::new(inner), self.scope.len() - before)
            }
            Bind::Tuple(parts) => Matcher::Parts(parts.iter().map(|part| self.matcher(part, choice)).collect()),
            Bind::List(parts) => Matcher::List(parts.iter().map(|part| self.matcher(part, choice)).collect()),
            Bind::Constructor(name, parts) => {
                let mut inner: Vec<Matcher> = parts.iter().map(|part| self.matcher(part, choice)).collect();
                if let Some(name) = BUILT.into_iter().find(|built| *built == name.as_ref()) {
                    return Matcher::Built(name, inner.into());
                }
                match (name.as_ref(), inner.len()) {
                    ("True", 0) => Matcher::Truth(true),
                    ("False", 0) => Matcher::Truth(false),
                    ("Nothing", 0) => Matcher::Nothing,
                    ("Just", 1) => Matcher::Just(Box::new(inner.remove(0))),
                    (":", 2) => {
                        let tail = inner.remove(1);
                        Matcher::Cons(Box::new([inner.remove(0), tail]))
                    }
                    (_, 1) => Matcher::Inside(Box::new(inner.remove(0))),
                    _ => Matcher::Parts(inner.into()),
                }
            }
        }
    }

    pub(super) fn alternatives(&mut self, subject: &Core, rows: &[(Bind, Core)], choice: &Choice) -> Code {
        let subject = self.code(subject, choice);
        // The parts of a guard: whoever tried them goes on with what else there is.
        let goes_on = matches!(rows.last(), Some((Bind::Any, Core::Fail)));
        let mut compiled = Vec::with_capacity(rows.len());
        for (bind, body) in rows {
            let before = self.scope.len();
            let matcher = self.matcher(bind, choice);
            let body = self.code(body, choice);
            self.scope.truncate(before);
            compiled.push((matcher, body));
        }
        Arc::new(move |env| {
            let value = subject(env);
            for (matcher, body) in &compiled {
                if let Some(env) = matcher.run(&value, env) {
                    match body(&env) {
                        Datum::Mismatch => {}
                        found => return found,
                    }
                }
            }
            if goes_on {
                return Datum::Mismatch;
            }
            budget::complain(|| "no equation, guard or alternative fits this value".to_owned());
            Datum::Bottom
        })
    }
}
