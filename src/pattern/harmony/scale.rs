//! Scales by name, as semitones above the root, in the order degrees have.
//!
//! ```text
//! scale "major" "0 2 4 7"   ->   0 4 7 12         degree 7 of seven notes is the root an octave up
//! ```
//!
//! Public music theory: church modes, pentatonics, ragas, maqamat in quarter tones, Messiaen's modes of limited
//! transposition. Names are Tidal's.

use crate::pattern::Pattern;

/// Names and notes; rows of one set of notes share it.
const SCALES: &[(&[&str], &[f64])] = &[
    (&["minPent", "yu"], &[0.0, 3.0, 5.0, 7.0, 10.0]),
    (&["majPent", "gong"], &[0.0, 2.0, 4.0, 7.0, 9.0]),
    (&["ritusen", "zhi"], &[0.0, 2.0, 5.0, 7.0, 9.0]),
    (&["egyptian", "shang"], &[0.0, 2.0, 5.0, 7.0, 10.0]),
    (&["kumai"], &[0.0, 2.0, 3.0, 7.0, 9.0]),
    (&["hirajoshi"], &[0.0, 2.0, 3.0, 7.0, 8.0]),
    (&["iwato"], &[0.0, 1.0, 5.0, 6.0, 10.0]),
    (&["chinese"], &[0.0, 4.0, 6.0, 7.0, 11.0]),
    (&["indian"], &[0.0, 4.0, 5.0, 7.0, 10.0]),
    (&["pelog"], &[0.0, 1.0, 3.0, 7.0, 8.0]),
    (&["prometheus"], &[0.0, 2.0, 4.0, 6.0, 11.0]),
    (&["scriabin"], &[0.0, 1.0, 4.0, 7.0, 9.0]),
    (&["jiao"], &[0.0, 3.0, 5.0, 8.0, 10.0]),
    (&["whole", "wholetone", "messiaen1"], &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0]),
    (&["augmented"], &[0.0, 3.0, 4.0, 7.0, 8.0, 11.0]),
    (&["augmented2"], &[0.0, 1.0, 4.0, 5.0, 8.0, 9.0]),
    (&["hexMajor7"], &[0.0, 2.0, 4.0, 7.0, 9.0, 11.0]),
    (&["hexDorian"], &[0.0, 2.0, 3.0, 5.0, 7.0, 10.0]),
    (&["hexPhrygian"], &[0.0, 1.0, 3.0, 5.0, 8.0, 10.0]),
    (&["hexSus"], &[0.0, 2.0, 5.0, 7.0, 9.0, 10.0]),
    (&["hexMajor6"], &[0.0, 2.0, 4.0, 5.0, 7.0, 9.0]),
    (&["hexAeolian"], &[0.0, 3.0, 5.0, 7.0, 8.0, 10.0]),
    (&["major", "ionian"], &[0.0, 2.0, 4.0, 5.0, 7.0, 9.0, 11.0]),
    (&["dorian"], &[0.0, 2.0, 3.0, 5.0, 7.0, 9.0, 10.0]),
    (&["phrygian"], &[0.0, 1.0, 3.0, 5.0, 7.0, 8.0, 10.0]),
    (&["lydian"], &[0.0, 2.0, 4.0, 6.0, 7.0, 9.0, 11.0]),
    (&["mixolydian"], &[0.0, 2.0, 4.0, 5.0, 7.0, 9.0, 10.0]),
    (&["aeolian", "minor", "melodicMinorDesc"], &[0.0, 2.0, 3.0, 5.0, 7.0, 8.0, 10.0]),
    (&["locrian"], &[0.0, 1.0, 3.0, 5.0, 6.0, 8.0, 10.0]),
    (&["harmonicMinor"], &[0.0, 2.0, 3.0, 5.0, 7.0, 8.0, 11.0]),
    (&["harmonicMajor"], &[0.0, 2.0, 4.0, 5.0, 7.0, 8.0, 11.0]),
    (&["melodicMinor"], &[0.0, 2.0, 3.0, 5.0, 7.0, 9.0, 11.0]),
    (&["melodicMajor", "bartok", "hindu"], &[0.0, 2.0, 4.0, 5.0, 7.0, 8.0, 10.0]),
    (&["todi"], &[0.0, 1.0, 3.0, 6.0, 7.0, 8.0, 11.0]),
    (&["purvi"], &[0.0, 1.0, 4.0, 6.0, 7.0, 8.0, 11.0]),
    (&["marva"], &[0.0, 1.0, 4.0, 6.0, 7.0, 9.0, 11.0]),
    (&["bhairav"], &[0.0, 1.0, 4.0, 5.0, 7.0, 8.0, 11.0]),
    (&["ahirbhairav"], &[0.0, 1.0, 4.0, 5.0, 7.0, 9.0, 10.0]),
    (&["superLocrian"], &[0.0, 1.0, 3.0, 4.0, 6.0, 8.0, 10.0]),
    (&["romanianMinor"], &[0.0, 2.0, 3.0, 6.0, 7.0, 9.0, 10.0]),
    (&["hungarianMinor"], &[0.0, 2.0, 3.0, 6.0, 7.0, 8.0, 11.0]),
    (&["neapolitanMinor"], &[0.0, 1.0, 3.0, 5.0, 7.0, 8.0, 11.0]),
    (&["enigmatic"], &[0.0, 1.0, 4.0, 6.0, 8.0, 10.0, 11.0]),
    (&["spanish"], &[0.0, 1.0, 4.0, 5.0, 7.0, 8.0, 10.0]),
    (&["leadingWhole"], &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 11.0]),
    (&["lydianMinor"], &[0.0, 2.0, 4.0, 6.0, 7.0, 8.0, 10.0]),
    (&["neapolitanMajor"], &[0.0, 1.0, 3.0, 5.0, 7.0, 9.0, 11.0]),
    (&["locrianMajor"], &[0.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0]),
    (&["diminished", "octatonic", "messiaen2"], &[0.0, 1.0, 3.0, 4.0, 6.0, 7.0, 9.0, 10.0]),
    (&["diminished2", "octatonic2"], &[0.0, 2.0, 3.0, 5.0, 6.0, 8.0, 9.0, 11.0]),
    (&["messiaen3"], &[0.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0, 10.0, 11.0]),
    (&["messiaen4"], &[0.0, 1.0, 2.0, 5.0, 6.0, 7.0, 8.0, 11.0]),
    (&["messiaen5"], &[0.0, 1.0, 5.0, 6.0, 7.0, 11.0]),
    (&["messiaen6"], &[0.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0, 11.0]),
    (&["messiaen7"], &[0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0, 11.0]),
    (&["chromatic"], &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]),
    (&["bayati"], &[0.0, 1.5, 3.0, 5.0, 7.0, 8.0, 10.0]),
    (&["hijaz"], &[0.0, 1.0, 4.0, 5.0, 7.0, 8.5, 10.0]),
    (&["sikah"], &[0.0, 1.5, 3.5, 5.5, 7.0, 8.5, 10.5]),
    (&["rast"], &[0.0, 2.0, 3.5, 5.0, 7.0, 9.0, 10.5]),
    (&["saba"], &[0.0, 1.5, 3.0, 4.0, 6.0, 8.0, 10.0]),
    (&["iraq"], &[0.0, 1.5, 3.5, 5.0, 6.5, 8.5, 10.5]),
];

