//! The command line as clap reads it: one enum of commands; each command's options stand beside its code. `completions`
//! and `man` are generated from the same table, so they cannot say anything else.

use super::check::Check;
use super::eval::Eval;
use super::help::Help;
use super::settings::Settings;
use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// A terminal instrument: a Tidal-compatible pattern language that steers neural networks live.
#[derive(Parser, Debug)]
#[command(name = "melisma", version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
}

/// What to do; without one, the stage opens.
#[derive(Subcommand, Debug)]
pub(crate) enum Task {
    /// Print the events of an expression, or of a file of cases
    Eval(Eval),
    /// Print what is wrong with a file
    Check(Check),
    /// Print the words of the language, or one of them
    Help(Help),
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, powershell or elvish
        shell: Shell,
    },
    /// Print the manual page (roff; read it with `melisma man | man -l -`)
    Man,
}
