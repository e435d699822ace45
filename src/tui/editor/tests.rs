//! Editing text: blocks under the cursor, keys, undo of typing.

use super::*;

const SET: &str = "-- a set\nd1 $ s \"bd*4\"\n  # gain 0.9\n\nd2 $ s \"hh*8\"\n";

#[test]
fn the_block_under_the_cursor_has_all_its_lines() {
    let mut editor = Editor::new(SET, None);
    editor.move_lines(2);
    let block = editor.block().unwrap();
    assert_eq!(block.lines, 1..=2);
    assert_eq!(block.text, "d1 $ s \"bd*4\"\n  # gain 0.9");
}

#[test]
fn on_a_blank_line_the_block_above_is_meant() {
    let mut editor = Editor::new(SET, None);
    editor.move_lines(3);
    assert_eq!(editor.block().unwrap().lines, 1..=2);
}

#[test]
fn a_file_changed_outside_is_taken_over_only_where_nothing_would_be_lost() {
    let mut editor = Editor::new("d1 $ s \"bd\"\n", None);
    assert!(editor.take_over("d1 $ s \"sn\"\n"));
    assert_eq!(editor.text(), "d1 $ s \"sn\"");
    assert!(!editor.is_modified());
    editor.insert("x");
    assert!(!editor.take_over("d1 $ s \"cp\"\n"));
    assert_eq!(editor.text(), "xd1 $ s \"sn\"");
}

#[test]
fn whole_lines_are_replaced_where_they_stand_and_can_be_undone() {
    let mut editor = Editor::new(SET, None);
    assert_eq!(editor.replace_lines("d2 $ s \"hh*8\"", "d2 $ s \"hh*16\""), Some(4));
    assert!(editor.text().ends_with("d2 $ s \"hh*16\""));
    assert_eq!(editor.replace_lines("d9 silence", ""), None);
    editor.undo();
    editor.undo();
    assert_eq!(editor.text(), SET.trim_end());
}
