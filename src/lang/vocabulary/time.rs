//! Time: faster, later, backwards, stretched, looped, swung.
//!
//! ```text
//! fast "<1 2>" $ s "bd sn"      0.25 ~> s "bd sn"      every 2 rev $ n "0 .. 3"      inside 2 rev $ n "0 .. 3"
//! ```

use super::make::{Change, each, each_change, each2, each2_change, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Pat};
use crate::pattern::Pattern;
use crate::time::Cycle;

type P = Pattern<Datum>;

fn stretch_of(arc: &Datum) -> (Cycle, Cycle) {
    match arc {
        Datum::Tuple(parts) => match parts.as_ref() {
            [begin, end] => (begin.fraction(), end.fraction()),
            _ => (Cycle::ZERO, Cycle::ONE),
        },
        _ => (Cycle::ZERO, Cycle::ONE),
    }
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const TIME: &str = "Pattern Time -> Pattern a -> Pattern a";
    const WHOLE: &str = "Pattern Int -> Pattern a -> Pattern a";
    const PLAIN: &str = "Pattern a -> Pattern a";
    let speed = vec![
        word("fast", TIME, "So many times as fast", "fast 2 $ s \"bd sn\"", each(|by: Cycle, p: &P| p.fast(by))).once(&["density"]),
        word("slow", TIME, "So many times as slow", "slow 2 $ s \"bd sn hh\"", each(|by: Cycle, p: &P| p.slow(by))).also(&["sparsity"]),
        word("fastGap", TIME, "Faster, with silence in the rest of the cycle", "fastGap 2 $ s \"bd sn\"", each(|by: Cycle, p: &P| p.fast_gap(by))).also(&["fastgap"]).once(&["densityGap"]),
        word("compress", "(Time, Time) -> Pattern a -> Pattern a", "Each cycle squeezed into a stretch of it", "compress (0.25, 0.75) $ s \"bd sn cp\"", plain(|arc: Datum, p: P| { let (b, e) = stretch_of(&arc); p.compress(b, e) })),
        word("zoom", "(Time, Time) -> Pattern a -> Pattern a", "A stretch of each cycle, as long as the cycle", "zoom (0.25, 0.75) $ s \"bd sn hh cp\"", plain(|arc: Datum, p: P| { let (b, e) = stretch_of(&arc); p.zoom(b, e) })),
        word("zoomArc", "Arc -> Pattern a -> Pattern a", "A stretch of each cycle, as long as the cycle", "zoomArc (Arc 0.25 0.75) $ s \"bd sn hh cp\"", plain(|arc: Datum, p: P| { let (b, e) = stretch_of(&arc); p.zoom(b, e) })),
        word("zoompat", "Pattern Time -> Pattern Time -> Pattern a -> Pattern a", "A stretch of each cycle, from and to patterned", "zoompat 0.25 \"<0.75 1>\" $ s \"bd sn hh cp\"", each2(|b: Cycle, e: Cycle, p: &P| p.zoom(b, e))),
        word("inside", "Pattern Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function as it would work on faster cycles", "inside 2 rev $ n \"0 .. 3\" # s \"drum\"", each_change(|by: Cycle, f: Change, p: &P| p.inside(by, |p| f(p)))),
        word("outside", "Pattern Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function as it would work on slower cycles", "outside 2 rev $ n \"<0 1> <2 3>\" # s \"drum\"", each_change(|by: Cycle, f: Change, p: &P| p.outside(by, |p| f(p)))),
    ];
    let places = vec![
        word("<~", TIME, "Earlier by so many cycles", "0.25 <~ s \"bd sn hh cp\"", each(|by: Cycle, p: &P| p.early(by))),
        word("~>", TIME, "Later by so many cycles", "0.25 ~> s \"bd sn hh cp\"", each(|by: Cycle, p: &P| p.late(by))),
        word("rotL", "Time -> Pattern a -> Pattern a", "Earlier by so many cycles", "rotL 1 $ s \"<a b c>\"", plain(|by: Cycle, p: P| p.early(by))),
        word("rotR", "Time -> Pattern a -> Pattern a", "Later by so many cycles", "rotR 0.25 $ s \"bd sn hh cp\"", plain(|by: Cycle, p: P| p.late(by))),
        word("rev", PLAIN, "Each cycle backwards", "rev $ s \"bd sn hh\"", plain(|p: P| p.rev())),
        word("palindrome", PLAIN, "Every other cycle backwards", "palindrome $ s \"bd sn hh\"", plain(|p: P| p.palindrome())),
        word("iter", WHOLE, "Each cycle begins one part later", "iter 4 $ s \"bd sn hh cp\"", each(|n: i64, p: &P| p.iter(n))),
        word("iter'", WHOLE, "Each cycle begins one part earlier", "iter' 4 $ s \"bd sn hh cp\"", each(|n: i64, p: &P| p.iter_back(n))),
        word("rot", WHOLE, "The values moved on by so many steps", "rot 1 $ n \"0 1 2 3\" # s \"drum\"", each(|n: i64, p: &P| p.rot(n))),
    ];
    let loops = vec![
        word("timeLoop", TIME, "The first so many cycles again and again", "timeLoop 2 $ s \"<a b c>\"", each(|n: Cycle, p: &P| p.time_loop(n))).also(&["timeloop"]),
        word("loopFirst", PLAIN, "The first cycle again and again", "loopFirst $ s \"<a b> c\"", plain(|p: P| p.loop_first())),
        word("repeatCycles", WHOLE, "Each cycle so many times", "repeatCycles 2 $ s \"<a b c>\"", each(|n: i64, p: &P| p.repeat_cycles(n))),
        word("playFor", "Time -> Time -> Pattern a -> Pattern a", "Only between these cycles", "playFor 0 2 $ s \"bd\"", plain(|from: Cycle, to: Cycle, p: P| p.play_for(from, to))),
        word("linger", TIME, "The first share of each cycle, repeated", "linger 0.25 $ n \"0 2 [3 4] 2\" # s \"drum\"", each(|share: Cycle, p: &P| p.linger(share))),
        word("trunc", TIME, "Only the first share of each cycle", "trunc 0.75 $ s \"bd sn hh cp\"", each(|share: Cycle, p: &P| p.trunc(share))),
    ];
    let steps = vec![
        word("segment", TIME, "So many steps a cycle; makes signals into steps", "segment 4 $ n (range 1 5 saw) # s \"drum\"", each(|n: Cycle, p: &P| p.segment(n))).once(&["discretise"]),
        word("ply", "Pattern Rational -> Pattern a -> Pattern a", "Each event so many times in its place", "ply 2 $ s \"bd sn\"", each(|n: Cycle, p: &P| p.ply(n))),
        word("plyWith", "Pattern Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "Each event so many times, each time changed once more", "plyWith 3 (|* gain 0.8) $ s \"bd sn\" # gain 1", each_change(|n: i64, f: Change, p: &P| p.ply_with(n, move |p| f(p)))).also(&["plywith"]),
        word("stutter", "Pattern Int -> Pattern Time -> Pattern a -> Pattern a", "Each event so many times, so long apart", "stutter 4 (1/16) $ s \"bd sn\"", each2(|n: i64, by: Cycle, p: &P| p.stutter(n, by))),
        word("swingBy", "Pattern Time -> Pattern Time -> Pattern a -> Pattern a", "The second half of each part late by a share of it", "swingBy (1/3) 4 $ s \"hh*8\"", plain(|by: Pattern<Cycle>, n: Pattern<Cycle>, p: P| n.inner_bind(move |n| p.swing_by(&by, n)))),
        word("swing", TIME, "swingBy a third", "swing 4 $ s \"hh*8\"", each(|n: Cycle, p: &P| p.swing_by(&Pattern::pure(Cycle::new(1, 3)), n))),
        word("brak", PLAIN, "Every other cycle squeezed to half and late by a quarter: broken beats", "brak $ s \"bd sn hh\"", plain(|p: P| p.brak())),
        word("press", PLAIN, "Each event late by half of itself", "press $ s \"bd sn hh\"", plain(|p: P| p.press())),
        word("pressBy", TIME, "Each event late by a share of itself", "pressBy \"<0 0.25>\" $ s \"bd sn hh\"", each(|share: Cycle, p: &P| p.press_by(share))),
        word("stretch", PLAIN, "Rests are filled by what went before", "stretch $ s \"a b <c ~>\"", plain(|p: P| p.stretch())),
        word("rolledBy", "Pattern Rational -> Pattern a -> Pattern a", "Notes of a chord one after another within a share of it", "rolledBy 0.5 $ n \"[0,4,7]\" # s \"superpiano\"", super::make::plain(|share: Pattern<Cycle>, p: P| rolled(&share, &p))),
        word("rolled", PLAIN, "Notes of a chord one after another within a quarter", "rolled $ n \"c'maj\" # s \"superpiano\"", plain(|p: P| p.rolled_by(Cycle::new(1, 4)))),
        word("mono", PLAIN, "One event at a time", "mono $ s \"[a b, c d e]\"", plain(|p: P| p.mono())),
        word("spaceOut", "[Time] -> Pattern a -> Pattern a", "The pattern at these lengths, one after another", "spaceOut [1, 0.5] $ s \"a b\"", plain(|lengths: Vec<Cycle>, p: P| p.space_out(&lengths))),
        word("range", "Num a => Pattern a -> Pattern a -> Pattern a -> Pattern a", "From 0 .. 1 to between these two", "s \"bd*4\" # cutoff (range 200 1000 sine)", plain(|low: Pat, high: Pat, p: Pat| super::signals::range(&low, &high, &p))),
        word("within", "(Time, Time) -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function only in this stretch of each cycle", "within (0, 0.5) (fast 2) $ s \"bd sn cp hh\"", plain(|arc: Datum, f: Change, p: P| { let (b, e) = stretch_of(&arc); p.within(b, e, |p| f(p)) })),
        word("within'", "(Time, Time) -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The same, the stretch seen as a whole cycle", "within' (0, 0.5) rev $ n \"0 .. 7\" # s \"drum\"", plain(|arc: Datum, f: Change, p: P| { let (b, e) = stretch_of(&arc); p.within_squeezed(b, e, |p| f(p)) })),
        word("chunk", "Pattern Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The function on one part of each cycle, the next part each time", "chunk 4 (# speed 2) $ s \"bd sn cp hh\"", each_change(|n: i64, f: Change, p: &P| p.chunk(n, |p| f(p)))),
        word("chunk'", "Integral n => Pattern n -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "The same, from the last part to the first", "chunk' 4 (# speed 2) $ s \"bd sn cp hh\"", each_change(|n: i64, f: Change, p: &P| p.chunk_back(n, |p| f(p)))),
        word("echoWith", "Pattern Int -> Pattern Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "Copies, each later and once more changed", "echoWith 3 (1/8) (|+ speed 1) $ s \"bd sn\" # speed 1", each2_change(|n: i64, by: Cycle, f: Change, p: &P| p.echo_with(n, by, |p| f(p)))).also(&["stutWith", "stutwith", "echowith"]).once(&["stut'"]),
    ];
    family(Family::Time, speed.into_iter().chain(places).chain(loops).chain(steps).collect())
}

/// A constant zero or a constant share keeps the pattern's own times; a patterned share is joined in.
fn rolled(share: &Pattern<Cycle>, p: &P) -> Pat {
    let p = p.clone();
    share.inner_bind(move |share| p.rolled_by(share))
}
