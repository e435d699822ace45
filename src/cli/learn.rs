//! `learn`: a copy of a melody network is taught the notes of a session, and kept where it got better without forgetting.
//!
//! ```text
//! melisma learn SESSION --from folk --as mine --seconds 30
//!   unseen bars  6.21 -> 4.80 bits a note   (-22.7 %)
//!   base         5.02 -> 5.06                (+0.8 %)
//!   kept: melody "mine" plays it
//! ```

use super::exit::{Exit, ExitWith, failure};
use super::settings::Settings;
use super::signals;
use crate::document;
use crate::session::library::Library;
use crate::session::{melodies, tunes_of_log};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Options of `learn`.
#[derive(Args, Debug)]
pub(crate) struct Learn {
    /// The log of a session
    session: PathBuf,
    /// The model whose copy learns
    #[arg(long, value_name = "MODEL")]
    from: String,
    /// The name the copy is kept under
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// How long it may learn
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// Teaches a copy and keeps it where it is accepted.
///
/// # Errors
/// A model or a session that cannot be read, too few notes to learn from.
pub(crate) fn run(task: &Learn, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if !(task.seconds.is_finite() && task.seconds > 0.0) {
        return Err(failure(Exit::Usage, "--seconds must be more than 0"));
    }
    let config = settings.config()?;
    let library = Library::new(config.home.clone());
    let kept = library.get(&task.from).exit_with(Exit::Model)?;
    let tunes = tunes_of_log(&task.session).exit_with(Exit::Other)?;
    let base = melodies::base().exit_with(Exit::Model)?;
    let plan = melodies::LearnPlan {
        budget: Duration::from_secs_f64(task.seconds.min(86_400.0)),
        seed: config.seed,
        ..melodies::LearnPlan::default()
    };
    let stop = signals::stop_flag()?;
    let learned = melodies::learn(&task.name, (&kept.card, &kept.weights), &base, &tunes, plan, |look| {
        if !task.json {
            let _ = write!(std::io::stderr(), "\r{:>4.0} %  {:.3} bits a note    ", look.share * 100.0, look.watched);
        }
        !stop.load(Ordering::Relaxed)
    });
    let learned = learned.exit_with(Exit::Other)?;
    let report = &learned.report;
    if report.accepted {
        library.keep(&task.name, &learned.card, &learned.weights).exit_with(Exit::Other)?;
    }
    if task.json {
        writeln!(out, "{}", document::to_json(report)?)?;
        return Ok(Exit::Fine);
    }
    let change =
        |before: f64, after: f64| format!("{before:.3} -> {after:.3}  ({:+.1} %)", (after / before - 1.0) * 100.0);
    let _ = writeln!(std::io::stderr());
    writeln!(out, "{} notes, {} steps, {:.1} s", report.notes, report.steps, report.seconds)?;
    writeln!(out, "unseen bars  {} bits a note", change(report.unseen_before, report.unseen_after))?;
    writeln!(out, "base         {}", change(report.base_before, report.base_after))?;
    if report.accepted {
        writeln!(out, "kept: melody \"{}\" plays it", task.name)?;
    } else {
        writeln!(out, "not kept: unseen bars did not improve, or the base lost more than 2.5 %")?;
    }
    Ok(Exit::Fine)
}
