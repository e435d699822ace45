//! Recorded notes for training and scores: a folder, one recording, or the sound of a session beside its log.
//!
//! ```text
//! melisma replay SESSION.jsonl -o line.wav && cp SESSION.jsonl line.jsonl
//! --data line.wav          line.jsonl says where each note begins and what it is; the sound is still listened to
//! ```
//!
//! A log belongs to the recording of its name, or to the only recording in its folder. What it says is played again with the
//! networks of now, so the sound should be of the same program.

use std::path::{Path, PathBuf};

use super::TrainVoiceError;
use crate::io::note_set::{self, Logged, NoteSet, ReadNotesError};
use crate::io::sound_file::ENDINGS;
use crate::neural::card::{Card, Family};
use crate::neural::wavenet::shape::Shape;
use crate::session::log::ReadLog;
use crate::session::{library, tunes};

/// Reads the notes of the named instruments, or of all (see `io::note_set`).
pub(super) fn read(path: &Path, names: Option<&[String]>) -> Result<NoteSet, ReadNotesError> {
    note_set::read(path, names, &|recording| Some(notes(&log_of(recording)?)))
}

/// Recordings to train on, with a report where they had no labels: of `names` in that order; without names of the instruments of
/// the model to go on from, or all. Errors: they do not read, nothing in them can be learned from, or that model is another.
pub fn recordings(path: &Path, names: &[String], resume: Option<&Card>) -> Result<NoteSet, TrainVoiceError> {
    let mut names = names.to_vec();
    if let Some(card) = resume {
        let known = card.vocabulary("instruments").unwrap_or_default();
        let same = names.is_empty() || names == known;
        if card.family != Family::Wavenet || Shape::from_card(card).is_err() || !same {
            return Err(TrainVoiceError::Resume(card.name.clone()));
        }
        names = known.to_vec();
    }
    Ok(read(path, if names.is_empty() { None } else { Some(&names) })?)
}

/// The log that lies beside a recording.
fn log_of(recording: &Path) -> Option<PathBuf> {
    let own = recording.with_extension("jsonl");
    if own.is_file() {
        return Some(own);
    }
    let files: Vec<PathBuf> =
        std::fs::read_dir(recording.parent()?).ok()?.flatten().map(|entry| entry.path()).collect();
    let ending =
        |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut logs = files.iter().filter(|path| ending(path) == "jsonl");
    let sounds = files.iter().filter(|path| ENDINGS.contains(&ending(path).as_str())).count();
    logs.next().filter(|_| sounds == 1 && logs.next().is_none()).cloned()
}

/// The notes of a log. Errors in words.
fn notes(log: &Path) -> Result<Vec<Logged>, String> {
    let rate = f64::from(ReadLog::read(log).map_err(|error| error.to_string())?.opening.rate);
    let (config, _) = crate::session::Config::load();
    let (bank, _) = library::Library::new(config.home).bank();
    let notes = tunes::notes_of_log(log, library::networks(bank)).map_err(|error| error.to_string())?;
    let logged = |note: &tunes::LoggedNote| Logged {
        from: note.frame.0 as f64 / rate,
        seconds: note.frames as f64 / rate,
        pitch: note.note + 60.0,
        slot: note.slot.clone(),
    };
    Ok(notes.iter().map(logged).collect())
}
