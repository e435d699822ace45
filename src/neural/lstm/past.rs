//! What a melody network sees of a tune: a plain function of the notes so far.
//!
//! ```text
//! notes so far   E F G E | E F G E | F G A        the last notes, F G, were heard before: suffix match of length ..
//!                          ^lag 1 bar      ^now   what began one, two, four, eight bars ago
//! ```
//!
//! Training, scoring, `model next` and generation all read through this one type, so none can know more than another.
//! "Now" is the end of the previous note (or of a rest that was given): the true onset of the note to come is never used.
//! What it does not do: keep any network state.

use super::grid::Grid;
use super::tune::{Key, Note, Setting};
use super::vocabulary::{self, PITCHES, Vocabulary};

/// How many bars back the look-back goes, per lag.
pub const LAGS: [i32; 4] = [1, 2, 4, 8];
/// How many classes a moment is described by.
pub const FIELDS: usize = 26;
/// Where the tonic stands among the classes, and which class says "not known".
pub const TONIC: (usize, u16) = (5, 12);
/// Where the style stands.
pub const STYLE: (usize, u16) = (6, vocabulary::NO_STYLE);
/// Where the bars left stand.
pub const LEFT: (usize, u16) = (25, 9);
const LONGEST_MATCH: u8 = 24;

/// The classes that describe a moment, in the order of [`fields`].
pub type Moment = [u16; FIELDS];

