//! What comes: slots are asked for the next cycles by a thread that may wait for networks.
//!
//! ```text
//! now 12.3      asked for [12.05, 14.55)     drawn as the roll; and what a network makes for it is in the cache
//!                                            before the scheduler, which never waits, asks for it
//! ```
//!
//! It changes nothing and sends nothing.

use super::transport::Transport;
use super::{Bounds, RollNote};
use crate::pattern::{ControlMap, Env, Event, Meter, Patience, State, Steer};
use crate::schedule::Coming;
use crate::time::{Cycle, Span};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// What is known of the coming cycles.
#[derive(Clone, Debug, Default)]
pub(super) struct Roll {
    pub(super) bounds: Bounds,
    pub(super) notes: Vec<RollNote>,
}

/// Looks ahead again when time or the set has moved on.
pub(super) struct Ahead {
    /// The quarter of a cycle and the number of changes it was asked at last.
    asked: Option<(i64, u64)>,
}

/// How many cycles are looked at; what has just been is a quarter of one.
const BEFORE: i64 = 3;
/// Notes a slot may show; the screen has no room for more.
const MOST_EVENTS: u64 = 20_000;

impl Ahead {
    pub(super) fn new() -> Self {
        Self { asked: None }
    }

    /// The roll around `cycle`, where it is not the one that was asked for last.
    pub(super) fn look(&mut self, transport: &Mutex<Transport>, cycle: f64) -> Option<Roll> {
        let quarter = (cycle * 4.0).floor() as i64;
        let (coming, controls, steering, tidal, changes) = {
            let transport = transport.lock().unwrap_or_else(PoisonError::into_inner);
            let scheduler = &transport.scheduler;
            let changes = scheduler.changes();
            if self.asked == Some((quarter, changes)) {
                return None;
            }
            let steering = scheduler.steering().cloned();
            (scheduler.coming(), scheduler.controls().clone(), steering, scheduler.tidal(), changes)
        };
        self.asked = Some((quarter, changes));
        let begin = Cycle::new(quarter - 1, 4);
        let end = Cycle::new(quarter, 4) + Cycle::whole(BEFORE);
        let steer = steering.as_ref().map(|pattern| Steer { pattern, outer: None });
        let mut notes = Vec::new();
        for slot in coming {
            let meter = Meter::new(MOST_EVENTS, None);
            let env =
                Env { tidal, patience: Patience::Wait, controls: &controls, steer: steer.as_ref(), meter: &meter };
            notes.extend(ask(&slot, Span::new(begin, end), &env));
        }
        notes.sort_by(|a, b| a.begin.total_cmp(&b.begin));
        Some(Roll { bounds: Bounds { begin: begin.to_f64(), end: end.to_f64() }, notes })
    }
}

fn ask(slot: &Coming, span: Span, env: &Env<'_>) -> Vec<RollNote> {
    let begin = slot.from.map_or(span.begin, |from| from.max(span.begin));
    let end = slot.until.map_or(span.end, |until| until.min(span.end));
    if begin >= end {
        return Vec::new();
    }
    let state = State { span: Span::new(begin, end), env };
    let events = catch_unwind(AssertUnwindSafe(|| slot.pattern.query(&state))).unwrap_or_default();
    let note = |event: Event<ControlMap>| {
        let whole = event.whole.filter(|_| event.has_onset())?;
        let number = |name: &str| event.value.number(name).filter(|x| x.is_finite());
        Some(RollNote {
            slot: slot.slot.0,
            begin: whole.begin.to_f64(),
            end: whole.end.to_f64(),
            note: number("note").or_else(|| number("midinote").map(|key| key - 60.0)),
            sound: event.value.text("s").map(str::to_owned),
            network: event.context.origin(),
        })
    };
    events.into_iter().filter_map(note).collect()
}
