//! Sampling against integer thresholds follows the weights at both ends.

use super::*;

#[test]
fn draws_follow_the_weights() {
    let weights = [0.1, 0.0, 0.6, 0.3];
    let mut seen = [0; 4];
    for i in 0..20_000 {
        let (k, p) = choose(&weights, bits([1, 2, 3, i])).unwrap();
        assert!((p - weights[k]).abs() < 1e-5);
        seen[k] += 1;
    }
    for (n, w) in seen.iter().zip(weights) {
        assert!((f64::from(*n) / 20_000.0 - f64::from(w)).abs() < 0.015, "{seen:?}");
    }
    assert_eq!(seen[1], 0);
}

#[test]
fn the_extreme_bits_draw_the_ends() {
    assert_eq!(choose(&[0.5, 0.5], 0).unwrap().0, 0);
    assert_eq!(choose(&[0.5, 0.5], u32::MAX).unwrap().0, 1);
    assert_eq!(choose(&[0.0, 0.0], 7), None);
}

#[test]
fn a_nucleus_keeps_the_most_probable() {
    let mut weights = [0.1, 0.5, 0.15, 0.25];
    nucleus(&mut weights, 0.7, &mut Vec::new());
    assert_eq!(weights, [0.0, 0.5, 0.0, 0.25]);
    nucleus(&mut weights, 0.0, &mut Vec::new());
    assert_eq!(weights, [0.0, 0.5, 0.0, 0.0]);
}
