//! The log of a set: one checked JSON line for each command, written before its effect. It is the truth.
//!
//! ```text
//! {"v":1,"n":0,"frame":0,"at":0,"cycle":"0/1","entry":{"open":{"rate":48000,..}},"sum":".."}
//! {"v":1,"n":1,"frame":4800,"at":0,"cycle":"1/20","entry":{"command":{"evaluate":{..}}},"sum":".."}
//! ```
//!
//! `frame` is the horizon: from there on the command holds. `at` is the frame that sounded when it came, where a hush cuts.
//! A last line that was torn by the end of the program is dropped with a word; damage further up ends the reading there.

use super::Command;
use crate::document::lines::{Chain, LineError};
use crate::engine::{Move, Rung};
use crate::pattern::{Origin, Tidal};
use crate::schedule::When;
use crate::time::Cycle;
use crate::units::Frame;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The newest version of the format that this program reads, and the one it writes.
pub const VERSION: u32 = 1;

/// How a set began: what a replay needs besides the commands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// The program that wrote it.
    pub program: String,
    /// Frames a second.
    pub rate: u32,
    /// Cycles a second at the start.
    pub cps: f64,
    /// Which Tidal's chance.
    pub tidal: Tidal,
    /// Whether evaluations wait for the boundary.
    pub swap: When,
    /// The seed of networks.
    pub seed: u64,
    /// Notes that networks may sing at once.
    #[serde(default = "usual_voices")]
    pub voices: usize,
    /// The network behind `s "wavenet:.."`.
    #[serde(default = "usual_singer")]
    pub singer: String,
    /// Seconds since 1970, for people.
    pub began: u64,
}

fn usual_voices() -> usize {
    3
}

fn usual_singer() -> String {
    super::config::SINGER.into()
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// The first line.
    Open(Opening),
    /// Something was done.
    Command(Command),
    /// A network was late: a substitute of that rung sounded.
    Late {
        /// The slot.
        slot: String,
        /// What was made, and by which rung.
        origin: Origin,
    },
    /// From `at` on the networks that sing stood on this rung of the ladder.
    Rung(u8),
    /// So many frames of them from `at` on were not ready in time.
    Lost(i64),
}

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of the format.
    pub v: u32,
    /// Number of the line, from 0.
    pub n: u64,
    /// From this frame on it holds.
    pub frame: Frame,
    /// The frame that sounded when it came.
    pub at: Frame,
    /// The cycle of `frame`.
    #[serde(with = "cycle_text")]
    pub cycle: Cycle,
    /// What it says.
    pub entry: Entry,
    /// Numbers, from 0, of the blocks of an evaluation that were refused in rehearsal: a replay refuses the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<usize>,
}

mod cycle_text {
    //! Cycles are written as `"3/4"`.
    use super::{Cycle, Deserialize};
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(cycle: &Cycle, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(cycle)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cycle, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a log cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file does not open, or the disk is full.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no set in it.
    #[error("{}: no log of a set ({reason})", path.display())]
    NoLog {
        /// The file.
        path: PathBuf,
        /// What stands there instead.
        reason: String,
    },
    /// A newer program wrote it.
    #[error("{}: the log has version {found}; this program reads up to {VERSION}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version it states.
        found: u32,
    },
    /// No log of that name.
    #[error("there is no session `{0}`")]
    Unknown(String),
}

/// A log as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLog {
    /// How the set began.
    pub opening: Opening,
    /// Every whole line after the first, in order.
    pub records: Vec<Record>,
    /// What was dropped at its end, in words.
    pub dropped: Option<String>,
}

/// When something was done: see [`Record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From this frame on it holds.
    pub frame: Frame,
    /// The frame that sounded when it came.
    pub at: Frame,
    /// The cycle of `frame`.
    pub cycle: Cycle,
}

/// A log being written.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: File,
    chain: Chain,
    number: u64,
}

