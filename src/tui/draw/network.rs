//! What the networks decide, small: the notes that come, each with the probability its network gave it.
//!
//! ```text
//! ─ folk ───────────────────
//! ▶ a5  ━━━━━━╸  41%      sounds now
//!   b5  ━━━╸     20%
//! ```

use super::super::app::App;
use super::super::theme::{Ground, Ink};
use super::roll::note_name;
use super::title;
use crate::session::RollNote;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Whether a network plays, so that the panel is shown.
pub(super) fn is_playing(app: &App) -> bool {
    app.view.roll.iter().any(|note| note.network.is_some())
}

pub(super) fn draw(app: &App, area: Rect, frame: &mut Frame<'_>) {
    if area.height < 2 || area.width < 16 {
        return;
    }
    let theme = &app.theme;
    let on = |ink, text: String| Span::styled(text, theme.on(ink, Ground::Panel));
    let mut notes: Vec<&RollNote> =
        app.view.roll.iter().filter(|note| note.network.is_some() && note.end > app.view.cycle).collect();
    notes.sort_by(|a, b| a.begin.total_cmp(&b.begin));
    let mut models: Vec<&str> = notes.iter().filter_map(|note| Some(&*note.network.as_ref()?.model)).collect();
    models.sort_unstable();
    models.dedup();
    let mut lines = vec![title(app, &models.join(" "), area.width, Ground::Panel)];
    let width = usize::from(area.width).saturating_sub(15).min(16);
    for note in notes.into_iter().take(usize::from(area.height) - 1) {
        let Some(origin) = &note.network else { continue };
        let sounding = note.begin <= app.view.cycle;
        let bar = app.glyphs.share(origin.probability, width);
        let pad = " ".repeat(width.saturating_sub(Span::raw(bar.as_str()).width()));
        let name = note.note.map_or_else(|| note.sound.clone().unwrap_or_default(), note_name);
        let edge = if sounding { app.glyphs.play } else { " " };
        let mut spans = vec![
            on(Ink::Slot, format!(" {edge} ")),
            on(if sounding { Ink::Strong } else { Ink::Text }, format!("{name:<4} ")),
            on(Ink::Model, bar),
            on(Ink::Text, format!("{pad} {:>3.0}%", origin.probability * 100.0)),
        ];
        if origin.rung > 0 {
            spans.push(on(Ink::Hot, " late".to_owned()));
        }
        lines.push(Line::from(spans));
    }
    frame.render_widget(Paragraph::new(lines).style(theme.ground(Ground::Panel)), area);
}
