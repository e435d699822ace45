//! Arithmetic and comparison of data, whatever they are: numbers, notes, fractions, controls, patterns of them.
//!
//! ```text
//! 2 + 3 = 5      "1 2" + "10" = "11 12"      {n: 1, s: a} + {n: 2} = {n: 3, s: a}      {s: a} - {n: 2} = {n: -2, s: a}
//! ```
//!
//! Types are equal on both sides by now. What happens to mixtures that controls can hold is said by `pattern`'s
//! [`Operation`].

use crate::lang::budget;
use crate::lang::datum::{Datum, Give};
use crate::pattern::{ControlMap, Operation, Tidal, Value};
use crate::time::Cycle;
use std::cmp::Ordering;
use std::sync::Arc;

/// An operation on two data.
pub fn operate(operation: Operation, a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Float(a), Datum::Float(b)) => Datum::Float(operation.numbers(*a, *b)),
        (Datum::Note(a), Datum::Note(b)) => Datum::Note(operation.numbers(*a, *b)),
        (Datum::Controls(a), Datum::Controls(b)) => Datum::Controls(controls(operation, a, b)),
        (Datum::Pattern(a), Datum::Pattern(b)) => a.app_both(b, move |a, b| operate(operation, a, b)).give(),
        _ => match (a.value(), b.value()) {
            (Some(a), Some(b)) => Datum::of_value(operation.values(&a, &b)),
            (Some(_), None) => b.clone(),
            _ => a.clone(),
        },
    }
}

/// The operation as a dialect has it.
pub fn of_dialect(tidal: Tidal) -> fn(Operation, &Datum, &Datum) -> Datum {
    match tidal {
        Tidal::V1_10 => operate,
        Tidal::V1_7 => operate_before,
    }
}

/// As up to Tidal 1.9: a whole number on the left stays where the right has a note.
fn operate_before(operation: Operation, a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Controls(left), Datum::Controls(right)) => {
            let mut all = controls(operation, left, right);
            for (name, value) in left.iter() {
                if matches!((value, right.get(name)), (Value::Int(_), Some(Value::Note(_)))) {
                    all.insert(Arc::clone(name), value.clone());
                }
            }
            Datum::Controls(all)
        }
        (Datum::Pattern(a), Datum::Pattern(b)) => a.app_both(b, move |a, b| operate_before(operation, a, b)).give(),
        _ => operate(operation, a, b),
    }
}

/// Tidal's arithmetic of controls: what only the right has is taken with its sign turned or upside down where that is the
/// operation; words and a note beside a whole number leave the left value as it is.
fn controls(operation: Operation, a: &ControlMap, b: &ControlMap) -> ControlMap {
    let mut all = a.union_with(b, |a, b| match (a, b) {
        (Value::Text(_), _) | (Value::Note(_), Value::Int(_)) => a.clone(),
        _ => operation.values(a, b),
    });
    let turned: fn(f64) -> f64 = match operation {
        Operation::Subtract => |x| -x,
        Operation::Divide => |x| 1.0 / x,
        _ => return all,
    };
    for (name, value) in b.iter().filter(|(name, _)| a.get(name).is_none()) {
        // Tidal has no reciprocal of a whole number: it stays.
        if operation == Operation::Divide && matches!(value, Value::Int(_)) {
            continue;
        }
        all.insert(Arc::clone(name), on_value(value, move |value| on_numbers(value, turned)));
    }
    all
}

/// A function laid on the value of a control, also on one that is found later; what it cannot change stays.
fn on_value(value: &Value, f: impl Fn(&Datum) -> Datum + Clone + Send + Sync + 'static) -> Value {
    match value {
        Value::Recall(recall) => Value::Recall(recall.then(move |value| on_value(&value, f.clone()))),
        plain => f(&Datum::of_value(plain.clone())).value().unwrap_or_else(|| plain.clone()),
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
    operate(Operation::Subtract, a, b)
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
                .map(|(name, value)| (Arc::clone(name), on_value(value, move |value| on_numbers(value, f))))
                .collect(),
        ),
        Datum::Pattern(p) => p.fmap(move |value| on_numbers(&value, f)).give(),
        other => other.clone(),
    }
}

/// One divided by it; a whole number among controls stays, as Tidal has it.
pub fn reciprocal(a: &Datum) -> Datum {
    match a {
        Datum::Fraction(c) => Datum::Fraction(Cycle::ONE / *c),
        Datum::Pattern(p) => p.fmap(|value| reciprocal(&value)).give(),
        Datum::Controls(controls) => {
            let turned = |value: &Value| match value {
                Value::Int(_) | Value::Text(_) => value.clone(),
                other => on_value(other, reciprocal),
            };
            Datum::Controls(controls.iter().map(|(name, value)| (Arc::clone(name), turned(value))).collect())
        }
        other => on_numbers(other, |x| 1.0 / x),
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
        (Datum::Built("Down", a), Datum::Built(_, b)) => in_order(b.iter().cloned(), a.iter().cloned()),
        (Datum::Built(a, parts), Datum::Built(b, others)) => {
            rank(a).cmp(&rank(b)).then_with(|| in_order(parts.iter().cloned(), others.iter().cloned()))
        }
        (Datum::Controls(a), Datum::Controls(b)) if a == b => Ordering::Equal,
        (Datum::Controls(_), _) => Ordering::Less,
        (Datum::Pattern(_), _) => {
            budget::complain(|| "patterns have no order; compare their values: (< 2) <$> \"1 2 3\"".to_owned());
            Ordering::Equal
        }
        _ => a.number().partial_cmp(&b.number()).unwrap_or(Ordering::Equal),
    }
}

/// The place of a constructor among those of its type.
fn rank(constructor: &str) -> u8 {
    match constructor {
        "LT" | "Left" => 0,
        "EQ" | "Right" => 1,
        _ => 2,
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
