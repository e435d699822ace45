//! Lists are used up in the order of playing, counts go on, joined recipes ask once each.

use super::*;
use crate::pattern::Operation;

fn played(memory: &mut Memory, value: &Value) -> Value {
    let mut controls = ControlMap::of("n", value.clone());
    memory.play(&mut controls);
    controls.get("n").cloned().unwrap()
}

fn list(name: &str, items: &[f64]) -> Value {
    Value::Recall(Recall::next(Arc::from(name), items.iter().copied().map(Value::Float).collect()))
}

#[test]
fn a_list_begins_again_and_is_shared_by_name() {
    let mut memory = Memory::default();
    let (a, b) = (list("x", &[1.0, 2.0]), list("x", &[7.0]));
    let given: Vec<Value> = [&a, &b, &b, &a].into_iter().map(|value| played(&mut memory, value)).collect();
    assert_eq!(given, [1.0, 2.0, 7.0, 1.0].map(Value::Float));
}

#[test]
fn words_over_values_reach_what_is_found_later() {
    let mut memory = Memory::default();
    let sum = Operation::Add.values(&list("x", &[1.0, 2.0]), &Value::Note(10.0));
    assert_eq!(played(&mut memory, &sum), Value::Note(11.0));
    assert_eq!(played(&mut memory, &Operation::Subtract.values(&sum, &list("y", &[5.0]))), Value::Note(7.0));
}

#[test]
fn a_count_goes_on_from_what_was_set() {
    let mut memory = Memory::default();
    let count = Value::Recall(Recall::number(Arc::from("k"), |before| before.map_or(0.0, |n| n + 1.0)));
    assert_eq!([(); 2].map(|()| played(&mut memory, &count)), [0.0, 1.0].map(Value::Float));
    memory.set("k", Some(8.0));
    assert_eq!(played(&mut memory, &count), Value::Float(9.0));
}

#[test]
fn what_goes_on_has_no_such_value() {
    let mut controls = ControlMap::of("n", list("x", &[1.0]));
    controls.forget();
    assert!(controls.is_empty());
}
