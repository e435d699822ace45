//! `repl`: line mode, at a prompt or from a pipe.

use super::exit::{Exit, ExitWith};
use super::settings::Settings;
use super::stage::Looks;
use super::{play, signals};
use crate::repl::{self, Start};
use crate::session::Live;
use clap::Args;
use std::io::{BufReader, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Options of `repl`.
#[derive(Args, Debug)]
pub(crate) struct Repl {
    /// Play for so many cycles after the end of a pipe, instead of on and on
    #[arg(long, value_name = "N")]
    cycles: Option<u64>,
}

/// Reads lines until their end.
///
/// # Errors
/// Whatever keeps the session from opening, or the terminal from being read.
pub(crate) fn run(task: &Repl, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    let stop = signals::stop_flag()?;
    let history = config.home.line_history();
    if let Some(folder) = history.parent() {
        // Without its folder the history of this time is lost, and nothing else.
        let _ = std::fs::create_dir_all(folder);
    }
    let colour = Looks::of_environment(false).colour() && std::io::stdout().is_terminal();
    let start = Start { history: Some(history), colour, cycles: task.cycles };
    let live = play::open(settings, None)?;
    let ended = if std::io::stdin().is_terminal() {
        leave_on_signal(&live, &stop);
        repl::prompt(&live, &start, &stop, out)
    } else {
        repl::piped(&live, BufReader::new(std::io::stdin()), &start, &stop, out)
    };
    live.close();
    ended.exit_with(Exit::Other)?;
    Ok(if stop.load(Ordering::Relaxed) { Exit::Interrupted } else { Exit::Fine })
}

/// The line editor waits for a key and does not see signals: a thread of its own closes the set, gives the terminal its
/// modes back and leaves.
fn leave_on_signal(live: &Live, stop: &Arc<AtomicBool>) {
    let (live, stop) = (live.clone(), Arc::clone(stop));
    let modes = rustix::termios::tcgetattr(std::io::stdin()).ok();
    std::thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(20));
        }
        live.close();
        if let Some(modes) = modes {
            // A terminal that has gone (SIGHUP) needs nothing back.
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, &modes);
        }
        std::process::exit(Exit::Interrupted as i32);
    });
}
