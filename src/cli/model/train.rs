//! `model train`: one command a family; progress on stderr, the best weights kept under a name.

use super::super::exit::{Exit, ExitWith, failure};
use super::super::settings::Settings;
use super::super::signals;
use super::read;
use crate::neural::card::{Card, Data};
use crate::neural::wavenet::shape::Shape;
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
    /// Tunes (JSON lines) for lstm; for wavenet a folder of recordings (WAV, FLAC, AIFF, Ogg, MP3), or one of them
    ///
    /// Record single notes, or a scale with gaps. Pitches are heard; names such as `cello_57.wav` or `C#4-mf.wav` help (C4 is
    /// middle C). A folder inside is an instrument. A session's sound beside its log (line.wav, line.jsonl) is cut by the
    /// log. Where there is a labels.csv, its labels are believed.
    #[arg(long, value_name = "DIR|FILE")]
    data: PathBuf,
    /// The name it is kept under
    #[arg(long, value_name = "NAME", required_unless_present = "check")]
    out: Option<String>,
    /// Only listen: say what a wavenet would learn from the recordings, and what not and why
    #[arg(long)]
    check: bool,
    /// How long it may learn
    #[arg(long, default_value_t = 10.0)]
    minutes: f64,
    /// Instruments that a wavenet learns; those of --resume, or all of the folder, where absent
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    instruments: Vec<String>,
    /// Go on from the weights that are kept under that name
    #[arg(long)]
    resume: bool,
    /// The size of a wavenet: nano sings where time is short, fine is for files and fast machines
    #[arg(long, value_enum, default_value_t = Size::Stage, conflicts_with = "resume")]
    size: Size,
    /// The wavenet whose skill a new one begins with, whatever it plays, of its size or smaller; `none` begins with nothing [default:
    /// stage]
    #[arg(long, value_name = "NAME", conflicts_with = "resume")]
    skill: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Size {
    Nano,
    Stage,
    Fine,
}

impl Size {
    fn shape(self) -> Shape {
        match self {
            Size::Nano => Shape::NANO,
            Size::Stage => Shape::STAGE,
            Size::Fine => Shape::FINE,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Family {
    Lstm,
    Wavenet,
}

/// Trains until the time is over or Ctrl+C. What is best is kept as it comes: a run that is killed loses a minute or so.
pub(super) fn run(task: &Train, settings: &Settings, library: &Library, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if !(task.minutes.is_finite() && task.minutes > 0.0) {
        return Err(failure(Exit::Usage, "--minutes must be more than 0"));
    }
    if task.check {
        return check(task, out);
    }
    let name = task.out.as_deref().unwrap_or_default();
    let resume: Option<(Card, Weights)> = match library.get(name) {
        Ok(kept) if task.resume => Some((kept.card, kept.weights)),
        Ok(kept) if kept.own => {
            let words = format!("`{name}` is there already: --resume goes on from it, another --out begins anew");
            return Err(failure(Exit::Usage, words));
        }
        Err(error @ LibraryError::Unknown { .. }) if task.resume => {
            return Err(failure(Exit::Model, error.to_string()));
        }
        _ => None,
    };
    let stop = signals::stop_flag()?;
    let seed = settings.seed.unwrap_or(0);
    let mut data = Data {
        source: task.data.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        licence: "as the data's owner says".to_owned(),
        split: "as labelled in the data".to_owned(),
    };
    let (card, weights) = match task.family {
        Family::Lstm => {
            if settings.device.as_deref().is_some_and(|device| !["auto", "cpu"].contains(&device)) {
                return Err(failure(Exit::Usage, "an lstm learns on the processor: --device is for wavenet"));
            }
            let tunes = melodies::read(&read(&task.data)?)
                .map_err(|error| failure(Exit::Other, format!("{}: {error}", task.data.display())))?;
            let plan = melodies::TrainPlan { minutes: task.minutes, seed, resume, data };
            let trained = melodies::train(name, &tunes, &plan, |line, best| {
                told(line.share, &format!("{:.3} bits a note, best {:.3}", line.valid, line.best));
                if let Some(best) = best {
                    keep(library, name, &best.card, &best.weights);
                }
                !stop.load(Ordering::Relaxed)
            });
            let trained = trained.exit_with(Exit::Other)?;
            (trained.card, trained.weights)
        }
        Family::Wavenet => {
            let device = super::device(settings)?;
            let card = resume.as_ref().map(|(card, _)| card);
            let set = voices::recordings(&task.data, &task.instruments, card).exit_with(Exit::Other)?;
            if let Some(report) = &set.report {
                let _ = write!(std::io::stderr(), "{report}");
                data.split = report.split();
            }
            let skill = if resume.is_some() { None } else { skill(task, library)? };
            let (minutes, shape) = (task.minutes, task.size.shape());
            let plan = voices::TrainPlan { minutes, shape, seed, resume, skill, device, data };
            let trained = voices::train(name, set, &plan, |line| {
                told(line.share, &format!("{:.3} bits a sample, best {:.3}", line.valid, line.best));
                keep(library, name, line.card, line.weights);
                !stop.load(Ordering::Relaxed)
            });
            let trained = trained.exit_with(Exit::Other)?;
            (trained.card, trained.weights)
        }
    };
    let path = library.keep(name, &card, &weights).exit_with(Exit::Other)?;
    let _ = writeln!(std::io::stderr(), "\nkept as {}", path.display());
    Ok(Exit::Fine)
}

/// The weights that a new wavenet begins with. What was not asked for by name may be absent or of an older kind.
fn skill(task: &Train, library: &Library) -> anyhow::Result<Option<Weights>> {
    let asked = task.skill.as_deref();
    if asked == Some("none") {
        return Ok(None);
    }
    let kept = match library.get(asked.unwrap_or("stage")) {
        Ok(kept) => kept,
        Err(error) if asked.is_some() => return Err(failure(Exit::Model, error.to_string())),
        Err(_) => return Ok(None),
    };
    match voices::skill(&kept.card, &kept.weights, task.size.shape()) {
        Ok(weights) => Ok(Some(weights)),
        Err(error) if asked.is_some() => Err(failure(Exit::Model, error.to_string())),
        Err(_) => Ok(None),
    }
}

/// Says what would be learned, and trains nothing.
fn check(task: &Train, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if !matches!(task.family, Family::Wavenet) {
        return Err(failure(Exit::Usage, "--check listens to recordings: it is for wavenet"));
    }
    match voices::recordings(&task.data, &task.instruments, None).exit_with(Exit::Other)?.report {
        Some(report) => write!(out, "{report}")?,
        None => writeln!(out, "labels.csv: its labels are believed")?,
    }
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
