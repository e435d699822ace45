//! The bars: status and cycle above the text, log and keys below.

use super::super::app::App;
use super::super::keymap::KEYS;
use super::super::theme::{Ground, Ink};
use crate::time::Cycle;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Cells of the output meter.
const METER: usize = 10;

type Spans = Vec<Span<'static>>;

fn width(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

/// Whether any slot sounds.
fn playing(app: &App) -> bool {
    app.view.slots.iter().any(|slot| slot.playing)
}

/// Tempo, place, load, latency, lost blocks, level. Figures give way from the right where the room is short.
pub(super) fn status(app: &App, area: Rect, frame: &mut Frame<'_>) {
    let (view, theme) = (&app.view, &app.theme);
    let on = |ink, text: String| Span::styled(text, theme.on(ink, Ground::Raised));
    let bpm = view.cps * 60.0 * App::BEATS as f64;
    let mut left: Spans = vec![
        on(if playing(app) { Ink::Good } else { Ink::Dim }, format!(" {} ", app.glyphs.play)),
        on(Ink::Strong, format!("{bpm:.1}")),
        on(Ink::Dim, " bpm  cycle ".to_owned()),
        on(Ink::Strong, format!("{:.1}", view.cycle)),
    ];
    let name =
        app.editor.path.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let star = if app.editor.path.is_some() && app.editor.is_modified() { "*" } else { "" };
    left.push(on(Ink::Dim, format!("  {}{star}", name.unwrap_or_else(|| "first set".to_owned()))));

    let load = match view.audio.load {
        load if load > 0.8 => Ink::Hot,
        load if load > 0.5 => Ink::Warm,
        _ => Ink::Text,
    };
    let lost = if view.audio.xruns + view.audio.missed + view.audio.late > 0 { Ink::Hot } else { Ink::Text };
    let latency = view.audio.latency as f64 / f64::from(view.audio.rate.max(1));
    let mut figures: Vec<Spans> = vec![
        meter(app),
        vec![on(lost, format!("{}", view.audio.xruns)), on(Ink::Dim, " xruns ".to_owned())],
        vec![on(load, format!("{:.0}%", view.audio.load * 100.0)), on(Ink::Dim, " cpu  ".to_owned())],
        vec![on(Ink::Text, format!("{:.0}", latency * 1000.0)), on(Ink::Dim, " ms  ".to_owned())],
        vec![on(Ink::Dim, format!("{}  ", view.audio.host))],
    ];
    if view.singers.rung > 0 {
        // Next to the level, so that it is the last to give way.
        figures.insert(1, vec![on(Ink::Hot, format!("rung {} ", view.singers.rung))]);
    }
    let room = usize::from(area.width);
    while figures.len() > 1 && width(&left) + figures.iter().map(|part| width(part)).sum::<usize>() + 2 > room {
        figures.pop();
    }
    // Level outermost, the device innermost.
    let right: Spans = figures.into_iter().rev().flatten().collect();
    let gap = room.saturating_sub(width(&left) + width(&right));
    left.push(on(Ink::Dim, " ".repeat(gap)));
    left.extend(right);
    frame.render_widget(Paragraph::new(Line::from(left)).style(theme.ground(Ground::Raised)), area);
}

/// The output's peak over 48 dB, cell by cell: green, from -9 dB on amber, at the top red.
fn meter(app: &App) -> Spans {
    let reached = 1.0 + 20.0 * app.view.audio.peak.max(1e-6).log10() / 48.0;
    let cell = |number: usize| {
        let lit = reached * METER as f32 > number as f32;
        let ink = match number {
            _ if !lit => Ink::Faint,
            n if n + 1 == METER => Ink::Hot,
            n if n + 3 >= METER => Ink::Warm,
            _ => Ink::Good,
        };
        Span::styled(app.glyphs.meter[usize::from(!lit)], app.theme.on(ink, Ground::Raised))
    };
    let edge = || Span::styled(" ", app.theme.ground(Ground::Raised));
    std::iter::once(edge()).chain((0..METER).map(cell)).chain([edge()]).collect()
}

/// The cycle as a line of beats, and what waits for its end.
pub(super) fn cycle(app: &App, area: Rect, frame: &mut Frame<'_>) {
    let (view, theme, glyphs) = (&app.view, &app.theme, &app.glyphs);
    let beats = App::BEATS;
    let waiting: Vec<&str> =
        view.slots.iter().filter(|slot| slot.pending.is_some()).map(|slot| slot.name.as_str()).collect();
    let due = view.slots.iter().filter_map(|slot| slot.pending).map(Cycle::to_f64).fold(f64::INFINITY, f64::min);
    let words = if waiting.is_empty() {
        String::new()
    } else {
        let left = ((due - view.cycle) * beats as f64).max(0.0);
        format!(" {} {} in {left:.1} beats ", glyphs.wait, waiting.join(" "))
    };
    let words_width = Span::raw(words.as_str()).width();
    let room = usize::from(area.width).saturating_sub(2 + words_width);
    let cells = room / beats * beats;
    let phase = view.cycle.rem_euclid(1.0);
    let at = (phase * cells as f64) as usize;
    let on = |ink, text: String| Span::styled(text, theme.on(ink, Ground::Page));
    let mut spans = vec![on(Ink::Faint, " ".to_owned())];
    for cell in 0..cells {
        let beat = cell.is_multiple_of((cells / beats).max(1));
        spans.push(match cell {
            _ if cell < at => on(if waiting.is_empty() { Ink::Good } else { Ink::Warm }, glyphs.past.to_owned()),
            _ if cell == at && playing(app) => on(Ink::Strong, glyphs.head.to_owned()),
            _ if beat => on(Ink::Dim, glyphs.beat.to_owned()),
            _ => on(Ink::Faint, glyphs.future.to_owned()),
        });
    }
    spans.push(on(Ink::Warm, words));
    frame.render_widget(Line::from(spans), area);
}

/// The last lines of the log; a hint for the performer stands below them.
pub(super) fn log(app: &App, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.theme;
    let mut lines: Vec<Line<'_>> = Vec::new();
    if let Some((hint, _)) = &app.hint {
        lines.push(Line::styled(format!(" {hint}"), theme.on(Ink::Strong, Ground::Panel)));
    }
    // What was just said to the performer stands in the log too; once is enough.
    let said = app.hint.as_ref().map(|(hint, _)| hint.as_str());
    for entry in app.view.log.iter().rev().filter(|entry| said != Some(entry.text.as_str())) {
        let ink = if entry.bad { Ink::Hot } else { Ink::Dim };
        lines.push(Line::styled(format!(" {:>6.1}  {}", entry.cycle, entry.text), theme.on(ink, Ground::Panel)));
    }
    lines.truncate(usize::from(area.height));
    lines.reverse();
    frame.render_widget(Paragraph::new(lines).style(theme.ground(Ground::Panel)), area);
}

/// The keys, as many as fit.
pub(super) fn footer(app: &App, area: Rect, frame: &mut Frame<'_>) {
    let theme = &app.theme;
    let mut spans: Spans = Vec::new();
    for key in KEYS.iter().filter(|key| key.footer) {
        let next = [
            Span::styled(format!(" {} ", key.label), theme.on(Ink::Key, Ground::Raised)),
            Span::styled(format!("{} ", key.title), theme.on(Ink::Text, Ground::Raised)),
        ];
        if width(&spans) + width(&next) > usize::from(area.width) {
            continue;
        }
        spans.extend(next);
    }
    frame.render_widget(Paragraph::new(Line::from(spans)).style(theme.ground(Ground::Raised)), area);
}