/// The notes of a scale, in semitones above its root.
pub fn scale(name: &str) -> Option<&'static [f64]> {
    SCALES.iter().find(|(names, _)| names.contains(&name)).map(|(_, notes)| *notes)
}

/// Every scale's name.
pub fn scale_names() -> impl Iterator<Item = &'static str> {
    SCALES.iter().flat_map(|(names, _)| names.iter().copied())
}

/// Every scale's name with its notes, a row for each name.
pub fn scale_table() -> impl Iterator<Item = (&'static str, &'static [f64])> {
    SCALES.iter().flat_map(|(names, notes)| names.iter().map(move |name| (*name, *notes)))
}

/// A degree (0 is the root, negative ones below) as semitones; `octave` is the distance at which the notes repeat, 12
/// as a rule. Fractions of a degree are cut off downwards. `None` for an empty scale.
pub fn to_scale(octave: f64, notes: &[f64], degree: f64) -> Option<f64> {
    let degree = degree.floor();
    let count = notes.len() as f64;
    let turn = (degree / count).floor();
    notes.get((degree - turn * count) as usize).map(|note| note + octave * turn)
}

impl Pattern<f64> {
    /// Every value as a degree of the scale; silence for an empty one.
    #[must_use]
    pub fn to_scale(&self, octave: f64, notes: &[f64]) -> Self {
        let notes = notes.to_vec();
        self.filter_map(move |degree| to_scale(octave, &notes, degree))
    }
}
