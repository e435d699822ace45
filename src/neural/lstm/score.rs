//! How well a melody network foresees tunes, in bits a note, and what it expects at one place.
//!
//! ```text
//! tune D E F# ...   -log2 p(E | D)  -log2 p(F# | D E) ...   mean over notes 2 to N
//! ```
//!
//! What the network reads is what [`Past`] shows, which knows no later fact of the tune. A note outside the vocabulary
//! costs the escape share divided by the number of such notes. Baselines are counted elsewhere.

use std::collections::BTreeMap;

use super::memory::Memory;
use super::model::Model;
use super::past::Past;
use super::tune::Tune;
use super::vocabulary::{self, ESCAPE, OUTSIDE};
use crate::neural::exact::softmax;

/// Bits a note over a set of tunes.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// How many notes were scored.
    pub notes: usize,
    /// Mean of -log2 p.
    pub bits_per_note: f64,
    /// The same by style; `none` where a tune has no style.
    pub by_style: BTreeMap<String, f64>,
}

/// One note that may come, or all that lie outside the vocabulary together (no pitch, no duration).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// MIDI pitch.
    pub pitch: Option<i32>,
    /// Ticks.
    pub duration: Option<i32>,
    /// Probability.
    pub p: f64,
}

/// Scores tunes.
#[must_use]
pub fn score<'a>(model: &Model, tunes: impl Iterator<Item = &'a Tune>) -> Score {
    let mut memory = Memory::new(model);
    let mut by_style: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for tune in tunes {
        let name = if tune.rhythm.is_empty() { "none" } else { &tune.rhythm };
        let sum = by_style.entry(name.to_owned()).or_default();
        for bits in bits(model, &mut memory, tune).into_iter().skip(1) {
            sum.0 += bits;
            sum.1 += 1;
        }
    }
    let (total, notes) = by_style.values().fold((0.0, 0), |a, s| (a.0 + s.0, a.1 + s.1));
    Score {
        notes,
        bits_per_note: total / notes.max(1) as f64,
        by_style: by_style.into_iter().map(|(k, s)| (k, s.0 / s.1.max(1) as f64)).collect(),
    }
}

/// What each note of a tune costs in bits, the first included.
#[must_use]
pub fn bits(model: &Model, memory: &mut Memory, tune: &Tune) -> Vec<f64> {
    memory.reset();
    let mut past = Past::new(tune.setting(), tune.notes.len());
    let mut pitches = Vec::new();
    let mut durations = Vec::new();
    let mut all = Vec::with_capacity(tune.notes.len());
    for note in &tune.notes {
        let moment = past.look(model.vocabulary(), None);
        pitches.clear();
        pitches.extend_from_slice(memory.hear(model, &moment));
        softmax(&mut pitches, 1.0);
        let classes = vocabulary::pitch(note.pitch, past.tonic()).zip(model.vocabulary().duration(note.duration));
        let p = classes.map_or(ESCAPE / OUTSIDE, |(p, d)| {
            durations.clear();
            durations.extend_from_slice(memory.durations(model, p));
            softmax(&mut durations, 1.0);
            (1.0 - ESCAPE) * f64::from(pitches[p]) * f64::from(durations[d])
        });
        all.push(-p.max(1e-300).log2());
        past.push(*note);
    }
    all
}

/// The distribution of the note that follows a past: every pitch and duration of the vocabulary that lies within MIDI's 0 to 127,
/// and last the share of all others.
#[must_use]
pub fn next(model: &Model, past: &Past) -> Vec<Expected> {
    let mut memory = Memory::new(model);
    // The network walks through the past as it did while the past was made.
    let mut walk = Past::new(past.setting().clone(), past.notes().len());
    for note in past.notes() {
        memory.hear(model, &walk.look(model.vocabulary(), None));
        walk.push(*note);
    }
    walk.rest_until(past.now());
    let tonic = walk.tonic();
    let mut pitches = memory.hear(model, &walk.look(model.vocabulary(), None)).to_vec();
    softmax(&mut pitches, 1.0);
    let mut all = Vec::new();
    let mut outside = 1.0;
    for (class, share) in pitches.iter().enumerate() {
        let midi = vocabulary::midi(class, tonic);
        if !(0..128).contains(&midi) {
            continue;
        }
        let mut durations = memory.durations(model, class).to_vec();
        softmax(&mut durations, 1.0);
        for (duration, d) in model.vocabulary().durations().iter().zip(&durations) {
            let p = (1.0 - ESCAPE) * f64::from(*share) * f64::from(*d);
            outside -= p;
            all.push(Expected { pitch: Some(midi), duration: Some(*duration), p });
        }
    }
    all.push(Expected { pitch: None, duration: None, p: outside.max(0.0) });
    all
}

#[cfg(test)]
mod tests;
