//! The vocabulary: one table of every word, with its signature, its help, an example that plays, and how it is built.
//!
//! ```text
//! fast :: Pattern Time -> Pattern a -> Pattern a      "so many times as fast"      fast 2 $ s "bd sn"
//! ```
//!
//! Inference, completion, `help`, the tables in the manual and the tests all read it. An entry is a line: its builder is
//! a closure over Rust's own types, wrapped by `make`. Families live in files of their own.

pub mod arithmetic;
mod chance;
mod controls;
mod derived;
mod elsewhere;
mod events;
mod functions;
mod joins;
mod layers;
mod lists;
mod lists_by;
mod lists_more;
mod make;
mod maths;
mod monads;
mod network;
mod notes;
mod older;
mod older_more;
mod operators;
mod others;
mod prelude;
mod samples;
mod sequences;
mod show;
mod signals;
mod stream;
mod streams;
mod structure;
mod synths;
mod time;
mod transitions;
mod underscored;

pub use elsewhere::elsewhere;
pub use make::{Instance, Make, Surroundings};

use super::parse;
use super::syntax::Name;
use super::types::{Scheme, Type, scheme};
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// What kind of word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Faster, later, backwards.
    Time,
    /// Rhythms, masks, euclids.
    Structure,
    /// One after another, one above another.
    Sequences,
    /// Now and then, layers, echoes.
    Layers,
    /// Chance.
    Chance,
    /// Waves and other continuous values.
    Signals,
    /// Scales, chords, arpeggios.
    Notes,
    /// Cutting samples.
    Samples,
    /// What an event sounds like.
    Controls,
    /// Joining patterns.
    Operators,
    /// What is done at once: slots, tempo.
    Stream,
    /// Networks.
    Networks,
    /// Numbers.
    Maths,
    /// Lists.
    Lists,
    /// Functions, choices, wrappers.
    Functions,
}

impl Family {
    /// Its name as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Structure => "structure",
            Self::Sequences => "sequences",
            Self::Layers => "layers and conditions",
            Self::Chance => "chance",
            Self::Signals => "signals",
            Self::Notes => "notes",
            Self::Samples => "samples, stereo, echoes, steps",
            Self::Controls => "controls",
            Self::Operators => "operators",
            Self::Stream => "slots, tempo, live values",
            Self::Networks => "networks",
            Self::Maths => "numbers",
            Self::Lists => "lists",
            Self::Functions => "functions and joins",
        }
    }
}

/// A word of the language.
pub struct Word {
    /// Its name.
    pub name: &'static str,
    /// Other names with the same meaning.
    pub aliases: &'static [&'static str],
    /// Names that it had in older Tidals.
    pub old: &'static [&'static str],
    /// Its type, as text.
    pub signature: &'static str,
    /// What it does, in a line.
    pub help: &'static str,
    /// A line to play.
    pub example: &'static str,
    /// Its family.
    pub family: Family,
    made: Make,
    types: OnceLock<(Scheme, Vec<Name>)>,
}

impl Word {
    /// Its type.
    pub fn scheme(&self) -> &Scheme {
        &self.types().0
    }

    /// The names of its type's variables, in the scheme's order.
    pub fn variables(&self) -> &[Name] {
        &self.types().1
    }

    fn types(&self) -> &(Scheme, Vec<Name>) {
        self.types.get_or_init(|| {
            let mut count = 0;
            let number = || {
                count += 1;
                count - 1
            };
            let parsed = parse::signature(self.signature).ok().and_then(|text| scheme(&text, number).ok());
            // A test reads every signature, so the unit is never seen.
            parsed.unwrap_or_else(|| (Scheme::plain(Type::named("()")), Vec::new()))
        })
    }

    /// What to write instead, if `name` is an old name of it.
    pub fn hint_for(&self, name: &str) -> Option<String> {
        self.old.contains(&name).then(|| format!("it is called `{}` now and means the same", self.name))
    }

    /// Its value at chosen types.
    pub(super) fn build(&'static self, instance: &Instance<'_>) -> super::datum::Datum {
        self.made.build(&Instance { word: Some(self), ..*instance })
    }
}

struct Table {
    words: Vec<Word>,
    places: HashMap<&'static str, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut words = Vec::new();
    words.extend(time::words());
    words.extend(structure::words());
    words.extend(sequences::words());
    words.extend(layers::words());
    words.extend(chance::words());
    words.extend(signals::words());
    words.extend(notes::words());
    words.extend(samples::words());
    words.extend(controls::words());
    words.extend(operators::words());
    words.extend(stream::words());
    words.extend(network::words());
    words.extend(joins::words());
    words.extend(maths::words());
    words.extend(lists::words());
    words.extend(functions::words());
    words.extend(older::words());
    words.extend(prelude::words());
    words.extend(lists_more::words());
    words.extend(lists_by::words());
    words.extend(monads::words());
    words.extend(transitions::words());
    words.extend(older_more::words());
    words.extend(underscored::words());
    words.extend(events::words());
    words.extend(streams::words());
    let mut places = HashMap::new();
    for (at, word) in words.iter().enumerate() {
        for name in [word.name].iter().chain(word.aliases).chain(word.old) {
            places.entry(*name).or_insert(at);
        }
    }
    Table { words, places }
});

/// Every word, by family.
pub fn table() -> &'static [Word] {
    &TABLE.words
}

/// Whether the table has that name; words that follow from others are in none.
pub fn is_listed(name: &str) -> bool {
    TABLE.places.contains_key(name)
}

/// The word of that name, alias or old name.
pub fn find(name: &str) -> Option<&'static Word> {
    TABLE.places.get(name).and_then(|at| TABLE.words.get(*at)).or_else(|| derived::find(name))
}

static OTHERS: LazyLock<Vec<Word>> = LazyLock::new(others::words);

/// The other word that may be meant by that name.
pub fn other(name: &str) -> Option<&'static Word> {
    OTHERS.iter().find(|word| word.name == name)
}

/// Those words.
pub fn others() -> &'static [Word] {
    &OTHERS
}

/// Every name, aliases and old names too; in the order of the table.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.words.iter().flat_map(|word| [word.name].into_iter().chain(word.aliases.iter().chain(word.old).copied()))
}

/// The names that begin with `prefix`, sorted, current names only.
pub fn complete(prefix: &str) -> Vec<&'static str> {
    let current = TABLE.words.iter().flat_map(|word| [word.name].into_iter().chain(word.aliases.iter().copied()));
    let mut found: Vec<&'static str> = current.filter(|name| name.starts_with(prefix)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// An entry of the table.
fn word(name: &'static str, signature: &'static str, help: &'static str, example: &'static str, made: Make) -> Word {
    Word {
        name,
        aliases: &[],
        old: &[],
        signature,
        help,
        example,
        family: Family::Functions,
        made,
        types: OnceLock::new(),
    }
}

impl Word {
    fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    fn once(self, old: &'static [&'static str]) -> Self {
        Self { old, ..self }
    }
}

/// Puts words into a family.
fn family(family: Family, words: Vec<Word>) -> Vec<Word> {
    words.into_iter().map(|word| Word { family, ..word }).collect()
}

#[cfg(test)]
mod tests;
