//! The library of recordings: the kit inside the program, and the performer's own folder.
//!
//! ```text
//! FOLDER/gong/a.wav  FOLDER/gong/b.wav     ->   s "gong" plays a, s "gong:1" b, s "gong:2" a again
//! ```
//!
//! Folders are listed at the start; a recording is decoded, and brought to the engine's rate, when it is first asked for,
//! or ahead of time by [`Library::warm`]. A bank of one's own hides the kit's of the same name. Nothing is streamed.

mod kit;

use super::sound_file::{self, ENDINGS, ReadSoundError, Sound};
use crate::diagnostic::nearest;
use crate::dsp::resample::resampled;
use crate::engine::SampleBuffer;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

enum Place {
    Kit(kit::File),
    File(PathBuf),
}

struct Entry {
    place: Place,
    loaded: OnceLock<Result<Arc<SampleBuffer>, String>>,
}

impl Entry {
    fn new(place: Place) -> Self {
        Self { place, loaded: OnceLock::new() }
    }

    fn load(&self, rate: u32) -> Result<Arc<SampleBuffer>, FindSampleError> {
        let read = || -> Result<Sound, ReadSoundError> {
            match &self.place {
                Place::Kit((name, bytes)) => sound_file::read_bytes(name, bytes),
                Place::File(path) => sound_file::read(path),
            }
        };
        let loaded = self.loaded.get_or_init(|| {
            let sound = read().map_err(|error| error.to_string())?;
            let samples = resampled(&sound.samples, sound.channels, sound.rate, rate);
            Ok(Arc::new(SampleBuffer::new(sound.channels, &samples)))
        });
        loaded.clone().map_err(FindSampleError::Read)
    }
}

/// All recordings that can be named.
pub struct Library {
    banks: BTreeMap<String, Vec<Entry>>,
    rate: u32,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the samples folder {}: {source}", path.display())]
pub struct ReadFolderError {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

/// Why a name gives no recording.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindSampleError {
    /// No bank is called so.
    #[error("no sound is called `{name}`{}", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Unknown {
        /// What was asked for.
        name: String,
        /// The nearest name there is.
        near: Option<String>,
    },
    /// The file does not read. The message names it.
    #[error("{0}")]
    Read(String),
}

impl Library {
    /// The kit alone, for an engine of `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        let entries = |files: &[kit::File]| files.iter().map(|file| Entry::new(Place::Kit(*file))).collect();
        let banks = kit::BANKS.iter().map(|(bank, files)| ((*bank).to_owned(), entries(files))).collect();
        Self { banks, rate }
    }

    /// Adds the banks of a folder: each folder in it is a bank, its sound files in order of their names are its numbers. Returns
    /// how many recordings were found. Errors: the folder does not list.
    pub fn add_folder(&mut self, folder: &Path) -> Result<usize, ReadFolderError> {
        let mut found = 0;
        for bank in listed(folder)? {
            let name = bank.file_name().and_then(|name| name.to_str()).map(str::to_owned);
            let (true, Some(name)) = (bank.is_dir(), name) else { continue };
            let is_sound = |path: &PathBuf| {
                let ending = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
                ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
            };
            let files: Vec<PathBuf> = listed(&bank)?.into_iter().filter(is_sound).collect();
            if files.is_empty() {
                continue;
            }
            found += files.len();
            self.banks.insert(name, files.into_iter().map(|path| Entry::new(Place::File(path))).collect());
        }
        Ok(found)
    }

    /// The banks and how many recordings each has, by name.
    pub fn banks(&self) -> impl Iterator<Item = (&str, usize)> {
        self.banks.iter().map(|(name, entries)| (name.as_str(), entries.len()))
    }

    /// Whether a bank, or another name of one, is called so.
    pub fn contains(&self, name: &str) -> bool {
        self.bank(name).is_some()
    }

    /// Recording `n` of a bank; numbers wrap. Errors: no such bank, or its file does not read.
    pub fn get(&self, name: &str, n: i64) -> Result<Arc<SampleBuffer>, FindSampleError> {
        let unknown = || FindSampleError::Unknown {
            name: name.to_owned(),
            near: nearest(name, self.banks.keys().map(String::as_str)).map(str::to_owned),
        };
        let entries = self.bank(name).ok_or_else(unknown)?;
        let at = n.rem_euclid(entries.len().max(1) as i64) as usize;
        entries.get(at).ok_or_else(unknown)?.load(self.rate)
    }

    /// Decodes the kit's drums, and the first recording of every other bank, so that their first hits need not wait. For a
    /// thread of its own; others may play meanwhile.
    pub fn warm(&self) {
        for entries in self.banks.values() {
            // What does not read is said when it is played.
            let _ = entries.first().map(|entry| entry.load(self.rate));
        }
    }

    fn bank(&self, name: &str) -> Option<&Vec<Entry>> {
        let other = || kit::ALIASES.iter().find(|(alias, _)| *alias == name);
        self.banks.get(name).or_else(|| self.banks.get(other()?.1))
    }
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, ReadFolderError> {
    let fault = |source| ReadFolderError { path: folder.into(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let hidden = path.file_name().and_then(|name| name.to_str()).is_none_or(|name| name.starts_with('.'));
        if !hidden {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests;
