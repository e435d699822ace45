//! The typed tree: what inference makes of a written one, and what is compiled.
//!
//! ```text
//! (# speed 2)   ->   Lambda [x] (Apply (Apply (Word # [Double..]) x) (Apply (Word speed) (Int 2 : Pattern Double)))
//! ```
//!
//! Every word and every literal carries its type, so nothing is looked up afterwards. Types of a generalised definition
//! mention its variables; they are chosen anew at each use.

use super::types::{Scheme, Type};
use super::vocabulary::Word;
use crate::diagnostic::SourceSpan;
use crate::lang::datum::Datum;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Number of a name that a text binds.
pub(super) type Id = u32;

/// A typed expression.
#[derive(Clone)]
pub(super) enum Core {
    /// Something bound by a lambda or an alternative.
    Local(Id),
    /// Something bound by `let`, at the types chosen for its variables; `None`: at those of the use around it.
    Shared(Id, Option<Vec<Type>>),
    /// A word of the vocabulary.
    Word { word: &'static Word, types: Vec<Type> },
    /// A definition of the performer's.
    Global(Arc<Definition>, Vec<Type>),
    /// A whole numeral.
    Int(i64, Type),
    /// A numeral with a point.
    Fraction(f64, Type),
    /// A string, and where its content stands.
    Text { text: Arc<str>, at: SourceSpan, of: Type },
    /// A character.
    Char(char),
    /// `f x`
    Apply(Box<Core>, Box<Core>),
    /// An application and where it stands, for complaints while it is worked out.
    At(SourceSpan, Box<Core>),
    /// `\a b -> e`
    Lambda(Vec<Bind>, Box<Core>),
    /// `let ... in e`
    Let(Arc<Group>, Box<Core>),
    /// `if`
    If(Box<Core>, Box<Core>, Box<Core>),
    /// The first alternative that fits and whose guards hold.
    Match(Box<Core>, Vec<(Bind, Core)>),
    /// No guard held: the next alternative is tried.
    Fail,
    /// `[a, b]`
    List(Vec<Core>),
    /// `(a, b)`
    Tuple(Vec<Core>),
    /// `(- x)`: takes x away if its type turned out to be a function, else minus x.
    Minus { operand: Box<Core>, result: Type },
}

/// What a value is matched with, names numbered.
#[derive(Clone)]
pub(super) enum Bind {
    /// Anything.
    Any,
    /// Anything, and its name.
    Name(Id),
    /// A name for the whole.
    As(Id, Box<Bind>),
    /// Something equal to this literal.
    Equal(Box<Core>),
    /// A tuple.
    Tuple(Vec<Bind>),
    /// A list of that length.
    List(Vec<Bind>),
    /// `Just x`, `x:xs`, `True`
    Constructor(Arc<str>, Vec<Bind>),
    /// `~b`: fits whatever comes.
    Lazy(Box<Bind>),
}

/// Definitions that may need each other.
pub(super) struct Group {
    /// Number and body of each.
    pub(super) members: Vec<(Id, Core)>,
    /// The variables that may be chosen at each use, shared by all members.
    pub(super) variables: Vec<u32>,
    /// Whether a member needs itself.
    pub(super) recursive: bool,
}

/// A definition that stays between blocks.
pub(super) struct Definition {
    pub(super) scheme: Scheme,
    pub(super) group: Arc<Group>,
    pub(super) id: Id,
    /// What it was worth at types that were asked for.
    pub(super) values: Mutex<HashMap<Vec<Type>, Datum>>,
    pub(super) origin: Arc<Origin>,
}

/// Where a definition was made.
#[derive(Debug)]
pub(super) struct Origin {
    /// Its block.
    pub(super) block: SourceSpan,
    /// The line at which the block begins, from 1, in the text of the evaluation.
    pub(super) line: usize,
    /// The first line of the block.
    pub(super) text: Arc<str>,
}

impl Core {
    /// Replaces every type in it.
    pub(super) fn retype(&mut self, with: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Local(_) | Self::Char(_) | Self::Fail | Self::Shared(_, None) => {}
            Self::Shared(_, Some(types)) | Self::Word { types, .. } | Self::Global(_, types) => {
                types.iter_mut().for_each(with);
            }
            Self::Int(_, of) | Self::Fraction(_, of) | Self::Text { of, .. } => with(of),
            Self::Apply(f, x) => {
                f.retype(with);
                x.retype(with);
            }
            Self::At(_, inner) => inner.retype(with),
            Self::Lambda(binds, body) => {
                binds.iter_mut().for_each(|bind| bind.retype(with));
                body.retype(with);
            }
            Self::Let(group, body) => {
                if let Some(group) = Arc::get_mut(group) {
                    group.members.iter_mut().for_each(|(_, member)| member.retype(with));
                }
                body.retype(with);
            }
            Self::If(condition, yes, no) => {
                condition.retype(with);
                yes.retype(with);
                no.retype(with);
            }
            Self::Match(subject, alternatives) => {
                subject.retype(with);
                for (bind, body) in alternatives {
                    bind.retype(with);
                    body.retype(with);
                }
            }
            Self::List(items) | Self::Tuple(items) => items.iter_mut().for_each(|item| item.retype(with)),
            Self::Minus { operand, result } => {
                operand.retype(with);
                with(result);
            }
        }
    }
}

impl Bind {
    fn retype(&mut self, with: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Any | Self::Name(_) => {}
            Self::As(_, inner) | Self::Lazy(inner) => inner.retype(with),
            Self::Equal(literal) => literal.retype(with),
            Self::Tuple(parts) | Self::List(parts) | Self::Constructor(_, parts) => {
                parts.iter_mut().for_each(|part| part.retype(with));
            }
        }
    }
}
