//! The text: coloured, playing steps lit, errors underlined, meters in the gutter, messages between the lines.

use super::super::app::App;
use super::super::notes::slot_of;
use super::super::theme::{Ground, Ink};
use super::rows::{self, GUTTER, Row, cells};
use crate::diagnostic::Severity;
use crate::lang::paint::{self, Class};
use crate::session::SlotView;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use std::ops::Range;

/// What is true of each line, gathered once a frame.
struct Lit {
    /// Bytes of the line, and whether a network chose that step.
    playing: Vec<Vec<(Range<usize>, bool)>>,
    wrong: Vec<Vec<(Range<usize>, Severity)>>,
    /// Bytes of the whole text at which each line begins, and its classes.
    begins: Vec<usize>,
    classes: Vec<(Range<usize>, Class)>,
}

pub(super) fn draw(app: &App, area: Rect, frame: &mut Frame<'_>) {
    if area.height == 0 || area.width < GUTTER + 2 {
        return;
    }
    let rows = rows::rows(app, area.width);
    let lit = gather(app);
    let meters = meters(app);
    let under = app.editor.block().map(|block| block.lines);
    let flashing = app.flash.as_ref().map(|(lines, _)| lines.clone());
    for (number, row) in rows.iter().skip(app.scroll).take(usize::from(area.height)).enumerate() {
        let y = area.y + number as u16;
        let content = match row {
            Row::Text { line, chars } => {
                let flash = flashing.as_ref().is_some_and(|lines| lines.contains(line));
                let ground = if flash { Ground::Selected } else { Ground::Page };
                if flash {
                    frame.buffer_mut().set_style(Rect::new(area.x, y, area.width, 1), app.theme.ground(ground));
                }
                let inside = under.as_ref().is_some_and(|lines| lines.contains(line));
                let meter = (chars.start == 0).then(|| meters[*line]).flatten();
                let mut spans = gutter(app, *line, chars.start == 0, inside, meter, ground);
                spans.extend(text(app, &lit, *line, chars.clone(), ground));
                if let (Some(slot), true) = (meter, chars.end == app.editor.lines()[*line].chars().count()) {
                    spans.extend(waiting(app, slot, ground));
                }
                Line::from(spans)
            }
            Row::Note { severity, column, text } => note(app, *severity, *column, text),
        };
        frame.render_widget(content, Rect::new(area.x, y, area.width, 1));
    }
    if app.palette.is_none() {
        cursor(app, &rows, area, frame);
    }
}

fn cursor(app: &App, rows: &[Row], area: Rect, frame: &mut Frame<'_>) {
    let (line, column) = app.editor.cursor();
    let Some(at) = rows::cursor_row(app, rows) else { return };
    let Some(y) = at.checked_sub(app.scroll).filter(|y| *y < usize::from(area.height)) else { return };
    if let Row::Text { chars, .. } = &rows[at] {
        let before = app.editor.lines()[line].chars().skip(chars.start).take(column - chars.start);
        let indent = if chars.start == 0 { 0 } else { 2 };
        let x = usize::from(GUTTER) + indent + before.map(cells).sum::<usize>();
        frame.set_cursor_position(Position::new(area.x + x as u16, area.y + y as u16));
    }
}

fn gather(app: &App) -> Lit {
    let lines = app.editor.lines();
    let mut playing = vec![Vec::new(); lines.len()];
    for step in &app.view.lit {
        for place in app.anchors.places(step.span) {
            playing[place.line].push((place.bytes, step.network));
        }
    }
    let mut wrong = vec![Vec::new(); lines.len()];
    for note in app.notes.iter().filter(|note| note.line < lines.len()) {
        wrong[note.line].push((note.bytes.clone(), note.severity));
    }
    let mut begins = Vec::with_capacity(lines.len());
    let mut at = 0;
    for line in lines {
        begins.push(at);
        at += line.len() + 1;
    }
    Lit { playing, wrong, begins, classes: paint::paint(&lines.join("\n")) }
}

/// The slot whose meter stands beside each line.
fn meters(app: &App) -> Vec<Option<&SlotView>> {
    let lines = app.editor.lines();
    let mut meters: Vec<Option<&SlotView>> = vec![None; lines.len()];
    for slot in &app.view.slots {
        let named: Vec<usize> = (0..lines.len()).filter(|at| slot_of(&lines[*at]) == Some(&slot.name)).collect();
        // Of several lines for one slot, the one whose evaluation sounds.
        let sounding = app.anchors.lines(slot.evaluation);
        let current = named.iter().copied().find(|line| sounding.contains(line));
        if let Some(line) = current.or(named.first().copied()) {
            meters[line] = Some(slot);
        }
    }
    meters
}

