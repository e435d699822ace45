//! Two patterns at once: the applicative rules of whole and part, and stacking.
//!
//! ```text
//! left   |----1----|----2----|        both   wholes cut where either begins or ends
//! right  |---10--|--20-|--30-|        left   wholes and onsets of the left, right only gives values
//! ```
//!
//! The four answers to one question: `app_both` (`|+|`), `app_left` (`|+`), `app_right` (`+|`), `app_squeeze` (`||+`).

use super::{Context, Event, Item, Pattern};
use crate::time::{Cycle, Span};

/// Work of pairing events, asked of the meter beforehand where it is much.
const PAIRS_FOR_FREE: usize = 4_096;

impl<T: Item> Pattern<T> {
    /// Structure from both: a value wherever two events meet, lasting while both last.
    pub fn app_both<B: Item, U: Item>(
        &self,
        other: &Pattern<B>,
        f: impl Fn(&T, &B) -> U + Send + Sync + 'static,
    ) -> Pattern<U> {
        if let (Some((a, ours)), Some((b, theirs))) = (self.constant.as_deref(), other.constant.as_deref()) {
            return Pattern::pure_at(f(a, b), ours.join(theirs));
        }
        let (left, right) = (self.clone(), other.clone());
        Pattern::pouring(move |state, out| {
            let (ours, theirs) = (left.query(state), right.query(state));
            let pairs = ours.len().saturating_mul(theirs.len());
            if pairs > PAIRS_FOR_FREE && !state.env.meter.spend(pairs as u64 / 64) {
                return;
            }
            let in_pieces = ours.len() > 1;
            for a in &ours {
                // A signal that comes in pieces has the other side read anew in each of them.
                let own = (in_pieces && a.whole.is_none()).then(|| right.query(&state.at(a.part)));
                for b in own.as_ref().unwrap_or(&theirs) {
                    let Some(part) = a.part.subspan(b.part) else { continue };
                    let Some(whole) = both_wholes(a.whole, b.whole) else { continue };
                    out.push(Event { whole, part, value: f(&a.value, &b.value), context: a.context.join(&b.context) });
                }
            }
        })
        .with_steps(common_steps(self.steps, other.steps))
    }

    /// Structure from `self`: the argument is read over each of its events.
    pub fn app_left<B: Item, U: Item>(
        &self,
        other: &Pattern<B>,
        f: impl Fn(&T, &B) -> U + Send + Sync + 'static,
    ) -> Pattern<U> {
        if let Some((value, context)) = other.constant.as_deref() {
            return self.map_with(value.clone(), context, f);
        }
        let (left, right) = (self.clone(), other.clone());
        Pattern::pouring(move |state, out| {
            let mut found = Vec::new();
            for a in left.query(state) {
                right.pour(&state.at(a.whole_or_part()), &mut found);
                for b in found.drain(..) {
                    let Some(part) = a.part.subspan(b.part) else { continue };
                    let value = f(&a.value, &b.value);
                    out.push(Event { whole: a.whole, part, value, context: a.context.join(&b.context) });
                }
            }
        })
        .with_steps(self.steps)
    }

    /// As [`Self::app_left`], for what may be turned while an event goes on. Where a query glances ([`Meter::glancing`]) and
    /// waves were read for an event, `glide` joins what `other` gave it at its onset with what it gives now.
    ///
    /// [`Meter::glancing`]: super::Meter::glancing
    pub fn app_left_gliding<B: Item, U: Item>(
        &self,
        other: &Pattern<B>,
        f: impl Fn(&T, &B) -> U + Send + Sync + 'static,
        glide: impl Fn(U, &U) -> U + Send + Sync + 'static,
    ) -> Pattern<U> {
        if let Some((value, context)) = other.constant.as_deref() {
            return self.map_with(value.clone(), context, f);
        }
        let (left, right) = (self.clone(), other.clone());
        Pattern::pouring(move |state, out| {
            let (mut found, mut now) = (Vec::new(), Vec::new());
            let meter = state.env.meter;
            for a in left.query(state) {
                let waves = meter.waves();
                right.pour(&state.at(a.whole_or_part()), &mut found);
                if meter.glances() && meter.waves() > waves {
                    right.pour(&state.at(a.part), &mut now);
                }
                let met = found.drain(..).filter_map(|b| Some((a.part.subspan(b.part)?, b)));
                for (at, (part, b)) in met.enumerate() {
                    let mut value = f(&a.value, &b.value);
                    if let Some(b) = now.get(at) {
                        value = glide(value, &f(&a.value, &b.value));
                    }
                    out.push(Event { whole: a.whole, part, value, context: a.context.join(&b.context) });
                }
                now.clear();
            }
        })
        .with_steps(self.steps)
    }

    /// Structure from the argument: `self` is read over each of its events.
    pub fn app_right<B: Item, U: Item>(
        &self,
        other: &Pattern<B>,
        f: impl Fn(&T, &B) -> U + Send + Sync + 'static,
    ) -> Pattern<U> {
        other.app_left(self, move |b, a| f(a, b))
    }

    /// Structure of the argument squeezed, a cycle at a time, into the events of `self`.
    pub fn app_squeeze<B: Item, U: Item>(
        &self,
        other: &Pattern<B>,
        f: impl Fn(&T, &B) -> U + Send + Sync + Clone + 'static,
    ) -> Pattern<U> {
        let right = other.clone();
        self.squeeze_bind(move |a| {
            let f = f.clone();
            right.fmap(move |b| f(&a, &b))
        })
        .with_steps(self.steps)
    }

    /// Every value with one constant: what joining with `pure` comes to, without asking it.
    fn map_with<B: Item, U: Item>(
        &self,
        constant: B,
        context: &Context,
        f: impl Fn(&T, &B) -> U + Send + Sync + 'static,
    ) -> Pattern<U> {
        let mapped = self.fmap(move |value| f(&value, &constant));
        mapped.with_context(context.clone())
    }

    /// Both patterns at once.
    #[must_use]
    pub fn overlay(&self, other: &Self) -> Self {
        stack(&[self.clone(), other.clone()])
    }
}

/// All patterns at once.
pub fn stack<T: Item>(patterns: &[Pattern<T>]) -> Pattern<T> {
    match patterns {
        [] => Pattern::silence(),
        [one] => one.clone(),
        many => {
            let steps = many.iter().map(|pattern| pattern.steps).reduce(common_steps).flatten();
            let patterns = many.to_vec();
            Pattern::pouring(move |state, out| patterns.iter().for_each(|pattern| pattern.pour(state, out)))
                .with_steps(steps)
        }
    }
}

/// The least number of steps that both divide.
fn common_steps(a: Option<Cycle>, b: Option<Cycle>) -> Option<Cycle> {
    let (a, b) = (a?, b?);
    if a == b {
        return Some(a);
    }
    if a.is_zero() || b.is_zero() {
        return None;
    }
    // lcm(n1/d1, n2/d2) = lcm(n1, n2) / gcd(d1, d2) for fractions in lowest terms.
    let upper = i128::from(a.numerator()) / i128::from(gcd(a.numerator(), b.numerator())) * i128::from(b.numerator());
    let upper = i64::try_from(upper).ok()?;
    Some(Cycle::new(upper, gcd(a.denominator(), b.denominator())))
}

fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a.max(1)).unwrap_or(1)
}

/// The time that both wholes share: none at all, or continuous where one of them is.
pub(super) fn both_wholes(a: Option<Span>, b: Option<Span>) -> Option<Option<Span>> {
    match (a, b) {
        (Some(x), Some(y)) => x.subspan(y).map(Some),
        _ => Some(None),
    }
}
