//! What the melody networks can read and say: pitches against the tonic, durations in ticks, and the words of a setting.
//!
//! ```text
//! D major, MIDI 62 -> pitch class of the tonic is 2 -> 62 - 2 = 60 -> class 60 - 24 = 36
//! 12 ticks (an eighth) -> its index among the durations seen in training
//! ```
//!
//! A note outside is not forbidden, it is an *escape*: it shares [`ESCAPE`] of every distribution.

use super::tune::Note;

/// How many pitches are named, counted from [`LOWEST`] above the tonic's pitch class.
pub const PITCHES: usize = 80;
/// MIDI number minus tonic pitch class of pitch class 0.
pub const LOWEST: i32 = 24;
/// The share of every distribution kept for what lies outside the vocabulary.
pub const ESCAPE: f64 = 1.0 / 16_384.0;
/// An escaped note is one of this many: 128 MIDI pitches times 1024 durations.
pub const OUTSIDE: f64 = 131_072.0;

/// Styles by name; the last class, [`NO_STYLE`], is "not said".
pub const STYLES: [&str; 11] =
    ["reel", "jig", "hornpipe", "slipjig", "strathspey", "clog", "air", "waltz", "march", "song", "polka"];
/// The class of a tune whose style is not known.
pub const NO_STYLE: u16 = STYLES.len() as u16;
/// Meters with a class of their own; every other one shares the class after the last.
pub const METERS: [(u32, u32); 11] =
    [(2, 2), (4, 4), (2, 4), (3, 4), (6, 8), (9, 8), (3, 8), (12, 8), (6, 4), (3, 2), (4, 8)];

/// The class of a style name; an unknown or empty name is "not said".
#[must_use]
pub fn style(name: &str) -> u16 {
    STYLES.iter().position(|s| *s == name).map_or(NO_STYLE, |i| i as u16)
}

/// The class of a meter.
#[must_use]
pub fn meter(numerator: u32, denominator: u32) -> u16 {
    METERS.iter().position(|m| *m == (numerator, denominator)).unwrap_or(METERS.len()) as u16
}

/// The durations a network knows, ascending, in ticks of 24 a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    durations: Vec<i32>,
}

impl Vocabulary {
    /// A vocabulary of the given durations (sorted and freed of doubles here).
    #[must_use]
    pub fn new(mut durations: Vec<i32>) -> Self {
        durations.sort_unstable();
        durations.dedup();
        Self { durations }
    }

    /// The durations that occur in the tunes.
    pub fn of<'a>(notes: impl Iterator<Item = &'a Note>) -> Self {
        let mut seen = std::collections::BTreeSet::new();
        seen.extend(notes.map(|n| n.duration));
        Self { durations: seen.into_iter().collect() }
    }

    /// All durations, ascending, in ticks.
    #[must_use]
    pub fn durations(&self) -> &[i32] {
        &self.durations
    }

    /// The class of a duration in ticks, if it has one.
    #[must_use]
    pub fn duration(&self, ticks: i32) -> Option<usize> {
        self.durations.binary_search(&ticks).ok()
    }
}

/// The class of a MIDI pitch under a tonic (pitch class 0 to 11), if it has one.
#[must_use]
pub fn pitch(midi: i32, tonic: i32) -> Option<usize> {
    usize::try_from(midi - tonic - LOWEST).ok().filter(|p| *p < PITCHES)
}

/// The MIDI pitch of a class under a tonic.
#[must_use]
pub fn midi(class: usize, tonic: i32) -> i32 {
    class as i32 + LOWEST + tonic
}
