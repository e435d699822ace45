//! The piano roll of what comes next: two cycles from just before now, pitched notes by height in half rows, sounds
//! without a pitch in lanes of their own under them.
//!
//! ```text
//!  e5  │   ▄▄   ┊  ▀▀          │ is now, ┊ a cycle's begin
//!  c5  │▀▀    ▀▀┊▄▄            network notes have another colour and grain
//!  bd  █   █   █┊  █
//! ```

use super::super::app::App;
use super::super::theme::{Ground, Ink};
use super::title;
use crate::session::RollNote;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::Block;

/// Cycles shown before now.
const PAST: f64 = 0.25;
/// Cycles shown in all.
const SHOWN: f64 = 2.25;
/// Columns for the names.
const NAMES: u16 = 7;

/// What stands in one half of a cell: its ink, and whether a network chose it.
type Mark = (Ink, bool);

/// Colours of slots, in turn.
const SLOTS: [Ink; 4] = [Ink::Word, Ink::Quoted, Ink::Number, Ink::Operator];

pub(super) fn draw(app: &App, area: Rect, frame: &mut Frame<'_>) {
    if area.height < 3 || area.width < NAMES + 16 {
        return;
    }
    frame.render_widget(Block::new().style(app.theme.ground(Ground::Panel)), area);
    frame.render_widget(title(app, "next", area.width, Ground::Panel), Rect { height: 1, ..area });
    let inner = Rect::new(area.x + NAMES, area.y + 1, area.width - NAMES - 1, area.height - 1);
    grid(app, inner, frame);
    if app.view.roll.is_empty() {
        let words = Span::styled(" nothing yet ", app.theme.on(Ink::Dim, Ground::Panel));
        let (x, y) = (inner.x + inner.width / 2 - 6, inner.y + inner.height / 2);
        frame.buffer_mut().set_span(x, y, &words, 13);
    }

    let sounds = sounds(app);
    let pitched: Vec<&RollNote> = app.view.roll.iter().filter(|event| event.note.is_some()).collect();
    let most = if pitched.is_empty() { inner.height } else { (inner.height / 2).max(1) };
    let lanes = (sounds.len() as u16).min(most);
    for (lane, sound) in sounds.iter().take(usize::from(lanes)).enumerate() {
        let y = inner.bottom() - lanes + lane as u16;
        let events =
            app.view.roll.iter().filter(|event| event.note.is_none() && event.sound.as_deref() == Some(*sound));
        for event in events {
            hit(app, event, Rect::new(inner.x, y, inner.width, 1), frame);
        }
        name(app, sound, area.x, y, frame);
    }
    notes(app, &pitched, Rect { height: inner.height - lanes, ..inner }, area.x, frame);
    let now = inner.x + (PAST / SHOWN * f64::from(inner.width)) as u16;
    for y in inner.y..inner.bottom() {
        let cell = &mut frame.buffer_mut()[(now, y)];
        if matches!(cell.symbol(), " ") || app.glyphs.grid.contains(&cell.symbol()) {
            cell.set_symbol(app.glyphs.now).set_style(app.theme.on(Ink::Dim, Ground::Panel));
        }
    }
}

/// Sounds without a pitch, each once, in the order of their slots.
fn sounds(app: &App) -> Vec<&str> {
    let mut sounds: Vec<&str> = Vec::new();
    for event in app.view.roll.iter().filter(|event| event.note.is_none()) {
        if let Some(sound) = event.sound.as_deref()
            && !sounds.contains(&sound)
        {
            sounds.push(sound);
        }
    }
    sounds.sort_unstable();
    sounds
}

fn notes(app: &App, events: &[&RollNote], area: Rect, names: u16, frame: &mut Frame<'_>) {
    let pitches = events.iter().filter_map(|event| event.note);
    let (low, high) = pitches.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(p), h.max(p)));
    if !low.is_finite() || area.height == 0 {
        return;
    }
    // One half row a semitone where that fits, otherwise the range is squeezed.
    let halves = usize::from(area.height) * 2;
    let spread = (high - low).max(1.0);
    let step = (spread / (halves - 1) as f64).max(1.0);
    let spare = (halves - 1) as f64 - spread / step;
    let mut cells = vec![vec![[None; 2]; usize::from(area.width)]; usize::from(area.height)];
    for event in events {
        let Some(note) = event.note else { continue };
        let half = (((high - note) / step + spare / 2.0).round() as usize).min(halves - 1);
        mark(app, &mut cells[half / 2], event, half % 2);
    }
    for (line, cells) in cells.iter().enumerate() {
        row(app, cells, Rect::new(area.x, area.y + line as u16, area.width, 1), frame);
    }
    name(app, &note_name(high), names, area.y + (spare / 4.0) as u16, frame);
    if area.height > 1 && spread > 1.0 {
        name(app, &note_name(low), names, area.bottom() - 1 - (spare / 4.0) as u16, frame);
    }
}

