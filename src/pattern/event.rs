//! An event: a value, the stretch of time it belongs to, and the part of it that was asked for.
//!
//! ```text
//! whole  0----------1/2          the note lasts half a cycle
//! part      1/4-----1/2          this query saw its second half: no onset here
//! ```
//!
//! `whole = None` is a continuous value (a signal): it has no onset. A scheduler triggers only events whose part begins
//! with their whole.

use super::Context;
use crate::time::{Cycle, Span};
use std::fmt;

/// A value in time.
#[derive(Clone)]
pub struct Event<T> {
    /// The stretch the value belongs to; `None` for a continuous value.
    pub whole: Option<Span>,
    /// The piece of it that the query saw.
    pub part: Span,
    /// What sounds.
    pub value: T,
    /// Where in the text it came from, and which network made it.
    pub context: Context,
}

impl<T> Event<T> {
    /// An event without provenance.
    pub fn new(whole: Option<Span>, part: Span, value: T) -> Self {
        Self { whole, part, value, context: Context::default() }
    }

    /// Whether its onset is in the part: this is what triggers.
    pub fn has_onset(&self) -> bool {
        self.whole.is_some_and(|whole| whole.begin == self.part.begin)
    }

    /// The whole, or the part of a continuous value.
    pub fn whole_or_part(&self) -> Span {
        self.whole.unwrap_or(self.part)
    }

    /// Begin of [`Self::whole_or_part`].
    pub fn onset(&self) -> Cycle {
        self.whole_or_part().begin
    }

    /// The same event with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Event<U> {
        Event { whole: self.whole, part: self.part, value: f(self.value), context: self.context }
    }

    /// The same event with both spans moved.
    #[must_use]
    pub fn with_time(mut self, f: impl Fn(Cycle) -> Cycle) -> Self {
        self.move_time(f);
        self
    }

    /// Moves both spans in place.
    pub fn move_time(&mut self, f: impl Fn(Cycle) -> Cycle) {
        let part = self.part;
        self.part = part.map(&f);
        // Most events are whole: their two spans are one computation.
        self.whole = match self.whole {
            Some(whole) if whole == part => Some(self.part),
            whole => whole.map(|whole| whole.map(&f)),
        };
    }
}

impl<T: fmt::Debug> fmt::Debug for Event<T> {
    /// Tidal's notation: `(0>1/2)|bd`; `0-(1/4>1/2)|bd` where the onset is not in the part; `~0>1/2~|0.5` for a signal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part;
        match self.whole {
            None => write!(f, "~{:?}>{:?}~", part.begin, part.end)?,
            Some(whole) => {
                if whole.begin != part.begin {
                    write!(f, "{:?}-", whole.begin)?;
                }
                write!(f, "({:?}>{:?})", part.begin, part.end)?;
                if whole.end != part.end {
                    write!(f, "-{:?}", whole.end)?;
                }
            }
        }
        write!(f, "|{:?}", self.value)
    }
}
