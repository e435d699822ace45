//! `doctor`: one line a check, with its cause and its cure; what this machine can play.
//!
//! ```text
//! fine   audio    jack: system, 48000 Hz
//! note   midi     no output; plug one in, or `--midi-out jack`
//! wrong  home     /home/me/.config/melisma cannot be written: set MELISMA_HOME to a folder that can
//! ```

use super::exit::Exit;
use super::quiet::quietly;
use super::settings::Settings;
use crate::document;
use crate::io::{audio, midi, samples};
use crate::session::voices::budget::{self, Speed};
use crate::session::{Config, LOOK_AHEAD, RATE, library::Library};
use crate::train::gpu::{self, NoGpu};
use clap::Args;
use std::io::Write;
use std::path::Path;

/// Options of `doctor`.
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Fine,
    Note,
    Wrong,
}

/// One line.
#[derive(Debug, serde::Serialize)]
struct Check {
    name: &'static str,
    grade: Grade,
    words: String,
}

/// Checks everything that a set needs. What is wrong is said, not failed on: the instrument plays on without a device.
///
/// # Errors
/// Where `out` cannot be written, or a flag is wrong.
pub(crate) fn run(task: &Doctor, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let config = settings.config()?;
    let mut checks = vec![
        program(),
        processor(),
        graphics_card(),
        sound(&config),
        midi_out(&config),
        kit(&config),
        home(&config),
        models(&config),
        terminal(),
    ];
    checks.extend(voices(&config));
    checks.push(latency(&config));
    if task.json {
        writeln!(out, "{}", document::to_json(&checks)?)?;
    } else {
        for check in &checks {
            let grade = match check.grade {
                Grade::Fine => "fine ",
                Grade::Note => "note ",
                Grade::Wrong => "wrong",
            };
            writeln!(out, "{grade}  {:<9} {}", check.name, check.words)?;
        }
    }
    Ok(Exit::Fine)
}

fn check(name: &'static str, grade: Grade, words: impl Into<String>) -> Check {
    Check { name, grade, words: words.into() }
}

fn program() -> Check {
    let with = |name, on| if on { name } else { "" };
    let features = [with("jack", cfg!(feature = "jack")), with("cuda", cfg!(feature = "cuda"))];
    let built: Vec<&str> = features.into_iter().filter(|name| !name.is_empty()).collect();
    let built = if built.is_empty() { "nothing optional".to_owned() } else { built.join(", ") };
    check("program", Grade::Fine, format!("melisma {} with {built}", env!("CARGO_PKG_VERSION")))
}

fn processor() -> Check {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let grade = if cores > 1 { Grade::Fine } else { Grade::Note };
    let advice = if cores > 1 { "" } else { "; one core plays, but drawing shares it: `melisma repl` draws nothing" };
    check("processor", grade, format!("{cores} cores, {}{advice}", crate::neural::kernel::Path::best().name()))
}

/// Whether networks can be trained on a graphics card.
fn graphics_card() -> Check {
    match gpu::answers() {
        Ok(()) => {
            let name = card_name().unwrap_or_else(|| "a graphics card".to_owned());
            check("gpu", Grade::Fine, format!("{name} answers: `model train wavenet` learns there"))
        }
        Err(NoGpu::Feature) => {
            check("gpu", Grade::Note, "none is used: built without `--features cuda`; the processor does it all")
        }
        Err(error) => {
            let cure = "the processor does it all; where there is a card, install NVIDIA's driver and libraries";
            check("gpu", Grade::Note, format!("built for CUDA, but {error}: {cure}"))
        }
    }
}

/// The name of the first card, as Linux' driver tells it.
fn card_name() -> Option<String> {
    let mut cards: Vec<_> = std::fs::read_dir("/proc/driver/nvidia/gpus").ok()?.flatten().collect();
    cards.sort_by_key(std::fs::DirEntry::path);
    let told = std::fs::read_to_string(cards.first()?.path().join("information")).ok()?;
    told.lines().find_map(|line| line.strip_prefix("Model:")).map(|name| name.trim().to_owned())
}

