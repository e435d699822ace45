//! What became of a performer's recordings, file by file, in words.
//!
//! ```text
//! cello: 14 notes of 12 pitches, C2 to A3
//!   learned: 10 pitches; watched: E2; kept for the test: A2
//! told
//!   A#2.wav: named A#2, sounds as A2; learned as it sounds
//! refused
//!   take3.wav: two pitches at once (A3 and E4); record one note at a time
//! passed over, no sound files: notes.txt
//! ```

use std::fmt;

use super::divide::Way;
use super::title::name_of;
use crate::analysis::take::Fault;

/// What became of a folder of recordings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What is learned.
    pub learned: Vec<Learned>,
    /// What is worth knowing of recordings that are taken: where, and what.
    pub told: Vec<Refusal>,
    /// What is not taken: where, and why.
    pub refused: Vec<Refusal>,
    /// Files that are no recordings.
    pub passed_over: Vec<String>,
}

/// What is learned of an instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Its name.
    pub instrument: String,
    /// How many notes.
    pub notes: usize,
    /// Its pitches in order, MIDI note numbers, those learned from.
    pub train: Vec<i64>,
    /// Those that are watched.
    pub valid: Vec<i64>,
    /// Those that are kept for the test.
    pub test: Vec<i64>,
    /// How they were divided.
    pub way: Way,
    /// Decibels by which all of it is made louder.
    pub gain: f64,
    /// How many velocities come from names; the others from loudness.
    pub named: usize,
    /// How many notes were never let go, and are stopped as by a hand.
    pub stopped: usize,
}

/// A recording or a note in it, and a sentence about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The file, and the note in it where there are several.
    pub place: String,
    /// The sentence.
    pub why: String,
}

impl Report {
    /// How the notes were divided, for the model's card.
    pub fn split(&self) -> String {
        let words = |learned: &Learned| match learned.way {
            Way::Pitches => format!("{}: whole pitches held back", learned.instrument),
            Way::Recordings => format!("{}: single recordings held back", learned.instrument),
            Way::Nothing => format!("{}: nothing held back", learned.instrument),
        };
        self.learned.iter().map(words).collect::<Vec<_>>().join("; ")
    }
}

/// A fault as a musician would say it, with its cure.
pub(super) fn fault_words(fault: &Fault) -> String {
    match fault {
        Fault::Quiet(level) => format!("too quiet ({level:.0} dB at its loudest); record it louder"),
        Fault::Short(seconds) => format!("only {seconds:.2} s long; hold each note for half a second or more"),
        Fault::Noise => "no single pitch is heard: noise, a drum, or many notes at once".into(),
        Fault::Two(a, b) => {
            format!("two pitches at once ({} and {}); record one note at a time", name_of(*a), name_of(*b))
        }
        Fault::Moves(a, b) => {
            format!("the pitch goes from {} to {}; leave a silence between notes", name_of(*a), name_of(*b))
        }
        Fault::Wanders(semitones) => {
            format!("the pitch wanders over {semitones:.1} semitones; hold it steady, a vibrato is fine")
        }
    }
}

fn names(pitches: &[i64]) -> String {
    pitches.iter().map(|pitch| name_of(*pitch as f64)).collect::<Vec<_>>().join(" ")
}

fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

impl fmt::Display for Learned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all: Vec<i64> = [&self.train[..], &self.valid, &self.test].concat();
        all.sort_unstable();
        all.dedup();
        let ends = |all: &[i64]| match all {
            [] => String::new(),
            [one] => name_of(*one as f64),
            [low, .., high] => format!("{} to {}", name_of(*low as f64), name_of(*high as f64)),
        };
        let (notes, pitches) = (count(self.notes, "note"), count(all.len(), "pitch").replace("pitchs", "pitches"));
        writeln!(f, "{}: {notes} of {pitches}, {}", self.instrument, ends(&all))?;
        match self.way {
            Way::Pitches => {
                write!(
                    f,
                    "  learned from {} pitches; watched while learning: {}",
                    self.train.len(),
                    names(&self.valid)
                )?;
                if !self.test.is_empty() {
                    write!(f, "; kept for the test: {}", names(&self.test))?;
                }
                writeln!(f)?;
            }
            Way::Recordings => writeln!(
                f,
                "  fewer than 5 pitches: single recordings are watched instead of unseen pitches ({}); record more pitches",
                names(&self.valid)
            )?,
            Way::Nothing => writeln!(
                f,
                "  too few notes to hold any back: the figure while learning says nothing about unseen notes; record more"
            )?,
        }
        let level = match self.gain {
            gain if gain.abs() < 0.5 => "its level as it is".to_owned(),
            gain if gain < 0.0 => format!("made {:.0} dB quieter", -gain),
            gain => format!("made {gain:.0} dB louder"),
        };
        let velocity = match self.named {
            0 => "from loudness".to_owned(),
            n if n == self.notes => "from the names".to_owned(),
            n => format!("of {n} from the names, else from loudness"),
        };
        write!(f, "  {level}; velocities {velocity}")?;
        if self.stopped > 0 {
            write!(
                f,
                "; {} rang on to the end and {} stopped as by a hand",
                count(self.stopped, "note"),
                if self.stopped == 1 { "is" } else { "are" }
            )?;
        }
        writeln!(f)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for learned in &self.learned {
            write!(f, "{learned}")?;
        }
        for (head, list) in [("told", &self.told), ("refused", &self.refused)] {
            if !list.is_empty() {
                writeln!(f, "{head}")?;
            }
            for Refusal { place, why } in list {
                writeln!(f, "  {place}: {why}")?;
            }
        }
        if !self.passed_over.is_empty() {
            let (shown, more) = self.passed_over.split_at(self.passed_over.len().min(8));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            writeln!(f, "passed over, no sound files: {}{more}", shown.join(", "))?;
        }
        Ok(())
    }
}