impl Log {
    /// A new log in a folder, named by the time of `opening`. Errors where the folder cannot be written.
    pub fn create(folder: &Path, opening: Opening) -> Result<Self, LogError> {
        let fault = |path: &Path| {
            let path = path.to_owned();
            move |source| LogError::File { path, source }
        };
        std::fs::create_dir_all(folder).map_err(fault(folder))?;
        let stamp = stamp(opening.began);
        let mut tries = 0;
        let (path, file) = loop {
            let suffix = if tries == 0 { String::new() } else { format!("-{tries}") };
            let path = folder.join(format!("{stamp}{suffix}.jsonl"));
            match OpenOptions::new().append(true).create_new(true).open(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && tries < 1_000 => tries += 1,
                Err(source) => return Err(LogError::File { path, source }),
            }
        };
        let mut log = Self { path, file, chain: Chain::default(), number: 0 };
        let begin = Place { frame: Frame(0), at: Frame(0), cycle: Cycle::ZERO };
        log.write(begin, Entry::Open(opening), &[])?;
        Ok(log)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one line whole; when this returns, the end of the program no longer loses it.
    pub fn write(&mut self, place: Place, entry: Entry, refused: &[usize]) -> Result<(), LogError> {
        let fault = |source| LogError::File { path: self.path.clone(), source };
        let Place { frame, at, cycle } = place;
        let record = Record { v: VERSION, n: self.number, frame, at, cycle, entry, refused: refused.to_vec() };
        let mut chain = self.chain.clone();
        let line = chain.seal(&record).map_err(|error| fault(std::io::Error::other(error.to_string())))?;
        // One write call: a killed program leaves a whole line, or a torn last one that is noticed.
        self.file.write_all(line.as_bytes()).map_err(fault)?;
        self.chain = chain;
        self.number += 1;
        Ok(())
    }
}

impl ReadLog {
    /// What the networks that sing did because of time.
    pub fn moves(&self) -> Vec<Move> {
        let step = |record: &Record| match record.entry {
            Entry::Rung(rung) => Some(Move::Rung { at: record.at.0, rung: Rung::of_number(rung) }),
            Entry::Lost(frames) => Some(Move::Lost { at: record.at.0, frames }),
            _ => None,
        };
        self.records.iter().filter_map(step).collect()
    }

    /// The frame at which the set ended; where no end was logged, sixteen seconds after its last line.
    pub fn end(&self) -> Frame {
        let quit = self.records.iter().find(|record| matches!(record.entry, Entry::Command(Command::Quit)));
        let last = self.records.last().map_or(Frame(0), |record| record.frame);
        quit.map_or(last + 16 * i64::from(self.opening.rate), |record| record.at)
    }

    /// Reads a log up to its last whole line. Errors: it does not open, holds no set, or is of a newer version.
    pub fn read(path: &Path) -> Result<Self, LogError> {
        let bytes = std::fs::read(path).map_err(|source| LogError::File { path: path.into(), source })?;
        let no_log = |reason: &str| LogError::NoLog { path: path.into(), reason: reason.into() };
        let mut chain = Chain::default();
        let mut records = Vec::new();
        let mut opening = None;
        let mut dropped = None;
        let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
        for (index, line) in lines.iter().enumerate() {
            let read: Result<Record, LineError> =
                std::str::from_utf8(line).map_err(|_| LineError::Torn).and_then(|text| chain.open(text));
            match read {
                Ok(record) if record.v > VERSION => return Err(LogError::Newer { path: path.into(), found: record.v }),
                Ok(Record { entry: Entry::Open(found), .. }) if index == 0 => opening = Some(found),
                Ok(record) if index > 0 => records.push(record),
                Ok(_) => return Err(no_log("its first line opens no set")),
                Err(error) if index == 0 => return Err(no_log(&error.to_string())),
                Err(error) => {
                    let lost = lines.len() - index;
                    let lines = if lost == 1 { "the last line was".into() } else { format!("{lost} lines were") };
                    dropped = Some(format!("{}:{}: {error}; {lines} dropped", path.display(), index + 1));
                    break;
                }
            }
        }
        Ok(Self { opening: opening.ok_or_else(|| no_log("it is empty"))?, records, dropped })
    }
}

/// The log that `name` means: a path, a name in the folder with or without its ending, or `last`.
pub fn find(folder: &Path, name: &str) -> Result<PathBuf, LogError> {
    let path = Path::new(name);
    if path.is_file() {
        return Ok(path.into());
    }
    if name == "last" {
        let entries = std::fs::read_dir(folder).map_err(|_| LogError::Unknown(name.into()))?;
        let logs = entries.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == "jsonl"));
        return logs.max().ok_or_else(|| LogError::Unknown(name.into()));
    }
    [folder.join(name), folder.join(format!("{name}.jsonl"))]
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| LogError::Unknown(name.into()))
}

/// Seconds since 1970 as `2026-11-22-210301`, by Hinnant's "days to civil" (UTC).
fn stamp(seconds: u64) -> String {
    let (days, rest) = ((seconds / 86_400) as i64, seconds % 86_400);
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}-{:02}{:02}{:02}", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    //! Stamps of time; whole logs are tested in the suite.
    use super::stamp;

    #[test]
    fn a_stamp_is_the_date_in_words_that_sort() {
        assert_eq!(stamp(0), "1970-01-01-000000");
        assert_eq!(stamp(951_782_400 + 86_399), "2000-02-29-235959");
        assert_eq!(stamp(1_795_392_181), "2026-11-23-000301");
    }
}
