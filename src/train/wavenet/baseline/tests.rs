//! Order 0, LPC and uniform on sounds whose cost is known.

use super::*;
use crate::neural::wavenet::codec::encode;

#[test]
fn a_histogram_of_one_code_finds_it_cheap() {
    let h = Histogram::new(std::iter::repeat_n(9, 10_000));
    assert!(h.bits(9) < 0.1 && h.bits(10) > 12.0);
}

#[test]
fn the_shares_of_all_codes_sum_to_one() {
    for at in [-0.9, 0.0, 0.3] {
        let sum: f64 = (1..=255).map(|code| share(code, at, 0.05)).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{sum}");
    }
}

#[test]
fn a_sine_is_cheap_for_the_predictor() {
    let sound: Vec<f32> = (0..TAPS + 1024).map(|i| (i as f32 * 0.05).sin() * 0.3).collect();
    let codes: Vec<u8> = sound[TAPS..].iter().copied().map(encode).collect();
    let bits = linear(&sound, &codes);
    assert!(bits < 3.0, "{bits}");
}
