//! The one table: every signature reads, no name means two things.

use super::*;

#[test]
fn every_signature_is_a_type() {
    for word in table() {
        let parsed = parse::signature(word.signature).map(|text| scheme(&text, || 0).is_ok());
        assert_eq!(parsed, Ok(true), "{} :: {}", word.name, word.signature);
    }
}

#[test]
fn no_name_means_two_things() {
    let mut seen = std::collections::HashSet::new();
    for name in names() {
        assert!(seen.insert(name), "{name} is there twice");
    }
}

#[test]
fn what_a_list_makes_of_a_word_is_a_word_of_its_own_and_plays() {
    for word in on_lists() {
        assert!(parse::signature(word.signature).is_ok_and(|text| scheme(&text, || 0).is_ok()), "{}", word.signature);
        assert!(find(word.name).is_some_and(|own| own.signature != word.signature), "{}", word.name);
        let networks = std::sync::Arc::new(crate::lang::NoNetworks);
        let interpreter = crate::lang::Interpreter::new(networks, crate::pattern::Tidal::V1_10);
        let pattern = interpreter.pattern(word.example, crate::lang::Kind::Auto);
        assert!(
            pattern.is_ok_and(|pattern| !pattern.query_span(crate::time::Span::cycle(2)).is_empty()),
            "{}",
            word.example
        );
    }
}

#[test]
fn completion_offers_current_names() {
    assert!(complete("fas").contains(&"fast"));
    assert!(complete("dens").is_empty());
}
