//! Heat finds the width at which a made-up voice is as rough as asked.

use super::*;
use crate::neural::wavenet::acoustics::FAINT;
use crate::neural::wavenet::dice::Dice;
use crate::neural::wavenet::features::{ANCHORS, BANDS};

fn spectrum(aperiodicity: f32) -> Spectrum {
    Spectrum { loudness: 0.1, partials: [-3.0; ANCHORS], noise: [-5.0; BANDS], aperiodicity }
}

/// A voice of a steady tone whose slips linger: what it adds is three times what it draws. Its noise after pre-emphasis beside
/// what was wanted, in dB over the second of two seconds.
fn sing(aperiodicity: f32, temp: f32) -> f32 {
    let grid = Grid::of(57.0);
    let (mut heat, mut dice, mut rest, mut power) = (Heat::new(grid), Dice::new(4), 0.0f32, 0.0);
    for step in 0..48_000u32 {
        if step % FRAME as u32 == 0 {
            heat.frame(&spectrum(aperiodicity), temp);
        }
        rest = 0.943 * rest + heat.of(temp) * 0.02 * dice.normal();
        heat.hear(0.2 * (std::f32::consts::TAU * step as f32 / grid.steps() as f32).sin() + rest);
        power += if step >= 24_000 { rest * rest / 24_000.0 } else { 0.0 };
    }
    10.0 * (power / (NOISE * aperiodicity.exp() * LEVEL).powi(2)).log10()
}

#[test]
fn the_noise_becomes_what_was_asked_for_whatever_the_tone() {
    for aperiodicity in [-4.0, -3.0, -2.0] {
        let away = sing(aperiodicity, 1.0);
        assert!(away.abs() < 1.0, "{aperiodicity}: {away} dB");
    }
}

#[test]
fn temp_asks_for_more_or_less_of_it() {
    let [twice, half, none] = [(-4.0, 2.0), (-3.0, 0.5), (-3.0, 0.0)].map(|(noise, temp)| sing(noise, temp));
    assert!((twice - 6.0).abs() < 1.0 && (half + 6.0).abs() < 1.0 && none < -80.0, "{twice} {half} {none}");
}

#[test]
fn a_voice_that_cannot_be_quiet_or_loud_enough_does_not_drive_it_away() {
    for (wanted, heard) in [(1.5, 0.0), (FAINT, 1.0)] {
        let mut heat = Heat::new(Grid::of(60.0));
        for i in 0..1000 {
            heat.hear(if i % 3 == 0 { heard } else { -heard });
            heat.frame(&spectrum(wanted), 1.0);
        }
        assert!((0.01..2.0).contains(&heat.of(1.0)), "{}", heat.of(1.0));
    }
}
