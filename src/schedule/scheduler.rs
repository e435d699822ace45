//! The scheduler: slots, tempo, boundaries, and the cursor that walks through cycle time without a gap or a double.
//!
//! ```text
//! advance(to 100 ms)   asks every slot for [cursor, cycle at 100 ms), sends what starts there, moves the cursor
//! replace(d1, p)       waits for the next whole cycle at or after the cursor
//! set_cps(1.0)         the tempo map gets a step at the horizon; what was sent stays where it is
//! ```
//!
//! The cursor is exact cycle time on a grid of 1/65536, rounded up from the horizon. An onset is sent when the cursor
//! passes it, so each is sent once whatever the tempo does; its frame comes from the tempo map alone, so it does not
//! depend on how time was cut.

use super::slot::{Pending, Slot};
use super::{ControlHistory, SendTriggerError, Setting, Sink, SlotId, SlotNames, SlotState, Trigger, When};
use crate::pattern::{ControlMap, Env, Event, Fault, Meter, Patience, Pattern, State, Tidal};
use crate::time::{Cycle, Span, TempoMap};
use crate::units::Frame;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What `all` does to every slot.
pub type Transform = Arc<dyn Fn(Pattern<ControlMap>) -> Pattern<ControlMap> + Send + Sync>;

const GRID: i64 = 65_536;
/// Onsets a slot may have in one query; more is a slip of the performer, and would drown the sinks.
const MOST_EVENTS: u64 = 200_000;

/// A query that went wrong: that slot is silent for that stretch, the others play on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    /// Whose.
    pub slot: SlotId,
    /// What was passed; `None` where the query broke down altogether.
    pub fault: Option<Fault>,
}

/// What one [`Scheduler::advance`] did.
#[derive(Clone, Debug, Default)]
pub struct Advance {
    /// Triggers handed out.
    pub sent: Vec<Trigger>,
    /// Slots whose pending pattern was swapped in, with the boundary.
    pub swapped: Vec<(SlotId, Cycle)>,
    /// What sinks could not carry out.
    pub refused: Vec<SendTriggerError>,
    /// Queries that were cut off.
    pub faults: Vec<QueryFault>,
}

#[derive(Clone)]
struct Once {
    pattern: Pattern<ControlMap>,
    /// Cursor's time where the pattern's own cycle `of` begins.
    from: Cycle,
    of: Cycle,
}

/// Plays patterns into sinks. Reads no clock; [`super::Pace`] does.
#[derive(Clone)]
pub struct Scheduler {
    tempo: TempoMap,
    horizon: Frame,
    cursor: Cycle,
    slots: BTreeMap<SlotId, Slot>,
    names: SlotNames,
    all: Option<Transform>,
    onces: Vec<Once>,
    controls: ControlHistory,
    tidal: Tidal,
    patience: Patience,
    /// Wall time a slot's query may take; `None` offline.
    allowance: Option<Duration>,
}

impl Scheduler {
    /// Cycle 0 at frame 0. `patience` is `Never` live and `Wait` offline.
    pub fn new(rate: u32, cps: f64, tidal: Tidal, patience: Patience) -> Self {
        let allowance = (patience == Patience::Never).then_some(Duration::from_millis(200));
        Self {
            tempo: TempoMap::new(rate, cps),
            horizon: Frame(0),
            cursor: Cycle::ZERO,
            slots: BTreeMap::new(),
            names: SlotNames::default(),
            all: None,
            onces: Vec::new(),
            controls: ControlHistory::default(),
            tidal,
            patience,
            allowance,
        }
    }

    /// Everything before it has been sent; what is changed now takes effect there at the earliest.
    pub fn horizon(&self) -> Frame {
        self.horizon
    }

    /// The cycle time of the horizon.
    pub fn cursor(&self) -> Cycle {
        self.cursor
    }

    /// Where cycles lie on the sample clock.
    pub fn tempo(&self) -> &TempoMap {
        &self.tempo
    }

    /// Live values so far.
    pub fn controls(&self) -> &ControlHistory {
        &self.controls
    }

    /// Names of slots.
    pub fn names(&self) -> &SlotNames {
        &self.names
    }

