//! Shares of codes, slopes by finite differences, draws.

use super::*;

/// Numbers of a last layer whose mean leans on two steps before.
fn outputs() -> [f32; OUTPUTS] {
    let mut outputs = [0.0; OUTPUTS];
    (outputs[0], outputs[1]) = (0.9, -0.3);
    (outputs[TAPS], outputs[TAPS + 1], outputs[TAPS + 2], outputs[TAPS + 3]) = (0.4, 0.3, 0.8, 0.2);
    outputs
}

const REST: [f32; TAPS] = [0.05; TAPS];

fn predict(outputs: &[f32]) -> Prediction {
    Prediction::new(outputs, 0.1, leaning(outputs, REST.into_iter()))
}

#[test]
fn the_shares_of_all_codes_sum_to_one() {
    let edges = Edges::new();
    for mean in [-1.5, -0.2, 0.0, 0.7] {
        for scale in [1e-5, 0.01, 0.5] {
            let prediction = Prediction { mean, scale: [scale, 3.0 * scale], wide: 0.1 };
            let sum: f64 = (1..=255).map(|code| (-prediction.bits(code, &edges).0).exp2()).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{mean} {scale}: {sum}");
        }
    }
}

#[test]
fn the_slopes_are_those_of_finite_differences() {
    let (edges, plain) = (Edges::new(), outputs());
    for code in [1, 90, 128, 150, 165, 170, 255] {
        let (_, by) = predict(&plain).bits(code, &edges);
        let mut slopes = [0.0; OUTPUTS - TAPS];
        Prediction::slopes(&plain, &by, &mut slopes);
        for (i, slope) in slopes.iter().take(4).enumerate() {
            let at = |h: f32| {
                let mut moved = plain;
                moved[TAPS + i] += h;
                predict(&moved).bits(code, &edges).0
            };
            let h = 1e-2;
            let expected = (at(h) - at(-h)) / f64::from(2.0 * h);
            let close = (f64::from(*slope) - expected).abs() < 0.02 * expected.abs() + 2e-3;
            assert!(close, "code {code}, number {i}: {slope} {expected}");
        }
    }
}

#[test]
fn what_is_far_away_is_unlikely_but_not_impossible() {
    let prediction = Prediction { mean: 0.9, scale: [5e-5, 6e-5], wide: 0.01 };
    let (bits, slopes) = prediction.bits(10, &Edges::new());
    assert!(bits.is_finite() && bits > 1000.0 && slopes.mean.is_finite());
}

#[test]
fn slips_have_the_power_that_is_told_and_less_where_only_the_middle_is_kept() {
    let (prediction, mut dice) = (predict(&outputs()), Dice::new(3));
    assert_eq!(prediction.slip(0.0, &mut dice), 0.0);
    let mut power = |top_p: f32| (0..40_000).map(|_| prediction.slip(top_p, &mut dice).powi(2)).sum::<f32>() / 40_000.0;
    let (whole, kept) = (power(1.0), power(0.5));
    assert!(
        (whole / prediction.power() - 1.0).abs() < 0.05 && kept < 0.25 * whole,
        "{kept} {whole} {}",
        prediction.power()
    );
}

#[test]
fn draws_fall_on_codes_as_often_as_the_bits_say() {
    use crate::neural::wavenet::codec::encode;
    let (prediction, mut dice, edges) = (predict(&outputs()), Dice::new(5), Edges::new());
    let mut counts = [0u32; CODES];
    for _ in 0..40_000 {
        counts[usize::from(encode(prediction.mean + prediction.slip(1.0, &mut dice)))] += 1;
    }
    for code in 1..=255 {
        let share = (-prediction.bits(code, &edges).0).exp2();
        let seen = f64::from(counts[usize::from(code)]) / 40_000.0;
        assert!((seen - share).abs() < 0.004 + 0.06 * share, "code {code}: {seen} {share}");
    }
}
