//! The palette over the stage: a search, the rows that match, and what the chosen one says.

use super::super::app::App;
use super::super::palette::{Entry, Palette};
use super::super::theme::{Ground, Ink};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

pub(super) fn draw(app: &App, palette: &Palette, frame: &mut Frame<'_>) {
    let whole = frame.area();
    let width = whole.width.saturating_sub(4).min(88);
    let height = whole.height.saturating_sub(2).min(22);
    if width < 16 || height < 3 {
        return;
    }
    let area = Rect::new((whole.width - width) / 2, (whole.height - height) / 2, width, height);
    let theme = &app.theme;
    let on = |ink, ground, text: String| Span::styled(text, theme.on(ink, ground));
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new("").style(theme.ground(Ground::Raised)), area);

    let search = Line::from(vec![
        on(Ink::Key, Ground::Raised, " F1 ".to_owned()),
        on(Ink::Strong, Ground::Raised, palette.query().to_owned()),
    ]);
    frame.render_widget(search, Rect { height: 1, ..area });
    let typed = Span::raw(palette.query()).width().min(usize::from(width) - 6);
    frame.set_cursor_position(Position::new(area.x + 4 + typed as u16, area.y));

    let entries = palette.entries();
    let about_rows = if height >= 12 { 5 } else { 0 };
    let list = Rect::new(area.x, area.y + 1, width, height - 1 - about_rows);
    let first = palette.selected().saturating_sub(usize::from(list.height).saturating_sub(1));
    let shown = entries.iter().enumerate().skip(first).take(usize::from(list.height));
    for (row, (number, entry)) in shown.enumerate() {
        let chosen = number == palette.selected();
        let ground = if chosen { Ground::Selected } else { Ground::Raised };
        let (name, ink, help) = match entry {
            Entry::Key(label, help, _) => (*label, Ink::Key, *help),
            Entry::Word(word) => (word.name, Ink::Word, word.help),
        };
        let line = Line::from(vec![on(ink, ground, format!(" {name:<12} ")), on(Ink::Text, ground, help.to_owned())]);
        let at = Rect::new(list.x, list.y + row as u16, width, 1);
        frame.render_widget(Paragraph::new(line).style(theme.ground(ground)), at);
    }
    if entries.is_empty() {
        let line = Line::from(on(Ink::Dim, Ground::Raised, " nothing of that name".to_owned()));
        frame.render_widget(line, list);
    }
    if let (Some(entry), true) = (entries.get(palette.selected()), about_rows > 0) {
        let about = Rect::new(area.x, area.bottom() - about_rows, width, about_rows);
        frame.render_widget(
            Paragraph::new(describe(app, entry)).wrap(Wrap { trim: false }).style(theme.ground(Ground::Panel)),
            about,
        );
    }
}

fn describe<'a>(app: &App, entry: &Entry) -> Vec<Line<'a>> {
    let on = |ink, text: String| Span::styled(text, app.theme.on(ink, Ground::Panel));
    match entry {
        Entry::Key(label, help, _) => vec![
            Line::from(on(Ink::Key, format!(" {label}"))),
            Line::from(on(Ink::Text, format!(" {help}"))),
            Line::from(on(Ink::Dim, " Enter does it".to_owned())),
        ],
        Entry::Word(word) => {
            let mut lines = vec![
                Line::from(vec![
                    on(Ink::Word, format!(" {}", word.name)),
                    on(Ink::Dim, format!("  :: {}", word.signature)),
                ]),
                Line::from(on(Ink::Text, format!(" {}", word.help))),
            ];
            if !word.aliases.is_empty() {
                lines.push(Line::from(on(Ink::Dim, format!(" also {}", word.aliases.join(", ")))));
            }
            lines.push(Line::from(vec![
                on(Ink::Quoted, format!(" {}", word.example)),
                on(Ink::Dim, "   Enter writes it".to_owned()),
            ]));
            lines
        }
    }
}
