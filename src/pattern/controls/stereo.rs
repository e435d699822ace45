//! Copies spread between the loudspeakers, and patterns woven into one another.
//!
//! ```text
//! jux f      p on the left, f p on the right          spin 4     four copies, each a quarter cycle on, around the room
//! weave t    patterns one after the other along a long one, all at once
//! ```

use super::{Operation, number};
use crate::pattern::sequence::{MOST_STEPS, too_many};
use crate::pattern::{ControlMap, Item, Pattern, Value, sine, stack};
use crate::time::Cycle;

impl Pattern<ControlMap> {
    /// The pattern on the left, `f` of it on the right.
    #[must_use]
    pub fn jux(&self, f: impl FnOnce(Self) -> Self) -> Self {
        self.plus("pan", 0.0).overlay(&f(self.plus("pan", 1.0)))
    }

    /// The same, `width` (0 to 1) of the way apart from the middle. `f` bends the widths' time too.
    #[must_use]
    pub fn jux_by(&self, width: &Pattern<f64>, f: impl FnOnce(Self) -> Self) -> Self {
        let middle = self.plus("pan", 0.5);
        let side = |sign: f64| {
            middle.app_left(width, move |map, width| Operation::Add.controls(map, &number("pan", sign * width / 2.0)))
        };
        side(-1.0).overlay(&f(side(1.0)))
    }

    /// Each side cutting off itself: `jux` with cut groups -1 and -2.
    #[must_use]
    pub fn jux_cut(&self, f: impl FnOnce(Self) -> Self) -> Self {
        let side = |pan: f64, group: i64| {
            self.set_number("pan", pan).join_map(Operation::Right, ControlMap::of("cut", Value::Int(group)))
        };
        side(0.0, -1).overlay(&f(side(1.0, -2)))
    }

    /// For four loudspeakers: at 5/8 of the circle, and `f` of it at 1/8.
    #[must_use]
    pub fn jux4(&self, f: impl FnOnce(Self) -> Self) -> Self {
        self.set_number("pan", 5.0 / 8.0).overlay(&f(self.set_number("pan", 1.0 / 8.0)))
    }

    /// Patterns spread evenly from left to right (`jux'` of the functions' results).
    #[must_use]
    pub fn jux_each(results: &[Self]) -> Self {
        let count = results.len() as f64;
        stack(&results.iter().enumerate().map(|(nth, p)| p.plus("pan", nth as f64 / count)).collect::<Vec<_>>())
    }

    /// `count` copies around the room, each earlier by its share of the cycle.
    #[must_use]
    pub fn spin(&self, count: i64) -> Self {
        if count > MOST_STEPS {
            return too_many(count);
        }
        let copy = |nth: i64| {
            let offset = Cycle::new(nth, count);
            self.set_number("pan", offset.to_f64()).early(offset)
        };
        stack(&(0..count).map(copy).collect::<Vec<_>>())
    }

    /// The controls of `self`, drawn out over `cycles` cycles, on each of the patterns, one share further for each.
    #[must_use]
    pub fn weave(&self, cycles: Cycle, patterns: &[Self]) -> Self {
        let base = self.slow(cycles);
        let woven: Vec<Self> =
            patterns.iter().map(|p| p.app_left(&base, |own, base| Operation::Right.controls(own, base))).collect();
        Self::weave_with(cycles, &woven)
    }

    /// Two patterns with opposite, slowly moving `shape`.
    #[must_use]
    pub fn interlace(&self, other: &Self) -> Self {
        let shape = sine().fmap(|x| number("shape", x * 0.9));
        shape.weave(Cycle::whole(16), &[self.clone(), other.clone()])
    }
}

impl<T: Item> Pattern<T> {
    /// Patterns that were made of one long one, each moved on by its share of `cycles` (`weave'` of the functions' results).
    #[must_use]
    pub fn weave_with(cycles: Cycle, results: &[Self]) -> Self {
        let count = results.len() as i64;
        let moved = results.iter().enumerate().map(|(nth, p)| p.early(cycles * Cycle::new(nth as i64, count)));
        stack(&moved.collect::<Vec<_>>())
    }
}
