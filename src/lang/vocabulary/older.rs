//! Words of older Tidals that performers' text still has: short names, plain-number forms, ways to pick and to repeat.
//!
//! ```text
//! triple (1/16) $ s "bd sn"      _fast 2 $ s "bd"      weaveWith 3 p [rev, fast 2]      tParam _fast "1 2" $ s "a b"
//! ```

use super::make::{Change, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Fun, Give, Pat};
use crate::pattern::{ControlMap, Operation, Pattern, Value, scale_table, slowcat, stack};
use crate::time::Cycle;
use std::sync::Arc;

type P = Pattern<Datum>;

/// A pattern of controls.
type C = Pattern<ControlMap>;

fn set(name: &'static str, value: f64) -> Pattern<ControlMap> {
    Pattern::pure(ControlMap::of(name, Value::Float(value)))
}

fn with(p: &C, operation: Operation, name: &'static str, value: f64) -> C {
    p.app_both(&set(name, value), move |own, map| operation.controls(own, map))
}

fn copies(p: &P, count: i64, by: Cycle) -> Pat {
    stack(&(0..count).map(|nth| p.late(by * Cycle::whole(nth))).collect::<Vec<_>>())
}

/// Every way to write `total` as so many whole numbers above zero.
fn shares(count: usize, total: i64) -> Vec<Vec<i64>> {
    match count {
        0 => Vec::new(),
        1 => vec![vec![total]],
        _ => (1..=total - (count as i64 - 1))
            .flat_map(|first| {
                shares(count - 1, total - first).into_iter().map(move |mut rest| {
                    rest.insert(0, first);
                    rest
                })
            })
            .collect(),
    }
}

/// The items over so many steps: evenly at 0, most unevenly at 1.
fn permstep(steps: i64, items: &[Datum], chosen: &Pattern<f64>) -> Pat {
    if items.len() > 8 || steps > 64 || (items.len() > 4 && steps > 24) {
        crate::lang::budget::complain(|| "these are too many steps to try every order of".to_owned());
        return Pat::silence();
    }
    let mut all = shares(items.len(), steps);
    let mean = steps as f64 / items.len().max(1) as f64;
    let uneven = |row: &[i64]| row.iter().map(|share| (mean - *share as f64).abs()).sum::<f64>();
    all.sort_by(|a, b| uneven(a).total_cmp(&uneven(b)));
    let rows: Vec<P> = all
        .into_iter()
        .map(|row| {
            let steps = row.iter().zip(items).flat_map(|(share, item)| (0..*share).map(|_| item.clone()));
            crate::pattern::fast_from_list(&steps.collect::<Vec<_>>())
        })
        .collect();
    let last = rows.len().saturating_sub(1) as f64;
    chosen
        .segment(Cycle::ONE)
        .bind(move |at| rows.get((at * last).floor() as usize).cloned().unwrap_or_else(P::silence))
}

/// Rewrites a text by rules such as `a:ab,b:a`, again and again.
fn lindenmayer(times: i64, rules: &str, start: &str) -> Arc<str> {
    let rules: Vec<(&str, &str)> = rules.split(',').filter_map(|rule| rule.split_once(':')).collect();
    let mut text = start.to_owned();
    for _ in 0..times.clamp(0, 32) {
        let mut next = String::new();
        for letter in text.chars() {
            let mut own = [0; 4];
            let own: &str = letter.encode_utf8(&mut own);
            next.push_str(rules.iter().find(|(from, _)| *from == own).map_or(own, |(_, to)| to));
        }
        if next.len() > 100_000 {
            break;
        }
        text = next;
    }
    Arc::from(text)
}

