//! What is done at once: slots, tempo, values that patterns read. A block of these becomes plain actions.
//!
//! ```text
//! d1 $ s "bd"      p "drums" $ s "hh*8"      hush      setcps (130/60/4)      setF "cutoff" 800
//! ```

use super::make::{Change, plain, value};
use super::{Family, Make, Word, family, word};
use crate::lang::action::{Action, Slot};
use crate::lang::datum::{Datum, Fun, Give, Pat, Take};
use crate::pattern::{BEGUN, ControlMap, Env, Event, Meter, Patience, Pattern, State, Tidal, Value};
use crate::time::{Cycle, Span};
use std::sync::Arc;

const SLOTS: [&str; 16] =
    ["d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15", "d16"];

fn play(slot: Slot, pattern: Pattern<ControlMap>) -> Action {
    Action::Play { slot, pattern, now: false, span: Default::default() }
}

/// The slot of a name or a number.
pub(super) fn named(slot: Datum) -> Slot {
    Slot(match slot {
        Datum::Int(number) => Arc::from(number.to_string()),
        other => other.text(),
    })
}

fn on_slot(action: fn(Slot) -> Action) -> Make {
    plain(move |slot: Datum| action(named(slot)))
}

fn set(name: Arc<str>, value: &Pattern<Datum>) -> Action {
    Action::SetControl { name, value: value.filter_map(|value| value.value()) }
}

/// The first value of a pattern's first cycle.
fn first(pattern: &Pattern<f64>) -> f64 {
    if let Some(constant) = pattern.constant() {
        return *constant;
    }
    let meter = Meter::default();
    let env = Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let mut events = pattern.query(&State { span: Span::cycle(0), env: &env });
    events.sort_by_key(|event| event.part.begin);
    events.first().map_or(0.0, |event| event.value)
}

/// A live value, an event a cycle: what was set under the name, or else the default.
fn live(name: &Arc<str>, default: Value, accept: fn(&Value) -> Option<Datum>) -> Pat {
    let name = Arc::clone(name);
    Pat::by_cycle(move |state, out| {
        state.env.meter.wave();
        let found = state.env.controls.at(&name, state.span.begin).as_ref().and_then(accept);
        let value = found.unwrap_or_else(|| Datum::of_value(default.clone()));
        out.push(Event::new(Some(Span::cycle_of(state.span.begin)), state.span, value));
    })
}

fn float(value: &Value) -> Option<Datum> {
    value.number().map(Datum::Float)
}

/// A live number by name, 0 before it is set.
pub(super) fn live_number(name: &str) -> Pat {
    live(&Arc::from(name), Value::Float(0.0), float)
}

/// A live word by name, nothing before it is set.
pub(super) fn live_text(name: &str) -> Pat {
    live_once_set(&Arc::from(name), text)
}

fn note(value: &Value) -> Option<Datum> {
    value.number().map(Datum::Note)
}

fn whole(value: &Value) -> Option<Datum> {
    value.number().map(|x| Datum::Int(x.floor() as i64))
}

fn text(value: &Value) -> Option<Datum> {
    value.text().map(|text| Datum::Text(Arc::from(text)))
}

fn truth(value: &Value) -> Option<Datum> {
    value.number().map(|x| Datum::Bool(x != 0.0))
}

fn fraction(value: &Value) -> Option<Datum> {
    match value {
        Value::Fraction(c) => Some(Datum::Fraction(*c)),
        other => other.number().map(|x| Datum::Fraction(Cycle::from_f64(x))),
    }
}

/// A live value: what was set under the name, and nothing before.
fn live_once_set(name: &Arc<str>, accept: fn(&Value) -> Option<Datum>) -> Pat {
    let name = Arc::clone(name);
    Pat::by_cycle(move |state, out| {
        state.env.meter.wave();
        let found = state.env.controls.at(&name, state.span.begin).as_ref().and_then(accept);
        out.extend(found.map(|value| Event::new(Some(Span::cycle_of(state.span.begin)), state.span, value)));
    })
}