fn sound(config: &Config) -> Check {
    let devices = quietly(audio::output_devices);
    let wanted = |device: &&audio::DeviceInfo| match &config.audio_host {
        Some(host) => device.host.eq_ignore_ascii_case(host),
        None => device.default,
    };
    match devices.iter().find(wanted).or(devices.first()) {
        Some(device) => check("audio", Grade::Fine, format!("{}: {}, {} Hz", device.host, device.name, device.rate)),
        None => check(
            "audio",
            Grade::Wrong,
            "no output device: the null device keeps time and `render` writes files; plug one in, or start JACK and \
             use `--audio-host jack`",
        ),
    }
}

fn midi_out(config: &Config) -> Check {
    let ports: Vec<String> = quietly(midi::outputs).into_iter().map(|(_, name)| name).collect();
    match (&config.midi_out, ports.is_empty()) {
        (_, false) => check("midi", Grade::Fine, ports.join(", ")),
        (_, true) => check("midi", Grade::Note, "no output; plug one in at any time, or `--midi-out jack`"),
    }
}

fn kit(config: &Config) -> Check {
    let mut library = samples::Library::new(48_000);
    let built_in = library.banks().count();
    match &config.samples {
        None => check("samples", Grade::Fine, format!("{built_in} banks inside the program")),
        Some(folder) => match library.add_folder(folder) {
            Ok(found) => {
                check("samples", Grade::Fine, format!("{built_in} banks and {found} files of {}", folder.display()))
            }
            Err(error) => check("samples", Grade::Wrong, format!("{error}: name another folder in config.toml")),
        },
    }
}

fn home(config: &Config) -> Check {
    let sessions = config.home.sessions();
    match writable(&sessions) {
        Ok(()) => check("home", Grade::Fine, format!("{}", sessions.display())),
        Err(error) => check(
            "home",
            Grade::Wrong,
            format!("{} cannot be written ({error}): set MELISMA_HOME to a folder that can", sessions.display()),
        ),
    }
}

fn writable(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let probe = folder.join(".doctor");
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(probe)
}

fn models(config: &Config) -> Check {
    let library = Library::new(config.home.clone());
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for name in library.names() {
        match library.check(&name) {
            Ok(family) => good.push(format!("{name} ({})", family.name())),
            Err(error) => bad.push(error.to_string()),
        }
    }
    if bad.is_empty() {
        check("models", Grade::Fine, good.join(", "))
    } else {
        check("models", Grade::Wrong, format!("{}: remove or replace its files; {}", bad.join("; "), good.join(", ")))
    }
}

fn terminal() -> Check {
    let looks = super::stage::Looks::of_environment(false);
    check("terminal", Grade::Fine, looks.words())
}

/// How many notes networks may sing at once: measured now, and kept for the sets to come.
fn voices(config: &Config) -> Option<Check> {
    let budget = budget::measure(config)?;
    let each = |(name, speed): (&String, &Speed)| {
        let Speed { alone, four } = *speed;
        format!("a `{name}` voice runs {alone:.1} x real time, four together {four:.1}, {} fit", speed.at_once())
    };
    let speeds: Vec<String> = budget.speeds.iter().map(each).collect();
    let (slow, voices) =
        (budget.speeds.values().all(|speed| speed.alone < 1.7), config.voices.unwrap_or(budget.voices));
    let whose = match (config.voices, budget::keep(&budget, &config.home)) {
        (Some(_), _) => "as the settings say".to_owned(),
        (None, Ok(())) => format!("kept in {}", config.home.voices_file().display()),
        (None, Err(error)) => format!("not kept: {error}"),
    };
    let plural = if voices == 1 { "note is" } else { "notes are" };
    let words = format!("{}; {voices} {plural} sung at once, more by a plain synth ({whose})", speeds.join(", "));
    Some(check("wavenet", if slow { Grade::Note } else { Grade::Fine }, words))
}

/// How long what is typed or turned takes to be heard.
fn latency(config: &Config) -> Check {
    let ahead = 1_000.0 * LOOK_AHEAD;
    let device = match config.buffer {
        Some(frames) => format!("{:.0} ms of the device's buffer", 1_000.0 * f64::from(frames) / f64::from(RATE)),
        None => "what the device buffers, shown on the stage while it plays".to_owned(),
    };
    check("latency", Grade::Fine, format!("what is evaluated with `!` sounds after {ahead:.0} ms and {device}"))
}