/// Name, number of classes and embedding width of every field, for a vocabulary of `durations` durations.
///
/// The widths are those of the recipe; together they make the network's input.
#[must_use]
pub fn fields(durations: usize) -> [(&'static str, usize, usize); FIELDS] {
    let (p, d) = (PITCHES + 1, durations + 1);
    [
        ("place", 192, 12),
        ("bar16", 16, 8),
        ("bar", 42, 4),
        ("meter", 12, 8),
        ("mode", 13, 6),
        ("tonic", 13, 6),
        ("style", 12, 6),
        ("pitch", p, 24),
        ("duration", d, 12),
        ("rest", 4, 2),
        ("lag1.pitch", p, 12),
        ("lag1.duration", d, 6),
        ("lag1.run", 8, 4),
        ("lag2.pitch", p, 12),
        ("lag2.duration", d, 6),
        ("lag2.run", 8, 4),
        ("lag4.pitch", p, 12),
        ("lag4.duration", d, 6),
        ("lag4.run", 8, 4),
        ("lag8.pitch", p, 12),
        ("lag8.duration", d, 6),
        ("lag8.run", 8, 4),
        ("suffix.pitch", p, 12),
        ("suffix.duration", d, 6),
        ("suffix.length", 16, 8),
        ("left", 10, 4),
    ]
}

/// The width of the network's input.
#[must_use]
pub fn width() -> usize {
    fields(0).iter().map(|f| f.2).sum()
}

/// The notes so far and everything that is derived from them as they come.
#[derive(Debug, Clone)]
pub struct Past {
    setting: Setting,
    grid: Grid,
    notes: Vec<Note>,
    matches: Vec<u8>,
    runs: [u16; LAGS.len()],
    rest: i32,
    now: i32,
}

impl Past {
    /// Before the first note. `room` notes can be pushed without allocating.
    #[must_use]
    pub fn new(setting: Setting, room: usize) -> Self {
        let (now, grid) = (setting.start, Grid::new(&setting));
        let (notes, matches) = (Vec::with_capacity(room), Vec::with_capacity(room));
        let mut past = Self { setting, grid, notes, matches, runs: [0; LAGS.len()], rest: 0, now };
        past.grid.advance(&past.setting, now);
        past
    }

    /// The end of the last note or rest, in ticks.
    #[must_use]
    pub fn now(&self) -> i32 {
        self.now
    }

    /// The notes so far.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What stands around the notes.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The tonic in force, a pitch class.
    #[must_use]
    pub fn tonic(&self) -> i32 {
        self.setting.key_at(self.now).tonic
    }

    /// The number of the bar in force, from the first full one.
    #[must_use]
    pub fn bar(&self) -> i32 {
        self.grid.number()
    }

    /// Changes style, meter and key from now on. The meter counts from here, so call it at a bar line.
    pub fn turn(&mut self, style: u16, meter: (u32, u32), key: Key) {
        let now = self.now;
        self.setting.style = style;
        if self.setting.meter_at(now) != meter {
            self.setting.meters.push((now, meter.0, meter.1));
            self.grid.turn(&self.setting);
        }
        if self.setting.key_at(now) != key {
            self.setting.keys.push((now, key));
        }
    }

    /// Lets time pass until `tick` without a note.
    pub fn rest_until(&mut self, tick: i32) {
        self.now = self.now.max(tick);
        self.grid.advance(&self.setting, self.now);
    }

    /// Takes the next note in.
    pub fn push(&mut self, note: Note) {
        let length = self.grid.length();
        for (i, lag) in LAGS.into_iter().enumerate() {
            let same = self.begun(note.onset - lag * length).is_some_and(|n| alike(&self.notes[n], &note));
            self.runs[i] = if same { (self.runs[i] + 1).min(7) } else { 0 };
        }
        // matches[j]: how many notes that end at j equal as many that end at the newest note.
        for j in (0..self.notes.len()).rev() {
            let before = if j == 0 { 0 } else { self.matches[j - 1] };
            self.matches[j] = if alike(&self.notes[j], &note) { (before + 1).min(LONGEST_MATCH) } else { 0 };
        }
        let end = self.notes.last().map_or(note.onset, Note::end);
        self.rest = note.onset - end;
        self.notes.push(note);
        self.matches.push(0);
        self.rest_until(note.end());
    }

    /// The index of the note that began exactly at a tick.
    fn begun(&self, tick: i32) -> Option<usize> {
        self.notes.binary_search_by_key(&tick, |n| n.onset).ok()
    }

    /// The index of the note that followed the longest earlier match (the latest of equals), and the match's length.
    #[must_use]
    pub fn suffix(&self) -> Option<(usize, u8)> {
        let earlier = self.matches.len().checked_sub(1)?;
        let mut best: Option<(usize, u8)> = None;
        for (j, length) in self.matches[..earlier].iter().copied().enumerate() {
            if length > 0 && best.is_none_or(|b| length >= b.1) {
                best = Some((j + 1, length));
            }
        }
        best
    }

    /// Describes the present moment. `left`: how many bars are still to come after this one, where that is known.
    #[must_use]
    pub fn look(&self, vocabulary: &Vocabulary, left: Option<i32>) -> Moment {
        let now = self.now;
        let key = self.setting.key_at(now);
        let (numerator, denominator) = self.setting.meter_at(now);
        let (no_pitch, no_duration) = (PITCHES as u16, vocabulary.durations().len() as u16);
        let pitch_of = |n: Option<usize>| {
            n.and_then(|n| vocabulary::pitch(self.notes[n].pitch, key.tonic)).map_or(no_pitch, |p| p as u16)
        };
        let duration_of = |n: Option<usize>| {
            n.and_then(|n| vocabulary.duration(self.notes[n].duration)).map_or(no_duration, |d| d as u16)
        };
        let last = self.notes.len().checked_sub(1);
        let number = self.grid.number();
        let mut m = [0; FIELDS];
        m[0] = self.grid.place(now).clamp(0, 191) as u16;
        m[1] = number.rem_euclid(16) as u16;
        m[2] = (number + 1).clamp(0, 41) as u16;
        m[3] = vocabulary::meter(numerator, denominator);
        m[4] = key.mode;
        m[TONIC.0] = if key.mode == 12 { TONIC.1 } else { key.tonic as u16 };
        m[STYLE.0] = self.setting.style;
        m[7] = pitch_of(last);
        m[8] = duration_of(last);
        m[9] = match self.rest {
            i32::MIN..=0 => 0,
            1..=12 => 1,
            13..=48 => 2,
            _ => 3,
        };
        for (i, lag) in LAGS.into_iter().enumerate() {
            let then = self.begun(now - lag * self.grid.length());
            m[10 + 3 * i] = pitch_of(then);
            m[11 + 3 * i] = duration_of(then);
            m[12 + 3 * i] = self.runs[i];
        }
        let suffix = self.suffix();
        m[22] = pitch_of(suffix.map(|s| s.0));
        m[23] = duration_of(suffix.map(|s| s.0));
        m[24] = suffix.map_or(0, |s| u16::from(s.1.min(15)));
        m[LEFT.0] = left.map_or(LEFT.1, |l| l.clamp(0, 8) as u16);
        m
    }
}

fn alike(a: &Note, b: &Note) -> bool {
    a.pitch == b.pitch && a.duration == b.duration
}

#[cfg(test)]
mod tests;
