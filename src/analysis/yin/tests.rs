//! YIN on tones that are made here, and on those that lead such readers astray.

use super::*;
use crate::dsp::noise::Noise;
use std::f64::consts::TAU;

const RATE: u32 = 24_000;

/// A tone of partials (multiple of the pitch, amplitude); `bend` gives semitones at a time in seconds.
fn tone(hertz: f64, partials: &[(f64, f64)], bend: impl Fn(f64) -> f64) -> Vec<f32> {
    let mut turns = 0.0;
    let sample = |i: usize| {
        turns += hertz * (bend(i as f64 / f64::from(RATE)) / 12.0).exp2() / f64::from(RATE);
        partials.iter().map(|(n, a)| a * (TAU * n * turns + n * n).sin()).sum::<f64>() as f32
    };
    (0..12_000).map(sample).collect()
}

fn steady(hertz: f64, partials: &[(f64, f64)]) -> Vec<f32> {
    tone(hertz, partials, |_| 0.0)
}

fn yin() -> Yin {
    Yin::new(RATE, 25.0..=4_200.0)
}

fn cents(samples: &[f32], hertz: f64) -> f64 {
    1_200.0 * (yin().read(samples).unwrap().hertz / hertz).log2()
}

const ROUND: [(f64, f64); 4] = [(1.0, 0.5), (2.0, 0.3), (3.0, 0.2), (4.0, 0.1)];

#[test]
fn sines_and_rich_tones_are_read_within_three_cents_from_e1_to_c7() {
    for hertz in [41.2, 55.0, 98.0, 220.0, 261.63, 441.7, 880.0, 1_244.5, 2_093.0] {
        for partials in [&ROUND[..1], &ROUND] {
            let away = cents(&steady(hertz, partials), hertz);
            assert!(away.abs() < 3.0, "{hertz} Hz with {} partials: {away} cents", partials.len());
        }
    }
}

#[test]
fn a_missing_fundamental_is_heard_all_the_same() {
    let partials = [(2.0, 0.4), (3.0, 0.4), (4.0, 0.3), (5.0, 0.3), (7.0, 0.1)];
    assert!(cents(&steady(110.0, &partials), 110.0).abs() < 3.0);
}

#[test]
fn weak_odd_partials_do_not_lead_an_octave_up() {
    let partials = [(1.0, 0.07), (2.0, 0.6), (3.0, 0.07), (4.0, 0.4), (6.0, 0.2)];
    assert!(cents(&steady(147.0, &partials), 147.0).abs() < 5.0);
}

#[test]
fn a_high_note_between_two_samples_is_not_read_an_octave_down() {
    for hertz in [24_000.0 / 17.5, 24_000.0 / 13.5, 24_000.0 / 36.5] {
        assert!(cents(&steady(hertz, &ROUND), hertz).abs() < 5.0, "{hertz} Hz");
    }
}

#[test]
fn a_vibrato_stays_within_its_swing_and_its_mean_is_the_note() {
    let sound = tone(220.0, &ROUND, |t| 0.4 * (TAU * 5.5 * t).sin());
    let mut yin = yin();
    let places = (0..sound.len() - yin.length()).step_by(240);
    let read: Vec<f64> = places.map(|at| cents(&sound[at..], 220.0)).collect();
    assert!(read.iter().all(|c| c.abs() < 50.0));
    assert!((read.iter().sum::<f64>() / read.len() as f64).abs() < 10.0);
    assert!(yin.read(&sound).unwrap().aperiodicity < 0.1);
}

#[test]
fn noise_under_a_tone_leaves_its_pitch_and_shows_as_aperiodicity() {
    let mut noise = Noise::new(1);
    let mut sound = steady(196.0, &ROUND);
    sound.iter_mut().for_each(|x| *x += 0.1 * noise.sample());
    assert!(cents(&sound, 196.0).abs() < 10.0);
    let heard = yin().read(&sound).unwrap();
    assert!((0.005..0.15).contains(&heard.aperiodicity), "{}", heard.aperiodicity);
}

#[test]
fn noise_alone_does_not_repeat() {
    let mut noise = Noise::new(2);
    let sound: Vec<f32> = (0..4_000).map(|_| noise.sample()).collect();
    assert!(yin().read(&sound).is_none_or(|heard| heard.aperiodicity > 0.5));
}

#[test]
fn silence_too_few_samples_and_no_numbers_have_no_pitch() {
    assert_eq!(yin().read(&[0.0; 4_000]), None);
    assert_eq!(yin().read(&steady(220.0, &ROUND)[..1_000]), None);
    let mut sound = steady(220.0, &ROUND);
    sound[5] = f32::NAN;
    assert_eq!(yin().read(&sound), None);
}

#[test]
fn the_octave_below_fits_a_tone_and_the_octave_above_does_not() {
    let mut yin = yin();
    yin.read(&steady(220.0, &ROUND)).unwrap();
    assert!(yin.aperiodicity_at(110.0) < 0.1 && yin.aperiodicity_at(440.0) > 0.3 && yin.aperiodicity_at(5.0) == 1.0);
}
