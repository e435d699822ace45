//! Words that act now and then: every third cycle, in a part of each cycle, when a test holds, by chance.
//!
//! ```text
//! every 3 f      |f|-|-|f|-|-|        whenmod 4 2   |-|-|f|f|        chunk 4   |f---|-f--|--f-|---f|
//! within (0, 1/2) f    onsets in the first half come from f p, the others from p
//! ```
//!
//! `f` is called once, when the pattern is built, never in a query.

use super::chance::draw_of_cycle;
use super::sequence::{MOST_STEPS, too_many};
use super::{Item, Pattern, slowcat};
use crate::time::Cycle;

impl<T: Item> Pattern<T> {
    /// `f` in the cycles whose number passes.
    #[must_use]
    pub fn when_cycle(&self, test: impl Fn(i64) -> bool + Send + Sync + 'static, f: impl FnOnce(Self) -> Self) -> Self {
        let changed = f(self.clone());
        Self::either_cycle(test, changed, self.clone())
    }

    /// `f` in the cycles whose number passes, `g` in the others (`ifp`).
    #[must_use]
    pub fn if_cycle(
        &self,
        test: impl Fn(i64) -> bool + Send + Sync + 'static,
        f: impl FnOnce(Self) -> Self,
        g: impl FnOnce(Self) -> Self,
    ) -> Self {
        Self::either_cycle(test, f(self.clone()), g(self.clone()))
    }

    fn either_cycle(test: impl Fn(i64) -> bool + Send + Sync + 'static, yes: Self, no: Self) -> Self {
        Self::by_cycle(move |state, out| {
            let chosen = if test(state.span.begin.floor()) { &yes } else { &no };
            chosen.pour(state, out);
        })
    }

    /// `f` every `n`-th cycle, beginning with cycle 0; never where `n` is zero or less.
    #[must_use]
    pub fn every(&self, n: i64, f: impl FnOnce(Self) -> Self) -> Self {
        self.every_from(n, 0, f)
    }

    /// `f` in the cycles that leave `offset` when divided by `n` (`every'`).
    #[must_use]
    pub fn every_from(&self, n: i64, offset: i64, f: impl FnOnce(Self) -> Self) -> Self {
        if n <= 0 {
            return self.clone();
        }
        self.when_cycle(move |cycle| cycle.rem_euclid(n) == offset, f)
    }

    /// `every` with each of the numbers, one over the other.
    #[must_use]
    pub fn fold_every(&self, numbers: &[i64], f: impl Fn(Self) -> Self) -> Self {
        numbers.iter().rev().fold(self.clone(), |pattern, n| pattern.every(*n, &f))
    }

    /// `f` in the cycles whose number modulo `period` is at least `from`.
    #[must_use]
    pub fn whenmod(&self, period: Cycle, from: Cycle, f: impl FnOnce(Self) -> Self) -> Self {
        if period.is_zero() {
            return self.clone();
        }
        self.when_cycle(move |cycle| Cycle::whole(cycle).modulo(period) >= from, f)
    }

    /// `f` in the cycles whose begin passes.
    #[must_use]
    pub fn when_t(&self, test: impl Fn(Cycle) -> bool + Send + Sync + 'static, f: impl FnOnce(Self) -> Self) -> Self {
        self.when_cycle(move |cycle| test(Cycle::whole(cycle)), f)
    }

    /// `f` for the events whose onset passes.
    fn when_onset(
        &self,
        test: impl Fn(Cycle) -> bool + Send + Sync + Clone + 'static,
        f: impl FnOnce(Self) -> Self,
    ) -> Self {
        let inside = test.clone();
        let changed = f(self.clone()).filter_events(move |event| inside(event.onset()));
        changed.overlay(&self.filter_events(move |event| !test(event.onset())))
    }

    /// `f` for the onsets within `begin..end` of each cycle.
    #[must_use]
    pub fn within(&self, begin: Cycle, end: Cycle, f: impl FnOnce(Self) -> Self) -> Self {
        self.when_onset(move |time| (begin..end).contains(&time.cycle_pos()), f)
    }

    /// Like [`Self::within`], with `f` seeing that stretch as a whole cycle (`within'`).
    #[must_use]
    pub fn within_squeezed(&self, begin: Cycle, end: Cycle, f: impl FnOnce(Self) -> Self) -> Self {
        let range = begin..end;
        let outside = range.clone();
        let changed = f(self.zoom(begin, end)).compress(begin, end);
        changed
            .filter_events(move |event| range.contains(&event.onset().cycle_pos()))
            .overlay(&self.filter_events(move |event| !outside.contains(&event.onset().cycle_pos())))
    }

    /// `f` on one `parts`-th of each cycle, the next one each time; backwards where negative.
    #[must_use]
    pub fn chunk(&self, parts: i64, f: impl FnOnce(Self) -> Self) -> Self {
        self.chunks(parts.saturating_abs(), parts < 0, f)
    }

    /// The same from the last part to the first (`chunk'`).
    #[must_use]
    pub fn chunk_back(&self, parts: i64, f: impl FnOnce(Self) -> Self) -> Self {
        self.chunks(parts.saturating_abs(), parts > 0, f)
    }

    fn chunks(&self, parts: i64, backwards: bool, f: impl FnOnce(Self) -> Self) -> Self {
        if parts > MOST_STEPS {
            return too_many(parts);
        }
        let changed = f(self.clone());
        let mut turns: Vec<Self> = (0..parts)
            .map(|part| self.within(Cycle::new(part, parts), Cycle::new(part + 1, parts), |_| changed.clone()))
            .collect();
        if backwards {
            turns.reverse();
        }
        slowcat(&turns)
    }

    /// `f` for about `chance` (0 to 1) of the events. `f` bends the chances' time too.
    #[must_use]
    pub fn sometimes_by(&self, chance: &Pattern<f64>, f: impl FnOnce(Self) -> Self) -> Self {
        let (kept, changed) = (self.clone(), self.clone());
        chance
            .inner_bind(move |chance| kept.degrade_by(chance))
            .overlay(&f(chance.inner_bind(move |chance| changed.un_degrade_by(chance))))
    }

    /// The same, chosen after `f` has moved them (`sometimesBy'`).
    #[must_use]
    pub fn sometimes_by_after(&self, chance: &Pattern<f64>, f: impl FnOnce(Self) -> Self) -> Self {
        let (kept, changed) = (self.clone(), f(self.clone()));
        chance
            .inner_bind(move |chance| kept.degrade_by(chance))
            .overlay(&chance.inner_bind(move |chance| changed.un_degrade_by(chance)))
    }

    /// `f` for about `chance` of the cycles.
    #[must_use]
    pub fn some_cycles_by(&self, chance: f64, f: impl FnOnce(Self) -> Self) -> Self {
        let (changed, plain) = (f(self.clone()), self.clone());
        Self::by_cycle(move |state, out| {
            let chosen = if draw_of_cycle(state) < chance { &changed } else { &plain };
            chosen.pour(state, out);
        })
    }

    /// `f` where `test` is true, the pattern itself where it is false.
    #[must_use]
    pub fn while_(&self, test: &Pattern<bool>, f: impl FnOnce(Self) -> Self) -> Self {
        super::sew(test, &f(self.clone()), self)
    }
}
