//! Structure: rhythms, masks, euclids, picking parts and patterns.
//!
//! ```text
//! struct "t(3,8)" $ s "bd"      mask "1 0 1 1" $ s "bd*8"      bite 4 "0 2*2" $ n "0 .. 7"      sew "t f" p q
//! ```

use super::make::{Change, each, each2, each3, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::Datum;
use crate::pattern::{Pattern, binary, binary_n, euclid_bool, necklace, sew, stitch};
use crate::time::Cycle;

type P = Pattern<Datum>;

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const EUCLID: &str = "Pattern Int -> Pattern Int -> Pattern a -> Pattern a";
    const EUCLID_OFF: &str = "Pattern Int -> Pattern Int -> Pattern Int -> Pattern a -> Pattern a";
    family(Family::Structure, vec![
        word("struct", "Pattern Bool -> Pattern a -> Pattern a", "The rhythm of the left, the values of the right", "struct \"t f t t\" $ s \"bd\"", plain(|onsets: Pattern<bool>, p: P| p.structure(&onsets))),
        word("substruct", "Pattern Bool -> Pattern b -> Pattern b", "A rhythm inside each event", "substruct \"t t*2\" $ s \"bd sn\"", plain(|onsets: Pattern<bool>, p: P| p.substruct(&onsets))),
        word("mask", "Pattern Bool -> Pattern a -> Pattern a", "Silent where it is false", "mask \"1 0 1 1\" $ s \"bd*8\"", plain(|open: Pattern<bool>, p: P| p.mask(&open))),
        word("euclid", EUCLID, "So many onsets spread over so many steps", "euclid 3 8 $ s \"bd\"", each2(|k: i64, n: i64, p: &P| p.euclid(k, n))),
        word("euclidInv", EUCLID, "The steps that euclid leaves out", "euclidInv 3 8 $ s \"bd\"", each2(|k: i64, n: i64, p: &P| p.euclid_inv(k, n))).also(&["euclidinv"]),
        word("euclidOff", EUCLID_OFF, "euclid, begun so many steps later", "euclidOff 3 8 2 $ s \"bd\"", each3(|k: i64, n: i64, by: i64, p: &P| p.euclid_off(k, n, by))).also(&["euclidoff", "eoff"]),
        word("euclidOffInv", EUCLID_OFF, "The steps that euclidOff leaves out", "euclidOffInv 3 8 2 $ s \"bd\"", each3(|k: i64, n: i64, by: i64, p: &P| p.euclid_off_inv(k, n, by))),
        word("euclidFull", "Pattern Int -> Pattern Int -> Pattern a -> Pattern a -> Pattern a", "euclid, with another pattern in its gaps", "euclidFull 3 8 (s \"bd\") (s \"hh*2\")", plain(|k: Pattern<i64>, n: Pattern<i64>, p: P, gaps: P| two(&k, &n, move |k, n| p.euclid_full(k, n, &gaps)))).also(&["euclidfull"]),
        word("euclidOffFull", "Pattern Int -> Pattern Int -> Pattern Int -> Pattern a -> Pattern a -> Pattern a", "euclidOff, with another pattern in its gaps", "euclidOffFull 3 8 2 (s \"bd\") (s \"hh*2\")", plain(|k: Pattern<i64>, n: Pattern<i64>, by: Pattern<i64>, p: P, gaps: P| {
            by.inner_bind(move |by| {
                let (p, gaps) = (p.clone(), gaps.clone());
                two(&k, &n, move |k, n| p.euclid_off_full(k, n, by, &gaps))
            })
        })).also(&["eoffful"]),
        word("ecbool", "Pattern Int -> Pattern Int -> Pattern Bool", "euclid as true and false", "struct (ecbool 3 8) $ s \"bd\"", plain(|k: Pattern<i64>, n: Pattern<i64>| two(&k, &n, euclid_bool))),
        word("inv", "Functor f => f Bool -> f Bool", "True for false", "struct (inv \"t(3,8)\") $ s \"hh\"", plain(|x: Datum| super::functions::map(Datum::function(|yes| Datum::Bool(!yes.truth())), x))),
        word("binaryN", "Pattern Int -> Pattern Int -> Pattern Bool", "The bits of a number, so many of them", "struct (binaryN 8 \"170\") $ s \"bd\"", plain(|bits: Pattern<i64>, number: Pattern<i64>| bits.inner_bind(move |bits| number.squeeze_bind(move |number| binary_n(bits, number))))),
        word("binary", "Pattern Int -> Pattern Bool", "The eight bits of a number", "struct (binary 170) $ s \"bd\"", plain(|number: Pattern<i64>| number.squeeze_bind(binary))),
        word("ascii", "Pattern String -> Pattern Bool", "The bits of the letters", "struct (ascii \"b a\") $ s \"bd\"", plain(|text: Pattern<std::sync::Arc<str>>| text.squeeze_bind(|text| {
            let letters: Vec<Pattern<bool>> = text.bytes().map(|letter| binary(i64::from(letter))).collect();
            crate::pattern::fastcat(&letters)
        }))),
        word("necklace", "Rational -> [Int] -> Pattern Bool", "Onsets at these distances, over so many steps", "struct (necklace 12 [4,2]) $ s \"bd\"", plain(|steps: Cycle, distances: Vec<i64>| necklace(steps, &distances))),
        word("sew", "Pattern Bool -> Pattern a -> Pattern a -> Pattern a", "One pattern where true, the other where false", "sew \"t f\" (n \"0*4\" # s \"drum\") (n \"1*8\" # s \"drum\")", plain(|which: Pattern<bool>, a: P, b: P| sew(&which, &a, &b))),
        word("stitch", "Pattern Bool -> Pattern a -> Pattern a -> Pattern a", "sew, with the rhythm of the left", "stitch \"t f t t\" (s \"bd\") (s \"sn\")", plain(|which: Pattern<bool>, a: P, b: P| stitch(&which, &a, &b))),
        word("while", "Pattern Bool -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function where it is true", "while \"1 0\" (# speed 2) $ s \"bd*4\"", plain(|test: Pattern<bool>, f: Change, p: P| p.while_(&test, |p| f(p)))),
        word("euclidOffBool", "Pattern Int -> Pattern Int -> Pattern Int -> Pattern Bool -> Pattern Bool", "euclidOff on true and false: false turns it round", "struct (euclidOffBool 3 8 1 \"t\") $ s \"bd\"", each3(|k: i64, n: i64, by: i64, p: &Pattern<bool>| {
            let steps = Cycle::whole(n.max(1));
            euclid_bool(k, n).early(Cycle::whole(by) / steps).app_left(p, |a, b| *a == *b)
        })),
        word("bite", "Pattern Int -> Pattern Int -> Pattern a -> Pattern a", "Parts of each cycle in a new order", "bite 4 \"0 2*2\" $ n \"0 .. 7\" # s \"drum\"", plain(|parts: Pattern<i64>, order: Pattern<i64>, p: P| parts.inner_bind(move |parts| p.bite(parts, &order)))),
        word("squeeze", "Pattern Int -> [Pattern a] -> Pattern a", "Patterns by number, squeezed into the steps", "squeeze \"0 1\" [s \"a b\", s \"c*3\"]", plain(|numbers: Pattern<i64>, all: Vec<P>| P::squeeze(&numbers, &all))),
        word("select", "Pattern Double -> [Pattern a] -> Pattern a", "Patterns by a number from 0 to 1", "select (slow 2 sine) [s \"a*2\", s \"b*4\", s \"c\"]", plain(|positions: Pattern<f64>, all: Vec<P>| P::select(&positions, &all))),
        word("selectF", "Pattern Double -> [Pattern a -> Pattern a] -> Pattern a -> Pattern a", "Functions by a number from 0 to 1", "selectF \"0 0.5\" [rev, fast 2] $ s \"a b c\"", plain(|positions: Pattern<f64>, all: Vec<Change>, p: P| {
            let results: Vec<P> = all.iter().map(|f| f(p.clone())).collect();
            P::select_evenly(&positions, &results)
        })),
        word("pickF", "Pattern Int -> [Pattern a -> Pattern a] -> Pattern a -> Pattern a", "Functions by number", "pickF \"<0 1>\" [rev, fast 2] $ s \"a b c\"", plain(|numbers: Pattern<i64>, all: Vec<Change>, p: P| {
            let results: Vec<P> = all.iter().map(|f| f(p.clone())).collect();
            P::pick(&numbers, &results)
        })),
        word("filterValues", "(a -> Bool) -> Pattern a -> Pattern a", "Only values for which it holds", "n (filterValues (> 1) \"0 2 3\")", plain(|f: Datum, p: P| p.filter(move |value| f.apply(value.clone()).truth()))),
        word("filterOnsets", "Pattern a -> Pattern a", "Only events that begin", "filterOnsets $ s \"a b/1.5\"", plain(|p: P| p.filter_onsets())),
        word("beat", "Pattern Time -> Pattern Time -> Pattern a -> Pattern a", "Onsets at these steps of so many", "beat \"0,3\" 8 $ s \"a\"", plain(|at: Pattern<Cycle>, of: Pattern<Cycle>, p: P| of.inner_bind(move |of| {
            let p = p.clone();
            at.inner_bind(move |at| {
                let begin = at.modulo(of) / of;
                let end = begin + Cycle::ONE / of;
                let p = p.clone();
                Pattern::pure(()).compress(begin, end).app_left(&p, |(), value| value.clone())
            })
        }))),
        word("fit", "Pattern Int -> [a] -> Pattern Int -> Pattern a", "Items of a list by number, so many further each cycle", "s (fit 3 [\"bd\",\"sn\",\"arpy\",\"cp\"] \"0 [~ 1] 2 1\")", plain(|step: Pattern<i64>, items: Vec<Datum>, numbers: Pattern<i64>| step.inner_bind(move |step| numbers.fit(step, &items)))),
        word("fit'", "Pattern Time -> Int -> Pattern Int -> Pattern Int -> Pattern a -> Pattern a", "Parts numbered by one pattern, put in the places of another", "fit' 1 2 \"0 1\" \"[0 1 2 3]/2\" $ n \"0 1 2 3\" # s \"x\"", plain(|speed: Pattern<Cycle>, count: i64, from: Pattern<i64>, to: Pattern<i64>, p: P| speed.inner_bind(move |speed| p.refit(speed, count, &from, &to)))),
    ].into_iter().chain(parts()).collect())
}

