//! Slips that a few neighbouring tokens show: signs of other systems, operators without a side, commas, quotes.

use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::token::{Kind, Token};

/// A token among its neighbours.
pub(super) struct Here<'a> {
    pub(super) before: &'a [Token],
    pub(super) token: &'a Token,
    pub(super) after: &'a [Token],
    /// The innermost open bracket.
    pub(super) open: Option<&'static str>,
}

pub(super) fn said(span: SourceSpan, message: impl Into<String>, help: impl Into<String>) -> Option<Diagnostic> {
    Some(Diagnostic::error(span, message).with_help(help))
}

impl<'a> Here<'a> {
    fn last(&self) -> Option<&'a Kind> {
        self.before.last().map(|token| &token.kind)
    }

    pub(super) fn next(&self) -> Option<&'a Token> {
        self.after.first()
    }

    /// The kind of the next token where no space stands before it.
    fn touching(&self) -> Option<&'a Kind> {
        self.next().filter(|next| !next.spaced).map(|next| &next.kind)
    }

    pub(super) fn until(&self, count: usize) -> SourceSpan {
        self.after.iter().take(count).fold(self.token.span, |span, token| span.join(token.span))
    }

    pub(super) fn slip(&self, is_word: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
        if let Some(found) = self.foreign(is_word) {
            return Some(found);
        }
        match &self.token.kind {
            Kind::Operator(word) => self.strange(word, is_word).or_else(|| self.lonely(word)),
            Kind::Int(_) | Kind::Fraction(_) if matches!(self.touching(), Some(Kind::Name(_))) => {
                said(self.until(1), "a number has no unit here", "times are parts of a cycle: 0.25")
            }
            Kind::Int(whole) => self.number(*whole),
            Kind::Sign(",") => match self.next().map(|next| &next.kind) {
                Some(Kind::Sign("]" | ")")) if self.last() != Some(&Kind::Sign("(")) => {
                    said(self.token.span, "nothing stands behind this `,`", "take it out")
                }
                _ if self.open.is_none() => said(
                    self.token.span,
                    "a `,` stands only between brackets",
                    "controls are joined by `#`, patterns stand in stack [..., ...]",
                ),
                _ => None,
            },
            Kind::Sign("=") if self.next().is_none() => {
                said(self.token.span, "nothing stands behind this `=`", "write: let name = s \"bd\"")
            }
            Kind::Sign("<-") if self.open.is_none() && self.before.len() == 1 => {
                said(self.token.span, "`<-` stands only in `do` and in lists", "write: let name = ...")
            }
            Kind::Sign("\\") if self.behind_value() => said(
                self.token.span,
                "a function that is written out stands in brackets",
                "write: (\\x -> x # speed 2)",
            ),
            Kind::Sign("`") => match self.after {
                [Token { kind: Kind::Name(name), .. }, Token { kind: Kind::Sign("`"), .. }, ..] if !is_word(name) => {
                    said(
                        self.until(2),
                        "back-quotes make an operator of a word",
                        format!("a sound's name stands between double quotes: \"{name}\""),
                    )
                }
                _ => None,
            },
            Kind::Sign("|") if self.open.is_none() => match self.next().map(|next| &next.kind) {
                Some(Kind::Operator(word)) => {
                    said(self.until(1), "`|` means nothing by itself", format!("`|{word}` is written without a space"))
                }
                _ => None,
            },
            Kind::Sign("let") => match self.after {
                [Token { kind: Kind::Sign("="), .. }, ..] => {
                    said(self.until(1), "this definition has no name", "write: let name = ...")
                }
                [Token { kind: Kind::Name(name), .. }] => {
                    said(self.until(1), format!("`{name}` gets no value"), format!("write: let {name} = ..."))
                }
                [Token { kind: Kind::Name(name), .. }, Token { kind: Kind::Operator(colon), .. }, ..]
                    if colon.as_ref() == ":" =>
                {
                    said(self.until(2), "a definition takes `=`, not `:`", format!("write: let {name} = ..."))
                }
                _ => None,
            },
            Kind::Name(name) => self.second_block(name),
            _ => None,
        }
    }

    /// Signs of other languages.
    fn strange(&self, word: &str, is_word: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
        let span = self.token.span;
        match (word, self.next().map(|next| &next.kind), self.touching()) {
            ("//", ..) if !is_word("//") => said(span, "a comment begins with `--` here, not `//`", "write: -- ..."),
            ("$:", ..) if self.before.is_empty() => {
                said(span, "this is Strudel's way to name a pattern", "here: d1 $ s \"bd sn\"")
            }
            (_, Some(Kind::Name(next)), _) if self.before.is_empty() && !word.starts_with(['!', ':']) => {
                if word == "#" && !is_word(next) {
                    return said(span, "a comment begins with `--` here, not `#`", "write: -- ...");
                }
                said(
                    span,
                    format!("a block cannot begin with `{word}`"),
                    "if it belongs to the line above, take out the blank line between",
                )
            }
            (".", _, Some(Kind::Name(next))) if !self.token.spaced && self.last() == Some(&Kind::Sign(")")) => said(
                self.until(1),
                format!("`.{next}(...)` is not how things are joined here"),
                format!("controls are joined by `#`: note \"c e\" # {next} ..."),
            ),
            (".", _, Some(Kind::Int(digits))) if self.token.spaced => {
                let digits = format!("{digits:0>width$}", width = self.digits());
                said(self.until(1), "a number begins with a digit", format!("write the zero: 0.{digits}"))
            }
            ("%", _, Some(Kind::Int(under))) if !self.token.spaced => match self.before {
                [.., Token { kind: Kind::Name(head), .. }, Token { kind: Kind::Int(over), span: at, .. }] => said(
                    at.join(self.until(1)),
                    "a fraction outside quotes stands in brackets",
                    format!("write: {head} ({over}/{under})"),
                ),
                _ => None,
            },
            _ => None,
        }
    }

    fn digits(&self) -> usize {
        self.next().map_or(0, |next| next.span.end.saturating_sub(next.span.begin) as usize)
    }

    /// An operator beside another, or with nothing behind it.
    fn lonely(&self, word: &str) -> Option<Diagnostic> {
        let span = self.token.span;
        let Some(next) = self.next() else {
            let help = match word {
                "$" => "such as the pattern: $ s \"bd\"",
                "." => "such as another function: . rev",
                "#" => "such as a control: # speed 2",
                _ => "it wants a right side too",
            };
            return said(span, format!("something must follow `{word}`"), help);
        };
        let Kind::Operator(other) = &next.kind else { return None };
        let shift = matches!(word, "<~" | "~>");
        match other.as_ref() {
            "-" | "!" => None,
            "." if word == "." => {
                said(span.join(next.span), "a range has its two dots side by side", "write: [0 .. 3]")
            }
            _ if word == other.as_ref() => {
                said(next.span, format!("two `{word}` follow each other"), "take one of them out")
            }
            "$" if shift && !self.behind_value() => {
                said(span, format!("`{word}` wants an amount on its left"), format!("write: (0.25 {word})"))
            }
            "$" if shift => {
                let amount = self.before.last().map(|amount| amount.span.join(span)).unwrap_or(span);
                said(amount, "a shift that is handed on stands in brackets", format!("write: (0.25 {word})"))
            }
            "$" if word != "." => {
                said(next.span, format!("`$` cannot follow `{word}`"), format!("take it out: {word} n 1"))
            }
            _ => None,
        }
    }

    /// `0,5`
    fn number(&self, whole: i64) -> Option<Diagnostic> {
        match self.after {
            [comma, digits @ Token { kind: Kind::Int(_), .. }, ..]
                if self.open.is_none() && comma.kind == Kind::Sign(",") && !comma.spaced && !digits.spaced =>
            {
                let Kind::Int(part) = digits.kind else { return None };
                let width = digits.span.end.saturating_sub(digits.span.begin) as usize;
                said(self.until(2), "numbers take a point here", format!("write: {whole}.{part:0>width$}"))
            }
            _ => None,
        }
    }

    /// Whether a value ends right before.
    fn behind_value(&self) -> bool {
        matches!(
            self.last(),
            Some(Kind::Text(_) | Kind::Int(_) | Kind::Fraction(_) | Kind::Name(_) | Kind::Sign(")" | "]"))
        )
    }

    /// `d1 $ s "bd" d2 $ s "sn"`
    fn second_block(&self, name: &str) -> Option<Diagnostic> {
        let begins = matches!(self.next().map(|next| &next.kind), Some(Kind::Operator(word)) if word.as_ref() == "$");
        if super::is_slot(name) && self.next().is_some_and(|next| next.kind == Kind::Sign("=")) {
            return said(
                self.until(1),
                format!("`{name}` is a slot and cannot be defined"),
                format!("write: {name} $ ..."),
            );
        }
        if super::is_slot(name) && begins && self.behind_value() && !self.token.first && self.open.is_none() {
            return said(self.token.span, format!("a new block begins with `{name}`"), "it wants a line of its own");
        }
        None
    }
}
