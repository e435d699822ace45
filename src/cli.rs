//! The commands: reads the arguments, calls the session, prints. Text goes to stdout, talk to stderr, and the exit code
//! says how it went.
//!
//! ```text
//! melisma set.tidal                       the stage
//! echo 'd1 $ s "bd*4"' | melisma repl     line mode
//! melisma eval --json 's "bd sn"'         events
//! ```
//!
//! Each command is a small file in `cli/`; none of them knows how a sound or a network is made.

mod arguments;
mod check;
mod eval;
mod exit;
mod help;
mod manual;
mod settings;

pub use exit::Exit;

use arguments::{Arguments, Task};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(refusal) => {
            // `--help` and `--version` come this way too, and are no failure.
            let _ = refusal.print();
            return if refusal.use_stderr() { Exit::Usage } else { Exit::Fine };
        }
    };
    match dispatch(&arguments) {
        Ok(exit) => exit,
        Err(error) => {
            let exit = exit::exit_of(&error);
            if exit != Exit::Fine {
                // A closed stderr leaves nobody to tell.
                let _ = writeln!(std::io::stderr(), "melisma: {error:#}");
            }
            exit
        }
    }
}

fn dispatch(arguments: &Arguments) -> anyhow::Result<Exit> {
    let settings = &arguments.settings;
    let out = &mut std::io::stdout().lock();
    match &arguments.task {
        Some(Task::Eval(options)) => eval::eval(options, settings, out),
        Some(Task::Check(options)) => check::check(options, settings, out),
        Some(Task::Help(options)) => help::help(options, out),
        Some(Task::Completions { shell }) => manual::completions(*shell, out),
        Some(Task::Man) => manual::manual(out),
        None => settings.config().map(|_| Exit::Usage),
    }
}
