//! `devices`: audio and MIDI that can be named, one a line.
//!
//! ```text
//! audio  jack    system             48000 Hz  default     melisma --audio-host jack
//! midi   jack    fluid:midi_00                            melisma --midi-out fluid
//! ```

use super::exit::Exit;
use super::quiet::quietly;
use crate::document;
use crate::io::{audio, midi};
use clap::Args;
use std::io::Write;

/// Options of `devices`.
#[derive(Args, Debug)]
pub(crate) struct Devices {
    /// One JSON document
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Listed {
    audio: Vec<audio::DeviceInfo>,
    midi: Vec<Port>,
}

#[derive(serde::Serialize)]
struct Port {
    home: &'static str,
    name: String,
    direction: &'static str,
}

/// Lists what is there. Nothing there is no failure.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn run(task: &Devices, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let (devices, outputs) = quietly(|| (audio::output_devices(), midi::outputs()));
    let ports = outputs.into_iter().map(|(home, name)| Port { home, name, direction: "out" });
    let listed = Listed { audio: devices, midi: ports.collect() };
    if task.json {
        writeln!(out, "{}", document::to_json(&listed)?)?;
        return Ok(Exit::Fine);
    }
    for device in &listed.audio {
        let rate = if device.rate == 0 { String::new() } else { format!("{} Hz", device.rate) };
        let default = if device.default { "default" } else { "" };
        let line = format!("audio  {:<7} {:<32} {rate:>9}  {default}", device.host, device.name);
        writeln!(out, "{}", line.trim_end())?;
    }
    if listed.audio.is_empty() {
        writeln!(out, "audio  none; the null device keeps time, `render` writes files")?;
    }
    for port in &listed.midi {
        writeln!(out, "midi   {:<7} {}", port.home, port.name)?;
    }
    if listed.midi.is_empty() {
        writeln!(out, "midi   none; `--midi-out jack` makes a port of our own where JACK runs")?;
    }
    Ok(Exit::Fine)
}
