//! The stage as a terminal shows it: whole screens as text, and that no size breaks it.

use super::stage_scene::{app, buffer, playing, screen, tick};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use melisma::tui::app::Message;
use melisma::tui::glyphs::{ASCII, UNICODE};
use melisma::tui::theme::Depth;
use melisma::tui::update::update;
use ratatui::style::Color;

#[test]
fn a_set_that_plays_fits_into_80_by_24() {
    let mut stage = app(Depth::True, UNICODE, (80, 24));
    tick(&mut stage, playing(), 1000);
    insta::assert_snapshot!(screen(&stage));
}

#[test]
fn the_same_set_in_ascii() {
    let mut stage = app(Depth::Plain, ASCII, (80, 24));
    tick(&mut stage, playing(), 1000);
    let text = screen(&stage);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn at_20_by_5_the_text_is_still_there() {
    let mut stage = app(Depth::True, UNICODE, (20, 5));
    tick(&mut stage, playing(), 1000);
    insta::assert_snapshot!(screen(&stage));
}

#[test]
fn no_size_breaks_the_drawing() {
    for (width, height) in (0..=40).flat_map(|w| (0..=26).map(move |h| (w * 4, h))) {
        let mut stage = app(Depth::True, UNICODE, (width, height));
        tick(&mut stage, playing(), 1000);
        buffer(&stage);
        update(&mut stage, Message::Key(KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE)));
        buffer(&stage);
    }
}

#[test]
fn playing_steps_are_lit_and_a_networks_steps_in_another_colour() {
    let mut stage = app(Depth::True, UNICODE, (80, 24));
    let ground = |stage: &_, text: &str| {
        let buffer = buffer(stage);
        let (y, line) = screen(stage).lines().map(str::to_owned).enumerate().find(|(_, l)| l.contains(text)).unwrap();
        let x = line.split(text).next().unwrap().chars().count();
        buffer[(x as u16, y as u16)].bg
    };
    let (quiet, quiet_network) = (ground(&stage, "bd*4"), ground(&stage, "\"folk\""));
    assert_eq!(quiet, quiet_network);
    tick(&mut stage, playing(), 1000);
    let (lit, network) = (ground(&stage, "bd*4"), ground(&stage, "\"folk\""));
    assert_ne!(lit, quiet);
    assert_ne!(network, quiet);
    assert_ne!(lit, network);
}

#[test]
fn without_colour_no_cell_has_one() {
    let mut stage = app(Depth::Plain, UNICODE, (80, 24));
    tick(&mut stage, playing(), 1000);
    let coloured = |colour| !matches!(colour, Color::Reset);
    assert!(!buffer(&stage).content.iter().any(|cell| coloured(cell.fg) || coloured(cell.bg)));
}

#[test]
fn the_rung_of_late_networks_stands_in_the_status_line() {
    let mut stage = app(Depth::True, UNICODE, (80, 24));
    tick(&mut stage, playing(), 1000);
    assert!(!screen(&stage).contains("rung"));
    let mut late = playing();
    late.singers.rung = 3;
    tick(&mut stage, late, 1000);
    assert!(screen(&stage).lines().next().unwrap().contains("rung 3"), "{}", screen(&stage));
}
