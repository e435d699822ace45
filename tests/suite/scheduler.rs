//! The scheduler with a clock moved by hand: no gap and no double across tempo changes, swaps and jitter.
//!
//! ```text
//! cuts of time  | 3 ms | 41 ms | 0 ms | 250 ms |     the same triggers on the same frames for every way to cut
//! ```

use melisma::lang::Interpreter;
use melisma::pattern::{ControlMap, Event, Knobs, Patience, Pattern, Tidal, Value};
use melisma::schedule::{Clock, Collect, FakeClock, Pace, Scheduler, Setting, Sink, SlotId, Trigger, When};
use melisma::time::{Cycle, Span};
use melisma::units::Frame;
use proptest::prelude::*;
use std::sync::Arc;

const RATE: u32 = 48_000;

/// `n` equal steps a cycle of one sound.
pub(crate) fn steps(sound: &str, n: i64) -> Pattern<ControlMap> {
    let controls = ControlMap::of("s", Value::Text(Arc::from(sound)));
    Pattern::new(move |state| {
        let step = |k: i64| Span::new(Cycle::new(k, n), Cycle::new(k + 1, n));
        let first = (state.span.begin * Cycle::whole(n)).floor();
        let last = (state.span.end * Cycle::whole(n)).ceil();
        (first..last)
            .filter_map(|k| {
                let part = state.span.subspan(step(k))?;
                Some(Event::new(Some(step(k)), part, controls.clone()))
            })
            .collect()
    })
}

fn live() -> Scheduler {
    Scheduler::new(RATE, 0.5, Tidal::default(), Patience::Never)
}

fn said(triggers: &[Trigger]) -> Vec<(i64, i64, u16, String, String)> {
    triggers.iter().map(|t| (t.at.0, t.frames, t.slot.0, t.cycle.to_string(), format!("{:?}", t.controls))).collect()
}

fn sounds(triggers: &[Trigger]) -> Vec<&str> {
    triggers.iter().filter_map(|t| t.controls.text("s")).collect()
}

/// What a script does when its time has come.
#[derive(Clone, Copy, Debug)]
enum Act {
    Tempo(f64),
    Swap(i64, When),
    Mute(bool),
    Reset,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0.05..4.0f64).prop_map(Act::Tempo),
        (1..17i64, any::<bool>()).prop_map(|(n, now)| Act::Swap(n, if now { When::Now } else { When::Cycle })),
        any::<bool>().prop_map(Act::Mute),
        Just(Act::Reset),
    ]
}

/// Plays a script, with every stretch between two acts cut at `cuts`.
fn perform(script: &[(i64, Act)], cuts: &[i64]) -> Vec<Trigger> {
    let mut scheduler = live();
    scheduler.replace(SlotId(1), Some(steps("bd", 4)), When::Cycle);
    scheduler.replace(SlotId(2), Some(steps("hh", 3)), When::Cycle);
    let (mut sent, mut cut) = (Vec::new(), 0);
    for &(frames, act) in script {
        let goal = scheduler.horizon() + frames;
        while scheduler.horizon() < goal {
            let next = (scheduler.horizon() + cuts[cut % cuts.len()].max(1)).min(goal);
            sent.extend(scheduler.advance(next, &mut []).sent);
            cut += 1;
        }
        match act {
            Act::Tempo(cps) => scheduler.set_cps(cps),
            Act::Swap(n, when) => {
                scheduler.replace(SlotId(1), Some(steps("sn", n)), when);
            }
            Act::Mute(on) => scheduler.mute(SlotId(2), on),
            Act::Reset => scheduler.reset_cycles(),
        }
    }
    sent
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn triggers_do_not_depend_on_how_time_is_cut(
        script in prop::collection::vec((0..200_000i64, act()), 1..8),
        cuts in prop::collection::vec(1..30_000i64, 1..12),
    ) {
        let whole = perform(&script, &[i64::from(RATE) * 600]);
        prop_assert_eq!(said(&perform(&script, &cuts)), said(&whole));
    }

    #[test]
    fn tempo_changes_and_jitter_leave_no_gap_and_no_double(
        changes in prop::collection::vec((0..60_000i64, 0.05..4.0f64), 1..20),
        steps_a_cycle in 1..13i64,
    ) {
        let clock = FakeClock::new(RATE);
        let mut pace = Pace::new(0.1, RATE);
        let mut scheduler = live();
        let collect = Collect::new();
        let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(collect.clone())];
        scheduler.replace(SlotId(1), Some(steps("bd", steps_a_cycle)), When::Now);
        for (frames, cps) in changes {
            clock.forward(frames);
            pace.tick(&mut scheduler, &clock, None, &mut sinks);
            scheduler.set_cps(cps);
        }
        let sent = collect.take();
        let cycles: Vec<Cycle> = sent.iter().map(|t| t.cycle).collect();
        let all: Vec<Cycle> = (0..).map(|k| Cycle::new(k, steps_a_cycle)).take_while(|c| *c < scheduler.cursor()).collect();
        prop_assert_eq!(cycles, all);
        prop_assert!(sent.windows(2).all(|pair| pair[0].at <= pair[1].at));
        // One grid step of cycle time is the furthest that a trigger may lie behind the horizon.
        let furthest = scheduler.horizon() + (f64::from(RATE) / 0.05 / 65_536.0).ceil() as i64 + 1;
        prop_assert!(sent.iter().all(|t| t.at <= furthest));
    }
}

