//! Everything the audio thread owns: commands come in with a frame, 64 frames of sound go out, and what was used goes home.
//!
//! ```text
//! [start bd at 48000]    -> band: pending -> sampler, synth ----------+-> mixer: 16 orbits (delay, room)
//! [start cello at 96000] -> choir: pending -> networks, ahead of time -'   -> dc block -> limiter -> out
//! reports, meters <- ------------------------------------------------- -> retired: back to who sent it
//! ```
//!
//! What sounds is a function of the commands alone: blocks of 64 frames lie on a fixed grid whatever the device asks for,
//! voices begin on their exact frame inside a block and are mixed in the order of their places. Live and offline
//! are the same [`Renderer`], reached through the one door [`guard::run`].
//!
//! Real-time: `prepare` allocates; `process` neither allocates, frees, locks, waits, logs nor reads a clock. Bounded by the number of
//! voices and orbits. Knows no pattern, no text, no device.
#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;
pub mod guard;
mod ladder;
mod meters;
mod mixer;
mod pending;
mod renderer;
mod sample;
mod section;
mod spec;
mod sung;
mod voice;
mod voices;

pub use command::{Command, Commands, Order, Report, Retired};
pub use ladder::{Move, Rung};
pub use meters::{Level, METERED_SLOTS, Meters};
pub use mixer::ORBITS;
pub use renderer::{Desk, Monitor, Position, Renderer, Settings};
pub use sample::SampleBuffer;
pub use spec::{CutGroup, Playback, Ramps, Sends, Source, SynthKind, SynthNote, Tone, VoiceSpec};
pub use sung::Ahead;
pub use voice::glide::Glide;
pub use voice::neural::{Choir, Pair, Singer, Steering, SungNote};

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
