//! The networks that a set can name.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::source::Source;
use super::worker::Worker;
use crate::neural::lstm::model::Model;
use crate::pattern::Pattern;

/// Melody networks by name, and the thread that makes their late bars.
///
/// A network put in under a name that exists replaces it for patterns made from then on; those that play keep theirs.
#[derive(Debug)]
pub struct Bank {
    sources: RwLock<BTreeMap<String, Arc<Source>>>,
    worker: Worker,
}

impl Default for Bank {
    fn default() -> Self {
        Self::new()
    }
}

impl Bank {
    /// No networks yet.
    #[must_use]
    pub fn new() -> Self {
        Self { sources: RwLock::default(), worker: Worker::start() }
    }

    /// Puts a network in under a name.
    pub fn insert(&self, name: &str, model: Arc<Model>) {
        let source = Arc::new(Source::new(name, model, self.worker.clone()));
        self.sources.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), source);
    }

    /// The melody of a network: note numbers in semitones from middle C, a bar a cycle. `None` where no network has that name.
    #[must_use]
    pub fn melody(&self, name: &str) -> Option<Pattern<f64>> {
        self.sources.read().unwrap_or_else(PoisonError::into_inner).get(name).map(Source::pattern)
    }

    /// All names.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.sources.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// Waits until the worker has made all that was asked of it.
    pub fn settle(&self) {
        self.worker.settle();
    }
}
