//! The global options, and the settings they make over `config.toml`: a flag wins over a key, a key over the default.

use super::exit::{Exit, failure};
use crate::pattern::Tidal;
use crate::session::Config;
use clap::Args;
use std::io::Write;

/// Options that every command takes.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Sound through this host: alsa, jack, null ...
    #[arg(long, global = true, value_name = "HOST", help_heading = "Settings")]
    pub(crate) audio_host: Option<String>,
    /// Output device, by a part of its name; where networks are trained or sampled: auto, cpu or cuda
    #[arg(long, global = true, value_name = "NAME", help_heading = "Settings")]
    pub(crate) device: Option<String>,
    /// MIDI output, by a part of its name; `jack` for a port of our own
    #[arg(long, global = true, value_name = "NAME", help_heading = "Settings")]
    pub(crate) midi_out: Option<String>,
    /// Frames in a block of the device
    #[arg(long, global = true, value_name = "FRAMES", help_heading = "Settings")]
    pub(crate) buffer: Option<u32>,
    /// Seed that networks draw with where none is steered
    #[arg(long, global = true, value_name = "SEED", help_heading = "Settings")]
    pub(crate) seed: Option<u64>,
    /// Cycles a second at the start
    #[arg(long, global = true, value_name = "CPS", help_heading = "Settings")]
    pub(crate) cps: Option<f64>,
    /// Leave out the device's gain and fade-in: what is heard equals what `render` writes
    #[arg(long, global = true, help_heading = "Settings")]
    pub(crate) raw_output: bool,
    /// Which Tidal's chance is played: 1.10 or 1.7
    #[arg(long, global = true, value_name = "VERSION", value_parser = tidal, help_heading = "Settings")]
    pub(crate) tidal: Option<Tidal>,
}

fn tidal(text: &str) -> Result<Tidal, String> {
    match text {
        "1.10" => Ok(Tidal::V1_10),
        "1.7" => Ok(Tidal::V1_7),
        _ => Err("1.10 or 1.7".to_owned()),
    }
}

impl Settings {
    /// The performer's settings with the flags over them. Warnings about the file go to stderr.
    ///
    /// # Errors
    /// A usage error for a tempo that is none.
    pub(crate) fn config(&self) -> anyhow::Result<Config> {
        let (mut config, warnings) = Config::load();
        for warning in warnings {
            let _ = writeln!(std::io::stderr(), "melisma: {warning}");
        }
        if let Some(cps) = self.cps {
            if !(cps.is_finite() && cps > 0.0) {
                return Err(failure(Exit::Usage, "--cps must be more than 0"));
            }
            config.cps = cps;
        }
        config.audio_host = self.audio_host.clone().or(config.audio_host);
        config.device = self.device.clone().or(config.device);
        config.midi_out = self.midi_out.clone().or(config.midi_out);
        config.buffer = self.buffer.or(config.buffer);
        config.seed = self.seed.unwrap_or(config.seed);
        config.tidal = self.tidal.unwrap_or(config.tidal);
        config.raw_output |= self.raw_output;
        Ok(config)
    }
}
