//! The layout rule: which braces and semicolons the columns stand for.

use super::*;
use crate::lang::token::tokens;

fn shape(text: &str) -> String {
    let laid = layout(tokens(text, 0, 0).unwrap()).unwrap();
    let word = |token: &Token| match &token.kind {
        Kind::Open => "{".to_owned(),
        Kind::Next => ";".to_owned(),
        Kind::Close => "}".to_owned(),
        Kind::Name(name) | Kind::Operator(name) => name.to_string(),
        Kind::Sign(sign) => (*sign).to_owned(),
        Kind::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    laid.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn let_on_one_line_is_closed_by_in() {
    assert_eq!(shape("let x = 1 in x"), "let { x = 1 } in x");
}

#[test]
fn lines_at_one_column_are_one_block() {
    assert_eq!(shape("let a = 1\n    b = 2"), "let { a = 1 ; b = 2 }");
}

#[test]
fn a_do_in_brackets_ends_with_them() {
    assert_eq!(shape("f (do a\n      b) c"), "f ( do { a ; b } ) c");
}

#[test]
fn a_line_that_begins_with_an_operator_goes_on() {
    assert_eq!(shape("do\n  a\n  # b\n  c"), "do { a # b ; c }");
}

#[test]
fn where_closes_the_do_before_it() {
    assert_eq!(shape("f = do\n  a\n  where\n  a = 1"), "f = do { a } where { a = 1 }");
}

#[test]
fn brackets_that_do_not_match_are_told_at_their_place() {
    let told = |text: &str| layout(tokens(text, 0, 0).unwrap()).unwrap_err().message;
    assert_eq!(told("f (a]"), "`]` closes the wrong bracket");
    assert_eq!(told("f (a"), "this `(` is never closed");
    assert_eq!(told("f a)"), "this `)` closes nothing");
}

#[test]
fn an_in_on_a_line_of_its_own_closes_the_definitions_above_it_and_no_others() {
    assert_eq!(
        shape("let f x =\n      let y = x\n          z = y\n      in z\n    g = f"),
        "let { f x = let { y = x ; z = y } in z ; g = f }"
    );
    assert_eq!(
        shape("let a = let b = 1\n            c = 2\n        in b\nin a"),
        "let { a = let { b = 1 ; c = 2 } in b } in a"
    );
    assert_eq!(shape("let f = do a\n           b\nin f"), "let { f = do { a ; b } } in f");
}
