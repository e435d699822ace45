//! Tokens as nom's input, and the mistakes that the grammar can make.
//!
//! ```text
//! `d1 $ s "bd" )`   ->   Mistake { left: 1, expected: "the end of the expression" }   the one with least text left wins
//! ```

use super::operators::Fixities;
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::token::{Kind, Token};
use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed};
use std::iter::Enumerate;
use std::sync::Arc;

/// What is left of the tokens, and how deep the grammar is in them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tokens<'a> {
    rest: &'a [Token],
    depth: u16,
    fixities: &'a Fixities,
}

/// What a parser gives.
pub(super) type Parsed<'a, T> = IResult<Tokens<'a>, T, Mistake>;

/// What is wanted where the text is larger than the grammar bears.
const TOO_DEEP: &str = "less nesting";
pub(super) const TOO_LONG: &str = "a shorter row of operators";
pub(super) const TOO_MANY: &str = "fewer arguments";

/// Deeper nesting than any hand writes; it keeps the recursion of the grammar far from the end of the stack.
const DEEPEST: u16 = 200;

impl<'a> Tokens<'a> {
    pub(super) fn new(rest: &'a [Token], fixities: &'a Fixities) -> Self {
        Self { rest, depth: 0, fixities }
    }

    /// The levels that the performer declared for operators.
    pub(super) fn fixities(self) -> &'a Fixities {
        self.fixities
    }

    pub(super) fn first(self) -> Option<&'a Token> {
        self.rest.first()
    }

    pub(super) fn rest(self) -> &'a [Token] {
        self.rest
    }

    pub(super) fn after(self) -> Self {
        Self { rest: self.rest.get(1..).unwrap_or(&[]), ..self }
    }

    pub(super) fn span(self) -> SourceSpan {
        self.first().map_or_else(SourceSpan::default, |token| token.span)
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = &'a Token;
    type Iter = std::slice::Iter<'a, Token>;
    type IterIndices = Enumerate<std::slice::Iter<'a, Token>>;

    fn input_len(&self) -> usize {
        self.rest.len()
    }
    fn take(&self, index: usize) -> Self {
        Self { rest: self.rest.get(..index).unwrap_or(self.rest), ..*self }
    }
    fn take_from(&self, index: usize) -> Self {
        Self { rest: self.rest.get(index..).unwrap_or(&[]), ..*self }
    }
    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }
    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest.iter().position(predicate)
    }
    fn iter_elements(&self) -> Self::Iter {
        self.rest.iter()
    }
    fn iter_indices(&self) -> Self::IterIndices {
        self.rest.iter().enumerate()
    }
    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.rest.len() { Ok(count) } else { Err(Needed::new(count - self.rest.len())) }
    }
}

/// Where the grammar could not go on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mistake {
    left: usize,
    expected: &'static str,
}

impl Mistake {
    pub(super) fn at(input: Tokens<'_>, expected: &'static str) -> Self {
        Self { left: input.rest.len(), expected }
    }

    /// The limit of the grammar that the text runs into, in words.
    fn limit(&self) -> Option<&'static str> {
        match self.expected {
            TOO_DEEP => Some("this nests too deep to be read"),
            TOO_LONG => Some("this row of operators is too long to be read"),
            TOO_MANY => Some("these are too many arguments to be read"),
            _ => None,
        }
    }

    /// In words.
    pub(super) fn explain(&self, tokens: &[Token]) -> Diagnostic {
        let at = tokens.len().saturating_sub(self.left);
        let visible = |token: &&Token| !matches!(token.kind, Kind::Open | Kind::Next | Kind::Close);
        let Some(token) = tokens.get(at..).and_then(|rest| rest.iter().find(visible)) else {
            let span = tokens.last().map_or_else(SourceSpan::default, |last| last.span);
            let told = Diagnostic::error(span, format!("the text ends here, but {} is expected", self.expected));
            return match self.expected {
                "`in`" => told.with_help("write: let name = ... in ..."),
                _ => told,
            };
        };
        let next_line = tokens.get(at).is_some_and(|token| token.kind == Kind::Next);
        let found = match &token.kind {
            Kind::Name(name) | Kind::Constructor(name) | Kind::Operator(name) => format!("`{name}`"),
            Kind::Text(text) => format!("the string \"{text}\""),
            Kind::Sign(sign) => format!("`{sign}`"),
            Kind::Int(number) => format!("the number {number}"),
            Kind::Fraction(number) => format!("the number {number}"),
            _ => "this".to_owned(),
        };
        if let Some(limit) = self.limit() {
            return Diagnostic::error(token.span, limit).with_help("give parts of it a name: let a = ...");
        }
        let diagnostic = Diagnostic::error(token.span, format!("{} is expected here, not {found}", self.expected));
        match &token.kind {
            _ if self.expected == "`->`" => diagnostic.with_help("as in: (\\x -> x # speed 2)"),
            Kind::Sign("=") => diagnostic.with_help("a definition stands on a line of its own: let name = ..."),
            Kind::Sign("then") => diagnostic.with_help("write: if condition then this else that"),
            Kind::Sign("@" | "->" | "<-" | "::" | ".." | "|" | "=>") => diagnostic,
            _ if next_line => diagnostic.with_help("this line goes on with the one before: indent it"),
            _ => diagnostic,
        }
    }
}

