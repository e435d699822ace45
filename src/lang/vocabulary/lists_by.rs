//! Lists by a function of the performer's: the greatest, each once, unfolded; and values that may be missing, as lists.
//!
//! ```text
//! maximumBy (comparing snd) [(0, 1), (1, 3)]      unfoldr (\x -> if x > 3 then Nothing else Just (x, x + 1)) 1
//! ```
//!
//! What Haskell keeps in `Data.List`, `Data.Char`, `Data.Either` beyond what `lists` and `lists_more` have.

use super::arithmetic::{compare, equal};
use super::make::{Make, plain};
use super::prelude::{ordering, side};
use super::{Family, Word, family, word};
use crate::lang::budget;
use crate::lang::datum::{Datum, Fun, List};
use std::cmp::Ordering;
use std::sync::Arc;

fn items(list: &List) -> Vec<Datum> {
    list.items().to_vec()
}

fn list(items: Vec<Datum>) -> Datum {
    Datum::List(List::from(items))
}

/// The last of the greatest, or the first of the least, by an order of the performer's.
fn extreme_by(what: &'static str, wanted: fn(Ordering) -> bool) -> Make {
    plain(move |f: Datum, all: List| {
        let mut all = items(&all).into_iter();
        let Some(first) = all.next() else {
            return Datum::Gone(Arc::from(format!("`{what}` finds nothing: its list is empty")));
        };
        let better = |a: &Datum, b: &Datum| wanted(ordering(&f.apply(a.clone()).apply(b.clone())));
        all.fold(first, |best, item| if better(&best, &item) { item } else { best })
    })
}

/// Where in a list something holds.
fn places(all: &List, holds: impl Fn(&Datum) -> bool) -> Vec<i64> {
    items(all).iter().enumerate().filter(|(_, item)| holds(item)).map(|(at, _)| at as i64).collect()
}

/// The function over all items from one side, with what it carries along.
fn carried(f: &Datum, mut so_far: Datum, all: impl Iterator<Item = Datum>) -> (Datum, Vec<Datum>) {
    let mut out = Vec::new();
    for item in all {
        match f.apply(so_far.clone()).apply(item) {
            Datum::Tuple(parts) if parts.len() == 2 => {
                so_far = parts[0].clone();
                out.push(parts[1].clone());
            }
            other => other.needed(),
        }
    }
    (so_far, out)
}

/// Those of one of two kinds.
fn of_side(all: &List, right: bool) -> Vec<Datum> {
    items(all).iter().map(side).filter(|(found, _)| *found == right).map(|(_, item)| item).collect()
}

fn kind(f: fn(char) -> bool) -> Make {
    plain(move |x: Datum| matches!(x, Datum::Char(c) if f(c)))
}

fn count(n: i64) -> usize {
    usize::try_from(n.max(0)).unwrap_or(usize::MAX)
}

