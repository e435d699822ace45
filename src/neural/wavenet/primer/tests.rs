//! What a captured sound makes of a note's spectra.

use super::*;
use crate::neural::wavenet::features::{ANCHORS, BANDS};

fn sound(loudness: f32, first: f32) -> Spectrum {
    let mut partials = [-9.0; ANCHORS];
    partials[0] = first;
    Spectrum { loudness, partials, noise: [-9.0; BANDS], movement: [0.0; BANDS], pace: [2.0; BANDS] }
}

#[test]
fn a_note_goes_through_the_captured_sound_and_arrives_at_the_instrument() {
    let primer = Primer::new((0..=100).map(|i| sound(0.2, -0.01 * i as f32)).collect(), 0.01).unwrap();
    let plain = sound(0.1, -3.0);
    assert_eq!(primer.seconds(), 1.0);
    let first = |age: f32| primer.over(&plain, 0.1, age).partials[0];
    assert!((first(0.0) - 0.0).abs() < 1e-4 && (first(0.5) + 0.5).abs() < 1e-3, "{} {}", first(0.0), first(0.5));
    assert!(first(0.9) < -0.9 && first(0.9) > -3.0, "on the way");
    assert!((first(1.0) + 3.0).abs() < 1e-3 && !primer.reaches(1.0));
    assert!((primer.over(&plain, 0.1, 0.3).loudness - 0.1).abs() < 1e-6, "as loud as the instrument is held");
}

#[test]
fn silence_is_no_captured_sound_and_silence_behind_it_is_left_out() {
    assert_eq!(Primer::new(vec![], 0.01), None);
    assert_eq!(Primer::new(vec![sound(0.0, 0.0); 10], 0.01), None);
    let mut moments = vec![sound(0.5, 0.0); 51];
    moments.extend(vec![sound(1e-5, 0.0); 50]);
    assert_eq!(Primer::new(moments, 0.01).unwrap().seconds(), 0.5);
}
