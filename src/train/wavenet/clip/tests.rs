//! Aligned phase and level of sounds made for the purpose.

use super::*;

#[test]
fn the_phase_follows_a_detuned_note() {
    let (pitch, detuned) = (57.0, 220.0 * 1.004);
    let turns = |t: usize| detuned * t as f64 / f64::from(RATE) + 0.3;
    let samples = (0..24_000).map(|t| (TAU * turns(t)).cos() as f32 * 0.2 + (TAU * 3.0 * turns(t)).sin() as f32 * 0.1);
    let clip =
        Clip { instrument: 0, pitch, velocity: 100.0, held: 24_000, samples: samples.collect(), split: Split::Train };
    let note = Prepared::new(clip);
    for t in (1000..23_000).step_by(777) {
        let away = f64::from(note.turns_at(t as f64)) - turns(t);
        assert!((away - away.round()).abs() < 0.01, "{t}: {away}");
        assert!((note.level_at(t as f32) - 0.158).abs() < 0.004);
    }
}

#[test]
fn silence_has_the_floor_as_its_level() {
    let clip =
        Clip { instrument: 0, pitch: 60.0, velocity: 1.0, held: 4000, samples: vec![0.0; 8000], split: Split::Test };
    let note = Prepared::new(clip);
    assert!(note.level.iter().all(|&l| l == FLOOR) && note.turns_at(100.5).is_finite());
}