#[rustfmt::skip] // a table: one row a word
fn repeats() -> Vec<Word> {
    const TIMES: &str = "Time -> Pattern a -> Pattern a";
    const BOTH: &str = "ControlPattern -> ControlPattern";
    vec![
        word("double", TIMES, "Twice, the second so much later", "double 0.125 $ s \"bd sn\"", plain(|by: Cycle, p: P| copies(&p, 2, by))),
        word("triple", TIMES, "Three times, each so much later", "triple (1/16) $ s \"bd sn\"", plain(|by: Cycle, p: P| copies(&p, 3, by))),
        word("quad", TIMES, "Four times, each so much later", "quad (1/16) $ s \"bd\"", plain(|by: Cycle, p: P| copies(&p, 4, by))),
        word("higher", BOTH, "A fifth higher, by speed", "higher $ s \"bd\" # speed 1", plain(|p: C| with(&p, Operation::Multiply, "speed", 1.5))),
        word("lower", BOTH, "A fourth lower, by speed", "lower $ s \"bd\" # speed 1", plain(|p: C| with(&p, Operation::Multiply, "speed", 0.75))),
        word("faster", BOTH, "Twice as fast in time and in playback", "faster (s \"bd sn\" # speed 1)", plain(|p: C| p.hurry(Cycle::whole(2)))),
        word("slower", BOTH, "Half as fast in time and in playback", "slower (s \"bd sn\" # speed 1)", plain(|p: C| p.hurry(Cycle::HALF))),
        word("left", BOTH, "On the left", "left $ s \"bd\"", plain(|p: C| with(&p, Operation::Right, "pan", 0.0))),
        word("right", BOTH, "On the right", "right $ s \"bd\"", plain(|p: C| with(&p, Operation::Right, "pan", 1.0))),
        word("skip", "Pattern a -> Pattern a", "A quarter of a cycle earlier", "skip $ s \"bd sn\"", plain(|p: P| p.early(Cycle::new(1, 4)))),
        word("ghost'", "Time -> ControlPattern -> ControlPattern", "Quiet, fast copies around each event, so far apart", "ghost' 0.125 $ s \"~ sn\"", plain(|by: Cycle, p: C| p.ghost_by(by))),
        word("juxcut'", "[ControlPattern -> ControlPattern] -> ControlPattern -> ControlPattern", "jux', each copy in a group of its own that it cuts off", "juxcut' [rev, id] $ s \"bd sn\"", plain(|all: Vec<Fun<C, C>>, p: C| {
            let count = all.len() as f64;
            stack(&all.iter().enumerate().map(|(nth, f)| {
                let cut = ControlMap::of("cut", Value::Int(1 - nth as i64));
                let copy = f(p.join_map(Operation::Right, cut));
                with(&copy, Operation::Right, "pan", nth as f64 / count)
            }).collect::<Vec<_>>())
        })),
        word("fastSqueeze", "Pattern Time -> Pattern a -> Pattern a", "Faster; each number's cycles squeezed into its step", "fastSqueeze \"2 3\" $ s \"a b\"", plain(|by: Pattern<Cycle>, p: P| by.squeeze_bind(move |by| p.fast(by)))),
        word("slowSqueeze", "Pattern Time -> Pattern a -> Pattern a", "Slower; each number's cycles squeezed into its step", "slowSqueeze \"1 2\" $ s \"a b\"", plain(|by: Pattern<Cycle>, p: P| by.squeeze_bind(move |by| p.slow(by)))),
        word("spreadf", "[a -> Pattern b] -> a -> Pattern b", "One function after another, a cycle each", "spreadf [fast 2, rev] $ s \"a b\"", plain(|all: Vec<Datum>, x: Datum| slowcat(&all.iter().map(|f| f.apply(x.clone()).pattern()).collect::<Vec<_>>()))),
        word("filterWhen", "(Time -> Bool) -> Pattern a -> Pattern a", "Only events whose begin it holds for", "filterWhen (>= 1) $ s \"bd*2\"", plain(|test: Fun<Cycle, bool>, p: P| p.filter_events(move |event| test(event.onset())))),
        word("filterJust", "Pattern (Maybe a) -> Pattern a", "Only values that are there", "n (filterJust (fmap (\\x -> if x > 1 then Just x else Nothing) \"1 2 3\"))", plain(|p: Pattern<Option<Datum>>| p.filter_map(|x| x))),
        word("filterDigital", "Pattern a -> Pattern a", "Only events, no continuous values", "filterDigital $ s \"bd\" # pan sine", plain(|p: P| p.filter_events(|event| event.whole.is_some()))),
        word("flatpat", "Pattern [a] -> Pattern a", "Every item of lists in a pattern, at once", "n (flatpat (fastFromList [[0, 4], [7]])) # s \"superpiano\"", plain(|p: Pattern<Vec<Datum>>| p.bind(|all| stack(&all.into_iter().map(P::pure).collect::<Vec<_>>())))),
    ]
}

