//! The stage as a value: everything that `update` changes and `draw` shows. No terminal, no session, no clock in here,
//! so a test can play it key by key.
//!
//! ```text
//! Message -> update(&mut App) -> [Effect]        App -> draw -> cells
//!    ^                             |
//!    +------- the loop in tui.rs <-+  (session, file, terminal)
//! ```

use super::anchors::Anchors;
use super::editor::{Block, Editor};
use super::glyphs::Glyphs;
use super::notes::Note;
use super::palette::Palette;
use super::theme::Theme;
use crate::session::{Command, Outcome, View};
use crossterm::event::KeyEvent;
use std::ops::RangeInclusive;
use std::time::Duration;

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key went down.
    Key(KeyEvent),
    /// The terminal pasted this.
    Paste(String),
    /// The terminal has this size, in cells.
    Resize(u16, u16),
    /// Time has come to draw: what the session looks like, and the time since the stage opened.
    Tick(Box<View>, Duration),
    /// The session has done what [`Effect::Apply`] asked for; the block is the one that was evaluated.
    Applied(Option<Block>, Box<Outcome>),
    /// Something happened in the session that no key asked for.
    Noticed(Box<Outcome>),
    /// The file has been written, or why not.
    Saved(Result<(), String>),
    /// The file was changed by another program and has this text now.
    Changed(String),
}

/// What the loop has to do.
#[derive(Debug)]
pub enum Effect {
    /// Give the command to the session; its answer comes back with the block it evaluated, if it did.
    Apply(Option<Block>, Command),
    /// Write this text to the file.
    Save(String),
    /// Leave the stage.
    Quit,
}

/// The stage.
#[derive(Debug)]
pub struct App {
    /// The text.
    pub editor: Editor,
    /// The session as last seen.
    pub view: View,
    /// Where evaluations stand in the text.
    pub anchors: Anchors,
    /// Messages that stand under lines.
    pub notes: Vec<Note>,
    /// The palette, where it is open.
    pub palette: Option<Palette>,
    /// Colours.
    pub theme: Theme,
    /// Marks.
    pub glyphs: Glyphs,
    /// Size of the terminal, in cells.
    pub size: (u16, u16),
    /// The first row of the text that is shown.
    pub scroll: usize,
    /// Time since the stage opened.
    pub now: Duration,
    /// One line for the performer, and until when it stands.
    pub hint: Option<(String, Duration)>,
    /// The lines evaluated last and until when they are framed.
    pub flash: Option<(RangeInclusive<usize>, Duration)>,
    /// How often Ctrl+X was pressed in a row, and when last.
    pub(super) stops: (u8, Duration),
    /// When Esc was pressed last, for Esc Esc and Esc digit.
    pub(super) escaped: Option<Duration>,
    /// The revision of the text that the anchors follow.
    pub(super) followed: u64,
    /// The performer has been asked whether to leave without saving.
    pub(super) leaving: bool,
}

impl App {
    /// A stage that shows `editor`.
    pub fn new(editor: Editor, theme: Theme, glyphs: Glyphs) -> Self {
        let followed = editor.revision();
        Self {
            editor,
            view: View::default(),
            anchors: Anchors::default(),
            notes: Vec::new(),
            palette: None,
            theme,
            glyphs,
            size: (80, 24),
            scroll: 0,
            now: Duration::ZERO,
            hint: None,
            flash: None,
            stops: (0, Duration::ZERO),
            escaped: None,
            followed,
            leaving: false,
        }
    }

    /// Says something to the performer for six seconds.
    pub fn say(&mut self, text: impl Into<String>) {
        self.hint = Some((text.into(), self.now + Duration::from_secs(6)));
    }

    /// Says something that stands until the first key.
    pub fn welcome(&mut self, text: impl Into<String>) {
        self.hint = Some((text.into(), Duration::MAX));
    }

    /// Beats in a cycle, as the bars are drawn: Tidal's cycle is a bar of four.
    pub const BEATS: usize = 4;
}
