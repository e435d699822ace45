//! What a set reaches outside of itself when it opens: a MIDI port, files that are watched.
//!
//! ```text
//! --midi-out fluid -> a port of that name, or an error      set.tidal, patches/*.toml -> a watcher
//! ```

use crate::engine::Position;
use crate::io::midi::{self, OpenMidiError};
use crate::io::watch::Watcher;
use crate::schedule::Clock;
use crate::session::{Config, Session};
use crate::units::Frame;
use std::path::Path;

/// The port that was asked for; on JACK also one of our own that was not, since it costs nothing and takes no device.
pub(super) fn open_midi(
    config: &Config,
    position: &Position,
    shared: bool,
) -> Result<Option<Box<dyn midi::MidiOut>>, OpenMidiError> {
    let clock = || -> Box<dyn Clock + Sync> { Box::new(position.clone()) };
    match &config.midi_out {
        Some(name) => midi::open(name, clock, shared).map(Some),
        None if shared => Ok(midi::open("jack", clock, shared).ok()),
        None => Ok(None),
    }
}

/// Watches the set's file, and the instruments beside it and at home, which are in force from the beginning.
pub(super) fn watch(
    config: &Config,
    file: Option<(&Path, &str)>,
    session: &mut Session,
    said: &mut Vec<String>,
) -> Option<Watcher> {
    let mut watcher = match Watcher::new() {
        Ok(watcher) => watcher,
        Err(error) => {
            said.push(error.to_string());
            return None;
        }
    };
    if let Some((path, text)) = file
        && let Err(error) = watcher.file(path, text)
    {
        said.push(error.to_string());
    }
    // Instruments beside the set, and those at home.
    let beside = file.and_then(|(path, _)| Some(path.parent()?.join("patches")));
    for folder in beside.into_iter().chain([config.home.patches()]).filter(|folder| folder.is_dir()) {
        match watcher.folder(&folder) {
            Ok(()) => {
                for change in watcher.poll() {
                    super::keeper::patch(session, &change, Frame(0));
                }
            }
            Err(error) => said.push(error.to_string()),
        }
    }
    Some(watcher)
}
