//! Words over control maps: joining maps, and the words that play with parts of sounds, stereo, echoes.
//!
//! ```text
//! {s: bd, n: 1}  |+ {n: 2, pan: 0}   ->   {n: 3, pan: 0, s: bd}       a union; where both have a control, the operator
//! ```
//!
//! What a control means to the sound is not known here.

mod echo;
mod fix;
mod parts;
mod stereo;

use super::{ControlMap, Item, Pattern, Recall, Tidal, Value};
use std::sync::Arc;

/// What an operator between control maps (`|+`, `#`, ...) does where both sides have a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `+`: sum.
    Add,
    /// `-`: difference.
    Subtract,
    /// `*`: product.
    Multiply,
    /// `/`: quotient; whole numbers are divided towards minus infinity.
    Divide,
    /// `%`: remainder towards minus infinity.
    Modulo,
    /// `**`: power.
    Power,
    /// `<`: the left value.
    Left,
    /// `>`, `#`: the right value.
    Right,
}

impl Operation {
    /// The result for two values. A word against anything stays the left value, except where the right one wins; whole
    /// numbers stay whole, and the left one stays where the result would not exist.
    pub fn values(self, left: &Value, right: &Value) -> Value {
        match (self, left, right) {
            (Self::Right, ..) => right.clone(),
            (Self::Left, ..) => left.clone(),
            (_, Value::Recall(_), _) | (_, _, Value::Recall(_)) => {
                Value::Recall(Recall::join(left, right, move |left, right| self.values(left, right)))
            }
            (_, Value::Text(_), _) | (_, _, Value::Text(_)) => left.clone(),
            (_, Value::Int(a), Value::Int(b)) => self.whole(*a, *b).map_or_else(|| left.clone(), Value::Int),
            (_, Value::Fraction(a), Value::Fraction(b)) => match self {
                Self::Add => Value::Fraction(*a + *b),
                Self::Subtract => Value::Fraction(*a - *b),
                Self::Multiply => Value::Fraction(*a * *b),
                Self::Divide => Value::Fraction(*a / *b),
                Self::Modulo => Value::Fraction(a.modulo(*b)),
                _ => Value::Float(a.to_f64().powf(b.to_f64())),
            },
            _ => {
                let (Some(a), Some(b)) = (left.number(), right.number()) else { return left.clone() };
                let result = self.numbers(a, b);
                if matches!((left, right), (Value::Note(_), _) | (_, Value::Note(_))) {
                    Value::Note(result)
                } else {
                    Value::Float(result)
                }
            }
        }
    }

    /// The result for two floats. A remainder by zero is the left number.
    pub fn numbers(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Modulo if b == 0.0 => a,
            Self::Modulo => a - b * (a / b).floor(),
            Self::Power => a.powf(b),
            Self::Left => a,
            Self::Right => b,
        }
    }

    fn whole(self, a: i64, b: i64) -> Option<i64> {
        match self {
            Self::Add => a.checked_add(b),
            Self::Subtract => a.checked_sub(b),
            Self::Multiply => a.checked_mul(b),
            Self::Divide => {
                a.checked_div(b).map(|quotient| if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
            }
            Self::Modulo => {
                a.checked_rem(b).map(|rest| if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
            }
            Self::Power => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
            Self::Left => Some(a),
            Self::Right => Some(b),
        }
    }

    /// The union of two maps, deciding with [`Self::values`] where both have a control.
    pub fn controls(self, left: &ControlMap, right: &ControlMap) -> ControlMap {
        left.union_with(right, |a, b| self.values(a, b))
    }
}

/// A sound's name and number: `bd:3` is `bd` and 3, `bd:` is `bd`, `wavenet:cello` is itself without a number. What follows a
/// number is left out, as in `bd:3:4`.
pub fn sound_parts(text: &str) -> (&str, Option<f64>) {
    let mut end = 0;
    for part in text.split(':').skip(1) {
        end = text.len().min(end + text[end..].find(':').unwrap_or(0));
        if let Ok(number) = part.parse() {
            return (&text[..end], Some(number));
        }
        end += 1;
    }
    (text.strip_suffix(':').unwrap_or(text), None)
}

/// The control map of a sound's name: `{s: bd, n: 3}` of `bd:3`.
pub fn sound(text: &Arc<str>) -> ControlMap {
    match sound_parts(text) {
        (name, Some(number)) => {
            let mut map = ControlMap::of("s", Value::Text(Arc::from(name)));
            map.insert("n", Value::Float(number));
            map
        }
        (name, None) if name == text.as_ref() => ControlMap::of("s", Value::Text(Arc::clone(text))),
        (name, None) => ControlMap::of("s", Value::Text(Arc::from(name))),
    }
}

/// One map of one number.
fn number(name: &str, value: f64) -> ControlMap {
    ControlMap::of(name, Value::Float(value))
}

impl Pattern<ControlMap> {
    /// Every map joined with one map.
    #[must_use]
    pub fn join_map(&self, operation: Operation, map: ControlMap) -> Self {
        self.fmap(move |own| operation.controls(&own, &map))
    }

    /// One control set in every map.
    #[must_use]
    pub(super) fn set_number(&self, name: &'static str, value: f64) -> Self {
        self.join_map(Operation::Right, number(name, value))
    }

    /// Every map joined with one map, wholes cut at the ends of cycles: structure from both.
    #[must_use]
    pub(super) fn join_map_both(&self, operation: Operation, map: ControlMap) -> Self {
        self.app_both(&Pattern::pure(map), move |own, map| operation.controls(own, map))
    }

    /// One control multiplied in every map, set where it was not there.
    #[must_use]
    pub(super) fn times(&self, name: &'static str, factor: f64) -> Self {
        self.join_map(Operation::Multiply, number(name, factor))
    }

    /// One control raised in every map, set where it was not there.
    #[must_use]
    pub(super) fn plus(&self, name: &'static str, by: f64) -> Self {
        self.join_map(Operation::Add, number(name, by))
    }
}

/// One of two patterns, by the dialect of the query.
pub(super) fn by_dialect<T: Item>(now: Pattern<T>, before: Pattern<T>) -> Pattern<T> {
    let steps = now.steps;
    Pattern::pouring(move |state, out| match state.env.tidal {
        Tidal::V1_10 => now.pour(state, out),
        Tidal::V1_7 => before.pour(state, out),
    })
    .with_steps(steps)
}
