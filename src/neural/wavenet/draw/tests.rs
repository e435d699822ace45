//! Drawing a code: frequencies, temperature, nucleus, seeds.

use super::*;

fn logits() -> Vec<f32> {
    let mut x = vec![-30.0; CODES];
    (x[10], x[20], x[30]) = (2f32.ln(), 1f32.ln(), 1f32.ln());
    x
}

fn counts(temp: f32, top_p: f32) -> [usize; 3] {
    let mut dice = Dice::new(5);
    let mut n = [0; 3];
    for _ in 0..4000 {
        match draw(Path::Portable, &mut logits(), temp, top_p, &mut dice) {
            10 => n[0] += 1,
            20 => n[1] += 1,
            30 => n[2] += 1,
            other => panic!("drew {other}"),
        }
    }
    n
}

#[test]
fn codes_come_as_often_as_their_probabilities_say() {
    let [a, b, c] = counts(1.0, 1.0);
    assert!((1850..2150).contains(&a) && (850..1150).contains(&b) && (850..1150).contains(&c), "{a} {b} {c}");
}

#[test]
fn a_low_temperature_prefers_the_likeliest_and_the_nucleus_drops_the_rest() {
    assert!(counts(0.2, 1.0)[0] > 3600);
    assert_eq!(counts(1.0, 0.4), [4000, 0, 0]);
}

#[test]
fn the_same_seed_draws_the_same() {
    let run = |seed| (0..50).map(|_| 0).scan(Dice::new(seed), |d, _: i32| Some(d.uniform())).collect::<Vec<_>>();
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
