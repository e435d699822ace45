//! More of Haskell's lists: cut, grouped, ordered, compared.
//!
//! ```text
//! let (low, high) = span (< 3) [1, 2, 5] in ...      map length (group "aab")      isPrefixOf "su" "superpiano"
//! ```

use super::arithmetic::{compare, equal};
use super::make::{plain, typed};
use super::prelude::ordering;
use super::{Family, Word, family, word};
use crate::lang::budget;
use crate::lang::datum::{Datum, List};

fn items(list: &List) -> Vec<Datum> {
    list.items().to_vec()
}

fn list(items: Vec<Datum>) -> Datum {
    Datum::List(List::from(items))
}

/// The first items for which it holds, and the rest, which is made only where it is asked for.
fn cut(all: List, holds: impl Fn(&Datum) -> bool) -> (Datum, Datum) {
    let first: Vec<Datum> = all.iter().take_while(|item| holds(item)).collect();
    let skipped = first.len();
    (list(first), Datum::List(List::lazy(move || all.iter().skip(skipped))))
}

fn grouped(all: &List, same: impl Fn(&Datum, &Datum) -> bool) -> Datum {
    let mut groups: Vec<Vec<Datum>> = Vec::new();
    for item in items(all) {
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| same(first, &item)) => group.push(item),
            _ => groups.push(vec![item]),
        }
    }
    list(groups.into_iter().map(list).collect())
}

/// Every order of the items, in Haskell's sequence for up to a handful of them.
fn permutations(all: &[Datum]) -> Vec<Vec<Datum>> {
    fn with(rest: &[Datum], turned: Vec<Datum>, out: &mut Vec<Vec<Datum>>) {
        let Some((first, rest)) = rest.split_first() else { return };
        let before = permutations(&turned);
        for order in before {
            for at in 0..order.len() {
                let mut next = order.clone();
                next.insert(at, first.clone());
                next.extend_from_slice(rest);
                out.push(next);
            }
        }
        let mut turned = turned;
        turned.insert(0, first.clone());
        with(rest, turned, out);
    }
    let mut out = vec![all.to_vec()];
    with(all, Vec::new(), &mut out);
    out
}

fn subsequences(all: &[Datum]) -> Vec<Vec<Datum>> {
    let mut out = vec![Vec::new()];
    for item in all {
        let longer: Vec<Vec<Datum>> =
            out.iter().map(|some| some.iter().cloned().chain([item.clone()]).collect()).collect();
        out.extend(longer);
    }
    out
}

fn few(all: &List, most: usize) -> Vec<Datum> {
    let all = items(all);
    if all.len() > most {
        budget::complain(|| format!("these are too many for every choice of them: more than {most}"));
        return Vec::new();
    }
    all
}

fn starts(all: &[Datum], with: &[Datum]) -> bool {
    all.len() >= with.len() && all.iter().zip(with).all(|(a, b)| equal(a, b))
}

fn has(all: &[Datum], x: &Datum) -> bool {
    all.iter().any(|item| equal(item, x))
}

fn without(mut all: Vec<Datum>, x: &Datum) -> Vec<Datum> {
    if let Some(at) = all.iter().position(|item| equal(item, x)) {
        all.remove(at);
    }
    all
}

/// All the results of a function between items, from the right.
fn scanned(f: &Datum, mut rest: Datum, all: Vec<Datum>) -> Datum {
    let mut out = vec![rest.clone()];
    for item in all.into_iter().rev() {
        rest = f.apply(item).apply(rest);
        out.insert(0, rest.clone());
    }
    list(out)
}

