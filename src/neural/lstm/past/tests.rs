//! Features see the past of a tune and nothing later.

use super::*;
use crate::neural::lstm::tune::{Key, Tune};

fn note(onset: i32, duration: i32, pitch: i32) -> Note {
    Note { onset, duration, pitch }
}

/// Two bars of 4/4 and their repeat, with a rest.
fn tune() -> Tune {
    let bar = |at: i32| [note(at, 24, 60), note(at + 24, 24, 64), note(at + 48, 12, 67), note(at + 72, 24, 64)];
    let notes = [bar(0), bar(96), bar(192), bar(288)].concat();
    Tune {
        id: "x".into(),
        rhythm: "reel".into(),
        meter: vec![(0, 4, 4), (288, 3, 4)],
        key: vec![(0, 1, 7, "maj".into()), (192, 0, 0, "maj".into())],
        bars: vec![0, 96, 192, 288, 384],
        end: 384,
        notes,
        split: "test".into(),
    }
}

fn moments(tune: &Tune, vocabulary: &Vocabulary) -> Vec<Moment> {
    let mut past = Past::new(tune.setting(), 8);
    let mut all = Vec::new();
    for n in &tune.notes {
        all.push(past.look(vocabulary, None));
        past.push(*n);
    }
    all
}

#[test]
fn no_moment_depends_on_what_comes_later() {
    let (whole, vocabulary) = (tune(), Vocabulary::new(vec![12, 24]));
    let all = moments(&whole, &vocabulary);
    for (k, moment) in all.iter().enumerate().skip(1) {
        let now = whole.notes[k - 1].end();
        let mut cut = whole.clone();
        // All that is known up to the end of note k - 1, but for the first bar's end; the rest is spoiled.
        cut.notes[k..].iter_mut().for_each(|n| (n.pitch, n.duration, n.onset) = (n.pitch - 7, 12, n.onset + 5));
        cut.bars.retain(|b| *b <= now.max(96));
        cut.key.retain(|k| k.0 <= now);
        cut.meter.retain(|m| m.0 <= now);
        assert_eq!(moments(&cut, &vocabulary)[k], *moment, "note {k}");
    }
}

#[test]
fn the_place_is_the_end_of_the_previous_note_and_not_the_true_onset() {
    let vocabulary = Vocabulary::new(vec![12, 24]);
    let all = moments(&tune(), &vocabulary);
    assert_eq!(all[3][0], 60, "a rest of 12 follows the note that ends at 60");
    assert_eq!(all[4][9], 1, "the rest is context for the note after");
}

#[test]
fn look_back_finds_what_began_a_bar_ago_and_counts_repeats() {
    let vocabulary = Vocabulary::new(vec![12, 24]);
    let all = moments(&tune(), &vocabulary);
    // Second bar, second note: a bar ago E (64 under tonic G: class 64 - 7 - 24) of 24 ticks; one note in a row repeated.
    assert_eq!(&all[5][10..13], &[33, 1, 1]);
    assert_eq!(all[6][12], 2);
}

#[test]
fn the_suffix_match_names_the_note_that_followed() {
    let vocabulary = Vocabulary::new(vec![12, 24]);
    let all = moments(&tune(), &vocabulary);
    // After C E in the second bar: matched twice in a row, and G followed the first time.
    assert_eq!((all[6][22], all[6][23], all[6][24]), (36, 0, 2));
}

#[test]
fn an_unknown_tonic_is_said_to_be_unknown() {
    let mut past = Past::new(Setting::plain(9, (4, 4), Key::new(2, 0, "")), 1);
    past.push(note(0, 24, 62));
    let moment = past.look(&Vocabulary::new(vec![24]), None);
    assert_eq!((moment[4], moment[5]), (12, 12));
    assert_eq!(past.tonic(), 2, "pitches are still counted from the tonic of the major key");
}
