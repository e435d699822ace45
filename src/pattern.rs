//! The pattern: a function from a stretch of cycle time to the events in it.
//!
//! ```text
//! "bd sn"  asked for [0, 1)      (0>1/2)|bd   (1/2>1)|sn
//!          asked for [1/4, 3/4)  0-(1/4>1/2)|bd   (1/2>3/4)-1|sn      fragments keep their whole
//! ```
//!
//! After McLean, "Making programming languages to dance to: live coding with Tidal" (2014), with the signals-and-events
//! model of functional reactive programming. Plain-number words live here (`fast(Cycle)`); the patterned ones are made in
//! `lang` by one `patternify`. Queries are pure and allocate: they run on the scheduler's thread or a worker, never on the
//! audio thread. Networks come in from above, as patterns made in `generate`.

mod context;
mod event;
mod state;
mod value;

pub use context::{Context, Origin};
pub use event::Event;
pub use state::{Controls, Env, Fault, Knobs, Meter, Patience, State, Steer, Tidal};
pub use value::{ControlMap, Value};

use crate::time::Cycle;
use std::sync::Arc;

/// What a pattern does when asked.
pub type Query<T> = dyn Fn(&State<'_>) -> Vec<Event<T>> + Send + Sync;

/// A pattern of values of type `T`. Cloning is cheap: the function is shared.
pub struct Pattern<T> {
    query: Arc<Query<T>>,
    /// How many steps a cycle of it has, where that is known (stepwise words of Tidal 1.10).
    pub steps: Option<Cycle>,
}

impl<T> Clone for Pattern<T> {
    fn clone(&self) -> Self {
        Self { query: Arc::clone(&self.query), steps: self.steps }
    }
}

impl<T> Pattern<T> {
    /// A pattern from its query function. The function must be pure, and every part must lie in the span asked for.
    pub fn new(query: impl Fn(&State<'_>) -> Vec<Event<T>> + Send + Sync + 'static) -> Self {
        Self { query: Arc::new(query), steps: None }
    }

    /// The same pattern with a known number of steps.
    #[must_use]
    pub fn with_steps(mut self, steps: Option<Cycle>) -> Self {
        self.steps = steps;
        self
    }

    /// The events of `state.span`, counted by the state's meter; nothing once the meter has run out.
    pub fn query(&self, state: &State<'_>) -> Vec<Event<T>> {
        if !state.env.meter.enter() {
            return Vec::new();
        }
        let events = (self.query)(state);
        state.env.meter.leave(events.len());
        events
    }
}
