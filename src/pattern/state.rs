//! What a query is asked with: the span, and what stands around it.
//!
//! ```text
//! State { span: [3, 4), env -> { tidal 1.10, patience Wait, knobs, steer: temp 0.9 <- seed 4, meter } }
//! ```
//!
//! The environment is borrowed, so moving a span costs a copy of 40 bytes. The meter counts what a query costs and cuts
//! a runaway off: `fast 1e9` gives a fault, never a late scheduler.

use super::{ControlMap, Pattern, Value};
use crate::time::{Cycle, Span};
use std::cell::Cell;
use std::time::Instant;

/// Which Tidal's chance and signals are played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Tidal {
    /// Seeds and signals are read at the start of a part.
    #[default]
    #[serde(rename = "1.10")]
    V1_10,
    /// Seeds and signals are read in the middle of a part (1.7 to 1.9).
    #[serde(rename = "1.7")]
    V1_7,
}

/// Whether a query may wait for a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Work as long as it takes: eval, check, render, rehearsal, workers.
    Wait,
    /// The live scheduler: a network cycle that is not ready comes back as a substitute, marked late.
    Never,
}

/// Before a slot's name: the live value of that name is the moment at which the slot got its pattern.
pub const BEGUN: &str = "_t_";

/// Live values (`cF`, knobs, OSC) as step functions of cycle time, so that a replay reads what was read live.
pub trait Knobs: Sync {
    /// The value of `name` in force at `time`, if it was ever set before.
    fn at(&self, name: &str, time: Cycle) -> Option<Value>;
}

/// No live values.
impl Knobs for () {
    fn at(&self, _: &str, _: Cycle) -> Option<Value> {
        None
    }
}

/// The live values of a query.
pub type Controls<'a> = &'a dyn Knobs;

/// One `steer` around a query, and those around it. The innermost comes first and wins.
#[derive(Clone, Copy)]
pub struct Steer<'a> {
    /// The steering pattern, read in the network's own cycle time.
    pub pattern: &'a Pattern<ControlMap>,
    /// The next `steer` outwards.
    pub outer: Option<&'a Steer<'a>>,
}

/// Why the meter cut a query off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More events than a cycle may have.
    #[error("too many events: more than {0} in one query")]
    Events(u64),
    /// Patterns nested too deep, for example a `fix` that never ends.
    #[error("patterns nested more than {0} deep")]
    Depth(u32),
    /// Too much work for one query.
    #[error("the query takes too long")]
    Time,
}

/// Counts what a query costs and keeps the first fault. One thread, one query at a time.
#[derive(Debug)]
pub struct Meter {
    events: Cell<u64>,
    depth: Cell<u32>,
    calls: Cell<u64>,
    fault: Cell<Option<Fault>>,
    most_events: u64,
    most_depth: u32,
    deadline: Option<Instant>,
    glances: bool,
    waves: Cell<u64>,
}

impl Default for Meter {
    fn default() -> Self {
        Self::new(2_000_000, None)
    }
}

impl Meter {
    /// The deepest nesting of queries; each level costs a few hundred bytes of stack.
    const MOST_DEPTH: u32 = 1_000;

    /// At most `most_events` events in all nested queries together, and until `deadline` where there is one.
    pub fn new(most_events: u64, deadline: Option<Instant>) -> Self {
        Self {
            events: Cell::new(0),
            depth: Cell::new(0),
            calls: Cell::new(0),
            fault: Cell::new(None),
            most_events,
            most_depth: Self::MOST_DEPTH,
            deadline,
            glances: false,
            waves: Cell::new(0),
        }
    }

    /// For a query of an instant: what glides while an event goes on is wanted as it is then, not as it was at its onset
    /// ([`Pattern::app_left_gliding`]).
    #[must_use]
    pub fn glancing(self) -> Self {
        Self { glances: true, ..self }
    }

    /// Whether the query glances.
    pub(super) fn glances(&self) -> bool {
        self.glances
    }

    /// How often something was read that moves on without events: a wave, a live value. Chance that is drawn for each event is
    /// none of it.
    pub fn waves(&self) -> u64 {
        self.waves.get()
    }

    /// Counts a reading of it.
    pub fn wave(&self) {
        self.waves.set(self.waves.get() + 1);
    }

    /// The first limit that was passed, if any: what came back then is not the whole pattern.
    pub fn fault(&self) -> Option<Fault> {
        self.fault.get()
    }

    /// Spends `n` events ahead of making them: a word that would make a great many asks first. False: make none.
    pub fn spend(&self, n: u64) -> bool {
        self.events.set(self.events.get().saturating_add(n));
        if self.events.get() > self.most_events {
            self.fail(Fault::Events(self.most_events));
        }
        self.fault.get().is_none()
    }

    pub(super) fn enter(&self) -> bool {
        if self.fault.get().is_some() {
            return false;
        }
        let (depth, calls) = (self.depth.get() + 1, self.calls.get() + 1);
        if depth > self.most_depth {
            self.fail(Fault::Depth(self.most_depth));
            return false;
        }
        if calls % 256 == 0 && self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            self.fail(Fault::Time);
            return false;
        }
        self.depth.set(depth);
        self.calls.set(calls);
        true
    }

    pub(super) fn leave(&self, events: usize) {
        self.depth.set(self.depth.get().saturating_sub(1));
        self.spend(events as u64);
    }

    fn fail(&self, fault: Fault) {
        if self.fault.get().is_none() {
            self.fault.set(Some(fault));
        }
    }
}

/// What stands around a query and is the same for all of its parts.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// Which Tidal's chance is played.
    pub tidal: Tidal,
    /// Whether networks may be waited for.
    pub patience: Patience,
    /// Live values.
    pub controls: Controls<'a>,
    /// Steering of the networks inside.
    pub steer: Option<&'a Steer<'a>>,
    /// What it may cost.
    pub meter: &'a Meter,
}

/// One question to a pattern.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// The stretch of time asked for.
    pub span: Span,
    /// What stands around it.
    pub env: &'a Env<'a>,
}

impl<'a> State<'a> {
    /// The same question about another stretch.
    #[must_use]
    pub fn at(&self, span: Span) -> Self {
        Self { span, env: self.env }
    }
}
