//! Recordings between their samples, and where a grid puts them.

use super::*;
use crate::train::wavenet::clip::Split;

#[test]
fn a_tone_is_read_where_it_lies() {
    let tone = |at: f64| (TAU * 700.0 * at / f64::from(RATE)).sin() as f32;
    let samples: Vec<f32> = (0..2000).map(|t| tone(f64::from(t))).collect();
    for at in [100.0, 500.25, 1234.567] {
        assert!((between(&samples, at) - tone(at)).abs() < 1e-3, "{at}");
    }
    assert_eq!(between(&samples, -20.0), 0.0);
    assert_eq!(between(&samples, 5000.5), 0.0);
}

#[test]
fn a_detuned_and_trembling_note_is_read_straight_in_step_with_itself() {
    let (pitch, mut turns) = (57.0, 0.3);
    let samples = (0..36_000).map(|t| {
        let tremble = 1.0 + 0.004 * (TAU * 5.0 * f64::from(t) / f64::from(RATE)).sin();
        turns += 220.0 * 1.003 * tremble / f64::from(RATE);
        0.1 * (TAU * turns).cos() as f32
    });
    let clip =
        Clip { instrument: 0, pitch, velocity: 100.0, held: 30_000, samples: samples.collect(), split: Split::Train };
    let reading = Reading::new(&clip);
    let n = f64::from(reading.grid.steps());
    for (t, x) in reading.steps.iter().enumerate().take(25_000).skip(2000) {
        let expected = std::f64::consts::SQRT_2 * (TAU * (f64::from(reading.first) + t as f64) / n).cos();
        assert!((f64::from(*x) - expected).abs() < 0.12, "step {t}: {x} {expected}");
    }
    assert!(reading.levels[5000..20_000].iter().all(|level| (level - 0.0707).abs() < 0.003));
    let held = 30_000.0 * reading.rate / f64::from(RATE);
    assert!((reading.held as f64 / held - 1.0).abs() < 0.01);
}

#[test]
fn silence_has_the_floor_as_its_level() {
    let samples = vec![0.0; 8000];
    let clip = Clip { instrument: 0, pitch: 60.0, velocity: 1.0, held: 4000, samples, split: Split::Test };
    let reading = Reading::new(&clip);
    assert!(reading.levels.iter().all(|l| (l / FLOOR - 1.0).abs() < 1e-5) && reading.steps.iter().all(|x| *x == 0.0));
}
