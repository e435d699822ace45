//! The one table: every signature reads, no name means two things, every example plays.

use super::*;
use crate::lang::{Interpreter, Kind, NoNetworks};
use crate::pattern::Tidal;
use std::sync::Arc;

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

#[test]
fn every_example_can_be_played() {
    let mut interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10);
    for word in table() {
        if word.family == Family::Stream && word.signature.ends_with("IO ()") || word.example.contains("d1 $") {
            let done = interpreter.evaluate(word.example, 1);
            let told: Vec<_> = done.diagnostics().filter(|told| told.is_error()).collect();
            assert!(told.is_empty(), "{}: {} {told:?}", word.name, word.example);
        } else if !word.example.contains("melody") {
            let found = interpreter.pattern(word.example, Kind::Auto);
            assert!(found.is_ok(), "{}: {} {:?}", word.name, word.example, found.err());
        }
    }
}
