//! Watching the open set and the folder of instruments: what changed, as text, once a save is whole.
//!
//! ```text
//! vim writes set.tidal~, renames, truncates ..   ->   quiet for 25 ms   ->   Change { set.tidal, Text(..) }
//! ```
//!
//! Folders are watched, not files: editors replace files. A file that is gone for a moment is being replaced; after 300 ms
//! it is gone. What does not read says why. Nothing is evaluated here.

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const QUIET: Duration = Duration::from_millis(25);
/// An empty file is most likely about to be written.
const EMPTY: Duration = Duration::from_millis(120);
const GONE: Duration = Duration::from_millis(300);
/// Longer texts are no sets.
const LONGEST: u64 = 4 << 20;

/// Why a file is no text to play.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadTextError {
    /// It is not there.
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    /// It is a folder, a device or the like.
    #[error("{}: this is no file", .0.display())]
    NoFile(PathBuf),
    /// It is far too long for a text.
    #[error("{}: too long for a text to play", .0.display())]
    TooLong(PathBuf),
    /// It holds bytes that are no text.
    #[error("{}:{line}: byte {byte} is not UTF-8 text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Line of the first such byte, from 1.
        line: usize,
        /// Its place in the file, from 0.
        byte: usize,
    },
    /// The system refuses.
    #[error("{}: {message}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What it said.
        message: String,
    },
}

/// Reads a text file whole. Errors say what it is instead.
pub fn read_text(path: &Path) -> Result<String, ReadTextError> {
    let refused = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadTextError::Missing(path.into()),
        _ => ReadTextError::Refused { path: path.into(), message: error.to_string() },
    };
    let about = std::fs::metadata(path).map_err(|error| refused(&error))?;
    if !about.is_file() {
        return Err(ReadTextError::NoFile(path.into()));
    }
    if about.len() > LONGEST {
        return Err(ReadTextError::TooLong(path.into()));
    }
    let bytes = std::fs::read(path).map_err(|error| refused(&error))?;
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count();
        ReadTextError::NotText { path: path.into(), line, byte }
    })
}

/// What a watched file is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub path: PathBuf,
    /// Its text; `Missing` where it is gone for good.
    pub text: Result<String, ReadTextError>,
}

/// Why nothing is watched.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be watched: {source}", path.display())]
pub struct WatchError {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: notify::Error,
}

/// Watches files and folders. Ask it with [`Watcher::poll`], a few dozen times a second.
pub struct Watcher {
    events: Receiver<notify::Result<notify::Event>>,
    watcher: RecommendedWatcher,
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    /// Files with news, and when it came.
    dirty: BTreeMap<PathBuf, Instant>,
    known: BTreeMap<PathBuf, Result<String, ReadTextError>>,
}

impl Watcher {
    /// Watches nothing yet. Errors where the system cannot watch.
    pub fn new() -> Result<Self, WatchError> {
        let (tell, events): (Sender<notify::Result<notify::Event>>, _) = channel();
        let told = move |event| {
            // The receiver is gone only while the program ends.
            let _ = tell.send(event);
        };
        let watcher =
            notify::recommended_watcher(told).map_err(|source| WatchError { path: PathBuf::from("files"), source })?;
        Ok(Self {
            events,
            watcher,
            files: BTreeSet::new(),
            folders: BTreeSet::new(),
            dirty: BTreeMap::new(),
            known: BTreeMap::new(),
        })
    }

    /// Watches a file, whose text is known to be `text` now.
    pub fn file(&mut self, path: &Path, text: &str) -> Result<(), WatchError> {
        let path = absolute(path);
        let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        self.watch(&folder)?;
        self.known.insert(path.clone(), Ok(text.into()));
        self.files.insert(path);
        Ok(())
    }

    /// Watches the `.toml` files of a folder; those that are there are told at the first poll.
    pub fn folder(&mut self, path: &Path) -> Result<(), WatchError> {
        let path = absolute(path);
        self.watch(&path)?;
        for entry in std::fs::read_dir(&path).into_iter().flatten().flatten() {
            if is_toml(&entry.path()) {
                self.dirty.insert(entry.path(), long_ago());
            }
        }
        self.folders.insert(path);
        Ok(())
    }

    fn watch(&mut self, folder: &Path) -> Result<(), WatchError> {
        let watched = self.watcher.watch(folder, RecursiveMode::NonRecursive);
        watched.map_err(|source| WatchError { path: folder.into(), source })
    }

    fn concerns(&self, path: &Path) -> bool {
        self.files.contains(path)
            || (is_toml(path) && path.parent().is_some_and(|folder| self.folders.contains(folder)))
    }

    /// What has changed since the last call and is whole. Saves that change nothing are not told.
    pub fn poll(&mut self) -> Vec<Change> {
        let now = Instant::now();
        while let Ok(event) = self.events.try_recv() {
            // Reading a file is an event too; it must not make the file look changed.
            let event = event.ok().filter(|event| !event.kind.is_access());
            for path in event.into_iter().flat_map(|event| event.paths) {
                if self.concerns(&path) {
                    self.dirty.insert(path, now);
                }
            }
        }
        let waiting: Vec<(PathBuf, Instant)> = self.dirty.iter().map(|(path, since)| (path.clone(), *since)).collect();
        let mut changes = Vec::new();
        for (path, since) in waiting {
            let text = read_text(&path);
            let patience = match &text {
                Err(ReadTextError::Missing(_)) => GONE,
                Ok(text) if text.is_empty() => EMPTY,
                _ => QUIET,
            };
            if now.duration_since(since) < patience {
                continue;
            }
            self.dirty.remove(&path);
            let before = self.known.insert(path.clone(), text.clone());
            if before.as_ref() != Some(&text) {
                changes.push(Change { path, text });
            }
        }
        changes
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn absolute(path: &Path) -> PathBuf {
    // Links are followed for the folder, so that names in events match; the file itself may not exist for a moment.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.into());
    match (whole.parent().and_then(|folder| folder.canonicalize().ok()), whole.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => whole,
    }
}

fn long_ago() -> Instant {
    let now = Instant::now();
    now.checked_sub(GONE).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    //! What does not read says what it is. Saves are tested by hand and in the suite, where time may pass.
    use super::{ReadTextError, read_text};

    #[test]
    fn what_is_no_text_says_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("set.tidal");
        assert_eq!(read_text(&path), Err(ReadTextError::Missing(path.clone())));
        assert_eq!(read_text(folder.path()), Err(ReadTextError::NoFile(folder.path().into())));
        std::fs::write(&path, b"d1 $ s \"bd\"\n\xff").unwrap();
        assert_eq!(read_text(&path), Err(ReadTextError::NotText { path: path.clone(), line: 2, byte: 12 }));
        std::fs::write(&path, "hush").unwrap();
        assert_eq!(read_text(&path).as_deref(), Ok("hush"));
    }
}
