//! Blocks as performers write them, against what real Tidal 1.7.10 answered.
//!
//! ```text
//! {"expr": "let f x = fast 2 x in f $ s \"bd sn\"", "type": "control", "cycles": 2, "events": [..]}    grammar/corpus/tidal.jsonl
//! ```
//!
//! Events are a multiset, floats agree within 1e-9, touching fragments of one whole with one value count as one. What is
//! known to differ is listed by name, and the list is kept true: a case that begins to pass must leave it.

use serde_json::Value as Json;
use std::collections::HashMap;
use std::process::Command;

/// Cases that differ, or are refused, and are known to.
const OPEN: &str = include_str!("../../grammar/corpus/tidal-open.txt");

type Row = (Json, String, String, Json);

fn close(a: &Json, b: &Json) -> bool {
    let number = |json: &Json| match json {
        Json::Number(number) => number.as_f64(),
        Json::Object(map) => map.get("rat").and_then(Json::as_str).and_then(|text| {
            let (n, d) = text.split_once('/')?;
            Some(n.parse::<f64>().ok()? / d.parse::<f64>().ok()?)
        }),
        _ => None,
    };
    match (number(a), number(b), a, b) {
        (Some(x), Some(y), ..) => (x - y).abs() <= 1e-9 * x.abs().max(y.abs()).max(1.0),
        (None, None, Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| close(value, other)))
        }
        _ => a == b,
    }
}

fn rows(events: &Json) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for event in events.as_array().into_iter().flatten() {
        let side = |at: usize| event["part"][at].as_str().unwrap_or("").to_owned();
        rows.push((event["whole"].clone(), side(0), side(1), event["value"].clone()));
    }
    loop {
        let joins = |a: &Row, b: &Row| !a.0.is_null() && a.0 == b.0 && a.2 == b.1 && close(&a.3, &b.3);
        let pairs = (0..rows.len()).flat_map(|i| (0..rows.len()).map(move |j| (i, j)));
        let Some((i, j)) = pairs.filter(|(i, j)| i != j).find(|(i, j)| joins(&rows[*i], &rows[*j])) else {
            return rows;
        };
        rows[i].2 = rows[j].2.clone();
        rows.remove(j);
    }
}

fn same(wanted: &Json, given: &Json) -> bool {
    let (wanted, mut given) = (rows(wanted), rows(given));
    wanted.len() == given.len()
        && wanted.iter().all(|row| {
            let like =
                |other: &Row| row.0 == other.0 && row.1 == other.1 && row.2 == other.2 && close(&row.3, &other.3);
            given.iter().position(like).map(|at| given.swap_remove(at)).is_some()
        })
}

#[test]
fn blocks_of_every_kind_play_as_in_real_tidal() {
    let folder = tempfile::tempdir().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/corpus/tidal.jsonl");
    let output = Command::new(env!("CARGO_BIN_EXE_melisma"))
        .env("MELISMA_HOME", folder.path())
        .args(["--tidal", "1.7", "eval", "--cases", path])
        .output()
        .unwrap();
    let answers: HashMap<String, Json> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap())
        .map(|answer| (answer["id"].as_str().unwrap().to_owned(), answer))
        .collect();
    let open: Vec<&str> =
        OPEN.lines().filter_map(|line| line.split_whitespace().next()).filter(|id| *id != "#").collect();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        let answer = &answers[id];
        let passes = answer.get("events").is_some_and(|events| same(&case["events"], events));
        count += 1;
        match (passes, open.contains(&id)) {
            (true, true) => wrong.push(format!("{id} passes now: take it out of grammar/corpus/tidal-open.txt")),
            (false, false) => {
                wrong.push(format!("{id}  {}\n  wanted {}\n  gives  {answer}", case["expr"], case["events"]));
            }
            _ => {}
        }
    }
    assert!(count > 700, "the corpus was not read");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
