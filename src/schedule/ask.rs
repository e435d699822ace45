//! Asking the slots for a stretch of cycle time, and turning what starts in it into triggers.
//!
//! ```text
//! [0, 1/2)   d1: (0>1/4)|bd (1/4>1/2)|sn   d2: (0>1/8)|hh ..   ->   0 d1 bd, 0 d2 hh, 1/8 d2 hh, 1/4 d1 sn ..
//! ```
//!
//! A query that is cut off or breaks down silences its slot for that stretch, and no other.

use super::glance::Waving;
use super::scheduler::{Advance, MOST_EVENTS, QueryFault, Scheduler};
use super::{Sink, SlotId, Trigger};
use crate::pattern::{ControlMap, Env, Event, Meter, Pattern, State, Steer};
use crate::time::{Cycle, Span};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

impl Scheduler {
    /// The triggers of a stretch, in order of onset, then slot, then as the pattern gave them. Returns what goes on in it
    /// from earlier onsets.
    pub(super) fn ask(&mut self, span: Span, sinks: &[Box<dyn Sink>], report: &mut Advance) -> Vec<Trigger> {
        let mut waving = Vec::new();
        let soloing = self.slots.values().any(|slot| slot.solo);
        let mut found: Vec<(SlotId, Event<ControlMap>)> = Vec::new();
        for once in &self.onces {
            let shift = once.of - once.from;
            let own = Span::new(span.begin + shift, (span.end + shift).min(once.of + Cycle::ONE));
            let (events, waves) = self.query(SlotId::ONCE, &once.pattern, own, false, report);
            if waves && self.turns(SlotId::ONCE, &events, sinks) {
                waving.push(Waving { slot: SlotId::ONCE, pattern: once.pattern.clone(), shift });
            }
            found.extend(events.into_iter().map(|event| (SlotId::ONCE, event.with_time(|time| time - shift))));
        }
        for (&id, slot) in &self.slots {
            if let Some(pattern) = slot.played.as_ref().filter(|_| !slot.muted && (slot.solo || !soloing)) {
                let (events, waves) = self.query(id, pattern, span, false, report);
                if waves && self.turns(id, &events, sinks) {
                    waving.push(Waving { slot: id, pattern: pattern.clone(), shift: Cycle::ZERO });
                }
                found.extend(events.into_iter().map(|event| (id, event)));
            }
        }
        found.sort_by(|(a, x), (b, y)| x.onset().cmp(&y.onset()).then(a.cmp(b)));
        let (mut new, mut old): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, event)| event.has_onset());
        new.iter_mut().for_each(|(_, event)| self.memory.play(&mut event.value));
        old.iter_mut().for_each(|(_, event)| event.value.forget());
        report.sent.extend(new.into_iter().filter_map(|(slot, event)| self.trigger(slot, event)));
        let going_on = |(slot, event): (SlotId, Event<ControlMap>)| {
            let at = self.tempo.frame_of(event.part.begin).max(self.horizon);
            Some(Trigger { at, ..self.trigger(slot, event)? })
        };
        // Where waves steer, a piece of an event still has what they were at its onset: looking again says it all.
        old.retain(|(slot, _)| waving.iter().all(|wave| wave.slot != *slot));
        let mut steered: Vec<Trigger> = old.into_iter().filter_map(going_on).collect();
        steered.extend(self.glance(span, &waving, report));
        steered.sort_by_key(|trigger| trigger.at);
        steered
    }

    /// The events of a span, or with `glance` those of an instant as they are then; and whether waves were read for them.
    pub(super) fn query(
        &self,
        slot: SlotId,
        pattern: &Pattern<ControlMap>,
        span: Span,
        glance: bool,
        report: &mut Advance,
    ) -> (Vec<Event<ControlMap>>, bool) {
        let meter = Meter::new(MOST_EVENTS, self.allowance.map(|allowance| Instant::now() + allowance));
        let meter = if glance { meter.glancing() } else { meter };
        let steer = self.steering.as_ref().map(|pattern| Steer { pattern, outer: None });
        let env = Env {
            tidal: self.tidal,
            patience: self.patience,
            controls: &self.controls,
            steer: steer.as_ref(),
            meter: &meter,
        };
        let state = State { span, env: &env };
        // A fault of ours in one word must not end the other slots' music.
        let answer = catch_unwind(AssertUnwindSafe(|| pattern.query(&state)));
        let fault = meter.fault();
        if answer.is_err() || fault.is_some() {
            report.faults.push(QueryFault { slot, fault });
        }
        let here = |event: &Event<ControlMap>| glance || span.contains(event.part.begin);
        (answer.unwrap_or_default().into_iter().filter(here).collect(), meter.waves() > 0)
    }

    pub(super) fn trigger(&self, slot: SlotId, event: Event<ControlMap>) -> Option<Trigger> {
        let whole = event.whole?;
        let start = self.tempo.frame_of(whole.begin).max(self.horizon);
        let nudge = event.value.number("nudge").filter(|seconds| seconds.is_finite()).unwrap_or(0.0);
        Some(Trigger {
            at: start + (nudge.clamp(-10.0, 10.0) * self.tempo.rate()).round() as i64,
            frames: (self.tempo.frame_of(whole.end) - self.tempo.frame_of(whole.begin)).max(0),
            slot,
            cycle: whole.begin,
            cps: self.tempo.cps_at(self.horizon),
            controls: event.value,
            context: event.context,
        })
    }
}