#[test]
fn onsets_lie_on_the_frames_the_tempo_says() {
    let mut scheduler = live();
    scheduler.replace(SlotId(1), Some(steps("bd", 4)), When::Cycle);
    let sent = scheduler.advance(Frame(96_000), &mut []).sent;
    assert_eq!(sent.iter().map(|t| t.at.0).collect::<Vec<_>>(), [0, 24_000, 48_000, 72_000]);
    assert!(sent.iter().all(|t| t.frames == 24_000));
    scheduler.set_cps(1.0);
    let sent = scheduler.advance(Frame(96_000 + 48_000), &mut []).sent;
    assert_eq!(sent.iter().map(|t| t.at.0 - 96_000).collect::<Vec<_>>(), [0, 12_000, 24_000, 36_000]);
}

#[test]
fn a_swap_waits_for_the_boundary_and_one_for_now_does_not() {
    let mut scheduler = live();
    scheduler.replace(SlotId(1), Some(steps("bd", 2)), When::Cycle);
    scheduler.advance(Frame(10_000), &mut []);
    assert_eq!(scheduler.replace(SlotId(1), Some(steps("sn", 2)), When::Cycle), Cycle::ONE);
    assert_eq!(scheduler.states()[0].pending, Some(Cycle::ONE));
    let advance = scheduler.advance(Frame(96_001), &mut []);
    assert_eq!(sounds(&advance.sent), ["bd", "sn"]);
    assert_eq!(advance.swapped, [(SlotId(1), Cycle::ONE)]);
    assert_eq!(advance.sent[1].at, Frame(96_000));
    scheduler.replace(SlotId(1), Some(steps("hh", 2)), When::Now);
    assert_eq!(sounds(&scheduler.advance(Frame(192_000), &mut []).sent), ["hh"]);
}

#[test]
fn once_plays_one_cycle_from_now_and_is_gone() {
    let mut scheduler = live();
    scheduler.advance(Frame(24_000), &mut []);
    scheduler.once(steps("cp", 4));
    let sent = scheduler.advance(Frame(500_000), &mut []).sent;
    assert_eq!(sounds(&sent), ["cp"; 4]);
    assert!(sent[0].at.0.abs_diff(24_000) <= 2 && sent[3].at - sent[0].at == 72_000);
    assert!(sent.iter().all(|t| t.slot == SlotId::ONCE));
}

