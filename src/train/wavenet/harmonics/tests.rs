//! Made-up notes whose partials and noise are known.

use super::*;
use crate::neural::wavenet::acoustics::Spectrum;
use crate::neural::wavenet::features::{RATE, hertz};
use crate::neural::wavenet::partials::Bank;
use crate::train::random::Random;
use crate::train::wavenet::clip::{Clip, Split};

/// Eight partials with phases of their own, RMS 0.2 in all, and noise beside.
fn reading(pitch: f32, noise: f32) -> (Reading, Vec<f32>) {
    let mut random = Random::new(8);
    let f0 = f64::from(hertz(pitch));
    let phases: Vec<f64> = (0..8).map(|_| f64::from(random.uniform())).collect();
    let amplitudes: Vec<f32> = (1..=8).map(|k| 1.0 / k as f32).collect();
    let power: f32 = amplitudes.iter().map(|a| 0.5 * a * a).sum();
    let tone = |t: usize, draw: f32| {
        let turns = f0 * t as f64 / f64::from(RATE);
        let partial = |k: usize| f64::from(amplitudes[k]) * (TAU * ((k + 1) as f64 * turns + phases[k])).sin();
        0.2 * ((0..8).map(partial).sum::<f64>() as f32 / power.sqrt() + noise * draw)
    };
    let samples = (0..24_000).map(|t| tone(t, random.normal())).collect();
    let clip = Clip { instrument: 0, pitch, velocity: 100.0, held: 20_000, samples, split: Split::Train };
    (Reading::new(&clip), amplitudes.iter().map(|a| a / power.sqrt()).collect())
}

use std::f64::consts::TAU;

#[test]
fn partials_are_measured_and_turned_to_the_law() {
    for pitch in [40.0, 57.0, 76.0] {
        let (reading, amplitudes) = reading(pitch, 0.0);
        let measured = measure(&reading, hertz(pitch), 0.0, &mut Transforms::default());
        let row = &measured.heard[80];
        for (k, a) in amplitudes.iter().enumerate() {
            assert!((row[1 + k] - a.ln()).abs() < 0.03, "{pitch}, partial {}: {} {}", k + 1, row[1 + k], a.ln());
        }
        assert!(
            row[1 + ANCHORS..][..BANDS].iter().all(|band| *band < -4.0),
            "{pitch}: no noise {:?}",
            &row[1 + ANCHORS..]
        );
        // A bank that was told what was measured makes the turned sound, step by step.
        let mut bank = Bank::new();
        let from = 80 * STRIDE;
        let step = (reading.first as usize + from) % reading.grid.steps() as usize;
        bank.start((hertz(pitch), 0.0), reading.grid, (step as u32, 0), 0);
        let partials = std::array::from_fn(|i| row[1 + i]);
        let still = ([FAINT; BANDS], [0.0; BANDS], [10.0; BANDS]);
        bank.set(&Spectrum { loudness: 1.0, partials, noise: still.0, movement: still.1, pace: still.2 }, 1.0);
        let away: f32 = measured.turned[from..from + 256].iter().map(|x| (x - bank.step().0).powi(2)).sum();
        assert!(away / 256.0 < 0.003, "{pitch}: {}", away / 256.0);
    }
}

#[test]
fn noise_is_measured_beside_the_partials() {
    let (reading, _) = reading(57.0, 0.1);
    let rows = measure(&reading, hertz(57.0), 0.0, &mut Transforms::default()).heard;
    let mean = |band: usize| rows[40..140].iter().map(|r| r[1 + ANCHORS + band]).sum::<f32>() / 100.0;
    // White noise of 0.1 up to 12 000 Hz: 3500 to 5500 Hz have a sixth of its power.
    let expected = (0.1 * (2000.0f32 / 12_000.0).sqrt()).ln();
    // What of it holds together for 40 ms passes for partials.
    let away = mean(4) - expected;
    assert!((-0.4..0.05).contains(&away), "{} {expected}", mean(4));
}

#[test]
fn silence_is_measured_as_faint() {
    let samples = vec![0.0; 8000];
    let clip = Clip { instrument: 0, pitch: 60.0, velocity: 1.0, held: 4000, samples, split: Split::Test };
    let measured = measure(&Reading::new(&clip), hertz(60.0), 0.0, &mut Transforms::default());
    for row in &measured.heard {
        let (told, moves) = row[1..HEARD - 1].split_at(ANCHORS + BANDS);
        assert!(told.iter().all(|x| *x == FAINT) && moves[..BANDS].iter().all(|x| *x == 0.0));
    }
    assert!(measured.turned.iter().all(|x| *x == 0.0));
}

