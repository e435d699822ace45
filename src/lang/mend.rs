//! What a performer plainly means where a block cannot be played as it stands: the checker says where it stopped, what may
//! be missing there is put in, and the block is tried again.
//!
//! ```text
//! every 3 rev whenmod 4 3 rev $ s "bd"      stops at `whenmod`      every 3 rev $ whenmod 4 3 rev $ s "bd"  plays
//! ```
//!
//! Nothing that has a meaning loses it: only blocks that were refused come here. A change stays only if the block then
//! plays, or if the checker comes further by it; several changes may be needed.

use super::parse::Draft;
use super::syntax::Item;
use crate::diagnostic::Diagnostic;

/// Tries the items of a block: what they are worth, or what is wrong with them.
pub(super) type Attempt<'a, T> = dyn FnMut(&[Item]) -> Result<T, Option<Diagnostic>> + 'a;

/// Trials that a block is worth, and changes of one block.
const MOST_TRIALS: u32 = 40;
const MOST_CHANGES: u32 = 4;

struct Search<'a, 'b, T> {
    wants: &'a dyn Fn(&str) -> usize,
    attempt: &'a mut Attempt<'b, T>,
    trials: u32,
}

/// What the block may mean, with a hint for each change; `first` is what was wrong with it.
pub(super) fn mended<T>(
    draft: &Draft,
    first: Option<Diagnostic>,
    wants: &dyn Fn(&str) -> usize,
    attempt: &mut Attempt<'_, T>,
) -> Option<(T, Vec<Diagnostic>)> {
    let mut search = Search { wants, attempt, trials: 0 };
    if let Some((repaired, hints)) = draft.repaired(wants) {
        match search.play(&repaired) {
            Ok(value) => return Some((value, hints)),
            Err(told) => {
                if let Some((value, more)) = told.and_then(|told| search.from(&repaired, &told, MOST_CHANGES)) {
                    return Some((value, hints.into_iter().chain(more).collect()));
                }
            }
        }
    }
    search.from(draft, &first?, MOST_CHANGES)
}

impl<T> Search<'_, '_, T> {
    fn play(&mut self, draft: &Draft) -> Result<T, Option<Diagnostic>> {
        self.trials += 1;
        let items = draft.items().map_err(Some)?;
        (self.attempt)(&items)
    }

    fn from(&mut self, draft: &Draft, told: &Diagnostic, changes: u32) -> Option<(T, Vec<Diagnostic>)> {
        let changes = changes.checked_sub(1)?;
        let mut further = Vec::new();
        for (next, hint) in draft.completed(told.span, self.wants) {
            if self.trials >= MOST_TRIALS {
                return None;
            }
            match self.play(&next) {
                Ok(value) => return Some((value, vec![hint])),
                Err(Some(next_told)) if next_told.span.begin > told.span.begin => further.push((next, next_told, hint)),
                Err(_) => {}
            }
        }
        further.into_iter().find_map(|(next, told, hint)| {
            let (value, more) = self.from(&next, &told, changes)?;
            Some((value, std::iter::once(hint).chain(more).collect()))
        })
    }
}
