//! The inference that plays equals the network that was trained, on the shipped weights.
//!
//! ```text
//! the same 1024 codes, guides and frames -> dfdx's outputs
//!                                        -> neural's outputs, step by step, on every kernel path     within 1e-4 (of outputs up to 16)
//! ```

use melisma::neural::card::Card;
use melisma::neural::kernel::Path;
use melisma::neural::kernel::packed::Precision;
use melisma::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};
use melisma::neural::wavenet::Model;
use melisma::neural::wavenet::acoustics::Acoustics;
use melisma::neural::wavenet::core::Core;
use melisma::neural::wavenet::features::{FEATURES, FRAME, PHASES, RATE, hertz};
use melisma::neural::wavenet::predictor::OUTPUTS;
use melisma::neural::wavenet::shape::Shape;
use melisma::neural::weights::Weights;
use melisma::train::random::Random;
use melisma::train::wavenet::clip::{Clip, Split};
use melisma::train::wavenet::crop::{Batch, Change, Recipe};
use melisma::train::wavenet::harmonics::Transforms;
use melisma::train::wavenet::network::Network;
use melisma::train::wavenet::note::Note;

/// A made-up note: six falling harmonics and a little noise.
fn note(pitch: f32) -> Note {
    let (f0, mut random) = (f64::from(hertz(pitch)), Random::new(3));
    let tone = |t: usize, noise: f32| {
        let turns = f0 * t as f64 / f64::from(RATE);
        let sum: f64 = (1..=6).map(|k| (std::f64::consts::TAU * turns * f64::from(k)).sin() / f64::from(k * k)).sum();
        0.2 * sum as f32 + 0.002 * noise
    };
    let samples = (0..9600).map(|t| tone(t, random.normal())).collect();
    let clip = Clip { instrument: 1, pitch, velocity: 90.0, held: 7000, samples, split: Split::Train };
    Note::new(&clip, None, &mut Transforms::default())
}

fn batch(recipe: &Recipe, start: usize, weights: &Weights) -> Batch {
    let acoustics = Acoustics::load(weights).unwrap();
    let mut batch = recipe.batch();
    let change = Change { aside: 0.3, noise: 4.0, ..Change::default() };
    recipe.fill(&mut batch, 0, (&note(64.0), start, change), &acoustics, &mut Random::new(1));
    batch
}

#[test]
fn every_path_gives_the_outputs_of_dfdx_on_the_shipped_weights() {
    let card = Card::parse(STAGE_CARD).unwrap();
    let weights = Weights::from_bytes(STAGE_WEIGHTS).unwrap();
    let shape = Shape::from_card(&card).unwrap();
    let network = Network::load(shape, &weights).unwrap();
    let recipe = Recipe { clips: 1, length: 1024, context: shape.context() };
    // From the onset the network starts at rest; in the middle it has heard its whole context.
    for start in [0, 4096] {
        let batch = batch(&recipe, start, &weights);
        let expected = network.outputs(&batch);
        let kinds = [(Precision::F32, 1e-4), (Precision::I16, 0.08)];
        for (&path, (precision, least)) in Path::all().iter().flat_map(|path| kinds.map(|kind| (path, kind))) {
            let model = Model::load_as(path, precision, &card, &weights).unwrap();
            let mut core = Core::new(&model);
            let (mut most, mut size) = (0.0f32, 16.0f32);
            for i in batch.quiet[0]..batch.heard.len() {
                let (frame, place) = ((batch.first + i) / FRAME, (batch.first + i) % FRAME);
                if place == 0 || i == batch.quiet[0] {
                    let features: [f32; FEATURES] = batch.features[frame * FEATURES..][..FEATURES].try_into().unwrap();
                    core.frame(&model, &features);
                }
                let guide: [f32; PHASES] = batch.guide[i * PHASES..][..PHASES].try_into().unwrap();
                let outputs = core.step(&model, batch.heard[i], &guide);
                if let Some(row) = i.checked_sub(shape.context()) {
                    let wanted = &expected[row * OUTPUTS..][..OUTPUTS];
                    size = wanted.iter().map(|x| x.abs()).fold(size, f32::max);
                    most = outputs.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(most, f32::max);
                }
            }
            println!("largest difference of outputs, {path:?}, {precision:?}, from {start}: {most:e} of {size}");
            assert!(most < least * size / 16.0, "{path:?}, {precision:?} from {start}: {most}");
        }
    }
}
