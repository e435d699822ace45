//! What line mode says: outcomes, help, the state of the set. Whole sentences, one a line, so that a screen reader can
//! speak them.

use crate::diagnostic::nearest;
use crate::lang::vocabulary::{self, Word};
use crate::session::{Outcome, View};
use std::fmt::Write;

/// An outcome in words: its messages under their lines, then what was done. Empty where there is nothing to say.
pub fn describe(outcome: &Outcome, colour: bool) -> String {
    let mut said = String::new();
    let text = outcome.text.as_deref().unwrap_or_default();
    for diagnostic in &outcome.diagnostics {
        said.push_str(&diagnostic.render(text, "line", colour));
        said.push('\n');
    }
    if let Some(message) = &outcome.message {
        said.push_str(message);
    }
    said
}

/// Help for one word, or the nearest one.
pub(super) fn help(name: &str) -> String {
    match vocabulary::find(name) {
        Some(word) => page(word),
        None => {
            let names = vocabulary::table().iter().map(|word| word.name);
            let near = || nearest(name, names).map(|near| format!("; did you mean `{near}`?"));
            let near =
                vocabulary::elsewhere(name).map(|advice| format!("; {advice}")).or_else(near).unwrap_or_default();
            format!("`{name}` is not a word here{near}")
        }
    }
}

fn page(word: &Word) -> String {
    let mut page = format!("{} :: {}\n{}", word.name, word.signature, word.help);
    if !word.aliases.is_empty() {
        page = format!("{page}\nalso: {}", word.aliases.join(", "));
    }
    if !word.example.is_empty() {
        page = format!("{page}\nexample: {}", word.example);
    }
    page
}

/// What can be typed, in a few lines.
pub(super) fn overview() -> String {
    let words = vocabulary::table().len();
    format!(
        "a line is played from the next cycle on:  d1 $ s \"bd*4\" # gain 0.9\n\
         d1 silence ends it, hush ends everything; undo and redo take evaluations back and forth\n\
         help WORD explains one of {words} words; Tab completes them; status says what plays; quit leaves\n\
         Alt+Enter begins a new line; open brackets, and a line that ends with an operator, do so by themselves"
    )
}

/// What plays, in one sentence a fact.
pub(super) fn status(view: &View) -> String {
    let mut said = format!("cycle {:.1} at {:.3} cycles a second", view.cycle, view.cps);
    let playing: Vec<&str> = view.slots.iter().filter(|slot| slot.playing).map(|slot| slot.name.as_str()).collect();
    let audio = &view.audio;
    // Writing to a string does not fail.
    let _ = match playing[..] {
        [] => write!(said, "\nnothing plays"),
        _ => write!(said, "\nplaying: {}", playing.join(", ")),
    };
    let muted: Vec<&str> = view.slots.iter().filter(|slot| slot.muted).map(|slot| slot.name.as_str()).collect();
    if !muted.is_empty() {
        let _ = write!(said, "\nmuted: {}", muted.join(", "));
    }
    let _ = write!(
        said,
        "\n{} {}: {} voices, {:.0} % of the time used, {} blocks lost",
        audio.host,
        audio.device,
        audio.voices,
        audio.load * 100.0,
        audio.xruns
    );
    said
}
