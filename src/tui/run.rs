//! The loop of the stage: keys in, effects out, a drawing thirty times a second at most.
//!
//! A drawing that takes long makes the next one later, never the keys or the sound: sound is made on threads of its own.

use super::app::{App, Effect, Message};
use super::draw;
use super::editor::Editor;
use super::glyphs::Glyphs;
use super::screen::Screen;
use super::theme::Theme;
use super::update::update;
use crate::session::Live;
use crossterm::event::{self, Event};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// Time between drawings.
const FRAME: Duration = Duration::from_millis(33);

/// What the stage opens with.
#[derive(Debug)]
pub struct Start {
    /// The text.
    pub text: String,
    /// Its file; none for the built-in set.
    pub path: Option<PathBuf>,
    /// The first line the performer reads.
    pub welcome: String,
    /// Colours.
    pub theme: Theme,
    /// Marks.
    pub glyphs: Glyphs,
    /// Where stderr goes while the stage is open.
    pub talk: Option<PathBuf>,
}

/// Why the stage could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RunStageError {
    /// The terminal does not do as it is told.
    #[error("the terminal cannot be used for the stage")]
    Terminal(#[from] io::Error),
}

/// Opens the stage on the running set `live` and stays until the performer leaves or `stop` is set by a signal.
///
/// # Errors
/// [`RunStageError`]; the terminal is restored first.
pub fn run(live: &Live, start: Start, stop: &AtomicBool) -> Result<(), RunStageError> {
    let mut app = App::new(Editor::new(&start.text, start.path), start.theme, start.glyphs);
    let mut screen = Screen::open(start.talk.as_deref())?;
    let opened = Instant::now();
    let size = screen.terminal.size()?;
    update(&mut app, Message::Resize(size.width, size.height));
    app.welcome(start.welcome);
    let keys = Keys::listen();
    let mut due = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        if Instant::now() >= due {
            for notice in live.notices() {
                if let Some(text) = app.editor.path.as_deref().and_then(read) {
                    update(&mut app, Message::Changed(text));
                }
                update(&mut app, Message::Noticed(Box::new(notice)));
            }
            update(&mut app, Message::Tick(Box::new(live.view()), opened.elapsed()));
            screen.terminal.draw(|frame| draw::draw(&app, frame))?;
            due = Instant::now() + FRAME;
        }
        let message = match keys.next(due.saturating_duration_since(Instant::now()))? {
            Some(Event::Key(key)) => Message::Key(key),
            Some(Event::Paste(text)) => Message::Paste(text),
            Some(Event::Resize(width, height)) => Message::Resize(width, height),
            _ => continue,
        };
        // The key's own time, so that Ctrl+X twice is judged by when it was pressed.
        app.now = opened.elapsed();
        for effect in update(&mut app, message) {
            match effect {
                Effect::Apply(block, command) => {
                    let outcome = live.apply(command);
                    update(&mut app, Message::Applied(block, Box::new(outcome)));
                }
                Effect::Save(text) => {
                    let Some(path) = app.editor.path.clone() else { continue };
                    let saved = save(&path, &text).map_err(|error| error.to_string());
                    update(&mut app, Message::Saved(saved));
                }
                Effect::Quit => return Ok(()),
            }
        }
        // What a key changes is seen at once.
        due = due.min(Instant::now() + Duration::from_millis(5));
    }
    Ok(())
}

/// Keys, read on a thread of their own: on a terminal that has hung up, crossterm reads for ever and never comes back, and
/// the loop must still see the signal, close notes and leave.
struct Keys {
    events: Receiver<io::Result<Event>>,
    done: Arc<AtomicBool>,
}

impl Keys {
    fn listen() -> Self {
        let (sender, events) = channel();
        let done = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&done);
        thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                let event = match event::poll(Duration::from_millis(50)) {
                    Ok(false) => continue,
                    Ok(true) => event::read(),
                    Err(error) => Err(error),
                };
                let failed = event.is_err();
                if sender.send(event).is_err() || failed {
                    return;
                }
            }
        });
        Self { events, done }
    }

    /// The next event within `patience`.
    fn next(&self, patience: Duration) -> io::Result<Option<Event>> {
        match self.events.recv_timeout(patience) {
            Ok(event) => event.map(Some),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
    }
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Writes beside the file and renames, so that a crash in between leaves the old text whole.
fn save(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut beside = path.file_name().unwrap_or_default().to_owned();
    beside.push(".saving");
    let beside = path.with_file_name(beside);
    fs::write(&beside, text)?;
    if let Ok(old) = fs::metadata(&path) {
        fs::set_permissions(&beside, old.permissions())?;
    }
    fs::rename(&beside, &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_replaces_the_whole_file_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("set.tidal");
        fs::write(&path, "old and longer").unwrap();
        save(&path, "new\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
