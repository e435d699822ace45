//! How many notes networks may sing at once on this machine: measured at the first start, kept in the home, measured again by
//! `doctor`.
//!
//! ```text
//! stage  one voice 6.2 x real time, four together 8.4  ->  0.8 of a core for voices  ->  6 at once; one more is a plain synth
//! voices.json  {"program": "melisma 0.1.0", "path": "avx2, i16", "speeds": {"stage": {"alone": 6.2, "four": 8.4}}, "voices": 6}
//! ```
//!
//! The rest of the core is for patterns, drawing and bad moments; what goes wrong all the same is the ladder's (`engine::ladder`). A
//! figure of another program, another model or another path of the kernels does not count. The number is written into the log
//! of a set, so that its replay sings as many; a render is not in a hurry and sings [`MOST`].

use crate::document;
use crate::neural::wavenet::{Model, NoteSpec, Voice};
use crate::session::Home;
use crate::session::config::Config;
use crate::session::library::Library;
use crate::session::studio::{SMALLER, singer};
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
    /// The path of the kernels and the numbers in which they compute.
    pub path: String,
    /// The weights of the network that sings.
    pub weights: u64,
    /// How fast each size sings.
    pub speeds: BTreeMap<String, Speed>,
    /// Notes at once.
    pub voices: usize,
}

/// How many seconds of sound of one voice a core makes in a second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Where one voice sings.
    pub alone: f64,
    /// Where four sing together, which share every reading of a weight.
    pub four: f64,
}

impl Speed {
    /// Notes at once: fours together, the others each alone. One at least, the ladder has its back.
    pub fn at_once(self) -> usize {
        let taken = |n: usize| (n / 4 * 4) as f64 / self.four + (n % 4) as f64 / self.alone;
        (1..=MOST).rev().find(|n| taken(*n) <= SHARE).unwrap_or(1)
    }
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
    let kept = || kept(config).map(|budget| budget.voices);
    config.voices.or_else(kept).unwrap_or(USUAL).min(MOST)
}

/// What was measured before, where it still counts.
pub fn kept(config: &Config) -> Option<Budget> {
    let text = std::fs::read_to_string(config.home.voices_file()).ok()?;
    let budget: Budget = document::from_json(&text).ok()?;
    let model = singer(&Library::new(config.home.clone()), &config.singer).0?;
    (budget.program == program() && budget.path == path(&model) && budget.weights == model.fingerprint())
        .then_some(budget)
}

/// Measures; `None` where no network sings.
pub fn measure(config: &Config) -> Option<Budget> {
    let library = Library::new(config.home.clone());
    let model = singer(&library, &config.singer).0?;
    let first = speed(&model);
    let mut speeds = BTreeMap::from([(model.name().to_owned(), first)]);
    if let Some(small) = library.singer(SMALLER).0 {
        speeds.insert(SMALLER.to_owned(), speed(&small));
    }
    Some(Budget {
        program: program(),
        path: path(&model),
        weights: model.fingerprint(),
        speeds,
        voices: first.at_once(),
    })
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
    if config.voices.is_some() || kept(config).is_some() {
        return;
    }
    if let Some(budget) = measure(config) {
        let _ = keep(&budget, &config.home);
    }
}

fn program() -> String {
    format!("melisma {}", env!("CARGO_PKG_VERSION"))
}

fn path(model: &Model) -> String {
    format!("{}, {}", model.path().name(), model.precision().name())
}

/// How fast voices run at the pitch that takes the most steps.
fn speed(model: &Arc<Model>) -> Speed {
    let [alone, four] = [1, 4].map(|count| {
        let mut voices = vec![Voice::new(Arc::clone(model)); count];
        for voice in &mut voices {
            voice.start(&NoteSpec { instrument: 0, pitch: DENSEST, velocity: 100.0, seed: 1 });
        }
        let rate = f64::from(voices[0].rate());
        let mut steps = vec![0.0; count * STRETCHES.1];
        let mut sung: Vec<_> = voices.iter_mut().zip(steps.chunks_exact_mut(STRETCHES.1)).collect();
        let mut times: Vec<f64> = (0..STRETCHES.0)
            .map(|_| {
                let begun = Instant::now();
                Voice::process_many(&mut sung);
                begun.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let speed = (count * STRETCHES.1) as f64 / rate / times[STRETCHES.0 / 2].max(1e-9);
        (speed * 100.0).round() / 100.0
    });
    Speed { alone, four }
}

#[cfg(test)]
mod tests {
    //! What is kept, and when it counts.
    use super::*;

    #[test]
    fn a_measurement_is_kept_and_counts_for_the_same_program_and_model_only() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::at(Home::at(folder.path()));
        assert_eq!(of(&config), USUAL);
        at_first_start(&config);
        let budget = kept(&config).unwrap();
        assert!(budget.speeds["stage"].alone > 0.0 && of(&config) == budget.voices);
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
        let speeds = [(0.0, 0.0), (1.0, 1.5), (3.4, 4.0), (5.0, 6.0), (6.2, 8.4), (5.4, 9.5), (13.0, 20.0)];
        assert_eq!(speeds.map(|(alone, four)| Speed { alone, four }.at_once()), [1, 1, 2, 4, 6, 6, 8]);
    }
}
