//! How fast WaveNets sing here, beside what this machine allows.
//!
//! ```text
//! one voice      limit = reading all weights once a step, as fast as this core reads as many bytes again and again
//! eight voices   limit = the multiply-adds of eight steps, as fast as this core does them between registers
//! ```
//!
//! Every size in every precision on every path of this processor, conditioning and sampling included. The shipped size has its
//! trained weights, the others drawn ones, which take as long. Real time is 24 000 steps a second of one voice; a note takes 21 000
//! to 31 500, as its pitch divides. Other work on the machine only ever slows one down, so the fastest of many stretches counts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::neural::card::Card;
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::Precision;
use crate::neural::wavenet::dice::Dice;
use crate::neural::wavenet::shape::Shape;
use crate::neural::wavenet::{LoadModelError, Model, NoteSpec, Voice};
use crate::neural::weights::{Weights, WeightsError};
use crate::train::wavenet::pace::pace;
use crate::train::wavenet::trainer::TrainError;

/// One measured case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BenchCase {
    /// `wavenet` or `train`.
    pub bench: String,
    /// Model, voices, number format, kernel path.
    pub case: String,
    /// What was measured, all voices together.
    pub value: f64,
    /// What it counts.
    pub unit: String,
    /// What this machine allows, measured in the same run; none where nothing says it.
    pub limit: Option<f64>,
}

/// Voices of a choir.
const CHOIR: usize = 8;

/// Steps in a stretch: four frames.
const STRETCH: usize = 256;

/// Times every case, and tells each as it is done. Errors: the model does not load.
pub fn bench(card: &Card, weights: &Weights, told: &mut dyn FnMut(BenchCase)) -> Result<(), LoadModelError> {
    let shipped = Shape::from_card(card)?;
    let sizes = [("nano", Shape::NANO), (card.name.as_str(), shipped), ("fine", Shape::FINE)];
    for (name, shape) in sizes {
        let drawn = (shape != shipped).then(|| of_size(card, name, shape)).transpose()?;
        let (card, weights) = drawn.as_ref().map_or((card, weights), |(card, weights)| (card, weights));
        for &path in Path::all() {
            for precision in Precision::ALL {
                let model = Arc::new(Model::load_as(path, precision, card, weights)?);
                told(case(&model, 1));
                told(case(&model, CHOIR));
            }
        }
    }
    Ok(())
}

/// Seconds of a training step of four clips of 4096 steps, one thread, of the size for the stage: the median of five after one that
/// is not counted.
pub fn bench_training() -> Result<BenchCase, TrainError> {
    let mut seconds = pace(Shape::STAGE, 4, 4096, 6)?.split_off(1);
    seconds.sort_by(f64::total_cmp);
    Ok(BenchCase {
        bench: "train".into(),
        case: "stage, 4 x 4096, one step".into(),
        value: (seconds[seconds.len() / 2] * 1e4).round() / 1e4,
        unit: "s".into(),
        limit: None,
    })
}

fn case(model: &Arc<Model>, count: usize) -> BenchCase {
    let (path, rate) = (model.path(), f64::from(model.rate()));
    let mut voices = vec![Voice::new(model.clone()); count];
    for (place, voice) in voices.iter_mut().enumerate() {
        voice.start(&NoteSpec { instrument: place, pitch: 57.0 + place as f32, velocity: 100.0, seed: 1 });
    }
    let mut out = vec![0.0; count * STRETCH];
    let mut sung: Vec<_> = voices.iter_mut().zip(out.chunks_exact_mut(STRETCH)).collect();
    let stretch = best(|| Voice::process_many(&mut sung));
    let allowed = if count == 1 { reading(path, model.bytes()) } else { count as f64 * multiplying(path, model) };
    let round = |x: f64| (x * 100.0).round() / 100.0;
    BenchCase {
        bench: "wavenet".into(),
        case: format!(
            "{}, {count} voice{}, {}, {}",
            model.name(),
            if count == 1 { "" } else { "s" },
            model.precision().name(),
            path.name()
        ),
        value: round((count * STRETCH) as f64 / (stretch * rate)),
        unit: format!("x real time at {} steps a second", model.rate()),
        limit: Some(round(count as f64 / (allowed * rate))),
    }
}

/// Seconds to read as many bytes once, from the level of the cache in which they stay.
fn reading(path: Path, bytes: usize) -> f64 {
    const LINE: usize = 16;
    let data = vec![1.0f32; bytes / 4 + LINE];
    let data = &data[data.as_ptr().align_offset(4 * LINE).min(LINE)..][..bytes / 4];
    best(|| {
        std::hint::black_box(path.sweep(std::hint::black_box(data)));
    })
}

/// Seconds for the multiply-adds of one step.
fn multiplying(path: Path, model: &Model) -> f64 {
    const ROUNDS: usize = 10_000;
    let seconds = best(|| {
        std::hint::black_box(path.multiply(std::hint::black_box(ROUNDS)));
    });
    seconds * model.multiplies() as f64 / (96 * ROUNDS) as f64
}

/// Seconds of the fastest of the runs of a third of a second.
fn best(mut run: impl FnMut()) -> f64 {
    let (begun, mut least) = (Instant::now(), f64::INFINITY);
    while begun.elapsed() < Duration::from_millis(330) {
        let start = Instant::now();
        run();
        least = least.min(start.elapsed().as_secs_f64());
    }
    least.max(1e-9)
}

/// A model of another size with drawn weights, which never falls silent.
fn of_size(card: &Card, name: &str, shape: Shape) -> Result<(Card, Weights), WeightsError> {
    let mut card = Card { name: name.into(), ..card.clone() };
    card.shape.extend(shape.entries().map(|(field, size)| (field.to_owned(), size as u32)));
    let (mut weights, mut dice) = (Weights::new(), Dice::new(1));
    for (tensor, rows, columns) in shape.network() {
        let size = 1.0 / (rows as f32).sqrt();
        weights.insert(&tensor, &[rows, columns], (0..rows * columns).map(|_| size * dice.normal()).collect())?;
    }
    for (tensor, rows, columns) in Shape::acoustics() {
        let value = if tensor == "acoustics.3.bias" { -2.0 } else { 0.0 };
        weights.insert(&tensor, &[rows, columns], vec![value; rows * columns])?;
    }
    Ok((card, weights))
}
