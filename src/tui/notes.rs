//! What an evaluation has to do with the text on the screen: messages that stand under their lines, and the older text
//! that undo puts back.
//!
//! ```text
//! d2 $ sounf "hh*8"
//!      ╰─ `sounf` is not a word here; did you mean `sound`?; d2 plays on
//! ```
//!
//! All of it is derived from the session's view, so the stage and the log cannot disagree.

use super::anchors::Anchors;
use super::editor::Editor;
use crate::diagnostic::{Diagnostic, Severity};
use crate::session::{EvaluationView, View};
use std::collections::BTreeSet;

/// A message under a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line, from 0.
    pub line: usize,
    /// Bytes of that line that it is about.
    pub bytes: std::ops::Range<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// What it says, with its help, and what still sounds.
    pub text: String,
}

/// The messages that are still about the text as it stands: of each line, those of its newest evaluation.
pub fn notes(view: &View, anchors: &Anchors, editor: &Editor) -> Vec<Note> {
    let mut answered: BTreeSet<usize> = BTreeSet::new();
    let mut notes = Vec::new();
    for evaluation in view.evaluations.iter().rev().filter(|evaluation| !evaluation.undone) {
        let lines = anchors.lines(evaluation.number);
        for diagnostic in &evaluation.diagnostics {
            let places = anchors.places(diagnostic.span.of_evaluation(evaluation.number));
            let Some(place) = places.into_iter().find(|place| !answered.contains(&place.line)) else { continue };
            let mut text = diagnostic.message.clone();
            if let Some(help) = &diagnostic.help {
                text = format!("{text}; {help}");
            }
            if let (true, Some(still)) = (diagnostic.is_error(), still_playing(view, editor, place.line)) {
                text = format!("{text}; {still} plays on");
            }
            let note = Note { line: place.line, bytes: place.bytes, severity: diagnostic.severity, text };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        answered.extend(lines);
    }
    notes
}

/// The slot that the block around `line` names, if something sounds there.
fn still_playing(view: &View, editor: &Editor, line: usize) -> Option<String> {
    let block = editor.blocks().into_iter().find(|block| block.lines.contains(&line))?;
    let name = slot_of(&block.text)?;
    view.slots.iter().any(|slot| slot.name == name && slot.playing).then(|| name.to_owned())
}

/// The slot that a block plays on: `d1 $ ...` or `p "bass" $ ...`.
pub fn slot_of(block: &str) -> Option<&str> {
    let line = block.strip_prefix('!').unwrap_or(block).trim_start_matches(' ');
    let (word, rest) = line.split_at(line.find([' ', '$', '\n', '"']).unwrap_or(line.len()));
    if word.strip_prefix('d').is_some_and(|n| n.parse::<u8>().is_ok()) {
        return Some(word);
    }
    (word == "p").then(|| rest.trim_start())?.strip_prefix('"')?.split('"').next()
}

/// A swap of text that an undo or a redo asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The evaluation whose text comes back.
    pub evaluation: u32,
    /// What may stand in the editor now.
    pub from: String,
    /// What sounds again.
    pub to: String,
}

/// Between two views, what undo or redo has changed of the texts, newest first.
pub fn restored(before: &View, after: &View) -> Vec<Restored> {
    let was_undone = |number: u32| before.evaluations.iter().find(|old| old.number == number).map(|old| old.undone);
    let mut found = Vec::new();
    for (at, evaluation) in after.evaluations.iter().enumerate() {
        let earlier = &after.evaluations[..at];
        match (was_undone(evaluation.number), evaluation.undone) {
            (Some(false), true) => {
                // What was broken never sounded, so it does not come back.
                let sounded =
                    |older: &&EvaluationView| !older.undone && !older.diagnostics.iter().any(Diagnostic::is_error);
                if let Some(standing) = earlier.iter().rev().filter(sounded).find(|older| alike(older, evaluation)) {
                    found.push(swap(evaluation, standing));
                }
            }
            (Some(true), false) => {
                found.extend(
                    earlier.iter().rev().filter(|older| alike(older, evaluation)).map(|older| swap(older, evaluation)),
                );
            }
            _ => {}
        }
    }
    found
}

fn swap(from: &EvaluationView, to: &EvaluationView) -> Restored {
    Restored { evaluation: to.number, from: from.text.to_string(), to: to.text.to_string() }
}

/// Whether two evaluations are versions of one block: they play on the same slot.
fn alike(a: &EvaluationView, b: &EvaluationView) -> bool {
    a.text != b.text && slot_of(&a.text).is_some() && slot_of(&a.text) == slot_of(&b.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceSpan;
    use crate::session::TextOrigin;

    fn evaluation(number: u32, text: &str, undone: bool) -> EvaluationView {
        EvaluationView {
            number,
            text: text.into(),
            offset: 0,
            origin: TextOrigin::Stage,
            undone,
            diagnostics: Vec::new(),
        }
    }

    #[test]
    fn a_block_names_its_slot() {
        assert_eq!(slot_of("d1 $ s \"bd\""), Some("d1"));
        assert_eq!(slot_of("!d12$ s \"bd\""), Some("d12"));
        assert_eq!(slot_of("p \"bass\" $ n \"0\""), Some("bass"));
        assert_eq!(slot_of("  # gain 1"), None);
        assert_eq!(slot_of("degradeBy 0.5"), None);
    }

    #[test]
    fn undo_brings_the_older_text_of_the_same_slot_back_and_redo_the_newer() {
        let (one, other, two) = ("d1 $ s \"bd\"", "d2 $ s \"hh\"", "d1 $ s \"sn\"");
        let view = |undone| View {
            evaluations: vec![evaluation(1, one, false), evaluation(2, other, false), evaluation(3, two, undone)],
            ..View::default()
        };
        let back = restored(&view(false), &view(true));
        assert_eq!(back, [Restored { evaluation: 1, from: two.to_owned(), to: one.to_owned() }]);
        let again = restored(&view(true), &view(false));
        assert_eq!(again, [Restored { evaluation: 3, from: one.to_owned(), to: two.to_owned() }]);
        assert_eq!(restored(&view(true), &view(true)), []);
    }

    #[test]
    fn a_broken_text_never_comes_back_as_what_sounded() {
        let broken = EvaluationView {
            diagnostics: vec![Diagnostic::error(SourceSpan::default(), "this string is never closed".to_owned())],
            ..evaluation(2, "d1 $ s \"bd", false)
        };
        let view = |undone| View {
            evaluations: vec![
                evaluation(1, "d1 $ s \"bd\"", false),
                broken.clone(),
                evaluation(3, "d1 $ s \"bd*2\"", undone),
            ],
            ..View::default()
        };
        assert_eq!(restored(&view(false), &view(true)).iter().map(|swap| swap.evaluation).collect::<Vec<_>>(), [1]);
    }
}