/// The pattern begun anew at the moment when its slot got it; the session says when that was.
fn triggered(slot: &Datum, p: &Pat, quantised: impl Fn(Cycle) -> Cycle + Send + Sync + 'static) -> Pat {
    let slot = match slot {
        Datum::Text(_) | Datum::List(_) => slot.clone().text(),
        other => Arc::from(format!("{other:?}")),
    };
    let (name, p) = (format!("{BEGUN}{slot}"), p.clone());
    Pat::pouring(move |state, out| {
        let moment = state.env.controls.at(&name, state.span.begin).as_ref().and_then(fraction);
        let moment = moment.map_or(Cycle::ZERO, |moment| quantised(moment.fraction()));
        let before = out.len();
        p.pour(&state.at(state.span.map(|time| time - moment)), out);
        for event in &mut out[before..] {
            event.move_time(|time| time + moment);
        }
    })
}

#[rustfmt::skip] // a table: one row a word
fn live_words() -> Vec<Word> {
    vec![
        word("cF", "Double -> String -> Pattern Double", "A live number by name, with what it is before it is set", "s \"bd*2\" # speed (cF 0.5 \"knob\")", plain(|default: f64, name: Arc<str>| live(&name, Value::Float(default), |value| value.number().map(Datum::Float)))),
        word("cN", "Note -> String -> Pattern Note", "A live note by name", "n (cN 0 \"knob\") # s \"superpiano\"", plain(|default: f64, name: Arc<str>| live(&name, Value::Note(default), |value| value.number().map(Datum::Note)))),
        word("cI", "Int -> String -> Pattern Int", "A live whole number by name", "s \"bd\" # coarse (fromIntegral <$> cI 2 \"knob\")", plain(|default: i64, name: Arc<str>| live(&name, Value::Int(default), |value| value.number().map(|x| Datum::Int(x.floor() as i64))))),
        word("cR", "Rational -> String -> Pattern Rational", "A live fraction by name", "fast (cR 1 \"knob\") $ s \"bd\"", plain(|default: Datum, name: Arc<str>| live(&name, Value::Fraction(default.fraction()), fraction))).also(&["cT"]),
        word("cS", "String -> String -> Pattern String", "A live word by name", "s (cS \"bd\" \"sound\")", plain(|default: Arc<str>, name: Arc<str>| live(&name, Value::Text(default), |value| value.text().map(|text| Datum::Text(Arc::from(text)))))),
        word("cI0", "String -> Pattern Int", "A live whole number by name, 0 before it is set", "s \"bd\" # cut (cI0 \"knob\")", plain(|name: Arc<str>| live(&name, Value::Int(0), whole))),
        word("cN0", "String -> Pattern Note", "A live note by name, 0 before it is set", "n (cN0 \"knob\") # s \"superpiano\"", plain(|name: Arc<str>| live(&name, Value::Note(0.0), note))),
        word("cS0", "String -> Pattern String", "A live word by name, empty before it is set", "s \"bd\" # vowel (cS0 \"sound\")", plain(|name: Arc<str>| live(&name, Value::Text(Arc::from("")), text))),
        word("cR0", "String -> Pattern Rational", "A live fraction by name, 0 before it is set", "cR0 \"knob\" ~> s \"bd\"", plain(|name: Arc<str>| live(&name, Value::Fraction(Cycle::ZERO), fraction))).also(&["cT0"]),
        word("cB", "Bool -> String -> Pattern Bool", "A live truth value by name, with what it is before it is set", "struct (cB True \"on\") $ s \"bd\"", plain(|default: bool, name: Arc<str>| live(&name, Value::Bool(default), truth))),
        word("cB0", "String -> Pattern Bool", "A live truth value by name, false before it is set", "mask (cB0 \"on\") $ s \"bd\"", plain(|name: Arc<str>| live(&name, Value::Bool(false), truth))),
        word("cF_", "String -> Pattern Double", "A live number by name, nothing before it is set", "s \"bd\" # shape (cF_ \"knob\")", plain(|name: Arc<str>| live_once_set(&name, float))),
        word("cN_", "String -> Pattern Note", "A live note by name, nothing before it is set", "s \"bd\" # n (cN_ \"knob\")", plain(|name: Arc<str>| live_once_set(&name, note))),
        word("cI_", "String -> Pattern Int", "A live whole number by name, nothing before it is set", "s \"bd\" # cut (cI_ \"knob\")", plain(|name: Arc<str>| live_once_set(&name, whole))),
        word("cS_", "String -> Pattern String", "A live word by name, nothing before it is set", "s (cS_ \"sound\")", plain(|name: Arc<str>| live_once_set(&name, text))),
        word("cR_", "String -> Pattern Rational", "A live fraction by name, nothing before it is set", "cR_ \"knob\" ~> s \"bd\"", plain(|name: Arc<str>| live_once_set(&name, fraction))).also(&["cT_"]),
        word("cB_", "String -> Pattern Bool", "A live truth value by name, nothing before it is set", "mask (cB_ \"on\") $ s \"bd\"", plain(|name: Arc<str>| live_once_set(&name, truth))),
        word("reset", "Show k => k -> Pattern a -> Pattern a", "Silence up to the cycle after the slot of that name got its pattern, then its second cycle", "reset 1 $ s \"<a b c>\"", plain(|slot: Datum, p: Pat| triggered(&slot, &p.filter_events(|event| event.onset() >= Cycle::ONE), |moment| Cycle::whole(moment.ceil() - 1)))),
        word("triggerWith", "Show k => (Time -> Time) -> k -> Pattern a -> Pattern a", "Begins anew at what the function makes of the moment at which the slot of that name got its pattern", "triggerWith (+ 1) 1 $ s \"<a b c>\"", plain(|f: Fun<Cycle, Cycle>, slot: Datum, p: Pat| triggered(&slot, &p, move |moment| f(moment)))),
        word("trigger", "Show k => k -> Pattern a -> Pattern a", "Begins anew where the slot of that name got its pattern", "trigger 1 $ s \"<a b c>\"", plain(|slot: Datum, p: Pat| triggered(&slot, &p, |moment| moment))),
        word("qtrigger", "Show k => k -> Pattern a -> Pattern a", "The same, from the next cycle on", "qtrigger 1 $ s \"<a b c>\"", plain(|slot: Datum, p: Pat| triggered(&slot, &p, |moment| Cycle::whole(moment.ceil())))).also(&["ctrigger"]),
        word("rtrigger", "Show k => k -> Pattern a -> Pattern a", "The same, from the nearest cycle on", "rtrigger 1 $ s \"<a b c>\"", plain(|slot: Datum, p: Pat| triggered(&slot, &p, |moment| (moment + Cycle::HALF).sam()))),
        word("ftrigger", "Show k => k -> Pattern a -> Pattern a", "The same, from the begin of that cycle on", "ftrigger 1 $ s \"<a b c>\"", plain(|slot: Datum, p: Pat| triggered(&slot, &p, Cycle::sam))),
        word("mtrigger", "Show k => Int -> k -> Pattern a -> Pattern a", "The same, from the next multiple of so many cycles on", "mtrigger 4 1 $ s \"<a b c>\"", plain(|of: i64, slot: Datum, p: Pat| triggered(&slot, &p, move |moment| Cycle::whole(of.max(1) * (moment / Cycle::whole(of.max(1))).ceil())))),
        word("cF0", "String -> Pattern Double", "A live number by name, 0 before it is set", "s \"bd\" # shape (cF0 \"knob\")", plain(|name: Arc<str>| live(&name, Value::Float(0.0), |value| value.number().map(Datum::Float)))),
        word("setF", "String -> Pattern Double -> IO ()", "Sets a live number", "setF \"knob\" 0.5", plain(|name: Arc<str>, value: Pattern<Datum>| set(name, &value))),
        word("setN", "String -> Pattern Note -> IO ()", "Sets a live note", "setN \"knob\" \"c\"", plain(|name: Arc<str>, value: Pattern<Datum>| set(name, &value))),
        word("setI", "String -> Pattern Int -> IO ()", "Sets a live whole number", "setI \"knob\" 3", plain(|name: Arc<str>, value: Pattern<Datum>| set(name, &value))),
        word("setR", "String -> Pattern Rational -> IO ()", "Sets a live fraction", "setR \"knob\" 0.25", plain(|name: Arc<str>, value: Pattern<Datum>| set(name, &value))),
        word("setS", "String -> Pattern String -> IO ()", "Sets a live word", "setS \"sound\" \"bd\"", plain(|name: Arc<str>, value: Pattern<Datum>| set(name, &value))),
        word("setB", "String -> Pattern Bool -> IO ()", "Sets a live truth value", "setB \"on\" \"t\"", plain(|name: Arc<str>, value: Pattern<Datum>| set(name, &value))),
    ]
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    let mut words: Vec<Word> = SLOTS
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let slot = Slot(Arc::from((at + 1).to_string()));
            word(name, "ControlPattern -> IO ()", "Plays a pattern in this slot, from the next cycle", "d1 $ s \"bd sn\"", plain(move |pattern: Pattern<ControlMap>| play(slot.clone(), pattern)))
        })
        .collect();
    words.extend([
        word("p", "Slot a => a -> ControlPattern -> IO ()", "Plays a pattern in the slot of that name", "p \"drums\" $ s \"bd sn\"", plain(|slot: Datum, pattern: Pattern<ControlMap>| play(named(slot), pattern))),
        word("once", "ControlPattern -> IO ()", "Plays one cycle of a pattern, now", "once $ s \"crash\"", plain(|pattern: Pattern<ControlMap>| Action::Once(pattern))).also(&["asap"]),
        word("hush", "IO ()", "Empties all slots", "hush", value(|| Action::Hush)),
        word("panic", "IO ()", "Empties all slots and stops every voice", "panic", value(|| Action::Panic)),
        word("solo", "Slot a => a -> IO ()", "Lets only this slot be heard", "solo 1", on_slot(Action::Solo)),
        word("unsolo", "Slot a => a -> IO ()", "Takes that back", "unsolo 1", on_slot(Action::Unsolo)),
        word("mute", "Slot a => a -> IO ()", "Silences a slot while it goes on", "mute 1", on_slot(Action::Mute)),
        word("unmute", "Slot a => a -> IO ()", "Takes that back", "unmute 1", on_slot(Action::Unmute)),
        word("unmuteAll", "IO ()", "No slot is mute any more", "unmuteAll", value(|| Action::UnmuteAll)),
        word("unsoloAll", "IO ()", "No slot is solo any more", "unsoloAll", value(|| Action::UnsoloAll)),
        word("setcps", "Pattern Double -> IO ()", "Sets the tempo in cycles a second", "setcps (130/60/4)", plain(|cps: Pattern<f64>| Action::SetCps(first(&cps)))),
        word("bps", "Pattern Double -> IO ()", "Sets the tempo in beats a second, a beat to a cycle, as Tidal had it first", "bps 0.5", plain(|bps: Pattern<f64>| Action::SetCps(first(&bps)))),
        word("setbpm", "Pattern Double -> IO ()", "Sets the tempo in beats a minute, four to a cycle", "setbpm 120", plain(|bpm: Pattern<f64>| Action::SetCps(first(&bpm) / 240.0))),
        word("all", "(ControlPattern -> ControlPattern) -> IO ()", "Changes every slot; all id takes it back", "all (# room 0.3)", plain(|change: Change| {
            let change: Fun<Pattern<ControlMap>, Pattern<ControlMap>> = Arc::new(move |pattern| Take::take(change(Pat::take(pattern.give())).give()));
            Action::All(change)
        })),
        word("resetCycles", "IO ()", "Makes now cycle zero", "resetCycles", value(|| Action::ResetCycles)),
    ]);
    words.extend(live_words());
    family(Family::Stream, words)
}
