//! Our own exp, ln and tanh: near the real ones, and the same bits on every path.

use super::*;

#[test]
fn exp_is_close_to_the_real_one_and_stays_finite() {
    for i in -8700..=8800 {
        let x = i as f32 / 100.0;
        let off = (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs();
        assert!(off < 3e-7, "exp({x}) is off by {off}");
    }
    assert!(exp(1e9).is_finite() && exp(-1e9) >= 0.0);
}

#[test]
fn ln_is_close_to_the_real_one() {
    for i in 1..5000 {
        let x = i as f32 / 40.0;
        assert!((f64::from(ln(x)) - f64::from(x).ln()).abs() < 2e-6, "ln({x}) is {}", ln(x));
    }
}

#[test]
fn tanh_and_sigmoid_are_close_to_the_real_ones() {
    for i in -3000..=3000 {
        let x = i as f32 / 100.0;
        assert!((f64::from(tanh(x)) - f64::from(x).tanh()).abs() < 3e-7);
        assert!((f64::from(sigmoid(x)) - 1.0 / (1.0 + (-f64::from(x)).exp())).abs() < 3e-7);
    }
}

#[test]
fn softmax_sums_to_one_and_a_low_temperature_sharpens() {
    let mut warm = [1.0, 2.0, 3.0];
    let mut cold = warm;
    softmax(&mut warm, 1.0);
    softmax(&mut cold, 0.5);
    assert!((sum(&warm) - 1.0).abs() < 1e-6);
    assert!(cold[2] > warm[2]);
}
