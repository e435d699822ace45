//! Words that name the stream they are for, as a program around Tidal does; here is one stream, `tidal`.
//!
//! ```text
//! streamSetF tidal "knob" 0.5   =   setF "knob" 0.5        t1 (xfadeIn 8) $ s "bd"   =   xfadeIn 1 8 $ s "bd"
//! ```

use super::make::{Make, plain, typed, value};
use super::transitions::{C, transition};
use super::{Family, Word, family, word};
use crate::lang::action::{Action, Slot};
use crate::lang::datum::{Datum, Fun};
use crate::pattern::wait_for;
use crate::time::Cycle;
use std::sync::Arc;

/// Name, the word it is with the stream before its arguments, signature, an example.
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip] // a table: one row a word
const ROWS: &[Row] = &[
    ("streamReplace", "p", "Slot a => Stream -> a -> ControlPattern -> IO ()", "streamReplace tidal \"drums\" $ s \"bd sn\""),
    ("streamOnce", "once", "Stream -> ControlPattern -> IO ()", "streamOnce tidal $ s \"crash\""),
    ("streamFirst", "once", "Stream -> ControlPattern -> IO ()", "streamFirst tidal $ s \"crash\""),
    ("streamHush", "hush", "Stream -> IO ()", "streamHush tidal"),
    ("streamAll", "all", "Stream -> (ControlPattern -> ControlPattern) -> IO ()", "streamAll tidal (# room 0.3)"),
    ("streamMute", "mute", "Slot a => Stream -> a -> IO ()", "streamMute tidal 1"),
    ("streamUnmute", "unmute", "Slot a => Stream -> a -> IO ()", "streamUnmute tidal 1"),
    ("streamMuteAll", "muteAll", "Stream -> IO ()", "streamMuteAll tidal"),
    ("streamUnmuteAll", "unmuteAll", "Stream -> IO ()", "streamUnmuteAll tidal"),
    ("streamSolo", "solo", "Slot a => Stream -> a -> IO ()", "streamSolo tidal 1"),
    ("streamUnsolo", "unsolo", "Slot a => Stream -> a -> IO ()", "streamUnsolo tidal 1"),
    ("streamUnsoloAll", "unsoloAll", "Stream -> IO ()", "streamUnsoloAll tidal"),
    ("streamResetCycles", "resetCycles", "Stream -> IO ()", "streamResetCycles tidal"),
    ("streamSet", "setF", "Stream -> String -> Pattern a -> IO ()", "streamSet tidal \"knob\" (\"1 2\" :: Pattern Double)"),
    ("streamSetF", "setF", "Stream -> String -> Pattern Double -> IO ()", "streamSetF tidal \"knob\" 0.5"),
    ("streamSetI", "setI", "Stream -> String -> Pattern Int -> IO ()", "streamSetI tidal \"knob\" 3"),
    ("streamSetR", "setR", "Stream -> String -> Pattern Rational -> IO ()", "streamSetR tidal \"knob\" 0.25"),
    ("streamSetS", "setS", "Stream -> String -> Pattern String -> IO ()", "streamSetS tidal \"sound\" \"bd\""),
    ("streamSetB", "setB", "Stream -> String -> Pattern Bool -> IO ()", "streamSetB tidal \"on\" \"t\""),
];

const SLOTS: [&str; 16] =
    ["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10", "t11", "t12", "t13", "t14", "t15", "t16"];

/// What a transition makes of the moment and of a slot's patterns, the newest first.
type Way = Fun<Cycle, Fun<Vec<C>, C>>;

fn by_way(slot: Arc<str>, way: &Way, pattern: C) -> Action {
    let way = Arc::clone(way);
    transition(slot, pattern, move |now, all| way(now)(all.to_vec()))
}

fn of_stream(of: &'static str) -> Make {
    typed(move |instance| {
        let Some(word) = super::find(of) else { return Datum::Bottom };
        let word = word.build(instance);
        Datum::function(move |_| word.clone())
    })
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const BY_WAY: &str = "(Time -> [ControlPattern] -> ControlPattern) -> ControlPattern -> IO ()";
    let mut words = vec![
        word("tidal", "Stream", "The stream that plays every slot", "streamHush tidal", value(Datum::unit)),
        word("muteAll", "IO ()", "Silences all slots while they go on", "muteAll", value(|| Action::MuteAll)),
        word("streamMutes", "Stream -> [ID] -> IO ()", "Silences these slots while they go on", "streamMutes tidal [1, \"drums\"]", plain(|_: Datum, slots: Vec<Arc<str>>| {
            Datum::Action(slots.into_iter().map(|slot| Action::Mute(Slot(slot))).collect(), Arc::new(Datum::unit()))
        })),
        word("streamSilence", "Slot a => Stream -> a -> IO ()", "Empties a slot", "streamSilence tidal 1", plain(|_: Datum, slot: Datum| Action::Silence(super::stream::named(slot)))),
        word("transition", "Slot a => Stream -> Bool -> (Time -> [ControlPattern] -> ControlPattern) -> a -> ControlPattern -> IO ()", "A slot's next pattern, by a way from one to the next", "transition tidal True (xfadeIn 4) 1 $ s \"sn\"", plain(|_: Datum, _: bool, way: Way, slot: Datum, pattern: C| by_way(super::stream::named(slot).0, &way, pattern))),
        word("waitT", "ID -> (Time -> [ControlPattern] -> ControlPattern) -> Time -> ControlPattern -> IO ()", "Silence for so many cycles, then a way from one to the next", "waitT 1 (xfadeIn 8) 4 $ s \"sn\"", plain(|slot: Arc<str>, way: Way, cycles: Cycle, pattern: C| {
            transition(slot, pattern, move |now, all| wait_for(cycles, now, &|now| way(now)(all.to_vec())))
        })),
    ];
    words.extend(ROWS.iter().map(|&(name, of, signature, example)| {
        let help: &'static str = format!("{of}, for a stream that is named").leak();
        word(name, signature, help, example, of_stream(of))
    }));
    words.extend(SLOTS.into_iter().enumerate().map(|(at, name)| {
        let slot: Arc<str> = Arc::from((at + 1).to_string());
        word(name, BY_WAY, "The slot's next pattern, by a way from one to the next", "t1 (xfadeIn 8) $ s \"sn\"", plain(move |way: Way, pattern: C| by_way(Arc::clone(&slot), &way, pattern)))
    }));
    family(Family::Stream, words)
}

/// `waitT` on a list.
pub(super) fn on_lists() -> Vec<Word> {
    let made =
        plain(|way: Way, cycles: Cycle, now: Cycle, all: Vec<C>| wait_for(cycles, now, &|now| way(now)(all.clone())));
    let signature =
        "(Time -> [ControlPattern] -> ControlPattern) -> Time -> Time -> [ControlPattern] -> ControlPattern";
    let help = "Silence for so many cycles, then a way from one to the next";
    vec![word("waitT", signature, help, "waitT (xfadeIn 1) 1 0 [s \"sn\", s \"bd\"]", made)]
}