#[test]
fn mute_and_solo_choose_who_is_heard() {
    let mut scheduler = live();
    for (slot, sound) in [(1, "bd"), (2, "sn"), (3, "hh")] {
        scheduler.replace(SlotId(slot), Some(steps(sound, 1)), When::Cycle);
    }
    scheduler.mute(SlotId(2), true);
    assert_eq!(sounds(&scheduler.advance(Frame(96_000), &mut []).sent), ["bd", "hh"]);
    scheduler.solo(SlotId(1), true);
    assert_eq!(sounds(&scheduler.advance(Frame(192_000), &mut []).sent), ["bd"]);
    scheduler.unsolo_all();
    scheduler.unmute_all();
    assert_eq!(sounds(&scheduler.advance(Frame(288_000), &mut []).sent), ["bd", "sn", "hh"]);
}

#[test]
fn hush_empties_every_slot_and_tells_the_sinks() {
    let mut scheduler = live();
    let collect = Collect::new();
    let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(collect.clone())];
    scheduler.replace(SlotId(1), Some(steps("bd", 8)), When::Cycle);
    scheduler.advance(Frame(48_000), &mut sinks);
    scheduler.hush(Frame(20_000), &mut sinks);
    scheduler.advance(Frame(480_000), &mut sinks);
    assert_eq!(collect.take().iter().map(|t| t.at.0).collect::<Vec<_>>(), [0, 12_000]);
}

#[test]
fn a_query_that_breaks_down_silences_only_its_slot() {
    let mut scheduler = live();
    scheduler.replace(SlotId(1), Some(Pattern::new(|_| panic!("a fault of ours"))), When::Cycle);
    scheduler.replace(SlotId(2), Some(steps("hh", 2)), When::Cycle);
    let advance = scheduler.advance(Frame(96_000), &mut []);
    assert_eq!(sounds(&advance.sent), ["hh", "hh"]);
    assert_eq!(advance.faults[0].slot, SlotId(1));
}

#[test]
fn a_live_value_is_looked_up_at_its_time() {
    let mut scheduler = live();
    scheduler.advance(Frame(96_000), &mut []);
    scheduler.set_control("cutoff", Setting::Value(Value::Float(400.0)));
    scheduler.advance(Frame(192_000), &mut []);
    scheduler.set_control("cutoff", Setting::Value(Value::Float(900.0)));
    let at = |time| scheduler.controls().at("cutoff", time);
    assert_eq!(at(Cycle::new(1, 2)), None);
    assert_eq!(at(Cycle::new(3, 2)), Some(Value::Float(400.0)));
    assert_eq!(at(Cycle::whole(2)), Some(Value::Float(900.0)));
}

#[test]
fn the_pace_counts_ticks_that_came_late() {
    let clock = FakeClock::new(RATE);
    let mut pace = Pace::new(0.1, RATE);
    let mut scheduler = live();
    pace.tick(&mut scheduler, &clock, None, &mut []);
    assert_eq!((scheduler.horizon(), pace.late()), (Frame(4_800), 0));
    clock.forward(6_000);
    assert_eq!(pace.tick(&mut scheduler, &clock, None, &mut []).behind, 1_200);
    assert_eq!((pace.late(), clock.now()), (1, Frame(6_000)));
}

#[test]
fn slots_are_numbered_by_name_and_by_first_use() {
    let mut scheduler = live();
    assert_eq!(scheduler.slot("d1"), SlotId(1));
    assert_eq!(scheduler.slot("16"), SlotId(16));
    assert_eq!(scheduler.slot("drums"), SlotId(17));
    assert_eq!(scheduler.slot("17"), SlotId(18));
    assert_eq!(scheduler.slot("drums"), SlotId(17));
    assert_eq!(scheduler.names().name(SlotId(17)), "drums");
    assert_eq!(scheduler.names().name(SlotId(2)), "d2");
}

/// Keeps where it was steered, and by what.
#[derive(Clone, Default)]
struct Steered(Arc<std::sync::Mutex<Vec<(i64, String)>>>);

impl Sink for Steered {
    fn send(&mut self, _: &Trigger) -> Result<(), melisma::schedule::SendTriggerError> {
        Ok(())
    }

    fn turns(&self, trigger: &Trigger) -> bool {
        trigger.controls.text("s").is_some_and(|name| name.starts_with("wavenet"))
    }

    fn steer(&mut self, trigger: &Trigger) {
        self.0.lock().unwrap().push((trigger.at.0, format!("{:?}", trigger.controls)));
    }

