//! Words that follow from a control's name: the next of a list, a count, a bus. They are found, but fill no table.
//!
//! ```text
//! amp  ->  ampTake "x" [0.7, 1]      ampCount "x"      ampCountTo "x" 4      ampbus 3 sine      amprecv 3
//! ```
//!
//! The scales of the table are lists by name (`major`). Knobs of old hardware follow from their numbers: `button0` ..
//! `slider15`, `in0` .. `in127`.

use super::controls::{self, FLOAT, INT, NOTE, Row, TEXT, named};
use super::make::{Make, plain, value};
use super::{Family, Word, word};
use crate::lang::datum::{Datum, List};
use crate::pattern::{ControlMap, Operation, Pattern, Recall, Value};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// Of a list without end so many are taken before it begins again.
const MOST_TAKEN: usize = 4096;

/// A control with a value that is found when its event is played.
fn recalled(control: &str, recall: Recall) -> Pattern<ControlMap> {
    Pattern::pure(ControlMap::of(control, Value::Recall(recall)))
}

/// The next of a list of values.
pub(super) fn taken(control: &str, name: Arc<str>, list: &List) -> Pattern<ControlMap> {
    let values = list.iter().take(MOST_TAKEN).filter_map(|item| item.value()).collect();
    recalled(control, Recall::next(name, values))
}

/// What a function makes of a number each time.
pub(super) fn turned(
    control: &str,
    name: Arc<str>,
    next: impl Fn(Option<f64>) -> f64 + Send + Sync + 'static,
) -> Pattern<ControlMap> {
    recalled(control, Recall::number(name, next))
}

fn next_below(limit: f64) -> impl Fn(Option<f64>) -> f64 + Send + Sync + 'static {
    move |before| before.map_or(0.0, |count| if count + 1.0 < limit { count + 1.0 } else { 0.0 })
}

/// The number of a bus as the control's source.
fn source(control: &str, buses: &Pattern<i64>) -> Pattern<ControlMap> {
    let name: Arc<str> = Arc::from(format!("^{control}"));
    buses.fmap(move |bus| ControlMap::of(Arc::clone(&name), Value::Int(bus)))
}

fn take(control: &'static str) -> Make {
    plain(move |name: Arc<str>, list: List| taken(control, name, &list))
}

fn count(control: &'static str) -> Make {
    plain(move |name: Arc<str>| turned(control, name, |before| before.map_or(0.0, |count| count + 1.0)))
}

fn count_to(control: &'static str) -> Make {
    plain(move |name: Arc<str>, limits: Pattern<f64>| {
        limits.inner_bind(move |limit| turned(control, Arc::clone(&name), next_below(limit)))
    })
}

fn bus(control: &'static str) -> Make {
    plain(move |buses: Pattern<i64>, values: Pattern<Datum>| {
        let values: Pattern<ControlMap> = named(Arc::from(control), &values).fmap(Datum::controls);
        values.app_left(&source(control, &buses), |value, bus| Operation::Right.controls(value, bus))
    })
}

fn recv(control: &'static str) -> Make {
    plain(move |buses: Pattern<i64>| source(control, &buses))
}

/// A word with a name that was put together; it lives as long as the table.
fn made(name: String, signature: &'static str, help: &'static str, example: String, made: Make) -> Word {
    word(name.leak(), signature, help, example.leak(), made)
}

/// What follows from one name of a control.
fn of_control(control: &'static str, name: &str, kind: &str) -> Vec<Word> {
    let text = kind == TEXT;
    let (list, values) = if text { ("[\"a\", \"e\"]", "\"a e\"") } else { ("[1, 2, 3]", "\"1 2\"") };
    let taking = if text { "String -> [String] -> ControlPattern" } else { "String -> [Double] -> ControlPattern" };
    let busing = match kind {
        TEXT => "Pattern Int -> Pattern String -> ControlPattern",
        INT => "Pattern Int -> Pattern Int -> ControlPattern",
        NOTE => "Pattern Int -> Pattern Note -> ControlPattern",
        _ => "Pattern Int -> Pattern Double -> ControlPattern",
    };
    let mut words = vec![
        made(
            format!("{name}Take"),
            taking,
            "The next of a list, for each event that is played; the list has a name",
            format!("s \"x*4\" # {name}Take \"mine\" {list}"),
            take(control),
        ),
        made(
            format!("{name}bus"),
            busing,
            "The control, put on a bus of that number so that it goes on changing",
            format!("s \"x\" # {name}bus 3 {values}"),
            bus(control),
        ),
        made(
            format!("{name}recv"),
            "Pattern Int -> ControlPattern",
            "The control, read from the bus of that number",
            format!("s \"x\" # {name}recv 3"),
            recv(control),
        ),
    ];
    if !text {
        words.push(made(
            format!("{name}Count"),
            "String -> ControlPattern",
            "Counts the events that are played, from 0; the count has a name",
            format!("s \"x*4\" # {name}Count \"mine\""),
            count(control),
        ));
        words.push(made(
            format!("{name}CountTo"),
            "String -> Pattern Double -> ControlPattern",
            "Counts the events that are played, below so many; the count has a name",
            format!("s \"x*4\" # {name}CountTo \"mine\" 3"),
            count_to(control),
        ));
    }
    words
}

/// Buttons, sliders and inputs by number.
fn hardware() -> Vec<Word> {
    let mut words = Vec::new();
    for (name, help) in [("button", "A button of that number"), ("slider", "A slider of that number")] {
        for number in 0..16 {
            let control: &'static str = format!("{name}{number}").leak();
            words.push(word(
                control,
                FLOAT,
                help,
                format!("s \"x\" # {control} 0.5").leak(),
                controls::control(Arc::from(control)),
            ));
            words.extend(of_control(control, control, FLOAT));
        }
    }
    for number in 0..128 {
        let live = value(move || super::stream::live_number(&number.to_string()));
        let example = format!("s \"x\" # pan in{number}");
        words.push(made(format!("in{number}"), "Pattern Double", "The live value of that number", example, live));
    }
    words
}

static DERIVED: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut words = hardware();
    for Row(control, names, kind, ..) in controls::rows() {
        words.extend(names.iter().flat_map(|name| of_control(control, name, kind)));
    }
    for name in ["s", "sound"] {
        words.extend(of_control("s", name, TEXT));
    }
    let words = words.into_iter().map(|word| Word { family: Family::Controls, ..word });
    words.chain(super::older_more::scales()).map(|word| (word.name, word)).collect()
});

/// The word of that name, if it follows from a control's.
pub(super) fn find(name: &str) -> Option<&'static Word> {
    DERIVED.get(name)
}

/// All of them, in no order.
#[cfg(test)]
pub(super) fn words() -> impl Iterator<Item = &'static Word> {
    DERIVED.values()
}
