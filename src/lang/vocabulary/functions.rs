//! Functions on functions, choices, and what can be laid over patterns, lists and functions alike.
//!
//! ```text
//! (rev . fast 2)      (+ 1) <$> "0 2"      pure 3      flip (#) (speed 2)
//! ```

use super::arithmetic::{compare, equal};
use super::make::{Instance, plain, typed, value};
use super::{Family, Word, family, word};
use crate::lang::action::Action;
use crate::lang::datum::{Datum, Fun, Give, List, Pat};
use std::cmp::Ordering;
use std::sync::Arc;

/// `f <$> x`, whatever `x` is.
pub(super) fn map(f: Datum, x: Datum) -> Datum {
    match x {
        Datum::Pattern(p) => p.fmap(move |value| f.apply(value)).give(),
        Datum::List(List::Lazy(_)) | Datum::Text(_) | Datum::List(_) => {
            let list = x.list();
            Datum::List(match list {
                List::Items(items) => List::from(items.iter().map(|item| f.apply(item.clone())).collect::<Vec<_>>()),
                List::Lazy(_) => List::lazy(move || {
                    let f = f.clone();
                    list.iter().map(move |item| f.apply(item))
                }),
            })
        }
        Datum::Function(_) => Datum::function(move |argument| f.apply(x.apply(argument))),
        Datum::Maybe(inner) => Datum::Maybe(inner.map(|inner| Arc::new(f.apply(Arc::unwrap_or_clone(inner))))),
        Datum::Built("Right", parts) => Datum::Built("Right", parts.iter().map(|part| f.apply(part.clone())).collect()),
        Datum::Tuple(parts) => match parts.as_ref() {
            [before @ .., last] => {
                let last = f.apply(last.clone());
                Datum::Tuple(before.iter().cloned().chain([last]).collect())
            }
            [] => Datum::Tuple(parts),
        },
        Datum::Action(actions, result) => Datum::Action(actions, Arc::new(f.apply(Arc::unwrap_or_clone(result)))),
        other => other,
    }
}

/// `f <*> x`, whatever they are; `call` combines a function and its argument.
pub(super) fn lift(f: Datum, x: Datum, call: fn(&Datum, &Datum) -> Datum) -> Datum {
    match (f, x) {
        (Datum::Pattern(f), Datum::Pattern(x)) => f.app_both(&x, call).give(),
        (Datum::List(fs), xs @ (Datum::List(_) | Datum::Text(_))) => {
            let xs = xs.list();
            Datum::List(List::lazy(move || {
                let xs = xs.clone();
                fs.iter().flat_map(move |f| xs.iter().map(move |x| call(&f, &x)))
            }))
        }
        (Datum::Function(f), Datum::Function(x)) => {
            Datum::function(move |argument| call(&f(argument.clone()), &x(argument)))
        }
        (Datum::Maybe(Some(f)), Datum::Maybe(Some(x))) => Datum::Maybe(Some(Arc::new(call(&f, &x)))),
        (Datum::Maybe(_), _) => Datum::Maybe(None),
        (Datum::Built("Right", f), Datum::Built("Right", x)) => {
            Datum::Built("Right", f.iter().zip(x.iter()).map(|(f, x)| call(f, x)).collect())
        }
        (left @ Datum::Built("Left", _), _) | (Datum::Built(..), left) => left,
        (Datum::Action(a, f), Datum::Action(b, x)) => {
            Datum::Action(a.iter().chain(b.iter()).cloned().collect(), Arc::new(call(&f, &x)))
        }
        _ => Datum::Bottom,
    }
}

/// `x >>= f`, whatever `x` is.
pub(super) fn bind(x: Datum, f: Datum) -> Datum {
    match x {
        Datum::Pattern(p) => p.bind(move |value| f.apply(value).pattern()).give(),
        Datum::List(_) | Datum::Text(_) => {
            let list = x.list();
            Datum::List(List::lazy(move || {
                let f = f.clone();
                list.iter().flat_map(move |item| f.apply(item).list().iter())
            }))
        }
        Datum::Maybe(Some(inner)) => f.apply(Arc::unwrap_or_clone(inner)),
        Datum::Built("Right", parts) => f.apply(parts.first().cloned().unwrap_or(Datum::Bottom)),
        Datum::Function(x) => Datum::function(move |argument| f.apply(x(argument.clone())).apply(argument)),
        Datum::Action(before, result) => match f.apply(Arc::unwrap_or_clone(result)) {
            Datum::Action(after, result) => Datum::Action(before.iter().chain(after.iter()).cloned().collect(), result),
            other => other,
        },
        other => other,
    }
}