    /// The slot of a name; a new name gets a number.
    pub fn slot(&mut self, name: &str) -> SlotId {
        self.names.id(name)
    }

    /// The next boundary at or after the horizon.
    pub fn boundary(&self) -> Cycle {
        if self.cursor.is_whole() { self.cursor } else { self.cursor.next_sam() }
    }

    /// Every slot that was ever used.
    pub fn states(&self) -> Vec<SlotState> {
        let state = |(&slot, kept): (&SlotId, &Slot)| SlotState {
            slot,
            playing: kept.pattern.is_some(),
            muted: kept.muted,
            solo: kept.solo,
            pending: kept.pending.as_ref().map(|pending| pending.at),
        };
        self.slots.iter().map(state).collect()
    }

    /// What is queried for a slot now, with `all` and without regard to mute: for rolls and workers.
    pub fn playing(&self) -> Vec<(SlotId, Pattern<ControlMap>)> {
        self.slots.iter().filter_map(|(&slot, kept)| Some((slot, kept.played.clone()?))).collect()
    }

    /// Puts a pattern into a slot (`None`: takes it out). Returns the cycle at which it takes effect.
    pub fn replace(&mut self, slot: SlotId, pattern: Option<Pattern<ControlMap>>, when: When) -> Cycle {
        let at = match when {
            When::Cycle => self.boundary(),
            When::Now => self.cursor,
        };
        self.slots.entry(slot).or_default().pending = Some(Pending { at, pattern });
        if when == When::Now {
            self.swap_due(&mut Advance::default());
        }
        at
    }

    /// Plays one cycle of a pattern from now: the cycle that is running, so that each `once` is another.
    pub fn once(&mut self, pattern: Pattern<ControlMap>) {
        self.onces.push(Once { pattern, from: self.cursor, of: self.cursor.sam() });
    }

    /// Empties every slot from the horizon on, and tells the sinks to end at `at` what they have.
    pub fn hush(&mut self, at: Frame, sinks: &mut [Box<dyn Sink>]) {
        for slot in self.slots.values_mut() {
            (slot.pattern, slot.played, slot.pending) = (None, None, None);
        }
        self.onces.clear();
        for sink in sinks {
            sink.hush(at);
        }
    }

    /// As [`Self::hush`], and tails end at once.
    pub fn panic(&mut self, at: Frame, sinks: &mut [Box<dyn Sink>]) {
        self.hush(at, &mut []);
        for sink in sinks {
            sink.panic(at);
        }
    }

    /// Mutes a slot or lets it sound again, from the horizon on.
    pub fn mute(&mut self, slot: SlotId, muted: bool) {
        self.slots.entry(slot).or_default().muted = muted;
    }

    /// Solos a slot or takes that back, from the horizon on.
    pub fn solo(&mut self, slot: SlotId, solo: bool) {
        self.slots.entry(slot).or_default().solo = solo;
    }

    /// Takes back every mute.
    pub fn unmute_all(&mut self) {
        self.slots.values_mut().for_each(|slot| slot.muted = false);
    }

    /// Takes back every solo.
    pub fn unsolo_all(&mut self) {
        self.slots.values_mut().for_each(|slot| slot.solo = false);
    }

    /// What happens to every slot from the horizon on; `None`: nothing.
    pub fn set_all(&mut self, transform: Option<Transform>) {
        self.all = transform;
        for slot in self.slots.values_mut() {
            slot.played = transformed(self.all.as_ref(), slot.pattern.clone());
        }
    }

    /// Sets a live value from the cursor on.
    pub fn set_control(&mut self, name: &str, setting: Setting) {
        self.controls.set(name, self.cursor, setting);
    }

    /// Sets the tempo from the horizon on.
    pub fn set_cps(&mut self, cps: f64) {
        self.tempo.set_cps(self.horizon, cps);
    }

    /// The horizon becomes cycle 0, which is a boundary.
    pub fn reset_cycles(&mut self) {
        self.tempo.set_cycle(self.horizon, 0.0);
        self.cursor = Cycle::ZERO;
        self.controls.restart();
        for slot in self.slots.values_mut() {
            if let Some(pending) = &mut slot.pending {
                pending.at = Cycle::ZERO;
            }
        }
        self.onces.clear();
    }

