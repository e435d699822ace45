//! Patterns of patterns made flat: who says when, the outer or the inner?
//!
//! ```text
//! outer     |----a----|----b----|     inner     wholes of the inner patterns, seen through the outer ones
//! a, b      |-0-|-1-|-2-|-3-|         outer     wholes of the outer, the inner read at each onset
//!                                     squeeze   a whole cycle of the inner in each event of the outer
//! ```
//!
//! `bind` forms build the inner pattern with a function of the outer value. Where the outer pattern is one constant, it is
//! built once, at build time.

use super::combine::both_wholes;
use super::{Event, Item, Pattern, State, Tidal};
use crate::time::{Cycle, Span};

impl<A: Item> Pattern<A> {
    /// Times of the inner patterns: `fast "2 3" p` is `"2 3".inner_bind(|n| p.fast(n))`.
    pub fn inner_bind<T: Item>(&self, f: impl Fn(A) -> Pattern<T> + Send + Sync + 'static) -> Pattern<T> {
        if let Some((value, context)) = self.constant.as_deref() {
            let inner = f(value.clone()).with_context(context.clone());
            // A constant has an event a cycle, and each asks for its own part: a signal inside is read once in each.
            return if inner.constant.is_some() { inner } else { inner.split_queries() };
        }
        self.bound(move |state, outer, out| f(outer.value.clone()).pour(&state.at(outer.part), out))
    }

    /// Times of the outer pattern: each of its events takes what the inner one is at its onset.
    pub fn outer_bind<T: Item>(&self, f: impl Fn(A) -> Pattern<T> + Send + Sync + 'static) -> Pattern<T> {
        self.bound(move |state, outer, out| {
            let onset = outer.onset();
            let before = out.len();
            f(outer.value.clone()).pour(&state.at(Span::new(onset, onset)), out);
            for event in &mut out[before..] {
                event.whole = outer.whole;
                event.part = outer.part;
            }
        })
        .with_steps(self.steps)
    }

    /// Times of both: wholes are cut where either ends.
    pub fn bind<T: Item>(&self, f: impl Fn(A) -> Pattern<T> + Send + Sync + 'static) -> Pattern<T> {
        self.bound(move |state, outer, out| {
            for mut event in f(outer.value.clone()).query(&state.at(outer.part)) {
                let Some(whole) = both_wholes(outer.whole, event.whole) else { continue };
                event.whole = whole;
                out.push(event);
            }
        })
    }

    /// One cycle of the inner pattern squeezed into each event of the outer one.
    pub fn squeeze_bind<T: Item>(&self, f: impl Fn(A) -> Pattern<T> + Send + Sync + 'static) -> Pattern<T> {
        self.bound(move |state, outer, out| {
            let whole = outer.whole_or_part();
            f(outer.value.clone()).pour_focused(state, whole, outer.part, out);
        })
    }

    /// The inner pattern begins anew, at its cycle 0, with each onset of the outer one (`restart`), or, where `cyclic`,
    /// at the start of the cycle it is in (`reset`).
    pub fn trig_bind<T: Item>(&self, cyclic: bool, f: impl Fn(A) -> Pattern<T> + Send + Sync + 'static) -> Pattern<T> {
        self.bound(move |state, outer, out| {
            let Some(whole) = outer.whole else { return };
            let shift = if cyclic { whole.begin.cycle_pos() } else { whole.begin };
            for mut event in f(outer.value.clone()).query(&state.at(outer.part.map(|time| time - shift))) {
                event.move_time(|time| time + shift);
                let Some(both) = both_wholes(outer.whole, event.whole) else { continue };
                event.whole = both;
                out.push(event);
            }
        })
    }

    /// For each event of `self`, what `each` pours; contexts are joined.
    fn bound<T: Item>(
        &self,
        each: impl Fn(&State<'_>, &Event<A>, &mut Vec<Event<T>>) + Send + Sync + 'static,
    ) -> Pattern<T> {
        let outer = self.clone();
        Pattern::pouring(move |state, out| {
            for event in outer.query(state) {
                let before = out.len();
                each(state, &event, out);
                for inner in &mut out[before..] {
                    inner.context = inner.context.join(&event.context);
                }
            }
        })
    }
}

impl<T: Item> Pattern<Pattern<T>> {
    /// Times of the inner patterns.
    pub fn inner_join(&self) -> Pattern<T> {
        self.inner_bind(|inner| inner)
    }

    /// Times of the outer pattern.
    pub fn outer_join(&self) -> Pattern<T> {
        self.outer_bind(|inner| inner)
    }

    /// Inner cycles squeezed into outer events.
    pub fn squeeze_join(&self) -> Pattern<T> {
        self.squeeze_bind(|inner| inner)
    }

    /// Times of both (Tidal's `unwrap`).
    pub fn join(&self) -> Pattern<T> {
        self.bind(|inner| inner)
    }
}

impl<T: Item> Pattern<T> {
    /// Every value with its whole.
    pub(super) fn with_wholes(&self) -> Pattern<(T, Span)> {
        let pattern = self.clone();
        Pattern::pouring(move |state, out| {
            for event in pattern.query(state) {
                let whole = event.whole_or_part();
                out.push(event.map(|value| (value, whole)));
            }
        })
    }

    /// Pours one cycle of `self`, the one that `whole` begins in, squeezed into `whole`, as far as `part` shows it.
    pub(super) fn pour_focused(&self, state: &State<'_>, whole: Span, part: Span, out: &mut Vec<Event<T>>) {
        let length = whole.duration();
        if length <= Cycle::ZERO {
            return;
        }
        let cycle = whole.begin.sam();
        if let Some((value, context)) = self.constant.as_deref() {
            if let Some(part) = whole.subspan(part) {
                out.push(Event { whole: Some(whole), part, value: value.clone(), context: context.clone() });
            }
            return;
        }
        let in_one_cycle = whole.end <= cycle.next_sam();
        if state.env.tidal == Tidal::V1_7 && !in_one_cycle {
            return;
        }
        let inwards = |time: Cycle| (time - whole.begin) / length + cycle;
        let outwards = |time: Cycle| (time - cycle) * length + whole.begin;
        let Some(asked) = Span::cycle_of(cycle).subspan(part.map(inwards)) else { return };
        let before = out.len();
        self.pour(&state.at(asked), out);
        if state.env.tidal == Tidal::V1_7 && length < Cycle::ONE {
            // What began before the cycle is lost there.
            let begins = |event: &Event<T>| event.whole.is_none_or(|inner| inner.begin >= cycle);
            let kept: Vec<Event<T>> = out.drain(before..).filter(begins).collect();
            out.extend(kept);
        }
        for event in &mut out[before..] {
            event.move_time(outwards);
            // What hangs over the end of the cycle is cut: it belongs to the next one.
            event.whole = event.whole.map(|inner| inner.sect(whole));
        }
    }
}
