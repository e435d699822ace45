//! Lists: what is left of Haskell's prelude when only music is made.
//!
//! ```text
//! stack (zipWith (\a b -> s a # pan b) ["a", "b"] [0, 1])        s (fastcat $ map pure $ take 3 $ cycle ["a", "b"])
//! ```

use super::arithmetic::{compare, equal, operate};
use super::functions::map;
use super::make::{plain, typed};
use super::{Family, Word, family, word};
use crate::lang::budget;
use crate::lang::datum::{Datum, List};
use crate::pattern::{Operation, Tidal};
use std::sync::Arc;

fn items(list: &List) -> Vec<Datum> {
    list.items().to_vec()
}

fn list(items: Vec<Datum>) -> Datum {
    Datum::List(List::from(items))
}

fn count(n: i64) -> usize {
    usize::try_from(n.max(0)).unwrap_or(usize::MAX)
}

fn missing(what: &'static str) -> Datum {
    budget::complain(|| format!("`{what}` finds nothing: its list is empty"));
    Datum::Bottom
}

/// From `from` in steps of `by`, to `to` where there is one; numbers with a point run half a step further, as in Haskell.
fn range(from: &Datum, by: &Datum, to: Option<&Datum>) -> List {
    let (from, by, to) = (from.clone(), by.clone(), to.cloned());
    let exact = matches!(from, Datum::Int(_) | Datum::Char(_) | Datum::Bool(_));
    let slack = if exact { 0.0 } else { by.number() / 2.0 };
    let number = |x: &Datum| match x {
        Datum::Char(_) => x.whole() as f64,
        other => other.number(),
    };
    let limit = to.as_ref().map(|to| number(to) + slack);
    let up = by.number() >= 0.0;
    List::lazy(move || {
        let mut next = Some(from.clone());
        let by = by.clone();
        std::iter::from_fn(move || {
            let current = next.take()?;
            let place = match &current {
                Datum::Char(_) => current.whole() as f64,
                other => other.number(),
            };
            if limit.is_some_and(|limit| if up { place > limit } else { place < limit }) {
                return None;
            }
            next = match &current {
                Datum::Char(letter) => {
                    let code = i64::from(u32::from(*letter)) + by.whole();
                    u32::try_from(code).ok().and_then(char::from_u32).map(Datum::Char)
                }
                Datum::Bool(false) => Some(Datum::Bool(true)),
                Datum::Bool(true) => None,
                other => Some(operate(Operation::Add, other, &by)),
            };
            Some(current)
        })
    })
}

fn difference(a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Char(_), _) => Datum::Int(b.whole() - a.whole()),
        _ => operate(Operation::Subtract, b, a),
    }
}

/// One, as the kind of number that `like` is.
fn one(like: &Datum) -> Datum {
    match like {
        Datum::Float(_) => Datum::Float(1.0),
        Datum::Note(_) => Datum::Note(1.0),
        Datum::Fraction(_) => Datum::Fraction(crate::time::Cycle::ONE),
        _ => Datum::Int(1),
    }
}

fn folded(operation: Operation, empty: i64) -> super::Make {
    typed(move |instance| {
        let of = instance.chosen("a").cloned();
        let tidal = instance.surroundings.tidal;
        let operate = super::arithmetic::of_dialect(tidal);
        Datum::function(move |x| {
            let start = of.as_ref().map_or(Datum::Int(empty), |of| crate::lang::compile::numeral(empty, of));
            let mut all = elements(x).into_iter();
            // The numeral that Haskell begins with is heard only where it meets controls as up to Tidal 1.9.
            let first = match tidal {
                Tidal::V1_10 => all.next().unwrap_or(start),
                Tidal::V1_7 => start,
            };
            all.fold(first, |sum, item| operate(operation, &sum, &item))
        })
    })
}

/// The elements of a list, or of a `Maybe`.
pub(super) fn elements(x: Datum) -> Vec<Datum> {
    match x {
        Datum::Maybe(inner) => inner.into_iter().map(Arc::unwrap_or_clone).collect(),
        other => items(&other.list()),
    }
}

