//! The stage: an editor whose text plays, for a terminal of 80 x 24 or of any size.
//!
//! ```text
//! keys -> Message -> update -> Effect -> session, file
//!                      |
//!                     App -> draw -> cells -> terminal, thirty times a second
//! ```
//!
//! Key decoding and drawing only. What a command does is the session's business; what a sound is, the engine's.

pub mod anchors;
pub mod app;
pub mod draw;
pub mod editor;
pub mod glyphs;
pub mod keymap;
pub mod notes;
pub mod palette;
pub mod run;
pub mod screen;
pub mod theme;
pub mod update;
