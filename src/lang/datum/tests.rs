//! Lists without end, text as a list of letters, and calls that never end.

use super::*;

#[test]
fn lists_without_end_are_taken_from_but_never_gathered() {
    let naturals = List::lazy(|| (0..).map(Datum::Int));
    let first: Vec<i64> = budget::run(|| naturals.iter().take(3).map(|n| n.whole()).collect());
    assert_eq!(first, [0, 1, 2]);
    assert!(budget::run(|| naturals.items().is_empty()));
    assert!(budget::take_complaint().is_some());
}

#[test]
fn text_and_lists_of_letters_are_the_same() {
    let letters = Datum::List(List::from(vec![Datum::Char('b'), Datum::Char('d')]));
    assert_eq!(letters.clone().text().as_ref(), "bd");
    assert_eq!(format!("{letters:?}"), "\"bd\"");
    assert_eq!(Datum::Text("bd".into()).list().items().len(), 2);
}

#[test]
fn a_call_that_never_ends_is_cut_off() {
    fn forever(x: Datum) -> Datum {
        Datum::function(forever).apply(x)
    }
    assert!(matches!(budget::run(|| forever(Datum::Int(1))), Datum::Bottom));
    assert!(budget::take_complaint().is_some());
}
