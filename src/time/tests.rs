//! Exact arithmetic held against num-rational; spans; the tempo map's frames.

use super::{Cycle, Span, TempoMap, rounded_count};
use crate::units::Frame;
use num_rational::Ratio;
use proptest::prelude::*;

fn oracle(c: Cycle) -> Ratio<i128> {
    Ratio::new(i128::from(c.numerator()), i128::from(c.denominator()))
}

fn small() -> impl Strategy<Value = Cycle> {
    (-1_000_000i64..1_000_000, 1i64..10_000).prop_map(|(n, d)| Cycle::new(n, d))
}

fn any() -> impl Strategy<Value = Cycle> {
    (i64::MIN..=i64::MAX, i64::MIN..=i64::MAX).prop_map(|(n, d)| Cycle::new(n, d))
}

proptest! {
    #[test]
    fn arithmetic_is_exact_where_it_fits(a in small(), b in small()) {
        prop_assert_eq!(oracle(a + b), oracle(a) + oracle(b));
        prop_assert_eq!(oracle(a - b), oracle(a) - oracle(b));
        prop_assert_eq!(oracle(a * b), oracle(a) * oracle(b));
        if !b.is_zero() {
            prop_assert_eq!(oracle(a / b), oracle(a) / oracle(b));
        }
        prop_assert_eq!(a.cmp(&b), oracle(a).cmp(&oracle(b)));
        prop_assert_eq!(i128::from(a.floor()), oracle(a).floor().to_integer());
        prop_assert_eq!(i128::from(a.ceil()), oracle(a).ceil().to_integer());
        prop_assert_eq!(a.sam() + a.cycle_pos(), a);
    }

    #[test]
    fn nothing_a_performer_can_reach_panics(a in any(), b in any()) {
        let _ = (a + b, a - b, a * b, a / b, -a, a.abs(), a.modulo(b), a.floor(), a.ceil(), a.sam(), a.next_sam(), a.cycle_pos());
        let _ = (a.cmp(&b), a.to_f64(), Cycle::from_f64(a.to_f64() * 1e3));
    }

    #[test]
    fn a_result_that_does_not_fit_is_near(a in any(), b in any()) {
        let exact = a.to_f64() * b.to_f64();
        let got = (a * b).to_f64();
        if exact.abs() < 9e18 {
            prop_assert!((got - exact).abs() <= exact.abs() * 1e-9 + 1e-9, "{exact} {got}");
        }
    }

    #[test]
    fn the_pieces_of_a_span_make_the_span(a in small(), length in small()) {
        let span = Span::new(a, a + (length.abs()).modulo(Cycle::whole(50)));
        let pieces: Vec<Span> = span.cycles().collect();
        prop_assert_eq!(pieces[0].begin, span.begin);
        prop_assert_eq!(pieces[pieces.len() - 1].end, span.end);
        for pair in pieces.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].begin);
            prop_assert!(pair[1].begin.is_whole());
        }
    }

    #[test]
    fn a_cycle_is_found_at_its_own_frame(n in 0i64..5000, d in 1i64..64, cps in 0.05f64..4.0) {
        let map = TempoMap::new(48_000, cps);
        let cycle = Cycle::new(n, d);
        let back = map.cycle_at(map.frame_of(cycle));
        prop_assert!((back - cycle.to_f64()).abs() * 48_000.0 / cps <= 0.5 + 1e-6);
    }
}

#[test]
fn decimals_become_the_fraction_they_were_written_as() {
    assert_eq!(Cycle::from_f64(0.125), Cycle::new(1, 8));
    assert_eq!(Cycle::from_f64(0.1), Cycle::new(1, 10));
    assert_eq!(Cycle::from_f64(-2.75), Cycle::new(-11, 4));
    assert_eq!(Cycle::from_f64(1.0 / 3.0), Cycle::new(1, 3));
    assert_eq!("0.2".parse(), Ok(Cycle::new(1, 5)));
    assert_eq!("-3/12".parse(), Ok(Cycle::new(-1, 4)));
    assert!("1/0".parse::<Cycle>().is_err());
}

#[test]
fn rounding_and_division_by_zero_are_counted() {
    let before = rounded_count();
    let odd = Cycle::new(1, 4_611_686_018_427_387_847) * Cycle::new(1, 4_611_686_018_427_387_849);
    assert!(odd.to_f64().abs() < 1e-9);
    assert_eq!(Cycle::ONE / Cycle::ZERO, Cycle::ZERO);
    assert!(rounded_count() >= before + 2);
}

#[test]
fn an_empty_span_is_one_piece_and_touching_spans_do_not_meet() {
    let instant = Span::new(Cycle::ONE, Cycle::ONE);
    assert_eq!(instant.cycles().collect::<Vec<_>>(), [instant]);
    assert_eq!(Span::cycle(0).subspan(Span::cycle(1)), None);
    assert_eq!(Span::cycle(1).subspan(instant), Some(instant));
    assert_eq!(Span::cycle(0).subspan(instant), None);
}

#[test]
fn a_tempo_change_keeps_the_count_and_moves_what_comes_after() {
    let mut map = TempoMap::new(48_000, 0.5);
    assert_eq!(map.frame_of(Cycle::ONE), Frame(96_000));
    map.set_cps(Frame(96_000), 1.0);
    assert!((map.cycle_at(Frame(96_000)) - 1.0).abs() < 1e-12);
    assert_eq!(map.frame_of(Cycle::whole(3)), Frame(192_000));
    assert!((map.cycle_at(Frame(48_000)) - 0.5).abs() < 1e-12);
}

#[test]
fn an_absurd_tempo_is_held_in_range() {
    let mut map = TempoMap::new(48_000, f64::NAN);
    assert!(TempoMap::CPS_RANGE.contains(&map.cps_at(Frame(0))));
    assert!(TempoMap::CPS_RANGE.contains(&map.set_cps(Frame(5), 1e12).cps));
}