#[rustfmt::skip] // a table: one row a word
fn by_function() -> Vec<Word> {
    const BY: &str = "(a -> a -> Ordering) -> [a] -> a";
    const CARRY: &str = "(a -> b -> (a, c)) -> a -> [b] -> (a, [c])";
    vec![
        word("maximumBy", BY, "The greatest by an order of yours", "n (fst (maximumBy (comparing snd) [(0, 1), (1, 3), (2, 2)]))", extreme_by("maximumBy", Ordering::is_le)),
        word("minimumBy", BY, "The least by an order of yours", "n (fst (minimumBy (comparing snd) [(0, 4), (1, 3), (2, 5)]))", extreme_by("minimumBy", Ordering::is_gt)),
        word("nubBy", "(a -> a -> Bool) -> [a] -> [a]", "Each once, the same being what you say", "n (fastFromList (nubBy (\\a b -> abs (a - b) < 1) [0, 0.5, 1, 2]))", plain(|f: Datum, all: List| {
            let mut once: Vec<Datum> = Vec::new();
            for item in items(&all) {
                if !once.iter().any(|other| f.apply(other.clone()).apply(item.clone()).truth()) {
                    once.push(item);
                }
            }
            list(once)
        })),
        word("insertBy", "(a -> a -> Ordering) -> a -> [a] -> [a]", "The item in its place, by an order of yours", "n (fastFromList (insertBy (flip compare) 2 [3, 1]))", plain(|f: Datum, x: Datum, all: List| {
            let mut all = items(&all);
            let at = all.iter().position(|item| ordering(&f.apply(x.clone()).apply(item.clone())).is_le()).unwrap_or(all.len());
            all.insert(at, x);
            list(all)
        })),
        word("deleteBy", "(a -> a -> Bool) -> a -> [a] -> [a]", "Without the first item that is the same", "n (fastFromList (deleteBy (\\a b -> a < b) 1 [0, 2, 3]))", plain(|f: Datum, x: Datum, all: List| {
            let mut all = items(&all);
            if let Some(at) = all.iter().position(|item| f.apply(x.clone()).apply(item.clone()).truth()) {
                all.remove(at);
            }
            list(all)
        })),
        word("elemIndices", "Eq a => a -> [a] -> [Int]", "All the places at which it stands", "n (fastFromList (map fromIntegral (elemIndices 1 [1, 2, 1])))", plain(|x: Datum, all: List| places(&all, |item| equal(item, &x)))),
        word("findIndices", "(a -> Bool) -> [a] -> [Int]", "All the places at which it holds", "n (fastFromList (map fromIntegral (findIndices (> 1) [1, 2, 3])))", plain(|f: Datum, all: List| places(&all, |item| f.apply(item.clone()).truth()))),
        word("dropWhileEnd", "(a -> Bool) -> [a] -> [a]", "Without the items at the end for which it holds", "n (fastFromList (dropWhileEnd (> 2) [1, 3, 2, 5]))", plain(|f: Datum, all: List| {
            let mut all = items(&all);
            while all.last().is_some_and(|item| f.apply(item.clone()).truth()) {
                all.pop();
            }
            list(all)
        })),
        word("unfoldr", "(b -> Maybe (a, b)) -> b -> [a]", "A list from a seed, as long as the function gives an item and the next seed", "n (fastFromList (unfoldr (\\x -> if x > 3 then Nothing else Just (x, x + 1)) 1))", plain(|f: Fun<Datum, Option<(Datum, Datum)>>, seed: Datum| Datum::List(List::lazy(move || {
            let (f, mut seed) = (Arc::clone(&f), seed.clone());
            std::iter::from_fn(move || {
                let (item, next) = f(seed.clone())?;
                seed = next;
                Some(item)
            })
        })))),
        word("mapAccumL", CARRY, "The function on every item from the left, carrying a value along", "n (fastFromList (snd (mapAccumL (\\a x -> (a + x, a * x)) 1 [1, 2, 3])))", plain(|f: Datum, start: Datum, all: List| {
            let (end, out) = carried(&f, start, items(&all).into_iter());
            (end, list(out))
        })),
        word("mapAccumR", CARRY, "The function on every item from the right, carrying a value along", "n (fastFromList (snd (mapAccumR (\\a x -> (a + x, a * x)) 1 [1, 2, 3])))", plain(|f: Datum, start: Datum, all: List| {
            let (end, mut out) = carried(&f, start, items(&all).into_iter().rev());
            out.reverse();
            (end, list(out))
        })),
        word("zipWith4", "(a -> b -> c -> d -> e) -> [a] -> [b] -> [c] -> [d] -> [e]", "The function on four lists' items", "n (fromList (zipWith4 (\\a b c d -> a + b + c + d) [1] [2] [3] [4]))", plain(|f: Datum, a: List, b: List, c: List, d: List| Datum::List(List::lazy(move || {
            let f = f.clone();
            a.iter().zip(b.iter()).zip(c.iter().zip(d.iter())).map(move |((a, b), (c, d))| f.apply(a).apply(b).apply(c).apply(d))
        })))),
        word("Down", "a -> Down a", "The value, ordered the other way round", "n (fastFromList (sortOn Down [0, 2, 1]))", plain(|x: Datum| Datum::Built("Down", Arc::from([x])))),
        word("genericTake", "Integral b => b -> [a] -> [a]", "The first items, by any whole number", "n (fastFromList (genericTake 2 [0, 1, 2]))", plain(|n: i64, all: List| list(all.iter().take(count(n)).collect()))),
        word("genericDrop", "Integral b => b -> [a] -> [a]", "Without the first items, by any whole number", "n (fastFromList (genericDrop 1 [0, 1, 2]))", plain(|n: i64, all: List| Datum::List(List::lazy(move || all.iter().skip(count(n)))))),
        word("genericReplicate", "Integral b => b -> a -> [a]", "The same so many times, by any whole number", "n (fastFromList (genericReplicate 2 5))", plain(|n: i64, x: Datum| Datum::List(List::lazy(move || std::iter::repeat_n(x.clone(), count(n)))))),
    ]
}

