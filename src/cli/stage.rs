//! Without a command: the stage. Decides what the terminal can show, opens the set, and stays until the performer leaves.

use super::exit::{Exit, ExitWith, failure};
use super::settings::Settings;
use super::{play, signals};
use crate::diagnostic::nearest;
use crate::session::{AudioView, library::FIRST_SET};
use crate::tui::glyphs::{self, ASCII, UNICODE};
use crate::tui::run::{self, Start};
use crate::tui::theme::{Depth, Theme};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Options of the stage.
#[derive(Args, Debug, Default)]
pub(crate) struct Stage {
    /// The set to open, edit and watch; without one, the first set
    pub(crate) file: Option<PathBuf>,
    /// Draw with ASCII only
    #[arg(long)]
    pub(crate) ascii: bool,
}

/// What the terminal shows.
pub(crate) struct Looks {
    depth: Depth,
    utf8: bool,
}

impl Looks {
    /// What the environment promises.
    pub(crate) fn of_environment(ascii: bool) -> Self {
        let get = |name| std::env::var(name).unwrap_or_default();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            depth: Depth::of(no_color, &get("TERM"), &get("COLORTERM")),
            utf8: !ascii && glyphs::speaks_utf8(&get("LC_ALL"), &get("LC_CTYPE"), &get("LANG")),
        }
    }

    /// Whether anything may be coloured.
    pub(crate) fn colour(&self) -> bool {
        self.depth != Depth::Plain
    }

    /// For `doctor`.
    pub(crate) fn words(&self) -> String {
        let colours = match self.depth {
            Depth::True => "24-bit colours",
            Depth::Indexed => "256 colours",
            Depth::Sixteen => "16 colours",
            Depth::Plain => "no colours",
        };
        format!("{colours}, {}", if self.utf8 { "UTF-8" } else { "ASCII (the locale promises no UTF-8)" })
    }
}

/// Opens the stage.
///
/// # Errors
/// A usage error where there is no terminal or the file cannot be a set; whatever keeps the session from opening.
pub(crate) fn run(task: &Stage, settings: &Settings) -> anyhow::Result<Exit> {
    if !(std::io::stdout().is_terminal() && std::io::stdin().is_terminal()) {
        let words = "the stage needs a terminal; `melisma play FILE` and `melisma repl` do not";
        return Err(failure(Exit::Usage, words));
    }
    if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
        return Err(failure(
            Exit::Usage,
            "this terminal cannot be drawn on (TERM=dumb): `melisma repl` plays in lines",
        ));
    }
    let text = match &task.file {
        Some(path) => read_or_begin(path)?,
        None => FIRST_SET.to_owned(),
    };
    let config = settings.config()?;
    let looks = Looks::of_environment(task.ascii);
    let stop = signals::stop_flag()?;
    // libjack and libasound talk while devices are opened: the terminal is not ours yet, so they may.
    let talk = talk_file(&config.home.sessions());
    let live = play::open(settings, task.file.as_deref())?;
    let start = Start {
        text,
        path: task.file.clone(),
        welcome: welcome(&live.view().audio, task.file.is_some()),
        theme: Theme::new(looks.depth),
        glyphs: if looks.utf8 { UNICODE } else { ASCII },
        talk,
    };
    let ended = run::run(&live, start, &stop);
    let audio = live.view().audio;
    live.close();
    ended.exit_with(Exit::Other)?;
    farewell(&audio, live.log_path().as_deref());
    Ok(if stop.load(Ordering::Relaxed) { Exit::Interrupted } else { Exit::Fine })
}

/// The text of a set; a name that is new begins an empty one, so that it can be watched from the start.
fn read_or_begin(path: &Path) -> anyhow::Result<String> {
    if !path.exists() {
        let name = path.to_string_lossy();
        if path.extension().is_none() {
            let commands = super::command_names();
            let near = nearest(&name, commands.iter().map(String::as_str));
            let near = near.map_or_else(
                || "; a new set wants a name like set.tidal".to_owned(),
                |near| format!("; did you mean the command `{near}`?"),
            );
            return Err(failure(Exit::Usage, format!("there is no file `{name}`{near}")));
        }
        std::fs::write(path, "").map_err(|error| failure(Exit::Other, format!("{name}: {error}")))?;
    }
    crate::io::watch::read_text(path).exit_with(Exit::Other)
}

fn talk_file(sessions: &Path) -> Option<PathBuf> {
    std::fs::create_dir_all(sessions).ok()?;
    Some(sessions.join("stderr.log"))
}

/// What a performer wants to know once the screen is theirs again. A closed stderr leaves nobody to tell.
fn farewell(audio: &AudioView, log: Option<&Path>) {
    let mut talk = std::io::stderr();
    let _ = writeln!(talk, "{}", audio.words());
    if let Some(log) = log {
        let _ = writeln!(talk, "this set is in {}", log.display());
    }
}

fn welcome(audio: &AudioView, file: bool) -> String {
    let device = if audio.host == "null" { "no audio device, time goes on; " } else { "" };
    let what = if file { "saving evaluates what changed; " } else { "" };
    format!("{device}{what}Ctrl+E plays the block under the cursor, F1 shows everything")
}
