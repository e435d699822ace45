//! Sequences and stacks: one after another, one above another, by lists, by names, by numbers.
//!
//! ```text
//! stack [s "bd*4", s "hh*8"]      cat [s "a b", s "c"]      timecat [(1, s "a"), (2, s "b")]      run "<4 8>"
//! ```

use super::make::{Change, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Pat};
use crate::pattern::{
    Pattern, fast_from_list, fastcat, from_list, from_maybes, randcat, run, scan, seq_p, seq_p_loop, slowcat, stack,
    timecat, wrandcat,
};
use crate::time::Cycle;
use std::sync::Arc;

type P = Pattern<Datum>;

/// The results of a function on each of a list and then on the pattern.
fn spread(f: &Datum, values: &[Datum], p: &P) -> Vec<P> {
    values.iter().map(|value| f.apply(value.clone()).apply(Datum::Pattern(Box::new(p.clone()))).pattern()).collect()
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const LIST: &str = "[Pattern a] -> Pattern a";
    const TWO: &str = "Pattern a -> Pattern a -> Pattern a";
    const SPREAD: &str = "(a -> Pattern b -> Pattern c) -> [a] -> Pattern b -> Pattern c";
    let rows = vec![
        word("stack", LIST, "All at once", "stack [s \"bd sn\", s \"hh*3\"]", plain(|all: Vec<P>| stack(&all))),
        word("overlay", TWO, "Both at once", "overlay (s \"bd sn\") (s \"hh*3\")", plain(|a: P, b: P| a.overlay(&b))),
        word("cat", LIST, "One after another, a cycle each", "cat [s \"bd sn\", s \"hh*3\", s \"cp\"]", plain(|all: Vec<P>| slowcat(&all))).also(&["slowcat"]).once(&["slowCat"]),
        word("fastcat", LIST, "One after another, all in one cycle", "fastcat [s \"bd sn\", s \"hh*3\"]", plain(|all: Vec<P>| fastcat(&all))).also(&["fastCat", "fastSequence"]),
        word("randcat", LIST, "One of them by chance, each cycle", "randcat [s \"bd*2\", s \"sn\", s \"hh hh hh\"]", plain(|all: Vec<P>| randcat(&all))),
        word("wrandcat", "[(Pattern a, Double)] -> Pattern a", "One of them by weighted chance, each cycle", "wrandcat [(s \"bd*2\", 1), (s \"sn\", 5), (s \"hh\", 2)]", plain(|all: Vec<(P, f64)>| wrandcat(&all))),
        word("timeCat", "[(Time, Pattern a)] -> Pattern a", "One after another in one cycle, by lengths", "timeCat [(1, s \"bd*4\"), (2, s \"hh27*8\"), (1, s \"cp*2\")]", plain(|all: Vec<(Cycle, P)>| timecat(&all))).also(&["timecat"]),
        word("append", TWO, "One after the other, a cycle each", "append (s \"bd sn\") (s \"hh*3\")", plain(|a: P, b: P| a.append(&b))).also(&["slowAppend", "slowappend"]),
        word("fastAppend", TWO, "One after the other, both in one cycle", "fastAppend (s \"bd sn\") (s \"hh*3\")", plain(|a: P, b: P| a.fast_append(&b))).also(&["fastappend"]),
        word("wedge", "Pattern Time -> Pattern a -> Pattern a -> Pattern a", "Two in one cycle, the first so long", "wedge (1/4) (s \"bd*2\") (s \"hh*3\")", plain(|share: Pattern<Cycle>, a: P, b: P| share.inner_bind(move |share| a.wedge(share, &b)))),
        word("silence", "Pattern a", "Nothing", "silence", super::make::value(P::silence)),
        word("seqP", "[(Time, Time, Pattern a)] -> Pattern a", "Patterns from cycle to cycle", "seqP [(0, 2, s \"bd*2\"), (1, 3, s \"hh*4\")]", plain(|all: Vec<(Cycle, Cycle, P)>| seq_p(&all))),
        word("seqPLoop", "[(Time, Time, Pattern a)] -> Pattern a", "Patterns from cycle to cycle, again and again", "seqPLoop [(0, 2, s \"bd*2\"), (1, 3, s \"hh*4\")]", plain(|all: Vec<(Cycle, Cycle, P)>| seq_p_loop(&all))),
        word("run", "(Enum a, Num a) => Pattern a -> Pattern a", "The whole numbers below, in one cycle", "n (run \"<4 8>\") # s \"drum\"", plain(|count: P| count.bind(|count| counted(&P::pure(count), run)))),
        word("scan", "(Enum a, Num a) => Pattern a -> Pattern a", "run 1, run 2 ... a cycle each", "n (scan 3) # s \"drum\"", plain(|count: P| counted(&count, scan))),
        word("fromList", "[a] -> Pattern a", "One item a cycle", "s (fromList [\"a\", \"b\"])", plain(|all: Vec<Datum>| from_list(&all))),
        word("fastFromList", "[a] -> Pattern a", "All items in one cycle", "s (fastFromList [\"a\", \"b\"])", plain(|all: Vec<Datum>| fast_from_list(&all))).also(&["listToPat", "fastfromList"]),
        word("fromMaybes", "[Maybe a] -> Pattern a", "Items in one cycle, a rest for Nothing", "s (fromMaybes [Just \"a\", Nothing, Just \"b\"])", plain(|all: Vec<Option<Datum>>| from_maybes(&all))),
    ];
    let spreads = vec![
        word("spread", SPREAD, "The function with each of a list, a cycle each", "spread fast [1,2] $ s \"bd sn\"", plain(|f: Datum, values: Vec<Datum>, p: P| slowcat(&spread(&f, &values, &p)))).once(&["slowspread"]),
        word("fastspread", SPREAD, "The function with each of a list, all in one cycle", "fastspread fast [1,2] $ s \"bd sn\"", plain(|f: Datum, values: Vec<Datum>, p: P| fastcat(&spread(&f, &values, &p)))).also(&["fastSpread"]),
        word("spreadChoose", SPREAD, "The function with one of a list, chosen each cycle", "spreadChoose ($) [rev, fast 2, id] $ s \"a b c\"", plain(|f: Datum, values: Vec<Datum>, p: P| {
            let results = spread(&f, &values, &p);
            crate::pattern::choose(&results).segment(Cycle::ONE).inner_bind(|chosen| chosen)
        })).also(&["spreadr"]),
        word("spread'", "Monad m => (a -> b -> m c) -> m a -> b -> m c", "The function with each value of a pattern", "spread' rotR \"0 0.25\" $ s \"bd sn\"", plain(|f: Datum, values: Pattern<Datum>, p: Datum| values.bind(move |value| f.apply(value).apply(p.clone()).pattern()))),
        word("layer", "[a -> Pattern b] -> a -> Pattern b", "The results of all functions at once", "layer [rev, fast 2] $ s \"bd sn hh\"", plain(|all: Vec<Datum>, x: Datum| stack(&all.iter().map(|f| f.apply(x.clone()).pattern()).collect::<Vec<_>>()))),
        word("step", "String -> String -> Pattern String", "Steps written as letters: x plays, a digit plays with that number", "s (step \"bd\" \"x--x2-x-\")", plain(|name: Arc<str>, text: Arc<str>| steps_of(&[name], &text))),
        word("steps", "[(String, String)] -> Pattern String", "step for several sounds at once", "s (steps [(\"bd\", \"x--x\"), (\"hh\", \"-xx-\")])", plain(|rows: Vec<(Arc<str>, Arc<str>)>| stack(&rows.iter().map(|(name, text)| steps_of(std::slice::from_ref(name), text)).collect::<Vec<_>>()))),
        word("step'", "[String] -> String -> Pattern String", "Steps written as digits that choose from a list", "s (step' [\"bd\", \"sn\"] \"0-10\")", plain(|names: Vec<Arc<str>>, text: Arc<str>| chosen_steps(&names, &text))),
        word("distrib", "[Pattern Int] -> Pattern a -> Pattern a", "Euclids within euclids", "distrib [3, 5, 8] $ s \"bd\"", plain(|numbers: Vec<Pattern<i64>>, p: P| distribute(&numbers, &p))),
        word("inhabit", "[(String, Pattern a)] -> Pattern String -> Pattern a", "Patterns by name, squeezed into the steps", "inhabit [(\"a\", s \"bd*2\"), (\"b\", s \"sn*3\")] \"a b\"", plain(|named: Vec<(Arc<str>, P)>, names: Pattern<Arc<str>>| names.squeeze_bind(move |name| pick(&named, &name)))),
        word("ur", "Time -> Pattern String -> [(String, Pattern a)] -> [(String, Pattern a -> Pattern a)] -> Pattern a", "A pattern of patterns by name, so many cycles long, with functions by name", "ur 3 \"[a b] c\" [(\"a\", s \"bd*2\"), (\"b\", s \"sn\"), (\"c\", s \"hh*3\")] []", plain(|length: Cycle, names: Pattern<Arc<str>>, patterns: Vec<(Arc<str>, P)>, changes: Vec<(Arc<str>, Change)>| {
            let patterns = patterns.into_iter().map(|(name, p)| (name.to_string(), p)).collect();
            let changes = changes.into_iter().map(|(name, change)| (name.to_string(), change)).collect();
            crate::pattern::ur(length, &names, patterns, changes)
        })),
        word("snowball", "Int -> (Pattern a -> Pattern a -> Pattern a) -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The pattern, combined with a change of itself again and again, in a row", "n (snowball 3 (+) (slow 2) \"1 2\") # s \"x\"", plain(|depth: i64, combine: Datum, change: Change, p: P| snowball(depth, &combine, &change, p))),
    ];
    family(Family::Sequences, rows.into_iter().chain(spreads).collect())
}

