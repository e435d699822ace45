//! The exit codes, frozen: scripts rely on them.
//!
//! ```text
//! melisma check broken.tidal; echo $?     -> 3
//! ```
//!
//! A command answers with an [`Exit`], or fails with an error that carries one ([`ExitWith::exit_with`]); an error that
//! carries none is [`Exit::Other`].

use std::fmt;
use std::process::ExitCode;

/// How a run of the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// A failure that no other code names.
    Other = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The performer's text does not parse or does not type.
    Code = 3,
    /// No audio device, or it cannot be opened.
    NoAudio = 4,
    /// No MIDI port of that name.
    NoMidi = 5,
    /// A model is missing, or is not what it says.
    Model = 6,
    /// A deadline was missed, and `--strict` was asked for.
    Deadline = 7,
    /// Ctrl+C, SIGTERM or SIGHUP.
    Interrupted = 130,
}

impl Exit {
    /// Every code there is.
    pub const ALL: [Self; 9] = [
        Self::Fine,
        Self::Other,
        Self::Usage,
        Self::Code,
        Self::NoAudio,
        Self::NoMidi,
        Self::Model,
        Self::Deadline,
        Self::Interrupted,
    ];

    /// What the man page says about it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Fine => "all is well",
            Self::Other => "any other failure",
            Self::Usage => "the command line is wrong",
            Self::Code => "the text does not parse or does not type",
            Self::NoAudio => "no audio device",
            Self::NoMidi => "no MIDI port",
            Self::Model => "a model is missing or wrong",
            Self::Deadline => "a deadline was missed under --strict",
            Self::Interrupted => "interrupted",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error with the code that the program ends with. Its text is the error's own.
#[derive(Debug)]
struct Coded {
    exit: Exit,
    message: String,
}

impl fmt::Display for Coded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Coded {}

/// Gives the error of a result its exit code.
pub(crate) trait ExitWith<T> {
    /// The same result; an error ends the program with `exit`.
    ///
    /// # Errors
    /// The error it was, with its chain of causes in one line.
    fn exit_with(self, exit: Exit) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> ExitWith<T> for Result<T, E> {
    fn exit_with(self, exit: Exit) -> anyhow::Result<T> {
        self.map_err(|error| failure(exit, format!("{:#}", error.into())))
    }
}

/// An error with this code and this message.
pub(crate) fn failure(exit: Exit, message: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Coded { exit, message: message.into() })
}

/// The code an error carries; [`Exit::Other`] where it carries none. A closed pipe (`| head`) is no failure.
pub(crate) fn exit_of(error: &anyhow::Error) -> Exit {
    for cause in error.chain() {
        if let Some(coded) = cause.downcast_ref::<Coded>() {
            return coded.exit;
        }
        if cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) {
            return Exit::Fine;
        }
    }
    Exit::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_the_documented_ones() {
        let codes: Vec<u8> = Exit::ALL.iter().map(|exit| *exit as u8).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 7, 130]);
    }

    #[test]
    fn an_error_keeps_its_code_through_more_context() {
        let error = failure(Exit::Model, "no model `x`").context("while scoring");
        assert_eq!(exit_of(&error), Exit::Model);
        assert_eq!(exit_of(&anyhow::anyhow!("anything")), Exit::Other);
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let closed = anyhow::Error::new(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
        assert_eq!(exit_of(&closed), Exit::Fine);
    }
}
