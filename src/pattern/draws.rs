//! Words that draw several times a cycle: an order of numbers, a chain of states, a rhythm of random lengths.
//!
//! ```text
//! randrun 4           |2|0|3|1|  |1|3|0|2|         each number once a cycle
//! markov_pat 8 0 m    |0|1|1|2|...                 each step's row of m weighs what comes next
//! stripe 2 "a b"      |a |b| a  | b  |             two cycles of it in one, at random speeds
//! ```

use super::chance::{RANGE, seed, share, shift};
use super::sequence::{MOST_STEPS, too_many};
use super::{Event, Item, Pattern, State, Tidal};
use crate::time::{Cycle, Span};

/// The first of several draws at time 0 under Tidal 1.10, where the seed of 0 would give nothing but zeros: half of the
/// range, as a single draw there is, and the orders of up to eight draws that Tidal gives.
const SEED_AT_ZERO: i64 = RANGE / 2 + 47_775 * RANGE;

/// The numbers from 0 to `count - 1`, in another order each cycle.
pub fn randrun(count: i64) -> Pattern<i64> {
    if count <= 0 {
        return Pattern::silence();
    }
    if count > MOST_STEPS {
        return too_many(count);
    }
    Pattern::by_cycle(move |state, out| {
        let sam = state.span.begin.sam();
        let order = order_of(state, Span::cycle_of(sam), count);
        for (nth, number) in order.into_iter().enumerate() {
            let at = |nth: i64| sam + Cycle::new(nth, count);
            let whole = Span::new(at(nth as i64), at(nth as i64 + 1));
            if let Some(part) = whole.subspan(state.span) {
                out.push(Event::new(Some(whole), part, number));
            }
        }
    })
}

/// The numbers below `count`, sorted by as many draws in a row from the seed of the cycle.
fn order_of(state: &State<'_>, cycle: Span, count: i64) -> Vec<i64> {
    let mut draws = state.at(cycle).draws(count as usize);
    let mut order: Vec<i64> = (0..count).collect();
    draws.resize(count as usize, 0.0);
    order.sort_by(|a, b| draws[*a as usize].total_cmp(&draws[*b as usize]));
    order
}

impl State<'_> {
    /// `count` draws in a row from the seed of the span's cycle.
    fn draws(&self, count: usize) -> Vec<f64> {
        let begin = self.span.begin;
        let mut now = match self.env.tidal {
            Tidal::V1_10 if begin.is_zero() => SEED_AT_ZERO,
            _ => shift(seed(begin.to_f64())),
        };
        (0..count)
            .map(|_| {
                let draw = share(now);
                now = shift(now);
                draw
            })
            .collect()
    }
}

/// `steps` states a cycle, beginning with `start`; row `i` of `weights` says how likely each state follows state `i`. Rows
/// need not add up to one. Silence where the rows are empty, uneven or without a positive weight.
pub fn markov_pat(steps: i64, start: usize, weights: &[Vec<f64>]) -> Pattern<i64> {
    let rows: Vec<Vec<f64>> = weights.iter().map(|row| cumulated(row)).collect();
    let even = rows.iter().all(|row| row.len() == rows.len() && row.last().is_some_and(|total| *total > 0.0));
    if steps <= 0 || rows.is_empty() || !even || start >= rows.len() {
        return Pattern::silence();
    }
    if steps > MOST_STEPS {
        return too_many(steps);
    }
    Pattern::by_cycle(move |state, out| {
        let sam = state.span.begin.sam();
        let mut now = start;
        for nth in 0..steps {
            let begin = sam + Cycle::new(nth, steps);
            if nth > 0 {
                let draw = state.draw_at(begin);
                now = next_state(&rows[now], draw, state.env.tidal).unwrap_or(now);
            }
            let whole = Span::new(begin, sam + Cycle::new(nth + 1, steps));
            if let Some(part) = whole.subspan(state.span) {
                out.push(Event::new(Some(whole), part, now as i64));
            }
        }
    })
}

/// The first state whose running sum a draw does not exceed. Of states with the same sum, that is of one and those behind it
/// with no weight of their own, Tidal 1.10 answers with the last.
fn next_state(sums: &[f64], draw: f64, tidal: Tidal) -> Option<usize> {
    let first = sums.iter().position(|reached| draw <= *reached)?;
    let same = match tidal {
        Tidal::V1_7 => 0,
        Tidal::V1_10 => sums[first + 1..].iter().take_while(|reached| **reached <= sums[first]).count(),
    };
    Some(first + same)
}

/// Running sums of a row of weights, scaled to end at 1.
fn cumulated(row: &[f64]) -> Vec<f64> {
    let total: f64 = row.iter().map(|weight| weight.max(0.0)).sum();
    let mut reached = 0.0;
    row.iter()
        .map(|weight| {
            reached += weight.max(0.0) / total;
            reached
        })
        .collect()
}

impl<T: Item> Pattern<T> {
    /// `count` cycles of the pattern in one, of lengths 1, 2 or 3 by chance. Under Tidal 1.10 an answer holds each copy that the
    /// span touches as a whole, so that `slowstripe` tells some events twice; a scheduler plays those that begin in its span.
    #[must_use]
    pub fn stripe(&self, count: i64) -> Self {
        if count <= 0 {
            return Self::silence();
        }
        if count > MOST_STEPS {
            return too_many(count);
        }
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let cycle = Span::cycle_of(state.span.begin);
            let lengths: Vec<i64> = (0..count)
                .map(|nth| {
                    let at = state.at(cycle.map(|time| time + Cycle::new(nth, count)));
                    (at.draw_at(at.moment()) * 3.0).floor() as i64 + 1
                })
                .collect();
            let total: i64 = lengths.iter().sum();
            let mut reached = 0;
            for (nth, length) in (0i64..).zip(lengths) {
                let share = |at: i64| cycle.begin + Cycle::new(at, total);
                let slot = Span::new(share(reached), share(reached + length));
                // The n-th copy is n times `count` cycles behind: all of them are new each cycle.
                let copy = pattern.late(Cycle::whole(nth.saturating_mul(count)));
                match (state.env.tidal, slot.subspan(state.span)) {
                    // A copy that is touched at all is given whole, also what of it lies beyond the span.
                    (Tidal::V1_10, Some(_)) => copy.pour_compressed(&state.at(slot), slot, out),
                    (Tidal::V1_10, None) => {}
                    (Tidal::V1_7, _) => copy.pour_compressed(state, slot, out),
                }
                reached += length;
            }
        })
    }
}
