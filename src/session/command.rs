//! Everything that can be done to a set, as plain data, and what came of it.
//!
//! ```text
//! {"evaluate":{"text":"d1 $ s \"bd\"","origin":"stage","offset":0,"now":false}}
//! {"undo":{"evaluation":3}}        {"mute":{"slot":"d2","on":true}}        {"tempo":{"cps":0.6}}
//! ```
//!
//! A command is what the log keeps; so it holds text and numbers, never a path to read again or a moment of wall time.

use crate::diagnostic::Diagnostic;
use crate::pattern::Value;
use serde::{Deserialize, Serialize};

/// Where a text came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextOrigin {
    /// Typed on the stage.
    Stage,
    /// Typed in line mode, or piped into it.
    Line,
    /// A file, by the name to show.
    File(String),
    /// The performer's start-up file.
    StartUp,
}

/// One thing done to a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Evaluates every block of a text.
    Evaluate {
        /// The text. Spans of diagnostics and lit steps are bytes of it.
        text: String,
        /// Where it was typed.
        origin: TextOrigin,
        /// At which byte of the buffer or file it begins, so that a stage can place its spans.
        offset: u32,
        /// Swap at once, not at the boundary (each block may say so itself with `!`).
        now: bool,
    },
    /// The whole text of a file that was opened: every block is evaluated.
    Load {
        /// The file's name, as shown and as [`Command::Reload`] repeats it.
        path: String,
        /// Its text.
        text: String,
    },
    /// The whole text of a file that was saved: only blocks whose text is new since the last one are evaluated.
    Reload {
        /// The name it was loaded by.
        path: String,
        /// Its text.
        text: String,
    },
    /// The text of an instrument's file (TOML); `None`: the file is gone, and so is the instrument.
    Patch {
        /// The file's name.
        path: String,
        /// Its text.
        text: Option<String>,
    },
    /// Takes back an evaluation (or a hush, or a tempo) at the next boundary. `None`: the last one that still stands.
    Undo {
        /// Its number.
        evaluation: Option<u32>,
    },
    /// Brings back what was taken back. `None`: what was taken back last.
    Redo {
        /// Its number.
        evaluation: Option<u32>,
    },
    /// Mutes a slot, or ends that.
    Mute {
        /// Its name: `d1`, `1` or a name given with `p`.
        slot: String,
        /// True to mute.
        on: bool,
    },
    /// Solos a slot, or ends that.
    Solo {
        /// Its name.
        slot: String,
        /// True to solo.
        on: bool,
    },
    /// Takes a slot's pattern out at the next boundary.
    Silence {
        /// Its name.
        slot: String,
    },
    /// Empties every slot now; what sounds fades, notes are closed.
    Hush,
    /// As hush, and tails end at once.
    Panic,
    /// Sets the tempo.
    Tempo {
        /// Cycles a second.
        cps: f64,
    },
    /// Sets a live value, as a knob does.
    Control {
        /// The name `cF` asks for.
        name: String,
        /// The value.
        value: Value,
    },
    /// A learned model of that name can be played from here on.
    Learned {
        /// Its name in the user's library.
        name: String,
    },
    /// The end of the set.
    Quit,
}

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The number of the evaluation (0 where the command was none). Spans carry it.
    pub evaluation: u32,
    /// The text its spans point into, where it had one.
    pub text: Option<std::sync::Arc<str>>,
    /// What is wrong with it, and hints.
    pub diagnostics: Vec<Diagnostic>,
    /// Names of the slots that get something else now or at the boundary.
    pub swapped: Vec<String>,
    /// One line to show: what was done, or why not.
    pub message: Option<String>,
    /// Whether all of it was done.
    pub done: bool,
}

impl Outcome {
    /// Whether an error stands in it.
    pub fn failed(&self) -> bool {
        !self.done || self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
