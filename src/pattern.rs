//! The pattern: a function from a stretch of cycle time to the events in it.
//!
//! ```text
//! "bd sn"  asked for [0, 1)      (0>1/2)|bd   (1/2>1)|sn
//!          asked for [1/4, 3/4)  0-(1/4>1/2)|bd   (1/2>3/4)-1|sn      fragments keep their whole
//! ```
//!
//! After McLean, "Making programming languages to dance to: live coding with Tidal" (2014), with the signals-and-events
//! model of functional reactive programming. Plain-number words live here (`fast(Cycle)`); the patterned ones are made in
//! `lang` by binding (`arg.inner_bind(|n| p.fast(n))`). Queries are pure and allocate: they run on the scheduler's thread
//! or a worker, never on the audio thread. Networks come in from above, as patterns made in `generate`.

mod basic;
mod chance;
mod combine;
mod condition;
mod context;
mod controls;
mod draws;
mod event;
mod harmony;
mod join;
mod layer;
mod recall;
mod repeat;
mod sequence;
mod signal;
mod state;
mod stepwise;
mod structure;
mod timing;
mod transition;
mod ur;
mod value;

pub use chance::*;
pub use combine::*;
pub use context::{Context, Origin};
pub use controls::{Operation, sound, sound_parts};
pub use draws::{markov_pat, randrun};
pub use event::Event;
pub use harmony::*;
pub use recall::{Memory, Recall};
pub use sequence::*;
pub use signal::*;
pub use state::{BEGUN, Controls, Env, Fault, Knobs, Meter, Patience, State, Steer, Tidal};
pub use stepwise::*;
pub use structure::*;
pub use transition::*;
pub use ur::{Words, ur};
pub use value::{ControlMap, Value};

use crate::time::Cycle;
use std::sync::Arc;

/// What a pattern may carry: anything that can be copied and shared between threads.
pub trait Item: Clone + Send + Sync + 'static {}
impl<T: Clone + Send + Sync + 'static> Item for T {}

/// What a pattern does when asked: it pours its events into the vector and leaves what is in there alone.
pub type Query<T> = dyn Fn(&State<'_>, &mut Vec<Event<T>>) + Send + Sync;

/// A pattern of values of type `T`. Cloning is cheap: the function is shared.
pub struct Pattern<T> {
    query: Arc<Query<T>>,
    /// The value and its place in the text, where the pattern is one value repeated every cycle.
    constant: Option<Arc<(T, Context)>>,
    /// How many steps a cycle of it has, where that is known (stepwise words of Tidal 1.10).
    pub steps: Option<Cycle>,
}

impl<T> Clone for Pattern<T> {
    fn clone(&self) -> Self {
        Self { query: Arc::clone(&self.query), constant: self.constant.clone(), steps: self.steps }
    }
}

impl<T> Pattern<T> {
    /// A pattern from its query function. The function must be pure, and every part must lie in the span asked for.
    pub fn new(query: impl Fn(&State<'_>) -> Vec<Event<T>> + Send + Sync + 'static) -> Self {
        Self::pouring(move |state, out| out.append(&mut query(state)))
    }

    /// The same from a function that adds its events to a vector: nested words then share one allocation. It must leave
    /// the events that are already there as they are.
    pub fn pouring(query: impl Fn(&State<'_>, &mut Vec<Event<T>>) + Send + Sync + 'static) -> Self {
        Self { query: Arc::new(query), constant: None, steps: None }
    }

    /// The same pattern with a known number of steps.
    #[must_use]
    pub fn with_steps(mut self, steps: Option<Cycle>) -> Self {
        self.steps = steps;
        self
    }

    /// The value of a pattern that is one value repeated every cycle (`pure`), so that a word can be built with it once.
    pub fn constant(&self) -> Option<&T> {
        self.constant.as_deref().map(|(value, _)| value)
    }

    /// The events of `state.span`, counted by the state's meter; nothing once the meter has run out.
    pub fn query(&self, state: &State<'_>) -> Vec<Event<T>> {
        let mut events = Vec::new();
        self.pour(state, &mut events);
        events
    }

    /// Like [`Self::query`], adding to a vector.
    pub fn pour(&self, state: &State<'_>, out: &mut Vec<Event<T>>) {
        if !state.env.meter.enter() {
            return;
        }
        let before = out.len();
        (self.query)(state, out);
        state.env.meter.leave(out.len().saturating_sub(before));
    }
}

#[cfg(test)]
mod tests;
