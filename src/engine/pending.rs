//! Commands that have arrived but are not due: a heap of fixed size, by frame.
//!
//! ```text
//! arrive: start@300 start@100 hush@200      leave: start@100 hush@200 (start@300 is older than the hush: dropped)
//! ```
//!
//! Equal frames: hush and panic first, then in order of arrival.

use super::command::{Order, Sent};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A command that waits for its frame.
pub(super) struct Entry {
    pub(super) sent: Sent,
}

impl Entry {
    fn key(&self) -> (i64, bool, u64) {
        let Sent { serial, at, order } = &self.sent;
        (at.0, matches!(order, Order::Start(_)), *serial)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    /// Reversed: the heap gives its greatest, we want the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

/// The commands under way.
pub(super) struct Pending {
    heap: BinaryHeap<Entry>,
}

impl Pending {
    pub(super) fn new(capacity: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(capacity) }
    }

    pub(super) fn has_room(&self) -> bool {
        self.heap.len() < self.heap.capacity()
    }

    /// Takes a command in; ask [`Self::has_room`] first.
    pub(super) fn put(&mut self, sent: Sent) {
        self.heap.push(Entry { sent });
    }

    /// The earliest command before `frame`.
    pub(super) fn before(&mut self, frame: i64) -> Option<Entry> {
        if self.heap.peek()?.sent.at.0 < frame { self.heap.pop() } else { None }
    }
}
