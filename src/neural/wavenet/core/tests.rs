//! A core alone and in company, and what fewer bits of a weight change, on the shipped weights.

use super::*;
use crate::neural::card::Card;
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::Precision;
use crate::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};
use crate::neural::wavenet::grid::Grid;
use crate::neural::weights::Weights;

fn stage(path: Path, precision: Precision) -> Model {
    Model::load_as(path, precision, &Card::parse(STAGE_CARD).unwrap(), &Weights::from_bytes(STAGE_WEIGHTS).unwrap())
        .unwrap()
}

/// The voice of a place: its instrument, its pitch, and the codes it hears, a loud tone of its own with some noise.
fn voice(model: &Model, place: usize) -> (Core, impl Fn(u32) -> (u8, [f32; PHASES])) {
    let mut core = Core::new(model);
    let (mut places, mut features) = ([0.0; PLACES], [0.0; FEATURES]);
    places[place % 4] = 1.0;
    features.iter_mut().enumerate().for_each(|(i, f)| *f = ((i + place) % 7) as f32 * 0.1);
    core.frame(model, &places, &features);
    let grid = Grid::of(50.0 + 5.0 * place as f32);
    (core, move |t| {
        let (mut phase, turns) = ([0.0; PHASES], t as f32 / grid.steps() as f32);
        grid.write_phase(turns, &mut phase);
        let noise = (t.wrapping_mul(2_654_435_761) >> 29) as f32;
        ((128.0 + 60.0 * (std::f32::consts::TAU * turns).sin() + noise) as u8, phase)
    })
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
                    (0..STEPS).map(told).flat_map(|(code, phase)| core.step(&model, code, &phase).to_vec()).collect()
                })
                .collect();
            for count in [2, 3, 4, 7, 8] {
                let (mut cores, told): (Vec<_>, Vec<_>) = (0..count).map(|place| voice(&model, place)).unzip();
                let mut together = vec![Vec::new(); count];
                for t in 0..STEPS {
                    let told: Vec<_> = told.iter().map(|told| told(t)).collect();
                    let mut turns: Vec<Turn<'_>> = cores
                        .iter_mut()
                        .zip(&told)
                        .map(|(core, (code, phase))| Turn { core, code: *code, phase })
                        .collect();
                    Core::step_many(&model, &mut turns);
                    for (core, out) in cores.iter_mut().zip(&mut together) {
                        out.extend_from_slice(core.logits());
                    }
                }
                assert!(together == alone[..count], "{path:?} {precision:?}, {count} voices");
            }
        }
    }
}

/// The largest difference of a logit from the same in 32 bits, and how many bits a sample it costs one whose recordings are as the
/// network in 32 bits says.
fn cost(path: Path, precision: Precision) -> (f32, f64) {
    let (exact, rounded) = (stage(path, Precision::F32), stage(path, precision));
    let (mut most, mut bits, mut count) = (0.0f32, 0.0, 0.0);
    for place in 0..4 {
        let ((mut a, told), (mut b, _)) = (voice(&exact, place), voice(&rounded, place));
        for (code, phase) in (0..STEPS).map(told) {
            let (p, q) = (a.step(&exact, code, &phase), b.step(&rounded, code, &phase));
            most = p.iter().zip(&*q).map(|(p, q)| (p - q).abs()).fold(most, f32::max);
            let (log_p, log_q) = (path.softmax(&mut p.to_vec()), path.softmax(&mut q.to_vec()));
            let gap = |(p, q): (&f32, &f32)| f64::from((p - log_p).exp()) * f64::from((p - log_p) - (q - log_q));
            bits += p.iter().zip(&*q).map(gap).sum::<f64>() / std::f64::consts::LN_2;
            count += 1.0;
        }
    }
    (most, bits / count)
}

#[test]
fn sixteen_bits_cost_nothing_and_eight_little() {
    for &path in Path::all() {
        let [half, byte] = [Precision::F16, Precision::I8].map(|precision| cost(path, precision));
        println!("{path:?}: f16 {half:?}, i8 {byte:?} (largest logit difference, bits a sample)");
        assert_eq!(half.0, 0.0, "the shipped weights are halves");
        assert!(byte.1 < 0.05, "{byte:?}");
    }
}
