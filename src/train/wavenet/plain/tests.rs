//! The network on dfdx's own operations beside the one on ours, both on the processor: only the device is another on a card.

use dfdx::tensor::Cpu;
use dfdx::tensor_ops::Backward;

use super::super::network::Network;
use super::super::network::tests::{TINY, batch};
use super::*;
use crate::train::random::Random;

/// Both forms of a network whose weights are larger than a fresh one's, so that every part of it is heard.
fn both() -> (Network, Plain<Cpu>) {
    let (mut network, mut random) = (Network::new(TINY, 3), Random::new(9));
    for tensor in network.tensors() {
        let data: Vec<f32> = ops::numbers(tensor).iter().map(|x| x + 0.2 * random.normal()).collect();
        ops::replace(tensor, &data);
    }
    let weights = network.numbers();
    (network, Plain::new(TINY, Cpu::default(), weights))
}

/// How far `a` is from `b`, in shares of `b`'s length.
fn apart(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len());
    let length = |x: &mut dyn Iterator<Item = f32>| x.map(|x| f64::from(x * x)).sum::<f64>().sqrt();
    length(&mut a.iter().zip(b).map(|(a, b)| a - b)) / length(&mut b.iter().copied()).max(1e-12)
}

#[test]
fn both_forms_of_the_network_say_the_same() {
    let (network, plain) = both();
    for seed in 1..4 {
        let batch = batch(seed);
        let off = apart(&plain.outputs(&batch), &network.outputs(&batch));
        assert!(off < 1e-5, "{off}");
    }
}

#[test]
fn both_forms_of_the_network_learn_the_same_from_a_batch() {
    let (mut network, plain) = both();
    let batch = batch(4);
    let loss = network.loss(&batch);
    let (bits, slopes) = plain.slopes(&batch);
    assert!((loss.as_vec()[0] - bits).abs() < 1e-5, "{} {bits}", loss.as_vec()[0]);
    let mut gradients = loss.backward();
    let names = network.names().to_vec();
    for ((name, tensor), slopes) in names.iter().zip(network.tensors()).zip(&slopes) {
        let expected = gradients.get_or_alloc_mut(tensor).unwrap().to_vec();
        let off = apart(slopes, &expected);
        assert!(off < 1e-4, "{name}: {off}");
    }
}

#[test]
fn new_weights_are_taken_over() {
    let (network, _) = both();
    let mut plain = Plain::new(TINY, Cpu::default(), Network::new(TINY, 8).numbers());
    plain.set(&network.numbers());
    assert!(apart(&plain.outputs(&batch(5)), &network.outputs(&batch(5))) < 1e-5);
}
