//! Mini-notation: the text between the quotes, read as Tidal 1.10 reads it, and a few friendlier forms.
//!
//! ```text
//! "bd*2 <sn cp> [~ hh]? bd(3,8,<0 2>)"      text -> nom grammar with spans -> tree -> Pattern, each event with its place
//! also understood: bd@2!2   c#4   bd/2*3   bd(3,8)*2   -   top-level , and |   ?0 and ?1   {a b}%4 [c d]
//! ```
//!
//! What the atoms are (words, numbers, notes, ...) is given by [`Kind`], because `"e"` is a sound, a note or an eighth. The
//! grammar with prose is `grammar/mini.ebnf`. Expressions around the quotes are not read here.

mod atom;
mod grammar;
mod resolve;
mod tree;
mod trouble;

use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::pattern::{Item, Pattern, Value};

/// What the atoms of a string are read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Words: `bd superpiano:3`.
    Text,
    /// Numbers, also `1e` (an eighth), note names and chords.
    Float,
    /// Semitones: numbers, note names and chords.
    Note,
    /// Whole numbers, note names and chords.
    Int,
    /// Exact fractions: `1%8 0.25 3e`.
    Fraction,
    /// Truth values: `t f true false 1 0`.
    Bool,
    /// Single letters.
    Char,
    /// Numbers, and names with a share: `0.5 flute flute:0.3`.
    Timbre,
}

impl Kind {
    /// What stands in messages for one atom of it, with its article.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Text => "a word",
            Self::Float => "a number",
            Self::Note => "a note such as `c`, `e4` or `7`",
            Self::Int => "a whole number",
            Self::Fraction => "a number or fraction such as `1%8`",
            Self::Bool => "true or false, as in `t f` or `1 0`",
            Self::Char => "a letter",
            Self::Timbre => "a number, or an instrument's name such as `flute` or `flute:0.3`",
        }
    }
}

/// What a pattern read from a string may carry: anything made from a [`Value`].
pub trait Atom: Item {
    /// It from a value of the kind that was asked for.
    fn of(value: Value) -> Self;
}

impl<T: Item + From<Value>> Atom for T {
    fn of(value: Value) -> Self {
        value.into()
    }
}

/// The longest text of one string, in bytes.
const LONGEST: usize = 100_000;

/// Reads a string. `at` is the place of its contents (without quotes) in the evaluation; each event carries the place of
/// its atom. A single atom gives a constant pattern.
///
/// # Errors
/// A diagnostic that points into the string: what stands there and what was expected, or which bracket is never closed.
pub fn parse<A: Atom>(text: &str, at: SourceSpan, kind: Kind) -> Result<Pattern<A>, Diagnostic> {
    if text.len() > LONGEST {
        return Err(Diagnostic::error(at, format!("the string is too long: more than {LONGEST} bytes")));
    }
    let place = Place { at, length: text.len() };
    let tree = grammar::read(text, kind).map_err(|trouble| trouble.diagnostic(text, place))?;
    Ok(resolve::pattern(&tree, place))
}

/// Where the string's contents begin in the evaluation's text.
#[derive(Clone, Copy)]
struct Place {
    at: SourceSpan,
    length: usize,
}

impl Place {
    /// Bytes of the string as bytes of the evaluation.
    fn span(self, begin: usize, end: usize) -> SourceSpan {
        let moved = |byte: usize| self.at.begin.saturating_add(u32::try_from(byte).unwrap_or(u32::MAX));
        SourceSpan { evaluation: self.at.evaluation, begin: moved(begin), end: moved(end) }
    }

    /// The same from bytes counted from the string's end, as nom's rests give them.
    fn counted_from_end(self, begin: usize, end: usize) -> SourceSpan {
        self.span(self.length.saturating_sub(begin), self.length.saturating_sub(end))
    }
}

#[cfg(test)]
mod tests;
