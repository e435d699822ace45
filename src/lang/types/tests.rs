//! Signatures as text, unification, and types told in words.

use super::*;
use crate::lang::parse::signature;

fn read(text: &str) -> Scheme {
    let mut count = 0;
    let fresh = || {
        count += 1;
        count
    };
    scheme(&signature(text).unwrap(), fresh).unwrap().0
}

#[test]
fn a_signature_is_written_as_it_was_read() {
    for text in [
        "Num a => Pattern a -> [a] -> (a, Pattern String)",
        "(a -> b -> c) -> b -> a -> c",
        "Pattern Time -> (Pattern a -> Pattern a) -> ControlPattern",
        "(Functor a, Num b) => a b -> a b",
    ] {
        assert_eq!(read(text).write(), text);
    }
}

#[test]
fn unification_finds_what_variables_stand_for() {
    let mut unifier = Unifier::default();
    let (a, b) = (unifier.fresh(0), unifier.fresh(0));
    unifier.unify(&Type::pattern(a.clone()), &Type::pattern(Type::list(b.clone()))).unwrap();
    unifier.unify(&b, &Type::named("Int")).unwrap();
    assert_eq!(unifier.resolve(&a), Type::list(Type::named("Int")));
}

#[test]
fn a_type_never_contains_itself() {
    let mut unifier = Unifier::default();
    let a = unifier.fresh(0);
    assert_eq!(unifier.unify(&a, &Type::pattern(a.clone())), Err(Clash::Endless));
}

#[test]
fn types_are_told_in_words() {
    assert_eq!(read("Pattern Double").body.describe(), "a pattern of numbers");
    assert_eq!(read("[Pattern String]").body.describe(), "a list of patterns of words");
    assert_eq!(read("String").body.describe(), "plain text");
}
