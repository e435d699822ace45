//! Cards are read back as written; broken ones name the field.

use super::*;

fn sample() -> Card {
    Card {
        format: FORMAT,
        name: "tiny".into(),
        family: Family::Lstm,
        precision: "f16".into(),
        rate: None,
        shape: [("hidden".to_string(), 8)].into(),
        names: [("styles".to_string(), vec!["jig".to_string(), "reel".to_string()])].into(),
        data: Data { source: "made up".into(), licence: "CC0".into(), split: "none".into() },
        training: Training { seed: 1, minutes: 0.5, steps: 10, device: "cpu".into() },
        figures: [("bits_per_note".to_string(), 3.25)].into(),
    }
}

#[test]
fn a_card_reads_back_as_it_was_written() {
    let text = sample().to_text().unwrap();
    assert_eq!(Card::parse(&text).unwrap(), sample());
}

#[test]
fn a_newer_format_is_refused_by_number() {
    let text = Card { format: 99, ..sample() }.to_text().unwrap();
    assert!(Card::parse(&text).unwrap_err().to_string().contains("99"));
}

#[test]
fn a_missing_size_is_named() {
    assert_eq!(sample().size("hidden", 64).unwrap(), 8);
    assert!(sample().size("hidden", 4).is_err());
    assert!(sample().size("layers", 64).unwrap_err().to_string().contains("shape.layers"));
}
