//! Keys in, effects out: what each message does to the stage.

use super::*;
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::session::{EvaluationView, SlotView};
use crate::tui::editor::Editor;
use crate::tui::glyphs::UNICODE;
use crate::tui::theme::{Depth, Theme};

const SET: &str = "d1 $ s \"bd*4\"\n\nd2 $ sounf \"hh*8\"";

fn stage(path: Option<&str>) -> App {
    App::new(Editor::new(SET, path.map(Into::into)), Theme::new(Depth::Plain), UNICODE)
}

fn control(app: &mut App, letter: char) -> Vec<Effect> {
    update(app, Message::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)))
}

fn bare(app: &mut App, code: KeyCode) -> Vec<Effect> {
    update(app, Message::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn command(effects: Vec<Effect>) -> Command {
    match effects.into_iter().next() {
        Some(Effect::Apply(_, command)) => command,
        other => panic!("{other:?}"),
    }
}

fn slot(name: &str) -> SlotView {
    SlotView {
        name: name.to_owned(),
        number: 1,
        playing: true,
        muted: false,
        solo: false,
        pending: None,
        peak: 0.0,
        rms: 0.0,
        evaluation: 1,
    }
}

fn tick(app: &mut App, view: View) {
    let now = app.now;
    update(app, Message::Tick(Box::new(view), now));
}

fn evaluation(number: u32, text: &str, offset: u32) -> EvaluationView {
    EvaluationView {
        number,
        text: text.into(),
        offset,
        origin: TextOrigin::Stage,
        undone: false,
        diagnostics: Vec::new(),
    }
}

#[test]
fn control_e_evaluates_the_block_under_the_cursor_and_says_where_it_stands() {
    let mut app = stage(None);
    bare(&mut app, KeyCode::Down);
    bare(&mut app, KeyCode::Down);
    match command(control(&mut app, 'e')) {
        Command::Evaluate { text, offset, now, .. } => {
            assert_eq!((text.as_str(), offset, now), ("d2 $ sounf \"hh*8\"", 15, false));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_press_silences_the_pattern_under_the_cursor_two_hush_three_panic() {
    let mut app = stage(None);
    tick(&mut app, View { slots: vec![slot("d1")], ..View::default() });
    assert_eq!(command(control(&mut app, 'x')), Command::Silence { slot: "d1".to_owned() });
    assert_eq!(command(control(&mut app, 'x')), Command::Hush);
    assert_eq!(command(control(&mut app, 'x')), Command::Panic);
    app.now += Duration::from_secs(2);
    assert_eq!(command(control(&mut app, 'x')), Command::Silence { slot: "d1".to_owned() });
}

#[test]
fn a_digit_after_escape_mutes_as_alt_does() {
    let mut app = stage(None);
    tick(&mut app, View { slots: vec![slot("d1"), SlotView { muted: true, ..slot("d2") }], ..View::default() });
    bare(&mut app, KeyCode::Esc);
    let muted = Command::Mute { slot: "d1".to_owned(), on: true };
    assert_eq!(command(bare(&mut app, KeyCode::Char('1'))), muted);
    let alt_two = KeyEvent::new(KeyCode::Char('2'), KeyModifiers::ALT);
    let unmuted = Command::Mute { slot: "d2".to_owned(), on: false };
    assert_eq!(command(update(&mut app, Message::Key(alt_two))), unmuted);
    bare(&mut app, KeyCode::Char('1'));
    assert!(app.editor.text().starts_with("1d1"), "a digit alone is text");
}

#[test]
fn an_error_stands_under_its_line_with_what_plays_on_and_goes_with_the_next_evaluation() {
    let mut app = stage(None);
    let mut broken = evaluation(2, "d2 $ sounf \"hh*8\"", 15);
    broken.diagnostics = vec![Diagnostic::error(SourceSpan::new(5, 10), "`sounf` is not a word here")];
    let view = View { slots: vec![slot("d2")], evaluations: vec![broken.clone()], ..View::default() };
    tick(&mut app, view);
    assert_eq!(app.notes.len(), 1);
    assert_eq!((app.notes[0].line, app.notes[0].bytes.clone()), (2, 5..10));
    assert_eq!(app.notes[0].text, "`sounf` is not a word here; d2 plays on");
    let again = evaluation(3, "d2 $ sounf \"hh*8\"", 15);
    tick(&mut app, View { evaluations: vec![broken, again], ..View::default() });
    assert_eq!(app.notes, []);
}

#[test]
fn undo_puts_the_older_text_of_the_slot_back() {
    let mut app = stage(None);
    let (old, new) = (evaluation(1, "d1 $ s \"sn\"", 0), evaluation(2, "d1 $ s \"bd*4\"", 0));
    tick(&mut app, View { evaluations: vec![old.clone(), new.clone()], ..View::default() });
    let undone = EvaluationView { undone: true, ..new };
    tick(&mut app, View { evaluations: vec![old, undone], ..View::default() });
    assert_eq!(app.editor.lines()[0], "d1 $ s \"sn\"");
}

#[test]
fn leaving_with_unsaved_text_asks_once() {
    let mut app = stage(Some("set.tidal"));
    assert!(matches!(control(&mut app, 'q')[..], [Effect::Quit]));
    bare(&mut app, KeyCode::Char('x'));
    assert!(control(&mut app, 'q').is_empty());
    assert!(matches!(control(&mut app, 'q')[..], [Effect::Quit]));
}

#[test]
fn the_palette_writes_an_example_into_the_text() {
    let mut app = stage(None);
    bare(&mut app, KeyCode::F(1));
    for letter in "every".chars() {
        bare(&mut app, KeyCode::Char(letter));
    }
    bare(&mut app, KeyCode::Enter);
    assert!(app.palette.is_none());
    assert!(app.editor.text().contains("every"), "{}", app.editor.text());
}

#[test]
fn the_cursor_stays_in_sight_on_a_tiny_terminal() {
    let mut app = App::new(Editor::new(&"d1 $ s \"bd\"\n".repeat(50), None), Theme::new(Depth::Plain), UNICODE);
    update(&mut app, Message::Resize(20, 5));
    for _ in 0..40 {
        bare(&mut app, KeyCode::Down);
    }
    assert!(app.scroll > 30, "{}", app.scroll);
    bare(&mut app, KeyCode::PageUp);
    update(&mut app, Message::Resize(0, 0));
}