fn gutter<'a>(
    app: &App,
    line: usize,
    first: bool,
    inside: bool,
    meter: Option<&SlotView>,
    ground: Ground,
) -> Vec<Span<'a>> {
    let theme = &app.theme;
    let number = if first { format!("{:>3} ", line + 1) } else { format!("{:>3} ", app.glyphs.wrap) };
    let mut spans = vec![Span::styled(number, theme.on(if inside { Ink::Text } else { Ink::Dim }, ground))];
    match meter {
        Some(slot) if slot.muted => {
            spans.push(Span::styled(format!("{} ", app.glyphs.mute), theme.on(Ink::Warm, ground)));
        }
        Some(slot) if slot.playing => {
            // Peak and loudness side by side: what hits, and what stays.
            for level in [slot.peak, slot.rms] {
                let (mark, ink) = level_mark(app, level);
                spans.push(Span::styled(mark, theme.on(ink, ground)));
            }
        }
        _ => spans.push(Span::styled("  ", theme.on(Ink::Faint, ground))),
    }
    let edge = if inside { app.glyphs.block } else { " " };
    spans.push(Span::styled(edge, theme.on(Ink::Slot, ground)));
    if !first {
        spans.push(Span::styled("  ", theme.ground(ground)));
    }
    spans
}

/// A peak of 0 to 1 as a mark over 48 dB, and its colour.
pub(super) fn level_mark(app: &App, peak: f32) -> (&'static str, Ink) {
    let decibels = 20.0 * peak.max(1e-6).log10();
    let ink = match decibels {
        d if d > -1.5 => Ink::Hot,
        d if d > -9.0 => Ink::Warm,
        d if d > -47.0 => Ink::Good,
        _ => Ink::Faint,
    };
    (app.glyphs.level(1.0 + decibels / 48.0), ink)
}

fn text<'a>(app: &App, lit: &Lit, line: usize, chars: Range<usize>, ground: Ground) -> Vec<Span<'a>> {
    let content = &app.editor.lines()[line];
    let selection = app.editor.selection();
    let mut spans: Vec<Span<'a>> = Vec::new();
    for (column, (byte, c)) in content.char_indices().enumerate().skip(chars.start).take(chars.len()) {
        let at = lit.begins[line] + byte;
        let class = lit
            .classes
            .binary_search_by(|(range, _)| {
                if range.end <= at {
                    std::cmp::Ordering::Less
                } else if range.start > at {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .ok()
            .map(|found| lit.classes[found].1);
        let selected = selection.is_some_and(|(from, to)| (from..to).contains(&(line, column)));
        let ground = if selected { Ground::Selected } else { ground };
        let mut style = app.theme.on(ink(class), ground);
        let playing = lit.playing[line].iter().filter(|(bytes, _)| bytes.contains(&byte));
        if let Some(network) = playing.map(|(_, network)| *network).reduce(|a, b| a || b) {
            style = app.theme.on(if network { Ink::Network } else { Ink::Playing }, ground);
        }
        let wrong = lit.wrong[line].iter().filter(|(bytes, _)| bytes.contains(&byte) || bytes.start == byte);
        if let Some(severity) = wrong.map(|(_, severity)| *severity).next() {
            style = underlined(app, severity, ground);
        }
        match spans.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push(c),
            _ => spans.push(Span::styled(c.to_string(), style)),
        }
    }
    spans
}

fn ink(class: Option<Class>) -> Ink {
    match class {
        Some(Class::Slot) => Ink::Slot,
        Some(Class::Word) => Ink::Word,
        Some(Class::Number) => Ink::Number,
        Some(Class::Operator) => Ink::Operator,
        Some(Class::Quoted) => Ink::Quoted,
        Some(Class::Notation) => Ink::Notation,
        Some(Class::Comment) => Ink::Dim,
        Some(Class::Name) | None => Ink::Text,
    }
}

fn severity_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Hot,
        Severity::Warning => Ink::Warm,
        Severity::Hint => Ink::Word,
    }
}

fn underlined(app: &App, severity: Severity, ground: Ground) -> Style {
    app.theme.on(severity_ink(severity), ground).add_modifier(Modifier::UNDERLINED)
}

/// `← 1.4 beats` behind a line whose new pattern waits for its boundary.
fn waiting<'a>(app: &App, slot: &SlotView, ground: Ground) -> Option<Span<'a>> {
    let beats = (slot.pending?.to_f64() - app.view.cycle) * App::BEATS as f64;
    let words = format!("  {} {:.0}", app.glyphs.left, beats.max(0.0).ceil());
    Some(Span::styled(words, app.theme.on(Ink::Warm, ground)))
}

fn note<'a>(app: &App, severity: Severity, column: Option<usize>, text: &str) -> Line<'a> {
    let style = app.theme.on(severity_ink(severity), Ground::Page).remove_modifier(Modifier::BOLD);
    let lead = " ".repeat(usize::from(GUTTER) + column.unwrap_or(0));
    let elbow = column.map_or(String::new(), |_| format!("{} ", app.glyphs.elbow));
    Line::from(vec![Span::raw(lead), Span::styled(elbow + text, style)])
}
