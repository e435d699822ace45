//! Recorded notes to learn an instrument from: a table of labels, or a performer's own recordings.
//!
//! ```text
//! prepared   labels.csv + cello.flac                                  -> the labels are believed
//! own        mycello/C3.wav  mycello/scale.flac  ..                   -> cut, heard, judged, divided (`takes`)
//!            strings/cello/57.wav  strings/viola/60.wav  ..           -> a folder inside is an instrument
//! a session  set.wav beside set.jsonl                                 -> cut where its log says a note began
//! ```
//!
//! What comes out is what `train` takes: clips with their pitch, velocity and split; and of own recordings a report, which
//! says of every file what became of it. Nothing is written.

mod divide;
mod folder;
mod labels;
mod recording;
mod report;
mod takes;
mod title;

use std::path::{Path, PathBuf};

pub use divide::Way;
pub use report::{Learned, Refusal, Report};

use super::sound_file::ReadSoundError;
use crate::neural::wavenet::features::RATE;
use crate::train::wavenet::clip::Clip;

/// Recorded notes of some instruments.
#[derive(Clone, Debug)]
pub struct NoteSet {
    /// The instruments' names; a clip's `instrument` points into them.
    pub instruments: Vec<String>,
    /// The notes.
    pub clips: Vec<Clip>,
    /// What became of each recording, where there were no labels.
    pub report: Option<Report>,
}

/// A note of which a session's log says when it began.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Seconds from the beginning of the recording.
    pub from: f64,
    /// How many seconds it was meant to sound.
    pub seconds: f64,
    /// MIDI note number.
    pub pitch: f64,
    /// Who played it.
    pub slot: String,
}

/// Finds the notes that a log beside a recording holds. `None`: there is no log; an error: it does not read, in words.
pub type Logs<'a> = &'a dyn Fn(&Path) -> Option<Result<Vec<Logged>, String>>;

/// Why a folder of notes could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadNotesError {
    /// The table, the folder or the file does not open.
    #[error("{}: {source}", path.display())]
    Open {
        /// What does not open.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line of the table is wrong.
    #[error("{}, line {line}: {reason}", path.display())]
    Line {
        /// The table.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A labelled recording does not read.
    #[error(transparent)]
    Sound(#[from] ReadSoundError),
    /// A labelled recording has another rate than the networks.
    #[error("{}: {rate} Hz, the networks work at {RATE} Hz", path.display())]
    Rate {
        /// The recording.
        path: PathBuf,
        /// Its rate.
        rate: u32,
    },
    /// An instrument that was asked for is not there, or there are none or too many.
    #[error("{0}")]
    Instruments(String),
    /// There are no labels, and no recording is fit to learn from.
    #[error("{report}{}: no labels.csv, and no recording that can be learned from", path.display())]
    Nothing {
        /// The folder or file.
        path: PathBuf,
        /// Why not, file by file.
        report: Box<Report>,
    },
}

/// Reads the notes of the named instruments, in that order; without names those of all. `path` is a folder, or one recording.
/// `logs` is asked for the log of every recording. Errors: a table or a labelled recording is missing or wrong, no recording is
/// fit to learn from, a name is not there, more than 16 instruments.
pub fn read(path: &Path, names: Option<&[String]>, logs: Logs<'_>) -> Result<NoteSet, ReadNotesError> {
    if path.join("labels.csv").exists() { labels::read(path, names) } else { takes::read(path, names, logs) }
}

#[cfg(test)]
mod tests;
