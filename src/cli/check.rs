//! `melisma check`: what is wrong with a file, and nothing else. No device is opened.
//!
//! ```text
//! set.tidal:3:6 `sounf` is not a word here; did you mean `sound`?
//! ```

use super::exit::Exit;
use super::networks::WhenAsked;
use super::settings::Settings;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::to_json;
use crate::lang::{Action, Evaluated, Interpreter, on_large_stack, rehearse};
use crate::pattern::{Env, Meter, Patience, Tidal};
use crate::session::library::Library;
use crate::session::start_up;
use anyhow::Context as _;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// Options of `check`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Check {
    /// The file to check
    file: PathBuf,
    /// One JSON object for each diagnostic
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Line<'a> {
    severity: Severity,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// Runs it.
pub(crate) fn check(options: &Check, settings: &Settings, out: &mut impl Write) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    let tidal = config.tidal;
    let networks = Arc::new(WhenAsked::new(Library::new(config.home.clone())));
    let path = options.file.display();
    let text = std::fs::read_to_string(&options.file).with_context(|| format!("cannot read {path}"))?;
    let mut interpreter = Interpreter::new(networks, tidal);
    for line in start_up::define(&mut interpreter, &config.home) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    let evaluated = interpreter.evaluate(&text, 0);
    let mut found: Vec<Diagnostic> = evaluated.diagnostics().cloned().collect();
    found.extend(rehearsed(&evaluated, &text, tidal));
    found.sort_by_key(|diagnostic| diagnostic.span.begin);
    for diagnostic in &found {
        let (line, column) = diagnostic.place(&text);
        if options.json {
            let row = Line {
                severity: diagnostic.severity,
                line,
                column,
                message: &diagnostic.message,
                help: diagnostic.help.as_deref(),
            };
            writeln!(out, "{}", to_json(&row)?)?;
        } else {
            writeln!(out, "{path}:{}", diagnostic.line(&text))?;
        }
    }
    Ok(if found.iter().any(Diagnostic::is_error) { Exit::Code } else { Exit::Fine })
}

/// What comes to light only when patterns are asked for their first cycles; each core asks a share of them.
fn rehearsed(evaluated: &Evaluated, text: &str, tidal: Tidal) -> Vec<Diagnostic> {
    let actions: Vec<&Action> = evaluated.actions().collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let ask = |share: &[&Action]| {
        let meter = Meter::default();
        let env = Env { tidal, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
        let mut found = Vec::new();
        for action in share {
            let (Action::Play { pattern, span, .. } | Action::Transition { pattern, span, .. }) = action else {
                continue;
            };
            found.extend(rehearse(pattern, 0, 2, &env, text, *span).err());
        }
        found
    };
    std::thread::scope(|scope| {
        let shares = actions.chunks(actions.len().div_ceil(cores).max(1));
        let asking: Vec<_> = shares.map(|share| scope.spawn(move || on_large_stack(|| ask(share)))).collect();
        asking.into_iter().flat_map(|share| share.join().ok().flatten().unwrap_or_default()).collect()
    })
}
