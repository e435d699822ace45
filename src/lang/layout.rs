//! Layout: lines and columns into `Open`, `Next` and `Close`, by Haskell's rule as performers meet it.
//!
//! ```text
//! let a = 1        let Open a = 1 Next b = 2 Close
//!     b = 2
//! ```
//!
//! Haskell closes a block also where the grammar could not go on (`let x = 1 in x`, `[do a, b]`). Here that is decided
//! from the brackets and the keywords around: `in`, `then`, `else`, `of`, `)`, `]`, `,` and `where` close what was opened
//! inside them. Inside brackets line breaks mean nothing, and a line that begins with an operator, or follows one, goes on
//! with the one before, so text that is clear to a reader is accepted where GHC is stricter.

use super::token::{Kind, Token};
use crate::diagnostic::{Diagnostic, SourceSpan};

#[derive(Clone, Copy, PartialEq)]
enum Context {
    /// The block of the whole text.
    Top(u32),
    /// A block opened by `let`, `where`, `do`, `of`.
    Block(&'static str, u32),
    /// An open bracket.
    Bracket(&'static str, SourceSpan),
    /// Between `if` and its `else`, or `case` and its `of`.
    Between(&'static str),
}

struct Layout {
    out: Vec<Token>,
    stack: Vec<Context>,
    /// Whether the `in` that comes next has closed its definitions already.
    answered: bool,
}

/// The tokens with the blocks that layout opens and closes.
///
/// # Errors
/// Brackets that do not match.
pub(super) fn layout(tokens: Vec<Token>) -> Result<Vec<Token>, Diagnostic> {
    let Some(first) = tokens.first() else { return Ok(tokens) };
    let mut layout =
        Layout { out: Vec::with_capacity(tokens.len() + 8), stack: vec![Context::Top(first.column)], answered: false };
    let mut opener: Option<&'static str> = None;
    for (at, token) in tokens.into_iter().enumerate() {
        if let Some(opener) = opener.take() {
            if token.kind == Kind::Sign("{") {
                layout.stack.push(Context::Bracket("{", token.span));
                layout.mark(Kind::Open, &token);
                continue;
            }
            layout.open(opener, &token);
        } else if token.first && at > 0 {
            layout.line(&token);
        }
        opener = layout.token(token)?;
    }
    layout.finish(opener)?;
    Ok(layout.out)
}

impl Layout {
    fn mark(&mut self, kind: Kind, near: &Token) {
        let span = SourceSpan { end: near.span.begin, ..near.span };
        self.out.push(Token { kind, span, ..near.clone() });
    }

    /// The column of the innermost block, where no bracket stands between.
    fn column(&self) -> Option<u32> {
        self.stack.iter().rev().find_map(|context| match context {
            Context::Top(column) | Context::Block(_, column) => Some(Some(*column)),
            Context::Bracket(..) => Some(None),
            Context::Between(_) => None,
        })?
    }

    fn open(&mut self, opener: &'static str, token: &Token) {
        self.mark(Kind::Open, token);
        let enclosing = self.stack.iter().rev().find_map(|context| match context {
            Context::Block(_, column) => Some(*column),
            Context::Top(column) => Some(column.saturating_sub(1)),
            _ => None,
        });
        if token.first && enclosing.is_some_and(|column| token.column <= column) {
            // An empty block: the line belongs to the block around it.
            self.mark(Kind::Close, token);
            self.line(token);
        } else {
            self.stack.push(Context::Block(opener, token.column));
        }
    }

    fn line(&mut self, token: &Token) {
        let half =
            self.out.last().is_some_and(|last| matches!(&last.kind, Kind::Operator(word) if word.as_ref() != "!"));
        let goes_on = half
            || match &token.kind {
                Kind::Operator(word) => word.as_ref() != "!",
                Kind::Sign(sign) => {
                    matches!(*sign, ")" | "]" | "}" | "," | "then" | "else" | "of" | "in" | "where" | "=" | "|" | "`")
                }
                _ => false,
            };
        while let Some(column) = self.column() {
            if token.column < column && self.innermost_is_block() {
                let closed = self.close(token);
                // An `in` further left than its definitions closes them by that: the word itself then closes no more.
                self.answered |= token.kind == Kind::Sign("in") && closed == Some("let");
                continue;
            }
            if !goes_on && (token.column == column || !self.innermost_is_block() && token.column < column) {
                self.mark(Kind::Next, token);
            }
            return;
        }
    }

    fn innermost_is_block(&self) -> bool {
        self.stack.iter().rev().any(|context| matches!(context, Context::Block(..)))
    }

    /// Closes the innermost block and whatever stands half-open in it; returns what had opened it.
    fn close(&mut self, near: &Token) -> Option<&'static str> {
        while let Some(context) = self.stack.pop() {
            if let Context::Block(opener, _) = context {
                self.mark(Kind::Close, near);
                return Some(opener);
            }
        }
        None
    }

    /// Closes blocks until `stop` says that this one is the last, or a bracket or the top is reached.
    fn close_until(&mut self, near: &Token, stop: impl Fn(&Context) -> bool) {
        while let Some(context) = self.stack.last().copied() {
            if stop(&context) {
                return;
            }
            match context {
                Context::Top(_) | Context::Bracket(..) => return,
                Context::Between(_) => {
                    self.stack.pop();
                }
                Context::Block(..) => {
                    self.close(near);
                }
            }
        }
    }

    /// Whether a bracket stands open around the innermost blocks.
    fn inside_bracket(&self) -> bool {
        self.stack.iter().any(|context| matches!(context, Context::Bracket(..)))
    }

    /// Takes a token; gives the keyword if it opens a block.
    fn token(&mut self, token: Token) -> Result<Option<&'static str>, Diagnostic> {
        let Kind::Sign(sign) = token.kind else {
            self.out.push(token);
            return Ok(None);
        };
        let mut opener = None;
        match sign {
            "(" | "[" | "{" => self.stack.push(Context::Bracket(sign, token.span)),
            ")" | "]" | "}" => return self.closing(sign, token).map(|()| None),
            "," if self.inside_bracket() => self.close_until(&token, |_| false),
            "if" | "case" => self.stack.push(Context::Between(sign)),
            "then" => self.close_until(&token, |context| *context == Context::Between("if")),
            "else" | "of" => {
                let wanted = Context::Between(if sign == "of" { "case" } else { "if" });
                self.close_until(&token, |context| *context == wanted);
                if self.stack.last() == Some(&wanted) {
                    self.stack.pop();
                }
                opener = (sign == "of").then_some(sign);
            }
            "in" if std::mem::take(&mut self.answered) => {}
            "in" => {
                self.close_until(&token, |context| matches!(context, Context::Block("let", _)));
                if let Some(Context::Block("let", _)) = self.stack.last() {
                    self.close(&token);
                }
            }
            "where" => {
                self.close_until(&token, |context| matches!(context, Context::Block("let" | "where", _)));
                opener = Some(sign);
            }
            "let" | "do" => opener = Some(sign),
            _ => {}
        }
        self.out.push(token);
        Ok(opener)
    }

    fn closing(&mut self, sign: &'static str, mut token: Token) -> Result<(), Diagnostic> {
        self.close_until(&token, |_| false);
        let wanted = match sign {
            ")" => "(",
            "]" => "[",
            _ => "{",
        };
        match self.stack.last() {
            Some(Context::Bracket(open, _)) if *open == wanted => {
                self.stack.pop();
                if sign == "}" {
                    token.kind = Kind::Close;
                }
                self.out.push(token);
                Ok(())
            }
            Some(Context::Bracket(open, at)) => {
                let help = format!("the `{open}` before it wants its `{}` first", partner(open));
                Err(Diagnostic::error(at.join(token.span), format!("`{sign}` closes the wrong bracket"))
                    .with_help(help))
            }
            _ => Err(Diagnostic::error(token.span, format!("this `{sign}` closes nothing"))
                .with_help(format!("a `{wanted}` is missing before it, or take it out"))),
        }
    }

    fn finish(&mut self, opener: Option<&'static str>) -> Result<(), Diagnostic> {
        let Some(last) = self.out.last().cloned() else { return Ok(()) };
        let end = Token { span: SourceSpan { begin: last.span.end, ..last.span }, ..last };
        if opener.is_some() {
            self.mark(Kind::Open, &end);
            self.mark(Kind::Close, &end);
        }
        self.close_until(&end, |_| false);
        match self.stack.last() {
            Some(Context::Bracket(open, at)) => Err(Diagnostic::error(*at, format!("this `{open}` is never closed"))
                .with_help(format!("a `{}` is missing", partner(open)))),
            _ => Ok(()),
        }
    }
}

fn partner(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

#[cfg(test)]
mod tests;
