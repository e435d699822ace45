//! How fast a WaveNet sings here, beside what this machine allows.
//!
//! ```text
//! limit = reading all weights once a step, as fast as this core reads as many bytes again and again
//! ```
//!
//! Real time is 24 000 steps a second; a note takes 21 000 to 31 500, as its pitch divides.

use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;

use crate::neural::card::Card;
use crate::neural::kernel::Path;
use crate::neural::wavenet::{LoadModelError, Model, NoteSpec, Voice};
use crate::neural::weights::Weights;

/// One measured case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BenchCase {
    /// Always `wavenet`.
    pub bench: String,
    /// Model, voices, number format, kernel path.
    pub case: String,
    /// What was measured.
    pub value: f64,
    /// What it counts.
    pub unit: String,
    /// What this machine allows, measured in the same run.
    pub limit: f64,
}

/// Times one voice on every path of this processor, conditioning and sampling included: the fastest of 200 stretches of 1024
/// steps, since other work on the machine only ever slows one down. Errors: the model does not load.
pub fn bench(card: &Card, weights: &Weights) -> Result<Vec<BenchCase>, LoadModelError> {
    let mut cases = Vec::new();
    for &path in Path::all() {
        let model = Arc::new(Model::load_for(path, card, weights)?);
        let rate = f64::from(model.rate());
        let mut voice = Voice::new(model.clone());
        voice.start(&NoteSpec { instrument: 0, pitch: 57.0, velocity: 100.0, seed: 1 });
        let mut out = vec![0.0; 1024];
        let stretch = best(200, || voice.process(&mut out));
        let data = vec![1.0f32; model.bytes() / 4];
        let mut sum = 0.0;
        let reading = best(400, || sum += path.sweep(&data));
        let words = format!("{}, 1 voice, f32, {}", card.name, path.name());
        let limit = if sum > 0.0 { 1.0 / (reading * rate) } else { 0.0 };
        let round = |x: f64| (x * 100.0).round() / 100.0;
        cases.push(BenchCase {
            bench: "wavenet".into(),
            case: words,
            value: round(out.len() as f64 / (stretch * rate)),
            unit: format!("x real time at {} steps a second", model.rate()),
            limit: round(limit),
        });
    }
    Ok(cases)
}

/// Seconds of the fastest of some runs.
fn best(runs: usize, mut run: impl FnMut()) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..runs {
        let start = Instant::now();
        run();
        least = least.min(start.elapsed().as_secs_f64());
    }
    least.max(1e-9)
}
