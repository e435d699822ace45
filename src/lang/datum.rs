//! What expressions are worth: numbers, words, controls, patterns, lists, functions, things to do.
//!
//! ```text
//! n "0 1"    Pattern        [rev, fast 2]    List of Function        d1 $ ...    Action
//! ```
//!
//! The types were checked before anything is worked out, so whoever takes a datum apart knows its shape; after a
//! complaint (a budget that ran out) it is [`Datum::Bottom`], which behaves as zero, as the empty list and as silence.

mod list;
mod take;

pub(super) use list::List;
pub(super) use take::{Fun, Give, Take};

use super::action::Action;
use super::budget;
use crate::pattern::{ControlMap, Pattern, Value};
use crate::time::Cycle;
use std::fmt;
use std::sync::Arc;

/// A pattern of anything.
pub(super) type Pat = Pattern<Datum>;

/// A function of one argument; those of more give functions.
pub(super) type Function = Arc<dyn Fn(Datum) -> Datum + Send + Sync>;

/// The value of an expression.
#[derive(Clone)]
pub enum Datum {
    /// `Int`, `Integer`
    Int(i64),
    /// `Double`
    Float(f64),
    /// `Note`
    Note(f64),
    /// `Rational`, `Time`
    Fraction(Cycle),
    /// `Bool`
    Bool(bool),
    /// `Char`
    Char(char),
    /// `String`, `ID`
    Text(Arc<str>),
    /// `ValueMap`
    Controls(ControlMap),
    /// `Pattern a`
    Pattern(Box<Pat>),
    /// `[a]`
    List(List),
    /// A tuple, an `Arc`; of none the unit.
    Tuple(Arc<[Datum]>),
    /// `Maybe a`
    Maybe(Option<Arc<Datum>>),
    /// What a constructor made of its parts: `Left 3`, `GT`, `Down x`.
    Built(&'static str, Arc<[Datum]>),
    /// `a -> b`
    Function(Function),
    /// `IO a`: what to do, in order, and the result.
    Action(Arc<[Action]>, Arc<Datum>),
    /// No equation or guard fitted.
    Mismatch,
    /// What has no value, and why: said where a value is needed, and nowhere else.
    Gone(Arc<str>),
    /// After a complaint.
    Bottom,
}

impl Datum {
    /// The unit.
    pub fn unit() -> Self {
        Self::Tuple(Arc::from([]))
    }

    /// A function.
    pub fn function(f: impl Fn(Datum) -> Datum + Send + Sync + 'static) -> Self {
        Self::Function(Arc::new(f))
    }

    /// Something to do that has no result.
    pub fn action(action: Action) -> Self {
        Self::Action(Arc::from([action]), Arc::new(Self::unit()))
    }

    /// `self argument`, one step of the budget.
    #[must_use]
    pub fn apply(&self, argument: Datum) -> Datum {
        match self {
            Self::Function(f) => budget::step(|| f(argument)).unwrap_or(Self::Bottom),
            other => {
                other.needed();
                Self::Bottom
            }
        }
    }

    /// Says why it has no value, if it has none.
    pub fn needed(&self) {
        if let Self::Gone(why) = self {
            budget::complain(|| why.to_string());
        }
    }

    /// It as a pattern; anything else is silence.
    pub fn pattern(self) -> Pat {
        match self {
            Self::Pattern(pattern) => *pattern,
            other => {
                other.needed();
                Pat::silence()
            }
        }
    }

    /// It as a list; text is a list of characters.
    pub fn list(self) -> List {
        match self {
            Self::List(list) => list,
            Self::Text(text) => List::from(text.chars().map(Datum::Char).collect::<Vec<_>>()),
            other => {
                other.needed();
                List::from(Vec::new())
            }
        }
    }

    /// It as text; a list of characters is text.
    pub fn text(self) -> Arc<str> {
        match self {
            Self::Text(text) => text,
            Self::List(list) => {
                let letters: String = list
                    .items()
                    .iter()
                    .filter_map(|item| if let Self::Char(letter) = item { Some(*letter) } else { None })
                    .collect();
                Arc::from(letters)
            }
            other => {
                other.needed();
                Arc::from("")
            }
        }
    }

