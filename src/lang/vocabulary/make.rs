//! From closures over Rust's own types to words: currying, taking and giving, and arguments that may be patterns.
//!
//! ```text
//! plain(|p: Pat| p.rev())                              rev
//! each(|by: Cycle, p: &Pat| p.fast(by))                fast "<1 2>" p: the argument is joined into the result
//! each_change(|n: i64, f: Change, p: &Pat| ...)        every "<2 3>" (# speed 2) p
//! ```

use super::Word;
use crate::lang::datum::{Datum, Fun, Give, Pat, Take};
use crate::lang::interpreter::Networks;
use crate::lang::types::Type;
use crate::pattern::{Item, Pattern, Tidal};
use std::sync::Arc;

/// What stands around a text besides its words.
pub struct Surroundings {
    /// The networks that can be named.
    pub networks: Arc<dyn Networks>,
    /// Which Tidal is played.
    pub tidal: Tidal,
}

/// One use of a word: where, and at which types.
#[derive(Clone, Copy)]
pub struct Instance<'a> {
    pub(in crate::lang) word: Option<&'static Word>,
    pub(in crate::lang) types: &'a [Type],
    pub(in crate::lang) surroundings: &'a Surroundings,
}

impl Instance<'_> {
    /// What was chosen for a variable of the signature.
    pub(super) fn chosen(&self, variable: &str) -> Option<&Type> {
        let names = self.word?.variables();
        let at = names.iter().position(|name| name.as_ref() == variable)?;
        self.types.get(at)
    }

    /// The name of the type that was chosen for a variable, without its arguments.
    pub(super) fn head(&self, variable: &str) -> &str {
        self.chosen(variable).and_then(|of| of.head().0).unwrap_or("")
    }
}

