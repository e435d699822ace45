//! What events carry: a number, a word, a fraction, or a map of controls such as `{s: bd, speed: 2}`.
//!
//! ```text
//! s "bd" # speed 2     ->  {s:bd, speed:2.0}      a ControlMap, sorted by name
//! ```
//!
//! Arithmetic on these values belongs to `pattern/harmony` and `pattern/controls`; here are only the shapes.

use super::Recall;
use crate::time::Cycle;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A value of one control, or of a plain pattern.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// A word: a sound's name, a vowel.
    Text(Arc<str>),
    /// A number.
    Float(f64),
    /// A whole number.
    Int(i64),
    /// A pitch in semitones from middle C.
    Note(f64),
    /// An exact fraction.
    #[serde(with = "fraction")]
    Fraction(Cycle),
    /// True or false.
    Bool(bool),
    /// Found when its event is played.
    #[serde(skip)]
    Recall(Recall),
}

impl Value {
    /// It as a float; a truth value is 1 or 0, a word is `None`.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Float(x) | Self::Note(x) => Some(*x),
            Self::Int(n) => Some(*n as f64),
            Self::Fraction(c) => Some(c.to_f64()),
            Self::Bool(b) => Some(f64::from(u8::from(*b))),
            Self::Text(_) | Self::Recall(_) => None,
        }
    }

    /// It as a word, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Float(x) => write!(f, "{x:?}"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Note(x) => write!(f, "{x:?}n"),
            Self::Fraction(c) => write!(f, "{c}"),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Recall(recall) => write!(f, "{recall:?}"),
        }
    }
}

/// A map from control names to values, kept sorted by name. Small, so it is a list; shared, so copying is cheap, in one piece of
/// memory, since every event of a set makes several.
#[derive(Clone, Default, PartialEq)]
pub struct ControlMap(Arc<[Row]>);

type Row = (Arc<str>, Value);

impl ControlMap {
    /// A map of one control.
    pub fn of(name: impl Into<Arc<str>>, value: Value) -> Self {
        Self(Arc::new([(name.into(), value)]))
    }

    /// A map of two controls, the first before the second by name.
    pub fn pair(first: (Arc<str>, Value), second: (Arc<str>, Value)) -> Self {
        debug_assert!(first.0 < second.0);
        Self(Arc::new([first, second]))
    }

    /// The value of a control.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// The value of a control as a float, where it is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name).and_then(Value::number)
    }

    /// The value of a control as a word, where it is one.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::text)
    }

    /// Sets a control.
    pub fn insert(&mut self, name: impl Into<Arc<str>>, value: Value) {
        let name = name.into();
        match self.place(&name) {
            Ok(at) => {
                if let Some(row) = Arc::make_mut(&mut self.0).get_mut(at) {
                    row.1 = value;
                }
            }
            Err(at) => {
                let (before, after) = self.0.split_at(at);
                self.0 =
                    before.iter().cloned().chain(std::iter::once((name, value))).chain(after.iter().cloned()).collect();
            }
        }
    }

    /// Takes a control out.
    pub fn remove(&mut self, name: &str) {
        if self.place(name).is_ok() {
            self.0 = self.0.iter().filter(|(other, _)| other.as_ref() != name).cloned().collect();
        }
    }

    /// Every control, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// How many controls it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both maps; where both have a control, `both(of self, of other)` decides.
    #[must_use]
    pub fn union_with(&self, other: &Self, both: impl Fn(&Value, &Value) -> Value) -> Self {
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.0.get(i), other.0.get(j)) {
            let order = order(&x.0, &y.0);
            (i, j) = (i + usize::from(order.is_le()), j + usize::from(order.is_ge()));
            shared += usize::from(order.is_eq());
        }
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let next = |_| {
            let order = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) => order(&x.0, &y.0),
                (None, Some(_)) => Ordering::Greater,
                _ => Ordering::Less,
            };
            match order {
                Ordering::Less => a.next().cloned(),
                Ordering::Greater => b.next().cloned(),
                Ordering::Equal => a.next().zip(b.next()).map(|(x, y)| (Arc::clone(&x.0), both(&x.1, &y.1))),
            }
        };
        // The number of rows is known, so they go straight into their one piece of memory.
        let rows = self.len() + other.len() - shared;
        Self((0..rows).map(next).map(|row| row.unwrap_or_else(|| (Arc::default(), Value::Bool(false)))).collect())
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_ref().cmp(name))
    }
}

/// The order of two names; most often they are one and the same.
fn order(a: &Arc<str>, b: &Arc<str>) -> Ordering {
    if Arc::ptr_eq(a, b) { Ordering::Equal } else { a.cmp(b) }
}

impl FromIterator<(Arc<str>, Value)> for ControlMap {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(rows: I) -> Self {
        let mut map = Self::default();
        for (name, value) in rows {
            map.insert(name, value);
        }
        map
    }
}

impl fmt::Debug for ControlMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{name}: {value:?}")?;
        }
        Ok(())
    }
}

impl serde::Serialize for ControlMap {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name.as_ref(), value)))
    }
}

impl<'de> serde::Deserialize<'de> for ControlMap {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = std::collections::BTreeMap::<String, Value>::deserialize(deserializer)?;
        Ok(map.into_iter().map(|(name, value)| (Arc::from(name), value)).collect())
    }
}

mod fraction {
    //! Fractions are written as `"3/4"`.
    use super::Cycle;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(cycle: &Cycle, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(cycle)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cycle, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
