//! How a text was read: each block on a line of its own, with every bracket, and slips put right.
//!
//! ```text
//! d1 $ s "bd" # n 1   ->   (d1 ((s "bd") # (n 1)))
//! ```
//!
//! Nothing is looked up but how many arguments a word takes, where a slip is put right; nothing is evaluated.

use super::{BROKEN, Interpreter, LONGEST};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::block::blocks;
use crate::lang::parse;
use crate::lang::rehearse::on_large_stack;
use crate::lang::syntax::Item;

impl Interpreter {
    /// The text with every bracket that it was read with, a line for each definition or expression.
    ///
    /// # Errors
    /// What cannot be read, block by block.
    pub fn written(&self, text: &str) -> Result<String, Vec<Diagnostic>> {
        let whole = SourceSpan::new(0, text.len());
        if text.len() > LONGEST {
            return Err(vec![Diagnostic::error(whole, "this text is too long")]);
        }
        let read = || {
            let mut fixities = self.fixities.clone();
            let (mut lines, mut wrong) = (Vec::new(), Vec::new());
            for block in blocks(text) {
                let wants = |name: &str| self.wants(name);
                let items = parse::block(block.text, block.span.begin, 0, &mut fixities).or_else(|diagnostic| {
                    let draft = parse::Draft::of(block.text, block.span.begin, 0, &fixities);
                    let repaired = draft.and_then(|draft| draft.repaired(&wants));
                    repaired.and_then(|(draft, _)| draft.items().ok()).ok_or(diagnostic)
                });
                match items {
                    Ok(items) => {
                        lines
                            .extend(items.iter().filter(|item| !matches!(item, Item::Ignored(_))).map(Item::to_string));
                    }
                    Err(diagnostic) => wrong.push(diagnostic),
                }
            }
            if wrong.is_empty() { Ok(lines.join("\n")) } else { Err(wrong) }
        };
        on_large_stack(read).unwrap_or_else(|| Err(vec![Diagnostic::error(whole, BROKEN)]))
    }
}
