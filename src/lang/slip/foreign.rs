//! Slips of those who come from other languages: loops, braces, definitions, comparisons.
//!
//! ```text
//! for x in [1, 2]: ...       `for` belongs to another language; here: mapM_ (\x -> ...) [1, 2]
//! d1 { s "bd" }              braces hold nothing together here; take round brackets: ( ... )
//! ```

use super::signs::{Here, said};
use crate::diagnostic::Diagnostic;
use crate::lang::token::Kind;

impl Here<'_> {
    /// What another language has and this one has not.
    pub(super) fn foreign(&self, is_word: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
        let span = self.token.span;
        let next = self.next().map(|next| &next.kind);
        match (&self.token.kind, next) {
            (Kind::Name(word), Some(Kind::Name(name))) if self.before.is_empty() && !is_word(word) => {
                let help = match &**word {
                    "for" | "foreach" => format!("here: mapM_ (\\{name} -> ...) [1, 2], or [... | {name} <- [1, 2]]"),
                    "def" | "function" | "func" | "fn" => format!("write: let {name} x = ..."),
                    "var" | "val" | "local" => format!("write: let {name} = ..."),
                    _ => return None,
                };
                said(span, format!("`{word}` belongs to another language"), help)
            }
            (Kind::Sign("{"), _) if !self.opens_lines() => {
                said(span, "braces hold nothing together here", "take round brackets: ( ... )")
            }
            (Kind::Sign("\\"), Some(Kind::Sign("case"))) => {
                said(self.until(1), "`\\case` is not there", "write: \\x -> case x of ...")
            }
            (Kind::Operator(word), _) if !is_word(word) => match &**word {
                "!=" | "<>=" => said(span, format!("`{word}` belongs to another language"), "not equal is: /="),
                "+=" | "-=" | "*=" => {
                    let sign = &word[..1];
                    let help = format!("a pattern does not remember; write: d1 $ ... |{sign} n 1");
                    said(span, format!("`{word}` belongs to another language"), help)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a keyword stands before, whose lines braces may hold.
    fn opens_lines(&self) -> bool {
        matches!(self.before.last().map(|token| &token.kind), Some(Kind::Sign("let" | "do" | "where" | "of")))
    }
}
