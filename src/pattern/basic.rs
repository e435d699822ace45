//! The simplest patterns, and what can be done to the values and the times of any.
//!
//! ```text
//! pure 3          (0>1)|3  (1>2)|3  ...          once a cycle
//! fmap (+1)       values change, times do not
//! with_query_time / with_result_time             how `fast`, `late` and their like are made
//! ```

use super::{Context, Env, Event, Item, Meter, Patience, Pattern, State, Tidal};
use crate::time::{Cycle, Span};
use std::sync::Arc;

impl<T: Item> Pattern<T> {
    /// `value` once a cycle.
    pub fn pure(value: T) -> Self {
        Self::pure_at(value, Context::default())
    }

    /// `value` once a cycle, from a place in the text.
    pub fn pure_at(value: T, context: Context) -> Self {
        let constant = Arc::new((value, context));
        let shared = Arc::clone(&constant);
        let mut pattern = Self::by_cycle(move |state, out| {
            let (value, context) = &*shared;
            out.push(Event {
                whole: Some(Span::cycle_of(state.span.begin)),
                part: state.span,
                value: value.clone(),
                context: context.clone(),
            });
        });
        pattern.constant = Some(constant);
        pattern.with_steps(Some(Cycle::ONE))
    }

    /// Nothing, for ever.
    pub fn silence() -> Self {
        Self::pouring(|_, _| {}).with_steps(Some(Cycle::ONE))
    }

    /// A continuous value: `f(time)` read at the start of what is asked for, or in its middle under Tidal 1.7.
    pub fn signal(f: impl Fn(Cycle) -> T + Send + Sync + 'static) -> Self {
        Self::pouring(move |state, out| out.push(Event::new(None, state.span, f(state.moment()))))
    }

    /// A signal that moves smoothly or in steps of its own, and is worth another look while an event goes on.
    pub fn wave(f: impl Fn(Cycle) -> T + Send + Sync + 'static) -> Self {
        Self::pouring(move |state, out| {
            state.env.meter.wave();
            out.push(Event::new(None, state.span, f(state.moment())));
        })
    }

    /// A pattern from a function that is asked cycle by cycle: its span never crosses a cycle's boundary.
    pub fn by_cycle(f: impl Fn(&State<'_>, &mut Vec<Event<T>>) + Send + Sync + 'static) -> Self {
        Self::pouring(move |state, out| {
            let span = state.span;
            if span.end <= span.begin.next_sam() {
                if span.begin <= span.end {
                    f(state, out);
                }
                return;
            }
            for piece in span.cycles() {
                // A span of a billion cycles is work even where nothing sounds.
                if !state.env.meter.spend(1) {
                    return;
                }
                f(&state.at(piece), out);
            }
        })
    }

    /// The same pattern, asked cycle by cycle.
    #[must_use]
    pub fn split_queries(&self) -> Self {
        let pattern = self.clone();
        Self::by_cycle(move |state, out| pattern.pour(state, out)).with_steps(self.steps)
    }

    /// Every value through `f`.
    pub fn fmap<U: Item>(&self, f: impl Fn(T) -> U + Send + Sync + 'static) -> Pattern<U> {
        if let Some((value, context)) = self.constant.as_deref() {
            return Pattern::pure_at(f(value.clone()), context.clone());
        }
        let pattern = self.clone();
        Pattern::pouring(move |state, out| {
            out.extend(pattern.query(state).into_iter().map(|event| event.map(&f)));
        })
        .with_steps(self.steps)
    }

    /// The events whose value passes.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        self.filter_events(move |event| keep(&event.value))
    }

    /// The events that pass.
    #[must_use]
    pub fn filter_events(&self, keep: impl Fn(&Event<T>) -> bool + Send + Sync + 'static) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            let before = out.len();
            pattern.pour(state, out);
            retain_from(out, before, &keep);
        })
        .with_steps(self.steps)
    }

    /// Every value through `f`; those without a result fall away.
    pub fn filter_map<U: Item>(&self, f: impl Fn(T) -> Option<U> + Send + Sync + 'static) -> Pattern<U> {
        let pattern = self.clone();
        Pattern::pouring(move |state, out| {
            for Event { whole, part, value, context } in pattern.query(state) {
                if let Some(value) = f(value) {
                    out.push(Event { whole, part, value, context });
                }
            }
        })
        .with_steps(self.steps)
    }

    /// The events whose onset is in the part asked for.
    #[must_use]
    pub fn filter_onsets(&self) -> Self {
        self.filter_events(Event::has_onset)
    }

    /// Every event changed in place by `f`, which sees the state too. It must keep parts in the span.
    #[must_use]
    pub fn with_events(&self, f: impl Fn(&mut Event<T>, &State<'_>) + Send + Sync + 'static) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            let before = out.len();
            pattern.pour(state, out);
            for event in &mut out[before..] {
                f(event, state);
            }
        })
        .with_steps(self.steps)
    }

    /// The same with a place in the text added to every event.
    #[must_use]
    pub fn with_context(&self, context: Context) -> Self {
        if let Some((value, own)) = self.constant.as_deref() {
            return Self::pure_at(value.clone(), own.join(&context));
        }
        self.with_events(move |event, _| event.context = event.context.join(&context))
    }

    /// The pattern asked at other times.
    #[must_use]
    pub fn with_query_time(&self, f: impl Fn(Cycle) -> Cycle + Send + Sync + 'static) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| pattern.pour(&state.at(state.span.map(&f)), out)).with_steps(self.steps)
    }

    /// The pattern's events moved in time.
    #[must_use]
    pub fn with_result_time(&self, f: impl Fn(Cycle) -> Cycle + Send + Sync + 'static) -> Self {
        self.with_events(move |event, _| event.move_time(&f))
    }

    /// Asked at `question(t)`, and the answer put back with `answer(t)`, its inverse.
    #[must_use]
    pub(super) fn retimed(
        &self,
        question: impl Fn(Cycle) -> Cycle + Send + Sync + 'static,
        answer: impl Fn(Cycle) -> Cycle + Send + Sync + 'static,
    ) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            let before = out.len();
            pattern.pour(&state.at(state.span.map(&question)), out);
            for event in &mut out[before..] {
                event.move_time(&answer);
            }
        })
        .with_steps(self.steps)
    }

    /// The events of a span in a plain environment: Tidal 1.10, no live values, no steering. For tests and tools.
    pub fn query_span(&self, span: Span) -> Vec<Event<T>> {
        self.query_as(span, Tidal::V1_10)
    }

    /// The same under a given dialect.
    pub fn query_as(&self, span: Span, tidal: Tidal) -> Vec<Event<T>> {
        let meter = Meter::default();
        let env = Env { tidal, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
        self.query(&State { span, env: &env })
    }
}

/// Keeps the events after `from` that pass, in order.
fn retain_from<T>(events: &mut Vec<Event<T>>, from: usize, keep: impl Fn(&Event<T>) -> bool) {
    let mut kept = from;
    for at in from..events.len() {
        if keep(&events[at]) {
            events.swap(kept, at);
            kept += 1;
        }
    }
    events.truncate(kept);
}

impl State<'_> {
    /// When chance and signals are read: at the start of the span, or in its middle under Tidal 1.7.
    pub fn moment(&self) -> Cycle {
        match self.env.tidal {
            Tidal::V1_10 => self.span.begin,
            Tidal::V1_7 => self.span.midpoint(),
        }
    }
}
