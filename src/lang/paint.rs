//! Which piece of a text is what, for colouring it: on the stage, in the line editor, and for a text that does not parse
//! yet as well as for one that does.
//!
//! ```text
//! d1 $ every 4 (fast 2) $ s "bd*2 [sn cp]" -- drums
//! ^^                                                  Slot
//!      ^^^^^    ^^^^      ^                           Word
//!                           ^^   ^ ^^ ^^              Quoted
//!                             ^^ ^                    Notation
//! ```
//!
//! Lexical only: it never fails and decides nothing about meaning, except whether a word stands in the vocabulary.

use super::vocabulary;
use std::ops::Range;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `d1`, `hush`, `once`: words that act.
    Slot,
    /// A word of the vocabulary.
    Word,
    /// Any other name.
    Name,
    /// A number.
    Number,
    /// Operators and brackets.
    Operator,
    /// Words and numbers within quotes.
    Quoted,
    /// The quotes and the marks of the mini-notation within them.
    Notation,
    /// A comment.
    Comment,
}

/// The pieces of `text` in order, in bytes; white space belongs to none.
pub fn paint(text: &str) -> Vec<(Range<usize>, Class)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("--") && !rest.trim_start_matches('-').starts_with(is_symbol) {
            at = push(&mut pieces, at, rest.find('\n').unwrap_or(rest.len()), Class::Comment);
        } else if rest.starts_with("{-") {
            at = push(&mut pieces, at, rest.find("-}").map_or(rest.len(), |end| end + 2), Class::Comment);
        } else if next == '"' {
            at = quoted(text, at, &mut pieces);
        } else if next.is_ascii_digit() {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(rest.len());
            // `[0..7]`: the dots of a range are not part of its first number.
            let length = rest[..length].find("..").unwrap_or(length);
            at = push(&mut pieces, at, length, Class::Number);
        } else if next.is_alphabetic() || next == '_' {
            let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\'')).unwrap_or(rest.len());
            at = push(&mut pieces, at, length, class_of(&rest[..length]));
        } else if next.is_whitespace() {
            at += next.len_utf8();
        } else {
            let length = rest.find(|c: char| !is_symbol(c)).unwrap_or(rest.len()).max(next.len_utf8());
            at = push(&mut pieces, at, length, Class::Operator);
        }
    }
    pieces
}

fn push(pieces: &mut Vec<(Range<usize>, Class)>, at: usize, length: usize, class: Class) -> usize {
    pieces.push((at..at + length, class));
    at + length
}

/// From the opening quote to the closing one, or to the line's end where that is missing.
fn quoted(text: &str, open: usize, pieces: &mut Vec<(Range<usize>, Class)>) -> usize {
    let mut at = push(pieces, open, 1, Class::Notation);
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        if next == '"' {
            return push(pieces, at, 1, Class::Notation);
        }
        if next == '\n' {
            return at;
        }
        let word = |c: char| c.is_alphanumeric() || matches!(c, '#' | '\'' | '_' | '-');
        if word(next) {
            // A dot between digits is a decimal point; elsewhere it groups.
            let length = rest
                .char_indices()
                .find(|(i, c)| {
                    let decimal = *c == '.'
                        && rest[..*i].ends_with(|d: char| d.is_ascii_digit())
                        && rest[i + 1..].starts_with(|d: char| d.is_ascii_digit());
                    !(word(*c) || decimal)
                })
                .map_or(rest.len(), |(i, _)| i);
            at = push(pieces, at, length, Class::Quoted);
        } else if next.is_whitespace() {
            at += next.len_utf8();
        } else {
            at = push(pieces, at, next.len_utf8(), Class::Notation);
        }
    }
    at
}

fn is_symbol(c: char) -> bool {
    "!#$%&*+./<=>?@\\^|-~:".contains(c)
}

fn class_of(name: &str) -> Class {
    let slot = name.strip_prefix('d').is_some_and(|n| matches!(n.parse::<u8>(), Ok(1..=16)));
    if slot || ACTS.contains(&name) {
        Class::Slot
    } else if vocabulary::find(name).is_some() {
        Class::Word
    } else {
        Class::Name
    }
}

/// Words that do something by themselves.
const ACTS: &[&str] = &["hush", "once", "panic", "solo", "unsolo", "mute", "unmute", "setcps", "setbpm", "all", "p"];

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<(&str, Class)> {
        paint(text).into_iter().map(|(range, class)| (&text[range], class)).collect()
    }

    #[test]
    fn slots_words_and_quotes_are_told_apart() {
        use Class::*;
        assert_eq!(
            classes("d1 $ s \"bd*2 0.25\""),
            [
                ("d1", Slot),
                ("$", Operator),
                ("s", Word),
                ("\"", Notation),
                ("bd", Quoted),
                ("*", Notation),
                ("2", Quoted),
                ("0.25", Quoted),
                ("\"", Notation)
            ]
        );
    }

    #[test]
    fn comments_and_ranges() {
        use Class::*;
        assert_eq!(
            classes("[0..7] -- all"),
            [("[", Operator), ("0", Number), ("..", Operator), ("7", Number), ("]", Operator), ("-- all", Comment)]
        );
        assert_eq!(classes("{- a\nb -}x1"), [("{- a\nb -}", Comment), ("x1", Name)]);
    }

    #[test]
    fn an_open_quote_ends_with_its_line() {
        assert_eq!(classes("\"bd\nd2").last(), Some(&("d2", Class::Slot)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_painted_in_order_and_within_itself(text in "\\PC*") {
            let mut last = 0;
            for (range, _) in paint(&text) {
                assert!(range.start >= last && range.end > range.start && text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
