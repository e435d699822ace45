//! `play`, `render` and `replay`: a set without hands, through the device or into a file.
//!
//! ```text
//! melisma play set.tidal --cycles 16
//! melisma render set.tidal -o out.wav --cycles 8
//! melisma render first -o out.wav              the built-in set
//! ```

use super::exit::{Exit, ExitWith, failure};
use super::quiet::quietly;
use super::settings::Settings;
use super::signals;
use super::stage::Looks;
use crate::io::audio::offline::Format;
use crate::session::voices::budget;
use crate::session::{self, Live, OpenSessionError, Outcome, RenderOptions, RenderSetError, Rendered, replay_to_file};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Options of `play`.
#[derive(Args, Debug)]
pub(crate) struct Play {
    /// The set; `first` is the built-in one
    file: PathBuf,
    /// Leave after so many cycles, instead of on Ctrl+C
    #[arg(long, value_name = "N")]
    cycles: Option<u64>,
    /// End with exit code 7 where a block of sound was late or lost
    #[arg(long)]
    strict: bool,
}

/// Plays a file from cycle 0.
///
/// # Errors
/// Text that does not parse, a device or port that was asked for and is not there.
pub(crate) fn play(task: &Play, settings: &Settings) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    budget::at_first_start(&config);
    let stop = signals::stop_flag()?;
    let (live, opened) = quietly(|| session::open_to_play(&task.file, task.cycles, &config)).map_err(why)?;
    if !opened.diagnostics.is_empty() {
        said(&opened);
    }
    session::play_on(&live, &stop, said);
    let audio = live.view().audio;
    live.close();
    if task.strict && audio.xruns + audio.missed + audio.late > 0 {
        return Err(failure(Exit::Deadline, audio.words()));
    }
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", audio.words());
    Ok(if stop.load(Ordering::Relaxed) { Exit::Interrupted } else { Exit::Fine })
}

/// What came of a file that was saved, or of an instrument.
fn said(outcome: &Outcome) {
    let colour = Looks::of_environment(false).colour() && std::io::stderr().is_terminal();
    let _ = writeln!(std::io::stderr(), "{}", crate::repl::describe(outcome, colour).trim_end());
}

/// Options of `render`.
#[derive(Args, Debug)]
pub(crate) struct Render {
    /// The set; `first` is the built-in one
    file: PathBuf,
    /// The sound file to write
    #[arg(short, long, value_name = "OUT.wav")]
    output: PathBuf,
    /// How many cycles
    #[arg(long, value_name = "N", default_value_t = 8)]
    cycles: u64,
    /// Frames a second
    #[arg(long, value_name = "HZ", default_value_t = 48_000, value_parser = clap::value_parser!(u32).range(8_000..=384_000))]
    rate: u32,
    /// How samples are stored: pcm16, pcm24 or f32
    #[arg(long, default_value = "pcm16")]
    format: Format,
    /// Write its MIDI notes as well
    #[arg(long, value_name = "OUT.mid")]
    midi: Option<PathBuf>,
}

/// Renders a file from cycle 0: the same bytes every time.
///
/// # Errors
/// Text that does not parse, a file that cannot be written.
pub(crate) fn render(task: &Render, settings: &Settings) -> anyhow::Result<Exit> {
    let options = RenderOptions { cycles: task.cycles, rate: task.rate, format: task.format, midi: task.midi.clone() };
    let rendered = session::render(&task.file, &task.output, &options, &settings.config()?).map_err(why)?;
    told(&rendered);
    Ok(Exit::Fine)
}

/// Options of `replay`.
#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// The log of a session
    session: PathBuf,
    /// The sound file to write
    #[arg(short, long, value_name = "OUT.wav")]
    output: PathBuf,
    /// How samples are stored: pcm16, pcm24 or f32
    #[arg(long, default_value = "pcm16")]
    format: Format,
}

/// Renders what a session's log says was played.
///
/// # Errors
/// A log that does not read, a file that cannot be written.
pub(crate) fn replay(task: &Replay, settings: &Settings) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    let rendered = replay_to_file(&task.session, &task.output, task.format, &config).exit_with(Exit::Other)?;
    told(&rendered);
    Ok(Exit::Fine)
}

fn told(rendered: &Rendered) {
    if !rendered.outcome.diagnostics.is_empty() {
        said(&rendered.outcome);
    }
    let mut talk = std::io::stderr();
    // A closed stderr leaves nobody to tell.
    for warning in &rendered.warnings {
        let _ = writeln!(talk, "melisma: {warning}");
    }
    let _ = writeln!(talk, "{} frames, {} events", rendered.frames, rendered.triggers);
}

/// Opens a set, or says with the right exit code why not.
pub(super) fn open(settings: &Settings, file: Option<&std::path::Path>) -> anyhow::Result<Live> {
    let config = settings.config()?;
    budget::at_first_start(&config);
    quietly(|| Live::open(&config, file)).map_err(|error| why_not_open(&error))
}

fn why_not_open(error: &OpenSessionError) -> anyhow::Error {
    let exit = match error {
        OpenSessionError::Device(_) => Exit::NoAudio,
        OpenSessionError::Midi(_) => Exit::NoMidi,
        OpenSessionError::Read(_) | OpenSessionError::Threads(_) => Exit::Other,
    };
    failure(exit, error.to_string())
}

fn why(error: RenderSetError) -> anyhow::Error {
    match error {
        RenderSetError::Open(error) => why_not_open(&error),
        RenderSetError::Text(outcome) => failure(Exit::Code, messages(&outcome)),
        other => failure(Exit::Other, other.to_string()),
    }
}

/// Every message under its line.
fn messages(outcome: &Outcome) -> String {
    let colour = Looks::of_environment(false).colour() && std::io::stderr().is_terminal();
    let text = outcome.text.as_deref().unwrap_or_default();
    let drawn: Vec<String> =
        outcome.diagnostics.iter().map(|diagnostic| diagnostic.render(text, "the set", colour)).collect();
    match (drawn.is_empty(), &outcome.message) {
        (true, Some(message)) => message.clone(),
        _ => format!("this set does not play\n{}", drawn.join("\n")),
    }
}
