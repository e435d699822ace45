//! The keys, as data: decoding, footer, palette and README read this one table.
//!
//! ```text
//! Ctrl+E   play     evaluate the block under the cursor
//! Ctrl+X   silence  twice: hush, three times: panic
//! ```
//!
//! Only keys that every terminal sends. Editing is modeless: no bare letter is a command. What is not in the table goes
//! to the editor, which knows arrows, Home, End, Shift to select, and the emacs keys (Ctrl+A, Ctrl+K, Ctrl+W ...).

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Play the block under the cursor.
    Evaluate,
    /// Take the last evaluation back, on the boundary.
    Undo,
    /// Play again what undo took back.
    Redo,
    /// Silence; pressed again within a second: hush, then panic.
    Stop,
    /// Mute or unmute the slot of that number.
    Mute(u8),
    /// Open or close the palette.
    Palette,
    /// Write the file.
    Save,
    /// Leave.
    Quit,
    /// Take back the last edit of the text.
    TextUndo,
    /// Repeat the edit that was taken back.
    TextRedo,
    /// Copy the selection.
    Copy,
    /// Insert what was copied or killed.
    Paste,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The key.
    pub code: KeyCode,
    /// Held with it.
    pub modifiers: KeyModifiers,
    /// What it asks for.
    pub action: Action,
    /// As the keyboard has it: `Ctrl+E`.
    pub label: &'static str,
    /// One word for the footer: `play`.
    pub title: &'static str,
    /// One line for the palette and the README.
    pub help: &'static str,
    /// Whether it stands in the footer.
    pub footer: bool,
}

const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const NONE: KeyModifiers = KeyModifiers::NONE;
const ALT: KeyModifiers = KeyModifiers::ALT;

const fn binding(
    (modifiers, code): (KeyModifiers, KeyCode),
    action: Action,
    (label, title, help): (&'static str, &'static str, &'static str),
    footer: bool,
) -> Binding {
    Binding { code, modifiers, action, label, title, help, footer }
}

/// Every key of the stage, in the order in which it is shown.
pub const KEYS: &[Binding] = &[
    binding(
        (CTRL, KeyCode::Char('e')),
        Action::Evaluate,
        ("Ctrl+E", "play", "play the block under the cursor, from the next cycle on"),
        true,
    ),
    binding(
        (ALT, KeyCode::Enter),
        Action::Evaluate,
        ("Alt+Enter", "play", "the same, for hands that come from other editors"),
        false,
    ),
    binding(
        (CTRL, KeyCode::Char('u')),
        Action::Undo,
        ("Ctrl+U", "undo", "take the last evaluation back, text and sound, on the boundary"),
        true,
    ),
    binding((CTRL, KeyCode::Char('r')), Action::Redo, ("Ctrl+R", "redo", "play again what undo took back"), false),
    binding(
        (CTRL, KeyCode::Char('x')),
        Action::Stop,
        ("Ctrl+X", "silence", "silence the pattern under the cursor; twice: hush all; three times: panic"),
        true,
    ),
    binding(
        (ALT, KeyCode::Char('1')),
        Action::Mute(1),
        ("Alt+1", "mute", "mute or unmute d1; Alt+2 for d2 ... (or Esc, then the digit)"),
        true,
    ),
    binding(
        (NONE, KeyCode::F(1)),
        Action::Palette,
        ("F1", "all", "every word and every key, searchable (also Esc Esc)"),
        true,
    ),
    binding((CTRL, KeyCode::Char('q')), Action::Quit, ("Ctrl+Q", "quit", "leave; the set's log is kept"), true),
    binding((CTRL, KeyCode::Char('s')), Action::Save, ("Ctrl+S", "save", "write the file"), true),
    binding(
        (CTRL, KeyCode::Char('z')),
        Action::TextUndo,
        ("Ctrl+Z", "undo text", "take back the last edit; what sounds stays"),
        false,
    ),
    binding((CTRL, KeyCode::Char('y')), Action::TextRedo, ("Ctrl+Y", "redo text", "repeat that edit"), false),
    binding((CTRL, KeyCode::Char('c')), Action::Copy, ("Ctrl+C", "copy", "copy the selection (Shift+arrows)"), false),
    binding((CTRL, KeyCode::Char('v')), Action::Paste, ("Ctrl+V", "paste", "insert what was copied or cut"), false),
    binding((NONE, KeyCode::PageUp), Action::PageUp, ("PageUp", "up", "one screen up"), false),
    binding((NONE, KeyCode::PageDown), Action::PageDown, ("PageDown", "down", "one screen down"), false),
];

/// What `key` asks for, if it is a key of the table.
pub fn action(key: &KeyEvent) -> Option<Action> {
    let held = key.modifiers - KeyModifiers::SHIFT;
    if let (KeyCode::Char(digit @ '0'..='9'), ALT) = (key.code, held) {
        return Some(Action::Mute(slot_of(digit)));
    }
    let code = match key.code {
        KeyCode::Char(letter) if held == CTRL => KeyCode::Char(letter.to_ascii_lowercase()),
        other => other,
    };
    KEYS.iter().find(|row| row.code == code && row.modifiers == held).map(|row| row.action)
}

/// The slot of a digit: `1` to `9` are `d1` to `d9`, `0` is `d10`.
pub fn slot_of(digit: char) -> u8 {
    match digit.to_digit(10) {
        Some(0) | None => 10,
        Some(digit) => digit as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(modifiers: KeyModifiers, code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, modifiers)
    }

    #[test]
    fn control_e_and_alt_enter_both_play() {
        assert_eq!(action(&key(CTRL, KeyCode::Char('e'))), Some(Action::Evaluate));
        assert_eq!(action(&key(CTRL, KeyCode::Char('E'))), Some(Action::Evaluate));
        assert_eq!(action(&key(ALT, KeyCode::Enter)), Some(Action::Evaluate));
    }

    #[test]
    fn alt_and_a_digit_mute_that_slot() {
        assert_eq!(action(&key(ALT, KeyCode::Char('7'))), Some(Action::Mute(7)));
        assert_eq!(action(&key(ALT, KeyCode::Char('0'))), Some(Action::Mute(10)));
    }

    #[test]
    fn no_bare_letter_is_a_command_and_no_key_stands_twice() {
        for row in KEYS {
            assert!(!(matches!(row.code, KeyCode::Char(_)) && row.modifiers == NONE), "{}", row.label);
            let twins = KEYS.iter().filter(|other| (other.code, other.modifiers) == (row.code, row.modifiers));
            assert_eq!(twins.count(), 1, "{}", row.label);
        }
    }
}
