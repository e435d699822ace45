//! Where blocks of a text begin and end, whatever is broken inside them.

use super::*;

fn texts(text: &str) -> Vec<&str> {
    blocks(text).into_iter().map(|block| block.text).collect()
}

#[test]
fn column_zero_and_blank_lines_begin_a_block() {
    assert_eq!(texts("d1 $ a\n  # b\nd2 $ c\n\nd3 $ d\n"), ["d1 $ a\n  # b", "d2 $ c", "d3 $ d"]);
}

#[test]
fn a_closing_bracket_or_an_operator_at_column_zero_goes_on() {
    assert_eq!(
        texts("d1 $ stack [\ns \"a\",\ns \"b\"\n]\n# speed 2"),
        ["d1 $ stack [\ns \"a\",\ns \"b\"\n]\n# speed 2"]
    );
}

#[test]
fn a_line_below_an_operator_goes_on() {
    for text in ["d1 $\nstack [ a ]", "d1 $ -- kick\nstack [ a ]", "d1 $\n-- hats\nstack [ a ]", "d4 $ s \"a\" #\nn 1"]
    {
        assert_eq!(texts(text), [text]);
    }
    assert_eq!(texts("d1 $\nd2 $ a"), ["d1 $", "d2 $ a"]);
    assert_eq!(texts("d1 $ s \"a . \"\nonce a"), ["d1 $ s \"a . \"", "once a"]);
}

#[test]
fn an_open_bracket_hides_no_later_block() {
    assert_eq!(texts("d1 $ (s \"a\"\nd2 $ s \"b\"").len(), 2);
}

#[test]
fn equations_of_one_function_are_one_block() {
    assert_eq!(texts("f 0 = a\nf n = b\ng = c"), ["f 0 = a\nf n = b", "g = c"]);
}

#[test]
fn comments_alone_are_no_block() {
    assert_eq!(texts("-- a\n\n{- b\n\nc -}\n\nd1 $ x -- y"), ["d1 $ x -- y"]);
}

#[test]
fn a_line_that_is_switched_off_by_a_comment_divides_nothing() {
    let text = "d1\n-- $ every 2 rev\n  $ fast 2\n{- $ rev -}\n  $ s \"c\"";
    assert_eq!(texts(text), [text]);
    assert_eq!(texts("d1 $ a\n-- hats\nd2 $ b\n-- end"), ["d1 $ a", "d2 $ b"]);
    assert_eq!(texts("d1 $ a\n{- x -} d2 $ b"), ["d1 $ a", "{- x -} d2 $ b"]);
}
