//! Grids over the keyboard, their rates under bends, their phases.

use super::*;

#[test]
fn every_note_takes_the_fewest_steps_that_give_its_rate() {
    for tenth in 120..=1200 {
        let pitch = tenth as f32 / 10.0;
        let grid = Grid::of(pitch);
        let rate = grid.rate(pitch);
        assert!((21_000.0..=34_000.0).contains(&rate), "{pitch}: {rate}");
        assert!([1, 3].contains(&(grid.steps() >> grid.steps().trailing_zeros())));
    }
    assert_eq!([45.0, 47.0, 64.0].map(|pitch| Grid::of(pitch).steps()), [192, 192, 64]);
}

#[test]
fn a_bend_moves_the_rate_until_its_bounds() {
    let grid = Grid::of(57.0);
    for bend in [-11.9, -3.3, 0.0, 0.5, 7.0] {
        let hertz = grid.rate(57.0 + bend) / grid.steps() as f32;
        assert!((1200.0 * (hertz / crate::neural::wavenet::features::hertz(57.0 + bend)).log2()).abs() < 0.01);
    }
    assert_eq!((grid.rate(-20.0), grid.rate(200.0)), (SLOWEST, FASTEST));
    assert!(Grid::of(f32::NAN).steps() > 0);
}
