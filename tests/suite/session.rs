//! A set without hands: bad text changes nothing, undo goes back, and the log folds to the state that was live.

use melisma::lang::Interpreter;
use melisma::pattern::{Patience, Tidal, Value};
use melisma::schedule::{Collect, Scheduler, Sink, Trigger, When};
use melisma::session::log::{Log, Opening, ReadLog};
use melisma::session::patch::{Patches, Rack};
use melisma::session::{Command, Outcome, Parts, Session, TextOrigin, Transport, library, replay};
use melisma::units::Frame;
use proptest::prelude::*;
use std::path::Path;

const RATE: u32 = 48_000;
const CYCLE: i64 = 96_000;

struct Live {
    session: Session,
    collect: Collect,
    horizon: Frame,
}

fn opening() -> Opening {
    let (program, singer, tidal, swap) = ("test".into(), "stage".into(), Tidal::default(), When::Cycle);
    Opening { program, rate: RATE, cps: 0.5, tidal, swap, seed: 0, voices: 3, singer, began: 0 }
}

impl Live {
    fn new(log: Option<Log>) -> Self {
        let collect = Collect::new();
        let patches = Patches::default();
        let rack: Box<dyn Sink> = Box::new(Rack::new(patches.clone(), vec![Box::new(collect.clone())]));
        let scheduler = Scheduler::new(RATE, 0.5, Tidal::default(), Patience::Never);
        let session = Session::new(Parts {
            interpreter: Interpreter::new(library::no_networks(), Tidal::default()),
            transport: Transport::new(scheduler, vec![rack]),
            patches,
            swap: When::Cycle,
            tidal: Tidal::default(),
            log,
            sounds: None,
        });
        Self { session, collect, horizon: Frame(0) }
    }

    fn advance(&mut self, frames: i64) {
        self.horizon = self.horizon + frames;
        self.session.transport().lock().unwrap().advance(self.horizon);
    }

    fn apply(&mut self, command: Command) -> Outcome {
        let at = Frame((self.horizon.0 - 4_800).max(0));
        self.session.apply(command, at)
    }

    fn type_in(&mut self, text: &str) -> Outcome {
        self.apply(Command::Evaluate { text: text.into(), origin: TextOrigin::Stage, offset: 0, now: false })
    }

    /// The sounds of the next cycles, `bd bd sn`.
    fn hear(&mut self, cycles: i64) -> String {
        self.collect.take();
        self.advance(cycles * CYCLE);
        sounds(&self.collect.take())
    }
}

fn sounds(triggers: &[Trigger]) -> String {
    triggers.iter().filter_map(|t| t.controls.text("s")).collect::<Vec<_>>().join(" ")
}

fn said(triggers: &[Trigger]) -> Vec<(i64, i64, u16, String)> {
    triggers.iter().map(|t| (t.at.0, t.frames, t.slot.0, format!("{:?}", t.controls))).collect()
}

#[test]
fn a_broken_block_leaves_the_old_pattern_playing_and_never_hides_another() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"bd*2\"");
    assert_eq!(live.hear(1), "bd bd");
    let outcome = live.type_in("d1 $ sounf \"sn\n\nd2 $ s \"hh\"");
    assert!(outcome.failed() && outcome.swapped == ["d2"]);
    assert_eq!(outcome.diagnostics.len(), 1);
    assert_eq!(live.hear(1), "bd hh bd");
}

#[test]
fn a_runaway_is_refused_in_rehearsal_and_what_played_goes_on() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"bd\"");
    let outcome = live.type_in("d1 $ s \"hh*1000000\"");
    assert!(outcome.failed(), "{outcome:?}");
    assert!(outcome.diagnostics[0].message.contains("too many events"), "{outcome:?}");
    assert_eq!(live.hear(1), "bd");
}

