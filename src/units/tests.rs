//! Notes, hertz and decibels agree with their definitions.

use super::{Decibels, Hertz, Note, note_by_name};

#[test]
fn names_count_from_middle_c_in_octave_five() {
    let heard: Vec<_> = ["c", "c5", "a5", "cs3", "c#4", "ef", "bff6", "h", "c5x"].map(note_by_name).into();
    assert_eq!(heard, [Some(0), Some(0), Some(9), Some(-23), Some(-11), Some(3), Some(21), None, None]);
}

#[test]
fn the_a_above_middle_c_is_440_hertz() {
    assert!((Note(9.0).hertz().0 - 440.0).abs() < 1e-9);
    assert!((Hertz(261.625_565).note().0).abs() < 1e-6);
    assert!((Note(0.0).midi() - 60.0).abs() < 1e-12);
}

#[test]
fn twenty_decibels_are_a_factor_of_ten() {
    assert!((Decibels(-20.0).gain() - 0.1).abs() < 1e-6);
    assert!((Decibels::of_gain(10.0).0 - 20.0).abs() < 1e-4);
}
