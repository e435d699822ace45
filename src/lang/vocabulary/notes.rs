//! Notes: scales, chords, arpeggios.
//!
//! ```text
//! n (scale "minor" "0 2 4")      note (arp "up" "c'maj")      note (toScale [0,2,7] "0 1 2")
//! ```

use super::make::{each, plain, typed};
use super::{Family, Word, family, word};
use crate::diagnostic::nearest;
use crate::lang::budget;
use crate::lang::datum::{Datum, Give, Pat, Take};
use crate::pattern::{ARPS, Pattern, chord_names, scale, scale_names, to_scale};
use std::sync::Arc;

type P = Pattern<Datum>;

/// A number of the same kind as `like`.
fn like(like: &Datum, number: f64) -> Datum {
    match like {
        Datum::Note(_) => Datum::Note(number),
        Datum::Int(_) => Datum::Int(number.floor() as i64),
        Datum::Fraction(_) => Datum::Fraction(crate::time::Cycle::from_f64(number)),
        _ => Datum::Float(number),
    }
}

fn degrees(octave: f64, notes: Vec<f64>, p: &P) -> Pat {
    p.filter_map(move |degree| to_scale(octave, &notes, degree.number()).map(|note| like(&degree, note)))
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) {
    budget::complain(|| match nearest(name, known) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{name}`; `{what}List` has them all"),
    });
}

fn in_scale(name: &str, p: &P) -> Pat {
    match scale(name) {
        Some(notes) => degrees(12.0, notes.to_vec(), p),
        None => {
            unknown("scale", name, scale_names());
            Pat::silence()
        }
    }
}

fn arpeggio(name: &str, p: &P) -> Pat {
    if !ARPS.contains(&name) {
        unknown("arp", name, ARPS.iter().copied());
    }
    p.arp(name)
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    family(Family::Notes, vec![
        word("scale", "Fractional a => Pattern String -> Pattern a -> Pattern a", "Degrees of a scale", "n (scale \"major\" \"0 .. 7\") # s \"superpiano\"", each(|name: Arc<str>, p: &P| in_scale(&name, p))),
        word("scaleWith", "Fractional a => Pattern String -> ([a] -> [a]) -> Pattern a -> Pattern a", "Degrees of a scale after a function on its notes", "n (scaleWith \"major\" reverse \"0 .. 7\") # s \"superpiano\"", plain(|names: Pattern<Arc<str>>, f: Datum, p: P| names.inner_bind(move |name| match scale(&name) {
            Some(notes) => degrees(12.0, Take::take(f.apply(notes.to_vec().give())), &p),
            None => in_scale(&name, &p),
        }))),
        word("toScale", "Num a => [a] -> Pattern Int -> Pattern a", "Degrees of a scale given by its notes", "note (toScale [0,2,7] \"0 1 2 3\") # s \"superpiano\"", typed(|instance| {
            let number = super::signals::number_of(instance.head("a"));
            Datum::function(move |notes| {
                let notes: Vec<f64> = Take::take(notes);
                Datum::function(move |p| scaled(12.0, notes.clone(), p, number))
            })
        })),
        word("toScale'", "Num a => Int -> [a] -> Pattern Int -> Pattern a", "The same, with another octave", "note (toScale' 10 [0,3,6] \"0 1 2 3 4\") # s \"superpiano\"", typed(|instance| {
            let number = super::signals::number_of(instance.head("a"));
            Datum::function(move |octave| {
                let octave = octave.number();
                Datum::function(move |notes| {
                    let notes: Vec<f64> = Take::take(notes);
                    Datum::function(move |p| scaled(octave, notes.clone(), p, number))
                })
            })
        })),
        word("arp", "Pattern String -> Pattern a -> Pattern a", "A chord's notes one after another", "n (arp \"<up pinkyup>\" \"c'maj e'min\") # s \"superpiano\"", each(|name: Arc<str>, p: &P| arpeggio(&name, p))),
        word("arpeggiate", "Pattern a -> Pattern a", "A chord's notes one after another, upwards", "arpeggiate $ n \"c'maj e'min\" # s \"superpiano\"", plain(|p: P| p.arpeggiate())).also(&["arpg"]),
        word("scaleList", "String", "The names of all scales", "s \"a\" # pS \"scales\" (pure scaleList)", super::make::value(|| Arc::<str>::from(scale_names().collect::<Vec<_>>().join(" ")))),
        word("chordList", "String", "The names of all chords", "s \"a\" # pS \"chords\" (pure chordList)", super::make::value(|| Arc::<str>::from(chord_names().collect::<Vec<_>>().join(" ")))),
        word("arpList", "String", "The names of all arpeggios", "s \"a\" # pS \"arps\" (pure arpList)", super::make::value(|| Arc::<str>::from(ARPS.join(" ")))),
    ])
}

fn scaled(octave: f64, notes: Vec<f64>, p: Datum, number: fn(f64) -> Datum) -> Datum {
    let p: Pattern<f64> = Take::take(p);
    p.filter_map(move |degree| to_scale(octave, &notes, degree).map(number)).give()
}
