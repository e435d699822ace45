//! A table that is replaced whole while others read it: the instruments of a set, swapped when a patch is saved.
//!
//! ```text
//! reader: [old table]          [new table]         a reader keeps what it got until it asks again
//! writer:            put(new)
//! ```
//!
//! For threads that may free memory. The audio thread gets its things through a ring, and sends them home through one.

use std::sync::Arc;

/// A value that many threads read and any may replace. Copies of this handle mean the same value.
pub struct Shared<T>(Arc<arc_swap::ArcSwap<T>>);

impl<T> Shared<T> {
    /// A shared value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(arc_swap::ArcSwap::from_pointee(value)))
    }

    /// The value of now.
    pub fn get(&self) -> Arc<T> {
        self.0.load_full()
    }

    /// Replaces the value; whoever holds the old one keeps it.
    pub fn put(&self, value: T) {
        self.0.store(Arc::new(value));
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
