//! Chance as Tidal has it: one deterministic function of time, so the same text gives the same notes.
//!
//! ```text
//! seed(t) = trunc(frac(t / 300) * 2^29), three xor shifts; rand(t) = that modulo 2^29, as a share of it
//! rand   read at the start of what is asked for (1.10, exactly 0.5 at time 0) or in its middle (1.7)
//! ```
//!
//! The generator is Marsaglia's xorshift ("Xorshift RNGs", 2003). Everything by chance stands on `rand`: `degrade`, `?`,
//! `sometimes`, `choose`, `shuffle`, `randcat`.

use super::{Event, Item, Pattern, State};
use crate::time::Cycle;
use std::sync::Arc;

pub(super) const RANGE: i64 = 1 << 29;

pub(super) fn shift(mut seed: i64) -> i64 {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^ (seed << 5)
}

pub(super) fn seed(time: f64) -> i64 {
    let turn = time / 300.0;
    // Haskell's `properFraction` truncates, so the fraction of a negative time is negative.
    ((turn - turn.trunc()) * RANGE as f64).trunc() as i64
}

pub(super) fn share(seed: i64) -> f64 {
    seed.rem_euclid(RANGE) as f64 / RANGE as f64
}

/// The draw of a moment as Tidal 1.7 has it: 0 up to, not including, 1. Zero at time 0.
pub fn draw_at(time: f64) -> f64 {
    share(shift(seed(time)))
}

impl State<'_> {
    /// The draw of another moment. Under Tidal 1.10 time 0 gives 0.5.
    pub fn draw_at(&self, time: Cycle) -> f64 {
        let centred = self.env.tidal == super::Tidal::V1_10 && time.is_zero();
        if centred { 0.5 } else { draw_at(time.to_f64()) }
    }
}

/// A pattern of one continuous value read from the state.
fn drawn<T: Item>(f: impl Fn(&State<'_>) -> T + Send + Sync + 'static) -> Pattern<T> {
    Pattern::pouring(move |state, out| out.push(Event::new(None, state.span, f(state))))
}

/// Continuous chance, 0 up to 1.
pub fn rand() -> Pattern<f64> {
    drawn(|state| state.draw_at(state.moment()))
}

/// `rand` moved earlier by a ten-thousandth of a cycle `nth` times: the draws of the n-th `?` of a string.
pub fn rand_of_place(nth: u32) -> Pattern<f64> {
    rand().early(Cycle::new(i64::from(nth), 10_000))
}

/// Continuous whole numbers from 0 up to, not including, `count`, as floats.
pub fn irand(count: i64) -> Pattern<f64> {
    drawn(move |state| (state.draw_at(state.moment()) * count as f64).floor())
}

/// Continuous truth, half of the time.
pub fn brand() -> Pattern<bool> {
    brand_by(0.5)
}

/// Continuous truth for this share of the time.
pub fn brand_by(share: f64) -> Pattern<bool> {
    drawn(move |state| state.draw_at(state.moment()) < share)
}

/// Smooth chance: from the draw of each whole cycle to that of the next, after Perlin's fade curve 6x^5 - 15x^4 + 10x^3.
pub fn perlin() -> Pattern<f64> {
    drawn(|state| {
        state.env.meter.wave();
        let time = state.moment();
        perlin_value(time.to_f64(), |cycle| state.draw_at(Cycle::whole(cycle)))
    })
}

/// The same over a pattern of positions instead of time.
pub fn perlin_with(positions: &Pattern<f64>) -> Pattern<f64> {
    positions.with_state(|position, state| perlin_value(position, |cycle| state.draw_at(Cycle::whole(cycle))))
}

fn perlin_value(position: f64, draw: impl Fn(i64) -> f64) -> f64 {
    let cycle = position.floor();
    let x = position - cycle;
    let fade = 6.0 * x.powi(5) - 15.0 * x.powi(4) + 10.0 * x.powi(3);
    let (from, to) = (draw(cycle as i64), draw(cycle as i64 + 1));
    from + fade * (to - from)
}

/// One of the values, continuously, by chance.
pub fn choose<T: Item>(values: &[T]) -> Pattern<T> {
    choose_by(&rand(), values)
}

/// One of the values by a number from 0 to 1.
pub fn choose_by<T: Item>(positions: &Pattern<f64>, values: &[T]) -> Pattern<T> {
    if values.is_empty() {
        return Pattern::silence();
    }
    let values: Arc<[T]> = values.into();
    let count = values.len() as i64;
    positions.filter_map(move |at| {
        let nth = (at * count as f64).floor() as i64;
        values.get(nth.rem_euclid(count) as usize).cloned()
    })
}

/// One of the values for each cycle.
pub fn cycle_choose<T: Item>(values: &[T]) -> Pattern<T> {
    choose(values).segment(Cycle::ONE)
}

/// One of the values, continuously, by weights. Those without a positive weight are never chosen.
pub fn wchoose<T: Item>(weighted: &[(T, f64)]) -> Pattern<T> {
    wchoose_by(&rand(), weighted)
}

/// One of the values by a number from 0 to 1 and by weights.
pub fn wchoose_by<T: Item>(positions: &Pattern<f64>, weighted: &[(T, f64)]) -> Pattern<T> {
    let total: f64 = weighted.iter().map(|(_, weight)| weight.max(0.0)).sum();
    let weighted: Arc<[(T, f64)]> = weighted.into();
    positions.filter_map(move |at| {
        let mut reached = 0.0;
        weighted
            .iter()
            .find(|(_, weight)| {
                reached += weight.max(0.0);
                reached > at * total
            })
            .map(|(value, _)| value.clone())
    })
}

/// The draw that decides about a whole cycle (`someCycles`), in the dialect of the query.
pub(super) fn draw_of_cycle(state: &State<'_>) -> f64 {
    state.draw_at(state.span.begin.sam())
}

/// Smooth noise in two dimensions: time, and these places (Perlin, "Improving noise", 2002, with directions by chance).
pub fn perlin2(places: &Pattern<f64>) -> Pattern<f64> {
    perlin2_with(&Pattern::signal(Cycle::to_f64), places)
}

/// The same with other places for time.
pub fn perlin2_with(times: &Pattern<f64>, places: &Pattern<f64>) -> Pattern<f64> {
    times.app_both(places, |time, place| perlin2_value(*time, *place))
}

fn perlin2_value(x: f64, y: f64) -> f64 {
    let (left, low) = (x.floor(), y.floor());
    let (x, y) = (x - left, y - low);
    let corner = |dx: f64, dy: f64| {
        let angle = std::f64::consts::TAU * draw_at(left + dx + 0.0001 * (low + dy));
        angle.cos() * (x - dx) + angle.sin() * (y - dy)
    };
    let fade = |t: f64| 6.0 * t.powi(5) - 15.0 * t.powi(4) + 10.0 * t.powi(3);
    let (u, v) = (fade(x), fade(y));
    let below = (1.0 - u) * corner(0.0, 0.0) + u * corner(1.0, 0.0);
    let above = (1.0 - u) * corner(0.0, 1.0) + u * corner(1.0, 1.0);
    ((1.0 - v) * below + v * above + 1.0) / 2.0
}
