//! Sets without a device: rendered to a file, and logs rendered again; and a file played to its end through a device.
//!
//! ```text
//! render set.tidal -o out.wav --cycles 8      exactly the frames of eight cycles, the same bytes every time
//! ```
//!
//! Networks are waited for. The mix is tapped before the device's gain and fade-in.

use super::config::Config;
use super::library;
use super::live::{Live, OpenSessionError, RATE};
use super::log::{Entry, LogError, ReadLog};
use super::replay::Replay;
use super::studio::{Studio, steering};
use super::voices::budget;
use super::{Command, Outcome, Parts, Session, Transport};
use crate::io::audio::offline::{self, Format, WavFile, WriteWavError};
use crate::io::midi::{MidiFile, MidiSink, WriteMidiFileError};
use crate::io::watch::ReadTextError;
use crate::lang::{Interpreter, on_large_stack};
use crate::pattern::Patience;
use crate::schedule::{Scheduler, Sink};
use crate::time::Cycle;
use crate::units::Frame;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How a set is rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderOptions {
    /// How many cycles.
    pub cycles: u64,
    /// Frames a second.
    pub rate: u32,
    /// How samples are stored.
    pub format: Format,
    /// Where its MIDI goes, if anywhere.
    pub midi: Option<PathBuf>,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { cycles: 8, rate: RATE, format: Format::Pcm16, midi: None }
    }
}

/// What was rendered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// Frames written.
    pub frames: i64,
    /// Triggers that went out.
    pub triggers: usize,
    /// Hints and warnings about the text, and what could not be played.
    pub outcome: Outcome,
    /// What else is to be said.
    pub warnings: Vec<String>,
}

