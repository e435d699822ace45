//! How many notes networks may sing at once on this machine: measured at the first start, kept in the home, measured again by
//! `doctor`.
//!
//! ```text
//! stage  one voice 5.2 x real time  ->  0.8 of that for voices  ->  4 at once; one more is a plain synth
//! voices.json  {"program": "melisma 0.1.0", "path": "avx2", "speeds": {"stage": 5.2}, "voices": 4}
//! ```
//!
//! The rest of the core is for patterns, drawing and bad moments; what goes wrong all the same is the ladder's (`engine::ladder`). A
//! figure of another program, another model or another path of the kernels does not count. The number is written into the log
//! of a set, so that its replay sings as many; a render is not in a hurry and sings [`MOST`].

use crate::document;
use crate::neural::kernel::Path;
use crate::neural::wavenet::{Model, NoteSpec, Voice};
use crate::session::Home;
use crate::session::config::Config;
use crate::session::library::Library;
use crate::session::studio::SINGERS;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

/// The most notes that are ever sung at once.
pub const MOST: usize = 8;
/// As many where nothing was measured.
const USUAL: usize = 3;
/// The share of a core that voices may take.
const SHARE: f64 = 0.8;
/// Stretches that are timed, and their steps. The median counts: other work on the machine is part of what there is.
const STRETCHES: (usize, usize) = (31, 256);
/// The pitch that takes the most steps a second: 31 300, where real time is counted as 24 000.
const DENSEST: f32 = 59.9;

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// The program that measured it.
    pub program: String,
    /// The path of the kernels.
    pub path: String,
    /// The weights of the network that sings.
    pub weights: u64,
    /// How many times real time one voice of each size runs.
    pub speeds: BTreeMap<String, f64>,
    /// Notes at once.
    pub voices: usize,
}

/// Why a measurement cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct KeepBudgetError {
    /// The file.
    pub path: std::path::PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

/// Notes at once in a set with these settings: what they say, else what was measured here, else three.
pub fn of(config: &Config) -> usize {
    let kept = || kept(&config.home, &Library::new(config.home.clone())).map(|budget| budget.voices);
    config.voices.or_else(kept).unwrap_or(USUAL).min(MOST)
}

/// What was measured before, where it still counts.
pub fn kept(home: &Home, library: &Library) -> Option<Budget> {
    let text = std::fs::read_to_string(home.voices_file()).ok()?;
    let budget: Budget = document::from_json(&text).ok()?;
    let model = library.singer(SINGERS[0]).0?;
    (budget.program == program() && budget.path == model.path().name() && budget.weights == model.fingerprint())
        .then_some(budget)
}

/// Measures, in about a fifth of a second; `None` where no network sings.
pub fn measure(library: &Library) -> Option<Budget> {
    let model = library.singer(SINGERS[0]).0?;
    let round = |x: f64| (x * 100.0).round() / 100.0;
    let mut speeds = BTreeMap::from([(SINGERS[0].to_owned(), round(speed(&model)))]);
    if let Some(small) = library.singer(SINGERS[1]).0 {
        speeds.insert(SINGERS[1].to_owned(), round(speed(&small)));
    }
    let voices = at_once(speeds[SINGERS[0]]);
    let path = Path::best().name().to_owned();
    Some(Budget { program: program(), path, weights: model.fingerprint(), speeds, voices })
}

/// Keeps a measurement in the home. Errors: the file cannot be written.
pub fn keep(budget: &Budget, home: &Home) -> Result<(), KeepBudgetError> {
    let path = home.voices_file();
    let written = || {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = document::to_json(budget).map_err(|error| std::io::Error::other(error.to_string()))?;
        std::fs::write(&path, text)
    };
    written().map_err(|source| KeepBudgetError { path: path.clone(), source })
}

/// At the first start: measures and keeps, where the settings say no number and none is kept. Where it cannot be kept, it is
/// measured again the next time.
pub fn at_first_start(config: &Config) {
    let library = Library::new(config.home.clone());
    if config.voices.is_some() || kept(&config.home, &library).is_some() {
        return;
    }
    if let Some(budget) = measure(&library) {
        let _ = keep(&budget, &config.home);
    }
}

/// Notes at once where one runs so many times faster than real time: one at least, the ladder has its back.
pub fn at_once(speed: f64) -> usize {
    ((SHARE * speed) as usize).clamp(1, MOST)
}

fn program() -> String {
    format!("melisma {}", env!("CARGO_PKG_VERSION"))
}

/// How many times real time a voice runs, for the pitch that takes the most steps.
fn speed(model: &Arc<Model>) -> f64 {
    let mut voice = Voice::new(Arc::clone(model));
    voice.start(&NoteSpec { instrument: 0, pitch: DENSEST, velocity: 100.0, seed: 1 });
    let mut steps = vec![0.0; STRETCHES.1];
    let mut times: Vec<f64> = (0..STRETCHES.0)
        .map(|_| {
            let begun = Instant::now();
            voice.process(&mut steps);
            begun.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    STRETCHES.1 as f64 / f64::from(voice.rate()) / times[STRETCHES.0 / 2].max(1e-9)
}

#[cfg(test)]
mod tests {
    //! What is kept, and when it counts.
    use super::*;

    #[test]
    fn a_measurement_is_kept_and_counts_for_the_same_program_and_model_only() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::at(Home::at(folder.path()));
        let library = Library::new(config.home.clone());
        assert_eq!(of(&config), USUAL);
        at_first_start(&config);
        let budget = kept(&config.home, &library).unwrap();
        assert!(budget.speeds["stage"] > 0.0 && of(&config) == budget.voices);
        keep(&Budget { voices: 5, ..budget.clone() }, &config.home).unwrap();
        at_first_start(&config);
        assert_eq!(of(&config), 5, "it is not measured again");
        let mut told = config.clone();
        told.voices = Some(2);
        assert_eq!(of(&told), 2);
        keep(&Budget { weights: 1, ..budget }, &config.home).unwrap();
        assert_eq!(of(&config), USUAL);
    }

    #[test]
    fn speed_buys_notes() {
        assert_eq!([0.0, 1.0, 3.4, 5.0, 13.0, 100.0].map(at_once), [1, 1, 2, 4, 8, 8]);
    }
}
