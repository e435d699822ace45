//! What a network expects to come next.
//!
//! ```text
//! "60:12,r:12,62:12"    MIDI pitch or r for a rest, and ticks of 24 a quarter
//! ```

use crate::neural::lstm::model::Model;
use crate::neural::lstm::past::Past;
use crate::neural::lstm::score;
use crate::neural::lstm::tune::{Key, Note, Setting, Tune};
use crate::neural::lstm::{vocabulary, words};

/// A note that may come; the last entry of a report, without pitch and duration, is all that lies outside the vocabulary.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct NextNote {
    /// MIDI pitch.
    pub pitch: Option<i32>,
    /// Ticks.
    pub duration: Option<i32>,
    /// Probability.
    pub p: f64,
}

/// What `model next --json` prints: the whole distribution, the most probable first, the outside last.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct NextReport {
    /// All notes of the vocabulary; probabilities sum to 1.
    pub next: Vec<NextNote>,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NextError {
    /// A note that does not read.
    #[error(
        "`{found}` (note {place}) is no note: write PITCH:TICKS, a MIDI pitch from 0 to 127 or r for a rest, such as 60:12,r:12,62:12"
    )]
    Note {
        /// Counted from 1.
        place: usize,
        /// What stands there.
        found: String,
    },
    /// A meter that does not read.
    #[error("`{0}` is no meter: write one such as 6/8")]
    Meter(String),
    /// A key that does not read.
    #[error("`{0}` is no key: write one such as D:major, a:minor or f#:dor")]
    Key(String),
    /// A style that was not learned.
    #[error("`{0}` is no style; there are {1}")]
    Style(String, String),
    /// No such tune.
    #[error("no tune has the id `{0}`")]
    Tune(String),
    /// Past the end of the tune.
    #[error("the tune has {notes} notes, so --at goes from 0 to {notes}, not to {at}")]
    At {
        /// What was asked.
        at: usize,
        /// How many notes there are.
        notes: usize,
    },
}

fn report(model: &Model, past: &Past) -> NextReport {
    let mut next: Vec<NextNote> =
        score::next(model, past).iter().map(|e| NextNote { pitch: e.pitch, duration: e.duration, p: e.p }).collect();
    next.sort_by(|a, b| b.pitch.is_some().cmp(&a.pitch.is_some()).then(b.p.total_cmp(&a.p)));
    NextReport { next }
}

/// The distribution after notes that are written out.
///
/// # Errors
/// A note, meter, key or style that does not read.
pub fn next_of_notes(
    model: &Model,
    notes: &str,
    meter: Option<&str>,
    key: Option<&str>,
    style: Option<&str>,
) -> Result<NextReport, NextError> {
    let meter = meter.map_or(Ok((4, 4)), |m| words::meter(m).ok_or_else(|| NextError::Meter(m.to_owned())))?;
    let key =
        key.map_or(Ok(Key { tonic: 0, mode: 12 }), |k| words::key(k).ok_or_else(|| NextError::Key(k.to_owned())))?;
    let style = style.map_or(Ok(vocabulary::NO_STYLE), |s| match vocabulary::style(s) {
        vocabulary::NO_STYLE => Err(NextError::Style(s.to_owned(), vocabulary::STYLES.join(", "))),
        class => Ok(class),
    })?;
    let mut past = Past::new(Setting::plain(style, meter, key), 64);
    for (i, word) in notes.split(',').map(str::trim).enumerate().filter(|(_, w)| !w.is_empty()) {
        let wrong = || NextError::Note { place: i + 1, found: word.to_owned() };
        let (pitch, ticks) = word.split_once(':').ok_or_else(wrong)?;
        let duration = ticks.trim().parse().ok().filter(|t| (1..=100_000).contains(t)).ok_or_else(wrong)?;
        let onset = past.now();
        if pitch.trim().eq_ignore_ascii_case("r") {
            past.rest_until(onset + duration);
        } else {
            let pitch = pitch.trim().parse().ok().filter(|p| (0..128).contains(p)).ok_or_else(wrong)?;
            past.push(Note { onset, duration, pitch });
        }
    }
    Ok(report(model, &past))
}

/// The distribution of note `at` (counted from 0) of a tune, after the notes before it.
///
/// # Errors
/// An id that no tune has, a place past its end.
pub fn next_of_tune(model: &Model, tunes: &[Tune], id: &str, at: usize) -> Result<NextReport, NextError> {
    let tune = tunes.iter().find(|t| t.id == id).ok_or_else(|| NextError::Tune(id.to_owned()))?;
    let before = tune.notes.get(..at).ok_or(NextError::At { at, notes: tune.notes.len() })?;
    let mut past = Past::new(tune.setting(), before.len());
    before.iter().for_each(|n| past.push(*n));
    Ok(report(model, &past))
}
