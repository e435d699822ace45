//! Functions that give patterns, lists or things to do, one after another; and functions on pairs.
//!
//! ```text
//! join (fmap f p)      replicateM 2 [0, 7]      forM [1, 2] f      (f >=> g) x      first (+ 1) (0, 5)
//! ```
//!
//! What Haskell keeps in `Control.Monad` and `Control.Arrow`; the plain ones stand in `functions`.

use super::functions::{append, bind, collected, lift, map, pure, sequence};
use super::make::{Instance, Make, plain, typed};
use super::{Family, Word, family, word};
use crate::lang::action::Action;
use crate::lang::datum::{Datum, List};
use crate::pattern::Pattern;
use std::sync::Arc;

/// A builder that knows what kind of thing `m` is: a pattern, a list, something to do.
fn of_kind<F>(build: F) -> Make
where
    F: Fn(Arc<str>) -> Datum + Send + Sync + 'static,
{
    typed(move |instance: &Instance<'_>| build(Arc::from(instance.head("m"))))
}

/// A function of two arguments, as data.
fn two(f: impl Fn(Datum, Datum) -> Datum + Send + Sync + Clone + 'static) -> Datum {
    Datum::function(move |a| {
        let f = f.clone();
        Datum::function(move |b| f(a.clone(), b))
    })
}

fn three(f: impl Fn(Datum, Datum, Datum) -> Datum + Send + Sync + Clone + 'static) -> Datum {
    Datum::function(move |a| {
        let f = f.clone();
        two(move |b, c| f(a.clone(), b, c))
    })
}

/// Each item after the other, with what the one before gave.
fn fold(head: &str, f: &Datum, start: Datum, all: &List) -> Datum {
    all.items().iter().fold(pure(head, start), |so_far, item| {
        let (f, item) = (f.clone(), item.clone());
        bind(so_far, Datum::function(move |x| f.apply(x).apply(item.clone())))
    })
}

/// Nothing of that kind.
fn none(head: &str) -> Datum {
    match head {
        "[]" => Datum::List(List::from(Vec::new())),
        "Maybe" => Datum::Maybe(None),
        _ => Datum::Pattern(Box::new(Pattern::silence())),
    }
}

/// Every choice of items that the function gives.
fn filtered(head: &str, f: &Datum, all: &List) -> Datum {
    let nothing = pure(head, Datum::List(List::from(Vec::new())));
    all.items().iter().rev().fold(nothing, |rest, item| {
        let kept = item.clone();
        let keep = Datum::function(move |yes| {
            let kept: Vec<Datum> = if yes.truth() { vec![kept.clone()] } else { Vec::new() };
            Datum::function(move |rest| append(Datum::List(List::from(kept.clone())), rest))
        });
        lift(map(keep, f.apply(item.clone())), rest, call)
    })
}

fn call(f: &Datum, x: &Datum) -> Datum {
    f.apply(x.clone())
}

fn zipped(f: &Datum, a: &List, b: &List) -> List {
    List::from(a.iter().zip(b.iter()).map(|(a, b)| f.apply(a).apply(b)).collect::<Vec<_>>())
}

fn repeated(n: i64, x: &Datum) -> List {
    List::from(vec![x.clone(); usize::try_from(n.clamp(0, MOST)).unwrap_or(0)])
}

/// More of them nobody means.
const MOST: i64 = 10_000;

/// A line to the performer.
fn say(text: Arc<str>) -> Datum {
    Datum::action(Action::Say(text))
}

#[rustfmt::skip] // a table: one row a word
fn one_after_another() -> Vec<Word> {
    vec![
        word("join", "Monad m => m (m a) -> m a", "What is inside of what is inside: patterns of patterns, lists of lists", "n (join (fmap (\\x -> fastcat [pure x, 12]) \"0 7\"))", plain(|x: Datum| bind(x, Datum::function(|inner| inner)))),
        word("forM", "Monad m => [a] -> (a -> m b) -> m [b]", "What the function makes of each of a list, as one pattern of lists", "n (sum <$> forM [1, 2] (\\x -> fastcat [pure x, 0]))", of_kind(|head| {
            two(move |all, f| collected(&head, &map(f, all).list()))
        })),
        word("for_", "[a] -> (a -> IO b) -> IO ()", "Does something with each of a list", "for_ [\"a\", \"b\"] (\\x -> p x $ s \"bd\")", plain(|all: List, f: Datum| sequence(&map(f, Datum::List(all)).list()))),
        word("sequenceA_", "[IO a] -> IO ()", "Does all of a list", "sequenceA_ [d1 $ s \"bd\", d2 $ s \"hh\"]", plain(|all: List| sequence(&all))),
        word("foldM", "Monad m => (b -> a -> m b) -> b -> [a] -> m b", "The function between all items from the left, giving patterns", "n (foldM (\\a x -> fastcat [pure a, pure (a + x)]) 0 [1, 2])", of_kind(|head| {
            three(move |f, start, all| fold(&head, &f, start, &all.list()))
        })),
        word("replicateM", "Monad m => Int -> m a -> m [a]", "Every row of so many; a pattern so many times, as lists", "n (fastFromList (concat (replicateM 2 [0, 7])))", of_kind(|head| {
            two(move |n, x| collected(&head, &repeated(n.whole(), &x)))
        })),
        word("replicateM_", "Int -> IO a -> IO ()", "Does it so many times", "replicateM_ 2 $ once $ s \"bd\"", plain(|n: i64, x: Datum| sequence(&repeated(n, &x)))),
        word("zipWithM", "Monad m => (a -> b -> m c) -> [a] -> [b] -> m [c]", "The function on two lists' items, as one pattern of lists", "n (sum <$> zipWithM (\\a b -> fastcat [pure a, pure b]) [0, 1] [10, 20])", of_kind(|head| {
            three(move |f, a, b| collected(&head, &zipped(&f, &a.list(), &b.list())))
        })),
        word("zipWithM_", "(a -> b -> IO c) -> [a] -> [b] -> IO ()", "Does something with two lists' items", "zipWithM_ (\\k x -> p k $ s x) [1, 2] [\"bd\", \"hh\"]", plain(|f: Datum, a: List, b: List| sequence(&zipped(&f, &a, &b)))),
        word("filterM", "Monad m => (a -> m Bool) -> [a] -> m [a]", "Those for which it holds, where that is a pattern or a list", "n (fastFromList (concat (filterM (const [True, False]) [1, 2])))", of_kind(|head| {
            two(move |f, all| filtered(&head, &f, &all.list()))
        })),
        word("liftA3", "Monad m => (a -> b -> c -> d) -> m a -> m b -> m c -> m d", "A function of three values on what is inside", "n (liftA3 (\\a b c -> a + b + c) \"0 1\" \"10\" \"0 100\")", plain(|f: Datum, a: Datum, b: Datum, c: Datum| lift(lift(map(f, a), b, call), c, call))),
        word("liftM2", "Monad m => (a -> b -> c) -> m a -> m b -> m c", "A function of two values on what is inside", "n (liftM2 (+) \"0 1\" \"10 20\")", plain(|f: Datum, a: Datum, b: Datum| lift(map(f, a), b, call))),
        word("ap", "Monad m => m (a -> b) -> m a -> m b", "Functions inside on values inside", "n (((+) <$> \"0 1\") `ap` \"10 20\")", plain(|f: Datum, x: Datum| lift(f, x, call))),
        word("guard", "Monad m => Bool -> m ()", "Goes on only where it holds", "n (fastFromList (do { x <- [1, 2, 3]; guard (x > 1); return x }))", of_kind(|head| {
            Datum::function(move |yes| if yes.truth() { pure(&head, Datum::unit()) } else { none(&head) })
        })),
        word("putStrLn", "String -> IO ()", "Tells you a line", "putStrLn \"the drop\"", plain(say)),
        word("putStr", "String -> IO ()", "Tells you a text", "putStr \"the drop\"", plain(say)),
        word("print", "Show a => a -> IO ()", "Tells you a value", "print (60 / 4)", plain(|x: Datum| say(Arc::from(super::show::shown(&x))))),
    ]
}

#[rustfmt::skip] // a table: one row a word
fn beside() -> Vec<Word> {
    const STEPS: &str = "Monad m => (a -> m b) -> (b -> m c) -> a -> m c";
    vec![
        word(">=>", STEPS, "First the left function, then the right, both giving patterns or lists", "n (((\\x -> fastcat [pure x, 0]) >=> (\\x -> fastcat [pure x, pure (x + 7)])) 5)", plain(|f: Datum, g: Datum, x: Datum| bind(f.apply(x), g))),
        word("<=<", "Monad m => (b -> m c) -> (a -> m b) -> a -> m c", "First the right function, then the left, both giving patterns or lists", "n (((\\x -> fastcat [pure x, 0]) <=< (\\x -> fastcat [pure x, pure (x + 7)])) 5)", plain(|g: Datum, f: Datum, x: Datum| bind(f.apply(x), g))),
        word("$>", "Functor f => f a -> b -> f b", "The same value at every place", "n (\"1 2\" $> 3)", plain(|x: Datum, value: Datum| map(Datum::function(move |_| value.clone()), x))),
        word(">>>", "(a -> b) -> (b -> c) -> a -> c", "First the left function, then the right", "(fast 2 >>> rev) $ s \"bd sn cp\"", plain(|f: Datum, g: Datum, x: Datum| g.apply(f.apply(x)))),
        word("<<<", "(b -> c) -> (a -> b) -> a -> c", "First the right function, then the left", "(rev <<< fast 2) $ s \"bd sn cp\"", plain(|g: Datum, f: Datum, x: Datum| g.apply(f.apply(x)))),
        word("first", "(a -> b) -> (a, c) -> (b, c)", "The function on the first of two", "n (fst (first (+ 1) (2, 5)))", plain(|f: Datum, pair: (Datum, Datum)| (f.apply(pair.0), pair.1))),
        word("second", "(b -> c) -> (a, b) -> (a, c)", "The function on the second of two", "n (snd (second (+ 1) (2, 5)))", plain(|f: Datum, pair: (Datum, Datum)| (pair.0, f.apply(pair.1)))),
        word("asTypeOf", "a -> a -> a", "The first, of the second's type", "n (asTypeOf 1 2)", plain(|x: Datum, _: Datum| x)),
    ]
}

pub(super) fn words() -> Vec<Word> {
    let mut words = family(Family::Functions, one_after_another());
    words.extend(family(Family::Functions, beside()));
    words
}
