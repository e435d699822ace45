//! Between data and Rust's own types, so that an entry of the vocabulary is a plain closure.
//!
//! ```text
//! |by: Cycle, p: Pat| p.early(by)        taken: Fraction, Pattern        given: Pattern
//! ```

use super::{Datum, List, Pat};
use crate::lang::action::Action;
use crate::pattern::{ControlMap, Item, Pattern, Value};
use crate::time::Cycle;
use std::any::Any;
use std::sync::Arc;

/// What can be taken out of a datum of the right type.
pub(crate) trait Take: Sized {
    /// Takes it; a datum after a complaint gives the type's zero.
    fn take(datum: Datum) -> Self;
}

/// What can be made a datum.
pub(crate) trait Give {
    /// Makes it one.
    fn give(self) -> Datum;
}

/// A function taken from a datum.
pub(crate) type Fun<A, B> = Arc<dyn Fn(A) -> B + Send + Sync>;

macro_rules! both {
    ($of:ty, $datum:ident => $take:expr, $value:ident => $give:expr) => {
        impl Take for $of {
            fn take($datum: Datum) -> Self {
                $take
            }
        }
        impl Give for $of {
            fn give(self) -> Datum {
                let $value = self;
                $give
            }
        }
    };
}

both!(Datum, d => d, d => d);
both!(i64, d => d.whole(), n => Datum::Int(n));
both!(f64, d => d.number(), x => Datum::Float(x));
both!(Cycle, d => d.fraction(), c => Datum::Fraction(c));
both!(bool, d => d.truth(), b => Datum::Bool(b));
both!(Arc<str>, d => d.text(), text => Datum::Text(text));
both!(ControlMap, d => d.controls(), controls => Datum::Controls(controls));
both!(List, d => d.list(), list => Datum::List(list));
both!((), _d => (), _unit => Datum::unit());

impl Take for Value {
    fn take(datum: Datum) -> Self {
        datum.value().unwrap_or(Value::Float(0.0))
    }
}

impl Give for Value {
    fn give(self) -> Datum {
        Datum::of_value(self)
    }
}

impl Give for Action {
    fn give(self) -> Datum {
        Datum::action(self)
    }
}

impl<T: Take + Item> Take for Pattern<T> {
    fn take(datum: Datum) -> Self {
        let pattern: Pat = datum.pattern();
        // A pattern of data taken as it is costs nothing.
        match (&pattern as &dyn Any).downcast_ref::<Pattern<T>>() {
            Some(same) => same.clone(),
            None => pattern.fmap(T::take),
        }
    }
}

impl<T: Give + Item> Give for Pattern<T> {
    fn give(self) -> Datum {
        let pattern = match (&self as &dyn Any).downcast_ref::<Pat>() {
            Some(same) => same.clone(),
            None => self.fmap(T::give),
        };
        Datum::Pattern(Box::new(pattern))
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(datum: Datum) -> Self {
        datum.list().items().iter().cloned().map(T::take).collect()
    }
}

impl<T: Give> Give for Vec<T> {
    fn give(self) -> Datum {
        Datum::List(List::from(self.into_iter().map(T::give).collect::<Vec<_>>()))
    }
}

impl<T: Take> Take for Option<T> {
    fn take(datum: Datum) -> Self {
        match datum {
            Datum::Maybe(Some(inner)) => Some(T::take(Arc::unwrap_or_clone(inner))),
            _ => None,
        }
    }
}

impl<T: Give> Give for Option<T> {
    fn give(self) -> Datum {
        Datum::Maybe(self.map(|inner| Arc::new(inner.give())))
    }
}

fn part(parts: &[Datum], at: usize) -> Datum {
    parts.get(at).cloned().unwrap_or(Datum::Bottom)
}

fn parts(datum: Datum) -> Arc<[Datum]> {
    match datum {
        Datum::Tuple(parts) => parts,
        _ => Arc::from([]),
    }
}

impl<A: Take, B: Take> Take for (A, B) {
    fn take(datum: Datum) -> Self {
        let parts = parts(datum);
        (A::take(part(&parts, 0)), B::take(part(&parts, 1)))
    }
}

impl<A: Take, B: Take, C: Take> Take for (A, B, C) {
    fn take(datum: Datum) -> Self {
        let parts = parts(datum);
        (A::take(part(&parts, 0)), B::take(part(&parts, 1)), C::take(part(&parts, 2)))
    }
}

impl<A: Give, B: Give> Give for (A, B) {
    fn give(self) -> Datum {
        Datum::Tuple(Arc::from([self.0.give(), self.1.give()]))
    }
}

impl<A: Give + 'static, B: Take + 'static> Take for Fun<A, B> {
    fn take(datum: Datum) -> Self {
        Arc::new(move |argument: A| B::take(datum.apply(argument.give())))
    }
}

impl<A: Take + 'static, B: Give + 'static> Give for Fun<A, B> {
    fn give(self) -> Datum {
        Datum::function(move |argument| self(A::take(argument)).give())
    }
}
