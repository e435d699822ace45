//! Made-up notes whose sound is known are told again, also at keys that nobody recorded.

use super::*;
use crate::neural::wavenet::acoustics::{Acoustics, stiffness_told};
use crate::neural::wavenet::features::Moment;
use crate::neural::wavenet::grid::Grid;
use crate::train::wavenet::clip::Split;

/// A note whose first partial is as loud as told and dies away by a neper a second.
fn note(pitch: f32, first: f32) -> Note {
    let row = |at: usize| {
        let mut row = [-6.0; HEARD];
        (row[0], row[1], row[HEARD - 1]) = (-2.0 - (at * STRIDE) as f32 / 24_000.0, first, stiffness_told(0.0));
        row
    };
    Note {
        instrument: 1,
        pitch,
        velocity: 100.0,
        split: Split::Train,
        grid: Grid::of(pitch),
        rate: 24_000.0,
        first: 0,
        held: 24_000,
        stiffness: 0.0,
        sound: Vec::new(),
        codes: Vec::new(),
        heard: (0..200).map(row).collect(),
    }
}

#[test]
fn keys_are_told_as_recorded_and_others_as_their_nearest_neighbour() {
    let recorded = [note(50.0, -0.5), note(52.0, -2.0), note(57.0, -1.0)];
    let mut weights = Weights::new();
    let notes = [recorded.iter().collect::<Vec<_>>()];
    let left = fit(600, &notes, &mut Random::new(3), &mut weights).unwrap();
    assert!(left < 0.3, "{left}");
    let acoustics = Acoustics::load(&weights).unwrap();
    let mut places = [0.0; PLACES];
    places[1] = 1.0;
    let told = |pitch: f32| acoustics.at(&places, &Moment { pitch, velocity: 100.0, age: 0.4, released: -1.0 });
    for (pitch, wanted) in
        [(50.0, -0.5), (51.0, -0.5), (52.0, -2.0), (54.0, -2.0), (55.0, -1.0), (40.0, -0.5), (96.0, -1.0)]
    {
        let heard = told(pitch);
        assert!((heard.partials[0] - wanted).abs() < 0.25, "{pitch}: {} {wanted}", heard.partials[0]);
        assert!((heard.loudness.ln() + 2.4).abs() < 0.2, "{pitch}: {}", heard.loudness.ln());
    }
    // A key stays itself within a quarter of a semitone, and turns into the next one after.
    assert_eq!(told(52.2).partials, told(52.0).partials);
    let middle = told(51.5).partials[0];
    assert!(middle < told(51.0).partials[0] - 0.2 && middle > told(52.0).partials[0] + 0.2, "{middle}");
}