fn extreme(list: Datum, what: &'static str, wanted: std::cmp::Ordering) -> Datum {
    let mut all = elements(list).into_iter();
    let Some(first) = all.next() else { return missing(what) };
    all.fold(first, |best, item| super::functions::either(wanted, &item, &best))
}

fn foldr(f: &Datum, start: Datum, list: Datum) -> Datum {
    elements(list).into_iter().rev().fold(start, |rest, item| f.apply(item).apply(rest))
}

fn foldl(f: &Datum, start: Datum, list: Datum) -> Datum {
    elements(list).into_iter().fold(start, |so_far, item| f.apply(so_far).apply(item))
}

fn zip_with(f: Datum, a: List, b: List) -> Datum {
    Datum::List(List::lazy(move || {
        let f = f.clone();
        a.iter().zip(b.iter()).map(move |(a, b)| f.apply(a).apply(b))
    }))
}

#[rustfmt::skip] // a table: one row a word
fn making() -> Vec<Word> {
    vec![
        word("enumFrom", "Enum a => a -> [a]", "From a number on: [0 ..]", "n (fromList (take 3 [0 ..]))", plain(|a: Datum| range(&a, &one(&a), None))),
        word("enumFromThen", "Enum a => a -> a -> [a]", "From a number on in steps: [0, 2 ..]", "n (fromList (take 3 [0, 2 ..]))", plain(|a: Datum, b: Datum| range(&a, &difference(&a, &b), None))),
        word("enumFromTo", "Enum a => a -> a -> [a]", "From a number to another: [0 .. 3]", "n (fastFromList [0 .. 3])", plain(|a: Datum, c: Datum| range(&a, &one(&a), Some(&c)))),
        word("enumFromThenTo", "Enum a => a -> a -> a -> [a]", "From a number to another in steps: [0, 2 .. 6]", "n (fastFromList [0, 2 .. 6])", plain(|a: Datum, b: Datum, c: Datum| range(&a, &difference(&a, &b), Some(&c)))),
        word("replicate", "Int -> a -> [a]", "The same so many times", "s (cat $ replicate 2 \"a b\" ++ [\"c\"])", plain(|n: i64, x: Datum| Datum::List(List::lazy(move || std::iter::repeat_n(x.clone(), count(n)))))),
        word("repeat", "a -> [a]", "The same without end", "s (fromList $ take 2 $ repeat \"a\")", plain(|x: Datum| Datum::List(List::lazy(move || std::iter::repeat(x.clone()))))),
        word("cycle", "[a] -> [a]", "The list again and again", "s (fastcat $ map pure $ take 3 $ cycle [\"a\", \"b\"])", plain(|all: List| Datum::List(List::lazy(move || {
            let all = items(&all);
            let length = all.len();
            (0usize..).map_while(move |at| all.get(at.checked_rem(length)?).cloned())
        })))),
        word("iterate", "(a -> a) -> a -> [a]", "A value, the function of it, the function of that ...", "n (fromList $ take 3 $ iterate (* 2) 1)", plain(|f: Datum, x: Datum| Datum::List(List::lazy(move || {
            let f = f.clone();
            std::iter::successors(Some(x.clone()), move |x| Some(f.apply(x.clone())))
        })))).also(&["iterate'"]),
        word("words", "String -> [String]", "The words of a text", "s (fromList (words \"a b c\"))", plain(|text: Arc<str>| text.split_whitespace().map(Arc::<str>::from).collect::<Vec<_>>())),
        word("unwords", "[String] -> String", "Words joined by spaces", "s (pure (unwords [\"a\", \"b\"]))", plain(|all: Vec<Arc<str>>| Arc::<str>::from(all.join(" ")))),
        word("lines", "String -> [String]", "The lines of a text", "s (fromList (lines \"a\"))", plain(|text: Arc<str>| text.lines().map(Arc::<str>::from).collect::<Vec<_>>())),
        word("unlines", "[String] -> String", "Lines joined", "s (pure (unwords (lines (unlines [\"a\"]))))", plain(|all: Vec<Arc<str>>| Arc::<str>::from(all.iter().map(|line| format!("{line}\n")).collect::<String>()))),
    ]
}

