//! The command line as clap reads it: one enum of commands; each command's options stand beside its code. `completions`
//! and `man` are generated from the same table, so they cannot say anything else.

use super::settings::Settings;
use super::{bench, check, devices, doctor, eval, help, learn, line, model, play, stage};
use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// A terminal instrument: a Tidal-compatible pattern language that steers neural networks live.
#[derive(Parser, Debug)]
#[command(name = "melisma", version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(flatten)]
    pub(crate) stage: stage::Stage,
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
}

/// What to do; without one, the stage opens.
#[derive(Subcommand, Debug)]
pub(crate) enum Task {
    /// Line mode: a prompt, or a pipe that is played block by block
    Repl(line::Repl),
    /// Play a file without a screen, from cycle 0
    Play(play::Play),
    /// Print the events of an expression, or of a file of cases
    Eval(eval::Eval),
    /// Print what is wrong with a file
    Check(check::Check),
    /// Render a file to a sound file: the same bytes every time
    Render(play::Render),
    /// List audio and MIDI devices
    Devices(devices::Devices),
    /// Check what this machine can play, with the cure for what it cannot
    Doctor(doctor::Doctor),
    /// Networks: list, info, train, score, next, sample
    Model(model::ModelTask),
    /// Teach a copy of a melody network what was played in a session
    Learn(learn::Learn),
    /// Render the log of a session again
    Replay(play::Replay),
    /// Measure this machine
    Bench(bench::Bench),
    /// Print the words of the language, or one of them
    Help(help::Help),
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, powershell or elvish
        shell: Shell,
    },
    /// Print the manual page (roff; read it with `melisma man | man -l -`)
    Man,
}