/// `pure`, at the type that is wanted.
pub(super) fn pure(head: &str, x: Datum) -> Datum {
    match head {
        "[]" => Datum::List(List::from(vec![x])),
        "Maybe" => Datum::Maybe(Some(Arc::new(x))),
        "->" => Datum::function(move |_| x.clone()),
        "IO" => Datum::Action(Arc::from([]), Arc::new(x)),
        "Either" => Datum::Built("Right", Arc::from([x])),
        _ => Pat::pure(x).give(),
    }
}

/// `a <> b`: lists and words one after the other, patterns and actions both, functions by their results.
pub(super) fn append(a: Datum, b: Datum) -> Datum {
    match (a, b) {
        (Datum::Pattern(a), Datum::Pattern(b)) => a.overlay(&b).give(),
        (Datum::Text(a), Datum::Text(b)) => Datum::Text(Arc::from(format!("{a}{b}"))),
        (Datum::Function(f), Datum::Function(g)) => Datum::function(move |x| append(f(x.clone()), g(x))),
        (Datum::Controls(a), Datum::Controls(b)) => Datum::Controls(a.union_with(&b, |a, _| a.clone())),
        (Datum::Action(a, _), Datum::Action(b, result)) => {
            Datum::Action(a.iter().chain(b.iter()).cloned().collect(), result)
        }
        (Datum::Built("EQ", _), order) => order,
        (a @ (Datum::Tuple(_) | Datum::Built(..)), _) => a,
        (a, b) => {
            let (a, b) = (a.list(), b.list());
            Datum::List(List::lazy(move || a.iter().chain(b.iter())))
        }
    }
}

/// What changes nothing when it is joined with something of that type.
fn nothing(instance: &Instance<'_>) -> Datum {
    nothing_of(instance, "a")
}

/// The same for what was chosen for a variable.
pub(super) fn nothing_of(instance: &Instance<'_>, variable: &str) -> Datum {
    match instance.head(variable) {
        "Pattern" => Pat::silence().give(),
        "ValueMap" => Datum::Controls(crate::pattern::ControlMap::default()),
        "IO" => sequence(&List::from(Vec::new())),
        "()" => Datum::unit(),
        "Ordering" => Datum::Built("EQ", Arc::from([])),
        "[]" if instance.chosen(variable) == Some(&crate::lang::types::Type::string()) => Datum::Text(Arc::from("")),
        _ => Datum::List(List::from(Vec::new())),
    }
}

/// All the actions of a list of things to do, one after the other.
pub(super) fn sequence(list: &List) -> Datum {
    let mut actions: Vec<Action> = Vec::new();
    for item in list.items().iter() {
        if let Datum::Action(more, _) = item {
            actions.extend(more.iter().cloned());
        }
    }
    Datum::Action(actions.into(), Arc::new(Datum::unit()))
}

/// A list of patterns as a pattern of lists, and so for whatever else can be lifted.
pub(super) fn collected(head: &str, list: &List) -> Datum {
    let put = |item: &Datum, rest: &Datum| {
        let all: Vec<Datum> = std::iter::once(item.clone()).chain(rest.clone().list().iter()).collect();
        Datum::List(List::from(all))
    };
    let nothing = pure(head, Datum::List(List::from(Vec::new())));
    list.items().iter().rev().fold(nothing, |rest, item| lift(item.clone(), rest, put))
}

/// The one of two that `wanted` is the order of; of patterns event by event.
pub(super) fn either(wanted: Ordering, a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Pattern(a), Datum::Pattern(b)) => a.app_both(b, move |a, b| either(wanted, a, b)).give(),
        _ => {
            if compare(a, b) == wanted {
                a.clone()
            } else {
                b.clone()
            }
        }
    }
}