/// Whole numbers as the kind of number that the count was.
pub(super) fn counted(count: &P, make: fn(i64) -> Pattern<i64>) -> Pat {
    count.inner_bind(move |count| {
        let like = count.clone();
        make(count.whole()).fmap(move |number| match like {
            Datum::Float(_) => Datum::Float(number as f64),
            Datum::Note(_) => Datum::Note(number as f64),
            Datum::Fraction(_) => Datum::Fraction(Cycle::whole(number)),
            _ => Datum::Int(number),
        })
    })
}

fn steps_of(names: &[Arc<str>], text: &str) -> Pat {
    let step = |letter: char| match (letter, names.first()) {
        ('x', Some(name)) => P::pure(Datum::Text(Arc::clone(name))),
        (digit, Some(name)) if digit.is_ascii_digit() => P::pure(Datum::Text(Arc::from(format!("{name}:{digit}")))),
        _ => P::silence(),
    };
    fastcat(&text.chars().map(step).collect::<Vec<_>>())
}

fn chosen_steps(names: &[Arc<str>], text: &str) -> Pat {
    let step = |letter: char| match letter {
        'x' => names.first(),
        other => other.to_digit(10).and_then(|digit| names.get(digit as usize)),
    };
    let named = |name: Option<&Arc<str>>| name.map_or_else(P::silence, |name| P::pure(Datum::Text(Arc::clone(name))));
    fastcat(&text.chars().map(|letter| named(step(letter))).collect::<Vec<_>>())
}

