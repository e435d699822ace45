//! A stage in the middle of a set, for the tests of its screen: two drum slots, a network on the cello, one error.

use melisma::diagnostic::{Diagnostic, SourceSpan};
use melisma::pattern::Origin;
use melisma::session::{AudioView, EvaluationView, Lit, LogLine, RollNote, SlotView, TextOrigin, View};
use melisma::time::Cycle;
use melisma::tui::app::{App, Message};
use melisma::tui::editor::Editor;
use melisma::tui::glyphs::Glyphs;
use melisma::tui::theme::{Depth, Theme};
use melisma::tui::update::update;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::time::Duration;

pub(crate) const SET: &str = r#"-- Ctrl+E plays the block under the cursor
d1 $ stack [s "bd*4", s "~ sn ~ sn"]

d2 $ s "hh*8" # gain (range 0.7 0.9 sine)

d3 $ note (melody "folk")
  # s "wavenet:cello" # temp 0.8

d2 $ sounf "hh*16"
"#;

fn slot(name: &str, number: u16, peak: f32, evaluation: u32) -> SlotView {
    SlotView {
        name: name.to_owned(),
        number,
        playing: true,
        muted: false,
        solo: false,
        pending: None,
        peak,
        rms: peak * 0.5,
        evaluation,
    }
}

fn evaluation(number: u32, text: &str) -> EvaluationView {
    let offset = SET.find(text).expect("the evaluated text stands in the set") as u32;
    EvaluationView {
        number,
        text: text.into(),
        offset,
        origin: TextOrigin::Stage,
        undone: false,
        diagnostics: Vec::new(),
    }
}

/// The byte span of `part` in `text`.
pub(crate) fn span(text: &str, part: &str, evaluation: u32) -> SourceSpan {
    let begin = text.find(part).expect("the part stands in the text");
    SourceSpan::new(begin, begin + part.len()).of_evaluation(evaluation)
}

/// What the session shows while the set plays at cycle 17.3.
pub(crate) fn playing() -> View {
    let drums = "d1 $ stack [s \"bd*4\", s \"~ sn ~ sn\"]";
    let hats = "d2 $ s \"hh*8\" # gain (range 0.7 0.9 sine)";
    let tune = "d3 $ note (melody \"folk\")\n  # s \"wavenet:cello\" # temp 0.8";
    let broken = "d2 $ sounf \"hh*16\"";
    let mut wrong = evaluation(4, broken);
    wrong.diagnostics.push(
        Diagnostic::error(span(broken, "sounf", 0), "`sounf` is not a word here").with_help("did you mean `sound`?"),
    );
    let mut roll = Vec::new();
    for beat in 0..12 {
        let begin = 17.0 + f64::from(beat) / 4.0;
        let sound = |name: &str, slot, begin: f64, length| RollNote {
            slot,
            begin,
            end: begin + length,
            note: None,
            sound: Some(name.to_owned()),
            network: None,
        };
        roll.push(sound("bd", 1, begin, 0.25));
        roll.push(sound("hh", 2, begin, 0.125));
        roll.push(sound("hh", 2, begin + 0.125, 0.125));
        if beat % 2 == 1 {
            roll.push(sound("sn", 1, begin, 0.25));
        }
    }
    let tune_notes =
        [(0.0, 0.25, 2.0, 0.41), (0.25, 0.125, 5.0, 0.22), (0.375, 0.125, 7.0, 0.63), (0.5, 0.5, 9.0, 0.35)];
    for (cycle, up) in [(17.0, 0.0), (18.0, 2.0), (19.0, -3.0)] {
        for (step, (begin, length, note, probability)) in tune_notes.into_iter().enumerate() {
            roll.push(RollNote {
                slot: 3,
                begin: cycle + begin,
                end: cycle + begin + length,
                note: Some(note + up),
                sound: Some("wavenet:cello".to_owned()),
                network: Some(Origin {
                    model: "folk".into(),
                    cycle: cycle as i64,
                    step: step as u32,
                    probability,
                    rung: 0,
                }),
            });
        }
    }
    let mut slots = vec![slot("d1", 1, 0.5, 1), slot("d2", 2, 0.12, 2), slot("d3", 3, 0.3, 3)];
    slots[2].pending = Some(Cycle::new(18, 1));
    View {
        cycle: 17.3,
        cps: 0.5,
        slots,
        lit: vec![
            Lit { span: span(drums, "bd*4", 1), slot: 1, network: false },
            Lit { span: span(drums, "sn", 1), slot: 1, network: false },
            Lit { span: span(hats, "hh*8", 2), slot: 2, network: false },
            Lit { span: span(tune, "\"folk\"", 3), slot: 3, network: true },
        ],
        evaluations: vec![evaluation(1, drums), evaluation(2, hats), evaluation(3, tune), wrong],
        audio: AudioView {
            host: "jack".to_owned(),
            device: "system".to_owned(),
            rate: 48000,
            latency: 512,
            xruns: 0,
            load: 0.11,
            voices: 4,
            late: 0,
            peak: 0.4,
            ..AudioView::default()
        },
        roll,
        log: vec![
            LogLine { cycle: 16.2, text: "evaluation 3: d3 from cycle 17".to_owned(), bad: false },
            LogLine { cycle: 17.1, text: "evaluation 4: an error; d2 plays on".to_owned(), bad: true },
        ],
        ..View::default()
    }
}

/// A stage of the set, no session seen yet.
pub(crate) fn app(depth: Depth, glyphs: Glyphs, (width, height): (u16, u16)) -> App {
    let mut app = App::new(Editor::new(SET, Some("set.tidal".into())), Theme::new(depth), glyphs);
    update(&mut app, Message::Resize(width, height));
    app
}

/// The next time to draw.
pub(crate) fn tick(app: &mut App, view: View, milliseconds: u64) {
    update(app, Message::Tick(Box::new(view), Duration::from_millis(milliseconds)));
}

/// The screen, with its colours.
pub(crate) fn buffer(app: &App) -> ratatui::buffer::Buffer {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).unwrap();
    terminal.draw(|frame| melisma::tui::draw::draw(app, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The screen as text, line by line, without spaces at line ends.
pub(crate) fn screen(app: &App) -> String {
    let buffer = buffer(app);
    let area = buffer.area;
    let line = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..area.height).map(line).collect::<Vec<_>>().join("\n")
}
