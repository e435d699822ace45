//! Continuous patterns: no onsets, a value wherever one asks.
//!
//! ```text
//! saw  /|/|   isaw  \|\|   tri  /\/\   sine, cosine   square  _-_-     all from 0 to 1, one turn a cycle
//! ```
//!
//! They are read at the start of what is asked for, or in its middle under Tidal 1.7.

use super::{Item, Pattern, State, fastcat};
use crate::time::{Cycle, Span};
use std::f64::consts::TAU;

/// From 0 up to 1 in each cycle.
pub fn saw() -> Pattern<f64> {
    Pattern::wave(|time| time.cycle_pos().to_f64())
}

/// From 1 down to 0 in each cycle.
pub fn isaw() -> Pattern<f64> {
    Pattern::wave(|time| 1.0 - time.cycle_pos().to_f64())
}

/// A sine from 0 to 1, 0.5 at the start of the cycle.
pub fn sine() -> Pattern<f64> {
    Pattern::wave(|time| ((TAU * time.to_f64()).sin() + 1.0) / 2.0)
}

/// The same a quarter of a cycle later, as Tidal has it: 0 at the start.
pub fn cosine() -> Pattern<f64> {
    sine().late(Cycle::new(1, 4))
}

/// Up and down again: 0 at the start of the cycle, 1 in its middle.
pub fn tri() -> Pattern<f64> {
    fastcat(&[saw(), isaw()])
}

/// 0 in the first half of each cycle, 1 in the second.
pub fn square() -> Pattern<f64> {
    Pattern::wave(|time| f64::from(u8::from(time.cycle_pos() >= Cycle::HALF)))
}

/// From 0 up to 1 over the first cycle, and 1 ever after.
pub fn env_l() -> Pattern<f64> {
    Pattern::wave(|time| time.to_f64().clamp(0.0, 1.0))
}

/// The number of the cycle.
pub fn cycle_number() -> Pattern<i64> {
    Pattern::signal(Cycle::floor)
}

impl<T: Item> Pattern<T> {
    /// Every value through `f`, which also sees the state of the query.
    pub fn with_state<U: Item>(&self, f: impl Fn(T, &State<'_>) -> U + Send + Sync + 'static) -> Pattern<U> {
        let pattern = self.clone();
        Pattern::pouring(move |state, out| {
            out.extend(pattern.query(state).into_iter().map(|event| event.map(|value| f(value, state))));
        })
        .with_steps(self.steps)
    }
}

impl Pattern<f64> {
    /// Values from 0 to 1 spread over `low` to `high`.
    #[must_use]
    pub fn range(&self, low: f64, high: f64) -> Self {
        self.fmap(move |value| value * (high - low) + low)
    }

    /// The same on an exponential scale; both ends must be above zero.
    #[must_use]
    pub fn rangex(&self, low: f64, high: f64) -> Self {
        let (low, high) = (low.ln(), high.ln());
        self.fmap(move |value| (value * (high - low) + low).exp())
    }

    /// Straight lines from each value to the next.
    #[must_use]
    pub fn smooth(&self) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            state.env.meter.wave();
            // As many values as sound in the middle of the span, each on its way to what comes after it.
            let middle = state.span.midpoint();
            let now = pattern.query(&state.at(Span::new(middle, middle)));
            if now.is_empty() {
                return pattern.pour(state, out);
            }
            for event in now {
                let Some(whole) = event.whole else { continue };
                let next = pattern.query(&state.at(Span::new(whole.end, whole.end)));
                let value = if next.is_empty() {
                    event.value
                } else {
                    let mean = next.iter().map(|event| event.value).sum::<f64>() / next.len() as f64;
                    let way = ((middle - whole.begin) / whole.duration()).to_f64();
                    event.value + (mean - event.value) * way
                };
                out.push(super::Event { whole: Some(state.span), part: state.span, value, context: event.context });
            }
        })
    }

    /// Values rounded to whole multiples of `1 / steps`, halves to even.
    #[must_use]
    pub fn quantise(&self, steps: f64) -> Self {
        self.fmap(move |value| (value * steps).round_ties_even() / steps)
    }
}