/// What a word that does something means where it has two arguments.
#[rustfmt::skip] // a table: one row a word
pub(super) fn on_lists() -> Vec<Word> {
    family(Family::Lists, vec![
        word("all", "(a -> Bool) -> [a] -> Bool", "Whether it holds for all items", "n (if all (> 1) [2, 3] then 1 else 0)", plain(|f: Datum, all: List| all.iter().all(|item| f.apply(item).truth()))),
    ])
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const CUT: &str = "(a -> Bool) -> [a] -> ([a], [a])";
    const COMPARE: &str = "Eq a => [a] -> [a] -> Bool";
    const TWO: &str = "Eq a => [a] -> [a] -> [a]";
    family(Family::Lists, vec![
        word("span", CUT, "Items as long as it holds, and the rest", "n (fromList (fst (span (< 3) [1, 2, 5])))", plain(|f: Datum, all: List| cut(all, move |item| f.apply(item.clone()).truth()))),
        word("break", CUT, "Items until it holds, and the rest", "n (fromList (fst (break (> 2) [1, 2, 5])))", plain(|f: Datum, all: List| cut(all, move |item| !f.apply(item.clone()).truth()))),
        word("partition", CUT, "Those items for which it holds, and the others", "n (fromList (snd (partition (> 1) [1, 2, 0])))", plain(|f: Datum, all: List| {
            let (yes, no): (Vec<_>, Vec<_>) = items(&all).into_iter().partition(|item| f.apply(item.clone()).truth());
            (list(yes), list(no))
        })),
        word("sortBy", "(a -> a -> Ordering) -> [a] -> [a]", "In the order that a function gives", "n (fromList (sortBy (flip compare) [0, 2, 1]))", plain(|f: Datum, all: List| {
            let mut all = items(&all);
            // A function that contradicts itself must not stop the music, so the sort is one that bears it.
            for at in 1..all.len() {
                let mut place = at;
                while place > 0 && budget::spend(1) && ordering(&f.apply(all[place - 1].clone()).apply(all[place].clone())).is_gt() {
                    all.swap(place - 1, place);
                    place -= 1;
                }
            }
            list(all)
        })),
        word("sortOn", "Ord b => (a -> b) -> [a] -> [a]", "In the order of what a function gives", "n (fromList (sortOn negate [0, 2, 1]))", plain(|f: Datum, all: List| {
            let mut keyed: Vec<(Datum, Datum)> = items(&all).into_iter().map(|item| (f.apply(item.clone()), item)).collect();
            keyed.sort_by(|a, b| compare(&a.0, &b.0));
            list(keyed.into_iter().map(|(_, item)| item).collect())
        })),
        word("group", "Eq a => [a] -> [[a]]", "Equal neighbours together", "n (fromList (map (fromIntegral . length) (group [1, 1, 2])))", plain(|all: List| grouped(&all, equal))),
        word("groupBy", "(a -> a -> Bool) -> [a] -> [[a]]", "Neighbours together for which it holds", "n (fromList (map head (groupBy (<) [1, 2, 0])))", plain(|f: Datum, all: List| grouped(&all, |a, b| f.apply(a.clone()).apply(b.clone()).truth()))),
        word("tails", "[a] -> [[a]]", "The list, without its first, without its first two ...", "n (fromList (map (fromIntegral . length) (tails [1, 2])))", plain(|all: List| {
            let all = items(&all);
            list((0..=all.len()).map(|at| list(all[at..].to_vec())).collect())
        })),
        word("inits", "[a] -> [[a]]", "Nothing, the first item, the first two ...", "n (fromList (map (fromIntegral . length) (inits [1, 2])))", plain(|all: List| {
            let all = items(&all);
            list((0..=all.len()).map(|at| list(all[..at].to_vec())).collect())
        })),
        word("isPrefixOf", COMPARE, "Whether a list begins with another", "n (if isPrefixOf \"su\" \"superpiano\" then 1 else 0)", plain(|with: List, all: List| starts(&items(&all), &items(&with)))),
        word("isSuffixOf", COMPARE, "Whether a list ends with another", "n (if isSuffixOf \"piano\" \"superpiano\" then 1 else 0)", plain(|with: List, all: List| {
            let (with, all) = (items(&with), items(&all));
            all.len() >= with.len() && starts(&all[all.len() - with.len()..], &with)
        })),
        word("isInfixOf", COMPARE, "Whether a list has another in it", "n (if isInfixOf \"pia\" \"superpiano\" then 1 else 0)", plain(|with: List, all: List| {
            let (with, all) = (items(&with), items(&all));
            (0..=all.len()).any(|at| starts(&all[at..], &with))
        })),
        word("intersperse", "a -> [a] -> [a]", "The item between all others", "s (fromList (intersperse \"hh\" [\"bd\", \"sn\"]))", plain(|between: Datum, all: List| {
            let all = items(&all);
            let last = all.len().saturating_sub(1);
            list(all.into_iter().enumerate().flat_map(|(at, item)| if at < last { vec![item, between.clone()] } else { vec![item] }).collect())
        })),
        word("transpose", "[[a]] -> [[a]]", "Rows as columns", "n (fastFromList (concat (transpose [[0, 1], [10, 11]])))", plain(|rows: Vec<List>| {
            let rows: Vec<Vec<Datum>> = rows.iter().map(items).collect();
            let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
            list((0..longest).map(|at| list(rows.iter().filter_map(|row| row.get(at).cloned()).collect())).collect())
        })),
        word("permutations", "[a] -> [[a]]", "Every order of the items", "n (fastFromList (concat (permutations [0, 1, 2])))", plain(|all: List| list(permutations(&few(&all, 7)).into_iter().map(list).collect()))),
        word("subsequences", "[a] -> [[a]]", "Every choice of items", "n (fastFromList (concat (subsequences [0, 1, 2])))", plain(|all: List| list(subsequences(&few(&all, 12)).into_iter().map(list).collect()))),
        word("elemIndex", "Eq a => a -> [a] -> Maybe Int", "At which place it stands", "n (fromIntegral (fromJust (elemIndex 5 [1, 5])))", plain(|x: Datum, all: List| all.iter().position(|item| equal(&item, &x)).map(|at| at as i64))),
        word("findIndex", "(a -> Bool) -> [a] -> Maybe Int", "At which place it holds first", "n (fromIntegral (fromJust (findIndex (> 2) [1, 5])))", plain(|f: Datum, all: List| all.iter().position(|item| f.apply(item).truth()).map(|at| at as i64))),
        word("find", "(a -> Bool) -> [a] -> Maybe a", "The first item for which it holds", "n (pure (fromJust (find (> 2) [1, 5])))", plain(|f: Datum, all: List| all.iter().find(|item| f.apply(item.clone()).truth()))),
        word("insert", "Ord a => a -> [a] -> [a]", "The item in its place in an ordered list", "n (fromList (insert 2 [1, 3]))", plain(|x: Datum, all: List| {
            let mut all = items(&all);
            let at = all.iter().position(|item| compare(item, &x).is_ge()).unwrap_or(all.len());
            all.insert(at, x);
            list(all)
        })),
        word("delete", "Eq a => a -> [a] -> [a]", "Without the first such item", "n (fromList (delete 1 [0, 1, 2]))", plain(|x: Datum, all: List| list(without(items(&all), &x)))),
        word("\\\\", TWO, "Without the items of the second list", "n (fromList ([0, 1, 2] \\\\ [1]))", plain(|a: List, b: List| list(items(&b).iter().fold(items(&a), without)))),
        word("intersect", TWO, "Items that both lists have", "n (fromList (intersect [0, 1] [1, 2]))", plain(|a: List, b: List| {
            let b = items(&b);
            list(items(&a).into_iter().filter(|item| has(&b, item)).collect())
        })),
        word("genericLength", "Num b => [a] -> b", "How many items, as any number", "n (genericLength [1, 2])", typed(|instance| {
            let of = instance.chosen("b").cloned();
            Datum::function(move |all| {
                let count = all.list().items().len() as i64;
                of.as_ref().map_or(Datum::Int(count), |of| crate::lang::compile::numeral(count, of))
            })
        })),
        word("unzip3", "[(a, b, c)] -> ([a], [b], [c])", "Three lists from triples", "n (fromList ((\\(a, b, c) -> b) (unzip3 [(0, 1, 2)])))", plain(|all: Vec<(Datum, Datum, Datum)>| {
            let part = |f: fn(&(Datum, Datum, Datum)) -> &Datum| list(all.iter().map(|triple| f(triple).clone()).collect());
            Datum::Tuple(std::sync::Arc::from([part(|t| &t.0), part(|t| &t.1), part(|t| &t.2)]))
        })),
        word("foldMap", "(Foldable t, Monoid b) => (a -> b) -> t a -> b", "What the function makes of each, joined", "n (fastFromList (foldMap (\\x -> [x, x]) [1, 2]))", typed(|instance| {
            let nothing = super::functions::nothing_of(instance, "b");
            Datum::function(move |f| {
                let nothing = nothing.clone();
                Datum::function(move |all| super::lists::elements(all).into_iter().rev().fold(nothing.clone(), |rest, item| super::functions::append(f.apply(item), rest)))
            })
        })),
        word("scanr", "(a -> b -> b) -> b -> [a] -> [b]", "All results of the function between items, from the right", "n (fastFromList (scanr (+) 0 [1, 2]))", plain(|f: Datum, start: Datum, all: List| scanned(&f, start, items(&all)))),
        word("scanr1", "(a -> a -> a) -> [a] -> [a]", "The same without a start", "n (fastFromList (scanr1 (+) [1, 2]))", plain(|f: Datum, all: List| {
            let mut all = items(&all);
            match all.pop() {
                Some(last) => scanned(&f, last, all),
                None => list(Vec::new()),
            }
        })),
        word("scanl1", "(a -> a -> a) -> [a] -> [a]", "All results of the function between items, from the left", "n (fastFromList (scanl1 (+) [1, 2]))", plain(|f: Datum, all: List| {
            let mut so_far: Option<Datum> = None;
            list(items(&all).into_iter().map(|item| {
                let next = match so_far.take() {
                    Some(before) => f.apply(before).apply(item),
                    None => item,
                };
                so_far = Some(next.clone());
                next
            }).collect())
        })),
    ])
}
