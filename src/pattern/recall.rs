//! Values that are found only when an event is played: the next of a list, a count. What they remember has a name.
//!
//! ```text
//! s "a*4" # nTake "x" [1,2,3]        n: next of x        played: 1 2 3 1        whatever plays asks the same memory
//! ```
//!
//! A query stays pure: it gives the recipe. Who plays the events in order has a [`Memory`] and [`Memory::play`]s them.
//! Words over values (`|+`, `range`) lengthen the recipe.

use super::{ControlMap, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How to find a value when its event is played.
#[derive(Clone)]
pub struct Recall(Arc<dyn Fn(&mut Memory) -> Value + Send + Sync>);

/// What is kept under a name.
#[derive(Clone)]
enum Kept {
    /// What is left of a list.
    Rest(Arc<[Value]>),
    /// A number.
    Number(f64),
}

/// What was remembered by playing, by name.
#[derive(Clone, Default)]
pub struct Memory(BTreeMap<Arc<str>, Kept>);

impl Recall {
    /// The next of a list, which begins again when it is used up. A list under the same name is used up first, whoever
    /// began it. An empty list gives zeros.
    pub fn next(name: Arc<str>, list: Arc<[Value]>) -> Self {
        Self(Arc::new(move |memory| {
            let left = match memory.0.get(&name) {
                Some(Kept::Rest(left)) if !left.is_empty() => Arc::clone(left),
                _ => Arc::clone(&list),
            };
            let Some((first, rest)) = left.split_first() else { return Value::Float(0.0) };
            memory.0.insert(Arc::clone(&name), Kept::Rest(Arc::from(rest)));
            first.clone()
        }))
    }

    /// What the function makes of the number of that name, which becomes the number of that name.
    pub fn number(name: Arc<str>, next: impl Fn(Option<f64>) -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |memory| {
            let before = match memory.0.get(&name) {
                Some(Kept::Number(number)) => Some(*number),
                _ => None,
            };
            let number = next(before);
            memory.0.insert(Arc::clone(&name), Kept::Number(number));
            Value::Float(number)
        }))
    }

    /// The value, changed.
    #[must_use]
    pub fn then(&self, f: impl Fn(Value) -> Value + Send + Sync + 'static) -> Self {
        let before = Arc::clone(&self.0);
        Self(Arc::new(move |memory| f(before(memory))))
    }

    /// What is made of two values of which one at least is found later, the left one first.
    pub(super) fn join(
        left: &Value,
        right: &Value,
        f: impl Fn(&Value, &Value) -> Value + Send + Sync + 'static,
    ) -> Self {
        let (left, right) = (left.clone(), right.clone());
        Self(Arc::new(move |memory| {
            let (left, right) = (memory.value(&left), memory.value(&right));
            f(&left, &right)
        }))
    }
}

impl Memory {
    /// The controls of an event that is played now, in order of their names.
    pub fn play(&mut self, controls: &mut ControlMap) {
        if controls.iter().any(|(_, value)| matches!(value, Value::Recall(_))) {
            *controls = controls.iter().map(|(name, value)| (Arc::clone(name), self.value(value))).collect();
        }
    }

    /// What is set by hand under a name is where counting goes on.
    pub fn set(&mut self, name: &str, value: Option<f64>) {
        match value {
            Some(number) => self.0.insert(Arc::from(name), Kept::Number(number)),
            None => self.0.remove(name),
        };
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Recall(recall) => recall.0(self),
            plain => plain.clone(),
        }
    }
}

impl ControlMap {
    /// Without what is found only when an event is played: so goes on what began earlier.
    pub fn forget(&mut self) {
        if self.iter().any(|(_, value)| matches!(value, Value::Recall(_))) {
            let plain = |(_, value): &(&Arc<str>, &Value)| !matches!(value, Value::Recall(_));
            *self = self.iter().filter(plain).map(|(name, value)| (Arc::clone(name), value.clone())).collect();
        }
    }
}

impl PartialEq for Recall {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Recall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<next>")
    }
}

#[cfg(test)]
mod tests;
