//! Live values (`setF`, knobs) as step functions of cycle time: a value's history is kept and looked up at a time.
//!
//! ```text
//! set cutoff 400 at 2      set cutoff 900 at 7/2
//! at 1: -     at 3: 400    at 7/2: 900            asked twice, answered alike: `cF` stays pure and replays
//! ```
//!
//! It does not know what a value is for.

use crate::pattern::{BEGUN, Env, Knobs, Meter, Patience, Pattern, State, Tidal, Value};
use crate::time::{Cycle, Span};
use std::collections::BTreeMap;

/// What a live value was set to.
#[derive(Clone)]
pub enum Setting {
    /// A plain value.
    Value(Value),
    /// A pattern of values, sampled at the time it is looked up.
    Pattern(Pattern<Value>),
}

/// The histories of all live values.
#[derive(Clone, Default)]
pub struct ControlHistory(BTreeMap<String, Vec<(Cycle, Setting)>>);

impl ControlHistory {
    /// Sets a value from `from` on. Times do not go back: an earlier time than the last one counts as the last one.
    pub fn set(&mut self, name: &str, from: Cycle, setting: Setting) {
        let steps = self.0.entry(name.to_owned()).or_default();
        let from = steps.last().map_or(from, |(last, _)| from.max(*last));
        steps.push((from, setting));
    }

    /// The cycle count starts anew, and `now` is its zero: the values in force hold from the beginning. The moments at
    /// which slots got their patterns stay where they were in time; one that was still to come is the zero.
    pub(super) fn restart(&mut self, now: Cycle) {
        for (name, steps) in &mut self.0 {
            if let Some((_, mut last)) = steps.pop() {
                if let Setting::Value(Value::Fraction(moment)) = &mut last
                    && name.starts_with(BEGUN)
                {
                    *moment = (*moment - now).min(Cycle::ZERO);
                }
                *steps = vec![(Cycle::whole(i64::from(i32::MIN)), last)];
            }
        }
    }
}

impl Knobs for ControlHistory {
    fn at(&self, name: &str, time: Cycle) -> Option<Value> {
        let steps = self.0.get(name)?;
        let after = steps.partition_point(|(from, _)| *from <= time);
        match &steps.get(after.checked_sub(1)?)?.1 {
            Setting::Value(value) => Some(value.clone()),
            Setting::Pattern(pattern) => {
                // The pattern may not ask for live values itself: two of them could ask for each other for ever.
                let meter = Meter::new(1_000, None);
                let env = Env {
                    tidal: Tidal::default(),
                    patience: Patience::Never,
                    controls: &(),
                    steer: None,
                    meter: &meter,
                };
                let state = State { span: Span::new(time, time), env: &env };
                pattern.query(&state).into_iter().next().map(|event| event.value)
            }
        }
    }
}