    /// It as a number.
    pub fn number(&self) -> f64 {
        match self {
            Self::Int(n) => *n as f64,
            Self::Float(x) | Self::Note(x) => *x,
            Self::Fraction(c) => c.to_f64(),
            Self::Bool(b) => f64::from(u8::from(*b)),
            other => {
                other.needed();
                0.0
            }
        }
    }

    /// It as a whole number, rounded down.
    pub fn whole(&self) -> i64 {
        match self {
            Self::Int(n) => *n,
            Self::Fraction(c) => c.floor(),
            Self::Char(letter) => i64::from(u32::from(*letter)),
            other => other.number().floor() as i64,
        }
    }

    /// It as an exact fraction.
    pub fn fraction(&self) -> Cycle {
        match self {
            Self::Fraction(c) => *c,
            Self::Int(n) => Cycle::whole(*n),
            other => Cycle::from_f64(other.number()),
        }
    }

    /// It as a truth value.
    pub fn truth(&self) -> bool {
        self.needed();
        matches!(self, Self::Bool(true))
    }

    /// It as controls.
    pub fn controls(self) -> ControlMap {
        match self {
            Self::Controls(controls) => controls,
            other => {
                other.needed();
                ControlMap::default()
            }
        }
    }

    /// It as the value of a control, where it can be one.
    pub fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Int(n) => Value::Int(*n),
            Self::Float(x) => Value::Float(*x),
            Self::Note(x) => Value::Note(*x),
            Self::Fraction(c) => Value::Fraction(*c),
            Self::Bool(b) => Value::Bool(*b),
            Self::Text(text) => Value::Text(Arc::clone(text)),
            Self::List(_) => Value::Text(self.clone().text()),
            _ => return None,
        })
    }

    /// The value of a control as a datum.
    pub fn of_value(value: Value) -> Self {
        match value {
            Value::Int(n) => Self::Int(n),
            Value::Float(x) => Self::Float(x),
            Value::Note(x) => Self::Note(x),
            Value::Fraction(c) => Self::Fraction(c),
            Value::Bool(b) => Self::Bool(b),
            Value::Text(text) => Self::Text(text),
            // Controls keep such a value; alone it is nothing yet.
            Value::Recall(_) => Self::Bottom,
        }
    }
}

impl From<Value> for Datum {
    fn from(value: Value) -> Self {
        Self::of_value(value)
    }
}

impl fmt::Debug for Datum {
    /// As Haskell's `show` has it, numbers plain.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => write!(f, "{n}"),
            Self::Float(x) => write!(f, "{x:?}"),
            Self::Note(x) => write!(f, "{x:?}n"),
            Self::Fraction(c) => write!(f, "{} % {}", c.numerator(), c.denominator()),
            Self::Bool(b) => f.write_str(if *b { "True" } else { "False" }),
            Self::Char(letter) => write!(f, "{letter:?}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Controls(controls) => write!(f, "{controls:?}"),
            Self::List(list) => {
                let items = list.items();
                if items.iter().all(|item| matches!(item, Self::Char(_))) && !items.is_empty() {
                    return write!(f, "{:?}", self.clone().text());
                }
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item:?}", if at > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Tuple(parts) => {
                f.write_str("(")?;
                for (at, part) in parts.iter().enumerate() {
                    write!(f, "{}{part:?}", if at > 0 { "," } else { "" })?;
                }
                f.write_str(")")
            }
            Self::Maybe(None) => f.write_str("Nothing"),
            Self::Maybe(Some(inner)) => write!(f, "Just {inner:?}"),
            Self::Built(name, parts) => {
                f.write_str(name)?;
                parts.iter().try_for_each(|part| write!(f, " {part:?}"))
            }
            Self::Pattern(_) => f.write_str("<pattern>"),
            Self::Function(_) => f.write_str("<function>"),
            Self::Action(..) => f.write_str("<action>"),
            Self::Mismatch | Self::Gone(_) | Self::Bottom => f.write_str("<nothing>"),
        }
    }
}

#[cfg(test)]
mod tests;
