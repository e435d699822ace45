//! Patterns of patterns: how the two times go together.
//!
//! ```text
//! squeezeJoin ((\x -> s "a b" # n (pure x)) <$> "1 2")      inner cycles squeezed into outer events
//! ```

use super::make::plain;
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Pat};
use crate::pattern::Pattern;

type P = Pattern<Datum>;

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const JOIN: &str = "Pattern (Pattern a) -> Pattern a";
    const BIND: &str = "Pattern a -> (a -> Pattern b) -> Pattern b";
    family(Family::Functions, vec![
        word("innerJoin", JOIN, "Times of the inner patterns", "innerJoin ((\\x -> s \"a b\" # n (pure x)) <$> \"1 2\")", plain(|p: P| p.inner_bind(Datum::pattern))),
        word("outerJoin", JOIN, "Times of the outer pattern", "outerJoin ((\\x -> s \"a b\" # n (pure x)) <$> \"1 2\")", plain(|p: P| p.outer_bind(Datum::pattern))),
        word("squeezeJoin", JOIN, "Inner cycles squeezed into outer events", "squeezeJoin ((\\x -> s \"a b\" # n (pure x)) <$> \"1 2\")", plain(|p: P| p.squeeze_bind(Datum::pattern))),
        word("trigJoin", JOIN, "Inner patterns begun anew at each outer event", "trigJoin ((\\x -> s \"a b\" # n (pure x)) <$> \"1 2\")", plain(|p: P| p.trig_bind(false, Datum::pattern))),
        word("trigZeroJoin", JOIN, "Inner patterns begun anew, at their own cycle zero", "trigZeroJoin ((\\x -> s \"a b\" # n (pure x)) <$> \"1 2\")", plain(|p: P| p.trig_bind(true, Datum::pattern))),
        word("unwrap", JOIN, "Times of both", "unwrap ((\\x -> s \"a b\" # n (pure x)) <$> \"1 2\")", plain(|p: P| p.bind(Datum::pattern))),
        word("innerBind", BIND, "What the function makes of each value, inner times", "innerBind \"1 2\" (\\x -> s \"a b\" # n (pure x))", plain(|p: P, f: Datum| p.inner_bind(move |x| -> Pat { f.apply(x).pattern() }))),
        word("squeezeBind", BIND, "What the function makes of each value, squeezed", "squeezeBind \"1 2\" (\\x -> s \"a b\" # n (pure x))", plain(|p: P, f: Datum| p.squeeze_bind(move |x| -> Pat { f.apply(x).pattern() }))),
    ])
}
