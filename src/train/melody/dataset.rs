//! Tunes as what the network sees and what it should say, and batches of pieces of like length.
//!
//! ```text
//! tune -> moments (26 classes a note) + targets (pitch, duration)   once, on the whole tune
//!      -> pieces: tunes over 220 notes cut into 160 at random places   every epoch
//!      -> batches of 16, sorted by length with some noise, in random order; padded, the padding weighs nothing
//! ```
//!
//! What a performer may leave unsaid is hidden in a share of the pieces: style, tonic, bars left.

use crate::neural::lstm::grid::Grid;
use crate::neural::lstm::past::{FIELDS, LEFT, Moment, Past, STYLE, TONIC};
use crate::neural::lstm::tune::Tune;
use crate::neural::lstm::vocabulary::{self, Vocabulary};

use super::chance::Chance;

/// One tune, read.
#[derive(Debug, Clone)]
pub struct Example {
    /// What the network sees before each note, bars left included.
    pub moments: Vec<Moment>,
    /// Pitch and duration class of each note; `None` where the vocabulary lacks it.
    pub targets: Vec<Option<(u16, u16)>>,
    /// Whether it is a sung line.
    pub song: bool,
}

impl Example {
    /// Reads a tune note by note.
    #[must_use]
    pub fn new(tune: &Tune, vocabulary: &Vocabulary) -> Self {
        let setting = tune.setting();
        let mut whole = Grid::new(&setting);
        whole.advance(&setting, tune.end.max(tune.notes.last().map_or(0, crate::neural::lstm::tune::Note::end)) - 1);
        let bars = whole.number();
        let mut past = Past::new(setting, tune.notes.len());
        let (mut moments, mut targets) = (Vec::new(), Vec::new());
        for note in &tune.notes {
            moments.push(past.look(vocabulary, Some(bars - past.bar())));
            let pitch = vocabulary::pitch(note.pitch, past.tonic());
            let duration = vocabulary.duration(note.duration);
            targets.push(pitch.zip(duration).map(|(p, d)| (p as u16, d as u16)));
            past.push(*note);
        }
        Self { moments, targets, song: tune.rhythm == "song" }
    }
}

/// How often what a performer may leave unsaid is hidden.
#[derive(Debug, Clone, Copy)]
pub struct Hide {
    /// Share of pieces without style.
    pub style: f32,
    /// Share of pieces without tonic.
    pub tonic: f32,
    /// Share of pieces without the number of bars left.
    pub left: f32,
}

impl Hide {
    /// As in training.
    pub const TRAINING: Self = Self { style: 0.2, tonic: 0.25, left: 0.5 };
    /// As in scoring: all is said that the tune says, but for its end.
    pub const SCORING: Self = Self { style: 0.0, tonic: 0.0, left: 1.0 };
}

/// Pieces side by side; row t * width + b is moment t of piece b.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// How many pieces.
    pub width: usize,
    /// `FIELDS` classes a row.
    pub classes: Vec<u16>,
    /// Pitch class a row.
    pub pitches: Vec<u16>,
    /// Duration class a row.
    pub durations: Vec<u16>,
    /// 1 where the row is a note to learn, 0 in the padding and for notes outside the vocabulary.
    pub weights: Vec<f32>,
    /// 1 where the row counts in a score: notes to learn but for each tune's first, sung lines apart.
    pub counted: Vec<(f32, bool)>,
}

/// A part of an example: its index, first note, number of notes.
pub type Piece = (usize, usize, usize);

/// Sets pieces side by side.
#[must_use]
pub fn batch(examples: &[Example], pieces: &[Piece], hide: Hide, chance: &mut Chance) -> Batch {
    let (width, steps) = (pieces.len(), pieces.iter().map(|p| p.2).max().unwrap_or(0));
    let rows = width * steps;
    let mut b = Batch {
        width,
        classes: vec![0; rows * FIELDS],
        pitches: vec![0; rows],
        durations: vec![0; rows],
        weights: vec![0.0; rows],
        counted: vec![(0.0, false); rows],
    };
    for (column, (example, first, length)) in pieces.iter().enumerate() {
        let example = &examples[*example];
        let hidden =
            [(STYLE, hide.style), (TONIC, hide.tonic), (LEFT, hide.left)].map(|(f, share)| (f, chance.unit() < share));
        for t in 0..*length {
            let row = t * width + column;
            let to = &mut b.classes[row * FIELDS..(row + 1) * FIELDS];
            to.copy_from_slice(&example.moments[first + t]);
            for ((field, unknown), hide) in hidden {
                if hide {
                    to[field] = unknown;
                }
            }
            if let Some((p, d)) = example.targets[first + t] {
                (b.pitches[row], b.durations[row], b.weights[row]) = (p, d, 1.0);
                b.counted[row] = (if first + t > 0 { 1.0 } else { 0.0 }, example.song);
            }
        }
    }
    b
}

/// One pass over the examples in random order: batches of pieces of like length.
#[must_use]
pub fn epoch(examples: &[Example], size: usize, chance: &mut Chance) -> Vec<Vec<Piece>> {
    let mut pieces = Vec::new();
    for (i, e) in examples.iter().enumerate() {
        let n = e.moments.len();
        if n <= 220 {
            pieces.push((i, 0, n));
            continue;
        }
        let mut at = 0;
        let mut cut = 80 + chance.below(81);
        while at < n {
            let length = cut.min(n - at);
            pieces.push((i, at, length));
            at += length;
            cut = 160;
        }
    }
    let mut keyed: Vec<_> =
        pieces.into_iter().filter(|p| p.2 > 1).map(|p| (p.2 as f32 * (1.0 + 0.15 * chance.unit()), p)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut batches: Vec<Vec<Piece>> = keyed.chunks(size).map(|c| c.iter().map(|k| k.1).collect()).collect();
    chance.shuffle(&mut batches);
    batches
}

/// All examples once, whole, in batches of like length.
#[must_use]
pub fn whole(examples: &[Example], size: usize) -> Vec<Vec<Piece>> {
    let mut pieces: Vec<Piece> =
        examples.iter().enumerate().map(|(i, e)| (i, 0, e.moments.len())).filter(|p| p.2 > 0).collect();
    pieces.sort_by_key(|p| p.2);
    pieces.chunks(size).map(<[Piece]>::to_vec).collect()
}
