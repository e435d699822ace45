//! Pitch: notes in semitones from middle C (Tidal's `n` and `note`), and hertz.
//!
//! ```text
//! c4 -1   b4 ...      name   semitones   hertz      octave 5 begins at middle C, as in Tidal:
//!                     c5     0           261.63     "c" = "c5" = 0, "a5" = 9, "cs3" = -23, "ef" = 3
//! ```

/// A pitch in semitones from middle C; fractions are microtones.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Note(pub f64);

/// A frequency in cycles a second.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Hertz(pub f64);

impl Note {
    /// MIDI's number for it (middle C = 60).
    pub fn midi(self) -> f64 {
        self.0 + 60.0
    }

    /// Its frequency in equal temperament with a' = 440 Hz.
    pub fn hertz(self) -> Hertz {
        Hertz(440.0 * ((self.0 - 9.0) / 12.0).exp2())
    }
}

impl Hertz {
    /// The note of that frequency; silent frequencies give a note far below hearing.
    pub fn note(self) -> Note {
        Note(12.0 * (self.0.max(1e-6) / 440.0).log2() + 9.0)
    }
}

/// Semitones of a natural note above c, from its letter in either case.
pub fn natural(letter: char) -> Option<i64> {
    Some(match letter.to_ascii_lowercase() {
        'c' => 0,
        'd' => 2,
        'e' => 4,
        'f' => 5,
        'g' => 7,
        'a' => 9,
        'b' => 11,
        _ => return None,
    })
}

/// Reads a note name: letter a-g, then `s`/`#` or `f` or `n` any number of times, then an octave (default 5).
/// `None` where the text is not a note.
pub fn note_by_name(name: &str) -> Option<i64> {
    let mut rest = name.chars().peekable();
    let base = natural(rest.next()?)?;
    let mut shift = 0;
    while let Some(&c) = rest.peek() {
        shift += match c {
            's' | '#' => 1,
            'f' => -1,
            'n' => 0,
            _ => break,
        };
        rest.next();
    }
    let octave: String = rest.collect();
    let octave: i64 = if octave.is_empty() { 5 } else { octave.parse::<i64>().ok()?.clamp(-100, 100) };
    Some(base + shift + (octave - 5) * 12)
}
