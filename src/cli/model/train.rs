//! `model train`: one command a family; progress on stderr, the best weights kept under a name.

use super::super::exit::{Exit, ExitWith, failure};
use super::super::settings::Settings;
use super::super::signals;
use super::read;
use crate::neural::card::{Card, Data};
use crate::neural::weights::Weights;
use crate::session::library::{Library, LibraryError};
use crate::session::{melodies, voices};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Options of `model train`.
#[derive(Args, Debug)]
pub(crate) struct Train {
    /// What kind of network
    #[arg(value_enum)]
    family: Family,
    /// Tunes (JSON lines) for lstm, a folder of recorded notes with labels.csv for wavenet
    #[arg(long, value_name = "DIR|FILE")]
    data: PathBuf,
    /// The name it is kept under
    #[arg(long, value_name = "NAME")]
    out: String,
    /// How long it may learn
    #[arg(long, default_value_t = 10.0)]
    minutes: f64,
    /// Instruments that a wavenet learns; those of --resume, or all of the folder, where absent
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    instruments: Vec<String>,
    /// Go on from the weights that are kept under that name
    #[arg(long)]
    resume: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Family {
    Lstm,
    Wavenet,
}

/// Trains until the time is over or Ctrl+C. What is best is kept as it comes: a run that is killed loses a minute or so.
pub(super) fn run(task: &Train, settings: &Settings, library: &Library) -> anyhow::Result<Exit> {
    if !(task.minutes.is_finite() && task.minutes > 0.0) {
        return Err(failure(Exit::Usage, "--minutes must be more than 0"));
    }
    let resume: Option<(Card, Weights)> = match library.get(&task.out) {
        Ok(kept) if task.resume => Some((kept.card, kept.weights)),
        Ok(kept) if kept.own => {
            let words = format!("`{}` is there already: --resume goes on from it, another --out begins anew", task.out);
            return Err(failure(Exit::Usage, words));
        }
        Err(error @ LibraryError::Unknown { .. }) if task.resume => {
            return Err(failure(Exit::Model, error.to_string()));
        }
        _ => None,
    };
    let stop = signals::stop_flag()?;
    let seed = settings.seed.unwrap_or(0);
    let data = Data {
        source: task.data.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        licence: "as the data's owner says".to_owned(),
        split: "as labelled in the data".to_owned(),
    };
    let (card, weights) = match task.family {
        Family::Lstm => {
            let tunes = melodies::read(&read(&task.data)?)
                .map_err(|error| failure(Exit::Other, format!("{}: {error}", task.data.display())))?;
            let plan = melodies::TrainPlan { minutes: task.minutes, seed, resume, data };
            let trained = melodies::train(&task.out, &tunes, &plan, |line, best| {
                told(line.share, &format!("{:.3} bits a note, best {:.3}", line.valid, line.best));
                if let Some(best) = best {
                    keep(library, &task.out, &best.card, &best.weights);
                }
                !stop.load(Ordering::Relaxed)
            });
            let trained = trained.exit_with(Exit::Other)?;
            (trained.card, trained.weights)
        }
        Family::Wavenet => {
            let plan =
                voices::TrainPlan { minutes: task.minutes, seed, resume, instruments: task.instruments.clone(), data };
            let trained = voices::train(&task.out, &task.data, &plan, |line| {
                told(line.share, &format!("{:.3} bits a sample, best {:.3}", line.valid, line.best));
                keep(library, &task.out, line.card, line.weights);
                !stop.load(Ordering::Relaxed)
            });
            let trained = trained.exit_with(Exit::Other)?;
            (trained.card, trained.weights)
        }
    };
    let path = library.keep(&task.out, &card, &weights).exit_with(Exit::Other)?;
    let _ = writeln!(std::io::stderr(), "\nkept as {}", path.display());
    Ok(Exit::Fine)
}

/// Keeps what there is by now; the end keeps again and says where it could not.
fn keep(library: &Library, name: &str, card: &Card, weights: &Weights) {
    if let Err(error) = library.keep(name, card, &weights.rounded()) {
        let _ = writeln!(std::io::stderr(), "\nnot kept yet: {error}");
    }
}

/// One line that is written over itself on a terminal.
fn told(share: f64, words: &str) {
    let _ = write!(std::io::stderr(), "\r{:>4.0} %  {words}    ", share * 100.0);
}