#[test]
fn stiff_strings_are_turned_to_the_law_where_their_partials_lie() {
    use crate::neural::wavenet::partials::stretch;
    let (pitch, stiffness) = (57.0, 6e-4);
    let f0 = f64::from(hertz(pitch));
    let tone = |t: usize| {
        let turns = |k: usize| f0 * (k as f64 + stretch(k, stiffness)) * t as f64 / f64::from(RATE);
        0.1 * (1..=9).map(|k| (TAU * turns(k) + (k * k) as f64).sin() / k as f64).sum::<f64>() as f32
    };
    let samples = (0..24_000).map(tone).collect();
    let clip = Clip { instrument: 0, pitch, velocity: 100.0, held: 20_000, samples, split: Split::Train };
    let (reading, mut transforms) = (Reading::new(&clip), Transforms::default());
    let noise = |stiffness: f32, transforms: &mut Transforms| {
        let row = measure(&reading, hertz(pitch), stiffness, transforms).heard[80];
        row[1 + ANCHORS..][..BANDS].iter().map(|ln| (2.0 * ln).exp()).sum::<f32>()
    };
    let (known, unknown) = (noise(stiffness, &mut transforms), noise(0.0, &mut transforms));
    assert!(known < 0.2 * unknown, "{known} {unknown}");
}

#[test]
fn noise_is_what_lies_between_partials_and_not_what_they_do_themselves() {
    // A tone whose partials shake 30 times a second, in steady noise: what shakes stays by the partials.
    let mut random = Random::new(8);
    let f0 = f64::from(hertz(69.0));
    let tone = |t: usize, draw: f32| {
        let seconds = t as f64 / f64::from(RATE);
        let shake = 1.0 + 0.5 * (TAU * 30.0 * seconds).sin();
        let tone = |k: f64| (TAU * k * f0 * seconds).sin();
        (0.1 * shake * (1..=20).map(|k| tone(f64::from(k))).sum::<f64>()) as f32 + 0.004 * draw
    };
    let samples: Vec<f32> = (0..36_000).map(|t| tone(t, random.normal())).collect();
    let level = (samples.iter().map(|x| x * x).sum::<f32>() / 36_000.0).sqrt();
    let clip = Clip { instrument: 0, pitch: 69.0, velocity: 100.0, held: 34_000, samples, split: Split::Train };
    let rows = measure(&Reading::new(&clip), 440.0, 0.0, &mut Transforms::default()).heard;
    for band in 1..5 {
        let mean = rows[60..140].iter().map(|r| r[1 + ANCHORS + band]).sum::<f32>() / 80.0;
        let expected = (0.004 / level * ((EDGES[band + 1] - EDGES[band]) / 12_000.0).sqrt()).ln();
        // What shakes would be some three nepers more.
        assert!((mean - expected).abs() < 0.7, "band {band}: {mean} {expected}");
    }
}

#[test]
fn partials_that_shake_are_told_as_moving_and_steady_ones_are_not() {
    let mut random = Random::new(8);
    let (mut shake, mut low) = (0.0f32, 0.0f32);
    // The partials above 1000 Hz follow a slow random course, every other one against it, so that the level stays; those below
    // stand still.
    let tone = |t: usize| {
        (low, shake) = (low + 0.002 * (random.normal() - low), shake + 0.002 * (low - shake));
        let wave = |k: i32| (TAU * f64::from(k) * 220.0 * t as f64 / f64::from(RATE)).sin() as f32;
        let upper = |k: i32| (1.0 + if k % 2 == 0 { 20.0 } else { -20.0 } * shake) * wave(k);
        0.1 * ((1..=4).map(wave).sum::<f32>() + (5..=20).map(upper).sum::<f32>())
    };
    let samples = (0..36_000).map(tone).collect();
    let clip = Clip { instrument: 0, pitch: 57.0, velocity: 100.0, held: 34_000, samples, split: Split::Train };
    let rows = measure(&Reading::new(&clip), 220.0, 0.0, &mut Transforms::default()).heard;
    let moves = &rows[80][1 + ANCHORS + BANDS..][..BANDS];
    assert!(moves[..2].iter().all(|m| *m < 0.1) && moves[2..5].iter().all(|m| *m > 0.3), "{moves:?}");
}

#[test]
fn what_wanders_faster_is_told_as_faster() {
    let grid = crate::neural::wavenet::grid::Grid::of(57.0);
    let told = [5.0f32, 10.0, 20.0].map(|pace| {
        let mut partials = [-2.5; ANCHORS];
        partials[20..].fill(FAINT);
        let still = ([FAINT; BANDS], [0.3; BANDS], [pace; BANDS]);
        let told = Spectrum { loudness: 1.0, partials, noise: still.0, movement: still.1, pace: still.2 };
        let mut bank = Bank::new();
        bank.start((220.0, 0.0), grid, (0, 0), 5);
        bank.set(&told, 1.0);
        let mut tone = |t: usize| {
            if t.is_multiple_of(64) {
                bank.aim(&told, 1.0);
            }
            let (still, moving) = bank.step();
            0.1 * (still + moving)
        };
        let samples = (0..36_000).map(&mut tone).collect();
        let clip = Clip { instrument: 0, pitch: 57.0, velocity: 100.0, held: 34_000, samples, split: Split::Train };
        let rows = measure(&Reading::new(&clip), 220.0, 0.0, &mut Transforms::default()).heard;
        // A second of narrow noise tells little of one band; of four, enough.
        (rows[80][1 + ANCHORS + 2 * BANDS..][..4].iter().sum::<f32>() / 4.0).exp()
    });
    assert!(told[0] < 0.75 * told[1] && told[1] < 0.75 * told[2], "{told:?}");
    assert!(told.iter().zip([5.0, 10.0, 20.0]).all(|(told, pace)| (told / pace).ln().abs() < 0.6), "{told:?}");
}
