//! A melody and what was said about it: the one shape that data files, sessions and generation hand to the networks.
//!
//! ```text
//! {"id":"x","rhythm":"jig","meter":[[0,6,8]],"key":[[0,2,2,"maj"]],"bars":[0,12,84],"notes":[[0,12,62],[12,24,66]]}
//!            style          tick, 6/8        tick, sharps, tonic    first bar is a pick-up   onset, ticks, MIDI
//! ```
//!
//! Time is in ticks, 24 a quarter. It reads no files: whoever opens them hands the parsed lines here.

use serde::{Deserialize, Serialize};

/// One note of a single line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(i32, i32, i32)", into = "(i32, i32, i32)")]
pub struct Note {
    /// Where it begins, in ticks.
    pub onset: i32,
    /// How long it is written, in ticks, at least 1.
    pub duration: i32,
    /// MIDI note number, 0 to 127.
    pub pitch: i32,
}

impl From<(i32, i32, i32)> for Note {
    fn from((onset, duration, pitch): (i32, i32, i32)) -> Self {
        Self { onset, duration, pitch }
    }
}

impl From<Note> for (i32, i32, i32) {
    fn from(n: Note) -> Self {
        (n.onset, n.duration, n.pitch)
    }
}

impl Note {
    /// Where it ends, in ticks.
    #[must_use]
    pub fn end(&self) -> i32 {
        self.onset + self.duration
    }
}

/// A tune as the data files hold it, one a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tune {
    /// Its name in the data.
    #[serde(default)]
    pub id: String,
    /// Style: a name of [`super::vocabulary::STYLES`], or empty.
    #[serde(default)]
    pub rhythm: String,
    /// Meter changes: tick, numerator, denominator. Never empty in the data.
    pub meter: Vec<(i32, u32, u32)>,
    /// Key changes: tick, sharps (flats negative), tonic pitch class, mode; an empty mode says that the tonic is not known.
    pub key: Vec<(i32, i32, i32, String)>,
    /// Ticks where bars begin.
    pub bars: Vec<i32>,
    /// Its length in ticks.
    #[serde(default)]
    pub end: i32,
    /// The notes in order.
    pub notes: Vec<Note>,
    /// `train`, `valid` or `test`.
    #[serde(default)]
    pub split: String,
}

impl Tune {
    /// The setting that a network may know before and while it reads the tune.
    #[must_use]
    pub fn setting(&self) -> Setting {
        Setting {
            style: super::vocabulary::style(&self.rhythm),
            meters: self.meter.clone(),
            keys: self.key.iter().map(|(at, fifths, tonic, mode)| (*at, Key::new(*fifths, *tonic, mode))).collect(),
            bars: self.bars.clone(),
            start: self.notes.first().map_or(0, |n| n.onset),
        }
    }
}

/// A key: what pitches are counted from, and which scale lies on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Pitch class of the tonic, 0 to 11 (C is 0).
    pub tonic: i32,
    /// Sharps against the major key on this tonic, mod 12: 0 major, 9 minor, 10 dorian, 11 mixolydian; 12 where the tonic is not known.
    pub mode: u16,
}

impl Key {
    /// A key from its signature, tonic and mode name; with an empty mode the tonic of the major key is taken, and not believed.
    #[must_use]
    pub fn new(fifths: i32, tonic: i32, mode: &str) -> Self {
        if mode.is_empty() {
            return Self { tonic: (7 * fifths).rem_euclid(12), mode: 12 };
        }
        Self { tonic: tonic.rem_euclid(12), mode: (fifths - 7 * tonic).rem_euclid(12) as u16 }
    }

    /// Whether a MIDI pitch belongs to the key's scale of seven notes.
    #[must_use]
    pub fn holds(&self, midi: i32) -> bool {
        // The scale is seven neighbours on the circle of fifths, from one left of the major tonic of the signature.
        let sharps = i32::from(self.mode % 12);
        let place = (7 * (midi - self.tonic) - sharps + 1).rem_euclid(12);
        place < 7
    }
}

/// What stands around the notes of a tune. Lists go by tick; entries later than "now" are never read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Style class.
    pub style: u16,
    /// Tick, numerator, denominator.
    pub meters: Vec<(i32, u32, u32)>,
    /// Tick and key.
    pub keys: Vec<(i32, Key)>,
    /// Bar lines; where they end, bars of the meter's length follow.
    pub bars: Vec<i32>,
    /// Where the first note begins.
    pub start: i32,
}

impl Setting {
    /// One meter, one key, bars from tick 0.
    #[must_use]
    pub fn plain(style: u16, meter: (u32, u32), key: Key) -> Self {
        Self { style, meters: vec![(0, meter.0, meter.1)], keys: vec![(0, key)], bars: vec![0], start: 0 }
    }

    /// Numerator and denominator in force at a tick; 4/4 where nothing is said.
    #[must_use]
    pub fn meter_at(&self, tick: i32) -> (u32, u32) {
        let found = self.meters.iter().rev().find(|m| m.0 <= tick).or(self.meters.first());
        found.map_or((4, 4), |m| (m.1, m.2))
    }

    /// The key in force at a tick; C major where nothing is said.
    #[must_use]
    pub fn key_at(&self, tick: i32) -> Key {
        let found = self.keys.iter().rev().find(|k| k.0 <= tick).or(self.keys.first());
        found.map_or(Key { tonic: 0, mode: 0 }, |k| k.1)
    }
}

/// The length of a bar of a meter in ticks, at least 1.
#[must_use]
pub fn bar_length((numerator, denominator): (u32, u32)) -> i32 {
    ((96 * numerator) / denominator.max(1)).clamp(1, 100_000) as i32
}

#[cfg(test)]
mod tests;
