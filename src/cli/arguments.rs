//! The command line as clap reads it: one enum of commands, one struct of options for each. `completions` and `man`
//! are generated from the same table, so they cannot say anything else.

use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// A terminal instrument: a Tidal-compatible pattern language that steers neural networks live.
#[derive(Parser, Debug)]
#[command(name = "melisma", version, about, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Task>,
}

/// What to do; without one, the stage opens.
#[derive(Subcommand, Debug)]
pub enum Task {
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, powershell or elvish
        shell: Shell,
    },
    /// Print the manual page (roff; read it with `melisma man | man -l -`)
    Man,
}
