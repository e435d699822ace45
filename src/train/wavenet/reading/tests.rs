//! Recordings between their samples, and where a grid puts them.

use super::*;

#[test]
fn a_tone_is_read_where_it_lies() {
    let tone = |at: f64| (std::f64::consts::TAU * 700.0 * at / f64::from(RATE)).sin() as f32;
    let samples: Vec<f32> = (0..2000).map(|t| tone(f64::from(t))).collect();
    for at in [100.0, 500.25, 1234.567] {
        assert!((between(&samples, at) - tone(at)).abs() < 1e-3, "{at}");
    }
    assert_eq!(between(&samples, -20.0), 0.0);
    assert_eq!(between(&samples, 5000.5), 0.0);
}

#[test]
fn a_period_is_a_whole_number_of_steps_whatever_the_pitch_and_shift() {
    for (pitch, shift) in [(40.0, 0.0), (57.0, 0.4), (90.0, -0.5)] {
        let Reading { grid, pitch: moved, rate, ratio } = Reading::new(pitch, shift);
        assert_eq!(moved, pitch + shift);
        assert!((rate / f64::from(hertz(moved)) - f64::from(grid.steps())).abs() < 1e-3);
        let period = f64::from(RATE) / f64::from(hertz(pitch));
        assert!((period / ratio - f64::from(grid.steps())).abs() < 1e-3, "a period of the recording");
    }
    assert!(Reading::new(69.0, 0.0).steps(24_001).abs_diff(21_120) <= 1);
}
