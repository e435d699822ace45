//! What is written for a step, and what silence does to it.

use super::*;
use crate::neural::wavenet::codec::compand;

#[test]
fn phases_are_sines_of_whole_turns_and_harmonics_beyond_the_grid_are_left_out() {
    let mut out = [9.0; PHASES];
    Guide::default().write(Grid::of(96.0), 1, &mut out);
    let steps = Grid::of(96.0).steps() as f32;
    assert!((out[0] - (TAU / steps).sin()).abs() < 1e-6 && (out[3] - (2.0 * TAU / steps).cos()).abs() < 1e-5);
    // Four steps a period carry one harmonic.
    Guide::default().write(Grid::of(120.0), 1, &mut out);
    assert!(Grid::of(120.0).steps() < 6 && out[2..6] == [0.0; 4], "{out:?}");
    assert!(out[6..].iter().all(|x| *x == 0.0));
}

#[test]
fn a_silenced_guide_says_that_the_sound_was_zero() {
    let (mut out, guide) = ([0.0; PHASES], Guide { draft: [0.2, 0.3, 0.1, -0.1], rest: [0.05, 0.01, 0.0] });
    guide.write(Grid::of(60.0), 7, &mut out);
    let before = out;
    assert!((silence(&mut out) + 0.2).abs() < 1e-5);
    assert_eq!(out[..11], before[..11]);
    assert!((out[11] - compand(-0.2)).abs() < 1e-5 && out[15] == 0.0);
}
