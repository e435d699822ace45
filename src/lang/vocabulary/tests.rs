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

/// Whether a text gives events in cycle 2, or is something to do.
fn plays(text: &str) -> bool {
    let networks = std::sync::Arc::new(crate::lang::NoNetworks);
    let mut interpreter = crate::lang::Interpreter::new(networks, crate::pattern::Tidal::V1_10);
    match interpreter.pattern(text, crate::lang::Kind::Auto) {
        Ok(pattern) => !pattern.query_span(crate::time::Span::cycle(2)).is_empty(),
        Err(_) => interpreter.evaluate(text, 1).actions().count() == 1,
    }
}

#[test]
fn words_that_follow_from_controls_play() {
    for word in derived::words() {
        assert!(parse::signature(word.signature).is_ok_and(|text| scheme(&text, || 0).is_ok()), "{}", word.signature);
        assert!(
            find(word.name).is_some_and(|found| found.name != word.name || plays(word.example)),
            "{}",
            word.example
        );
    }
}

#[test]
fn what_means_nothing_here_is_no_word() {
    for name in ["startTidal", "sendOSC", "carabiner", "defaultConfig", "c4"] {
        assert!(find(name).is_none() && elsewhere(name).is_some(), "{name}");
    }
}

#[test]
fn another_meaning_is_a_word_of_its_own_and_plays() {
    for word in others() {
        assert!(parse::signature(word.signature).is_ok_and(|text| scheme(&text, || 0).is_ok()), "{}", word.signature);
        assert!(find(word.name).is_some_and(|own| own.signature != word.signature), "{}", word.name);
        assert!(plays(word.example), "{}", word.example);
    }
}

#[test]
fn completion_offers_current_names() {
    assert!(complete("fas").contains(&"fast"));
    assert!(complete("dens").is_empty());
}