#[test]
fn undo_and_redo_take_effect_on_the_boundary() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"bd*4\"");
    live.advance(CYCLE);
    live.type_in("d1 $ s \"sn*4\"");
    assert_eq!(live.hear(1), "sn sn sn sn");
    live.advance(CYCLE / 2);
    let outcome = live.apply(Command::Undo { evaluation: None });
    assert_eq!((outcome.evaluation, outcome.done), (2, true));
    assert_eq!(live.hear(1), "sn sn bd bd");
    live.apply(Command::Redo { evaluation: None });
    assert_eq!(live.hear(1), "bd bd sn sn");
    live.apply(Command::Undo { evaluation: Some(1) });
    assert_eq!(live.hear(1), "sn sn sn sn", "what a later evaluation put there stays");
    live.apply(Command::Undo { evaluation: None });
    live.advance(CYCLE);
    assert_eq!(live.hear(1), "");
    assert!(!live.apply(Command::Undo { evaluation: None }).done);
}

#[test]
fn a_hush_can_be_taken_back() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"bd\"");
    live.advance(CYCLE);
    live.apply(Command::Hush);
    assert_eq!(live.hear(1), "");
    live.apply(Command::Undo { evaluation: None });
    assert_eq!(live.hear(1), "bd");
}

#[test]
fn a_block_with_an_exclamation_mark_is_heard_at_once() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"bd*4\"");
    live.advance(CYCLE / 2);
    live.type_in("! d1 $ s \"sn*4\"");
    assert_eq!(live.hear(1), "sn sn sn sn");
}

/// The sounds of the next cycles with their gain in tenths, `bd.10 sn.4`.
fn loud(live: &mut Live, cycles: i64) -> String {
    live.collect.take();
    live.advance(cycles * CYCLE);
    let tenths =
        |t: &Trigger| t.controls.get("gain").and_then(Value::number).map_or(10.0, |gain| (gain * 10.0).round());
    let told = |t: &Trigger| Some(format!("{}.{}", t.controls.text("s")?, tenths(t)));
    live.collect.take().iter().filter_map(told).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_crossfade_begins_on_the_boundary_over_what_plays_there() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"bd*2\"");
    live.advance(CYCLE / 2);
    let outcome = live.type_in("xfadeIn 1 2 $ s \"sn*2\"");
    assert_eq!(outcome.swapped, ["d1"], "{outcome:?}");
    assert_eq!(loud(&mut live, 1).split(' ').next(), Some("bd.10"), "up to the boundary nothing changes");
    live.advance(CYCLE / 2);
    // Cycle 2 and cycle 3: the fade is over.
    live.collect.take();
    let heard = loud(&mut live, 1);
    assert!(heard.contains("sn.8") || heard.contains("sn.10"), "{heard}");
    live.advance(2 * CYCLE);
    let heard = loud(&mut live, 1);
    assert!(heard.contains("sn.10") && heard.contains("bd.0"), "{heard}");
}

#[test]
fn transitions_lead_over_from_what_was_asked_for_and_not_from_each_other() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"a\"");
    live.advance(CYCLE);
    live.type_in("jumpIn 1 1 $ s \"b\"");
    assert_eq!(live.hear(3), "a b b");
    live.type_in("jumpIn 1 1 $ s \"c\"");
    assert_eq!(live.hear(3), "b c c");
    live.type_in("histpan 1 3 $ s \"d\"");
    assert_eq!(live.hear(1), "b c d".split(' ').rev().collect::<Vec<_>>().join(" "));
}

#[test]
fn a_transition_is_taken_back_as_any_evaluation() {
    let mut live = Live::new(None);
    live.type_in("d1 $ s \"a\"\n\np \"drums\" $ s \"x\"");
    live.advance(CYCLE);
    live.type_in("jump 1 $ s \"b\"\n\nmortal \"drums\" 1 0 $ s \"y\"");
    assert_eq!(live.hear(2), "b y b");
    live.apply(Command::Undo { evaluation: None });
    assert_eq!(live.hear(1), "a x");
    live.apply(Command::Redo { evaluation: None });
    assert_eq!(live.hear(1), "b");
}

