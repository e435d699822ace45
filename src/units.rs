//! Numbers with a unit: frames, decibels, hertz, notes. They keep seconds from being read as cycles.
//!
//! `Note(0.0)` is middle C; `Note(9.0).hertz()` is 440 Hz. `Decibels(-6.0).gain()` is about one half.

mod frame;
mod level;
mod note;

pub use frame::Frame;
pub use level::Decibels;
pub use note::{Hertz, Note, natural, note_by_name};

#[cfg(test)]
mod tests;
