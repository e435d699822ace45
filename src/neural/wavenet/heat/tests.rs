//! The heat of a start, of a note that speaks, and of one that fell silent.

use super::*;

fn hear(heat: &mut Heat, seconds: f32, level: f32) {
    for step in 0..(24_000.0 * seconds) as usize {
        heat.hear(if step % 2 == 0 { level } else { -level });
    }
}

#[test]
fn a_note_settles_once_it_speaks_and_is_woken_where_it_falls_silent() {
    let mut heat = Heat::new();
    heat.set_rate(24_000.0);
    assert!((heat.temperature(0.7) - 0.7).abs() < 1e-5 && heat.noise() == NOISE);
    hear(&mut heat, 2.0, 0.0);
    assert!(heat.temperature(0.7) > 0.69 && heat.noise() > 0.99 * NOISE, "it does not speak yet");
    hear(&mut heat, 0.5, LEVEL);
    assert!((heat.temperature(1.0) - CALM).abs() < 0.01 * CALM && heat.noise() < 0.01);
    hear(&mut heat, 0.5, 0.0);
    assert!(heat.temperature(1.0) > 0.99 && heat.noise() > 0.99 * NOISE);
}

#[test]
fn more_temperature_is_more_at_every_heat() {
    let mut heat = Heat::new();
    heat.set_rate(24_000.0);
    for _ in 0..10 {
        let temperatures: Vec<f32> = (1..=40).map(|i| heat.temperature(0.05 * i as f32)).collect();
        assert!(temperatures.is_sorted_by(|a, b| a < b), "{temperatures:?}");
        hear(&mut heat, 0.1, LEVEL);
    }
}

#[test]
fn a_start_settles_in_the_same_time_at_every_rate() {
    let after = |rate: f32| {
        let mut heat = Heat::new();
        heat.set_rate(rate);
        for _ in 0..(0.1 * rate) as usize {
            heat.hear(LEVEL);
        }
        heat.temperature(1.0)
    };
    assert!((after(21_000.0) - after(31_500.0)).abs() < 1e-3 && after(24_000.0) < 0.9);
}