#[rustfmt::skip] // a table: one row a word
fn picks() -> Vec<Word> {
    vec![
        word("swap", "Eq a => [(a, b)] -> Pattern a -> Pattern b", "Other values for these; what is not in the list falls away", "s (swap [(\"a\", \"bd\"), (\"b\", \"sn\")] \"a b\")", plain(|table: Vec<(Datum, Datum)>, p: P| {
            p.filter_map(move |value| table.iter().find(|(key, _)| super::arithmetic::equal(key, &value)).map(|(_, other)| other.clone()))
        })),
        word("pick", "String -> Int -> String", "A sample's name with its number", "s (pick <$> \"drum bd\" <*> \"0 <1 2>\")", plain(|name: Arc<str>, n: i64| Arc::<str>::from(format!("{name}:{n}")))),
        word("samples'", "Applicative f => f String -> f Int -> f String", "Names with numbers, structure from both", "s (samples' \"drum*2\" \"0 1\")", plain(|names: Datum, numbers: Datum| {
            let pair = |name: &Datum, n: &Datum| Datum::Text(Arc::from(format!("{}:{}", name.clone().text(), n.whole())));
            match (names, numbers) {
                // Tidal's own: the structure of the numbers.
                (Datum::Pattern(names), Datum::Pattern(numbers)) => numbers.app_both(&names, move |n, name| pair(name, n)).give(),
                (names, _) => names,
            }
        })),
        word("grain", "Pattern Double -> Pattern Double -> ControlPattern", "A piece of a sample: its begin and its length", "s \"bev\" # grain 0.1 0.2", plain(|begin: Pattern<f64>, length: Pattern<f64>| begin.app_left(&begin.app_both(&length, |begin, length| begin + length), |begin, end| {
            let mut map = ControlMap::of("begin", Value::Float(*begin));
            map.insert("end", Value::Float(*end));
            map
        }))),
        word("index", "Real b => b -> Pattern b -> Pattern c -> Pattern c", "A stretch of this length of each cycle, chosen from 0 (the first) to 1 (the last)", "index 0.25 \"0 0.5\" $ s \"bd sn hh cp\"", plain(|size: Datum, at: P, p: P| {
            let size = size.fraction();
            at.bind(move |at| {
                let begin = at.fraction() * (Cycle::ONE - size);
                p.zoom(begin, begin + size)
            })
        })),
        word("permstep", "RealFrac b => Int -> [a] -> Pattern b -> Pattern a", "Items over so many steps, from evenly (0) to unevenly (1)", "n (permstep 8 [0, 4, 7] saw) # s \"superpiano\"", plain(|steps: i64, items: Vec<Datum>, chosen: Pattern<f64>| permstep(steps, &items, &chosen))),
        word("tParam", "(a -> b -> Pattern c) -> Pattern a -> b -> Pattern c", "Makes a word's plain argument a pattern", "tParam _fast \"1 2\" $ s \"a b\"", plain(|f: Datum, values: P, x: Datum| values.inner_bind(move |value| f.apply(value).apply(x.clone()).pattern()))),
        word("tParam2", "(a -> b -> c -> Pattern d) -> Pattern a -> Pattern b -> c -> Pattern d", "Makes a word's two plain arguments patterns", "tParam2 _euclid \"3 5\" \"8\" $ s \"bd\"", plain(|f: Datum, first: P, second: P, x: Datum| first.inner_bind(move |a| {
            let (f, x) = (f.apply(a), x.clone());
            second.inner_bind(move |b| f.apply(b).apply(x.clone()).pattern())
        }))),
        word("scaleTable", "Num a => [(String, [a])]", "Every scale with its notes", "n (fastFromList (concatMap snd $ take 1 scaleTable)) # s \"superpiano\"", super::make::typed(|instance| {
            let number = super::signals::number_of(instance.head("a"));
            let rows = scale_table().map(|(name, notes)| (Arc::<str>::from(name), notes.iter().map(|note| number(*note)).collect::<Vec<_>>()));
            rows.collect::<Vec<_>>().give()
        })),
        word("getScale", "Num a => [(String, [a])] -> Pattern String -> Pattern Int -> Pattern a", "Degrees of a scale out of a table of one's own", "n (getScale [(\"mine\", [0, 3, 7])] \"mine\" \"0 1 2 3\") # s \"superpiano\"", super::make::typed(|instance| {
            let number = super::signals::number_of(instance.head("a"));
            plain_scale(number)
        })),
        word("lindenmayer", "Int -> String -> String -> String", "A text rewritten by rules, so many times", "s (step \"bd\" (lindenmayer 2 \"x:x-,-:x\" \"x\"))", plain(|times: i64, rules: Arc<str>, start: Arc<str>| lindenmayer(times, &rules, &start))),
        word("fastRepeatCycles", "Int -> Pattern a -> Pattern a", "Each cycle so many times, as repeatCycles", "fastRepeatCycles 2 $ s \"a b\"", plain(|n: i64, p: P| p.repeat_cycles(n))),
    ]
}