fn test(f: fn(Ordering) -> bool) -> super::Make {
    plain(move |a: Datum, b: Datum| f(compare(&a, &b)))
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    let call: fn(&Datum, &Datum) -> Datum = |f, x| f.apply(x.clone());
    let combinators = vec![
        word("id", "a -> a", "Changes nothing", "id $ s \"bd\"", plain(|x: Datum| x)),
        word("const", "a -> b -> a", "The first, whatever the second is", "every 2 (const $ s \"cp*4\") $ s \"bd hh\"", plain(|a: Datum, _: Datum| a)),
        word("flip", "(a -> b -> c) -> b -> a -> c", "The function with its first two arguments swapped", "flip (#) (speed 2) (s \"bd sn\")", plain(|f: Datum, a: Datum, b: Datum| f.apply(b).apply(a))),
        word(".", "(b -> c) -> (a -> b) -> a -> c", "First the right function, then the left", "(rev . fast 2) $ s \"bd sn cp\"", plain(|f: Datum, g: Datum, x: Datum| f.apply(g.apply(x)))),
        word("$", "(a -> b) -> a -> b", "The function on all that stands right of it", "rev $ s \"bd sn\"", plain(|f: Datum, x: Datum| f.apply(x))),
        word("&", "a -> (a -> b) -> b", "The function that stands right, on this", "s \"bd sn\" & rev", plain(|x: Datum, f: Datum| f.apply(x))),
        word("fmap", "Functor f => (a -> b) -> f a -> f b", "The function on every value inside", "n (fmap (* 2) \"1 2 3\")", plain(map)).also(&["<$>", "<$!>", "liftA", "liftM"]),
        word("<&>", "Functor f => f a -> (a -> b) -> f b", "The function that stands right, on every value inside", "n (\"1 2\" <&> (+ 1))", plain(|x: Datum, f: Datum| map(f, x))),
        word("<$", "Functor f => a -> f b -> f a", "The same value at every place", "n (3 <$ \"a b\")", plain(|value: Datum, x: Datum| map(Datum::function(move |_| value.clone()), x))),
        word("<*>", "Applicative f => f (a -> b) -> f a -> f b", "A pattern of functions on a pattern of values", "n ((+) <$> \"1 2\" <*> \"10 20 30\")", plain(move |f: Datum, x: Datum| lift(f, x, call))),
        word("<*", "Pattern (a -> b) -> Pattern a -> Pattern b", "The same; structure from the left", "n ((+) <$> \"1 2\" <* \"10 20 30\")", plain(move |f: Pat, x: Pat| f.app_left(&x, call))),
        word("*>", "Pattern (a -> b) -> Pattern a -> Pattern b", "The same; structure from the right", "n ((+) <$> \"1 2\" *> \"10 20 30\")", plain(move |f: Pat, x: Pat| f.app_right(&x, call))),
        word("liftA2", "Applicative f => (a -> b -> c) -> f a -> f b -> f c", "A function of two values on what is inside", "n (liftA2 (+) \"0 1\" \"10 20\")", plain(move |f: Datum, a: Datum, b: Datum| lift(map(f, a), b, call))),
        word("pure", "Applicative f => a -> f a", "The value, once a cycle", "s \"a\" # n (pure 3)", typed(|instance| {
            let head = Arc::<str>::from(instance.head("f"));
            Datum::function(move |x| pure(&head, x))
        })).also(&["return"]),
        word(">>=", "Monad m => m a -> (a -> m b) -> m b", "What the function makes of each value, joined", "((\"1 2\" :: Pattern Double) >>= (\\x -> speed (pure x))) # s \"bd\"", plain(bind)),
        word("=<<", "Monad m => (a -> m b) -> m a -> m b", "What the function makes of each value, joined", "(\\x -> speed (pure x)) =<< (\"1 2\" :: Pattern Double)", plain(|f: Datum, x: Datum| bind(x, f))),
        word(">>", "Monad m => m a -> m b -> m b", "First this, then that", "do { d1 $ s \"bd\"; d2 $ s \"hh*4\" }", plain(|x: Datum, y: Datum| bind(x, Datum::function(move |_| y.clone())))),
        word("sequence_", "[IO a] -> IO ()", "Does all of a list", "sequence_ [d1 $ s \"bd\", d2 $ s \"hh\"]", plain(|list: List| sequence(&list))),
        word("sequence", "Monad m => [m a] -> m [a]", "A list of patterns as a pattern of lists; all that a list does", "n (sum <$> sequence [\"1 2\", \"10\"])", typed(|instance| {
            let head = Arc::<str>::from(instance.head("m"));
            Datum::function(move |list| collected(&head, &list.list()))
        })).also(&["sequenceA"]),
        word("mapM", "Monad m => (a -> m b) -> [a] -> m [b]", "What the function makes of each of a list, as one pattern of lists", "n (sum <$> mapM (\\x -> fastcat [pure x, 0]) [1, 2])", typed(|instance| {
            let head = Arc::<str>::from(instance.head("m"));
            Datum::function(move |f: Datum| {
                let head = Arc::clone(&head);
                Datum::function(move |list| collected(&head, &map(f.clone(), list).list()))
            })
        })).also(&["traverse"]),
        word("mapM_", "(a -> IO b) -> [a] -> IO ()", "Does something with each of a list", "mapM_ (\\x -> p x $ s \"bd\") [\"a\", \"b\"]", plain(|f: Datum, list: List| sequence(&map(f, Datum::List(list)).list()))).also(&["traverse_"]),
        word("forM_", "[a] -> (a -> IO b) -> IO ()", "Does something with each of a list", "forM_ [\"a\", \"b\"] (\\x -> p x $ s \"bd\")", plain(|list: List, f: Datum| sequence(&map(f, Datum::List(list)).list()))),
        word("when", "(Int -> Bool) -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "A function where the cycle's number passes", "when ((== 1) . (`mod` 2)) (# speed 2) $ s \"bd sn\"", plain(|test: Fun<i64, bool>, f: super::make::Change, p: Pat| p.when_cycle(move |cycle| test(cycle), |p| f(p)))),
        word("<>", "Semigroup a => a -> a -> a", "Both: patterns above each other, lists after each other", "s \"bd\" <> s \"hh hh\"", plain(append)),
        word("mconcat", "Monoid a => [a] -> a", "All of a list together", "mconcat [s \"a\", s \"b\"]", typed(|instance| {
            let nothing = nothing(instance);
            Datum::function(move |all| all.list().items().iter().rev().fold(nothing.clone(), |rest, item| append(item.clone(), rest)))
        })),
        word("mempty", "Monoid a => a", "Nothing: silence, an empty list", "s \"bd\" <> mempty", typed(nothing)),
    ];
    let choices = vec![
        word("True", "Bool", "Yes", "sew (pure True) (n 1) (n 2)", value(|| true)).also(&["otherwise"]),
        word("False", "Bool", "No", "sew (pure False) (n 1) (n 2)", value(|| false)),
        word("not", "Bool -> Bool", "The opposite", "struct (not <$> \"t f\") $ s \"bd\"", plain(|yes: bool| !yes)),
        word("&&", "Bool -> Bool -> Bool", "Both", "n (if 1 < 2 && 2 < 3 then 1 else 0)", plain(|a: bool, b: bool| a && b)),
        word("||", "Bool -> Bool -> Bool", "One of them, or both", "n (if 1 < 2 || 3 < 2 then 1 else 0)", plain(|a: bool, b: bool| a || b)),
        word("==", "Eq a => a -> a -> Bool", "Whether they are equal", "struct ((== 1) <$> \"1 2 1\") $ s \"bd\"", plain(|a: Datum, b: Datum| equal(&a, &b))),
        word("/=", "Eq a => a -> a -> Bool", "Whether they differ", "struct ((/= 1) <$> \"1 2 1\") $ s \"bd\"", plain(|a: Datum, b: Datum| !equal(&a, &b))),
        word("<", "Ord a => a -> a -> Bool", "Whether the left is less", "struct ((< 2) <$> \"1 2 3\") $ s \"bd\"", test(Ordering::is_lt)),
        word("<=", "Ord a => a -> a -> Bool", "Whether the left is not more", "struct ((<= 2) <$> \"1 2 3\") $ s \"bd\"", test(Ordering::is_le)),
        word(">", "Ord a => a -> a -> Bool", "Whether the left is more", "struct ((> 2) <$> \"1 2 3\") $ s \"bd\"", test(Ordering::is_gt)),
        word(">=", "Ord a => a -> a -> Bool", "Whether the left is not less", "struct ((>= 2) <$> \"1 2 3\") $ s \"bd\"", test(Ordering::is_ge)),
        word("max", "Ord a => a -> a -> a", "The greater one", "n ((max 2) <$> \"1 2 3\")", plain(|a: Datum, b: Datum| either(Ordering::Greater, &a, &b))),
        word("min", "Ord a => a -> a -> a", "The lesser one", "n ((min 2) <$> \"1 2 3\")", plain(|a: Datum, b: Datum| either(Ordering::Less, &a, &b))),
        word("Just", "a -> Maybe a", "A value that is there", "s (fromMaybes [Just \"a\", Nothing])", plain(|x: Datum| Some(x))),
        word("Nothing", "Maybe a", "No value", "s (fromMaybes [Just \"a\", Nothing])", value(|| None::<Datum>)),
        word("maybe", "b -> (a -> b) -> Maybe a -> b", "The function on what is there, or else the first", "n (maybe 0 (+ 1) (Just 2))", plain(|none: Datum, f: Datum, x: Option<Datum>| x.map_or(none, |x| f.apply(x)))),
        word("fromMaybe", "a -> Maybe a -> a", "What is there, or else the first", "n (fromMaybe 0 (Just 2))", plain(|none: Datum, x: Option<Datum>| x.unwrap_or(none))),
        word("fromJust", "Maybe a -> a", "What is there", "n (fromJust (Just 2))", plain(|x: Option<Datum>| x.unwrap_or_else(|| Datum::Gone(Arc::from("`fromJust` meets Nothing here, which holds no value"))))),
        word("catMaybes", "[Maybe a] -> [a]", "Those that are there", "s (fromList (catMaybes [Just \"a\", Nothing]))", plain(|list: Vec<Option<Datum>>| list.into_iter().flatten().collect::<Vec<_>>())),
        word("Note", "Double -> Note", "A number as a note", "n (fmap Note \"0 1.5\")", plain(|x: f64| Datum::Note(x))),
        word("Arc", "Time -> Time -> Arc", "A stretch of time", "zoomArc (Arc 0.25 0.75) $ s \"bd sn hh cp\"", plain(|a: Datum, b: Datum| Datum::Tuple(Arc::from([a, b])))),
        word("show", "Show a => a -> String", "A value as text", "s (pure (show 808))", plain(|x: Datum| Datum::Text(Arc::from(super::show::shown(&x))))),
        word("fst", "(a, b) -> a", "The first of two", "n (fst (1, 2))", plain(|pair: (Datum, Datum)| pair.0)),
        word("snd", "(a, b) -> b", "The second of two", "n (snd (1, 2))", plain(|pair: (Datum, Datum)| pair.1)),
        word("curry", "((a, b) -> c) -> a -> b -> c", "A function of two from one of a pair", "zoom (0, 0.5) $ s \"bd sn\"", plain(|f: Datum, a: Datum, b: Datum| f.apply(Datum::Tuple(Arc::from([a, b]))))),
        word("uncurry", "(a -> b -> c) -> (a, b) -> c", "A function of a pair from one of two", "n (uncurry (+) (1, 2))", plain(|f: Datum, pair: (Datum, Datum)| f.apply(pair.0).apply(pair.1))),
        word("(,)", "a -> b -> (a, b)", "A pair", "n (fst ((,) 1 2))", plain(|a: Datum, b: Datum| (a, b))),
        word("(,,)", "a -> b -> c -> (a, b, c)", "A triple", "seqP [(,,) 0 2 (s \"bd\")]", plain(|a: Datum, b: Datum, c: Datum| Datum::Tuple(Arc::from([a, b, c])))),
    ];
    family(Family::Functions, combinators.into_iter().chain(choices).collect())
}
