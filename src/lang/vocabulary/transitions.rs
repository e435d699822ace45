//! Transitions: what comes into a slot, over what plays there.
//!
//! ```text
//! xfadeIn 1 4 $ s "sn"          slot 1: from the next cycle on, over four cycles
//! xfadeIn 4 0 [s "sn", s "bd"]  the same as a pattern: cycles, moment, the newest first
//! ```
//!
//! Tidal has each of these words twice, in its start-up file (on a slot) and in its library (on a list). The latter are in a
//! table of their own, [`on_lists`]: a list written as the last argument chooses them.

use super::make::plain;
use super::{Family, Make, Word, family, word};
use crate::lang::action::{Action, Blend, Slot};
use crate::lang::datum::{Datum, Fun, Give, Take};
use crate::pattern::{
    ControlMap, Pattern, Wash, anticipate_in, clutch_in, histpan, interpolate_in, jump_in, jump_in_sam, jump_mod,
    mortal, wait, wash, wash_in, xfade_in,
};
use crate::time::Cycle;
use std::sync::Arc;

/// A pattern of controls.
pub(super) type C = Pattern<ControlMap>;

type ChangeC = Fun<C, C>;

type Timed = fn(Cycle, Cycle, &[C]) -> C;

pub(super) fn transition(
    slot: Arc<str>,
    pattern: C,
    blend: impl Fn(Cycle, &[C]) -> C + Send + Sync + 'static,
) -> Action {
    let blend: Blend = Arc::new(blend);
    Action::Transition { slot: Slot(slot), pattern, blend, now: false, span: Default::default() }
}

/// On a slot, over as many cycles as it always takes.
fn fixed(cycles: i64, f: Timed) -> Make {
    plain(move |slot: Arc<str>, pattern: C| {
        transition(slot, pattern, move |now, all| f(Cycle::whole(cycles), now, all))
    })
}

/// On a slot, over so many cycles.
fn over(f: Timed) -> Make {
    plain(move |slot: Arc<str>, cycles: Cycle, pattern: C| {
        transition(slot, pattern, move |now, all| f(cycles, now, all))
    })
}

fn fixed_list(cycles: i64, f: Timed) -> Make {
    plain(move |now: Cycle, all: Vec<C>| f(Cycle::whole(cycles), now, &all))
}

fn over_list(f: Timed) -> Make {
    plain(move |cycles: Cycle, now: Cycle, all: Vec<C>| f(cycles, now, &all))
}

/// Name, what it does, an example, an example on lists; cycles where they are not said.
type Row = (&'static str, &'static str, &'static str, &'static str, Option<i64>, Timed);

#[rustfmt::skip] // a table: one row a word
const ROWS: &[Row] = &[
    ("xfade", "Fades over in four cycles", "xfade 1 $ s \"sn\"", "xfade 0 [s \"sn\", s \"bd\"]", Some(4), xfade_in),
    ("xfadeIn", "Fades over in so many cycles", "xfadeIn 1 8 $ s \"sn\"", "xfadeIn 2 0 [s \"sn\", s \"bd\"]", None, xfade_in),
    ("clutch", "Events of the old fall away while those of the new come, over two cycles", "clutch 1 $ s \"sn*8\"", "clutch 0 [s \"sn*8\", s \"bd*8\"]", Some(2), clutch_in),
    ("clutchIn", "Events of the old fall away while those of the new come, over so many cycles", "clutchIn 1 8 $ s \"sn*8\"", "clutchIn 4 0 [s \"sn*8\", s \"bd*8\"]", None, clutch_in),
    ("anticipate", "Echoes gather for eight cycles, then the new one", "anticipate 1 $ s \"sn\"", "anticipate 0 [s \"sn\", s \"bd\"]", Some(8), anticipate_in),
    ("anticipateIn", "Echoes gather for so many cycles, then the new one", "anticipateIn 1 4 $ s \"sn\"", "anticipateIn 2 0 [s \"sn\", s \"bd\"]", None, anticipate_in),
    ("interpolate", "The new rhythm; numbers move over in four cycles", "interpolate 1 $ s \"bd\" # pan 1", "interpolate 0 [s \"bd\" # pan 1, s \"bd\" # pan 0]", Some(4), interpolate_in),
    ("interpolateIn", "The new rhythm; numbers move over in so many cycles", "interpolateIn 1 8 $ s \"bd\" # pan 1", "interpolateIn 2 0 [s \"bd\" # pan 1, s \"bd\" # pan 0]", None, interpolate_in),
    ("jump", "The new one at once", "jump 1 $ s \"sn\"", "jump 1 [s \"sn\", s \"bd\"]", Some(0), jump_in),
    ("jumpIn", "The new one in so many cycles", "jumpIn 1 2 $ s \"sn\"", "jumpIn 2 0 [s \"sn\", s \"bd\"]", None, jump_in),
    ("jumpIn'", "The new one in so many cycles, when one begins", "jumpIn' 1 2 $ s \"sn\"", "jumpIn' 1 0.5 [s \"sn\", s \"bd\"]", None, jump_in_sam),
    ("wait", "Silence for so many cycles, then the new one", "wait 1 2 $ s \"sn\"", "wait 1 0 [s \"sn\", s \"bd\"]", None, wait),
];

const MOD: &str = "The new one at the next cycle that is a multiple of this";
const MOD_FROM: &str = "The new one at the next cycle that is so much more than a multiple of this";
const LIFE: &str = "The new one for so many cycles; then it falls away over so many more";
const SPREAD: &str = "The last so many patterns of the slot, from left to right";
const WASH: &str = "The old one changed for so many cycles, then the new one";
const WASH_BOTH: &str =
    "The old one changed on its way out, the new one on its way in: a delay, and how long each takes";

