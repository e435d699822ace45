//! The text being edited: a `TextArea` for cursor, selection and its own undo, and beside it the file, what was last
//! saved, and the blocks. Drawing is done in `draw`, because steps light up inside the text and messages stand between
//! its lines.

use crate::lang;
use ratatui_textarea::{CursorMove, Input, TextArea};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// A block of the text: what one evaluation takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its lines, from 0.
    pub lines: RangeInclusive<usize>,
    /// The byte of the whole text at which it begins.
    pub begin: usize,
    /// Their text, without the last line end.
    pub text: String,
}

/// The text, its file and its cursor.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    /// The file it belongs to; none for the built-in set.
    pub path: Option<PathBuf>,
    /// The text as it was last read or written.
    saved: String,
    /// Counts every change of the text.
    revision: u64,
}

impl Editor {
    /// An editor of `text`, cursor at its top.
    pub fn new(text: &str, path: Option<PathBuf>) -> Self {
        Self { area: area(text), path, saved: text.trim_end_matches('\n').to_owned(), revision: 0 }
    }

    /// Its lines, at least one.
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// The whole text, without a line end at its end.
    pub fn text(&self) -> String {
        self.lines().join("\n").trim_end_matches('\n').to_owned()
    }

    /// Line and column of the cursor, both from 0, the column in characters.
    pub fn cursor(&self) -> (usize, usize) {
        let at = self.area.cursor();
        (at.0, at.1)
    }

    /// First and last end of the selection, as the cursor counts.
    pub fn selection(&self) -> Option<((usize, usize), (usize, usize))> {
        self.area.selection_range()
    }

    /// Counts the changes of the text.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether it differs from its file.
    pub fn is_modified(&self) -> bool {
        self.text() != self.saved
    }

    /// The text now stands in its file.
    pub fn mark_saved(&mut self) {
        self.saved = self.text();
    }

    /// The file has this text now: takes it over, cursor where it was as far as the lines reach. Returns false and
    /// changes nothing where the performer has edited meanwhile.
    pub fn take_over(&mut self, text: &str) -> bool {
        let text = text.trim_end_matches('\n');
        if self.text() == text {
            self.saved = text.to_owned();
            return true;
        }
        if self.is_modified() {
            return false;
        }
        let (line, column) = self.cursor();
        self.area.select_all();
        self.area.insert_str(text);
        self.move_to(line, column);
        self.saved = text.to_owned();
        self.revision += 1;
        true
    }

    /// A key that is no command.
    pub fn input(&mut self, input: impl Into<Input>) {
        if self.area.input(input) {
            self.revision += 1;
        }
    }

    /// Text from the clipboard, the palette or a paste.
    pub fn insert(&mut self, text: &str) {
        if self.area.insert_str(text.replace("\r\n", "\n").replace('\r', "\n")) {
            self.revision += 1;
        }
    }

    /// Takes back the last edit.
    pub fn undo(&mut self) {
        self.revision += u64::from(self.area.undo());
    }

    /// Repeats the edit that was taken back.
    pub fn redo(&mut self) {
        self.revision += u64::from(self.area.redo());
    }

    /// Copies the selection.
    pub fn copy(&mut self) {
        self.area.copy();
    }

    /// Inserts what was copied.
    pub fn paste(&mut self) {
        self.revision += u64::from(self.area.paste());
    }

    /// Moves the cursor up (negative) or down by lines.
    pub fn move_lines(&mut self, lines: isize) {
        let (line, column) = self.cursor();
        self.area.cancel_selection();
        self.move_to(line.saturating_add_signed(lines), column);
    }

    /// The block under the cursor; on a blank line, the block above it, else the one below.
    pub fn block(&self) -> Option<Block> {
        let line = self.cursor().0;
        let blocks = self.blocks();
        let under = blocks.iter().find(|block| block.lines.contains(&line));
        let above = || blocks.iter().rev().find(|block| *block.lines.end() < line);
        under.or_else(above).or(blocks.first()).cloned()
    }

    /// Every block of the text, in order.
    pub fn blocks(&self) -> Vec<Block> {
        let text = self.lines().join("\n");
        let line_at = |byte: usize| text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count();
        lang::blocks(&text)
            .into_iter()
            .filter(|block| !block.text.trim().is_empty())
            .map(|block| {
                let begin = block.span.begin as usize;
                let kept = block.text.trim_end();
                let first = line_at(begin);
                Block { lines: first..=first + kept.matches('\n').count(), begin, text: kept.to_owned() }
            })
            .collect()
    }

    /// Puts `new` where `old` stands as whole lines and says at which line; none where it does not stand.
    pub fn replace_lines(&mut self, old: &str, new: &str) -> Option<usize> {
        let wanted: Vec<&str> = old.lines().collect();
        let lines = self.lines();
        if wanted.is_empty() || lines.len() < wanted.len() {
            return None;
        }
        let at = (0..=lines.len() - wanted.len()).find(|at| lines[*at..].iter().zip(&wanted).all(|(a, b)| a == b))?;
        let (line, column) = self.cursor();
        let last = at + wanted.len() - 1;
        let end = lines[last].chars().count();
        self.area.cancel_selection();
        self.move_to(at, 0);
        self.area.start_selection();
        self.move_to(last, end);
        self.area.insert_str(new);
        self.move_to(line, column);
        self.revision += 1;
        Some(at)
    }

    /// The line in which that byte of the text lies.
    pub fn line_of_byte(&self, byte: usize) -> usize {
        let mut begin = 0;
        let before = |line: &&String| {
            begin += line.len() + 1;
            begin <= byte
        };
        self.lines().iter().take_while(before).count()
    }

    fn move_to(&mut self, line: usize, column: usize) {
        let line = line.min(self.lines().len().saturating_sub(1));
        let clip = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(clip(line), clip(column)));
    }
}

fn area(text: &str) -> TextArea<'static> {
    let lines: Vec<String> = text.trim_end_matches('\n').lines().map(|line| line.replace('\t', "    ")).collect();
    let mut area = TextArea::new(lines);
    area.set_tab_length(2);
    area.set_max_histories(1000);
    area
}

#[cfg(test)]
mod tests;
