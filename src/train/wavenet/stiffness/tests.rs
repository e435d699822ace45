//! Made-up strings whose stiffness is known.

use super::*;
use crate::neural::wavenet::features::{RATE, hertz};
use crate::train::wavenet::clip::{Clip, Split};

fn string(pitch: f32, stiffness: f32) -> Reading {
    let f0 = f64::from(hertz(pitch));
    let tone = |t: usize| {
        let partial = |k: usize| {
            let turns = f0 * (k as f64 + stretch(k, stiffness)) * t as f64 / f64::from(RATE);
            0.1 * ((std::f64::consts::TAU * turns + (k * k) as f64).sin() / k as f64) as f32
        };
        (1..=12).map(partial).sum::<f32>()
    };
    let samples = (0..24_000).map(tone).collect();
    Reading::new(&Clip { instrument: 0, pitch, velocity: 90.0, held: 20_000, samples, split: Split::Train })
}

#[test]
fn the_stiffness_of_a_string_is_found_and_none_where_there_is_none() {
    for (pitch, wanted) in [(45.0, 5e-4), (57.0, 8e-4), (69.0, 1.5e-3)] {
        let found = stiffness(&string(pitch, wanted), &mut Transforms::default());
        assert!((found / wanted).ln().abs() < 0.2, "{pitch}: {found} for {wanted}");
        assert_eq!(stiffness(&string(pitch, 0.0), &mut Transforms::default()), 0.0);
    }
}
