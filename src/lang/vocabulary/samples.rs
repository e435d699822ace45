//! Samples: cut in pieces, looped, laid beside and after each other; words over controls.
//!
//! ```text
//! chop 2 $ s "bd sn"      striate 4 $ s "bev"      jux rev $ s "bd sn"      stut 3 0.5 0.125 $ s "bd"
//! ```

use super::make::{Change, each, each2, each3, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Fun, Give, Pat, Take};
use crate::pattern::{ControlMap, Pattern, stepalt, stepcat};
use crate::time::Cycle;

/// A pattern of controls.
type C = Pattern<ControlMap>;

/// A function on patterns of controls.
type ChangeC = Fun<C, C>;

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const PIECES: &str = "Pattern Int -> ControlPattern -> ControlPattern";
    const BY_ORDER: &str = "Pattern Int -> Pattern Int -> ControlPattern -> ControlPattern";
    const CHANGED: &str = "(ControlPattern -> ControlPattern) -> ControlPattern -> ControlPattern";
    const SMASH: &str = "Pattern Int -> [Pattern Time] -> ControlPattern -> ControlPattern";
    const FIX: &str = "(ControlPattern -> ControlPattern) -> ControlPattern -> ControlPattern -> ControlPattern";
    let pieces = vec![
        word("chop", PIECES, "Each sample in so many pieces", "chop 2 $ s \"bd sn\"", each(|n: i64, p: &C| p.chop(n))),
        word("striate", PIECES, "All samples' first pieces, then their second ...", "striate 2 $ s \"bd sn\"", each(|n: i64, p: &C| p.striate(n))),
        word("striateBy", "Pattern Int -> Pattern Double -> ControlPattern -> ControlPattern", "striate with pieces of this length", "striateBy 3 0.25 $ s \"bd sn\"", each2(|n: i64, share: f64, p: &C| p.striate_by(n, share))).once(&["striate'"]),
        word("slice", BY_ORDER, "Pieces of a sample by number", "slice 4 \"0 2\" $ s \"bev\"", plain(|n: Pattern<i64>, order: Pattern<i64>, p: C| p.slice(&n, &order))),
        word("splice", BY_ORDER, "Pieces by number, at the speed that fills their steps", "splice 4 \"0 2 1 3\" $ s \"bev\"", plain(|n: Pattern<i64>, order: Pattern<i64>, p: C| p.splice(&n, &order))),
        word("randslice", PIECES, "A piece by chance each cycle", "randslice 4 $ s \"bev*4\"", each(|n: i64, p: &C| p.randslice(n))),
        word("loopAt", "Pattern Time -> ControlPattern -> ControlPattern", "A sample over so many cycles", "loopAt 2 $ chop 4 $ s \"break\"", each(|n: Cycle, p: &C| p.loop_at(n))).also(&["loopat"]),
        word("hurry", "Pattern Rational -> ControlPattern -> ControlPattern", "Faster in time and in playback", "hurry 2 $ s \"bd sn\" # speed 1.5", each(|n: Cycle, p: &C| p.hurry(n))),
        word("gap", PIECES, "chop with every second piece left out", "gap 4 $ s \"bd sn\"", each(|n: i64, p: &C| p.gap(n))),
        word("chew", BY_ORDER, "bite that plays squeezed parts faster", "chew 4 \"0 1 [2 3]\" $ n \"0 .. 7\" # s \"drum\"", plain(|n: Pattern<i64>, order: Pattern<i64>, p: C| n.inner_bind(move |n| p.chew(n, &order)))),
        word("smash", SMASH, "striate, at each of these slownesses in turn", "smash 2 [2,3] $ s \"bd sn\"", plain(|n: Pattern<i64>, by: Vec<Pattern<Cycle>>, p: C| smash(&n, &by, &p, false))),
        word("smash'", "Int -> [Pattern Time] -> ControlPattern -> ControlPattern", "chop, at each of these slownesses in turn", "smash' 2 [2,3] $ s \"bd sn\"", plain(|n: i64, by: Vec<Pattern<Cycle>>, p: C| smash(&Pattern::pure(n), &by, &p, true))),
        word("stut", "Pattern Int -> Pattern Double -> Pattern Time -> ControlPattern -> ControlPattern", "Echoes: how many, how loud at the end, how far apart", "stut 3 0.5 0.125 $ s \"bd sn\"", each3(|n: i64, feedback: f64, by: Cycle, p: &C| p.stut(n, feedback, by))),
        word("echo", "Pattern Int -> Pattern Time -> Pattern Double -> ControlPattern -> ControlPattern", "Echoes: how many, how far apart, how much quieter each", "echo 4 0.2 0.5 $ s \"bd sn\"", each3(|n: i64, by: Cycle, feedback: f64, p: &C| p.echo(n, by, feedback))),
        word("ghost", "ControlPattern -> ControlPattern", "Quiet, fast copies around each event", "ghost $ s \"~ sn ~ sn\"", plain(|p: C| p.ghost())),
    ];
    let sides = vec![
        word("jux", CHANGED, "As it is on the left, changed on the right", "jux rev $ s \"bd sn hh\"", plain(|f: ChangeC, p: C| p.jux(|p| f(p)))),
        word("juxBy", "Pattern Double -> (ControlPattern -> ControlPattern) -> ControlPattern -> ControlPattern", "jux, less far apart", "juxBy 0.25 rev $ s \"bd sn\"", plain(|width: Pattern<f64>, f: ChangeC, p: C| p.jux_by(&width, |p| f(p)))).also(&["juxby"]),
        word("juxcut", CHANGED, "jux, each side cutting itself off", "juxcut rev $ s \"bd sn\"", plain(|f: ChangeC, p: C| p.jux_cut(|p| f(p)))).also(&["juxCut"]),
        word("jux4", CHANGED, "jux for four loudspeakers", "jux4 rev $ s \"bd sn\"", plain(|f: ChangeC, p: C| p.jux4(|p| f(p)))),
        word("jux'", "[a -> ControlPattern] -> a -> ControlPattern", "The results of all functions, spread from left to right", "jux' [id, rev, fast 2] $ s \"bd sn\"", plain(|all: Vec<Change>, p: Pat| C::jux_each(&all.iter().map(|f| Take::take(f(p.clone()).give())).collect::<Vec<C>>()))),
        word("spin", PIECES, "So many copies around the room", "spin 4 $ s \"bd*3\" # n 1", each(|n: i64, p: &C| p.spin(n))),
        word("weave", "Rational -> ControlPattern -> [ControlPattern] -> ControlPattern", "Controls over many cycles, one share further for each pattern", "weave 4 (pan saw) [s \"bd sn\", s \"hh*4\"]", plain(|n: Cycle, base: C, all: Vec<C>| base.weave(n, &all))),
        word("weave'", "Rational -> Pattern a -> [Pattern a -> Pattern a] -> Pattern a", "Functions on one pattern, one share further for each", "weave' 2 (s \"bd*2\") [(# speed 2), rev]", plain(|n: Cycle, base: Pat, all: Vec<Change>| weave_with(n, &base, &all))).also(&["weaveWith"]),
        word("interlace", "ControlPattern -> ControlPattern -> ControlPattern", "Two patterns, faded into each other by shape", "interlace (s \"sine*2\") (s \"square*3\")", plain(|a: C, b: C| a.interlace(&b))),
        word("fix", FIX, "The function where the controls match", "fix (# crush 4) (n 1) $ n \"0 1 2\" # s \"drum\"", plain(|f: ChangeC, like: C, p: C| p.fix(&like, |p| f(p)))),
        word("unfix", FIX, "The function where the controls do not match", "unfix (# crush 4) (n 1) $ n \"0 1 2\" # s \"drum\"", plain(|f: ChangeC, like: C, p: C| p.unfix(&like, |p| f(p)))),
        word("contrast", "(ControlPattern -> ControlPattern) -> (ControlPattern -> ControlPattern) -> ControlPattern -> ControlPattern -> ControlPattern", "One function where the controls match, another elsewhere", "contrast (# crush 4) (# speed 2) (n \"1\") $ n \"0 1\" # s \"drum*4\"", plain(|f: ChangeC, g: ChangeC, like: C, p: C| p.contrast(&like, |p| f(p), |p| g(p)))),
        word("samples", "Pattern String -> Pattern Int -> Pattern String", "Names with numbers", "sound (samples \"drum*2\" \"0 1 2\")", plain(|names: Pattern<std::sync::Arc<str>>, numbers: Pattern<i64>| names.app_both(&numbers, |name, number| std::sync::Arc::<str>::from(format!("{name}:{number}"))))),
    ];
    let steps = vec![
        word("stepcat", "[Pattern a] -> Pattern a", "One after another, as long as they have steps", "stepcat [s \"a b\", s \"c d e\"]", plain(|all: Vec<Pat>| stepcat(&all))),
        word("stepalt", "[[Pattern a]] -> Pattern a", "stepcat, with the next of each group each time", "stepalt [[s \"a\", s \"b c\"], [s \"d\"]]", plain(|groups: Vec<Vec<Pat>>| stepalt(&groups))),
        word("pace", "Pattern Rational -> Pattern a -> Pattern a", "So many steps a cycle", "pace 4 $ s \"a b c\"", each(|n: Cycle, p: &Pat| p.pace(n))),
        word("expand", "Pattern Rational -> Pattern a -> Pattern a", "Counted as more steps", "expand 3 $ s \"a b\"", each(|n: Cycle, p: &Pat| p.expand(n))),
        word("contract", "Pattern Rational -> Pattern a -> Pattern a", "Counted as fewer steps", "contract 2 $ s \"a b\"", each(|n: Cycle, p: &Pat| p.contract(n))),
        word("extend", "Pattern Rational -> Pattern a -> Pattern a", "Faster, with as many more steps", "extend 2 $ s \"a b\"", each(|n: Cycle, p: &Pat| p.extend(n))),
        word("steptake", "Pattern Rational -> Pattern a -> Pattern a", "The first steps", "steptake 2 $ s \"a b c\"", each(|n: Cycle, p: &Pat| p.steptake(n))),
        word("stepdrop", "Pattern Rational -> Pattern a -> Pattern a", "All but the first steps", "stepdrop 1 $ s \"a b c\"", each(|n: Cycle, p: &Pat| p.stepdrop(n))),
    ];
    family(Family::Samples, pieces.into_iter().chain(sides).chain(steps).collect())
}

fn smash(pieces: &Pattern<i64>, by: &[Pattern<Cycle>], p: &C, chopped: bool) -> C {
    let p = p.clone();
    let cut = pieces.inner_bind(move |n| if chopped { p.chop(n) } else { p.striate(n) });
    let each: Vec<C> = by
        .iter()
        .map(|slowness| {
            let cut = cut.clone();
            slowness.inner_bind(move |slowness| cut.slow(slowness))
        })
        .collect();
    crate::pattern::slowcat(&each)
}

fn weave_with(cycles: Cycle, base: &Pat, all: &[Change]) -> Pat {
    let long = base.slow(cycles);
    Pat::weave_with(cycles, &all.iter().map(|f| f(long.clone())).collect::<Vec<_>>())
}
