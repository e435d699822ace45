//! Questions to one model: how well it foretells, what it expects next, one note as a file.

use super::super::exit::{Exit, ExitWith, failure};
use super::super::settings::Settings;
use super::{get, read};
use crate::document;
use crate::io::sound_file;
use crate::neural::card::Family;
use crate::neural::lstm::model::Model as Melody;
use crate::session::library::Library;
use crate::session::melodies;
use crate::session::voices::{self, SampleVoiceError};
use crate::train::gpu::Device;
use clap::{ArgGroup, Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Options of `model score`.
#[derive(Args, Debug)]
pub(crate) struct Score {
    /// The model's name
    name: String,
    /// Tunes (JSON lines), or a folder of recorded notes for a sound network
    #[arg(long, value_name = "DIR|FILE")]
    data: PathBuf,
    /// Which part of the data
    #[arg(long, value_enum, default_value_t = Split::Test)]
    split: Split,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Split {
    Train,
    Valid,
    Test,
    All,
}

impl Split {
    fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Valid => "valid",
            Self::Test => "test",
            Self::All => "all",
        }
    }
}

/// Scores a model on music it has not learned.
pub(super) fn score(task: &Score, library: &Library, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let kept = get(library, &task.name)?;
    match kept.card.family {
        Family::Lstm => {
            let model = Melody::load(&kept.card, &kept.weights).exit_with(Exit::Model)?;
            let tunes = melodies::read(&read(&task.data)?).map_err(|error| wrong_data(&task.data, &error))?;
            let base = melodies::base().exit_with(Exit::Model)?;
            // The file's own training part where it has one, else the corpus that the model learned from.
            let train = if tunes.iter().any(|tune| tune.split == "train") { &tunes } else { &base };
            let report = melodies::score(&task.name, &model, &tunes, train, task.split.name());
            if task.json {
                writeln!(out, "{}", document::to_json(&report)?)?;
                return Ok(Exit::Fine);
            }
            writeln!(out, "{}: {:.3} bits a note over {} notes", report.model, report.bits_per_note, report.notes)?;
            for (name, bits) in report.baselines.iter().filter(|(_, bits)| bits.is_finite()) {
                let under = (1.0 - report.bits_per_note / bits) * 100.0;
                writeln!(out, "  {name:<10} {bits:.3}   {under:+.1} % under it")?;
            }
            for (style, bits) in &report.by_style {
                writeln!(out, "  {style:<24} {bits:.3}")?;
            }
        }
        Family::Wavenet => {
            let report =
                voices::score(&kept.card, &kept.weights, &task.data, task.split.name()).exit_with(Exit::Other)?;
            if task.json {
                writeln!(out, "{}", document::to_json(&report)?)?;
                return Ok(Exit::Fine);
            }
            writeln!(out, "{}: {:.3} bits a sample", report.model, report.bits_per_sample)?;
            writeln!(out, "  {:<10} {:.3}", "past 0", report.past_zeroed)?;
            for (name, bits) in &report.baselines {
                let under = (1.0 - report.bits_per_sample / bits) * 100.0;
                writeln!(out, "  {name:<10} {bits:.3}   {under:+.1} % under it")?;
            }
        }
    }
    Ok(Exit::Fine)
}

fn wrong_data(path: &std::path::Path, error: &dyn std::fmt::Display) -> anyhow::Error {
    failure(Exit::Other, format!("{}: {error}", path.display()))
}

