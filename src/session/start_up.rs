//! The performer's start-up file: definitions of one's own that every set begins with.
//!
//! ```text
//! startup.tidal     let swing = swingBy (1/3) 4          beside config.toml
//! ```
//!
//! It is a text like any other, evaluated before the first one and logged, so that a replay needs no file. An undo stops in
//! front of it. What is wrong in it is said; the rest of it holds.

use super::perform::Session;
use super::{Command, Home, Outcome, TextOrigin};
use crate::diagnostic::Diagnostic;
use crate::io::watch::{ReadTextError, read_text};
use crate::lang::Interpreter;
use crate::units::Frame;

/// Its text; `None` where there is no such file.
///
/// # Errors
/// It is there and does not read.
fn text(home: &Home) -> Result<Option<String>, ReadTextError> {
    let path = home.start_up_file();
    if path.exists() { read_text(&path).map(Some) } else { Ok(None) }
}

/// What is wrong in it, a line each, under the file's name.
fn told<'a>(home: &Home, text: &str, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<String> {
    let path = home.start_up_file();
    let wrong = diagnostics.into_iter().filter(|diagnostic| diagnostic.is_error());
    wrong.map(|diagnostic| format!("{}:{}", path.display(), diagnostic.line(text))).collect()
}

impl Session {
    /// Evaluates the start-up file at the beginning of a set. Gives what is wrong with it, a line each.
    pub(super) fn start_up(&mut self, home: &Home) -> Vec<String> {
        let text = match text(home) {
            Ok(Some(text)) => text,
            Ok(None) => return Vec::new(),
            Err(error) => return vec![error.to_string()],
        };
        let command = Command::Evaluate { text: text.clone(), origin: TextOrigin::StartUp, offset: 0, now: false };
        let Outcome { diagnostics, .. } = self.apply(command, Frame(0));
        told(home, &text, &diagnostics)
    }
}

/// Its definitions for an interpreter without a set. Gives what is wrong with it, a line each.
pub fn define(interpreter: &mut Interpreter, home: &Home) -> Vec<String> {
    match text(home) {
        Ok(Some(text)) => told(home, &text, interpreter.evaluate(&text, 0).diagnostics()),
        Ok(None) => Vec::new(),
        Err(error) => vec![error.to_string()],
    }
}
