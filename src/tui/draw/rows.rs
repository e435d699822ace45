//! Which rows the text takes on the screen: long lines wrap, messages stand between lines.
//!
//! ```text
//! line 0  d1 $ stack [s "bd*4", s     Row::Text 0, chars 0..28
//!         ↳ "hh*8"]                   Row::Text 0, chars 28..34
//!              ╰─ what is wrong       Row::Note
//! ```

use super::super::app::App;
use crate::diagnostic::Severity;
use ratatui::text::Span;
use std::ops::Range;

/// Columns of the gutter: number, two meters, the block's edge.
pub(super) const GUTTER: u16 = 7;

/// One row of the text area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Characters of a line.
    Text { line: usize, chars: Range<usize> },
    /// A piece of a message; `column` is where its elbow stands, in the first piece only.
    Note { severity: Severity, column: Option<usize>, text: String },
}

/// All rows of the text, for an area of that width.
pub(super) fn rows(app: &App, width: u16) -> Vec<Row> {
    let room = usize::from(width.saturating_sub(GUTTER + 1)).max(4);
    let mut rows = Vec::new();
    for (line, text) in app.editor.lines().iter().enumerate() {
        for chars in wrapped(text, room) {
            rows.push(Row::Text { line, chars });
        }
        for note in app.notes.iter().filter(|note| note.line == line) {
            // The elbow stands under its place as long as half the row is left for the words.
            let column = text.get(..note.bytes.start).map_or(0, |before| before.chars().count()).min(room / 2);
            let pieces = wrapped(&note.text, room - column - 3);
            for (number, piece) in pieces.into_iter().take(3).enumerate() {
                let text: String = note.text.chars().skip(piece.start).take(piece.len()).collect();
                let elbow = (number == 0).then_some(column);
                let text = if number == 0 { text } else { " ".repeat(column + 3) + &text };
                rows.push(Row::Note { severity: note.severity, column: elbow, text });
            }
        }
    }
    rows
}

/// The row that the cursor is in.
pub(super) fn cursor_row(app: &App, rows: &[Row]) -> Option<usize> {
    let (line, column) = app.editor.cursor();
    rows.iter().rposition(|row| matches!(row, Row::Text { line: at, chars } if *at == line && chars.start <= column))
}

/// Ranges of characters that fit into `room` columns each, broken at a space where there is one in the second half.
fn wrapped(text: &str, room: usize) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut start = 0;
    loop {
        let room = if start == 0 { room } else { room.saturating_sub(2) }.max(2);
        let mut end = start;
        let mut used = 0;
        while end < chars.len() && used + cells(chars[end]) <= room {
            used += cells(chars[end]);
            end += 1;
        }
        if end >= chars.len() {
            pieces.push(start..chars.len());
            return pieces;
        }
        end = end.max(start + 1);
        if let Some(space) = (start + (end - start) / 2..end).rev().find(|at| chars[*at] == ' ') {
            end = space + 1;
        }
        pieces.push(start..end);
        start = end;
    }
}

/// Columns that a character takes.
pub(super) fn cells(c: char) -> usize {
    if c.is_ascii() { 1 } else { Span::raw(c.encode_utf8(&mut [0; 4]) as &str).width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_breaks_at_a_space() {
        assert_eq!(wrapped("d1 $ s \"bd\"", 40), std::slice::from_ref(&(0..11)));
        assert_eq!(wrapped("d1 $ sound \"bd sn\"", 14), [0..11, 11..18]);
        assert_eq!(wrapped("abcdefghijkl", 5), [0..5, 5..8, 8..11, 11..12]);
        assert_eq!(wrapped("", 5), std::slice::from_ref(&(0..0)));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrapped("日本語", 4), [0..2, 2..3]);
    }
}
