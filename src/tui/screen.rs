//! The terminal as the stage borrows it: raw mode, the alternate screen, bracketed paste, and stderr turned away. All of
//! it is given back when the screen is dropped, when the program panics, and when a signal ends it.
//!
//! ```text
//! open: raw mode, alternate screen, fd 2 -> log file      (libjack and libasound write to stderr when they like)
//! drop: as it was
//! ```

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::fs::{File, OpenOptions};
use std::io::{self, Stdout};
use std::path::Path;
use std::sync::{Mutex, Once};

/// The borrowed terminal.
pub struct Screen {
    /// Draws on it.
    pub terminal: Terminal<CrosstermBackend<Stdout>>,
}

/// Where stderr went before it was turned away.
static STDERR: Mutex<Option<File>> = Mutex::new(None);

impl Screen {
    /// Borrows the terminal. What libraries write to stderr meanwhile goes to the end of `talk`.
    ///
    /// # Errors
    /// Where stdout is no terminal that can be put into raw mode.
    pub fn open(talk: Option<&Path>) -> io::Result<Self> {
        restore_on_panic();
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        if let (Some(path), Ok(mut kept)) = (talk, STDERR.lock()) {
            *kept = turn_stderr_away(path).ok();
        }
        // From here on the drop gives everything back, whatever of it was taken.
        let screen = Self { terminal };
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, and stderr. Done twice, it does no harm; where it fails, there is nobody left to tell.
fn restore() {
    let _ = disable_raw_mode();
    let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
    if let Some(stderr) = STDERR.lock().ok().and_then(|mut kept| kept.take()) {
        let _ = rustix::stdio::dup2_stderr(stderr);
    }
}

/// Points fd 2 at the end of a file; answers with what it was.
fn turn_stderr_away(path: &Path) -> io::Result<File> {
    let kept = File::from(rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stderr(), 3)?);
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    rustix::stdio::dup2_stderr(file)?;
    Ok(kept)
}

/// A panic of the thread that draws must not leave its message on a screen nobody can read.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        let drawing = std::thread::current().id();
        std::panic::set_hook(Box::new(move |panic| {
            // Other threads are guarded: their panics become reports, and the stage stays.
            if std::thread::current().id() == drawing {
                restore();
            }
            before(panic);
        }));
    });
}
