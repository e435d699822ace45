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
mod bench;
mod check;
mod devices;
mod doctor;
mod eval;
mod exit;
mod help;
mod learn;
mod line;
mod manual;
mod model;
mod networks;
mod play;
mod quiet;
mod settings;
mod signals;
mod stage;

pub use exit::Exit;

use arguments::{Arguments, Task};
use clap::{CommandFactory, Parser};
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
    let Some(task) = &arguments.task else {
        return stage::run(&arguments.stage, settings);
    };
    if let Some(file) = &arguments.stage.file {
        let words = format!("`{}` before a command: a file belongs behind it", file.display());
        return Err(exit::failure(Exit::Usage, words));
    }
    match task {
        Task::Repl(options) => line::run(options, settings, out),
        Task::Play(options) => play::play(options, settings),
        Task::Eval(options) => eval::eval(options, settings, out),
        Task::Check(options) => check::check(options, settings, out),
        Task::Render(options) => play::render(options, settings),
        Task::Devices(options) => devices::run(options, out),
        Task::Doctor(options) => doctor::run(options, settings, out),
        Task::Model(options) => model::run(options, settings, out),
        Task::Learn(options) => learn::run(options, settings, out),
        Task::Replay(options) => play::replay(options, settings),
        Task::Bench(options) => bench::run(options, settings, out),
        Task::Help(options) => help::help(options, out),
        Task::Completions { shell } => manual::completions(*shell, out),
        Task::Man => manual::manual(out),
    }
}

/// The names of all commands.
fn command_names() -> Vec<String> {
    Arguments::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}
