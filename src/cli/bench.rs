//! `bench`: what this machine does, one JSON line or one row a case.
//!
//! ```text
//! {"bench":"wavenet","case":"stage, 8 voices, i16, avx2","value":10.5,"unit":"x real time at 24000 steps a second","limit":12.4}
//! ```
//!
//! `limit` is this machine's own, measured by the same command; it is left out where there is none.

use super::exit::{Exit, ExitWith};
use super::settings::Settings;
use crate::document;
use crate::lang::{Interpreter, Kind, NoNetworks};
use crate::pattern::Tidal;
use crate::session::library::Library;
use crate::session::voices;
use crate::time::{Cycle, Span};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

/// Options of `bench`.
#[derive(Args, Debug)]
pub(crate) struct Bench {
    /// Which one; all where absent
    #[arg(value_enum)]
    what: Option<What>,
    /// JSON lines
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Events a second out of patterns, one core
    Query,
    /// WaveNet voices, times as fast as real time
    Wavenet,
    /// A training step of the WaveNet, seconds
    Train,
}

#[derive(serde::Serialize)]
struct Case {
    bench: String,
    case: String,
    value: f64,
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<f64>,
}

impl From<voices::BenchCase> for Case {
    fn from(case: voices::BenchCase) -> Case {
        Case { bench: case.bench, case: case.case, value: case.value, unit: case.unit, limit: case.limit }
    }
}

/// Measures and prints.
///
/// # Errors
/// A model that does not load.
pub(crate) fn run(task: &Bench, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let asked = |what| task.what.is_none_or(|only| only == what);
    let mut print = |case: Case| -> anyhow::Result<()> {
        if task.json {
            writeln!(out, "{}", document::to_json(&case)?)?;
        } else {
            let limit = case.limit.map_or_else(String::new, |limit| format!("   limit {limit:.1}"));
            writeln!(out, "{:<8} {:<36} {:>12.1} {}{limit}", case.bench, case.case, case.value, case.unit)?;
        }
        Ok(out.flush()?)
    };
    if asked(What::Query) {
        for (name, text) in PATTERNS {
            print(query(name, text)?)?;
        }
    }
    if asked(What::Wavenet) {
        let kept = Library::new(settings.config()?.home).get("stage").exit_with(Exit::Model)?;
        let mut printed = Ok(());
        let mut tell = |case: voices::BenchCase| {
            if printed.is_ok() {
                printed = print(Case::from(case));
            }
        };
        voices::bench(&kept.card, &kept.weights, &mut tell).exit_with(Exit::Model)?;
        printed?;
    }
    if asked(What::Train) {
        print(Case::from(voices::bench_training().exit_with(Exit::Model)?))?;
    }
    Ok(Exit::Fine)
}

/// Patterns of every kind: plain mini-notation, functions over it, signals, and one that multiplies its events.
const PATTERNS: [(&str, &str); 5] = [
    ("p1-mini", "sound \"bd*2 [sn cp]*3 hh*8 <lt [mt ht]>(3,8)\""),
    ("p2-every-jux-chop", "every 3 (fast 2) $ jux rev $ chop 4 $ sound \"bd*2 [~ sn]\" # speed \"1 <2 -1>\""),
    (
        "p3-stack-euclid-sine",
        "stack [s \"bd(<3 5>,8,<0 2>)\", s \"~ cp\" # gain 0.9, s \"hh*16\" # gain (range 0.6 1 sine), \
         n \"{0 3 5 7 10}%8\" # s \"superpiano\" # cutoff (range 300 3000 $ slow 4 saw)] # room 0.2",
    ),
    ("p4-off-off-iter", "off 0.25 (|+ n 12) $ off 0.125 (|+ n 7) $ iter 4 $ n \"0 .. 7\" # s \"superpiano\""),
    (
        "p5-striate-ply-stut-degrade",
        "degradeBy 0.2 $ stutWith 4 (1/8) (|* gain 0.8) $ ply 2 $ striate 8 $ s \"break break:1 [cp hh]*2\" # gain 1",
    ),
];

/// Cycles queried, one at a time, as a scheduler does.
const CYCLES: i64 = 1000;

fn query(name: &str, text: &str) -> anyhow::Result<Case> {
    let interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::default());
    let pattern = interpreter
        .pattern(text, Kind::Control)
        .map_err(|wrong| anyhow::anyhow!("{name}: {}", wrong.first().map_or("", |first| first.message.as_str())))?;
    let begun = Instant::now();
    let mut events = 0;
    for cycle in 0..CYCLES {
        events += pattern.query_span(Span::new(Cycle::from(cycle), Cycle::from(cycle + 1))).len();
    }
    let value = events as f64 / begun.elapsed().as_secs_f64();
    Ok(Case {
        bench: "query".to_owned(),
        case: format!("{name}, {events} events"),
        value,
        unit: "events/s".to_owned(),
        limit: None,
    })
}
