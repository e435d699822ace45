//! A text into blocks: what is evaluated together, at blank lines and at column 0.
//!
//! ```text
//! d1 $ s "bd"          block 1
//!   # speed 2
//! d2 $ s "hh"          block 2: column 0
//!
//! let f = fast 2       block 3
//! ```
//!
//! One broken block never hides another, so this looks at lines only: brackets are not matched across a line that
//! plainly begins something new.

use crate::diagnostic::SourceSpan;

/// A block of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Where it stands in the text.
    pub span: SourceSpan,
    /// Its text.
    pub text: &'a str,
}

/// The blocks of a text, in order. Comments alone are no block.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut current: Option<(usize, usize)> = None;
    let mut state = Line::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (begin, end) = (at, at + line.trim_end().len());
        at += line.len();
        let inside_comment = state.comments > 0;
        if !inside_comment && is_comment(line) && current.is_some() {
            // Lines are switched off by a comment where they begin: what stands below still belongs to the block.
            state.read(line);
            continue;
        }
        let blank = line.trim().is_empty();
        if blank && !inside_comment {
            close(text, &mut current, &mut found);
            state = Line::default();
            continue;
        }
        let joined =
            current.and_then(|(from, to)| text.get(from..to)).is_some_and(|above| goes_on(above, line, &state));
        if !inside_comment && !line.starts_with([' ', '\t']) && !joined {
            close(text, &mut current, &mut found);
            state = Line::default();
        }
        state.read(line);
        current = Some((current.map_or(begin, |(from, _)| from), end.max(begin)));
    }
    close(text, &mut current, &mut found);
    found
}

fn close<'a>(text: &'a str, current: &mut Option<(usize, usize)>, found: &mut Vec<Block<'a>>) {
    if let Some((begin, end)) = current.take()
        && let Some(block) = text.get(begin..end)
        && has_code(block)
    {
        found.push(Block { span: SourceSpan::new(begin, end), text: block });
    }
}

/// Whether a line at column 0 still belongs to the block above it.
fn goes_on(above: &str, line: &str, state: &Line) -> bool {
    let word: String = line.chars().take_while(|c| c.is_alphanumeric() || "_'".contains(*c)).collect();
    if matches!(word.as_str(), "in" | "then" | "else" | "of" | "where") {
        return true;
    }
    if line.starts_with(|c: char| ")]},|#$.+*/<>~&%=".contains(c)) {
        return true;
    }
    let defines = is_definition(line);
    if ends_open(above) && !defines && !begins_something(&word) {
        return true;
    }
    if !word.is_empty() && defines && first_word(above) == word {
        // The next equation of the same function, or the one that its signature announced.
        return true;
    }
    state.open > 0 && !defines && !begins_something(&word)
}

/// Whether a text ends in an operator, comments aside: something must follow.
fn ends_open(text: &str) -> bool {
    let code = text.lines().rev().map(without_comment).find(|line| !line.is_empty()).unwrap_or("");
    code.ends_with(|c: char| "$.#|+*/<>~&%=,".contains(c))
}

/// A line up to its `--`, outside strings.
fn without_comment(line: &str) -> &str {
    let mut string = false;
    for (at, c) in line.char_indices() {
        string ^= c == '"';
        if !string && line[at..].starts_with("--") {
            return line[..at].trim_end();
        }
    }
    line.trim_end()
}

/// Whether a line is nothing but a comment, as far as it goes.
fn is_comment(line: &str) -> bool {
    let line = line.trim();
    !matches!(line, "" | ":{" | ":}") && !has_code(line)
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || "_'".contains(*c)).collect()
}

fn is_definition(line: &str) -> bool {
    let bytes = line.as_bytes();
    let symbol = |at: usize| bytes.get(at).is_some_and(|b| b"!#$%&*+./<=>?@\\^|-~:".contains(b));
    let before_string = line.split('"').next().unwrap_or("").len();
    (1..before_string).any(|at| bytes[at] == b'=' && !symbol(at - 1) && !symbol(at + 1))
}

fn begins_something(word: &str) -> bool {
    let stream = word.strip_prefix('d').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    stream
        || matches!(
            word,
            "let"
                | "do"
                | "hush"
                | "once"
                | "setcps"
                | "setbpm"
                | "solo"
                | "unsolo"
                | "mute"
                | "unmute"
                | "all"
                | "panic"
                | "resetCycles"
                | "xfade"
                | "xfadeIn"
                | "import"
        )
}

/// What the lines so far left open.
#[derive(Default)]
struct Line {
    open: i32,
    comments: u32,
}

impl Line {
    fn read(&mut self, line: &str) {
        let mut letters = line.chars().peekable();
        let mut string = false;
        while let Some(c) = letters.next() {
            let pair = letters.peek().copied();
            match (c, pair) {
                _ if string && c == '\\' => {
                    letters.next();
                }
                ('"', _) if self.comments == 0 => string = !string,
                _ if string => {}
                ('{', Some('-')) => self.comments += 1,
                ('-', Some('}')) => self.comments = self.comments.saturating_sub(1),
                ('-', Some('-')) if self.comments == 0 => return,
                _ if self.comments > 0 => {}
                ('(' | '[', _) => self.open += 1,
                (')' | ']', _) => self.open -= 1,
                _ => {}
            }
        }
    }
}

fn has_code(block: &str) -> bool {
    let mut depth = 0;
    for line in block.lines() {
        let mut line = line.trim();
        if depth == 0 && line.starts_with("--") {
            continue;
        }
        while let Some(at) = line.find(if depth == 0 { "{-" } else { "-}" }) {
            if depth == 0 && !line[..at].trim().is_empty() {
                return true;
            }
            depth = 1 - depth;
            line = &line[at + 2..];
        }
        if depth == 0 && !line.trim().is_empty() && !line.trim().starts_with("--") && !matches!(line, ":{" | ":}") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
