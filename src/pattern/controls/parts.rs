//! Parts of sounds: cut in time and in the sample at once, or picked by number.
//!
//! ```text
//! chop 2 "a b"      a[0 1/2] a[1/2 1] b[0 1/2] b[1/2 1]        striate 2 "a b"   a[0 1/2] b[0 1/2] a[1/2 1] b[1/2 1]
//! slice 4 "0 2"     quarter 0, quarter 2                       splice: the same, at the speed that fits the event
//! ```
//!
//! `begin` and `end` are shares of the sample, 0 to 1. An event that has them already is cut within them.

use super::{Operation, by_dialect, number};
use crate::pattern::sequence::{MOST_STEPS, too_many};
use crate::pattern::{ControlMap, Event, Pattern, Value, fastcat, irand, slowcat};
use crate::time::{Cycle, Span};
use std::sync::{Arc, LazyLock};

impl Pattern<ControlMap> {
    /// Each event in `parts` pieces, each playing its piece of the sample. Silence for zero parts or less.
    #[must_use]
    pub fn chop(&self, parts: i64) -> Self {
        if parts <= 0 {
            return Self::silence();
        }
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            for event in pattern.query(state) {
                if !state.env.meter.spend(parts.unsigned_abs()) {
                    return;
                }
                pour_pieces(&event, parts, out);
            }
        })
        .with_steps(self.steps.map(|steps| steps * Cycle::whole(parts)))
    }

    /// The whole pattern `parts` times a cycle, each time with the next piece of every sample.
    #[must_use]
    pub fn striate(&self, parts: i64) -> Self {
        if parts > MOST_STEPS {
            return too_many(parts);
        }
        let count = parts as f64;
        let turn = |nth: i64| self.fmap(move |map| within_range(&map, nth as f64 / count, (nth + 1) as f64 / count));
        fastcat(&(0..parts).map(turn).collect::<Vec<_>>())
    }

    /// The same with pieces of `share` of the sample each, spread from its begin to its end. Tidal 1.7 leaves a gap at the
    /// end.
    #[must_use]
    pub fn striate_by(&self, parts: i64, share: f64) -> Self {
        if parts > MOST_STEPS {
            return too_many(parts);
        }
        let spread = |distance: f64| {
            let turn = |nth: i64| {
                let begin = distance * nth as f64;
                self.set_number("begin", begin).set_number("end", begin + share)
            };
            fastcat(&(0..parts).map(turn).collect::<Vec<_>>())
        };
        let (count, before) = (parts as f64, parts.saturating_sub(1).max(1) as f64);
        by_dialect(spread((1.0 - share) / before), spread((1.0 - share) / count))
    }

    /// The `nth` of `parts` pieces of every sample.
    #[must_use]
    pub fn slice_at(&self, nth: i64, parts: i64) -> Self {
        let (begin, end) = (nth as f64 / parts as f64, (nth as f64 + 1.0) / parts as f64);
        self.set_number("begin", begin).set_number("end", end)
    }

    /// Pieces by number, times from `order`; a begin or end of the pattern itself wins.
    #[must_use]
    pub fn slice(&self, parts: &Pattern<i64>, order: &Pattern<i64>) -> Self {
        let ranges = order.app_left(parts, |nth, parts| {
            // The number goes round: piece 4 of 4 is the first again, piece -1 the last.
            let nth = nth.checked_rem_euclid(*parts).unwrap_or(*nth) as f64;
            let mut map = number("begin", nth / *parts as f64);
            map.insert("end", Value::Float((nth + 1.0) / *parts as f64));
            map
        });
        ranges.app_left(self, |range, map| Operation::Right.controls(range, map))
    }

    /// The same at the speed at which each piece lasts as long as its event.
    #[must_use]
    pub fn splice(&self, parts: &Pattern<i64>, order: &Pattern<i64>) -> Self {
        let (pattern, order) = (self.clone(), order.clone());
        parts.inner_bind(move |parts| {
            let sliced = pattern.slice(&Pattern::pure(parts), &order);
            let sliced = sliced.with_events(move |event, _| {
                let length = event.whole_or_part().duration().to_f64() * parts as f64;
                let fitting = event.value.number("speed").unwrap_or(1.0) / length;
                event.value.insert("speed", Value::Float(fitting));
            });
            sliced.join_map(Operation::Right, ControlMap::of("unit", Value::Text("c".into())))
        })
    }

    /// A piece by chance each cycle.
    #[must_use]
    pub fn randslice(&self, parts: i64) -> Self {
        let pattern = self.clone();
        irand(parts).segment(Cycle::ONE).inner_bind(move |nth| pattern.slice_at(nth as i64, parts))
    }

    /// The sample over `cycles` cycles, at the speed that needs.
    #[must_use]
    pub fn loop_at(&self, cycles: Cycle) -> Self {
        if cycles.is_zero() {
            return Self::silence();
        }
        let unit = ControlMap::of("unit", Value::Text("c".into()));
        self.slow(cycles).times("speed", (Cycle::ONE / cycles).to_f64()).join_map(Operation::Right, unit)
    }

    /// Faster, and the samples with it.
    #[must_use]
    pub fn hurry(&self, factor: Cycle) -> Self {
        self.fast(factor).times("speed", factor.to_f64())
    }

    /// Chopped in `parts`, every second piece left out.
    #[must_use]
    pub fn gap(&self, parts: i64) -> Self {
        let pulse = slowcat(&[Pattern::pure(ControlMap::of("n", Value::Int(1))), Pattern::silence()]);
        pulse.fast(Cycle::whole(parts)).app_both(&self.chop(parts), |pulse, map| Operation::Right.controls(pulse, map))
    }

    /// `bite` with samples sped up or slowed down as much as their part is.
    #[must_use]
    pub fn chew(&self, parts: i64, order: &Pattern<i64>) -> Self {
        if parts == 0 {
            return Self::silence();
        }
        let pattern = self.clone();
        order.with_wholes().squeeze_bind(move |(nth, place)| {
            let factor = Cycle::ONE / (place.duration() * Cycle::whole(parts));
            pattern.part(nth, parts).times("speed", factor.to_f64())
        })
    }

    /// Striated, then at each of the speeds for a cycle in turn.
    #[must_use]
    pub fn smash(&self, parts: i64, slowdowns: &[Cycle]) -> Self {
        let striated = self.striate(parts);
        slowcat(&slowdowns.iter().map(|factor| striated.slow(*factor)).collect::<Vec<_>>())
    }

    /// The same with `chop`.
    #[must_use]
    pub fn smash_chopped(&self, parts: i64, slowdowns: &[Cycle]) -> Self {
        let chopped = self.chop(parts);
        slowcat(&slowdowns.iter().map(|factor| chopped.slow(*factor)).collect::<Vec<_>>())
    }
}

