//! melisma: a short line of text unfolds into music.
//!
//! ```text
//! text -> lang -> Pattern -> query -> Event -> schedule -> Trigger -> Sink (audio, MIDI, OSC)
//!                    ^                                                    |
//!              generate (LSTM ...)                            engine: neural voice (WaveNet)
//! ```
//!
//! The floors, lowest first; a module imports lower floors only (`tests/suite/layers.rs` holds this against the tree).

pub mod crossing;
pub mod diagnostic;
pub mod document;
pub mod time;
pub mod units;

pub mod dsp;
pub mod neural;
pub mod pattern;

pub mod analysis;
pub mod engine;
pub mod generate;
pub mod train;

pub mod lang;
pub mod schedule;

pub mod io;

pub mod session;

pub mod repl;
pub mod tui;

pub mod cli;
