//! What is wrong with a performer's text, and where: a span, what was expected in words, the nearest name.
//!
//! ```text
//! error: `sounf` is not a word here
//!  --> set.tidal:3:6
//!   | d1 $ sounf "bd"
//!   |      ^^^^^ did you mean `sound`?
//! ```
//!
//! One line for the stage is [`Diagnostic::line`]; the drawing above is [`Diagnostic::render`]. This module does not
//! decide what is an error: `lang` and `session` do.

mod nearest;
mod render;

pub use nearest::nearest;

/// Where in a text: bytes `begin..end` of the text given to one evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct SourceSpan {
    /// Number of the evaluation whose text it is; 0 where there is only one text.
    pub evaluation: u32,
    /// First byte.
    pub begin: u32,
    /// First byte after it.
    pub end: u32,
}

impl SourceSpan {
    /// Bytes `begin..end` of evaluation 0.
    pub fn new(begin: usize, end: usize) -> Self {
        Self { evaluation: 0, begin: begin as u32, end: end as u32 }
    }

    /// The same bytes in another evaluation.
    pub fn of_evaluation(self, evaluation: u32) -> Self {
        Self { evaluation, ..self }
    }

    /// The span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { evaluation: self.evaluation, begin: self.begin.min(other.begin), end: self.end.max(other.end) }
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The block is not played; what played before goes on.
    Error,
    /// It plays, but surely not as meant.
    Warning,
    /// It plays; there is a better way to write it.
    Hint,
}

/// One message about a text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where, in bytes of the text.
    pub span: SourceSpan,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What was expected or could be done, in words; may name the nearest word.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(span: SourceSpan, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, span, message: message.into(), help: None }
    }

    /// A warning.
    pub fn warning(span: SourceSpan, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, message) }
    }

    /// A hint.
    pub fn hint(span: SourceSpan, message: impl Into<String>) -> Self {
        Self { severity: Severity::Hint, ..Self::error(span, message) }
    }

    /// With words of help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether the block it is about is not played.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Line and column of its begin in `text`, both from 1, columns in characters.
    pub fn place(&self, text: &str) -> (usize, usize) {
        let begin = floor_boundary(text, self.span.begin as usize);
        let before = &text[..begin];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// One line for the stage: `3:6 message; help`.
    pub fn line(&self, text: &str) -> String {
        let (line, column) = self.place(text);
        format!("{line}:{column} {}", self.words())
    }

    /// Message and help without a place, for where the place is shown otherwise.
    pub fn words(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }
}

/// The nearest character boundary at or before `at`, never past the end.
fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests;
