//! What went wrong while reading a string, and how it is said.
//!
//! ```text
//! "bd [sn"       this `[` is never closed; add a `]`
//! "bd*x"         expected a number or fraction such as `1%8`, found `x`
//! ```

use super::Place;
use crate::diagnostic::Diagnostic;
use nom::error::{ErrorKind, ParseError};

/// A fault at a rest of the text. nom carries it; the rest says where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trouble<'a> {
    rest: &'a str,
    /// How many bytes it is about.
    length: usize,
    what: What,
    help: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// The whole message.
    Said(String),
    /// What was expected; what was found is read from the text.
    Expected(String),
}

/// The result of a parser.
pub(super) type Parsed<'a, T> = nom::IResult<&'a str, T, Trouble<'a>>;

impl<'a> ParseError<&'a str> for Trouble<'a> {
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Self { rest, length: 1, what: What::Expected("a step".to_owned()), help: None }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// A fault that says what was expected at `rest`.
pub(super) fn expected<T>(rest: &str, what: impl Into<String>) -> Parsed<'_, T> {
    Err(nom::Err::Failure(Trouble { rest, length: 1, what: What::Expected(what.into()), help: None }))
}

/// A fault in the `length` bytes at `rest`, in full words and with help.
pub(super) fn said<'a, T>(rest: &'a str, length: usize, what: impl Into<String>, help: &str) -> Parsed<'a, T> {
    Err(nom::Err::Failure(Trouble { rest, length, what: What::Said(what.into()), help: Some(help.to_owned()) }))
}

impl Trouble<'_> {
    /// Whether it stands before this sign.
    pub(super) fn stands_before(&self, sign: char) -> bool {
        self.rest.starts_with(sign)
    }

    /// The message, in the evaluation's text.
    pub(super) fn diagnostic(self, text: &str, place: Place) -> Diagnostic {
        let begin = text.len() - self.rest.len();
        let first = self.rest.chars().next();
        // A word is named whole.
        let word = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
        let found = &self.rest[..word.max(first.map_or(0, char::len_utf8))];
        let length = match self.what {
            What::Expected(_) => found.len(),
            What::Said(_) if self.length == 1 => first.map_or(0, char::len_utf8),
            What::Said(_) => self.length,
        };
        let span = place.span(begin, begin + length);
        let message = match self.what {
            What::Said(message) => message,
            What::Expected(what) if found.is_empty() => format!("expected {what}, but the string ends here"),
            What::Expected(what) if found.trim().is_empty() => format!("expected {what}, found a space"),
            What::Expected(what) => format!("expected {what}, found `{found}`"),
        };
        let help = match (&self.help, first) {
            (None, Some('(')) => {
                Some("a group stands in [ ]; round brackets stand right behind a step: bd(3,8)".to_owned())
            }
            (None, Some(':')) => Some("the number stands right behind the sound: bd:3".to_owned()),
            _ => self.help,
        };
        let diagnostic = Diagnostic::error(span, message);
        match help {
            Some(help) if !help.is_empty() => diagnostic.with_help(help),
            _ => diagnostic,
        }
    }
}