#[rustfmt::skip] // a table: one row a word
fn parts() -> Vec<Word> {
    const HOLDS: &str = "Eq a => [a] -> [a] -> Bool";
    vec![
        word("isSubsequenceOf", HOLDS, "Whether a list's items stand in another, in order", "n (if isSubsequenceOf \"sn\" \"superpiano\" then 1 else 0)", plain(|some: List, all: List| {
            let mut rest = all.iter();
            items(&some).iter().all(|item| rest.any(|other| equal(&other, item)))
        })),
        word("stripPrefix", "Eq a => [a] -> [a] -> Maybe [a]", "What follows a beginning, where the list has it", "s (pure (fromMaybe \"bd\" (stripPrefix \"super\" \"superpiano\")))", plain(|with: List, all: List| {
            let (with, all) = (items(&with), items(&all));
            let fits = all.len() >= with.len() && all.iter().zip(&with).all(|(a, b)| equal(a, b));
            fits.then(|| list(all.get(with.len()..).unwrap_or(&[]).to_vec()))
        })),
        word("uncons", "[a] -> Maybe (a, [a])", "The first item and the rest, if there is one", "n (maybe 0 fst (uncons [1, 2]))", plain(|all: List| {
            all.iter().next().map(|first| (first, Datum::List(List::lazy(move || all.iter().skip(1)))))
        })),
        word("unsnoc", "[a] -> Maybe ([a], a)", "All but the last item, and the last, if there is one", "n (maybe 0 snd (unsnoc [1, 2]))", plain(|all: List| {
            let mut all = items(&all);
            all.pop().map(|last| (list(all), last))
        })),
        word("singleton", "a -> [a]", "A list of one item", "n (fastFromList (singleton 3))", plain(|x: Datum| list(vec![x]))),
        word("listToMaybe", "[a] -> Maybe a", "The first item, if there is one", "n (fromMaybe 0 (listToMaybe [4, 5]))", plain(|all: List| all.iter().next())),
        word("maybeToList", "Maybe a -> [a]", "What is there as a list of one, or of none", "n (fastFromList (maybeToList (Just 4)))", plain(|x: Option<Datum>| list(x.into_iter().collect()))),
        word("lefts", "[Either a b] -> [a]", "The left ones", "n (fastFromList (lefts [Left 1, Right 2]))", plain(|all: List| list(of_side(&all, false)))),
        word("rights", "[Either a b] -> [b]", "The right ones", "n (fastFromList (rights [Left 1, Right 2]))", plain(|all: List| list(of_side(&all, true)))),
        word("partitionEithers", "[Either a b] -> ([a], [b])", "The left ones and the right ones", "n (fastFromList (fst (partitionEithers [Left 1, Right 2])))", plain(|all: List| (list(of_side(&all, false)), list(of_side(&all, true))))),
        word("fromLeft", "a -> Either a b -> a", "What is left, or else the first", "n (fromLeft 0 (Left 3))", plain(|other: Datum, x: Datum| match side(&x) {
            (false, x) => x,
            _ => other,
        })),
        word("fromRight", "b -> Either a b -> b", "What is right, or else the first", "n (fromRight 0 (Right 3))", plain(|other: Datum, x: Datum| match side(&x) {
            (true, x) => x,
            _ => other,
        })),
        word("isLeft", "Either a b -> Bool", "Whether it is a left one", "n (if isLeft (Left 3) then 1 else 0)", plain(|x: Datum| !side(&x).0)),
        word("isRight", "Either a b -> Bool", "Whether it is a right one", "n (if isRight (Right 3) then 1 else 0)", plain(|x: Datum| side(&x).0)),
        word("isAlphaNum", "Char -> Bool", "Whether it is a letter or a digit", "s (pure (filter isAlphaNum \"b-d\"))", kind(char::is_alphanumeric)),
        word("isLetter", "Char -> Bool", "Whether it is a letter", "s (pure (filter isLetter \"808bd\"))", kind(char::is_alphabetic)),
        word("isPunctuation", "Char -> Bool", "Whether it is a full stop, a comma or the like", "s (pure (filter (not . isPunctuation) \"b.d\"))", kind(|c| c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c))),
        word("isHexDigit", "Char -> Bool", "Whether it is a digit to base 16", "s (pure (filter isHexDigit \"bxd\"))", kind(|c| c.is_ascii_hexdigit())),
        word("intToDigit", "Int -> Char", "A number below 16 as a digit", "s (pure [intToDigit 11, intToDigit 13])", plain(|n: i64| match u32::try_from(n).ok().and_then(|n| char::from_digit(n, 16)) {
            Some(digit) => Datum::Char(digit),
            None => {
                budget::complain(|| format!("`intToDigit` wants a number from 0 to 15, not {n}"));
                Datum::Bottom
            }
        })),
        word("clamp", "Ord a => (a, a) -> a -> a", "Not below the first of two, nor above the second", "n (pure (clamp (0, 7) 9))", plain(|bounds: (Datum, Datum), x: Datum| {
            if compare(&x, &bounds.0).is_lt() { bounds.0 } else if compare(&x, &bounds.1).is_gt() { bounds.1 } else { x }
        })),
        word("showString", "String -> String -> String", "A text before a text", "s (pure (showString \"super\" \"piano\"))", plain(|a: Arc<str>, b: Arc<str>| Arc::<str>::from(format!("{a}{b}")))),
        word("shows", "Show a => a -> String -> String", "A value as text, before a text", "s (pure (shows 808 \"bd\"))", plain(|x: Datum, rest: Arc<str>| Arc::<str>::from(format!("{}{rest}", super::show::shown(&x))))),
    ]
}

pub(super) fn words() -> Vec<Word> {
    let mut words = family(Family::Lists, by_function());
    words.extend(family(Family::Lists, parts()));
    words
}
