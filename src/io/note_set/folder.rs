//! Which recordings a folder holds, and whose they are.
//!
//! ```text
//! FOLDER/cello/*.wav  FOLDER/viola/mf/*.flac     cello, viola: a folder inside is an instrument, with all below it
//! FOLDER/cello_57.wav  FOLDER/viola_60.wav ..    cello, viola: what stands before `_`, where there are several of each
//! FOLDER/*.wav                                   the folder's own name
//! ```
//!
//! Links to folders are passed over, so that none is walked twice; hidden files are not looked at. Opens no recording.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{ReadNotesError, title};
use crate::io::sound_file::ENDINGS;

/// How many folders deep recordings may lie.
const DEPTH: usize = 6;

/// A recording that may hold notes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// What it is called in the report: its path inside the folder.
    pub(super) shown: String,
    /// Whose notes it holds.
    pub(super) instrument: String,
}

/// What a folder holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Its recordings, by name.
    pub(super) sources: Vec<Source>,
    /// What is no recording, by name.
    pub(super) passed_over: Vec<String>,
}

/// Lists a folder, or takes a single recording for one. Errors: it does not open.
pub(super) fn list(path: &Path) -> Result<Found, ReadNotesError> {
    let fault = |source| ReadNotesError::Open { path: path.into(), source };
    let mut found = Found::default();
    if std::fs::metadata(path).map_err(fault)?.is_file() {
        let shown = name(path);
        found.sources.push(Source { path: path.into(), shown, instrument: title::tidy(&stem(path)) });
        return Ok(found);
    }
    let own = std::fs::canonicalize(path).map_or_else(|_| name(path), |path| name(&path));
    walk(path, path, None, 0, &mut found).map_err(fault)?;
    whose(&mut found.sources, &title::tidy(&own));
    Ok(found)
}

fn walk(root: &Path, at: &Path, owner: Option<&str>, depth: usize, found: &mut Found) -> std::io::Result<()> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(at)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.into_iter().filter(|path| !name(path).starts_with('.')) {
        let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let link = path.is_symlink();
        if path.is_dir() {
            let below = title::tidy(&name(&path));
            if link {
                found.passed_over.push(format!("{shown} (a link to a folder)"));
            } else if depth >= DEPTH || walk(root, &path, Some(owner.unwrap_or(&below)), depth + 1, found).is_err() {
                found.passed_over.push(format!("{shown} (a folder that does not open, or too deep)"));
            }
            continue;
        }
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if ENDINGS.contains(&ending.as_str()) {
            found.sources.push(Source { path, shown, instrument: owner.unwrap_or_default().to_owned() });
        } else if ending != "jsonl" {
            found.passed_over.push(shown);
        }
    }
    Ok(())
}

/// Finds the instrument of recordings that lie in no folder of their own.
fn whose(sources: &mut [Source], folder: &str) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let before = |source: &Source| title::read(&stem(&source.path)).instrument;
    let free = |source: &&mut Source| source.instrument.is_empty();
    for prefix in sources.iter_mut().filter(free).filter_map(|source| before(source)) {
        *counts.entry(prefix).or_default() += 1;
    }
    let several = counts.len() > 1 && counts.values().all(|count| *count > 1);
    for source in sources.iter_mut().filter(free) {
        let prefix = before(source).filter(|_| several);
        source.instrument = prefix.unwrap_or_else(|| folder.to_owned());
    }
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A path's name without its ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