#[rustfmt::skip] // a table: one row a word
fn parts() -> Vec<Word> {
    vec![
        word("shuffle", "Pattern Int -> Pattern a -> Pattern a", "Parts of each cycle in random order, each once", "shuffle 4 $ n \"0 .. 3\" # s \"drum\"", each(|n: i64, p: &P| p.shuffle(n))),
        word("scramble", "Pattern Int -> Pattern a -> Pattern a", "Parts of each cycle at random", "scramble 4 $ n \"0 .. 3\" # s \"drum\"", each(|n: i64, p: &P| p.scramble(n))),
        word("soak", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The pattern, changed once, changed twice ..., in a row", "soak 3 (# speed 2) $ s \"a b\"", plain(|n: i64, f: Change, p: P| p.soak(n, |p| f(p)))),
    ]
}

/// Two whole numbers that may be patterns.
fn two<T: crate::pattern::Item>(
    first: &Pattern<i64>,
    second: &Pattern<i64>,
    f: impl Fn(i64, i64) -> Pattern<T> + Send + Sync + 'static,
) -> Pattern<T> {
    let (f, second) = (std::sync::Arc::new(f), second.clone());
    first.inner_bind(move |a| {
        let f = std::sync::Arc::clone(&f);
        second.inner_bind(move |b| f(a, b))
    })
}
