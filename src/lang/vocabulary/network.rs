//! Networks as patterns, and what steers them. Both are ordinary patterns.
//!
//! ```text
//! steer (temp "<0.6 1.2>" # seed 4) $ note (melody "folk") # s "wavenet:cello"
//! ```
//!
//! What a melody is, its cycle time and its draws belong to `generate`; here a name becomes the pattern that the
//! surroundings have for it.

use super::make::{plain, typed};
use super::{Family, Word, family, word};
use crate::diagnostic::nearest;
use crate::generate;
use crate::lang::budget;
use crate::lang::datum::{Datum, Give, Pat, Take};
use crate::lang::interpreter::Networks;
use crate::pattern::Pattern;
use std::sync::Arc;

fn melody(networks: &Arc<dyn Networks>, name: &str) -> Pat {
    match networks.melody(name) {
        Ok(notes) => notes.fmap(Datum::Note),
        Err(unknown) => {
            budget::complain(|| {
                let known = unknown.known.iter().map(String::as_str);
                match nearest(name, known) {
                    Some(near) => format!("{unknown}; did you mean `{near}`?"),
                    None if unknown.known.is_empty() => format!("{unknown}; no models are loaded"),
                    None => format!("{unknown}; there are {}", unknown.known.join(", ")),
                }
            });
            Pat::silence()
        }
    }
}

pub(super) fn words() -> Vec<Word> {
    family(
        Family::Networks,
        vec![
            word(
                "melody",
                "Pattern String -> Pattern Note",
                "The notes of the network of that name, bar by bar",
                "note (melody \"folk\") # s \"wavenet:cello\"",
                typed(|instance| {
                    let networks = Arc::clone(&instance.surroundings.networks);
                    Datum::function(move |names| {
                        let networks = Arc::clone(&networks);
                        Pattern::<Arc<str>>::take(names).inner_bind(move |name| melody(&networks, &name)).give()
                    })
                }),
            ),
            word(
                "steer",
                "ControlPattern -> Pattern a -> Pattern a",
                "Steers every network inside: temp, topp, seed, key, style, mood, meter ...",
                "steer (temp \"<0.6 1.2>\" # seed 4) $ note (melody \"folk\") # s \"superpiano\"",
                plain(generate::steer::<Datum>),
            ),
        ],
    )
}
