//! The settings: `config.toml`, and what flags put over it.
//!
//! ```text
//! swap = "cycle"          # or "now"
//! audio-host = "jack"
//! midi-out = "fluid"
//! samples = "/home/me/Dirt-Samples"
//! singer = "fine"         # a larger network than `stage`
//! ```
//!
//! Keys that mean nothing are said once and ignored; a file that does not read leaves the defaults.

use super::Home;
use crate::document;
use crate::pattern::Tidal;
use crate::schedule::When;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The WaveNet that sings where nothing else is said.
pub(super) const SINGER: &str = "stage";

/// The settings of a set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Config {
    /// Whether an evaluation waits for the cycle boundary.
    pub swap: When,
    /// `alsa`, `jack`, `null`, ...; the default host where absent.
    #[serde(alias = "audio_host")]
    pub audio_host: Option<String>,
    /// A part of the output device's name.
    pub device: Option<String>,
    /// Frames in a block of the device.
    pub buffer: Option<u32>,
    /// Without the device's gain and fade-in: what is recorded equals what is rendered.
    #[serde(alias = "raw_output")]
    pub raw_output: bool,
    /// A part of a MIDI output's name; `jack` for a port of our own.
    #[serde(alias = "midi_out")]
    pub midi_out: Option<String>,
    /// A folder of folders of recordings.
    pub samples: Option<PathBuf>,
    /// The seed networks draw with where none is steered.
    pub seed: u64,
    /// Notes that networks may sing at once; what was measured on this machine where absent.
    pub voices: Option<usize>,
    /// The WaveNet behind `s "wavenet:.."`: `stage`, `fine` on a fast machine, or one of one's own.
    pub singer: String,
    /// How many times real time a sung note is made to take, to rehearse what happens on a slow machine; 0: as it comes.
    pub drag: f64,
    /// Cycles a second at the start.
    pub cps: f64,
    /// Which Tidal's chance is played.
    pub tidal: Tidal,
    /// `plain` or `vim`.
    pub keys: String,
    /// Where files lie; not a key.
    #[serde(skip, default = "Home::find")]
    pub home: Home,
    #[serde(flatten)]
    unknown: BTreeMap<String, Ignored>,
}

#[derive(Clone, Debug, PartialEq)]
struct Ignored;

impl<'de> Deserialize<'de> for Ignored {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::at(Home::find())
    }
}

impl Config {
    const KEYS: [&str; 14] = [
        "swap",
        "audio-host",
        "device",
        "buffer",
        "raw-output",
        "midi-out",
        "samples",
        "seed",
        "voices",
        "singer",
        "drag",
        "cps",
        "tidal",
        "keys",
    ];

    /// The defaults, with files in `home`.
    pub fn at(home: Home) -> Self {
        Self {
            swap: When::Cycle,
            audio_host: None,
            device: None,
            buffer: None,
            raw_output: false,
            midi_out: None,
            samples: None,
            seed: 0,
            voices: None,
            singer: SINGER.into(),
            drag: 0.0,
            cps: 0.5,
            tidal: Tidal::default(),
            keys: "plain".into(),
            home,
            unknown: BTreeMap::new(),
        }
    }

    /// The settings of this performer, and what to say about the file.
    pub fn load() -> (Self, Vec<String>) {
        Self::load_from(Home::find())
    }

    /// The settings of a home, and what to say about its file. A missing file is no news.
    pub fn load_from(home: Home) -> (Self, Vec<String>) {
        let path = home.config_file();
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, home, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Self::at(home), Vec::new()),
            Err(error) => (Self::at(home), vec![format!("{}: {error}; the defaults hold", path.display())]),
        }
    }

    fn parse(text: &str, home: Home, origin: &str) -> (Self, Vec<String>) {
        let mut config: Self = match document::from_toml(text) {
            Ok(config) => config,
            Err(error) => return (Self::at(home), vec![format!("{origin}: {error}; the defaults hold")]),
        };
        let mut warnings = Vec::new();
        for key in std::mem::take(&mut config.unknown).into_keys() {
            let near = crate::diagnostic::nearest(&key, Self::KEYS);
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            warnings.push(format!("{origin}: `{key}` is no setting{hint}"));
        }
        if !(config.cps.is_finite() && config.cps > 0.0) {
            warnings.push(format!("{origin}: cps must be more than 0; 0.5 holds"));
            config.cps = 0.5;
        }
        // A voice that takes a second for each of its blocks would only hang.
        config.drag = if config.drag.is_finite() { config.drag.clamp(0.0, 100.0) } else { 0.0 };
        config.home = home;
        (config, warnings)
    }
}

#[cfg(test)]
mod tests {
    //! What a settings file may say, and what is said about a wrong one.
    use super::{Config, Home, When};

    fn parse(text: &str) -> (Config, Vec<String>) {
        Config::parse(text, Home::at(std::path::Path::new("here")), "config.toml")
    }

    #[test]
    fn keys_are_read_and_unknown_ones_are_named_with_the_nearest() {
        let (config, warnings) =
            parse("swap = \"now\"\naudio-host = \"jack\"\nmidiout = 3\ncps = 0.75\ntidal = \"1.7\"\n");
        assert_eq!((config.swap, config.cps), (When::Now, 0.75));
        assert_eq!(config.audio_host.as_deref(), Some("jack"));
        assert_eq!(warnings, ["config.toml: `midiout` is no setting; did you mean `midi-out`?"]);
    }

    #[test]
    fn a_file_that_does_not_read_leaves_the_defaults_and_is_said() {
        let (config, warnings) = parse("cps = \"fast\"");
        assert_eq!(config, Config::at(Home::at(std::path::Path::new("here"))));
        assert!(warnings[0].contains("config.toml") && warnings[0].contains("the defaults hold"));
    }

    #[test]
    fn a_tempo_that_cannot_be_is_not_taken() {
        assert_eq!(parse("cps = -1").0.cps, 0.5);
    }
}
