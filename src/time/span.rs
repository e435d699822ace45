//! A stretch of cycle time, begin included, end not: `[1/4, 5/4)`.
//!
//! ```text
//! cycles() of [1/2, 5/2):  [1/2, 1) [1, 2) [2, 5/2)
//! ```
//!
//! A span may be empty (begin = end): a query for an instant. It is never reversed by anything here.

use super::Cycle;
use std::fmt;

/// Begin and end of a stretch of cycle time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First instant.
    pub begin: Cycle,
    /// First instant after it.
    pub end: Cycle,
}

impl Span {
    /// `[begin, end)`.
    pub const fn new(begin: Cycle, end: Cycle) -> Self {
        Self { begin, end }
    }

    /// The whole cycle of that number.
    pub const fn cycle(number: i64) -> Self {
        Self { begin: Cycle::whole(number), end: Cycle::whole(number + 1) }
    }

    /// The whole cycle in which `time` lies.
    pub const fn cycle_of(time: Cycle) -> Self {
        Self { begin: time.sam(), end: time.next_sam() }
    }

    /// Its length in cycles.
    pub fn duration(self) -> Cycle {
        self.end - self.begin
    }

    /// Halfway between begin and end.
    pub fn midpoint(self) -> Cycle {
        (self.begin + self.end) / Cycle::whole(2)
    }

    /// Whether it holds no time.
    pub fn is_empty(self) -> bool {
        self.begin >= self.end
    }

    /// The pieces of it, one for each cycle it touches; an empty span gives itself.
    pub fn cycles(self) -> impl Iterator<Item = Span> {
        let mut begin = self.begin;
        let mut first = true;
        std::iter::from_fn(move || {
            if begin >= self.end {
                return std::mem::take(&mut first)
                    .then_some(self)
                    .filter(|_| self.is_empty() && self.begin == self.end);
            }
            first = false;
            let end = begin.next_sam().min(self.end);
            let piece = Span::new(begin, end);
            begin = end;
            Some(piece)
        })
    }

    /// The common part of both, which may be reversed where they do not meet.
    pub fn sect(self, other: Self) -> Self {
        Self { begin: self.begin.max(other.begin), end: self.end.min(other.end) }
    }

    /// The common part of both, `None` where they do not meet. Two spans that only touch do not meet, unless the
    /// touching instant is an empty span that begins there.
    pub fn subspan(self, other: Self) -> Option<Self> {
        let Self { begin, end } = self.sect(other);
        if begin > end {
            return None;
        }
        if begin == end {
            // An instant at the open end of a span that has a length is outside it.
            if begin == self.end && self.begin < self.end {
                return None;
            }
            if begin == other.end && other.begin < other.end {
                return None;
            }
        }
        Some(Self { begin, end })
    }

    /// Both ends mapped.
    pub fn map(self, f: impl Fn(Cycle) -> Cycle) -> Self {
        Self { begin: f(self.begin), end: f(self.end) }
    }

    /// Whether `time` lies in it.
    pub fn contains(self, time: Cycle) -> bool {
        self.begin <= time && time < self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:?}>{:?})", self.begin, self.end)
    }
}