/// The piece `from..to` of the range that the map already plays.
fn within_range(map: &ControlMap, from: f64, to: f64) -> ControlMap {
    let begin = map.number("begin").unwrap_or(0.0);
    let length = map.number("end").unwrap_or(1.0) - begin;
    let [first, second] = &*RANGE;
    let value = |share: f64| Value::Float(begin + share * length);
    let range = ControlMap::pair((Arc::clone(first), value(from)), (Arc::clone(second), value(to)));
    map.union_with(&range, |_, new| new.clone())
}

/// The names of a range, made once: every piece of every event carries them.
static RANGE: LazyLock<[Arc<str>; 2]> = LazyLock::new(|| ["begin", "end"].map(Arc::from));

fn pour_pieces(event: &Event<ControlMap>, parts: i64, out: &mut Vec<Event<ControlMap>>) {
    let whole = event.whole_or_part();
    let length = whole.duration() / Cycle::whole(parts);
    let mut begin = whole.begin;
    for nth in 0..parts {
        let end = if nth + 1 == parts { whole.end } else { begin + length };
        let piece = Span::new(begin, end);
        if let Some(part) = piece.subspan(event.part) {
            let count = parts as f64;
            out.push(Event {
                whole: event.whole.map(|_| piece),
                part,
                value: within_range(&event.value, nth as f64 / count, (nth + 1) as f64 / count),
                context: event.context.clone(),
            });
        }
        begin = end;
    }
}