/// On a slot.
#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    let mut words: Vec<Word> = ROWS.iter().map(|&(name, help, example, _, cycles, f)| match cycles {
        Some(cycles) => word(name, "ID -> ControlPattern -> IO ()", help, example, fixed(cycles, f)),
        None => word(name, "ID -> Time -> ControlPattern -> IO ()", help, example, over(f)),
    }).collect();
    words.extend([
        word("jumpMod", "ID -> Int -> ControlPattern -> IO ()", MOD, "jumpMod 1 4 $ s \"sn\"", plain(|slot: Arc<str>, period: i64, p: C| transition(slot, p, move |now, all| jump_mod(period, 0, now, all)))),
        word("jumpMod'", "ID -> Int -> Int -> ControlPattern -> IO ()", MOD_FROM, "jumpMod' 1 4 2 $ s \"sn\"", plain(|slot: Arc<str>, period: i64, from: i64, p: C| transition(slot, p, move |now, all| jump_mod(period, from, now, all)))),
        word("mortal", "ID -> Time -> Time -> ControlPattern -> IO ()", LIFE, "mortal 1 4 2 $ s \"sn*4\"", plain(|slot: Arc<str>, life: Cycle, release: Cycle, p: C| transition(slot, p, move |now, all| mortal(life, release, now, all)))),
        word("histpan", "ID -> Int -> ControlPattern -> IO ()", SPREAD, "histpan 1 3 $ s \"sn\"", plain(|slot: Arc<str>, count: i64, p: C| transition(slot, p, move |_, all| histpan(count, all)))),
        word("washIn", "ID -> (ControlPattern -> ControlPattern) -> Time -> ControlPattern -> IO ()", WASH, "washIn 1 rev 2 $ s \"bd sn\"", plain(|slot: Arc<str>, f: ChangeC, cycles: Cycle, p: C| transition(slot, p, move |now, all| wash_in(&|p| f(p), cycles, now, all)))),
        word("wash", "ID -> (ControlPattern -> ControlPattern) -> (ControlPattern -> ControlPattern) -> Time -> Time -> Time -> ControlPattern -> IO ()", WASH_BOTH, "wash 1 rev (fast 2) 0 1 1 $ s \"bd sn\"", plain(|slot: Arc<str>, out: ChangeC, into: ChangeC, delay: Cycle, leaving: Cycle| {
            Datum::function(move |coming| {
                let (slot, out, into, coming) = (Arc::clone(&slot), Arc::clone(&out), Arc::clone(&into), coming.fraction());
                Datum::function(move |p| {
                    let (out, into) = (Arc::clone(&out), Arc::clone(&into));
                    transition(Arc::clone(&slot), Take::take(p), move |now, all| {
                        wash(&Wash { out: &|p| out(p), into: &|p| into(p), delay, leaving, coming }, now, all)
                    }).give()
                })
            })
        })),
    ]);
    family(Family::Stream, words)
}

/// On a list, the newest pattern first.
#[rustfmt::skip] // a table: one row a word
pub(super) fn on_lists() -> Vec<Word> {
    let mut words: Vec<Word> = ROWS.iter().map(|&(name, help, _, example, cycles, f)| match cycles {
        Some(cycles) => word(name, "Time -> [ControlPattern] -> ControlPattern", help, example, fixed_list(cycles, f)),
        None => word(name, "Time -> Time -> [ControlPattern] -> ControlPattern", help, example, over_list(f)),
    }).collect();
    words.extend([
        word("jumpMod", "Int -> Time -> [ControlPattern] -> ControlPattern", MOD, "jumpMod 2 0 [s \"sn\", s \"bd\"]", plain(|period: i64, now: Cycle, all: Vec<C>| jump_mod(period, 0, now, &all))),
        word("jumpMod'", "Int -> Int -> Time -> [ControlPattern] -> ControlPattern", MOD_FROM, "jumpMod' 2 1 0 [s \"sn\", s \"bd\"]", plain(|period: i64, from: i64, now: Cycle, all: Vec<C>| jump_mod(period, from, now, &all))),
        word("mortal", "Time -> Time -> Time -> [ControlPattern] -> ControlPattern", LIFE, "mortal 1 2 0 [s \"sn*4\"]", plain(|life: Cycle, release: Cycle, now: Cycle, all: Vec<C>| mortal(life, release, now, &all))),
        word("histpan", "Int -> Time -> [ControlPattern] -> ControlPattern", SPREAD, "histpan 2 0 [s \"sn\", s \"bd\"]", plain(|count: i64, _: Cycle, all: Vec<C>| histpan(count, &all))),
        word("washIn", "(ControlPattern -> ControlPattern) -> Time -> Time -> [ControlPattern] -> ControlPattern", WASH, "washIn rev 1 0 [s \"bd sn\", s \"hh cp\"]", plain(|f: ChangeC, cycles: Cycle, now: Cycle, all: Vec<C>| wash_in(&|p| f(p), cycles, now, &all))),
        word("wash", "(ControlPattern -> ControlPattern) -> (ControlPattern -> ControlPattern) -> Time -> Time -> Time -> Time -> [ControlPattern] -> ControlPattern", WASH_BOTH, "wash rev (fast 2) 0 1 1 0 [s \"bd sn\", s \"hh cp\"]", plain(|out: ChangeC, into: ChangeC, delay: Cycle, leaving: Cycle, coming: Cycle| {
            Datum::function(move |now| {
                let (out, into, now) = (Arc::clone(&out), Arc::clone(&into), now.fraction());
                Datum::function(move |all| {
                    let all: Vec<C> = Take::take(all);
                    wash(&Wash { out: &|p| out(p), into: &|p| into(p), delay, leaving, coming }, now, &all).give()
                })
            })
        })),
    ]);
    family(Family::Stream, words)
}
