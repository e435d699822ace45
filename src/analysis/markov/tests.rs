//! The Markov baselines by hand-made counts: sums, Witten and Bell, intervals, the cache.

use super::*;

fn line(pitches: &[i32]) -> Line {
    pitches.iter().map(|p| (*p, 12)).collect()
}

#[test]
fn probabilities_over_known_and_unknown_tokens_sum_to_one() {
    let lines = [line(&[60, 62, 64, 60, 62, 64, 65]), line(&[64, 62, 60, 62])];
    let model = Markov::train(&lines, false);
    let before = model.read(&lines[0][..3]);
    for order in 0..ORDERS {
        let sum: f64 = (1..=model.tokens.len() as u32 + 1).map(|t| model.p(&before, t, order)).sum();
        assert!((sum - 1.0).abs() < 1e-12, "order {order}: {sum}");
    }
}

#[test]
fn witten_and_bell_by_hand() {
    // Tokens a b a: after a, b once. Vocabulary of 2 and "other": p0 = 1/3.
    let model = Markov::train(&[line(&[1, 2, 1])], false);
    let order0 = (1.0 + 2.0 / 3.0) / 5.0; // b: count 1 of 3, 2 kinds
    assert!((model.p(&[1], 2, 0) - order0).abs() < 1e-12);
    assert!((model.p(&[1], 2, 1) - (1.0 + order0) / 2.0).abs() < 1e-12);
}

#[test]
fn intervals_foresee_a_transposed_tune_and_pitches_do_not() {
    let train = [line(&[60, 62, 64, 65, 67, 65, 64, 62, 60])];
    let test = [line(&[50, 52, 54, 55, 57, 55, 54, 52, 50])];
    let pitch = Markov::train(&train, false).bits(&test).0[2];
    let interval = Markov::train(&train, true).bits(&test).0[2];
    assert!(interval < 0.6 * pitch, "{interval} against {pitch}");
}

#[test]
fn the_cache_learns_what_a_tune_repeats() {
    let train = [line(&[60, 64, 67, 72])];
    let riff = [61, 66, 63, 68].repeat(8);
    let model = Markov::train(&train, false);
    let plain = model.bits(&[line(&riff)]).0[2];
    assert!(model.cached_bits(&[line(&riff)]) < 0.4 * plain);
}
