//! The tree of an expression, as it was written: names, strings and numbers with their places, nothing resolved.
//!
//! ```text
//! every 2 rev $ s "bd"    ->   Apply(Apply(Apply(every, 2), rev), Apply(s, "bd"))
//! ```
//!
//! Operators have become applications of their names; sections, guards and comprehensions are still themselves. `written`
//! gives it back as text.

mod written;

use crate::diagnostic::SourceSpan;
use std::sync::Arc;

/// A name.
pub(super) type Name = Arc<str>;

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    /// Where it stands.
    pub span: SourceSpan,
    /// What it is.
    pub kind: Form,
}

/// The forms of expressions.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Form {
    /// A word, an operator as a function, or a constructor.
    Name(Name),
    /// `3`
    Int(i64),
    /// `0.25`
    Fraction(f64),
    /// `"bd*2"`
    Text(Name),
    /// `'a'`
    Char(char),
    /// `f x`
    Apply(Box<Expression>, Box<Expression>),
    /// `\x y -> e`
    Lambda(Vec<Binder>, Box<Expression>),
    /// `let ... in e`
    Let(Vec<Declaration>, Box<Expression>),
    /// `if c then a else b`
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `case e of ...`
    Case(Box<Expression>, Vec<Clause>),
    /// `[a, b]`
    List(Vec<Expression>),
    /// `[a, b .. c]`
    Range(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    /// `[e | x <- xs, c]`
    Comprehension(Box<Expression>, Vec<Statement>),
    /// `(a, b)`, and `()`
    Tuple(Vec<Expression>),
    /// `(x op)`
    LeftSection(Box<Expression>, Box<Expression>),
    /// `(op x)`
    RightSection(Box<Expression>, Box<Expression>),
    /// `-x`
    Negate(Box<Expression>),
    /// `(- x)`: minus x, or the function that takes x away, whichever fits
    Minus(Box<Expression>),
    /// `e :: t`
    Annotate(Box<Expression>, TypeText),
    /// `do ...`
    Do(Vec<Statement>),
}

/// One line of a `do`, or one part of a comprehension.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement {
    /// `x <- e`
    Draw(Binder, Expression),
    /// `let ...`
    Let(Vec<Declaration>),
    /// `e`
    Expression(Expression),
}

/// What a value is matched with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Binder {
    /// Where it stands.
    pub span: SourceSpan,
    /// What it is.
    pub kind: Shape,
}

/// The forms of binders.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// `_`
    Any,
    /// `x`
    Name(Name),
    /// `all@(x:xs)`
    As(Name, Box<Binder>),
    /// A number, a string or a character to be equal to.
    Literal(Box<Expression>),
    /// `(a, b)`, and `()`
    Tuple(Vec<Binder>),
    /// `[a, b]`
    List(Vec<Binder>),
    /// `x:xs`, `Just x`, `True`
    Constructor(Name, Vec<Binder>),
    /// `~(a, b)`: fits whatever comes, and is taken apart only where a name is asked for.
    Lazy(Box<Binder>),
}

/// What a definition or an alternative gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Body {
    /// Guards, each of several parts (`x > 2`, `Just y <- e`), with their expressions; one without a guard has no parts.
    pub guarded: Vec<(Vec<Statement>, Expression)>,
    /// The definitions of its `where`.
    pub wheres: Vec<Declaration>,
}

/// One equation of a function, or one alternative of a `case`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    /// What the arguments are matched with.
    pub binders: Vec<Binder>,
    /// What it gives.
    pub body: Body,
}

/// A definition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Declaration {
    /// `f x y = e`, with all its equations.
    Function { name: Name, span: SourceSpan, clauses: Vec<Clause> },
    /// `(a, b) = e`
    Pattern { binder: Binder, body: Body },
    /// `f :: t`
    Signature { names: Vec<Name>, of: TypeText },
}

/// A type as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TypeText {
    /// Where it stands.
    pub span: SourceSpan,
    /// Its context: `Num a, Ord b`.
    pub context: Vec<(Name, TypeForm)>,
    /// The type.
    pub form: TypeForm,
}

/// The forms of types.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TypeForm {
    /// `a`
    Variable(Name),
    /// `Pattern`, and the signs `[]`, `->`, `(,)`
    Constructor(Name),
    /// `Pattern a`
    Apply(Box<TypeForm>, Box<TypeForm>),
}

/// A part of a block.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// Definitions that stay.
    Definitions(Vec<Declaration>),
    /// Something to play or to do; with whether a `!` stands before it.
    Play(Expression, bool),
    /// `import ...` and `:set ...`, which mean nothing here.
    Ignored(SourceSpan),
}

impl Expression {
    /// A form at a place.
    pub(super) fn new(span: SourceSpan, kind: Form) -> Self {
        Self { span, kind }
    }

    /// A name at a place.
    pub(super) fn name(span: SourceSpan, name: &str) -> Self {
        Self::new(span, Form::Name(Arc::from(name)))
    }

    /// `self argument`.
    #[must_use]
    pub(super) fn apply(self, argument: Self) -> Self {
        Self::new(self.span.join(argument.span), Form::Apply(Box::new(self), Box::new(argument)))
    }

    /// `left op right`.
    pub(super) fn operate(op: Self, left: Self, right: Self) -> Self {
        let span = left.span.join(right.span);
        let mut whole = op.apply(left).apply(right);
        whole.span = span;
        whole
    }
}
