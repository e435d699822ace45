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
    shape(&expression(block(text, 0, 0, &mut Fixities::new()).unwrap(), SourceSpan::default()).unwrap())
}

fn told(text: &str) -> String {
    block(text, 0, 0, &mut Fixities::new()).unwrap_err().line(text)
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
    let kinds = |text: &str| match block(text, 0, 0, &mut Fixities::new()).unwrap().pop() {
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
        assert!(block(&text, 0, 0, &mut Fixities::new()).is_ok(), "{text}");
    }
    assert!(block(&nested("(x # ", " +)"), 0, 0, &mut Fixities::new()).is_ok());
    assert!(block(&format!("{} = ", "let a = ".repeat(60)), 0, 0, &mut Fixities::new()).is_err());
}

#[test]
fn text_that_nests_without_end_is_refused() {
    let text = "(".repeat(5_000) + &")".repeat(5_000);
    assert!(block(&text, 0, 0, &mut Fixities::new()).is_err());
}

#[test]
fn operators_take_the_level_that_they_are_given() {
    assert_eq!(read("a & b + c"), "((& a) ((+ b) c))");
    let mut fixities = Fixities::new();
    assert!(block("infixr 5 >+, >-", 0, 0, &mut fixities).unwrap().is_empty());
    let items = block("x >+ y >+ z", 0, 0, &mut fixities).unwrap();
    assert_eq!(shape(&expression(items, SourceSpan::default()).unwrap()), "((>+ x) ((>+ y) z))");
}

fn repaired_shape(text: &str) -> Option<String> {
    let wants = |name: &str| if name == "f" { 2 } else { usize::from(name == "g") };
    let (draft, hints) = Draft::of(text, 0, 0, &Fixities::new())?.repaired(&wants)?;
    let items = draft.items().ok()?;
    assert!(!hints.is_empty());
    Some(shape(&expression(items, SourceSpan::default()).unwrap()))
}

#[test]
fn a_minus_behind_a_word_that_wants_an_argument_is_a_sign() {
    assert_eq!(repaired_shape("g -1").as_deref(), Some("(g -1)"));
    assert_eq!(repaired_shape("x # g -1").as_deref(), Some("((# x) (g -1))"));
    assert_eq!(repaired_shape("(# g -1)").as_deref(), Some("(_ # (g -1))"));
    assert_eq!(repaired_shape("f -1 1 x").as_deref(), Some("(((f -1) 1) x)"));
    assert_eq!(repaired_shape("f (a b) -\"1 2\"").as_deref(), Some("((f (a b)) -\"1 2\")"));
    assert_eq!(repaired_shape("g 1 -1"), None);
    assert_eq!(repaired_shape("x -1"), None);
    assert_eq!(repaired_shape("g - 1"), None);
}

#[test]
fn a_section_beside_a_dot_is_one_of_the_functions() {
    assert_eq!(repaired_shape("(# a . b)").as_deref(), Some("((. (_ # a)) b)"));
    assert_eq!(repaired_shape("a . # b 2 . c").as_deref(), Some("((. a) ((. (_ # (b 2))) c))"));
    assert_eq!(repaired_shape("(# g -1 . b)").as_deref(), Some("((. (_ # (g -1))) b)"));
}
