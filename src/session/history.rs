//! Evaluations and what they did, so that one can be taken back and brought again.
//!
//! ```text
//! 1: d1 = bd        2: d1 = sn, d2 = hh        3: hush: d1, d2 = nothing
//! undo 3  ->  d1 = sn, d2 = hh                 undo 2  ->  d1 = bd, d2 = nothing
//! ```
//!
//! Each evaluation is a layer over the slots it touched, the tempo and `all`; what plays is the topmost layer that has not
//! been taken back. A hush and a tempo by key are layers too.

use super::TextOrigin;
use crate::diagnostic::Diagnostic;
use crate::lang::Interpreter;
use crate::pattern::{ControlMap, Pattern};
use crate::schedule::{SlotId, Transform};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More of a slot's past than any transition plays.
const MOST_PAST: usize = 16;

/// What an evaluation changed that can be taken back.
#[derive(Clone, Default)]
pub(super) struct Effects {
    /// What it put into slots; `None`: it emptied them.
    pub(super) slots: BTreeMap<SlotId, Option<Pattern<ControlMap>>>,
    /// What was asked for, in slots where a transition plays on the way to it.
    pub(super) asked: BTreeMap<SlotId, Pattern<ControlMap>>,
    pub(super) cps: Option<f64>,
    pub(super) all: Option<Transform>,
    /// Names as they stood after it, where it defined some.
    pub(super) names: Option<Interpreter>,
}

impl Effects {
    /// What it asked for in a slot, where it put something there.
    pub(super) fn asked(&self, slot: SlotId) -> Option<Pattern<ControlMap>> {
        let put = self.slots.get(&slot)?;
        Some(self.asked.get(&slot).or(put.as_ref()).cloned().unwrap_or_else(Pattern::silence))
    }

    /// Whether there is anything to take back.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.cps.is_none() && self.all.is_none() && self.names.is_none()
    }
}

/// One evaluation.
#[derive(Clone)]
pub(super) struct Evaluation {
    pub(super) number: u32,
    pub(super) text: Arc<str>,
    pub(super) origin: TextOrigin,
    pub(super) offset: u32,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) undone: bool,
    pub(super) effects: Effects,
}

impl Evaluation {
    /// Whether all of it was played.
    pub(super) fn whole(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// All evaluations of a set, oldest first.
#[derive(Default)]
pub(super) struct History {
    evaluations: Vec<Evaluation>,
    /// What was taken back and can come again, newest last.
    redo: Vec<u32>,
    /// The last number given.
    last: u32,
}

/// What must be set anew after an undo or redo.
#[derive(Default)]
pub(super) struct Restored {
    pub(super) slots: Vec<(SlotId, Option<Pattern<ControlMap>>)>,
    pub(super) cps: bool,
    pub(super) all: bool,
    pub(super) names: bool,
}

impl History {
    /// The number for the next evaluation.
    pub(super) fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// Puts an evaluation on top. What had been taken back before cannot come again.
    pub(super) fn push(&mut self, evaluation: Evaluation) {
        if !evaluation.effects.is_empty() {
            self.redo.clear();
        }
        self.evaluations.push(evaluation);
    }

    /// The evaluations, oldest first.
    pub(super) fn all(&self) -> &[Evaluation] {
        &self.evaluations
    }

    /// What can come again, newest last.
    pub(super) fn redos(&self) -> &[u32] {
        &self.redo
    }

    /// The evaluation an undo without a number means; never the start-up file's.
    pub(super) fn last_standing(&self) -> Option<u32> {
        let stands = |e: &&Evaluation| !e.undone && !e.effects.is_empty() && e.origin != TextOrigin::StartUp;
        self.evaluations.iter().rev().find(stands).map(|e| e.number)
    }

    /// Takes an evaluation back (`undone`) or brings it again. `None` where there is none of that number in the other
    /// state, or it did nothing that can be taken back.
    pub(super) fn turn(&mut self, number: u32, undone: bool) -> Option<Restored> {
        let found = self.evaluations.iter_mut().find(|e| e.number == number)?;
        if found.undone == undone || found.effects.is_empty() {
            return None;
        }
        found.undone = undone;
        let touched = found.effects.clone();
        if undone {
            self.redo.push(number);
        } else {
            self.redo.retain(|&other| other != number);
        }
        let slots = touched.slots.keys().map(|&slot| (slot, self.playing(slot).and_then(|(_, p)| p.clone()))).collect();
        let (cps, all, names) = (touched.cps.is_some(), touched.all.is_some(), touched.names.is_some());
        Some(Restored { slots, cps, all, names })
    }

    fn standing(&self) -> impl Iterator<Item = &Evaluation> {
        self.evaluations.iter().rev().filter(|evaluation| !evaluation.undone)
    }

    /// What stands in a slot, and which evaluation put it there.
    pub(super) fn playing(&self, slot: SlotId) -> Option<(u32, &Option<Pattern<ControlMap>>)> {
        self.standing().find_map(|e| Some((e.number, e.effects.slots.get(&slot)?)))
    }

    /// What was asked for in a slot, the newest first: transitions lead over from it. What they played on the way is not
    /// in it, so a slot that is faded again and again costs no more each time.
    pub(super) fn past(&self, slot: SlotId) -> Vec<Pattern<ControlMap>> {
        self.standing().filter_map(|e| e.effects.asked(slot)).take(MOST_PAST).collect()
    }

    /// The tempo that stands, where one was set.
    pub(super) fn cps(&self) -> Option<f64> {
        self.standing().find_map(|e| e.effects.cps)
    }

    /// What `all` does, where it stands.
    pub(super) fn transform(&self) -> Option<Transform> {
        self.standing().find_map(|e| e.effects.all.clone())
    }

    /// The names that stand, where some were defined.
    pub(super) fn names(&self) -> Option<Interpreter> {
        self.standing().find_map(|e| e.effects.names.clone())
    }

    /// Every slot any evaluation touched.
    pub(super) fn slots(&self) -> BTreeSet<SlotId> {
        self.evaluations.iter().flat_map(|e| e.effects.slots.keys().copied()).collect()
    }
}
