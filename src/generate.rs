//! Networks as patterns: a melody is a function of cycle time like any other.
//!
//! ```text
//! steer (temp 0.8 # key "D:major") $ note (melody "folk")
//!
//! cycle    0     1     2  ..  15 | 16 ...          a phrase of 16 bars: one fold from its start, theme first
//!          theme -> bar -> bar ..|  theme -> ..    cached by what was read on the way
//! ```
//!
//! A bar is a pure function of model, seed, cycle and the steering read since the phrase began, so any cycle may be asked for
//! in any order. Whoever may not wait ([`crate::pattern::Patience::Never`]) gets a substitute, marked late, while a worker makes
//! the bar. No text is read and nothing sounds here.

mod bank;
mod bar;
mod cache;
mod ladder;
mod source;
mod steering;
mod worker;

pub use bank::Bank;
pub use steering::steer;

#[cfg(test)]
mod tests;