/// Why nothing was rendered or played.
#[derive(Debug, thiserror::Error)]
pub enum RenderSetError {
    /// The file does not read.
    #[error(transparent)]
    Read(#[from] ReadTextError),
    /// Its text does not parse; the outcome has the messages.
    #[error("the text does not read")]
    Text(Box<Outcome>),
    /// The log does not read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The sound file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteWavError),
    /// The MIDI file cannot be written.
    #[error(transparent)]
    WriteMidi(#[from] WriteMidiFileError),
    /// The set does not open.
    #[error(transparent)]
    Open(#[from] OpenSessionError),
    /// Our own program broke down.
    #[error("the render broke down")]
    Broken,
}

/// Renders a file from cycle 0. Errors: it does not read or parse, or the output cannot be written.
pub fn render(file: &Path, out: &Path, options: &RenderOptions, config: &Config) -> Result<Rendered, RenderSetError> {
    let text = library::read_set(file)?;
    let command = Command::Load { path: file.display().to_string(), text };
    // Patterns nest: their queries get the stack that the language promises them.
    on_large_stack(|| render_here(command, out, options, config)).unwrap_or(Err(RenderSetError::Broken))
}

fn render_here(
    command: Command,
    out: &Path,
    options: &RenderOptions,
    config: &Config,
) -> Result<Rendered, RenderSetError> {
    let midi = options.midi.as_ref().map(|_| MidiFile::new());
    let sink = midi.clone().map(|file| -> Box<dyn Sink> { Box::new(MidiSink::new(Box::new(file), options.rate)) });
    let voices = config.voices.unwrap_or(budget::MOST);
    let mut studio = Studio::build(config, options.rate, voices, sink.into_iter().collect());
    let scheduler =
        Scheduler::new(options.rate, config.cps, config.tidal, Patience::Wait).steered(steering(config.seed));
    let mut session = Session::new(Parts {
        interpreter: Interpreter::new(library::networks(Arc::clone(&studio.bank)), config.tidal),
        transport: Transport::new(scheduler, studio.rack),
        patches: studio.patches,
        swap: config.swap,
        tidal: config.tidal,
        log: None,
        sounds: Some(studio.sounds),
    });
    studio.warnings.extend(session.start_up(&config.home));
    let outcome = session.apply(command, Frame(0));
    if outcome.failed() {
        return Err(RenderSetError::Text(Box::new(outcome)));
    }
    let transport = session.transport();
    let mut transport = transport.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let last = Cycle::whole(i64::try_from(options.cycles).unwrap_or(i64::MAX));
    let end = transport.scheduler.tempo().frame_of(last);
    let cps = transport.scheduler.tempo().cps_at(Frame(0));
    let mut file = WavFile::create(out, options.rate, options.format)?;
    let mut triggers = 0;
    let ahead = |until: Frame| {
        triggers += transport.advance(until.min(end));
        Ok(())
    };
    offline::render(&mut studio.renderer, end.0, ahead, |frames| file.write(frames))?;
    file.finish()?;
    let news = transport.take_news();
    if let (Some(path), Some(midi)) = (&options.midi, midi) {
        midi.write(path, options.rate, cps)?;
    }
    let mut warnings = studio.warnings;
    warnings.extend(news.refused.iter().map(ToString::to_string));
    warnings.dedup();
    Ok(Rendered { frames: end.0, triggers, outcome, warnings })
}

/// Renders a session's log again, to the frame at which it ended. Errors: no log, or the output cannot be written.
pub fn replay_to_file(log: &Path, out: &Path, format: Format, config: &Config) -> Result<Rendered, RenderSetError> {
    let log = ReadLog::read(log)?;
    on_large_stack(|| replay_here(log, out, format, config)).unwrap_or(Err(RenderSetError::Broken))
}

fn replay_here(log: ReadLog, out: &Path, format: Format, config: &Config) -> Result<Rendered, RenderSetError> {
    let rate = log.opening.rate;
    let mut config = config.clone();
    config.singer.clone_from(&log.opening.singer);
    let mut studio = Studio::build(&config, rate, log.opening.voices, Vec::new());
    studio.renderer.follow(&log.moves());
    let warnings: Vec<String> = log.dropped.iter().cloned().chain(studio.warnings).collect();
    let end = log.end();
    // A hush cut what had been sent ahead of it: run as far ahead as the set did.
    let lead = log
        .records
        .iter()
        .filter(|record| matches!(record.entry, Entry::Command(_)))
        .map(|record| record.frame - record.at)
        .max()
        .unwrap_or(0);
    let networks = library::networks(studio.bank);
    let mut replay = Replay::new(log, networks, studio.patches, studio.rack);
    let mut file = WavFile::create(out, rate, format)?;
    let ahead = |until: Frame| {
        replay.advance((until + lead).min(end));
        Ok(())
    };
    offline::render(&mut studio.renderer, end.0, ahead, |frames| file.write(frames))?;
    file.finish()?;
    Ok(Rendered { frames: end.0, triggers: replay.sent(), outcome: Outcome::default(), warnings })
}

/// Opens a file to be played through the device without a screen, `cycles` long or without end; the outcome holds hints
/// about its text. Errors: it does not read or
/// parse, or a device or port that was asked for is not there.
pub fn open_to_play(file: &Path, cycles: Option<u64>, config: &Config) -> Result<(Live, Outcome), RenderSetError> {
    let live = Live::open_for(config, Some(file), cycles)?;
    let outcome = live.opened().unwrap_or_default();
    if outcome.failed() {
        live.close();
        return Err(RenderSetError::Text(Box::new(outcome)));
    }
    Ok((live, outcome))
}

/// Stays with a set until it has ended or `stop` is set; `told` hears what came of every save, and of instruments. The set
/// is left open.
pub fn play_on(live: &Live, stop: &AtomicBool, mut told: impl FnMut(&Outcome)) {
    while !stop.load(Ordering::Relaxed) {
        // Echoes ring out a little after the last cycle.
        if live.end().is_some_and(|end| live.position() > end + i64::from(RATE)) {
            break;
        }
        live.notices().iter().for_each(&mut told);
        std::thread::sleep(Duration::from_millis(20));
    }
}
