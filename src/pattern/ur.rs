//! `ur`: patterns by name along one long pattern, with functions by name on them.
//!
//! ```text
//! ur 4 "[a b] c:f" [("a", p), ("b", q), ("c", r)] [("f", fast 2)]      names drawn out over 4 cycles
//! ```

use super::combine::both_wholes;
use super::{Item, Pattern};
use crate::time::Cycle;
use std::collections::HashMap;
use std::sync::Arc;

/// Functions by name.
pub type Words<T> = HashMap<String, Arc<dyn Fn(Pattern<T>) -> Pattern<T> + Send + Sync>>;

/// The patterns that `outer` names, over `cycles` cycles. `a:f` is pattern `a` with function `f` applied to the stretch
/// that the name takes, as if it were one cycle, in which the pattern begins at its cycle 0. Unknown names are silent.
pub fn ur<T: Item>(
    cycles: Cycle,
    outer: &Pattern<Arc<str>>,
    patterns: HashMap<String, Pattern<T>>,
    words: Words<T>,
) -> Pattern<T> {
    if cycles <= Cycle::ZERO {
        return Pattern::silence();
    }
    let outer = outer.slow(cycles);
    Pattern::pouring(move |state, out| {
        for named in outer.query(state) {
            let mut parts = named.value.split(':');
            let Some(pattern) = parts.next().and_then(|name| patterns.get(name)) else { continue };
            let whole = named.whole_or_part();
            let pattern = match parts.next().and_then(|word| words.get(word)) {
                Some(word) if whole.begin < whole.end => {
                    let length = whole.duration();
                    word(pattern.fast(length)).slow(length).late(whole.begin)
                }
                _ => pattern.clone(),
            };
            for mut event in pattern.query(&state.at(named.part)) {
                let Some(met) = both_wholes(named.whole, event.whole) else { continue };
                event.whole = met;
                event.context = event.context.join(&named.context);
                out.push(event);
            }
        }
    })
}
