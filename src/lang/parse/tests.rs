//! Trees of expressions and declarations, and what is said where none can be read.

use super::*;

/// An expression with every application in brackets.
fn shape(e: &Expression) -> String {
    match &e.kind {
        Form::Name(name) => name.to_string(),
        Form::Int(number) => number.to_string(),
        Form::Text(text) => format!("{text:?}"),
        Form::Apply(f, x) => format!("({} {})", shape(f), shape(x)),
        Form::Negate(x) => format!("-{}", shape(x)),
        Form::Minus(x) => format!("(- {})", shape(x)),
        Form::LeftSection(x, op) => format!("({} {} _)", shape(x), shape(op)),
        Form::RightSection(op, x) => format!("(_ {} {})", shape(op), shape(x)),
        Form::Lambda(_, body) => format!("(\\ {})", shape(body)),
        Form::List(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    }
}

fn read(text: &str) -> String {
    shape(&expression(text, 0).unwrap())
}

fn told(text: &str) -> String {
    block(text, 0, 0).unwrap_err().line(text)
}

#[test]
fn operators_of_tidal_bind_tighter_than_arithmetic() {
    assert_eq!(read("a + b |* c"), "((+ a) ((|* b) c))");
    assert_eq!(read("a |+ b |- c"), "((|- ((|+ a) b)) c)");
    assert_eq!(read("f . g $ h $ x"), "(((. f) g) (h x))");
    assert_eq!(read("every 2 f $ a # b"), "(((every 2) f) ((# a) b))");
}

#[test]
fn sections_of_every_operator_are_read() {
    assert_eq!(read("(0.25 <~)").len(), read("(0.75 <~)").len());
    assert_eq!(read("(# speed 2)"), "(_ # (speed 2))");
    assert_eq!(read("(1 <~)"), "(1 <~ _)");
    assert_eq!(read("(`rotL` p)"), "(_ rotL p)");
    assert_eq!(read("(- 3)"), "(- 3)");
    assert_eq!(read("(-3)"), "-3");
    assert_eq!(read("(1/16 ~>)"), "(((/ 1) 16) ~> _)");
}

#[test]
fn a_minus_is_read_where_a_performer_puts_it() {
    assert_eq!(read("a - 1"), "((- a) 1)");
    assert_eq!(read("-1 + 2"), "((+ -1) 2)");
    assert_eq!(read("2 * -1"), "((* 2) -1)");
    assert_eq!(read("[-1, 2]"), "[-1, 2]");
}

#[test]
fn definitions_and_expressions_are_told_apart() {
    let kinds = |text: &str| match block(text, 0, 0).unwrap().pop() {
        Some(Item::Definitions(found)) => format!("{} definitions", found.len()),
        Some(Item::Play(_, now)) => format!("play, at once: {now}"),
        _ => "nothing".to_owned(),
    };
    assert_eq!(kinds("let f x = 1\n    g = 2"), "2 definitions");
    assert_eq!(kinds("f x = 1"), "1 definitions");
    assert_eq!(kinds("a |++| b = a"), "1 definitions");
    assert_eq!(kinds("let f = 1 in f"), "play, at once: false");
    assert_eq!(kinds("!d1 $ a == b"), "play, at once: true");
}

#[test]
fn mistakes_say_what_was_expected() {
    assert_eq!(told("d1 $ s \"bd\" #"), "1:13 the text ends here, but an expression after the operator is expected");
    assert_eq!(told("d1 $ (s \"bd\""), "1:6 this `(` is never closed; a `)` is missing");
    assert_eq!(told("d1 $ if a then b"), "1:16 the text ends here, but `else` is expected");
}

#[test]
fn nesting_costs_no_more_than_its_length() {
    let nested = |open: &str, close: &str| format!("{}x{}", open.repeat(60), close.repeat(60));
    for text in
        [nested("(", ")"), nested("[", "]"), nested("(1 + ", ")"), nested("(- ", ")"), nested("let a = ", " in a")]
    {
        assert!(expression(&text, 0).is_ok(), "{text}");
    }
    assert!(block(&nested("(x # ", " +)"), 0, 0).is_ok());
    assert!(block(&format!("{} = ", "let a = ".repeat(60)), 0, 0).is_err());
}

#[test]
fn text_that_nests_without_end_is_refused() {
    let text = "(".repeat(5_000) + &")".repeat(5_000);
    assert!(block(&text, 0, 0).is_err());
}