#[rustfmt::skip] // a table: one row a word
fn changing() -> Vec<Word> {
    vec![
        word("map", "(a -> b) -> [a] -> [b]", "The function on every item", "cat (map (\\x -> s \"bd\" # n (pure x)) [0, 3, 5])", plain(|f: Datum, all: List| map(f, Datum::List(all)))),
        word("filter", "(a -> Bool) -> [a] -> [a]", "Those items for which it holds", "n (fromList (filter (> 1) [1, 2, 3]))", plain(|f: Datum, all: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            all.iter().filter(move |item| f.apply(item.clone()).truth())
        })))),
        word("concatMap", "(a -> [b]) -> [a] -> [b]", "What the function makes of each item, joined", "n (fromList (concatMap (\\x -> [x, x + 1]) [0, 10]))", plain(|f: Datum, all: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            all.iter().flat_map(move |item| f.apply(item).list().iter())
        })))),
        word("concat", "[[a]] -> [a]", "Lists joined", "n (fromList (concat [[0, 1], [2]]))", plain(|all: List| Datum::List(List::lazy(move || all.iter().flat_map(|inner| inner.list().iter()))))),
        word("++", "[a] -> [a] -> [a]", "Two lists, or two texts, joined", "s (cat ([\"a\"] ++ [\"b\"]))", plain(|a: List, b: List| Datum::List(List::lazy(move || a.iter().chain(b.iter()))))),
        word(":", "a -> [a] -> [a]", "An item before a list", "s (cat (\"a\" : [\"b\"]))", plain(|a: Datum, b: List| Datum::List(List::lazy(move || std::iter::once(a.clone()).chain(b.iter()))))),
        word("take", "Int -> [a] -> [a]", "The first items", "n (fromList (take 3 [0 ..]))", plain(|n: i64, all: List| list(all.iter().take(count(n)).collect()))),
        word("drop", "Int -> [a] -> [a]", "Without the first items", "n (fromList (drop 1 [0, 1, 2]))", plain(|n: i64, all: List| Datum::List(List::lazy(move || all.iter().skip(count(n)))))),
        word("splitAt", "Int -> [a] -> ([a], [a])", "The first items, and the rest", "n (fromList (fst (splitAt 2 [0, 1, 2])))", plain(|n: i64, all: List| {
            let first = list(all.iter().take(count(n)).collect());
            (first, Datum::List(List::lazy(move || all.iter().skip(count(n)))))
        })),
        word("takeWhile", "(a -> Bool) -> [a] -> [a]", "Items as long as it holds", "n (fromList (takeWhile (< 3) [0 ..]))", plain(|f: Datum, all: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            all.iter().take_while(move |item| f.apply(item.clone()).truth())
        })))),
        word("dropWhile", "(a -> Bool) -> [a] -> [a]", "Items from where it no longer holds", "n (fromList (dropWhile (< 1) [0, 1, 2]))", plain(|f: Datum, all: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            all.iter().skip_while(move |item| f.apply(item.clone()).truth())
        })))),
        word("reverse", "[a] -> [a]", "Backwards", "n (fromList (reverse [0, 1, 2]))", plain(|all: List| list(items(&all).into_iter().rev().collect()))),
        word("sort", "Ord a => [a] -> [a]", "In order", "n (fromList (sort [2, 0, 1]))", plain(|all: List| {
            let mut all = items(&all);
            all.sort_by(compare);
            list(all)
        })),
        word("nub", "Eq a => [a] -> [a]", "Each item once", "n (fromList (nub [0, 1, 0]))", plain(|all: List| {
            let mut once: Vec<Datum> = Vec::new();
            for item in items(&all) {
                if !once.iter().any(|other| equal(other, &item)) {
                    once.push(item);
                }
            }
            list(once)
        })),
        word("zip", "[a] -> [b] -> [(a, b)]", "Pairs of two lists' items", "n (fromList (map fst (zip [0, 1] [2, 3])))", plain(|a: List, b: List| Datum::List(List::lazy(move || a.iter().zip(b.iter()).map(|(a, b)| Datum::Tuple(Arc::from([a, b]))))))),
        word("zip3", "[a] -> [b] -> [c] -> [(a, b, c)]", "Triples of three lists' items", "seqP (zip3 [0, 1] [1, 2] [s \"a\", s \"b\"])", plain(|a: List, b: List, c: List| Datum::List(List::lazy(move || {
            a.iter().zip(b.iter()).zip(c.iter()).map(|((a, b), c)| Datum::Tuple(Arc::from([a, b, c])))
        })))),
        word("zipWith", "(a -> b -> c) -> [a] -> [b] -> [c]", "The function on two lists' items", "stack (zipWith (\\a b -> s a # pan b) [\"a\", \"b\"] [0, 1])", plain(zip_with)),
        word("zipWith3", "(a -> b -> c -> d) -> [a] -> [b] -> [c] -> [d]", "The function on three lists' items", "n (fromList (zipWith3 (\\a b c -> a + b + c) [1] [2] [3]))", plain(|f: Datum, a: List, b: List, c: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            a.iter().zip(b.iter()).zip(c.iter()).map(move |((a, b), c)| f.apply(a).apply(b).apply(c))
        })))),
        word("unzip", "[(a, b)] -> ([a], [b])", "Two lists from a list of pairs", "n (fromList (fst (unzip [(0, 1), (2, 3)])))", plain(|all: Vec<(Datum, Datum)>| {
            let (a, b): (Vec<Datum>, Vec<Datum>) = all.into_iter().unzip();
            (list(a), list(b))
        })),
        word("tail", "[a] -> [a]", "Without the first item", "n (fromList (tail [0, 1, 2]))", plain(|all: List| Datum::List(List::lazy(move || all.iter().skip(1))))),
        word("init", "[a] -> [a]", "Without the last item", "n (fromList (init [0, 1, 2]))", plain(|all: List| {
            let mut all = items(&all);
            all.pop();
            list(all)
        })),
        word("intercalate", "[a] -> [[a]] -> [a]", "Lists joined with another between", "s (pure (intercalate \"x\" [\"a\", \"b\"]))", plain(|between: List, all: Vec<List>| {
            let between = items(&between);
            let all: Vec<Vec<Datum>> = all.iter().map(items).collect();
            list(all.join(between.as_slice()))
        })),
        word("scanl", "(b -> a -> b) -> b -> [a] -> [b]", "All the results on the way of a fold", "n (fromList (scanl (+) 0 [1, 2]))", plain(|f: Datum, start: Datum, all: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            std::iter::once(start.clone()).chain(all.iter().scan(start.clone(), move |so_far, item| {
                *so_far = f.apply(so_far.clone()).apply(item);
                Some(so_far.clone())
            }))
        })))).also(&["scanl'"]),
    ]
}