fn plain_scale(number: fn(f64) -> Datum) -> Datum {
    Datum::function(move |table| {
        let table: Vec<(Arc<str>, Vec<f64>)> = crate::lang::datum::Take::take(table);
        Datum::function(move |names| {
            let (names, table): (Pattern<Arc<str>>, _) = (crate::lang::datum::Take::take(names), table.clone());
            Datum::function(move |degrees| {
                let degrees: Pattern<f64> = crate::lang::datum::Take::take(degrees);
                let table = table.clone();
                let found = names.inner_bind(move |name| {
                    let notes = table
                        .iter()
                        .find(|(known, _)| *known == name)
                        .map_or_else(|| vec![0.0], |(_, notes)| notes.clone());
                    degrees.filter_map(move |degree| crate::pattern::to_scale(12.0, &notes, degree).map(number))
                });
                found.give()
            })
        })
    })
}

#[rustfmt::skip] // a table: one row a word
fn plain_forms() -> Vec<Word> {
    const TIME: &str = "Time -> Pattern a -> Pattern a";
    vec![
        word("_fast", TIME, "fast with a plain number", "_fast 2 $ s \"bd sn\"", plain(|by: Cycle, p: P| p.fast(by))),
        word("_slow", TIME, "slow with a plain number", "_slow 2 $ s \"bd sn\"", plain(|by: Cycle, p: P| p.slow(by))),
        word("_ply", "Rational -> Pattern a -> Pattern a", "ply with a plain number", "_ply 2 $ s \"bd sn\"", plain(|n: Cycle, p: P| p.ply(n))),
        word("_segment", TIME, "segment with a plain number", "_segment 4 $ s \"bd\"", plain(|n: Cycle, p: P| p.segment(n))),
        word("_linger", TIME, "linger with a plain number", "_linger 0.25 $ n \"0 1 2 3\"", plain(|n: Cycle, p: P| p.linger(n))),
        word("_iter", "Int -> Pattern a -> Pattern a", "iter with a plain number", "_iter 4 $ s \"bd sn hh cp\"", plain(|n: i64, p: P| p.iter(n))),
        word("_chop", "Int -> ControlPattern -> ControlPattern", "chop with a plain number", "_chop 2 $ s \"bd sn\"", plain(|n: i64, p: C| p.chop(n))),
        word("_striate", "Int -> ControlPattern -> ControlPattern", "striate with a plain number", "_striate 2 $ s \"bd sn\"", plain(|n: i64, p: C| p.striate(n))),
        word("_stut", "Int -> Double -> Rational -> ControlPattern -> ControlPattern", "stut with plain numbers", "_stut 3 0.5 0.125 $ s \"bd\"", plain(|n: i64, feedback: f64, by: Cycle, p: C| p.stut(n, feedback, by))),
        word("_euclid", "Int -> Int -> Pattern a -> Pattern a", "euclid with plain numbers", "_euclid 3 8 $ s \"bd\"", plain(|k: i64, n: i64, p: P| p.euclid(k, n))),
        word("_degradeBy", "Double -> Pattern a -> Pattern a", "degradeBy with a plain number", "_degradeBy 0.5 $ s \"bd*8\"", plain(|share: f64, p: P| p.degrade_by(share))),
        word("_chunk", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "chunk with a plain number", "_chunk 4 rev $ s \"bd sn hh cp\"", plain(|n: i64, f: Change, p: P| p.chunk(n, |p| f(p)))),
        word("_every", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "every with a plain number", "_every 2 rev $ s \"bd sn\"", plain(|n: i64, f: Change, p: P| p.every(n, |p| f(p)))),
        word("_run", "(Enum a, Num a) => a -> Pattern a", "run with a plain number", "n (_run 4) # s \"drum\"", plain(|n: Datum| super::sequences::counted(&P::pure(n), crate::pattern::run))),
        word("_range", "(Functor f, Num a) => a -> a -> f a -> f a", "range with plain numbers", "s \"bd*4\" # n (_range 1 5 saw)", plain(|low: Datum, high: Datum, x: Datum| super::functions::map(Datum::function(move |x| {
            use super::arithmetic::operate;
            operate(Operation::Add, &operate(Operation::Multiply, &x, &operate(Operation::Subtract, &high, &low)), &low)
        }), x))),
        word("_irand", "Num a => Int -> Pattern a", "irand with a plain number", "s \"bd*8\" # n (_irand 8)", super::make::typed(|instance| {
            let number = super::signals::number_of(instance.head("a"));
            Datum::function(move |count| crate::pattern::irand(count.whole()).fmap(number).give())
        })),
        word("_scan", "(Enum a, Num a) => a -> Pattern a", "scan with a plain number", "n (_scan 3) # s \"drum\"", plain(|n: Datum| super::sequences::counted(&P::pure(n), crate::pattern::scan))),
        word("_shuffle", "Int -> Pattern a -> Pattern a", "shuffle with a plain number", "_shuffle 4 $ n \"0 .. 3\"", plain(|n: i64, p: P| p.shuffle(n))),
        word("_scramble", "Int -> Pattern a -> Pattern a", "scramble with a plain number", "_scramble 4 $ n \"0 .. 3\"", plain(|n: i64, p: P| p.scramble(n))),
        word("_fit", "Int -> [a] -> Pattern Int -> Pattern a", "fit with a plain number", "s (_fit 2 [\"bd\", \"sn\", \"cp\"] \"0 1\")", plain(|step: i64, items: Vec<Datum>, numbers: Pattern<i64>| numbers.fit(step, &items))),
    ]
}

pub(super) fn words() -> Vec<Word> {
    let mut words = family(Family::Sequences, repeats());
    words.extend(family(Family::Structure, picks()));
    words.extend(family(Family::Time, plain_forms()));
    words.push(Word { family: Family::Sequences, ..parse_word() });
    words
}

/// Mini-notation from a text that was built.
fn parse_word() -> Word {
    let example = "s (parseBP_E (unwords (replicate 3 \"bd sn*2\")))";
    let made = super::make::typed(|instance| {
        let of = instance.chosen("a").cloned().unwrap_or_else(crate::lang::types::Type::string);
        Datum::function(move |text| {
            let of = crate::lang::types::Type::pattern(of.clone());
            match crate::lang::compile::mini_text(&text.text(), &of) {
                Ok(pattern) => pattern,
                Err(diagnostic) => {
                    crate::lang::budget::complain(|| diagnostic.message.clone());
                    Pat::silence().give()
                }
            }
        })
    });
    word("parseBP_E", "Parseable a => String -> Pattern a", "Mini-notation from a text that was built", example, made)
}