fn pick(named: &[(Arc<str>, P)], name: &str) -> P {
    named.iter().find(|(known, _)| known.as_ref() == name).map_or_else(P::silence, |(_, p)| p.clone())
}

fn snowball(depth: i64, combine: &Datum, change: &Change, p: P) -> Pat {
    let mut all = vec![p.clone()];
    let mut current = p;
    for _ in 1..depth.clamp(1, 1_000) {
        let changed = Datum::Pattern(Box::new(change(current.clone())));
        current = combine.apply(Datum::Pattern(Box::new(current))).apply(changed).pattern();
        all.push(current.clone());
    }
    slowcat(&all)
}

/// Euclids within euclids: the onsets of the second number, as many as the first says, and so on.
fn distribute(numbers: &[Pattern<i64>], p: &P) -> Pat {
    let mut joined: Pattern<Vec<i64>> = Pattern::pure(Vec::new());
    for number in numbers {
        joined = joined.app_left(number, |so_far, number| so_far.iter().copied().chain([*number]).collect());
    }
    let p = p.clone();
    joined.inner_bind(move |numbers| {
        let rhythm = numbers.windows(2).fold(None::<Vec<bool>>, |outer, pair| {
            let inner = crate::pattern::bjorklund(pair[0], pair[1]);
            Some(match outer {
                None => inner,
                Some(outer) => {
                    let mut outer = outer.into_iter();
                    inner.into_iter().map(|onset| onset && outer.next().unwrap_or(false)).collect()
                }
            })
        });
        let onsets: Vec<Pattern<bool>> = rhythm.unwrap_or_default().into_iter().map(Pattern::pure).collect();
        p.structure(&fastcat(&onsets))
    })
}
