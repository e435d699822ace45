//! `melisma eval`: the events of an expression, or of many. No device is opened.
//!
//! ```text
//! melisma eval --cycles 2 's "bd sn"'      (0>1/2)|s: bd ...
//! melisma eval --cases cases.jsonl         {"id":"a","events":[...]} a line for each {"id","expr","type","cycles"}
//! ```

use super::exit::{Exit, failure};
use super::networks::WhenAsked;
use super::settings::Settings;
use crate::diagnostic::Diagnostic;
use crate::document::from_json;
use crate::lang::print::{event_json, quoted};
use crate::lang::{Datum, Interpreter, Kind, on_large_stack, placed};
use crate::pattern::{Env, Event, Memory, Meter, Patience, Pattern, State, Tidal};
use crate::session::library::Library;
use crate::session::start_up;
use crate::time::Span;
use anyhow::Context as _;
use clap::Args;
use std::io::{Read as _, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Options of `eval`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Eval {
    /// The expression; `-` reads it from standard input
    #[arg(value_name = "EXPR", required_unless_present = "cases", allow_hyphen_values = true)]
    expression: Option<String>,
    /// How many cycles
    #[arg(long, default_value_t = 1)]
    cycles: u32,
    /// The first cycle
    #[arg(long, default_value_t = 0, allow_hyphen_values = true)]
    from: i64,
    /// What it is a pattern of: control string double int note bool rational auto
    #[arg(long = "type", value_name = "TYPE", default_value = "control", value_parser = kind)]
    kind: Kind,
    /// One JSON object for each event
    #[arg(long)]
    json: bool,
    /// Not its events: the text as it was read, with every bracket
    #[arg(long, conflicts_with_all = ["cycles", "from", "kind", "json"])]
    brackets: bool,
    /// A file of cases, a JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["expression", "from", "json", "brackets"])]
    cases: Option<PathBuf>,
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::named(text).ok_or_else(|| "control, string, double, int, note, bool, rational or auto".to_owned())
}

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    expr: String,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default = "one")]
    cycles: u32,
}

fn one() -> u32 {
    1
}

/// Runs it.
pub(crate) fn eval(options: &Eval, settings: &Settings, out: &mut impl Write) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    let tidal = config.tidal;
    let networks = Arc::new(WhenAsked::new(Library::new(config.home.clone())));
    let mut interpreter = Interpreter::new(networks, tidal);
    for line in start_up::define(&mut interpreter, &config.home) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    if let Some(path) = &options.cases {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let case: Case = from_json(line).context("a line of the cases is not what it should be")?;
            writeln!(out, "{}", answer(&case, &interpreter, tidal))?;
        }
        return Ok(Exit::Fine);
    }
    let mut expression = options.expression.clone().unwrap_or_default();
    if expression == "-" {
        expression.clear();
        std::io::stdin().read_to_string(&mut expression).context("cannot read standard input")?;
    }
    let told = |diagnostics: Vec<Diagnostic>| {
        let told: Vec<String> =
            diagnostics.iter().map(|diagnostic| diagnostic.render(&expression, "expression", false)).collect();
        failure(Exit::Code, format!("this cannot be evaluated\n{}", told.join("\n")))
    };
    if options.brackets {
        writeln!(out, "{}", interpreter.written(&expression).map_err(told)?)?;
        return Ok(Exit::Fine);
    }
    let found = interpreter.pattern(&expression, options.kind).and_then(|pattern| {
        events(&pattern, &expression, options.from, options.cycles, tidal).map_err(|problem| vec![problem])
    });
    for event in &found.map_err(told)? {
        match options.json {
            true => writeln!(out, "{}", event_json(event))?,
            false => writeln!(out, "{event:?}")?,
        }
    }
    Ok(Exit::Fine)
}

fn answer(case: &Case, interpreter: &Interpreter, tidal: Tidal) -> String {
    let id = quoted(&case.id);
    let kind = case.kind.as_deref().unwrap_or("control");
    let Some(kind) = Kind::named(kind) else {
        return format!("{{\"id\":{id},\"error\":{{\"message\":{},\"line\":1,\"column\":1}}}}", quoted("unknown type"));
    };
    let found = interpreter
        .pattern(&case.expr, kind)
        .and_then(|pattern| events(&pattern, &case.expr, 0, case.cycles, tidal).map_err(|problem| vec![problem]));
    match found {
        Ok(events) => {
            let events: Vec<String> = events.iter().map(event_json).collect();
            format!("{{\"id\":{id},\"events\":[{}]}}", events.join(","))
        }
        Err(diagnostics) => {
            let first = diagnostics.first().cloned();
            let (line, column) = first.as_ref().map_or((1, 1), |first| first.place(&case.expr));
            let message = first.map_or_else(String::new, |first| match first.help {
                Some(help) => format!("{}; {help}", first.message),
                None => first.message,
            });
            format!(
                "{{\"id\":{id},\"error\":{{\"message\":{},\"line\":{line},\"column\":{column}}}}}",
                quoted(&message)
            )
        }
    }
}

/// The events of so many cycles, asked one at a time, sorted by part.
fn events(
    pattern: &Pattern<Datum>,
    text: &str,
    from: i64,
    cycles: u32,
    tidal: Tidal,
) -> Result<Vec<Event<Datum>>, Diagnostic> {
    let failed = |text: String| Diagnostic::error(Default::default(), text);
    on_large_stack(|| {
        let (mut all, mut memory) = (Vec::new(), Memory::default());
        for cycle in from..from.saturating_add(i64::from(cycles)) {
            let meter = Meter::default();
            let env = Env { tidal, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
            let mut events = pattern.query(&State { span: Span::cycle(cycle), env: &env });
            if let Some(fault) = meter.fault() {
                return Err(failed(fault.to_string()));
            }
            if let Some(complaint) = crate::lang::take_complaint() {
                return Err(placed(complaint, text));
            }
            events.sort_by_key(|event| (event.part.begin, event.part.end));
            for event in &mut events {
                let onset = event.has_onset();
                if let Datum::Controls(controls) = &mut event.value {
                    if onset { memory.play(controls) } else { controls.forget() }
                }
            }
            all.append(&mut events);
        }
        Ok(all)
    })
    .unwrap_or_else(|| Err(failed("this pattern could not be asked".to_owned())))
}
