//! The tree of a string: steps with weights, and what can stand in a step.
//!
//! ```text
//! "bd*2 <sn cp>@3"   ->   [ Step{Fast(Atom bd, Atom 2), 1}, Step{Alternate[[sn], [cp]], 3} ]
//! ```
//!
//! Places are bytes of the string. Repeats (`!`) stay numbers here; they become steps when resolved.

use crate::pattern::Value;
use crate::time::Cycle;

/// Steps that share one cycle.
pub(super) type Sequence = Vec<Step>;

/// One step of a sequence.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) term: Term,
    /// Its share of the cycle beside the others (`@`, `_`).
    pub(super) weight: Cycle,
    /// How many times it stands there (`!`).
    pub(super) repeats: u32,
}

impl Step {
    pub(super) fn of(term: Term) -> Self {
        Self { term, weight: Cycle::ONE, repeats: 1 }
    }
}

/// What a step plays.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// `~` or `-`.
    Rest,
    /// One value, or several at once for a chord, written at bytes `begin..end`.
    Atom { values: Vec<Value>, begin: usize, end: usize },
    /// `[a b, c d]`: all at once.
    Stack(Vec<Sequence>),
    /// `[a | b]`: one by chance each cycle; the number says which draw.
    Choice(u32, Vec<Sequence>),
    /// `<a b>`: one step a cycle.
    Alternate(Vec<Sequence>),
    /// `{a b c}%4`: so many steps a cycle; as many as the first has where no number is given.
    Polymeter(Vec<Sequence>, Option<Box<Term>>),
    /// `^name`: a live value.
    Live(String),
    /// `0 .. 3`.
    Range(Box<Term>, Box<Term>),
    /// `a*2`.
    Fast(Box<Term>, Box<Term>),
    /// `a/2`.
    Slow(Box<Term>, Box<Term>),
    /// `a?0.3`; the number says which draw.
    Degrade(Box<Term>, u32, f64),
    /// `a(3,8,2)`.
    Euclid(Box<Term>, Box<Euclid>),
}

/// The arguments of `(3,8,2)`.
#[derive(Clone, Debug)]
pub(super) struct Euclid {
    pub(super) pulses: Sequence,
    pub(super) steps: Sequence,
    pub(super) rotation: Option<Sequence>,
}
