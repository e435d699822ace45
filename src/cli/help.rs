//! `melisma help`: the vocabulary, all of it by family, or one word with its type and an example.
//!
//! ```text
//! fast :: Pattern Time -> Pattern a -> Pattern a
//!   So many times as fast
//!   fast 2 $ s "bd sn"
//! ```

use super::exit::{Exit, failure};
use crate::diagnostic::nearest;
use crate::document::to_json;
use crate::lang::vocabulary::{Family, Word, elsewhere, find, names, table};
use clap::Args;
use std::io::Write;

/// Options of `help`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Help {
    /// The word
    word: Option<String>,
    /// One JSON object for each word
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Row {
    name: &'static str,
    aliases: &'static [&'static str],
    old: &'static [&'static str],
    family: Family,
    signature: &'static str,
    help: &'static str,
    example: &'static str,
}

impl From<&'static Word> for Row {
    fn from(word: &'static Word) -> Self {
        let Word { name, aliases, old, family, signature, help, example, .. } = word;
        Self { name, aliases, old, family: *family, signature, help, example }
    }
}

/// Runs it.
pub(crate) fn help(options: &Help, out: &mut impl Write) -> anyhow::Result<Exit> {
    let chosen: Vec<&'static Word> = match &options.word {
        None => table().iter().collect(),
        Some(name) => match find(name) {
            Some(word) => vec![word],
            None => {
                let near = || nearest(name, names()).map(|near| format!("; did you mean `{near}`?"));
                let near = elsewhere(name).map(|advice| format!("; {advice}")).or_else(near).unwrap_or_default();
                return Err(failure(Exit::Other, format!("`{name}` is not a word here{near}")));
            }
        },
    };
    if options.json {
        for word in chosen {
            writeln!(out, "{}", to_json(&Row::from(word))?)?;
        }
        return Ok(Exit::Fine);
    }
    if options.word.is_none() {
        let mut family = None;
        for word in chosen {
            if family.replace(word.family) != Some(word.family) {
                writeln!(out, "\n{}", word.family.title())?;
            }
            writeln!(out, "  {:<14} {}", word.name, word.help)?;
        }
        return Ok(Exit::Fine);
    }
    for word in chosen {
        writeln!(out, "{} :: {}\n  {}\n  {}", word.name, word.signature, word.help, word.example)?;
        if !word.aliases.is_empty() {
            writeln!(out, "  also: {}", word.aliases.join(" "))?;
        }
        if !word.old.is_empty() {
            writeln!(out, "  once: {}", word.old.join(" "))?;
        }
    }
    Ok(Exit::Fine)
}