impl<'a> ParseError<Tokens<'a>> for Mistake {
    fn from_error_kind(input: Tokens<'a>, _: ErrorKind) -> Self {
        Self::at(input, "something else")
    }
    fn append(_: Tokens<'a>, _: ErrorKind, other: Self) -> Self {
        other
    }
    /// The one that came further.
    fn or(self, other: Self) -> Self {
        if self.left < other.left { self } else { other }
    }
}

pub(super) fn fail<'a, T>(input: Tokens<'a>, expected: &'static str) -> Parsed<'a, T> {
    Err(nom::Err::Error(Mistake::at(input, expected)))
}

pub(super) fn is_done(input: Tokens<'_>) -> bool {
    input.rest.is_empty()
}

/// One level deeper; a text that nests too deep is refused instead of exhausting the stack.
pub(super) fn nested<'a, T>(parser: impl Fn(Tokens<'a>) -> Parsed<'a, T>) -> impl Fn(Tokens<'a>) -> Parsed<'a, T> {
    move |input| {
        if input.depth >= DEEPEST {
            return Err(nom::Err::Failure(Mistake::at(input, TOO_DEEP)));
        }
        let (rest, value) = parser(Tokens { depth: input.depth + 1, ..input })?;
        Ok((Tokens { depth: input.depth, ..rest }, value))
    }
}

/// A bracket, a keyword or a reserved sign.
pub(super) fn sign<'a>(wanted: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, SourceSpan> {
    move |input| match input.first() {
        Some(token) if token.kind == Kind::Sign(wanted) => Ok((input.after(), token.span)),
        _ => fail(input, quoted(wanted)),
    }
}

fn quoted(sign: &'static str) -> &'static str {
    match sign {
        ")" => "`)`",
        "]" => "`]`",
        "," => "`,`",
        "=" => "`=`",
        "->" => "`->`",
        "<-" => "`<-`",
        "in" => "`in`",
        "then" => "`then`",
        "else" => "`else`",
        "of" => "`of`",
        "|" => "`|`",
        "::" => "`::`",
        "`" => "a back-quote",
        "(" => "`(`",
        "[" => "`[`",
        other => other,
    }
}

/// A certain operator.
pub(super) fn operator_is<'a>(wanted: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, SourceSpan> {
    move |input| match input.first() {
        Some(Token { kind: Kind::Operator(word), span, .. }) if word.as_ref() == wanted => Ok((input.after(), *span)),
        _ => fail(input, "an operator"),
    }
}

/// Any operator sign.
pub(super) fn symbol(input: Tokens<'_>) -> Parsed<'_, (Arc<str>, SourceSpan)> {
    match input.first() {
        Some(Token { kind: Kind::Operator(word), span, .. }) => Ok((input.after(), (Arc::clone(word), *span))),
        _ => fail(input, "an operator"),
    }
}

/// A name that begins with a small letter.
pub(super) fn name(input: Tokens<'_>) -> Parsed<'_, (Arc<str>, SourceSpan)> {
    match input.first() {
        Some(Token { kind: Kind::Name(word), span, .. }) => Ok((input.after(), (Arc::clone(word), *span))),
        _ => fail(input, "a name"),
    }
}

/// A name that begins with a capital.
pub(super) fn constructor(input: Tokens<'_>) -> Parsed<'_, (Arc<str>, SourceSpan)> {
    match input.first() {
        Some(Token { kind: Kind::Constructor(word), span, .. }) => Ok((input.after(), (Arc::clone(word), *span))),
        _ => fail(input, "a name"),
    }
}

fn kind<'a>(wanted: Kind, expected: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, SourceSpan> {
    move |input| match input.first() {
        Some(token) if token.kind == wanted => Ok((input.after(), token.span)),
        _ => fail(input, expected),
    }
}

/// The beginning of a block.
pub(super) fn open(input: Tokens<'_>) -> Parsed<'_, SourceSpan> {
    kind(Kind::Open, "an indented block")(input)
}

/// The end of a block.
pub(super) fn close(input: Tokens<'_>) -> Parsed<'_, SourceSpan> {
    kind(Kind::Close, "the end of the block")(input)
}

/// The next line of a block, or a semicolon.
pub(super) fn next(input: Tokens<'_>) -> Parsed<'_, SourceSpan> {
    match input.first() {
        Some(token) if matches!(token.kind, Kind::Next | Kind::Sign(";")) => Ok((input.after(), token.span)),
        _ => fail(input, "the end of the line"),
    }
}
