//! A block that cannot be played as it stands, as tokens that may be changed.
//!
//! ```text
//! every 2 (fast 2) s "bd"      every 2 (fast 2) $ s "bd"      the same block with a sign put in
//! ```

use super::operators::{Fixities, declared};
use super::{items, missing, repair};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::layout::layout;
use crate::lang::syntax::Item;
use crate::lang::token::{Token, tokens};

/// The tokens of a block, and the levels of its operators.
pub(in crate::lang) struct Draft {
    tokens: Vec<Token>,
    fixities: Fixities,
}

impl Draft {
    /// The block as it was written; `None` where it is not even tokens, or its brackets do not match.
    pub(in crate::lang) fn of(text: &str, base: u32, evaluation: u32, fixities: &Fixities) -> Option<Self> {
        let mut fixities = fixities.clone();
        let tokens = layout(tokens(text, base, evaluation).ok()?).ok()?;
        let tokens = declared(&tokens, &mut fixities);
        Some(Self { tokens, fixities })
    }

    /// Its items.
    ///
    /// # Errors
    /// As [`super::block`].
    pub(in crate::lang) fn items(&self) -> Result<Vec<Item>, Diagnostic> {
        items(&self.tokens, &self.fixities)
    }

    /// With signs and sections in the brackets that they want, and a hint for each; `None` where there are none.
    pub(in crate::lang) fn repaired(&self, wants: &dyn Fn(&str) -> usize) -> Option<(Self, Vec<Diagnostic>)> {
        let (tokens, hints) = repair::repair(&self.tokens, wants)?;
        Some((Self { tokens, fixities: self.fixities.clone() }, hints))
    }

    /// With something put in that may be missing at a place, each with its hint, the likelier first.
    pub(in crate::lang) fn completed(&self, at: SourceSpan, wants: &dyn Fn(&str) -> usize) -> Vec<(Self, Diagnostic)> {
        let with = |(tokens, hint)| (Self { tokens, fixities: self.fixities.clone() }, hint);
        missing::missing(&self.tokens, at, wants).into_iter().map(with).collect()
    }
}
