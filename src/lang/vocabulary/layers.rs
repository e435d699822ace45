//! Now and then, and in layers: conditions by cycle, copies beside and after.
//!
//! ```text
//! every "<2 3>" rev $ s "bd sn"      off 0.125 (|+ n 12) $ n "0 3"      jux rev $ s "bd sn"      whenmod 4 2 (# speed 2)
//! ```

use super::make::{Change, each, each_change, each2_change, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Fun};
use crate::pattern::{Operation, Pattern};
use crate::time::Cycle;

type P = Pattern<Datum>;

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const BY_TIME: &str = "Pattern Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a";
    const BY_NUMBER: &str = "Pattern Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a";
    family(Family::Layers, vec![
        word("every", BY_NUMBER, "The function every so many cycles", "every 3 (fast 2) $ s \"bd sn\"", each_change(|n: i64, f: Change, p: &P| p.every(n, |p| f(p)))),
        word("every'", "Pattern Int -> Pattern Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "every, begun at a later cycle", "every' 3 1 (fast 2) $ s \"bd sn\"", each2_change(|n: i64, from: i64, f: Change, p: &P| p.every_from(n, from, |p| f(p)))),
        word("foldEvery", "[Int] -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "every with each of these numbers", "foldEvery [2,3] (fast 2) $ s \"bd sn\"", plain(|numbers: Vec<i64>, f: Change, p: P| p.fold_every(&numbers, |p| f(p)))),
        word("whenmod", "Pattern Time -> Pattern Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function where the cycle's remainder is at least so much", "whenmod 4 2 (# speed 2) $ s \"bd sn\"", each2_change(|a: Cycle, b: Cycle, f: Change, p: &P| p.whenmod(a, b, |p| f(p)))),
        word("whenT", "(Time -> Bool) -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function in cycles for whose begin it holds", "whenT ((< 0.5) . cyclePos) (# speed 2) $ s \"bd*4\"", plain(|test: Fun<Cycle, bool>, f: Change, p: P| p.when_t(move |time| test(time), |p| f(p)))),
        word("ifp", "(Int -> Bool) -> (Pattern a -> Pattern a) -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "One function in cycles for which it holds, another in the rest", "ifp ((== 0) . (flip mod 2)) (fast 2) rev $ s \"bd sn\"", plain(|test: Fun<i64, bool>, f: Change, g: Change, p: P| p.if_cycle(move |cycle| test(cycle), |p| f(p), |p| g(p)))),
        word("cyclePos", "Time -> Time", "The place within its cycle", "whenT ((< 0.5) . cyclePos) (# speed 2) $ s \"bd*4\"", plain(|time: Cycle| time.cycle_pos())),
        word("sam", "Time -> Time", "The begin of its cycle", "rotL (sam 1.5) $ s \"<a b>\"", plain(|time: Cycle| time.sam())),
        word("superimpose", "(Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The pattern, and a changed one above it", "superimpose (fast 2) $ s \"bd sn\"", plain(|f: Change, p: P| p.superimpose(|p| f(p)))),
        word("off", BY_TIME, "The pattern, and a changed one later", "off 0.125 (# crush 4) $ s \"bd sn\"", plain(|by: Pattern<Cycle>, f: Change, p: P| {
            let q = p.clone();
            p.overlay(&f(by.inner_bind(move |by| q.late(by))))
        })),
        word("offadd", "Num a => Pattern Time -> Pattern a -> Pattern a -> Pattern a", "The pattern, and a higher one later", "n (offadd 0.125 7 \"0 3\") # s \"x\"", plain(|by: Pattern<Cycle>, add: P, p: P| {
            let q = p.clone();
            p.overlay(&by.inner_bind(move |by| q.late(by)).app_both(&add, |a, b| super::arithmetic::operate(Operation::Add, a, b)))
        })),
        word("ghostWith", BY_TIME, "Changed copies around each event", "ghostWith 0.125 (# speed 3) $ s \"~ sn\"", each_change(|by: Cycle, f: Change, p: &P| p.ghost_with(by, |p| f(p)))).also(&["ghost''"]),
        word("sometimesBy", "Pattern Double -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function on events by chance", "sometimesBy 0.3 (# speed 2) $ s \"bd*8\"", plain(|chance: Pattern<f64>, f: Change, p: P| p.sometimes_by(&chance, |p| f(p)))),
        word("sometimesBy'", "Pattern Double -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function first, then the chance", "sometimesBy' 0.4 (0.125 ~>) $ s \"bd*8\"", plain(|chance: Pattern<f64>, f: Change, p: P| p.sometimes_by_after(&chance, |p| f(p)))),
        word("someCyclesBy", "Pattern Double -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function on whole cycles by chance", "someCyclesBy 0.3 (# speed 2) $ s \"bd sn\"", each_change(|chance: f64, f: Change, p: &P| p.some_cycles_by(chance, |p| f(p)))).also(&["somecyclesBy"]),
        some("always", 1.0, "The function always", "always (# pan 1) $ s \"bd*2\""),
        some("almostAlways", 0.9, "The function on nine of ten events", "almostAlways (# pan 1) $ s \"bd*8\""),
        some("often", 0.75, "The function on three of four events", "often (# pan 1) $ s \"bd*4\""),
        some("sometimes", 0.5, "The function on every other event, by chance", "sometimes (# speed 2) $ s \"bd*8\""),
        some("rarely", 0.25, "The function on one of four events", "rarely (# pan 1) $ s \"bd*8\""),
        some("almostNever", 0.1, "The function on one of ten events", "almostNever (# pan 1) $ s \"bd*16\""),
        word("never", "(Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function never", "never (# pan 1) $ s \"bd*2\"", plain(|_: Datum, p: P| p)),
        word("someCycles", "(Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function on every other cycle, by chance", "someCycles (# speed 2) $ s \"bd sn cp\"", plain(|f: Change, p: P| p.some_cycles_by(0.5, |p| f(p)))).also(&["somecycles"]),
        word("degradeBy", "Pattern Double -> Pattern a -> Pattern a", "Events left out by chance", "degradeBy 0.9 $ s \"bd*8\"", each(|share: f64, p: &P| p.degrade_by(share))),
        word("unDegradeBy", "Pattern Double -> Pattern a -> Pattern a", "The events that degradeBy leaves out", "unDegradeBy 0.3 $ s \"bd*8\"", each(|share: f64, p: &P| p.un_degrade_by(share))),
        word("degrade", "Pattern a -> Pattern a", "Every other event left out, by chance", "degrade $ s \"bd*8\"", plain(|p: P| p.degrade_by(0.5))),
        word("degradeByUsing", "Pattern Double -> Double -> Pattern a -> Pattern a", "Events left out by the chance of another pattern", "degradeByUsing rand 0.5 $ s \"bd*8\"", plain(|draws: Pattern<f64>, share: f64, p: P| p.degrade_by_using(&draws, share))),
    ])
}

fn some(name: &'static str, chance: f64, help: &'static str, example: &'static str) -> Word {
    let made = plain(move |f: Change, p: P| p.sometimes_by(&Pattern::pure(chance), |p| f(p)));
    word(name, "(Pattern a -> Pattern a) -> Pattern a -> Pattern a", help, example, made)
}