/// Its slot's colour, its network's, or the brightest while it sounds.
fn ink(app: &App, event: &RollNote) -> Ink {
    if event.begin <= app.view.cycle && app.view.cycle < event.end {
        Ink::Strong
    } else if event.network.is_some() {
        Ink::Model
    } else {
        SLOTS[usize::from(event.slot) % SLOTS.len()]
    }
}

/// A struck sound has no length of its own to show: one cell, two where there is room.
fn hit(app: &App, event: &RollNote, area: Rect, frame: &mut Frame<'_>) {
    let scale = f64::from(area.width) / SHOWN;
    let from = ((event.begin - app.view.cycle + PAST) * scale).round();
    let cells = if (event.end - event.begin) * scale >= 5.0 { 2 } else { 1 };
    for column in (0..cells).map(|cell| from + f64::from(cell)) {
        if (0.0..f64::from(area.width)).contains(&column) {
            let style = app.theme.on(ink(app, event), Ground::Panel);
            frame.buffer_mut()[(area.x + column as u16, area.y)].set_symbol(app.glyphs.hit).set_style(style);
        }
    }
}

/// Writes `event` into the cells of its row, in their upper (0) or lower (1) half.
fn mark(app: &App, cells: &mut [[Option<Mark>; 2]], event: &RollNote, half: usize) {
    let width = cells.len() as f64;
    let column = |cycle: f64| ((cycle - app.view.cycle + PAST) / SHOWN * width).round();
    let (from, to) = (column(event.begin), column(event.end));
    if to < 0.0 || from >= width {
        return;
    }
    let mark = (ink(app, event), event.network.is_some());
    let first = from.max(0.0) as usize;
    // The last cell stays free, so that notes of one pitch in a row are told apart.
    let last = ((to - 1.0).max(from).max(0.0) as usize).min(cells.len() - 1);
    for cell in &mut cells[first..=last] {
        cell[half] = Some(mark);
    }
}

fn row(app: &App, cells: &[[Option<Mark>; 2]], area: Rect, frame: &mut Frame<'_>) {
    for (column, cell) in cells.iter().enumerate() {
        let by_network = cell.iter().flatten().any(|(_, network)| *network);
        let marks = if by_network { app.glyphs.model_note } else { app.glyphs.note };
        let style = |mark: Mark| app.theme.on(mark.0, Ground::Panel);
        let (symbol, style) = match *cell {
            [None, None] => continue,
            [Some(upper), None] => (marks[0], style(upper)),
            [None, Some(lower)] => (marks[1], style(lower)),
            [Some(upper), Some(lower)] if upper == lower => (marks[2], style(upper)),
            [Some(upper), Some(lower)] => {
                let lower = style(lower);
                (marks[0], Style { bg: lower.fg, ..style(upper) })
            }
        };
        frame.buffer_mut()[(area.x + column as u16, area.y)].set_symbol(symbol).set_style(style);
    }
}

fn grid(app: &App, area: Rect, frame: &mut Frame<'_>) {
    let beats = App::BEATS as f64;
    let first = ((app.view.cycle - PAST) * beats).ceil() as i64;
    let faint = app.theme.on(Ink::Faint, Ground::Panel);
    for beat in first..first + (SHOWN * beats) as i64 + 1 {
        let column = (beat as f64 / beats - app.view.cycle + PAST) / SHOWN * f64::from(area.width);
        if column < 0.0 || column >= f64::from(area.width) {
            continue;
        }
        let symbol = app.glyphs.grid[usize::from(beat.rem_euclid(beats as i64) != 0)];
        for y in area.y..area.bottom() {
            frame.buffer_mut()[(area.x + column as u16, y)].set_symbol(symbol).set_style(faint);
        }
    }
}

fn name(app: &App, name: &str, x: u16, y: u16, frame: &mut Frame<'_>) {
    let short: String = name.chars().take(usize::from(NAMES) - 2).collect();
    let style = app.theme.on(Ink::Dim, Ground::Panel);
    frame.buffer_mut().set_span(x, y, &Span::styled(format!("{short:>5} "), style), NAMES - 1);
}

/// `c5` for 0, as Tidal counts.
pub(super) fn note_name(note: f64) -> String {
    const NAMES: [&str; 12] = ["c", "cs", "d", "ef", "e", "f", "fs", "g", "gs", "a", "bf", "b"];
    let semitone = note.round() as i64;
    format!("{}{}", NAMES[semitone.rem_euclid(12) as usize], semitone.div_euclid(12) + 5)
}
