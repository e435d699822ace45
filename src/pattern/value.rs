//! What events carry: a number, a word, a fraction, or a map of controls such as `{s: bd, speed: 2}`.
//!
//! ```text
//! s "bd" # speed 2     ->  {s:bd, speed:2.0}      a ControlMap, sorted by name
//! ```
//!
//! Arithmetic on these values belongs to `pattern/harmony` and `pattern/controls`; here are only the shapes.

use crate::time::Cycle;
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
}

impl Value {
    /// It as a float; a truth value is 1 or 0, a word is `None`.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Float(x) | Self::Note(x) => Some(*x),
            Self::Int(n) => Some(*n as f64),
            Self::Fraction(c) => Some(c.to_f64()),
            Self::Bool(b) => Some(f64::from(u8::from(*b))),
            Self::Text(_) => None,
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
        }
    }
}

/// A map from control names to values, kept sorted by name. Small, so it is a list; shared, so copying is cheap.
#[derive(Clone, Default, PartialEq)]
pub struct ControlMap(Arc<Vec<(Arc<str>, Value)>>);

impl ControlMap {
    /// A map of one control.
    pub fn of(name: impl Into<Arc<str>>, value: Value) -> Self {
        Self(Arc::new(vec![(name.into(), value)]))
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
        let place = self.place(&name);
        let rows = Arc::make_mut(&mut self.0);
        match place {
            Ok(at) => rows[at].1 = value,
            Err(at) => rows.insert(at, (name, value)),
        }
    }

    /// Takes a control out.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.place(name) {
            Arc::make_mut(&mut self.0).remove(at);
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
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut rows = Vec::with_capacity(self.len() + other.len());
        loop {
            let order = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) => x.0.cmp(&y.0),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            match order {
                std::cmp::Ordering::Less => rows.extend(a.next().cloned()),
                std::cmp::Ordering::Greater => rows.extend(b.next().cloned()),
                std::cmp::Ordering::Equal => {
                    if let (Some(x), Some(y)) = (a.next(), b.next()) {
                        rows.push((Arc::clone(&x.0), both(&x.1, &y.1)));
                    }
                }
            }
        }
        Self(Arc::new(rows))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_ref().cmp(name))
    }
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