#[test]
fn a_trigger_begins_anew_where_its_slot_got_the_pattern() {
    let mut live = Live::new(None);
    live.advance(CYCLE);
    live.type_in("d1 $ qtrigger 1 $ s \"<a b c>\"");
    assert_eq!(live.hear(3), "a b c");
    live.type_in("d1 $ qtrigger 1 $ s \"<a b c>\"");
    assert_eq!(live.hear(2), "a b");
}

#[test]
fn a_trigger_goes_on_where_it_was_when_cycles_begin_anew() {
    let mut live = Live::new(None);
    live.advance(CYCLE);
    live.type_in("d1 $ qtrigger 1 $ s \"<a b c d>\"");
    assert_eq!(live.hear(2), "a b");
    live.type_in("resetCycles");
    assert_eq!(live.hear(2), "c d");
    live.type_in("d1 $ qtrigger 1 $ s \"<a b c d>\"\n\nresetCycles");
    assert_eq!(live.hear(2), "a b");
}

#[test]
fn a_list_is_used_up_in_the_order_of_playing_whatever_plays() {
    let mut live = Live::new(None);
    let numbers =
        |triggers: Vec<Trigger>| -> Vec<f64> { triggers.iter().filter_map(|t| t.controls.number("n")).collect() };
    live.type_in("d1 $ s \"a*2\" # nTake \"x\" [1, 2, 3]");
    live.advance(CYCLE);
    assert_eq!(numbers(live.collect.take()), [1.0, 2.0]);
    live.type_in("d1 $ s \"a*2\" # nTake \"x\" [7, 8]\n\nd2 $ s \"~ b\" # nTake \"x\" [9] |+ n 1");
    live.advance(CYCLE);
    assert_eq!(numbers(live.collect.take()), [3.0, 7.0, 9.0]);
    live.type_in("d1 $ s \"a*2\" # nCount \"k\"\n\nd2 silence\n\nsetF \"k\" 4");
    live.advance(CYCLE);
    assert_eq!(numbers(live.collect.take()), [5.0, 6.0]);
}

#[test]
fn words_that_name_the_stream_are_those_without() {
    let mut live = Live::new(None);
    live.type_in("streamReplace tidal 1 $ s \"a\"\n\nstreamReplace tidal \"drums\" $ s \"b\"");
    assert_eq!(live.hear(1), "a b");
    live.type_in("do\n  streamMute tidal 1\n  streamSetF tidal \"k\" 2");
    assert_eq!(live.hear(1), "b");
    live.type_in("streamUnmuteAll tidal\n\nt1 (jumpIn 1) $ s \"c\"");
    assert_eq!(live.hear(2), "a b c b");
    live.type_in("transition tidal True (jumpIn 1) \"drums\" $ s \"d\"\n\nwaitT 1 (jumpIn 0) 1 $ s \"e\"\n\nmuteAll\n\nunmuteAll");
    assert_eq!(live.hear(2), "b e d");
}

#[test]
fn a_saved_file_evaluates_only_what_is_new() {
    let mut live = Live::new(None);
    let file = |drums: &str| format!("d1 $ s \"bd\"\n\nd2 $ s \"{drums}\"\n\nonce $ s \"cp\"\n");
    let load = |text: String| Command::Load { path: "set.tidal".into(), text };
    let reload = |text: String| Command::Reload { path: "set.tidal".into(), text };
    live.apply(load(file("hh*2")));
    assert_eq!(live.hear(1), "cp bd hh hh");
    let outcome = live.apply(reload(file("hh*3")));
    assert_eq!(outcome.swapped, ["d2"]);
    assert_eq!(live.hear(1), "bd hh hh hh");
    assert_eq!(live.apply(reload(file("hh*3"))).swapped, [] as [&str; 0]);
    let outcome = live.apply(reload(file("hh*3").replace("d2 $", "d2 $ oops")));
    let place = outcome.diagnostics[0].place(outcome.text.as_deref().unwrap());
    assert_eq!(place.0, 3, "the message points into the whole file: {outcome:?}");
    assert_eq!(live.hear(1), "bd hh hh hh");
}

