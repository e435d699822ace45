//! What each message does to the stage. Nothing is drawn or played here: what is to happen outside comes back as effects.

use super::app::{App, Effect, Message};
use super::draw;
use super::keymap::{self, Action};
use super::notes::{self, slot_of};
use super::palette::{Chosen, Palette};
use crate::session::{Command, Outcome, TextOrigin, View};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::time::Duration;

/// Ctrl+X pressed again within this goes one step deeper; Esc waits as long for its second key.
const AGAIN: Duration = Duration::from_millis(1000);

/// How long an evaluated block stays framed.
const FLASH: Duration = Duration::from_millis(250);

/// Takes `message` in.
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    let effects = match message {
        Message::Key(key) => press(app, key),
        Message::Paste(text) => {
            match &mut app.palette {
                Some(palette) => palette.type_text(&text),
                None => app.editor.insert(&text),
            }
            Vec::new()
        }
        Message::Resize(width, height) => {
            app.size = (width, height);
            Vec::new()
        }
        Message::Tick(view, now) => {
            app.now = now;
            app.hint.take_if(|(_, until)| *until < now);
            app.flash.take_if(|(_, until)| *until < now);
            see(app, *view);
            Vec::new()
        }
        Message::Applied(block, outcome) => {
            if let Some(block) = block {
                let first = *block.lines.start();
                app.anchors.insert(outcome.evaluation, &block.text, first, app.editor.lines());
            }
            tell(app, &outcome);
            Vec::new()
        }
        Message::Noticed(outcome) => {
            tell(app, &outcome);
            Vec::new()
        }
        Message::Saved(result) => {
            match result {
                Ok(()) => {
                    app.editor.mark_saved();
                    app.say("saved");
                }
                Err(why) => app.say(format!("not saved: {why}")),
            }
            Vec::new()
        }
        Message::Changed(text) => {
            if !app.editor.take_over(&text) {
                app.say("the file was changed outside; your unsaved text stays here, Ctrl+S would overwrite the file");
            }
            Vec::new()
        }
    };
    if app.followed != app.editor.revision() {
        app.followed = app.editor.revision();
        app.anchors.follow(app.editor.lines());
        app.notes = notes::notes(&app.view, &app.anchors, &app.editor);
        app.leaving = false;
    }
    draw::follow_cursor(app);
    effects
}

/// Takes in what the session looks like now: new evaluations get a place in the text, undone ones give theirs back.
fn see(app: &mut App, view: View) {
    for evaluation in &view.evaluations {
        if !app.anchors.knows(evaluation.number) {
            let line = app.editor.line_of_byte(evaluation.offset as usize);
            app.anchors.insert(evaluation.number, &evaluation.text, line, app.editor.lines());
        }
    }
    for swap in notes::restored(&app.view, &view) {
        if let Some(line) = app.editor.replace_lines(&swap.from, &swap.to) {
            app.anchors.insert(swap.evaluation, &swap.to, line, app.editor.lines());
        }
    }
    app.view = view;
    app.notes = notes::notes(&app.view, &app.anchors, &app.editor);
}

/// Says what came of a command. Errors stand under their line, so they are not said twice.
fn tell(app: &mut App, outcome: &Outcome) {
    if let Some(message) = &outcome.message {
        app.say(message.clone());
    }
}

fn press(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    // Windows and the kitty protocol report the release of a key as well.
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    app.hint.take_if(|(_, until)| *until == Duration::MAX);
    if app.palette.is_some() {
        return press_in_palette(app, key);
    }
    let escaped = app.escaped.take().is_some_and(|at| app.now.saturating_sub(at) < AGAIN);
    match (key.code, escaped) {
        (KeyCode::Esc, true) => return act(app, Action::Palette),
        (KeyCode::Esc, false) => {
            app.escaped = Some(app.now);
            return Vec::new();
        }
        (KeyCode::Char(digit @ '0'..='9'), true) if key.modifiers.is_empty() => {
            return act(app, Action::Mute(keymap::slot_of(digit)));
        }
        _ => {}
    }
    match keymap::action(&key) {
        Some(action) => act(app, action),
        None if key.modifiers.contains(KeyModifiers::CONTROL) && is_taken_by_terminals(key.code) => Vec::new(),
        None => {
            app.editor.input(key);
            Vec::new()
        }
    }
}

/// Control keys that arrive as Enter, Tab, Backspace or Esc on some terminals: never let them mean something else.
fn is_taken_by_terminals(code: KeyCode) -> bool {
    matches!(code, KeyCode::Char('m' | 'i' | '[' | 'j'))
}

