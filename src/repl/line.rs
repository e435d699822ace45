//! The prompt's helper: completion from the vocabulary, a word's signature as a ghost behind it, colours, and whether a
//! block is whole.

use crate::lang::paint::{Class, paint};
use crate::lang::vocabulary;
use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper, Result};
use std::borrow::Cow;

/// What rustyline asks while a line is typed.
pub(super) struct LineHelper {
    /// Whether the terminal shows colours.
    pub(super) colour: bool,
}

impl Helper for LineHelper {}

impl Completer for LineHelper {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<String>)> {
        let begin = word_begin(line, at);
        Ok((begin, completions(&line[begin..at])))
    }
}

/// Every name of the vocabulary that begins so.
fn completions(prefix: &str) -> Vec<String> {
    if prefix.is_empty() {
        return Vec::new();
    }
    vocabulary::complete(prefix).into_iter().map(str::to_owned).collect()
}

fn word_begin(line: &str, at: usize) -> usize {
    line[..at]
        .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\''))
        .map_or(0, |before| before + line[before..].chars().next().map_or(1, char::len_utf8))
}

/// A signature behind a word; it cannot be accepted into the line.
pub(super) struct Signature(String);

impl Hint for Signature {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for LineHelper {
    type Hint = Signature;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Signature> {
        if at < line.len() || !self.colour {
            return None;
        }
        let word = vocabulary::find(&line[word_begin(line, at)..at])?;
        Some(Signature(format!("  :: {}", word.signature)))
    }
}

impl Highlighter for LineHelper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.colour {
            return Cow::Borrowed(line);
        }
        let mut coloured = String::with_capacity(line.len() * 2);
        let mut last = 0;
        for (range, class) in paint(line) {
            coloured.push_str(&line[last..range.start]);
            coloured.push_str(escape(class));
            coloured.push_str(&line[range.clone()]);
            coloured.push_str("\x1b[0m");
            last = range.end;
        }
        coloured.push_str(&line[last..]);
        Cow::Owned(coloured)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.colour { Cow::Owned(format!("\x1b[1;33m{prompt}\x1b[0m")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\x1b[90m{hint}\x1b[0m"))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.colour
    }
}

/// The sixteen colours of the terminal's owner: the line editor does not know its ground.
fn escape(class: Class) -> &'static str {
    match class {
        Class::Slot => "\x1b[1;33m",
        Class::Word => "\x1b[36m",
        Class::Number => "\x1b[33m",
        Class::Quoted => "\x1b[32m",
        Class::Comment => "\x1b[90m",
        Class::Operator | Class::Notation | Class::Name => "",
    }
}

impl Validator for LineHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        Ok(if is_whole(context.input()) { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

/// Whether a block can be played: brackets closed, no operator at its end, and `:{` answered by `:}`.
fn is_whole(text: &str) -> bool {
    if text.trim_start().starts_with(":{") {
        return text.trim_end().ends_with("\n:}");
    }
    let mut depth = 0;
    let mut last = Class::Comment;
    let mut end = "";
    for (range, class) in paint(text) {
        let piece = &text[range];
        if class == Class::Operator {
            depth += piece.matches(['(', '[', '{']).count() as isize - piece.matches([')', ']', '}']).count() as isize;
        }
        if class != Class::Comment {
            (last, end) = (class, piece);
        }
    }
    depth <= 0 && (last != Class::Operator || end.ends_with([')', ']', '}']))
}

/// The block without the marks `:{` and `:}` around it.
pub(super) fn block(text: &str) -> &str {
    let trimmed = text.trim();
    match trimmed.strip_prefix(":{").and_then(|inner| inner.strip_suffix(":}")) {
        Some(inner) => inner.trim_matches('\n'),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_bracket_and_an_operator_at_the_end_go_on_in_the_next_line() {
        assert!(is_whole("d1 $ s \"bd*4\""));
        assert!(!is_whole("d1 $ stack ["));
        assert!(is_whole("d1 $ stack [\n  s \"bd\"\n  ]"));
        assert!(!is_whole("d1 $"));
        assert!(!is_whole("d1 $ s \"bd\" #"));
        assert!(is_whole("d1 $ (# speed 2) $ s \"[bd\" -- an open bracket in a string is the text's own"));
    }

    #[test]
    fn marked_blocks_end_where_they_say() {
        assert!(!is_whole(":{\nd1 $ s \"bd\"\n"));
        assert!(is_whole(":{\nd1 $ s \"bd\"\n  # gain 1\n:}"));
        assert_eq!(block(":{\nd1 $ s \"bd\"\n:}"), "d1 $ s \"bd\"");
    }

    #[test]
    fn words_complete_from_the_vocabulary_and_only_the_word_under_the_cursor() {
        let line = "d1 $ ever";
        assert_eq!(word_begin(line, line.len()), 5);
        assert!(completions("ever").contains(&"every".to_owned()));
        assert_eq!(completions(""), Vec::<String>::new());
    }

    #[test]
    fn colouring_changes_no_letter() {
        let helper = LineHelper { colour: true };
        let line = "d1 $ every 3 (fast 2) $ s \"bd*2\" -- λ";
        let mut plain = String::new();
        let coloured = helper.highlight(line, 0).into_owned();
        let mut rest = coloured.as_str();
        while let Some(at) = rest.find('\x1b') {
            plain.push_str(&rest[..at]);
            rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
        }
        plain.push_str(rest);
        assert_eq!(plain, line);
    }
}
