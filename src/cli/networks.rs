//! The performer's networks for commands without a session, loaded when the first word asks for one: most expressions
//! never do, and `eval` starts in milliseconds.

use crate::lang::{Networks, UnknownModel};
use crate::pattern::Pattern;
use crate::session::library::{self, Library};
use std::sync::{Arc, OnceLock};

/// The models of a library, once they are asked for.
pub(super) struct WhenAsked {
    library: Library,
    loaded: OnceLock<Arc<dyn Networks>>,
}

impl WhenAsked {
    /// Nothing is read yet.
    pub(super) fn new(library: Library) -> Self {
        Self { library, loaded: OnceLock::new() }
    }

    fn networks(&self) -> &dyn Networks {
        &**self.loaded.get_or_init(|| library::networks(self.library.bank().0))
    }
}

impl Networks for WhenAsked {
    fn melody(&self, name: &str) -> Result<Pattern<f64>, UnknownModel> {
        self.networks().melody(name)
    }

    fn names(&self) -> Vec<String> {
        self.networks().names()
    }
}