    /// Sends everything that starts before `until` and was not sent yet. An earlier `until` does nothing.
    pub fn advance(&mut self, until: Frame, sinks: &mut [Box<dyn Sink>]) -> Advance {
        let mut report = Advance::default();
        if until <= self.horizon {
            return report;
        }
        let end = self.on_grid(until);
        while self.cursor < end {
            self.swap_due(&mut report);
            // Whole cycles are asked for apart, so that a long render is metered like a live set.
            let stop = end.min(self.cursor.next_sam());
            let span = Span::new(self.cursor, stop);
            let first = report.sent.len();
            self.ask(span, &mut report);
            self.onces.retain(|once| once.from + Cycle::ONE > stop);
            self.cursor = stop;
            for trigger in report.sent.get(first..).unwrap_or_default() {
                for sink in sinks.iter_mut() {
                    if let Err(error) = sink.send(trigger) {
                        report.refused.push(error);
                    }
                }
            }
        }
        self.horizon = until;
        report
    }

    /// The cycle of a frame, rounded up to the grid and never before the cursor.
    fn on_grid(&self, frame: Frame) -> Cycle {
        let steps = (self.tempo.cycle_at(frame) * GRID as f64).ceil();
        Cycle::new(steps as i64, GRID).max(self.cursor)
    }

    fn swap_due(&mut self, report: &mut Advance) {
        for (&id, slot) in &mut self.slots {
            if let Some(pending) = slot.pending.take_if(|pending| pending.at <= self.cursor) {
                slot.played = transformed(self.all.as_ref(), pending.pattern.clone());
                slot.pattern = pending.pattern;
                report.swapped.push((id, pending.at));
            }
        }
    }

    /// The triggers of a stretch, in order of onset, then slot, then as the pattern gave them.
    fn ask(&self, span: Span, report: &mut Advance) {
        let soloing = self.slots.values().any(|slot| slot.solo);
        let mut found: Vec<(SlotId, Event<ControlMap>)> = Vec::new();
        for once in &self.onces {
            let shift = once.of - once.from;
            let own = Span::new(span.begin + shift, (span.end + shift).min(once.of + Cycle::ONE));
            let events = self.query(SlotId::ONCE, &once.pattern, own, report);
            found.extend(events.into_iter().map(|event| (SlotId::ONCE, event.with_time(|time| time - shift))));
        }
        for (&id, slot) in &self.slots {
            if let Some(pattern) = slot.played.as_ref().filter(|_| !slot.muted && (slot.solo || !soloing)) {
                found.extend(self.query(id, pattern, span, report).into_iter().map(|event| (id, event)));
            }
        }
        found.sort_by(|(a, x), (b, y)| x.onset().cmp(&y.onset()).then(a.cmp(b)));
        report.sent.extend(found.into_iter().filter_map(|(slot, event)| self.trigger(slot, event)));
    }

    fn query(
        &self,
        slot: SlotId,
        pattern: &Pattern<ControlMap>,
        span: Span,
        report: &mut Advance,
    ) -> Vec<Event<ControlMap>> {
        let meter = Meter::new(MOST_EVENTS, self.allowance.map(|allowance| Instant::now() + allowance));
        let env =
            Env { tidal: self.tidal, patience: self.patience, controls: &self.controls, steer: None, meter: &meter };
        let state = State { span, env: &env };
        // A fault of ours in one word must not end the other slots' music.
        let answer = catch_unwind(AssertUnwindSafe(|| pattern.query(&state)));
        let fault = meter.fault();
        if answer.is_err() || fault.is_some() {
            report.faults.push(QueryFault { slot, fault });
        }
        let starts = |event: &Event<ControlMap>| event.has_onset() && span.contains(event.onset());
        answer.unwrap_or_default().into_iter().filter(starts).collect()
    }

    fn trigger(&self, slot: SlotId, event: Event<ControlMap>) -> Option<Trigger> {
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

fn transformed(all: Option<&Transform>, pattern: Option<Pattern<ControlMap>>) -> Option<Pattern<ControlMap>> {
    match all {
        Some(all) => pattern.map(|pattern| all(pattern)),
        None => pattern,
    }
}
