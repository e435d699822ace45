//! Bars that were made, by all that they depend on.
//!
//! ```text
//! (what came before, cycle, settings) -> bars, one per steering read at its onsets
//! ```
//!
//! Bounded: the oldest goes first. Dropping an entry changes nothing, it is only made again.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::bar::Bar;
use super::steering::{Read, Settings};

/// All that a bar depends on but for what is read at its onsets; `before` is the [`identity`] of the bar before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    pub(super) before: u64,
    pub(super) cycle: i64,
    pub(super) settings: Settings,
}

/// The identity of a bar for the one that follows.
pub(super) fn identity(slot: &Slot, bar: &Bar) -> u64 {
    let mut hasher = DefaultHasher::new();
    slot.hash(&mut hasher);
    for touch in &bar.touches {
        touch.bits().hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether all that a bar read at its onsets still reads so.
pub(super) fn fits(bar: &Bar, cycle: i64, read: &dyn Read) -> bool {
    bar.notes.iter().zip(&bar.touches).all(|(n, t)| read.touch(cycle, n.tick, bar.length).bits() == t.bits())
}

/// A bounded store of bars.
#[derive(Debug)]
pub(super) struct Cache {
    bars: HashMap<Slot, Vec<Arc<Bar>>>,
    order: VecDeque<Slot>,
    most: usize,
}

impl Cache {
    /// Room for `most` bars.
    pub(super) fn new(most: usize) -> Self {
        Self { bars: HashMap::new(), order: VecDeque::new(), most }
    }

    /// The bars of a slot, whatever steering they read.
    pub(super) fn of(&self, slot: &Slot) -> Vec<Arc<Bar>> {
        self.bars.get(slot).cloned().unwrap_or_default()
    }

    /// Keeps a bar.
    pub(super) fn keep(&mut self, slot: Slot, bar: Arc<Bar>) {
        while self.order.len() >= self.most {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(all) = self.bars.get_mut(&oldest) {
                if !all.is_empty() {
                    all.remove(0);
                }
                if all.is_empty() {
                    self.bars.remove(&oldest);
                }
            }
        }
        self.order.push_back(slot);
        self.bars.entry(slot).or_default().push(bar);
    }
}