/// Options of `model next`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("past").required(true).args(["notes", "tune"]))]
pub(crate) struct Next {
    /// The model's name
    name: String,
    /// What was played: PITCH:TICKS or r:TICKS, commas between, 24 ticks a quarter
    #[arg(long, value_name = "NOTES")]
    notes: Option<String>,
    /// Metre, as 6/8
    #[arg(long, requires = "notes")]
    meter: Option<String>,
    /// Key, as D:major
    #[arg(long, requires = "notes")]
    key: Option<String>,
    /// Style, as jig
    #[arg(long, requires = "notes")]
    style: Option<String>,
    /// A file of tunes and the id of one of them
    #[arg(long, num_args = 2, value_names = ["FILE", "ID"], requires = "at")]
    tune: Option<Vec<String>>,
    /// How many notes of that tune are given
    #[arg(long, value_name = "K", requires = "tune")]
    at: Option<usize>,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// Prints what a melody network expects next.
pub(super) fn next(task: &Next, library: &Library, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let model = library.melody(&task.name).exit_with(Exit::Model)?;
    let report = match (&task.notes, task.tune.as_deref(), task.at) {
        (Some(notes), _, _) => {
            let (meter, key, style) = (task.meter.as_deref(), task.key.as_deref(), task.style.as_deref());
            melodies::next_of_notes(&model, notes, meter, key, style).exit_with(Exit::Usage)?
        }
        (None, Some([file, id]), Some(at)) => {
            let path = PathBuf::from(file);
            let tunes = melodies::read(&read(&path)?).map_err(|error| wrong_data(&path, &error))?;
            melodies::next_of_tune(&model, &tunes, id, at).exit_with(Exit::Usage)?
        }
        _ => return Err(failure(Exit::Usage, "either --notes, or --tune FILE ID with --at K")),
    };
    if task.json {
        writeln!(out, "{}", document::to_json(&report)?)?;
        return Ok(Exit::Fine);
    }
    for note in report.next.iter().take(16) {
        match (note.pitch, note.duration) {
            (Some(pitch), Some(ticks)) => writeln!(out, "{pitch:>4}:{ticks:<4} {:.4}", note.p)?,
            _ => writeln!(out, "outside   {:.4}", note.p)?,
        }
    }
    Ok(Exit::Fine)
}

/// Options of `model sample`.
#[derive(Args, Debug)]
pub(crate) struct Sample {
    /// The model's name
    name: String,
    /// One of its instruments
    #[arg(long)]
    instrument: String,
    /// MIDI pitch, fractions allowed
    #[arg(long, value_name = "MIDI")]
    pitch: f32,
    /// 0 to 127
    #[arg(long, default_value_t = 100.0)]
    velocity: f32,
    /// How long the note is held; its release, up to a second, comes after
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// How freely it sounds: 0 none of it, 1 as it learned, more is rougher
    #[arg(long, default_value_t = 1.0)]
    temp: f32,
    /// Only the sines that the network hears, without the network
    #[arg(long)]
    sines: bool,
    /// So many takes at once, with the seeds from --seed on: NOTE_1.wav, NOTE_2.wav ..
    ///
    /// `--device cuda` makes them on a graphics card, which is meant for hundreds of them.
    #[arg(long, value_name = "N", conflicts_with = "sines", value_parser = clap::value_parser!(u16).range(1..))]
    batch: Option<u16>,
    /// The file to write: 16 bits, mono, at the model's rate
    #[arg(short, long, value_name = "NOTE.wav")]
    output: PathBuf,
}

/// Writes a note of a sound network, or takes of it.
pub(super) fn sample(task: &Sample, settings: &Settings, library: &Library) -> anyhow::Result<Exit> {
    let kept = get(library, &task.name)?;
    if !(0.0..=600.0).contains(&task.seconds) {
        return Err(failure(Exit::Usage, "--seconds must be between 0 and 600"));
    }
    let asked = voices::Ask {
        instrument: task.instrument.clone(),
        pitch: task.pitch,
        velocity: task.velocity,
        seconds: task.seconds,
        temp: task.temp,
        seed: settings.seed.unwrap_or(0),
        plain: task.sines,
    };
    // A card is meant for very many takes: it is used where it is asked for.
    let device = settings.device.as_ref().map_or(Ok(Device::Cpu), |_| super::device(settings))?;
    let count = task.batch.map_or(1, usize::from);
    let takes = voices::takes(&kept.card, &kept.weights, &asked, count, device);
    let (rate, takes) = takes.map_err(|error| match error {
        SampleVoiceError::Gpu(_) | SampleVoiceError::Lost(_) => failure(Exit::Other, error.to_string()),
        error => failure(Exit::Model, error.to_string()),
    })?;
    for (samples, number) in takes.iter().zip(1..) {
        let path = if task.batch.is_some() { numbered(&task.output, number) } else { task.output.clone() };
        sound_file::write_pcm16(&path, rate, 1, samples).exit_with(Exit::Other)?;
    }
    Ok(Exit::Fine)
}

/// `NOTE_7.wav` for `NOTE.wav`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or("wav".as_ref()).to_string_lossy();
    path.with_file_name(format!("{name}_{number}.{ending}"))
}

/// Options of `model notes`.
#[derive(Args, Debug)]
pub(crate) struct Notes {
    /// The model's name
    name: String,
    /// The folder of recorded notes with labels.csv
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// How freely it sounds: 0 none of it, 1 as it learned, more is rougher
    #[arg(long, default_value_t = 1.0)]
    temp: f32,
    /// The folder to write: network/ and, from a bank of sines that learned the same notes, sines/
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Writes held notes of pitches that a sound network has not learned.
pub(super) fn notes(task: &Notes, settings: &Settings, library: &Library, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let kept = get(library, &task.name)?;
    let seed = settings.seed.unwrap_or(0);
    let count = voices::write_notes(&kept.card, &kept.weights, &task.data, &task.output, task.temp, seed)
        .exit_with(Exit::Other)?;
    writeln!(out, "{count} notes of unseen pitches, twice, in {}", task.output.display())?;
    Ok(Exit::Fine)
}
