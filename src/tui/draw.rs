//! The stage as cells: a pure function of [`App`].
//!
//! ```text
//!  ▶ 120.0 bpm  0.500 cps  cycle 17.3    cpu 11%  10.7 ms  0 xruns   L ▆ R ▅     status
//!  ━━━━━━━━━━━━━━━━━━╸──────────┬──────────  d1 in 1.4 beats                     cycle bar
//!   1 ▅▆▌d1 $ s "bd*4"                                                           text, meters in its gutter
//!        ╰─ `sounf` is not a word here; did you mean `sound`? d1 plays on
//!  ─ next ─────────────────────────── folk ───────────────────────────────       roll, network
//!  17.0  d1 from the next cycle                                                  log
//!  Ctrl+E play  Ctrl+U undo  Ctrl+X silence  F1 anything                         footer
//! ```
//!
//! Panels give way from the bottom up as the terminal shrinks; at 20 x 5 the text is still there.

mod bars;
mod network;
mod palette;
mod roll;
mod rows;
mod text;

use super::app::App;
use super::theme::{Ground, Ink};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

/// Where everything stands; an area of height 0 is not drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Tempo, place, load, level.
    pub status: Rect,
    /// The cycle bar.
    pub cycle: Rect,
    /// The text with its gutter.
    pub text: Rect,
    /// What comes next.
    pub roll: Rect,
    /// The networks' inside; width 0 where none plays.
    pub network: Rect,
    /// The log.
    pub log: Rect,
    /// The keys.
    pub footer: Rect,
}

impl Areas {
    /// The areas of a terminal of `width` x `height` cells; `networks` says whether one plays.
    pub fn of((width, height): (u16, u16), networks: bool) -> Self {
        let (status, footer) = (u16::from(height >= 4), u16::from(height >= 5));
        let cycle = u16::from(height >= 7);
        let log = match height {
            0..=8 => 0,
            9..=17 => 1,
            18..=29 => 2,
            _ => 4,
        };
        let roll = match height {
            0..=13 => 0,
            14..=19 => 5,
            20..=29 => 7,
            _ => (height / 3).min(14),
        };
        let text = height - status - cycle - roll - log - footer;
        let mut top = 0;
        let mut take = |rows: u16| {
            let area = Rect::new(0, top, width, rows);
            top += rows;
            area
        };
        let (status, cycle, text, roll, log, footer) =
            (take(status), take(cycle), take(text), take(roll), take(log), take(footer));
        let beside = if networks && width >= 60 { (width / 3).min(34) } else { 0 };
        let network = Rect { x: width - beside, width: beside, ..roll };
        Self { status, cycle, text, roll: Rect { width: width - beside, ..roll }, network, log, footer }
    }

    fn for_app(app: &App) -> Self {
        Self::of(app.size, network::is_playing(app))
    }
}

/// Draws the stage.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    frame.render_widget(Block::new().style(app.theme.ground(Ground::Page)), frame.area());
    let areas = Areas::for_app(app);
    bars::status(app, areas.status, frame);
    bars::cycle(app, areas.cycle, frame);
    text::draw(app, areas.text, frame);
    roll::draw(app, areas.roll, frame);
    network::draw(app, areas.network, frame);
    bars::log(app, areas.log, frame);
    bars::footer(app, areas.footer, frame);
    if let Some(palette) = &app.palette {
        palette::draw(app, palette, frame);
    }
}

/// Scrolls so far that the cursor is in sight.
pub fn follow_cursor(app: &mut App) {
    let area = Areas::for_app(app).text;
    let height = usize::from(area.height);
    let rows = rows::rows(app, area.width);
    let at = rows::cursor_row(app, &rows).unwrap_or(0);
    // The messages under the cursor's line are to be read as well.
    let below = rows[at..].iter().skip(1).take_while(|row| matches!(row, rows::Row::Note { .. })).count();
    if height > 0 && at + below >= app.scroll + height {
        app.scroll = at + below + 1 - height;
    }
    app.scroll = app.scroll.min(at);
    app.scroll = app.scroll.min(rows.len().saturating_sub(1));
}

/// How many lines PageUp and PageDown move.
pub fn page(app: &App) -> usize {
    usize::from(Areas::for_app(app).text.height).saturating_sub(1).max(1)
}

/// A panel's title line: a rule with words in it.
fn title<'a>(app: &App, words: &str, width: u16, ground: Ground) -> Line<'a> {
    let words = format!(" {words} ");
    let left = app.glyphs.rule.to_owned();
    let used = 1 + Span::raw(words.as_str()).width();
    let rest = app.glyphs.rule.repeat(usize::from(width).saturating_sub(used));
    let faint = app.theme.on(Ink::Faint, ground);
    Line::from(vec![
        Span::styled(left, faint),
        Span::styled(words, app.theme.on(Ink::Dim, ground)),
        Span::styled(rest, faint),
    ])
}
