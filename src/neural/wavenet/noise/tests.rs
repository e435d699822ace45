//! Noise of a told colour comes out as loud, and of that colour.

use super::*;
use crate::neural::wavenet::dice::Dice;
use crate::neural::wavenet::features::ANCHORS;

const RATE: f32 = 24_000.0;

fn spectrum(noise: [f32; BANDS]) -> Spectrum {
    Spectrum { loudness: 0.1, partials: [-3.0; ANCHORS], noise, movement: [0.0; BANDS], pace: [10.0; BANDS] }
}

/// The RMS of every band of the noise without its pre-emphasis, natural logarithm, beside `LEVEL`.
fn heard(told: [f32; BANDS]) -> [f32; BANDS] {
    const SIZE: usize = 512;
    let (mut noise, mut dice, mut before) = (Noise::new(RATE), Dice::new(4), 0.0);
    noise.frame(&spectrum(told));
    let mut powers = [0.0f32; BANDS];
    let window: [f32; SIZE] = std::array::from_fn(|i| (PI * i as f32 / SIZE as f32).sin().powi(2));
    let gain = 2.0 / (SIZE as f32 * window.iter().map(|w| w * w).sum::<f32>());
    for turn in 0..80 {
        let mut x: Vec<f32> = (0..SIZE)
            .map(|_| {
                before = PRE_EMPHASIS * before + noise.step(dice.normal()) / EMPHASIS_GAIN;
                before
            })
            .collect();
        x.iter_mut().zip(&window).for_each(|(x, w)| *x *= w);
        let bin = |k: usize| {
            let angle = |i: usize| TAU * (k * i % SIZE) as f32 / SIZE as f32;
            let part = |wave: fn(f32) -> f32| x.iter().enumerate().map(|(i, x)| x * wave(angle(i))).sum::<f32>();
            part(f32::cos).powi(2) + part(f32::sin).powi(2)
        };
        let bins: Vec<f32> = (0..=SIZE / 2).map(|k| if turn == 0 { 0.0 } else { bin(k) }).collect();
        for (b, power) in powers.iter_mut().enumerate().filter(|_| turn > 0) {
            let bin = |hz: f32| (hz / RATE * SIZE as f32) as usize;
            *power += bins[bin(EDGES[b])..bin(EDGES[b + 1])].iter().sum::<f32>() * gain / 79.0;
        }
    }
    powers.map(|power| 0.5 * (power / (LEVEL * LEVEL)).ln())
}

#[test]
fn every_band_is_as_loud_as_told() {
    // White, falling as breath does, and rising.
    for told in [
        [-4.6, -4.3, -4.0, -3.7, -3.5, -3.4, -3.2],
        [-3.5, -3.6, -3.8, -4.5, -5.0, -5.5, -6.0],
        [-6.0, -5.6, -5.0, -4.6, -4.2, -4.0, -3.8],
    ] {
        let heard = heard(told);
        for (b, (told, heard)) in told.iter().zip(&heard).enumerate() {
            assert!((told - heard).abs() < 0.6, "band {b}: told {told}, heard {heard}");
        }
    }
}

#[test]
fn no_noise_is_silence_and_any_is_finite() {
    assert!(heard([-9.2; BANDS]).iter().all(|x| *x < -7.0));
    let mut wild = [-9.2; BANDS];
    for band in 0..BANDS {
        wild[band] = 1.5;
        assert!(heard(wild).iter().all(|x| x.is_finite() && *x < 3.5), "{wild:?}");
    }
}

#[test]
fn slips_become_white_noise_of_one_power_and_keep_their_bursts() {
    let (mut noise, mut dice) = (Noise::new(RATE), Dice::new(4));
    // A period of 100 steps, the first ten of which slip ten times as far.
    let slips = |t: usize| if t % 100 < 10 { 0.01 } else { 0.001 };
    let drawn: Vec<f32> = (0..20_000).map(|t| noise.white(slips(t) * dice.normal(), slips(t) * slips(t))).collect();
    let power = |part: usize| {
        let part = drawn.iter().enumerate().filter(|(t, _)| (t % 100 < 10) == (part == 0) && *t > 1000);
        part.clone().map(|(_, x)| x * x).sum::<f32>() / part.count() as f32
    };
    assert!((6.0..12.0).contains(&power(0)) && power(1) < 0.3, "{} {}", power(0), power(1));
}
