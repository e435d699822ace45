//! The place in the bar: pick-ups, half bars, bars past the last line.

use super::*;
use crate::neural::lstm::tune::Key;

fn places(meter: (u32, u32), bars: &[i32], at: &[i32]) -> Vec<(i32, i32)> {
    let mut setting = Setting::plain(0, meter, Key::new(0, 0, "maj"));
    setting.bars = bars.to_vec();
    let mut grid = Grid::new(&setting);
    let place = |t: &i32| {
        grid.advance(&setting, *t);
        (grid.number(), grid.place(*t))
    };
    at.iter().map(place).collect()
}

#[test]
fn a_pick_up_counts_from_its_end() {
    assert_eq!(places((6, 8), &[0, 12, 84], &[0, 12, 24, 84]), [(-1, 60), (0, 0), (0, 12), (1, 0)]);
}

#[test]
fn half_a_bar_and_a_pick_up_make_one_bar() {
    assert_eq!(places((4, 4), &[0, 96, 180, 192], &[96, 180, 186, 192]), [(1, 0), (1, 84), (1, 90), (2, 0)]);
}

#[test]
fn a_pick_up_after_a_full_bar_does_not_shift_what_follows() {
    assert_eq!(places((4, 4), &[0, 96, 108], &[96, 108, 120, 204]), [(1, 0), (1, 0), (1, 12), (2, 0)]);
}

#[test]
fn bars_go_on_after_the_last_line() {
    assert_eq!(places((3, 4), &[0], &[0, 71, 72, 150]), [(0, 0), (0, 71), (1, 0), (2, 6)]);
}
