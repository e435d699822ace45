//! F1: every word and every key, searchable. A word shows its signature, its help and an example; Enter writes the
//! example into the text. A key shows what it does; Enter does it.

use super::keymap::{Action, KEYS};
use crate::lang::vocabulary::{self, Word};

/// One row of the palette.
#[derive(Clone, Copy)]
pub enum Entry {
    /// A key: its label, its help and what it does.
    Key(&'static str, &'static str, Action),
    /// A word of the language.
    Word(&'static Word),
}

/// What Enter chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Write this at the cursor.
    Insert(String),
    /// Do this.
    Act(Action),
}

/// The palette while it is open.
#[derive(Debug, Default)]
pub struct Palette {
    query: String,
    selected: usize,
}

impl Palette {
    /// An empty search.
    pub fn new() -> Self {
        Self::default()
    }

    /// What has been typed.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Number of the chosen row among [`Palette::entries`].
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Adds to the search.
    pub fn type_text(&mut self, text: &str) {
        self.query.extend(text.chars().filter(|c| !c.is_control()));
        self.selected = 0;
    }

    /// Takes the last character of the search away.
    pub fn erase(&mut self) {
        self.query.pop();
        self.selected = 0;
    }

    /// Moves the choice by that many rows.
    pub fn step(&mut self, rows: isize) {
        let last = self.entries().len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    /// The rows that match, best first: names that begin with the search, names that contain it, helps that do.
    pub fn entries(&self) -> Vec<Entry> {
        let query = self.query.trim().to_lowercase();
        let keys = KEYS.iter().map(|key| Entry::Key(key.label, key.help, key.action));
        let words = vocabulary::table().iter().map(Entry::Word);
        let mut found: Vec<(usize, Entry)> =
            keys.chain(words).filter_map(|entry| Some((rank(&entry, &query)?, entry))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// What Enter would do.
    pub fn chosen(&self) -> Option<Chosen> {
        Some(match self.entries().get(self.selected)? {
            Entry::Key(_, _, action) => Chosen::Act(*action),
            Entry::Word(word) if word.example.is_empty() => Chosen::Insert(word.name.to_owned()),
            Entry::Word(word) => Chosen::Insert(word.example.to_owned()),
        })
    }
}

fn rank(entry: &Entry, query: &str) -> Option<usize> {
    let (names, help): (Vec<&str>, &str) = match entry {
        Entry::Key(label, help, _) => (vec![label], help),
        Entry::Word(word) => (std::iter::once(word.name).chain(word.aliases.iter().copied()).collect(), word.help),
    };
    let names: Vec<String> = names.into_iter().map(str::to_lowercase).collect();
    if query.is_empty() || names.iter().any(|name| name == query) {
        Some(0)
    } else if names.iter().any(|name| name.starts_with(query)) {
        Some(1)
    } else if names.iter().any(|name| name.contains(query)) {
        Some(2)
    } else if help.to_lowercase().contains(query) {
        Some(3)
    } else {
        None
    }
}
