//! Where the captured sounds come from that a network's notes begin with.
//!
//! ```text
//! # prime "tabla:2"   ->   get("tabla:2")   ->   the spectra of recording 2 of the bank `tabla`, or why there are none
//! ```
//!
//! Measuring them is the studio's business (`session::voices`); a sink only asks.

use crate::neural::wavenet::Primer;

/// Captured sounds by name.
pub trait Primers: Send + Sync {
    /// The sound of a name such as `tabla` or `tabla:2`; the first time it is measured, some tenths of a second of work at most.
    /// Errors, in words: there is none, or notes cannot begin with it.
    fn get(&self, name: &str) -> Result<&'static Primer, String>;
}

/// None at all.
#[derive(Debug)]
pub(super) struct NoPrimers;

impl Primers for NoPrimers {
    fn get(&self, name: &str) -> Result<&'static Primer, String> {
        Err(format!("`prime \"{name}\"`: no captured sounds are loaded"))
    }
}
