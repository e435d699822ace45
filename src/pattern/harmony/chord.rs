//! Chords by name, as semitones above the root, and what can be done to one.
//!
//! ```text
//! c'maj7   0 4 7 11      'i  4 7 11 12      'o  -12 -5 4 11      'd1  -1 0 4 7      '5  0 4 7 11 12
//! ```
//!
//! Public music theory; names are Tidal's.

/// Names and notes; rows of one set of notes share it.
const CHORDS: &[(&[&str], &[f64])] = &[
    (&["maj", "major", "M"], &[0.0, 4.0, 7.0]),
    (&["aug", "plus", "sharp5"], &[0.0, 4.0, 8.0]),
    (&["six", "6"], &[0.0, 4.0, 7.0, 9.0]),
    (&["sixNine", "six9", "6by9", "sixby9"], &[0.0, 4.0, 7.0, 9.0, 14.0]),
    (&["maj7", "major7"], &[0.0, 4.0, 7.0, 11.0]),
    (&["major9", "maj9"], &[0.0, 4.0, 7.0, 11.0, 14.0]),
    (&["add9", "dom9"], &[0.0, 4.0, 7.0, 14.0]),
    (&["nine"], &[0.0, 4.0, 7.0, 10.0, 14.0]),
    (&["major11", "maj11"], &[0.0, 4.0, 7.0, 11.0, 14.0, 17.0]),
    (&["add11", "dom11"], &[0.0, 4.0, 7.0, 17.0]),
    (&["major13", "maj13"], &[0.0, 4.0, 7.0, 11.0, 14.0, 21.0]),
    (&["add13", "dom13"], &[0.0, 4.0, 7.0, 21.0]),
    (&["dom7"], &[0.0, 4.0, 7.0, 10.0]),
    (&["sevenFlat5", "7f5"], &[0.0, 4.0, 6.0, 10.0]),
    (&["sevenSharp5", "7s5"], &[0.0, 4.0, 8.0, 10.0]),
    (&["sevenFlat9", "7f9"], &[0.0, 4.0, 7.0, 10.0, 13.0]),
    (&["eleven", "11"], &[0.0, 4.0, 7.0, 10.0, 14.0, 17.0]),
    (&["thirteen", "13"], &[0.0, 4.0, 7.0, 10.0, 14.0, 17.0, 21.0]),
    (&["minor", "min", "m"], &[0.0, 3.0, 7.0]),
    (&["diminished", "dim"], &[0.0, 3.0, 6.0]),
    (&["minorSharp5", "msharp5", "mS5"], &[0.0, 3.0, 8.0]),
    (&["minor6", "min6", "m6"], &[0.0, 3.0, 7.0, 9.0]),
    (&["minorSixNine", "minor69", "min69", "minSixNine", "m69", "mSixNine", "m6by9"], &[0.0, 3.0, 7.0, 9.0, 14.0]),
    (&["minor7flat5", "min7flat5", "m7flat5", "m7f5"], &[0.0, 3.0, 6.0, 10.0]),
    (&["minor7sharp5", "min7sharp5", "m7sharp5", "m7s5"], &[0.0, 3.0, 8.0, 10.0]),
    (&["diminished7", "dim7"], &[0.0, 3.0, 6.0, 9.0]),
    (&["m7sharp9", "m7s9", "minor7sharp9", "min7sharp9", "minor9", "min9", "m9"], &[0.0, 3.0, 7.0, 10.0, 14.0]),
    (&["minor7flat9", "m7flat9", "m7f9", "min7flat9"], &[0.0, 3.0, 7.0, 10.0, 13.0]),
    (&["minor11", "min11", "m11"], &[0.0, 3.0, 7.0, 10.0, 14.0, 17.0]),
    (&["minor13", "min13", "m13"], &[0.0, 3.0, 7.0, 10.0, 14.0, 17.0, 21.0]),
    (&["one", "1"], &[0.0]),
    (&["five", "5"], &[0.0, 7.0]),
    (&["sus2"], &[0.0, 2.0, 7.0]),
    (&["sus4"], &[0.0, 5.0, 7.0]),
    (&["sevenSus2", "7sus2"], &[0.0, 2.0, 7.0, 10.0]),
    (&["sevenSus4", "7sus4"], &[0.0, 5.0, 7.0, 10.0]),
    (&["nineSus4", "ninesus4", "9sus4"], &[0.0, 5.0, 7.0, 10.0, 14.0]),
    (&["sevenFlat10", "7f10"], &[0.0, 4.0, 7.0, 10.0, 15.0]),
    (&["nineSharp5", "9sharp5", "9s5"], &[0.0, 1.0, 13.0]),
    (&["minor9sharp5", "minor9s5", "min9sharp5", "min9s5", "m9sharp5", "m9s5"], &[0.0, 1.0, 14.0]),
    (&["sevenSharp5flat9", "7s5f9"], &[0.0, 4.0, 8.0, 10.0, 13.0]),
    (&["minor7sharp5flat9"], &[0.0, 3.0, 8.0, 10.0, 13.0]),
    (&["elevenSharp", "11s"], &[0.0, 4.0, 7.0, 10.0, 14.0, 18.0]),
    (&["minor11sharp", "m11sharp", "m11s"], &[0.0, 3.0, 7.0, 10.0, 14.0, 18.0]),
    (&["min7", "minor7", "m7"], &[0.0, 3.0, 7.0, 10.0]),
];

/// The notes of a chord, in semitones above its root.
pub fn chord(name: &str) -> Option<&'static [f64]> {
    CHORDS.iter().find(|(names, _)| names.contains(&name)).map(|(_, notes)| *notes)
}

/// Every chord's name.
pub fn chord_names() -> impl Iterator<Item = &'static str> {
    CHORDS.iter().flat_map(|(names, _)| names.iter().copied())
}

/// What can be done to a chord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChordChange {
    /// So many notes, going on an octave up where the chord has fewer (`'5`).
    Notes(usize),
    /// The lowest note up an octave, so many times (`'ii`).
    Invert(usize),
    /// Root and third written note down an octave (`'o`); chords of fewer than three notes stay.
    Open,
    /// The n-th note from the top down an octave (`'d1`); nothing where there is none.
    Drop(usize),
}

impl ChordChange {
    /// The changed chord.
    pub fn apply(self, notes: &[f64]) -> Vec<f64> {
        let mut notes = notes.to_vec();
        match self {
            Self::Notes(count) => {
                let chord = notes.clone();
                let octaves = (0..).flat_map(|octave| chord.iter().map(move |note| note + 12.0 * f64::from(octave)));
                if !chord.is_empty() {
                    notes = octaves.take(count).collect();
                }
            }
            Self::Invert(times) => {
                let count = notes.len();
                for turn in 0..times.min(count * 10) {
                    notes[turn % count] += 12.0;
                }
                if count > 0 {
                    notes.rotate_left(times % count);
                }
            }
            Self::Open if notes.len() > 2 => {
                let third = notes.remove(2);
                notes[0] -= 12.0;
                notes.insert(1, third - 12.0);
            }
            Self::Drop(nth) if (1..=notes.len()).contains(&nth) => {
                let dropped = notes.remove(notes.len() - nth);
                notes.insert(0, dropped - 12.0);
            }
            Self::Open | Self::Drop(_) => {}
        }
        notes
    }
}
