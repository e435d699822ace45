//! Places, drawing and nearest names of diagnostics.

use super::{Diagnostic, SourceSpan, nearest};

#[test]
fn a_place_counts_lines_and_characters_from_one() {
    let text = "d1 $ s \"bd\"\nd2 $ sounf \"é\"";
    let found = Diagnostic::error(SourceSpan::new(17, 22), "x");
    assert_eq!(found.place(text), (2, 6));
}

#[test]
fn a_place_outside_the_text_is_its_end() {
    assert_eq!(Diagnostic::error(SourceSpan::new(90, 99), "x").place("ab"), (1, 3));
}

#[test]
fn the_drawing_points_at_the_word() {
    let text = "d1 $ sounf \"bd\"";
    let drawn = Diagnostic::error(SourceSpan::new(5, 10), "`sounf` is not a word here")
        .with_help("did you mean `sound`?")
        .render(text, "set.tidal", false);
    insta::assert_snapshot!(drawn, @r#"
    error: `sounf` is not a word here
     --> set.tidal:1:6
      |
    1 | d1 $ sounf "bd"
      |      ^^^^^ did you mean `sound`?
    "#);
}

#[test]
fn a_slip_finds_its_word_and_nonsense_finds_none() {
    let words = ["sound", "speed", "slow"];
    assert_eq!(nearest("sounf", words), Some("sound"));
    assert_eq!(nearest("solw", words), Some("slow"));
    assert_eq!(nearest("xyzzy", words), None);
}