    fn hush(&mut self, _: Frame) {}

    fn panic(&mut self, _: Frame) {}
}

#[test]
fn what_changes_while_a_note_goes_on_is_steered_on_its_frame() {
    // One note of two cycles, whose control changes after the first.
    let pattern = Pattern::new(|state| {
        let whole = Span::new(Cycle::ZERO, Cycle::whole(2));
        let part = |k: i64| {
            let part = state.span.subspan(Span::new(Cycle::whole(k), Cycle::whole(k + 1)))?;
            Some(Event::new(Some(whole), part, ControlMap::of("temp", Value::Int(k))))
        };
        (0..2).filter_map(part).collect()
    });
    for cut in [700, 24_000, 96_000] {
        let mut scheduler = live();
        scheduler.replace(SlotId(1), Some(pattern.clone()), When::Now);
        let steered = Steered::default();
        let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(steered.clone())];
        for until in (0..=192_000).step_by(cut) {
            scheduler.advance(Frame(until), &mut sinks);
        }
        let told = steered.0.lock().unwrap();
        let first = told.iter().find(|(_, controls)| controls == "temp: 1").unwrap();
        assert_eq!(first.0, 96_000, "cut at {cut}");
        assert!(told.iter().all(|(at, controls)| (*at < 96_000) == (controls == "temp: 0")));
    }
}

/// The text played for a second, with what its notes were steered by: frame and controls.
fn steered(text: &str, cut: usize) -> Vec<(i64, String)> {
    let mut interpreter = Interpreter::new(Arc::new(melisma::lang::NoNetworks), Tidal::default());
    let done = interpreter.evaluate(text, 1);
    let pattern = done.actions().find_map(|action| match action {
        melisma::lang::Action::Play { pattern, .. } => Some(pattern.clone()),
        _ => None,
    });
    let mut scheduler = live();
    scheduler.replace(SlotId(1), Some(pattern.unwrap()), When::Now);
    let told = Steered::default();
    let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(told.clone())];
    for until in (0..=48_000).step_by(cut) {
        scheduler.advance(Frame(until as i64), &mut sinks);
    }
    scheduler.advance(Frame(48_000), &mut sinks);
    std::mem::take(&mut *told.0.lock().unwrap())
}

#[test]
fn a_wave_that_steers_a_network_is_read_every_64_frames_while_a_note_sounds() {
    let text = "d1 $ note \"0 7\" # s \"wavenet:cello\" # temp (slow 4 saw) # bright (cF 0 \"knob\")";
    let told = steered(text, 4_800);
    assert!(told.len() > 700 && told.iter().all(|(at, _)| at % 64 == 0), "{}", told.len());
    let at = |frame: i64| &told.iter().find(|(at, _)| *at == frame).unwrap().1;
    // Half a cycle a second: frame 32000 is cycle 1/3, a twelfth of the saw.
    assert!(at(32_000).contains("temp: 0.0833") && at(32_000).contains("note: 0.0n"), "{}", at(32_000));
    assert!(at(16_000).contains("temp: 0.0416"), "{}", at(16_000));
    for cut in [64, 700, 1_000] {
        assert!(steered(text, cut) == told, "cut at {cut}");
    }
}

#[test]
fn what_stands_still_or_is_random_for_a_note_or_turns_no_note_is_not_read_again() {
    for text in [
        "d1 $ s \"wavenet:cello\" # temp \"<0.5 1>\"",
        "d1 $ s \"wavenet:cello\" # temp rand",
        "d1 $ s \"superpiano\" # cutoff (slow 4 sine)",
    ] {
        let told = steered(text, 4_800);
        // Only the pieces of the event that begin without its onset, one a stretch of time.
        assert!(told.len() <= 10, "{text}: {}", told.len());
    }
    // A wave that is cut into steps keeps its steps.
    let told = steered("d1 $ s \"wavenet:cello\" # temp (segment 4 saw)", 4_800);
    let temps: std::collections::BTreeSet<&str> = told.iter().map(|(_, controls)| controls.as_str()).collect();
    assert_eq!(temps.len(), 2, "{temps:?}");
}