#[test]
fn a_file_of_twenty_blocks_evaluates_the_one_that_changed() {
    let mut live = Live::new(None);
    let file = |steps: i64| -> String {
        (1..=20).map(|n| format!("p \"a{n}\" $ s \"x{n}*{}\"\n\n", if n == 13 { steps } else { 1 })).collect()
    };
    live.apply(Command::Load { path: "set.tidal".into(), text: file(1) });
    let outcome = live.apply(Command::Reload { path: "set.tidal".into(), text: file(2) });
    assert_eq!(outcome.swapped, ["a13"]);
}

#[test]
fn an_instrument_holds_from_the_boundary_and_a_broken_one_changes_nothing() {
    let mut live = Live::new(None);
    let patch = |text: &str| Command::Patch { path: "warm.toml".into(), text: Some(text.into()) };
    live.type_in("d1 $ s \"warm*2\"");
    live.advance(CYCLE / 4);
    assert!(live.apply(patch("name = \"warm\"\nengine = \"saw\"")).done);
    assert_eq!(live.hear(1), "warm saw");
    let outcome = live.apply(patch("name = \"warm\"\nengine = 3"));
    assert!(outcome.failed() && outcome.diagnostics[0].message.contains("warm.toml"));
    assert_eq!(live.hear(1), "saw saw");
}

fn texts() -> impl Strategy<Value = String> {
    let sound = prop::sample::select(vec!["bd", "sn", "hh", "cp"]);
    let block = prop_oneof![
        6 => (1..5u8, sound, 1..9u8).prop_map(|(slot, sound, n)| format!("d{slot} $ s \"{sound}*{n}\"")),
        1 => (1..5u8).prop_map(|slot| format!("! d{slot} $ s \"bd*3\"")),
        2 => (1..5u8, 1..4u8).prop_map(|(slot, cycles)| format!("xfadeIn {slot} {cycles} $ s \"cp*2\"")),
        1 => (1..5u8).prop_map(|slot| format!("clutch {slot} $ s \"hh*8\"")),
        1 => (1..5u8).prop_map(|slot| format!("jumpIn {slot} 1 $ qtrigger {slot} $ s \"<a b c>\"")),
        1 => Just("d1 $ nonsense (".to_owned()),
        1 => (1..5u8).prop_map(|slot| format!("d{slot} $ s \"hh*3\" # nTake \"x\" [1, 2, {slot}]")),
        1 => Just("once $ s \"cp*2\"".to_owned()),
        1 => Just("hush".to_owned()),
        1 => (1..5u8).prop_map(|slot| format!("d{slot} $ silence")),
        1 => (2..30u8).prop_map(|n| format!("setcps 0.{n:02}")),
    ];
    prop::collection::vec(block, 1..4).prop_map(|blocks| blocks.join("\n\n"))
}

