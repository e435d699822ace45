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
fn completion_offers_current_names() {
    assert!(complete("fas").contains(&"fast"));
    assert!(complete("dens").is_empty());
}
