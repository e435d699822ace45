//! The network on dfdx's own operations beside the one on ours, both on the processor: only the device is another on a card.

use dfdx::tensor::Cpu;

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
    let mut plain = Plain::new(TINY, Cpu::default());
    plain.set(&network.numbers());
    (network, plain)
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
    let (network, plain) = both();
    let (bits, slopes) = plain.slopes(&batch(4));
    let (expected_bits, expected) = network.slopes(&batch(4)).unwrap();
    assert!((expected_bits - bits).abs() < 1e-5, "{expected_bits} {bits}");
    for ((name, slopes), expected) in network.names().iter().zip(&slopes).zip(&expected) {
        let off = apart(slopes, expected);
        assert!(off < 1e-5, "{name}: {off}");
    }
}

#[test]
fn new_weights_are_taken_over() {
    let (network, _) = both();
    let mut plain = Plain::new(TINY, Cpu::default());
    plain.set(&Network::new(TINY, 8).numbers());
    plain.set(&network.numbers());
    assert!(apart(&plain.outputs(&batch(5)), &network.outputs(&batch(5))) < 1e-5);
}