#[rustfmt::skip] // a table: one row a word
fn asking() -> Vec<Word> {
    vec![
        word("!!", "[a] -> Int -> a", "The item of that number, from 0", "s ([\"a\", \"b\"] !! 1)", plain(|all: List, n: i64| match usize::try_from(n).ok().and_then(|n| all.iter().nth(n)) {
            Some(item) => item,
            None => {
                budget::complain(|| format!("there is no item {n} in this list"));
                Datum::Bottom
            }
        })),
        word("head", "[a] -> a", "The first item", "n (head [0, 1])", plain(|all: List| all.iter().next().unwrap_or_else(|| missing("head")))),
        word("last", "[a] -> a", "The last item", "n (last [0, 1])", plain(|all: List| items(&all).pop().unwrap_or_else(|| missing("last")))),
        word("length", "Foldable t => t a -> Int", "How many items", "n (fromIntegral (length [1, 2]))", plain(|x: Datum| elements(x).len() as i64)),
        word("null", "Foldable t => t a -> Bool", "Whether there is nothing in it", "n (if null [] then 1 else 0)", plain(|x: Datum| match x {
            Datum::Maybe(inner) => inner.is_none(),
            other => other.list().iter().next().is_none(),
        })),
        word("elem", "Eq a => a -> [a] -> Bool", "Whether it is in the list", "n (if elem 2 [1, 2] then 1 else 0)", plain(|x: Datum, all: List| all.iter().any(|item| equal(&item, &x)))),
        word("notElem", "Eq a => a -> [a] -> Bool", "Whether it is not in the list", "n (if notElem 2 [1, 3] then 1 else 0)", plain(|x: Datum, all: List| !all.iter().any(|item| equal(&item, &x)))),
        word("lookup", "Eq a => a -> [(a, b)] -> Maybe b", "What stands beside it in a list of pairs", "n (fromJust (lookup 1 [(1, 5)]))", plain(|x: Datum, all: Vec<(Datum, Datum)>| all.into_iter().find(|(key, _)| equal(key, &x)).map(|(_, found)| found))),
        word("sum", "(Foldable t, Num a) => t a -> a", "All added up", "n (sum [\"0 1\", \"10\"])", folded(Operation::Add, 0)),
        word("product", "(Foldable t, Num a) => t a -> a", "All multiplied", "n (product [2, 3])", folded(Operation::Multiply, 1)),
        word("maximum", "(Foldable t, Ord a) => t a -> a", "The greatest", "n (pure (maximum [2, 3]))", plain(|x: Datum| extreme(x, "maximum", std::cmp::Ordering::Greater))),
        word("minimum", "(Foldable t, Ord a) => t a -> a", "The least", "n (pure (minimum [2, 3]))", plain(|x: Datum| extreme(x, "minimum", std::cmp::Ordering::Less))),
        word("and", "[Bool] -> Bool", "Whether all hold", "n (if and [1 < 2, 2 < 3] then 1 else 0)", plain(|all: Vec<bool>| all.into_iter().all(|yes| yes))),
        word("or", "[Bool] -> Bool", "Whether one holds", "n (if or [1 < 2, 3 < 2] then 1 else 0)", plain(|all: Vec<bool>| all.into_iter().any(|yes| yes))),
        word("any", "(a -> Bool) -> [a] -> Bool", "Whether it holds for one", "n (if any (> 1) [1, 2] then 1 else 0)", plain(|f: Datum, all: List| all.iter().any(|item| f.apply(item).truth()))),
        word("foldr", "Foldable t => (a -> b -> b) -> b -> t a -> b", "The function between all items, from the right", "foldr ($) (s \"bd sn\") [rev, fast 2]", plain(|f: Datum, start: Datum, all: Datum| foldr(&f, start, all))),
        word("foldl", "Foldable t => (b -> a -> b) -> b -> t a -> b", "The function between all items, from the left", "foldl (#) (s \"bd\") [n 1, speed 2]", plain(|f: Datum, start: Datum, all: Datum| foldl(&f, start, all))).also(&["foldl'"]),
        word("foldr1", "(a -> a -> a) -> [a] -> a", "The function between all items, from the right", "foldr1 (#) [s \"bd\", n 1]", plain(|f: Datum, all: List| {
            let mut all = items(&all);
            match all.pop() {
                Some(last) => foldr(&f, last, list(all)),
                None => missing("foldr1"),
            }
        })),
        word("foldl1", "(a -> a -> a) -> [a] -> a", "The function between all items, from the left", "foldl1 (#) [s \"bd\", n 1]", plain(|f: Datum, all: List| {
            let mut all = items(&all);
            if all.is_empty() {
                return missing("foldl1");
            }
            let first = all.remove(0);
            foldl(&f, first, list(all))
        })).also(&["foldl1'"]),
    ]
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    family(Family::Lists, making().into_iter().chain(changing()).chain(asking()).collect())
}
