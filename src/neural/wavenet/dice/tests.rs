//! Seeds.

use super::*;

#[test]
fn the_same_seed_draws_the_same() {
    let run = |seed| (0..50).map(|_| 0).scan(Dice::new(seed), |d, _: i32| Some(d.uniform())).collect::<Vec<_>>();
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
