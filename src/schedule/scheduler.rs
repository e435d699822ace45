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
use crate::pattern::{ControlMap, Fault, Knobs as _, Memory, Patience, Pattern, Tidal};
use crate::time::{Cycle, Span, TempoMap};
use crate::units::Frame;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What `all` does to every slot.
pub type Transform = Arc<dyn Fn(Pattern<ControlMap>) -> Pattern<ControlMap> + Send + Sync>;

const GRID: i64 = 65_536;
/// Onsets a slot may have in one query; more is a slip of the performer, and would drown the sinks.
pub(super) const MOST_EVENTS: u64 = 200_000;

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

/// A pattern that plays in a slot, and between which cycles.
#[derive(Clone)]
pub struct Coming {
    /// Where.
    pub slot: SlotId,
    /// What, with `all`.
    pub pattern: Pattern<ControlMap>,
    /// The boundary it waits for.
    pub from: Option<Cycle>,
    /// The boundary at which another takes its place.
    pub until: Option<Cycle>,
}

#[derive(Clone)]
pub(super) struct Once {
    pub(super) pattern: Pattern<ControlMap>,
    /// Cursor's time where the pattern's own cycle `of` begins.
    pub(super) from: Cycle,
    pub(super) of: Cycle,
}

/// Plays patterns into sinks. Reads no clock; [`super::Pace`] does.
#[derive(Clone)]
pub struct Scheduler {
    pub(super) tempo: TempoMap,
    pub(super) horizon: Frame,
    cursor: Cycle,
    pub(super) slots: BTreeMap<SlotId, Slot>,
    names: SlotNames,
    all: Option<Transform>,
    pub(super) onces: Vec<Once>,
    pub(super) controls: ControlHistory,
    /// What playing remembers: lists half used up, counts.
    pub(super) memory: Memory,
    /// Steers every network, outside of what the performer types.
    pub(super) steering: Option<Pattern<ControlMap>>,
    /// Counts what changed: who looks ahead looks again.
    changes: u64,
    pub(super) tidal: Tidal,
    pub(super) patience: Patience,
    /// Wall time a slot's query may take; `None` offline.
    pub(super) allowance: Option<Duration>,
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
            memory: Memory::default(),
            steering: None,
            changes: 0,
            tidal,
            patience,
            allowance,
        }
    }

    /// Steers every network where the performer does not: the seed of a set.
    #[must_use]
    pub fn steered(mut self, steering: Option<Pattern<ControlMap>>) -> Self {
        self.steering = steering;
        self
    }

    /// What steers every network.
    pub fn steering(&self) -> Option<&Pattern<ControlMap>> {
        self.steering.as_ref()
    }

    /// Which Tidal's chance is played.
    pub fn tidal(&self) -> Tidal {
        self.tidal
    }

    /// A number that grows whenever what is played, or how, was changed.
    pub fn changes(&self) -> u64 {
        self.changes
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

    /// What will be queried if nothing is changed, without regard to mute and solo: for rolls and workers.
    pub fn coming(&self) -> Vec<Coming> {
        let mut coming = Vec::new();
        for (&slot, kept) in &self.slots {
            let pending = kept.pending.as_ref();
            if let Some(pattern) = kept.played.clone() {
                coming.push(Coming { slot, pattern, from: None, until: pending.map(|pending| pending.at) });
            }
            if let Some(pending) = pending
                && let Some(pattern) = transformed(self.all.as_ref(), pending.pattern.clone())
            {
                coming.push(Coming { slot, pattern, from: Some(pending.at), until: None });
            }
        }
        coming
    }

    /// Puts a pattern into a slot (`None`: takes it out). Returns the cycle at which it takes effect.
    pub fn replace(&mut self, slot: SlotId, pattern: Option<Pattern<ControlMap>>, when: When) -> Cycle {
        self.changes += 1;
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
        self.changes += 1;
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

    /// Mutes every slot.
    pub fn mute_all(&mut self) {
        self.slots.values_mut().for_each(|slot| slot.muted = true);
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
        self.changes += 1;
        self.all = transform;
        for slot in self.slots.values_mut() {
            slot.played = transformed(self.all.as_ref(), slot.pattern.clone());
        }
    }

    /// Sets a live value from the cursor on.
    pub fn set_control(&mut self, name: &str, setting: Setting) {
        self.set_control_from(name, self.cursor, setting);
    }

    /// The same from a cycle on.
    pub fn set_control_from(&mut self, name: &str, from: Cycle, setting: Setting) {
        self.changes += 1;
        self.controls.set(name, from, setting);
        self.memory.set(name, self.controls.at(name, from).and_then(|value| value.number()));
    }

    /// Sets the tempo from the horizon on.
    pub fn set_cps(&mut self, cps: f64) {
        self.changes += 1;
        self.tempo.set_cps(self.horizon, cps);
    }

    /// The horizon becomes cycle 0, which is a boundary.
    pub fn reset_cycles(&mut self) {
        self.changes += 1;
        self.tempo.set_cycle(self.horizon, 0.0);
        self.controls.restart(self.cursor);
        self.cursor = Cycle::ZERO;
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
            let going_on = self.ask(span, sinks, &mut report);
            self.onces.retain(|once| once.from + Cycle::ONE > stop);
            self.cursor = stop;
            for trigger in report.sent.get(first..).unwrap_or_default() {
                for sink in sinks.iter_mut() {
                    if let Err(error) = sink.send(trigger) {
                        report.refused.push(error);
                    }
                }
            }
            for trigger in &going_on {
                sinks.iter_mut().for_each(|sink| sink.steer(trigger));
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
}

fn transformed(all: Option<&Transform>, pattern: Option<Pattern<ControlMap>>) -> Option<Pattern<ControlMap>> {
    match all {
        Some(all) => pattern.map(|pattern| all(pattern)),
        None => pattern,
    }
}