fn command() -> impl Strategy<Value = Command> {
    let slot = || prop::sample::select(vec!["d1", "2", "d3", "drums"]).prop_map(str::to_owned);
    let number = || prop::option::of(1..12u32);
    let path = || Just("set.tidal".to_owned());
    prop_oneof![
        6 => (texts(), any::<bool>()).prop_map(|(text, now)| {
            Command::Evaluate { text, origin: TextOrigin::Line, offset: 0, now }
        }),
        1 => (path(), texts()).prop_map(|(path, text)| Command::Load { path, text }),
        2 => (path(), texts()).prop_map(|(path, text)| Command::Reload { path, text }),
        2 => number().prop_map(|evaluation| Command::Undo { evaluation }),
        2 => number().prop_map(|evaluation| Command::Redo { evaluation }),
        1 => (slot(), any::<bool>()).prop_map(|(slot, on)| Command::Mute { slot, on }),
        1 => (slot(), any::<bool>()).prop_map(|(slot, on)| Command::Solo { slot, on }),
        1 => slot().prop_map(|slot| Command::Silence { slot }),
        1 => Just(Command::Hush),
        1 => Just(Command::Panic),
        1 => (0.1..2.0f64).prop_map(|cps| Command::Tempo { cps }),
        1 => (0.0..1.0f64).prop_map(|x| Command::Control { name: "cutoff".into(), value: Value::Float(x) }),
        1 => any::<bool>().prop_map(|there| Command::Patch {
            path: "kick.toml".into(),
            text: there.then(|| "name = \"bd\"\nengine = \"thud\"".to_owned()),
        }),
    ]
}

/// Performs a script live, with its log in `folder`; gives what sounded and the set.
fn perform(folder: &Path, script: &[(i64, Command)]) -> (Live, std::path::PathBuf) {
    let log = Log::create(folder, opening()).unwrap();
    let path = log.path().to_owned();
    let mut live = Live::new(Some(log));
    for (frames, command) in script {
        live.advance(*frames);
        live.apply(command.clone());
    }
    (live, path)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_thousand_random_logs_fold_to_the_state_that_was_live(
        script in prop::collection::vec((0..60_000i64, command()), 0..14),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (mut live, path) = perform(folder.path(), &script);
        let log = ReadLog::read(&path).unwrap();
        prop_assert_eq!(&log.dropped, &None);
        let collect = Collect::new();
        let mut again = replay::Replay::new(log, library::no_networks(), Patches::default(), vec![Box::new(collect.clone())]);
        while again.step() {}
        // After the last record time went on; the fold goes on with it.
        let end = live.session.state().horizon;
        again.advance(end);
        prop_assert_eq!(again.session().state(), live.session.state());
        live.advance(3 * CYCLE);
        again.advance(live.horizon);
        prop_assert_eq!(said(&collect.take()), said(&live.collect.take()));
    }
}

#[test]
fn a_torn_log_replays_to_the_last_whole_evaluation() {
    let folder = tempfile::tempdir().unwrap();
    let script: Vec<(i64, Command)> = (1..=5)
        .map(|n| {
            let text = format!("d{n} $ s \"bd*{n}\"");
            (10_000, Command::Evaluate { text, origin: TextOrigin::Stage, offset: 0, now: false })
        })
        .collect();
    let (_, path) = perform(folder.path(), &script);
    let whole = std::fs::read(&path).unwrap();
    let last = whole[..whole.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    for end in [last + 1, last + 40, whole.len() - 2] {
        std::fs::write(&path, &whole[..end]).unwrap();
        let log = ReadLog::read(&path).unwrap();
        assert!(log.dropped.as_deref().unwrap().contains("the last line was dropped"), "{:?}", log.dropped);
        let (_, session) = replay::triggers(log, library::no_networks(), Patches::default());
        assert_eq!(session.state().evaluations.len(), 4);
    }
    // A bit that fell over in the middle ends the reading there.
    let mut altered = whole.clone();
    altered[last - 60] ^= 1;
    std::fs::write(&path, &altered).unwrap();
    let log = ReadLog::read(&path).unwrap();
    assert_eq!(log.records.len(), 3);
    assert!(log.dropped.unwrap().contains("2 lines were dropped"));
}

#[test]
fn a_file_that_is_no_log_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.jsonl");
    std::fs::write(&path, "hello\n").unwrap();
    assert!(ReadLog::read(&path).unwrap_err().to_string().contains("no log of a set"));
    std::fs::write(&path, "").unwrap();
    assert!(ReadLog::read(&path).unwrap_err().to_string().contains("it is empty"));
}