/// How a word is built.
pub struct Make(Box<dyn Fn(&Instance<'_>) -> Datum + Send + Sync>);

impl Make {
    pub(super) fn build(&self, instance: &Instance<'_>) -> Datum {
        (self.0)(instance)
    }
}

/// A function from pattern to pattern.
pub(super) type Change = Fun<Pat, Pat>;

/// Built anew for each use, knowing its types and surroundings.
pub(super) fn typed(build: impl Fn(&Instance<'_>) -> Datum + Send + Sync + 'static) -> Make {
    Make(Box::new(build))
}

/// The same value at every use.
pub(super) fn value<R: Give>(value: impl Fn() -> R + Send + Sync + 'static) -> Make {
    typed(move |_| value().give())
}

/// A function of Rust's own types.
pub(super) trait Builder<Arguments> {
    /// It as a datum.
    fn datum(self) -> Datum;
}

/// A plain function: its arguments are taken as they are.
pub(super) fn plain<Arguments, F: Builder<Arguments>>(f: F) -> Make {
    let value = f.datum();
    typed(move |_| value.clone())
}

impl<F, A, R> Builder<(A,)> for F
where
    F: Fn(A) -> R + Send + Sync + 'static,
    A: Take,
    R: Give,
{
    fn datum(self) -> Datum {
        Datum::function(move |a| self(A::take(a)).give())
    }
}

macro_rules! builder {
    ($first:ident $($rest:ident)+; $first_value:ident $($value:ident)+) => {
        impl<F, $first, $($rest,)+ R> Builder<($first, $($rest,)+)> for F
        where
            F: Fn($first, $($rest),+) -> R + Send + Sync + 'static,
            $first: Take + 'static,
            $($rest: Take + 'static,)+
            R: Give + 'static,
        {
            fn datum(self) -> Datum {
                let f = Arc::new(self);
                Datum::function(move |$first_value| {
                    let (f, $first_value) = (Arc::clone(&f), $first_value.clone());
                    Builder::<($($rest,)+)>::datum(move |$($value: $rest),+| {
                        f($first::take($first_value.clone()), $($value),+)
                    })
                })
            }
        }
    };
}

builder!(A B; a b);
builder!(A B C; a b c);
builder!(A B C D; a b c d);
builder!(A B C D E; a b c d e);

/// Another word, whose first arguments are patterns, from plain values.
pub(super) fn plainly(word: &'static str, arguments: usize) -> Make {
    fn with(f: Datum, arguments: usize) -> Datum {
        match arguments {
            0 => f,
            _ => Datum::function(move |value| with(f.apply(Pat::pure(value).give()), arguments - 1)),
        }
    }
    typed(move |instance| super::find(word).map_or(Datum::Bottom, |word| with(word.build(instance), arguments)))
}

/// One argument that may be a pattern, and the pattern it works on.
pub(super) fn each<A, T, U>(f: impl Fn(A, &Pattern<T>) -> Pattern<U> + Send + Sync + 'static) -> Make
where
    A: Take + Item,
    T: Take + Item,
    U: Give + Item,
{
    let f = Arc::new(f);
    plain(move |argument: Pattern<A>, pattern: Pattern<T>| {
        let f = Arc::clone(&f);
        argument.inner_bind(move |argument| f(argument, &pattern))
    })
}

/// Two arguments that may be patterns.
pub(super) fn each2<A, B, T, U>(f: impl Fn(A, B, &Pattern<T>) -> Pattern<U> + Send + Sync + 'static) -> Make
where
    A: Take + Item,
    B: Take + Item,
    T: Take + Item,
    U: Give + Item,
{
    let f = Arc::new(f);
    plain(move |first: Pattern<A>, second: Pattern<B>, pattern: Pattern<T>| {
        let f = Arc::clone(&f);
        first.inner_bind(move |first| {
            let (f, pattern) = (Arc::clone(&f), pattern.clone());
            second.inner_bind(move |second| f(first.clone(), second, &pattern))
        })
    })
}

/// Three arguments that may be patterns.
pub(super) fn each3<A, B, C, T, U>(f: impl Fn(A, B, C, &Pattern<T>) -> Pattern<U> + Send + Sync + 'static) -> Make
where
    A: Take + Item,
    B: Take + Item,
    C: Take + Item,
    T: Take + Item,
    U: Give + Item,
{
    let f = Arc::new(f);
    plain(move |first: Pattern<A>, second: Pattern<B>, third: Pattern<C>, pattern: Pattern<T>| {
        let f = Arc::clone(&f);
        first.inner_bind(move |first| {
            let (f, third, pattern) = (Arc::clone(&f), third.clone(), pattern.clone());
            second.inner_bind(move |second| {
                let (f, pattern, first) = (Arc::clone(&f), pattern.clone(), first.clone());
                third.inner_bind(move |third| f(first.clone(), second.clone(), third, &pattern))
            })
        })
    })
}

/// One argument that may be a pattern, and a change.
pub(super) fn each_change<A, F>(f: F) -> Make
where
    A: Take + Item,
    F: Fn(A, Change, &Pat) -> Pat + Send + Sync + 'static,
{
    let f = Arc::new(f);
    plain(move |argument: Pattern<A>, change: Change, pattern: Pat| {
        let f = Arc::clone(&f);
        argument.inner_bind(move |argument| f(argument, Arc::clone(&change), &pattern))
    })
}

/// Two arguments that may be patterns, and a change.
pub(super) fn each2_change<A, B, F>(f: F) -> Make
where
    A: Take + Item,
    B: Take + Item,
    F: Fn(A, B, Change, &Pat) -> Pat + Send + Sync + 'static,
{
    let f = Arc::new(f);
    plain(move |first: Pattern<A>, second: Pattern<B>, change: Change, pattern: Pat| {
        let f = Arc::clone(&f);
        first.inner_bind(move |first| {
            let (f, change, pattern) = (Arc::clone(&f), Arc::clone(&change), pattern.clone());
            second.inner_bind(move |second| f(first.clone(), second, Arc::clone(&change), &pattern))
        })
    })
}