fn act(app: &mut App, action: Action) -> Vec<Effect> {
    if action != Action::Quit {
        app.leaving = false;
    }
    match action {
        Action::Evaluate => match app.editor.block() {
            Some(block) => {
                app.flash = Some((block.lines.clone(), app.now + FLASH));
                let command = Command::Evaluate {
                    text: block.text.clone(),
                    origin: TextOrigin::Stage,
                    offset: u32::try_from(block.begin).unwrap_or(u32::MAX),
                    now: false,
                };
                return vec![Effect::Apply(Some(block), command)];
            }
            None => app.say("nothing to play here: type a line, for instance  d1 $ s \"bd*4\""),
        },
        Action::Undo => return apply(Command::Undo { evaluation: None }),
        Action::Redo => return apply(Command::Redo { evaluation: None }),
        Action::Stop => return stop(app),
        Action::Mute(number) => {
            let slot = format!("d{number}");
            let muted = app.view.slots.iter().any(|view| view.name == slot && view.muted);
            return apply(Command::Mute { slot, on: !muted });
        }
        Action::Palette => app.palette = Some(Palette::new()),
        Action::Save => match app.editor.path {
            Some(_) => return vec![Effect::Save(app.editor.text() + "\n")],
            None => app.say("this set has no file yet: start with `melisma NAME.tidal` to keep it"),
        },
        Action::Quit => {
            // Text that would be lost asks once; what the built-in set became is in the log anyway.
            if app.editor.path.is_some() && app.editor.is_modified() && !app.leaving {
                app.leaving = true;
                app.say("unsaved text: Ctrl+S saves, Ctrl+Q again leaves without");
            } else {
                return vec![Effect::Quit];
            }
        }
        Action::TextUndo => app.editor.undo(),
        Action::TextRedo => app.editor.redo(),
        Action::Copy => match app.editor.selection() {
            Some(_) => app.editor.copy(),
            None => app.say("Ctrl+Q leaves; Ctrl+X silences"),
        },
        Action::Paste => app.editor.paste(),
        Action::PageUp => app.editor.move_lines(-(draw::page(app) as isize)),
        Action::PageDown => app.editor.move_lines(draw::page(app) as isize),
    }
    Vec::new()
}

fn press_in_palette(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    let Some(palette) = &mut app.palette else { return Vec::new() };
    match (key.code, keymap::action(&key)) {
        (KeyCode::Esc, _) | (_, Some(Action::Palette)) => app.palette = None,
        (_, Some(Action::Quit)) => {
            app.palette = None;
            return act(app, Action::Quit);
        }
        (_, Some(stop @ Action::Stop)) => return act(app, stop),
        (KeyCode::Enter, _) => {
            let chosen = palette.chosen();
            app.palette = None;
            match chosen {
                Some(Chosen::Insert(text)) => app.editor.insert(&text),
                Some(Chosen::Act(action)) => return act(app, action),
                None => {}
            }
        }
        (KeyCode::Up, _) => palette.step(-1),
        (KeyCode::Down, _) => palette.step(1),
        (KeyCode::PageUp, _) => palette.step(-8),
        (KeyCode::PageDown, _) => palette.step(8),
        (KeyCode::Backspace, _) => palette.erase(),
        (KeyCode::Char(letter), None) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => {
            palette.type_text(letter.encode_utf8(&mut [0; 4]));
        }
        _ => {}
    }
    Vec::new()
}

fn apply(command: Command) -> Vec<Effect> {
    vec![Effect::Apply(None, command)]
}

/// One step deeper with each press within a second: the pattern under the cursor, everything, tails too.
fn stop(app: &mut App) -> Vec<Effect> {
    let (count, last) = app.stops;
    let count = if count > 0 && app.now.saturating_sub(last) < AGAIN { (count + 1).min(3) } else { 1 };
    app.stops = (count, app.now);
    match count {
        1 => {
            let block = app.editor.block();
            let named = block.as_ref().and_then(|block| slot_of(&block.text));
            let playing = |name: &str| app.view.slots.iter().any(|slot| slot.name == name && slot.playing);
            match named.filter(|name| playing(name)) {
                Some(name) => apply(Command::Silence { slot: name.to_owned() }),
                None => {
                    app.say("nothing of this block sounds; Ctrl+X again hushes everything");
                    Vec::new()
                }
            }
        }
        2 => apply(Command::Hush),
        _ => apply(Command::Panic),
    }
}

#[cfg(test)]
mod tests;
