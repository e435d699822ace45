//! Arithmetic and comparison of data, whatever they are: numbers, notes, fractions, controls, patterns of them.
//!
//! ```text
//! 2 + 3 = 5      "1 2" + "10" = "11 12"      {n: 1, s: a} + {n: 2} = {n: 3, s: a}      {s: a} + {s: b} = {s: ab}
//! ```
//!
//! Types are equal on both sides by now, so only the mixtures that controls can hold need a rule: an integer and a float
//! make a float; of other mixtures the left stays.

use crate::lang::datum::{Datum, Give};
use crate::pattern::ControlMap;
use crate::time::Cycle;
use std::cmp::Ordering;
use std::sync::Arc;

/// What is done to two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`, which also joins words
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%` between patterns, `mod`
    Modulo,
    /// `**`
    Power,
}

impl Operation {
    fn float(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Modulo if b == 0.0 => 0.0,
            Self::Modulo => a - b * (a / b).floor(),
            Self::Power => a.powf(b),
        }
    }

    fn int(self, a: i64, b: i64) -> i64 {
        match self {
            Self::Add => a.wrapping_add(b),
            Self::Subtract => a.wrapping_sub(b),
            Self::Multiply => a.wrapping_mul(b),
            Self::Divide if b == 0 => 0,
            Self::Divide => floor_division(a, b),
            Self::Modulo if b == 0 => 0,
            Self::Modulo => a.wrapping_sub(b.wrapping_mul(floor_division(a, b))),
            Self::Power => match u32::try_from(b) {
                Ok(exponent) => a.wrapping_pow(exponent),
                Err(_) => (a as f64).powf(b as f64) as i64,
            },
        }
    }

    fn fraction(self, a: Cycle, b: Cycle) -> Cycle {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Modulo => a.modulo(b),
            Self::Power => Cycle::from_f64(a.to_f64().powf(b.to_f64())),
        }
    }

    /// It on two data.
    pub fn of(self, a: &Datum, b: &Datum) -> Datum {
        match (a, b) {
            (Datum::Int(a), Datum::Int(b)) => Datum::Int(self.int(*a, *b)),
            (Datum::Float(a), Datum::Float(b)) => Datum::Float(self.float(*a, *b)),
            (Datum::Note(a), Datum::Note(b)) => Datum::Note(self.float(*a, *b)),
            (Datum::Fraction(a), Datum::Fraction(b)) => Datum::Fraction(self.fraction(*a, *b)),
            (Datum::Int(_), Datum::Float(_)) | (Datum::Float(_), Datum::Int(_)) => {
                Datum::Float(self.float(a.number(), b.number()))
            }
            (Datum::Text(a), Datum::Text(b)) if self == Self::Add => Datum::Text(Arc::from(format!("{a}{b}"))),
            (Datum::Controls(a), Datum::Controls(b)) => Datum::Controls(self.controls(a, b)),
            (Datum::Pattern(a), Datum::Pattern(b)) => a.app_both(b, move |a, b| self.of(a, b)).give(),
            _ => a.clone(),
        }
    }

    fn controls(self, a: &ControlMap, b: &ControlMap) -> ControlMap {
        a.union_with(b, |a, b| {
            let result = self.of(&Datum::of_value(a.clone()), &Datum::of_value(b.clone()));
            result.value().unwrap_or_else(|| a.clone())
        })
    }
}

/// Towards minus infinity, as `div`; zero where `b` is zero.
pub fn floor_division(a: i64, b: i64) -> i64 {
    if b == 0 {
        return 0;
    }
    let quotient = a.wrapping_div(b);
    if a.wrapping_rem(b) != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

/// `a - b`.
pub fn subtract(a: &Datum, b: &Datum) -> Datum {
    Operation::Subtract.of(a, b)
}

/// A function of one number laid on numbers, controls and patterns.
pub fn on_numbers(a: &Datum, f: fn(f64) -> f64) -> Datum {
    match a {
        Datum::Int(n) => Datum::Int(f(*n as f64) as i64),
        Datum::Float(x) => Datum::Float(f(*x)),
        Datum::Note(x) => Datum::Note(f(*x)),
        Datum::Fraction(c) => Datum::Fraction(Cycle::from_f64(f(c.to_f64()))),
        Datum::Controls(controls) => Datum::Controls(
            controls
                .iter()
                .map(|(name, value)| {
                    let result = on_numbers(&Datum::of_value(value.clone()), f);
                    (Arc::clone(name), result.value().unwrap_or_else(|| value.clone()))
                })
                .collect(),
        ),
        Datum::Pattern(p) => p.fmap(move |value| on_numbers(&value, f)).give(),
        other => other.clone(),
    }
}

/// `-a`.
pub fn negate(a: &Datum) -> Datum {
    match a {
        Datum::Fraction(c) => Datum::Fraction(-*c),
        Datum::Int(n) => Datum::Int(n.wrapping_neg()),
        Datum::Pattern(p) => p.fmap(|value| negate(&value)).give(),
        other => on_numbers(other, |x| -x),
    }
}

/// The order of two data of one type; numbers that have no order are equal.
pub fn compare(a: &Datum, b: &Datum) -> Ordering {
    match (a, b) {
        (Datum::Int(a), Datum::Int(b)) => a.cmp(b),
        (Datum::Fraction(a), Datum::Fraction(b)) => a.cmp(b),
        (Datum::Text(a), Datum::Text(b)) => a.cmp(b),
        (Datum::Char(a), Datum::Char(b)) => a.cmp(b),
        (Datum::Text(_), Datum::List(_)) | (Datum::List(_), Datum::Text(_)) => a.clone().text().cmp(&b.clone().text()),
        (Datum::List(a), Datum::List(b)) => in_order(a.iter(), b.iter()),
        (Datum::Tuple(a), Datum::Tuple(b)) => in_order(a.iter().cloned(), b.iter().cloned()),
        (Datum::Maybe(a), Datum::Maybe(b)) => match (a, b) {
            (Some(a), Some(b)) => compare(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        },
        (Datum::Controls(a), Datum::Controls(b)) if a == b => Ordering::Equal,
        (Datum::Controls(_), _) => Ordering::Less,
        _ => a.number().partial_cmp(&b.number()).unwrap_or(Ordering::Equal),
    }
}

fn in_order(mut a: impl Iterator<Item = Datum>, mut b: impl Iterator<Item = Datum>) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match compare(&a, &b) {
                Ordering::Equal => {}
                order => return order,
            },
        }
    }
}

/// Whether two data are equal.
pub fn equal(a: &Datum, b: &Datum) -> bool {
    compare(a, b) == Ordering::Equal
}

/// `a` where both have a control, and what only one of them has.
pub fn union(a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Controls(a), Datum::Controls(b)) => Datum::Controls(a.union_with(b, |a, _| a.clone())),
        _ => a.clone(),
    }
}
