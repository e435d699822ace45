//! Text into tokens, each with its place, its column and whether it opens a line.
//!
//! ```text
//! d1 $ s "bd*2"    ->   Name d1 | Operator $ | Name s | Text bd*2
//! ```
//!
//! Comments (`-- ...` and nested `{- -}`) are dropped here. Strings keep the place of their content, so that a mistake
//! inside one is underlined there. Layout is not looked at: that is `layout`.

use crate::diagnostic::{Diagnostic, SourceSpan};
use std::sync::Arc;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// `every`, `f'`
    Name(Arc<str>),
    /// `Just`, `Pattern`
    Constructor(Arc<str>),
    /// `#`, `|+|`, `.`
    Operator(Arc<str>),
    /// `3`
    Int(i64),
    /// `0.25`
    Fraction(f64),
    /// `"bd*2"`, without its quotes
    Text(Arc<str>),
    /// `'a'`
    Char(char),
    /// `let`, `in`, `where`, `if`, `then`, `else`, `do`, `case`, `of`, and `= | \ -> <- :: .. => @` and the brackets `( ) [ ] { } , ; `` ` ``
    Sign(&'static str),
    /// A block opened by layout.
    Open,
    /// The next line of a layout block.
    Next,
    /// A layout block's end.
    Close,
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: SourceSpan,
    /// Its column, from 1, tabs to multiples of eight.
    pub column: u32,
    /// Whether it is the first of its line.
    pub first: bool,
    /// Whether white space stands before it.
    pub spaced: bool,
}

const KEYWORDS: [&str; 9] = ["let", "in", "where", "if", "then", "else", "do", "case", "of"];
const RESERVED: [&str; 9] = ["=", "|", "\\", "->", "<-", "::", "..", "=>", "@"];
const BRACKETS: &str = "()[]{},;`";

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    column: u32,
    first: bool,
    spaced: bool,
    base: u32,
    evaluation: u32,
    tokens: Vec<Token>,
}

/// The tokens of `text`, which begins at byte `base` of the evaluation's text.
///
/// # Errors
/// A character that means nothing, an unclosed string or comment.
pub(super) fn tokens(text: &str, base: u32, evaluation: u32) -> Result<Vec<Token>, Diagnostic> {
    let mut lexer = Lexer { text, at: 0, column: 1, first: true, spaced: true, base, evaluation, tokens: Vec::new() };
    while lexer.step()? {}
    Ok(lexer.tokens)
}

