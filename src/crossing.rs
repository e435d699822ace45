//! The few shapes in which data crosses threads. Nothing here blocks; nothing allocates after it was made.
//!
//! ```text
//! ring     every item once, in order          scheduler --[start, release, ..]--> audio thread
//! latest   only the newest value matters      audio thread --(meters)-----------> screen
//! shared   a table swapped whole, many read   reload --(instruments)------------> sinks
//! ```
//!
//! A full ring hands the item back and counts it: what to do then is the sender's business. No locks, no waiting.

mod latest;
mod ring;
mod shared;

pub use latest::{Reader, Writer, latest};
pub use ring::{Receiver, Sender, ring};
pub use shared::Shared;

#[cfg(test)]
mod tests;
