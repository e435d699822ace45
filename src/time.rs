//! Exact cycle time, and the map that ties it to the sample clock.
//!
//! ```text
//! cycle   0        1        2          a Cycle is a fraction: 1/3 stays 1/3
//!         |--------|--------|
//! span       [1/4   5/4)               begin included, end not
//! frame   0      96000   192000        at 1/2 cycle a second and 48 kHz
//! ```
//!
//! Nothing here reads a clock: time passes in `schedule`.

mod cycle;
mod span;
mod tempo;

pub use cycle::{Cycle, ParseCycleError, rounded_count};
pub use span::Span;
pub use tempo::{TempoChange, TempoMap};

#[cfg(test)]
mod tests;
