//! Gradients of the sequence operation against finite differences; the loss falls.

use super::*;
use crate::neural::lstm::tune::{Note, Tune};
use crate::neural::lstm::vocabulary::Vocabulary;
use crate::train::melody::ops::{self, Grid};

/// A tune of a few bars that climbs and falls, different for every `k`.
fn tune(k: i32) -> Tune {
    let notes = (0..24).map(|i| Note { onset: i * 12, duration: 12, pitch: 60 + (i * (k + 2)) % 7 + k % 3 });
    Tune {
        id: format!("t{k}"),
        rhythm: "reel".into(),
        meter: vec![(0, 4, 4)],
        key: vec![(0, 0, 0, "maj".into())],
        bars: vec![0, 96, 192],
        end: 288,
        notes: notes.collect(),
        split: "train".into(),
    }
}

fn tiny() -> (Vec<Example>, Parameters) {
    let tunes: Vec<Tune> = (0..3).map(tune).collect();
    let vocabulary = Vocabulary::of(tunes.iter().flat_map(|t| &t.notes));
    let examples = tunes.iter().map(|t| Example::new(t, &vocabulary)).collect();
    (examples, Parameters::fresh(5, &vocabulary, &mut Chance::new(3)))
}

fn loss(weights: &[(Vec<f32>, (usize, usize))], batch: &dataset::Batch) -> f64 {
    let dev = Cpu::default();
    let tensors: Vec<Grid> = weights.iter().map(|(d, s)| dev.tensor_from_vec(d.clone(), *s)).collect();
    let forward = Net::new(&tensors).unwrap().forward::<NoneTape>(batch, 0.0, &mut Chance::new(1)).unwrap();
    forward.nats.iter().zip(&batch.weights).map(|((p, d), w)| f64::from((p + d) * w)).sum()
}

#[test]
fn gradients_agree_with_finite_differences() {
    let (examples, parameters) = tiny();
    let pieces = [(0, 0, 6), (1, 3, 4), (2, 0, 6)];
    let batch = dataset::batch(&examples, &pieces, Hide::SCORING, &mut Chance::new(1));
    let dev = Cpu::default();
    let tensors = parameters.tensors(&dev).unwrap();
    let net = Net::new(&tensors).unwrap();
    let forward = net.forward::<OwnedTape<f32, Cpu>>(&batch, 0.0, &mut Chance::new(1)).unwrap();
    let mut gradients = forward.loss.backward();
    let flat: Vec<_> = tensors.iter().map(|t| (ops::values(t).to_vec(), *t.shape())).collect();
    let mut chance = Chance::new(9);
    for (m, tensor) in tensors.iter().enumerate() {
        let g: Vec<f32> = gradients.get_or_alloc_mut(tensor).unwrap().to_vec();
        // The largest gradient of each matrix and two at random.
        let top = (0..g.len()).max_by(|a, b| g[*a].abs().total_cmp(&g[*b].abs())).unwrap();
        for i in [top, chance.below(g.len()), chance.below(g.len())] {
            let mut nudged = flat.clone();
            let step = 4e-3;
            nudged[m].0[i] += step;
            let up = loss(&nudged, &batch);
            nudged[m].0[i] -= 2.0 * step;
            let numeric = (up - loss(&nudged, &batch)) / (2.0 * f64::from(step));
            let off = (numeric - f64::from(g[i])).abs();
            assert!(off < 2e-3 + 0.01 * numeric.abs(), "matrix {m}, value {i}: tape {}, difference {numeric}", g[i]);
        }
    }
}

#[test]
fn the_loss_falls_on_what_is_learned() {
    let (examples, mut parameters) = tiny();
    let dev = Cpu::default();
    let plan = Plan { dropout: 0.0, ..Plan::default() };
    let mut chance = Chance::new(5);
    let batch = dataset::batch(&examples, &[(0, 0, 24), (1, 0, 24), (2, 0, 24)], Hide::SCORING, &mut chance);
    let first = descend(&mut parameters, &batch, &plan, 1e-2, &mut chance, &dev).unwrap();
    let last =
        (0..60).map(|_| descend(&mut parameters, &batch, &plan, 1e-2, &mut chance, &dev).unwrap()).last().unwrap();
    assert!(last < 0.3 * first, "from {first} to {last}");
}

#[test]
fn dropping_nothing_twice_gives_the_same_step() {
    let step = || {
        let (examples, mut parameters) = tiny();
        let mut chance = Chance::new(5);
        let batch = dataset::batch(&examples, &[(0, 0, 24)], Hide::TRAINING, &mut chance);
        descend(&mut parameters, &batch, &Plan::default(), 1e-2, &mut chance, &Cpu::default()).unwrap();
        parameters.averaged()
    };
    assert_eq!(step(), step());
}

/// The cost of each note of `tune(0)` in nats, by dfdx's forward pass and by inference.
fn both_ways(parts: &Parts) -> Vec<(f64, f64)> {
    let examples = [Example::new(&tune(0), &parts.vocabulary)];
    let batch = dataset::batch(&examples, &[(0, 0, 24)], Hide::SCORING, &mut Chance::new(1));
    let net = Net::new(&Parameters::from_parts(parts).tensors(&Cpu::default()).unwrap()).unwrap();
    let forward = net.forward::<NoneTape>(&batch, 0.0, &mut Chance::new(1)).unwrap();
    let model = crate::neural::lstm::model::Model::new(parts, 0);
    let mut memory = crate::neural::lstm::memory::Memory::new(&model);
    let bits = crate::neural::lstm::score::bits(&model, &mut memory, &tune(0));
    let escape = -(1.0 - crate::neural::lstm::vocabulary::ESCAPE).ln();
    forward.nats.iter().zip(bits).map(|((p, d), b)| (f64::from(p + d) + escape, b * std::f64::consts::LN_2)).collect()
}

#[test]
fn inference_agrees_with_the_forward_pass_of_dfdx() {
    for (dfdx, ours) in both_ways(&tiny().1.averaged()) {
        assert!((dfdx - ours).abs() < 2e-5, "{dfdx} against {ours}");
    }
}

#[test]
fn inference_agrees_with_dfdx_on_the_shipped_weights() {
    use crate::neural::{card::Card, shipped, weights};
    let card = Card::parse(shipped::FOLK_CARD).unwrap();
    let parts = Parts::read(&card, &weights::Weights::from_bytes(shipped::FOLK_WEIGHTS).unwrap()).unwrap();
    for (dfdx, ours) in both_ways(&parts) {
        assert!((dfdx - ours).abs() < 1e-4, "{dfdx} against {ours}");
    }
}
