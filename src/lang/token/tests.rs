//! Words, operators, numbers, strings and comments, with their places.

use super::*;

fn kinds(text: &str) -> Vec<Kind> {
    tokens(text, 0, 0).unwrap().into_iter().map(|token| token.kind).collect()
}

#[test]
fn operators_take_every_sign_that_touches() {
    assert_eq!(
        kinds("0.25<~p |+|x"),
        [
            Kind::Fraction(0.25),
            Kind::Operator("<~".into()),
            Kind::Name("p".into()),
            Kind::Operator("|+|".into()),
            Kind::Name("x".into())
        ]
    );
}

#[test]
fn comments_are_dropped_also_nested_ones() {
    assert_eq!(kinds("a {- b {- c -} d -} e -- f"), [Kind::Name("a".into()), Kind::Name("e".into())]);
}

#[test]
fn a_range_is_not_a_number_with_a_point() {
    assert_eq!(kinds("[0..7]")[1..4], [Kind::Int(0), Kind::Sign(".."), Kind::Int(7)]);
}

#[test]
fn an_open_string_is_underlined_to_the_end_of_its_line() {
    let mistake = tokens("d1 $ s \"bd\nx", 0, 0).unwrap_err();
    assert_eq!((mistake.span.begin, mistake.span.end), (7, 10));
}
