//! `model`: the networks as files: what there is, training, scores, single questions.
//!
//! ```text
//! melisma model list
//! melisma model next folk --notes "60:12,r:12,62:12" --meter 6/8 --json
//! melisma model sample stage --instrument cello --pitch 57 --seconds 2 -o note.wav
//! melisma model train wavenet --data mycello --out mine --device cuda
//! ```

mod ask;
mod train;

use super::exit::{Exit, failure};
use super::settings::Settings;
use crate::neural::card::Card;
use crate::session::library::{Kept, Library, LibraryError};
use crate::train::gpu::{self, Device, NoGpu};
use clap::{Args, Subcommand};
use std::io::Write;

/// Options of `model`.
#[derive(Args, Debug)]
pub(crate) struct ModelTask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Every model there is
    List,
    /// What one model is: shape, data, licence, figures
    Info {
        /// Its name
        name: String,
    },
    /// Train a model; the best weights are kept under a name
    Train(train::Train),
    /// How well a model foretells music it has not seen
    Score(ask::Score),
    /// What a melody network expects next
    Next(ask::Next),
    /// One note of a sound network as a file
    Sample(ask::Sample),
    /// Held notes of unseen pitches as files, beside those of a bank of sines
    Notes(ask::Notes),
}

/// Does what is asked.
///
/// # Errors
/// [`Exit::Model`] for a model that is missing or wrong; whatever the task meets.
pub(crate) fn run(task: &ModelTask, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    let library = Library::new(config.home.clone());
    match &task.task {
        Task::List => list(&library, out),
        Task::Info { name } => info(&library, name, out),
        Task::Train(train) => train::run(train, settings, &library, out),
        Task::Score(score) => ask::score(score, &library, out),
        Task::Next(next) => ask::next(next, &library, out),
        Task::Sample(sample) => ask::sample(sample, settings, &library),
        Task::Notes(notes) => ask::notes(notes, settings, &library, out),
    }
}

fn list(library: &Library, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut exit = Exit::Fine;
    for name in library.names() {
        match library.check(&name).and_then(|_| library.get(&name)) {
            Ok(kept) => {
                let whose = if kept.own { "own" } else { "built in" };
                writeln!(out, "{name:<14} {:<8} {whose:<9} {}", kept.card.family.name(), headline(&kept.card))?;
            }
            Err(error) => {
                writeln!(out, "{name:<14} {error}")?;
                exit = Exit::Model;
            }
        }
    }
    Ok(exit)
}

/// The first figures of a card, in one line.
fn headline(card: &Card) -> String {
    let figures = card.figures.iter().take(3).map(|(name, value)| format!("{name} {value}"));
    figures.collect::<Vec<_>>().join(", ")
}

fn info(library: &Library, name: &str, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let Kept { card, weights, own } = get(library, name)?;
    // What does not load is no model, however well its card reads.
    library.check(name).map_err(|error| failure(Exit::Model, error.to_string()))?;
    writeln!(out, "# {name}: {} weights, {}", weights.count(), if own { "your own" } else { "built in" })?;
    write!(out, "{}", card.to_text()?)?;
    Ok(Exit::Fine)
}

/// A model by name, or the exit code for a missing or damaged one.
fn get(library: &Library, name: &str) -> anyhow::Result<Kept> {
    library.get(name).map_err(|error| match error {
        LibraryError::Name(_) => failure(Exit::Usage, error.to_string()),
        _ => failure(Exit::Model, error.to_string()),
    })
}

/// The device that `--device` names for a network. Where it is left to us: the graphics card, if one answers. Which it is, and what a
/// program that was built for a card lacks for it, is said on stderr.
fn device(settings: &Settings) -> anyhow::Result<Device> {
    let (asked, mut said) = (settings.device.as_deref().unwrap_or("auto"), std::io::stderr());
    if !["auto", "cpu", "cuda"].contains(&asked) {
        return Err(failure(Exit::Usage, format!("--device {asked}: a network runs on auto, cpu or cuda")));
    }
    if asked == "cpu" {
        return Ok(Device::Cpu);
    }
    match gpu::answers() {
        Ok(()) => {
            let _ = writeln!(said, "on the graphics card");
            return Ok(Device::Cuda);
        }
        Err(error) if asked == "cuda" => return Err(failure(Exit::Other, error.to_string())),
        Err(NoGpu::Feature) => {}
        Err(error) => drop(writeln!(said, "{error}; the processor does it")),
    }
    Ok(Device::Cpu)
}

/// The text of a data file, which may be far longer than a set.
fn read(path: &std::path::Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).map_err(|error| failure(Exit::Other, format!("{}: {error}", path.display())))
}
