//! A core alone and in company, and what fewer bits of a weight change, on the shipped weights.

use super::*;
use crate::neural::card::Card;
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::Precision;
use crate::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};
use crate::neural::wavenet::codec::{EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS, compand};
use crate::neural::wavenet::features::{Moment, PLACES, hertz};
use crate::neural::wavenet::grid::Grid;
use crate::neural::wavenet::guide::Guide;
use crate::neural::wavenet::partials::Bank;
use crate::neural::wavenet::predictor::{Edges, Prediction, TAPS, leaning};
use crate::neural::weights::Weights;

fn stage(path: Path, precision: Precision) -> Model {
    Model::load_as(path, precision, &Card::parse(STAGE_CARD).unwrap(), &Weights::from_bytes(STAGE_WEIGHTS).unwrap())
        .unwrap()
}

/// The voice of a place: an instrument at a pitch of its own, which hears its draft with some noise.
fn voice(model: &Model, place: usize) -> (Core, Vec<(f32, [f32; PHASES])>) {
    let pitch = 50.0 + 5.0 * place as f32;
    let (grid, moment) = (Grid::of(pitch), Moment { pitch, velocity: 100.0, age: 0.5, released: -1.0 });
    let mut places = [0.0; PLACES];
    places[place % model.instruments().len()] = 1.0;
    let spectrum = model.acoustics().at(&places, &moment);
    let (mut core, mut bank) = (Core::new(model), Bank::new());
    core.frame(model, &moment.features(&spectrum, grid));
    bank.start((hertz(pitch), 0.0), grid, (0, 0), 0);
    bank.set(&spectrum, 1.0);
    let mut before = 0.0;
    let mut next = || {
        let x = LEVEL * bank.step().0;
        let y = EMPHASIS_GAIN * (x - PRE_EMPHASIS * before);
        before = x;
        y
    };
    let (mut guide, mut told) = (Guide::default(), Vec::new());
    (0..3).for_each(|i| guide.draft[1 + i] = next());
    for t in 0..STEPS {
        let noise = 0.002 * ((t.wrapping_mul(2_654_435_761) >> 24) as f32 / 128.0 - 1.0);
        let heard = guide.draft[0] + noise;
        guide.rest.rotate_right(1);
        guide.rest[0] = noise;
        let mut out = [0.0; PHASES];
        guide.write(grid, t % grid.steps(), &mut out);
        told.push((compand(heard), out));
        guide.draft.rotate_left(1);
        guide.draft[3] = next();
    }
    (core, told)
}

const STEPS: u32 = 400;

#[test]
fn a_voice_sounds_the_same_alone_and_beside_any_number_of_others() {
    for &path in Path::all() {
        for precision in Precision::ALL {
            let model = stage(path, precision);
            let alone: Vec<Vec<f32>> = (0..8)
                .map(|place| {
                    let (mut core, told) = voice(&model, place);
                    told.iter().flat_map(|&(heard, ref guide)| core.step(&model, heard, guide).to_vec()).collect()
                })
                .collect();
            for count in [2, 3, 4, 7, 8] {
                let (mut cores, told): (Vec<_>, Vec<_>) = (0..count).map(|place| voice(&model, place)).unzip();
                let mut together = vec![Vec::new(); count];
                for t in 0..STEPS {
                    let told: Vec<_> = told.iter().map(|told| told[t as usize]).collect();
                    let mut turns: Vec<Turn<'_>> = cores
                        .iter_mut()
                        .zip(&told)
                        .map(|(core, (heard, guide))| Turn { core, heard: *heard, guide })
                        .collect();
                    Core::step_many(&model, &mut turns);
                    for (core, out) in cores.iter_mut().zip(&mut together) {
                        out.extend_from_slice(core.outputs());
                    }
                }
                assert!(together == alone[..count], "{path:?} {precision:?}, {count} voices");
            }
        }
    }
}

/// The largest difference of an output from the same in 32 bits, and how many bits a step it costs one whose recordings are as the
/// network in 32 bits says.
fn cost(path: Path, precision: Precision) -> (f32, f64) {
    let (exact, rounded) = (stage(path, Precision::F32), stage(path, precision));
    let (mut most, mut bits, mut count, edges) = (0.0f32, 0.0, 0.0, Edges::new());
    for place in 0..4 {
        let ((mut a, told), (mut b, _)) = (voice(&exact, place), voice(&rounded, place));
        for (heard, guide) in told {
            let (p, q) = (a.step(&exact, heard, &guide), b.step(&rounded, heard, &guide));
            most = p.iter().zip(q).map(|(p, q)| (p - q).abs()).fold(most, f32::max);
            let [p, q] = [p, q].map(|x| Prediction::new(x, 0.1, leaning(x, [0.002; TAPS].into_iter())));
            for code in 1..=255 {
                let (known, told) = (p.bits(code, &edges).0, q.bits(code, &edges).0);
                bits += (-known).exp2() * (told - known);
            }
            count += 1.0;
        }
    }
    (most, bits / count)
}

#[test]
fn sixteen_bits_cost_nothing_and_eight_little() {
    for &path in Path::all() {
        let [wide, narrow] = [Precision::I16, Precision::I8].map(|precision| cost(path, precision));
        println!("{path:?}: i16 {wide:?}, i8 {narrow:?} (largest difference of an output, bits a step)");
        assert!(wide.1 < 0.001, "{wide:?}");
        assert!(narrow.1 < 0.05, "{narrow:?}");
    }
}
