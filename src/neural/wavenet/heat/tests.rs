//! Heat finds the width at which a made-up voice is as noisy as asked.

use super::*;
use crate::neural::wavenet::dice::Dice;
use crate::neural::wavenet::features::ANCHORS;

/// A voice whose slips linger: what it adds is three times what it draws. Its noise after pre-emphasis beside what was wanted,
/// over the second of two seconds.
fn sing(noise: f32, temp: f32) -> f32 {
    let spectrum = Spectrum { loudness: 0.1, partials: [-3.0; ANCHORS], noise: [noise; BANDS] };
    let (mut heat, mut dice, mut rest, mut power) = (Heat::new(), Dice::new(4), 0.0f32, 0.0);
    for step in 0..48_000 {
        if step % FRAME == 0 {
            heat.frame(&spectrum, temp, 24_000.0);
        }
        rest = 0.943 * rest + heat.of(temp) * 0.02 * dice.normal();
        heat.hear(rest);
        power += if step >= 24_000 { rest * rest / 24_000.0 } else { 0.0 };
    }
    10.0 * (power / wanted(&spectrum, 24_000.0)).log10()
}

#[test]
fn the_noise_becomes_what_was_asked_for() {
    for noise in [-5.0, -4.0, -3.0] {
        assert!(sing(noise, 1.0).abs() < 1.0, "{noise}: {} dB", sing(noise, 1.0));
    }
}

#[test]
fn temp_asks_for_more_or_less_of_it() {
    assert!((sing(-5.0, 2.0) - 6.0).abs() < 1.0, "{}", sing(-5.0, 2.0));
    assert!((sing(-4.0, 0.5) + 6.0).abs() < 1.0, "{}", sing(-4.0, 0.5));
    assert!(sing(-4.0, 0.0) < -80.0);
}

#[test]
fn a_voice_that_cannot_be_quiet_or_loud_enough_does_not_drive_it_away() {
    let spectrum = |noise| Spectrum { loudness: 0.1, partials: [0.0; ANCHORS], noise: [noise; BANDS] };
    for (noise, heard) in [(1.5, 0.0), (-9.2, 1.0), (f32::NAN, 0.1)] {
        let mut heat = Heat::new();
        for _ in 0..1000 {
            heat.hear(heard);
            heat.frame(&spectrum(noise), 1.0, 24_000.0);
        }
        assert!((0.01..2.0).contains(&heat.of(1.0)), "{}", heat.of(1.0));
    }
}
