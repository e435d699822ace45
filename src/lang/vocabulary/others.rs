//! Words that mean something else in another place: on a list, with fewer arguments, with a condition.
//!
//! ```text
//! xfadeIn 1 4 $ s "sn"      on a slot        xfadeIn 4 0 [s "sn", s "bd"]      on a list
//! when (> 2) rev $ s "a"    by the cycle     when (1 < 2) $ d1 $ s "a"         something done or not
//! ```
//!
//! Where the other meaning is meant is decided by inference.

use super::make::plain;
use super::{Word, functions, lists_more, signals, streams, transitions, word};
use crate::lang::datum::{Datum, List};
use crate::pattern::Pattern;
use crate::time::Cycle;

pub(super) fn words() -> Vec<Word> {
    let mut words = transitions::on_lists();
    words.extend(streams::on_lists());
    words.extend(lists_more::on_lists());
    words.push(word(
        "echo",
        "Time -> Pattern a -> Pattern a",
        "The pattern, and once more so much later",
        "echo 0.125 $ s \"bd sn\"",
        plain(|by: Cycle, p: Pattern<Datum>| p.overlay(&p.late(by))),
    ));
    words.push(word(
        "scale",
        "Num a => Pattern a -> Pattern a -> Pattern a -> Pattern a",
        "From 0 .. 1 to between these two, as `range`",
        "s \"bd*4\" # cutoff (scale 200 1000 sine)",
        plain(|low: Pattern<Datum>, high: Pattern<Datum>, p: Pattern<Datum>| signals::range(&low, &high, &p)),
    ));
    words.push(word(
        "when",
        "Bool -> IO () -> IO ()",
        "Does something where the condition holds",
        "when (1 < 2) $ d1 $ s \"bd\"",
        plain(|yes: bool, action: Datum| if yes { action } else { functions::sequence(&List::from(Vec::new())) }),
    ));
    words
}
