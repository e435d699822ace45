//! Where a performer's files lie: XDG (or the platform's own) folders, or all under `MELISMA_HOME`.
//!
//! ```text
//! config.toml     startup.tidal     sessions/2026-11-22-210301.jsonl     models/mine.toml, mine.safetensors     patches/*.toml     samples/
//! ```
//!
//! It only names places; folders are made by whoever writes into them.

use std::path::{Path, PathBuf};

/// The folders of one performer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    config: PathBuf,
    data: PathBuf,
}

impl Home {
    /// `MELISMA_HOME` where it is set and not empty, else the platform's folders, else the current one.
    pub fn find() -> Self {
        match std::env::var_os("MELISMA_HOME").filter(|home| !home.is_empty()) {
            Some(home) => Self::at(Path::new(&home)),
            None => directories::ProjectDirs::from("", "", "melisma").map_or_else(
                || Self::at(Path::new(".melisma")),
                |folders| Self { config: folders.config_dir().into(), data: folders.data_dir().into() },
            ),
        }
    }

    /// Everything under one folder.
    pub fn at(folder: &Path) -> Self {
        Self { config: folder.into(), data: folder.into() }
    }

    /// The settings.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Definitions of one's own that every set begins with.
    pub fn start_up_file(&self) -> PathBuf {
        self.config.join("startup.tidal")
    }

    /// Logs of sets.
    pub fn sessions(&self) -> PathBuf {
        self.data.join("sessions")
    }

    /// How many voices this machine sings, as measured.
    pub fn voices_file(&self) -> PathBuf {
        self.data.join("voices.json")
    }

    /// Models of one's own, which win over the shipped ones.
    pub fn models(&self) -> PathBuf {
        self.data.join("models")
    }

    /// Instruments of one's own, which win over the shipped ones.
    pub fn patches(&self) -> PathBuf {
        self.config.join("patches")
    }

    /// Samples of one's own: a folder of folders of recordings, unless the settings name another.
    pub fn samples(&self) -> PathBuf {
        self.data.join("samples")
    }

    /// What line mode has read.
    pub fn line_history(&self) -> PathBuf {
        self.data.join("history.txt")
    }
}
