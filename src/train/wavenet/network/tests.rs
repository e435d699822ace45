//! Gradients against finite differences, causality, and learning on a tiny network.

use super::*;
use crate::neural::wavenet::features::PHASES;
use crate::neural::wavenet::predictor::OUTPUTS;

pub(in crate::train) const TINY: Shape = Shape { residual: 8, skip: 8, head: 8, stacks: 1, depth: 3 };

/// Two clips of made-up sound; the second starts inside the crop.
pub(in crate::train) fn batch(seed: u64) -> Batch {
    let (mut random, clips, length, context) = (Random::new(seed), 2, 64, TINY.context());
    let (inputs, first) = (context + length, FRAME - context);
    let frames = (first + inputs) / FRAME;
    let mut floats = |n: usize| -> Vec<f32> { (0..n).map(|_| random.normal()).collect() };
    let (guide, features) = (floats(inputs * clips * PHASES), floats(frames * clips * FEATURES));
    let (rest, draft) = (floats(inputs * clips), floats(length * clips));
    let small = |x: Vec<f32>| x.iter().map(|x| 0.05 * x).collect();
    let heard = (0..inputs * clips).map(|_| 0.4 * random.uniform() - 0.2).collect();
    let targets = (0..length * clips).map(|_| 100 + random.below(50) as u8).collect();
    let quiet = vec![0, 4];
    Batch { clips, heard, targets, guide, features, first, quiet, rest: small(rest), draft: small(draft) }
}

#[test]
fn the_gradient_of_every_tensor_is_that_of_finite_differences() {
    let (mut network, batch) = (Network::new(TINY, 3), batch(4));
    // Larger weights than a fresh network's, so that no part of the gradient is lost in rounding.
    let mut random = Random::new(9);
    for t in network.tensors() {
        let data: Vec<f32> = ops::numbers(t).iter().map(|x| x + 0.2 * random.normal()).collect();
        ops::replace(t, &data);
    }
    let mut gradients = network.loss(&batch).backward();
    for i in 0..network.tensors.len() {
        let exact = gradients.get_or_alloc_mut(&network.tensors[i]).unwrap().to_vec();
        let data = ops::numbers(&network.tensors[i]);
        // Along a random direction: one number for the whole tensor, larger than any single entry's rounding.
        let direction: Vec<f32> = (0..data.len()).map(|_| random.normal()).collect();
        let step = 5e-4;
        let mut at = |h: f32| {
            let moved: Vec<f32> = data.iter().zip(&direction).map(|(x, d)| x + h * d).collect();
            ops::replace(&mut network.tensors[i], &moved);
            let bits = network.score(&batch).bits;
            bits.iter().map(|&b| f64::from(b)).sum::<f64>() / bits.len() as f64
        };
        let slope = (at(step) - at(-step)) / f64::from(2.0 * step);
        ops::replace(&mut network.tensors[i], &data);
        let expected: f64 = exact.iter().zip(&direction).map(|(g, d)| f64::from(g * d)).sum();
        let size: f64 = exact.iter().map(|&g| f64::from(g * g)).sum::<f64>().sqrt();
        assert!((slope - expected).abs() < 0.03 * size + 2e-3, "{}: {slope} {expected} {size}", network.names[i]);
    }
}

#[test]
fn a_network_without_its_tape_scores_the_same() {
    let (network, batch) = (Network::new(TINY, 3), batch(5));
    let bits = network.score(&batch).bits;
    let mean = bits.iter().sum::<f32>() / bits.len() as f32;
    assert!((network.loss(&batch).as_vec()[0] - mean).abs() < 1e-4);
    assert!((4.0..12.0).contains(&mean), "a fresh network knows the draft, and nothing more: {mean}");
}

#[test]
fn the_past_beyond_the_context_and_the_future_change_nothing() {
    let (network, mut batch) = (Network::new(TINY, 3), batch(6));
    batch.quiet = vec![0, 0];
    let before = network.outputs(&batch);
    let last = batch.heard.len() - 2;
    batch.heard[last] = -0.9 * batch.heard[last] + 0.1;
    let after = network.outputs(&batch);
    let rows = before.len() / OUTPUTS;
    assert_eq!(before[..(rows - 2) * OUTPUTS], after[..(rows - 2) * OUTPUTS]);
    assert_ne!(before[(rows - 2) * OUTPUTS..], after[(rows - 2) * OUTPUTS..]);
}

#[test]
fn a_few_steps_of_adam_lower_the_loss() {
    use crate::train::adam::{Adam, Settings};
    let (mut network, batch) = (Network::new(TINY, 3), batch(7));
    let mut adam = Adam::new(Settings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.9 }, network.tensors());
    let mut bits = Vec::new();
    for _ in 0..60 {
        let (now, slopes) = network.slopes(&batch).unwrap();
        bits.push(now);
        adam.descend(1e-2, network.tensors(), &slopes);
    }
    assert!(bits[59] < bits[0] - 1.5, "{} -> {}", bits[0], bits[59]);
    let names = network.names().to_vec();
    let mut state = network.export(|_, t| ops::numbers(t)).unwrap();
    adam.store(&names, &mut state).unwrap();
    let mut again = Network::load(TINY, &state).unwrap();
    let mut other = Adam::new(Settings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.9 }, again.tensors());
    other.restore(&names, &state).unwrap();
    assert_eq!((other.steps(), other.mean(0)), (60, adam.mean(0)));
    assert_eq!(network.score(&batch).bits, again.score(&batch).bits);
}
