//! The algebra on small examples, in the notation of `Event`'s debug form.

use super::*;
use crate::time::{Cycle, Span};

fn shown<T: Item + std::fmt::Debug>(pattern: &Pattern<T>, cycle: i64) -> String {
    let mut events = pattern.query_span(Span::cycle(cycle));
    events.sort_by_key(|event| (event.part.begin, event.part.end));
    events.iter().map(|event| format!("{event:?}")).collect::<Vec<_>>().join(" ")
}

fn letters(text: &str) -> Pattern<char> {
    fast_from_list(&text.chars().collect::<Vec<_>>())
}

#[test]
fn a_constant_sounds_once_a_cycle() {
    assert_eq!(shown(&Pattern::pure('a'), 3), "(3>4)|'a'");
}

#[test]
fn fast_repeats_and_slow_stretches() {
    assert_eq!(shown(&letters("ab").fast(Cycle::whole(2)), 0), "(0>1/4)|'a' (1/4>1/2)|'b' (1/2>3/4)|'a' (3/4>1)|'b'");
    assert_eq!(shown(&letters("ab").slow(Cycle::whole(2)), 1), "(1>2)|'b'");
}

#[test]
fn a_cat_of_lists_moves_on_by_one_cycle_each_turn() {
    let turns = slowcat(&[from_list(&['a', 'b']), Pattern::pure('c')]);
    let heard: Vec<String> = (0..4).map(|cycle| shown(&turns, cycle)).collect();
    assert_eq!(heard, ["(0>1)|'a'", "(1>2)|'c'", "(2>3)|'b'", "(3>4)|'c'"]);
}

#[test]
fn structure_comes_from_the_left_the_right_or_both() {
    let (left, right) = (fast_from_list(&[1, 2]), fast_from_list(&[10, 20, 30]));
    assert_eq!(
        shown(&left.app_left(&right, |a, b| a + b), 0),
        "(0>1/3)-1/2|11 1/3-(1/3>1/2)|21 (1/2>2/3)-1|22 2/3-(2/3>1)|32"
            .replace("1/3-(1/3>1/2)", "0-(1/3>1/2)")
            .replace("2/3-(2/3>1)", "1/2-(2/3>1)")
    );
    assert_eq!(shown(&left.app_both(&right, |a, b| a + b), 0), "(0>1/3)|11 (1/3>1/2)|21 (1/2>2/3)|22 (2/3>1)|32");
    assert_eq!(shown(&left.app_squeeze(&right, |a, b| a * b), 0).split(' ').count(), 6);
}

#[test]
fn bjorklund_gives_the_known_rhythms() {
    let drawn = |k, n| bjorklund(k, n).into_iter().map(|on| if on { 'x' } else { '.' }).collect::<String>();
    assert_eq!(drawn(3, 8), "x..x..x.");
    assert_eq!(drawn(5, 8), "x.xx.xx.");
    assert_eq!(drawn(4, 9), "x.x.x.x..");
    assert_eq!(drawn(7, 16), "x..x.x.x..x.x.x.");
    assert_eq!(drawn(-3, 8), ".xx.xx.x");
    assert_eq!(drawn(0, 4), "....");
}

#[test]
fn a_word_that_would_make_too_much_is_cut_off_by_the_meter() {
    let meter = Meter::new(10_000, None);
    let env = Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let state = State { span: Span::cycle(0), env: &env };
    for pattern in [
        Pattern::pure('a').fast(Cycle::whole(1_000_000_000)),
        Pattern::pure('a').ply(Cycle::whole(1_000_000_000)),
        Pattern::pure('a').euclid(1_000_000, 2_000_000),
        Pattern::pure('a').chunk(1_000_000_000, |p| p),
    ] {
        let fresh = Meter::new(10_000, None);
        let env = Env { meter: &fresh, ..env };
        pattern.query(&State { env: &env, ..state });
        assert!(fresh.fault().is_some());
    }
}

#[test]
fn odd_arguments_never_panic() {
    let p = letters("abc");
    for x in [0, -1, 1, 7, i64::MAX, i64::MIN] {
        let c = Cycle::whole(x);
        for q in [
            p.fast(c),
            p.slow(c),
            p.early(c),
            p.linger(c),
            p.trunc(c),
            p.iter(x),
            p.every(x, |p| p.rev()),
            p.euclid(x, 8),
            p.euclid(3, x),
            p.euclid_off(3, 8, x),
            p.chunk(x, |p| p.rev()),
            p.rot(x),
            p.bite(x, &Pattern::pure(x)),
            p.segment(c),
            p.repeat_cycles(x),
            p.shuffle(x),
            p.scramble(x),
            p.echo_with(x.min(100), c, |p| p),
            p.zoom(c, Cycle::ONE),
            p.compress(Cycle::ZERO, c),
            p.swing_by(&Pattern::pure(c), c),
            p.time_loop(c),
            p.whenmod(c, c, |p| p.rev()),
        ] {
            let meter = Meter::new(10_000, None);
            let env = Env { tidal: Tidal::V1_7, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
            q.query(&State { span: Span::cycle(1), env: &env });
        }
    }
}

#[test]
fn chance_is_half_at_time_zero_in_1_10_and_another_in_1_7() {
    let at = |tidal| rand().query_as(Span::cycle(0), tidal).first().map(|event| event.value);
    assert_eq!(at(Tidal::V1_10), Some(0.5));
    assert_ne!(at(Tidal::V1_7), Some(0.5));
}