fn is_symbol(c: char) -> bool {
    "!#$%&*+./<=>?@\\^|-~:".contains(c)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '\''
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span(&self, begin: usize, end: usize) -> SourceSpan {
        SourceSpan {
            evaluation: self.evaluation,
            begin: self.base.saturating_add(begin as u32),
            end: self.base.saturating_add(end as u32),
        }
    }

    fn skip(&mut self, c: char) {
        self.at += c.len_utf8();
        match c {
            '\n' => (self.column, self.first) = (1, true),
            '\t' => self.column += 8 - (self.column - 1) % 8,
            _ => self.column += 1,
        }
    }

    fn push(&mut self, kind: Kind, begin: usize, column: u32) {
        let span = self.span(begin, self.at);
        self.tokens.push(Token { kind, span, column, first: self.first, spaced: self.spaced });
        (self.first, self.spaced) = (false, false);
    }

    /// Takes characters while `keep` holds and gives their end.
    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> usize {
        while let Some(c) = self.peek().filter(|&c| keep(c)) {
            self.skip(c);
        }
        self.at
    }

    fn step(&mut self) -> Result<bool, Diagnostic> {
        let Some(c) = self.peek() else { return Ok(false) };
        let (begin, column) = (self.at, self.column);
        if c.is_whitespace() {
            self.skip(c);
            self.spaced = true;
        } else if self.rest().starts_with("{-") {
            self.comment()?;
        } else if self.at_line_comment() {
            self.take_while(|c| c != '\n');
        } else if c.is_ascii_digit() {
            self.number(begin, column)?;
        } else if c.is_alphabetic() || c == '_' {
            self.name(begin, column);
        } else if c == '"' {
            self.string(begin, column)?;
        } else if c == '\'' {
            self.character(begin, column)?;
        } else if let Some(at) = BRACKETS.find(c) {
            self.skip(c);
            self.push(Kind::Sign(&BRACKETS[at..=at]), begin, column);
        } else if is_symbol(c) {
            let end = self.take_while(is_symbol);
            let word = &self.text[begin..end];
            let kind = match RESERVED.iter().find(|&&sign| sign == word) {
                Some(sign) => Kind::Sign(sign),
                None => Kind::Operator(Arc::from(word)),
            };
            self.push(kind, begin, column);
        } else {
            return Err(self.stray(c));
        }
        Ok(true)
    }

    fn stray(&self, c: char) -> Diagnostic {
        let found = Diagnostic::error(self.span(self.at, self.at + c.len_utf8()), format!("`{c}` means nothing here"));
        match c {
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}' | '\u{ab}' | '\u{bb}' => {
                found.with_help("strings stand between plain quotes: \"bd*2\"")
            }
            '\u{2013}' | '\u{2014}' | '\u{2212}' => found.with_help("a minus is the plain sign: -"),
            _ => found,
        }
    }

    fn at_line_comment(&self) -> bool {
        let rest = self.rest();
        rest.starts_with("--") && !rest.trim_start_matches('-').starts_with(|c: char| is_symbol(c))
    }

    fn comment(&mut self) -> Result<(), Diagnostic> {
        let begin = self.at;
        let mut depth = 0usize;
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else {
                return Err(Diagnostic::error(self.span(begin, begin + 2), "this comment is never closed")
                    .with_help("end it with -}"));
            };
            if rest.starts_with("{-") || rest.starts_with("-}") {
                depth = if c == '{' { depth + 1 } else { depth - 1 };
                self.skip(c);
                self.skip('-');
                if depth == 0 {
                    self.spaced = true;
                    return Ok(());
                }
            } else {
                self.skip(c);
            }
        }
    }

    fn number(&mut self, begin: usize, column: u32) -> Result<(), Diagnostic> {
        let rest = self.rest();
        if rest.starts_with("0x") || rest.starts_with("0b") {
            let radix = if rest.starts_with("0x") { 16 } else { 2 };
            self.at += 2;
            self.column += 2;
            let end = self.take_while(|c| c.is_ascii_hexdigit());
            let digits = &self.text[begin + 2..end];
            let Ok(number) = i64::from_str_radix(digits, radix) else {
                return Err(Diagnostic::error(self.span(begin, end), "this is not a whole number"));
            };
            self.push(Kind::Int(number), begin, column);
            return Ok(());
        }
        let mut end = self.take_while(|c| c.is_ascii_digit() || c == '_');
        let mut whole = true;
        let followed = |rest: &str, sign: &[char]| {
            rest.strip_prefix(sign).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
        };
        if followed(self.rest(), &['.']) {
            self.skip('.');
            end = self.take_while(|c| c.is_ascii_digit());
            whole = false;
        }
        if let Some(after) = self.rest().strip_prefix(['e', 'E'])
            && (after.starts_with(|c: char| c.is_ascii_digit()) || followed(after, &['-', '+']))
        {
            self.skip('e');
            self.take_while(|c| c == '-' || c == '+');
            end = self.take_while(|c| c.is_ascii_digit());
            whole = false;
        }
        let digits = self.text[begin..end].replace('_', "");
        let kind = match (whole, digits.parse::<i64>(), digits.parse::<f64>()) {
            (true, Ok(number), _) => Kind::Int(number),
            (_, _, Ok(number)) if number.is_finite() => Kind::Fraction(number),
            _ => return Err(Diagnostic::error(self.span(begin, end), "this number is too large")),
        };
        self.push(kind, begin, column);
        Ok(())
    }

    fn name(&mut self, begin: usize, column: u32) {
        let mut word_begin = begin;
        loop {
            let end = self.take_while(is_name);
            let word = &self.text[word_begin..end];
            let upper = word.starts_with(char::is_uppercase);
            let after = self.rest().strip_prefix('.').and_then(|after| after.chars().next());
            if upper && after.is_some_and(char::is_alphabetic) {
                // A qualified name (`Sound.Tidal.Context.fast`): only its last part counts.
                self.skip('.');
                word_begin = self.at;
                continue;
            }
            let kind = match KEYWORDS.iter().find(|&&keyword| keyword == word) {
                Some(keyword) => Kind::Sign(keyword),
                None if upper => Kind::Constructor(Arc::from(word)),
                None => Kind::Name(Arc::from(word)),
            };
            self.push(kind, begin, column);
            return;
        }
    }

    fn string(&mut self, begin: usize, column: u32) -> Result<(), Diagnostic> {
        self.skip('"');
        let mut content = String::new();
        while let Some(c) = self.peek() {
            self.skip(c);
            match c {
                '"' => {
                    // `first` was set by a line break inside the string; the token itself decides.
                    self.first = self.tokens.last().is_none_or(|last| {
                        let from = (last.span.end - self.base) as usize;
                        self.text.get(from..begin).is_some_and(|gap| gap.contains('\n'))
                    });
                    self.push(Kind::Text(Arc::from(content)), begin, column);
                    return Ok(());
                }
                '\\' => {
                    let Some(escaped) = self.peek() else { break };
                    self.skip(escaped);
                    content.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        other => other,
                    });
                }
                other => content.push(other),
            }
        }
        let line_end = self.text[begin..].find('\n').map_or(self.text.len(), |at| begin + at);
        Err(self.unclosed(self.span(begin, line_end)))
    }

    /// A string without an end: the slip may be a quote too many, or one that is missing further left.
    fn unclosed(&self, span: SourceSpan) -> Diagnostic {
        if matches!(self.tokens.last(), Some(Token { kind: Kind::Text(_), span: before, .. }) if before.end == span.begin)
        {
            return Diagnostic::error(
                SourceSpan { end: span.begin + 1, ..span },
                "this `\"` opens a string that never ends",
            )
            .with_help("two `\"` stand side by side: one of them is too many");
        }
        for token in &self.tokens {
            let Kind::Text(text) = &token.kind else { continue };
            for sign in [" # ", " $ "] {
                if let Some((before, after)) = text.split_once(sign) {
                    let word = after.split_whitespace().next().unwrap_or("");
                    let (sign, last) = (sign.trim(), before.split_whitespace().last().unwrap_or("the word"));
                    return Diagnostic::error(token.span, format!("`{sign} {word}` stands inside this string"))
                        .with_help(format!("a \" may be missing behind `{last}`"));
                }
            }
        }
        Diagnostic::error(span, "this string is never closed").with_help("a \" is missing")
    }

    fn character(&mut self, begin: usize, column: u32) -> Result<(), Diagnostic> {
        self.skip('\'');
        let mut letters = self.rest().chars();
        let (a, b, c) = (letters.next(), letters.next(), letters.next());
        let (letter, length) = match (a, b, c) {
            (Some('\\'), Some(letter), Some('\'')) => (if letter == 'n' { '\n' } else { letter }, 2),
            (Some(letter), Some('\''), _) => (letter, 1),
            _ => {
                return Err(Diagnostic::error(self.span(begin, begin + 1), "a single quote means nothing here")
                    .with_help("strings stand between double quotes: \"bd*2\""));
            }
        };
        for _ in 0..=length {
            if let Some(c) = self.peek() {
                self.skip(c);
            }
        }
        self.push(Kind::Char(letter), begin, column);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
