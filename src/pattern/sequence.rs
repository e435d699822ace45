//! One after the other: a cycle each, or all within a cycle.
//!
//! ```text
//! slowcat [a, b]             |--a--|--b--|--a--|      a pattern a cycle; each goes on where it stopped
//! fastcat [a, b]             |a-|b-|a-|b-|
//! timecat [(3,a), (1,b)]     |a----|b|a----|b|        shares of a cycle
//! ```

use super::{Event, Item, Pattern, State, irand, rand, stack};
use crate::time::{Cycle, Span};

/// One pattern a cycle, in turn. Each moves on by one of its own cycles when its turn comes again.
pub fn slowcat<T: Item>(patterns: &[Pattern<T>]) -> Pattern<T> {
    match patterns {
        [] => Pattern::silence(),
        [one] => one.clone(),
        many => {
            let patterns = many.to_vec();
            Pattern::by_cycle(move |state, out| {
                let count = patterns.len() as i64;
                let cycle = state.span.begin.floor();
                let turn = cycle.rem_euclid(count);
                let offset = Cycle::whole(cycle - cycle.div_euclid(count));
                if let Some(pattern) = patterns.get(turn as usize) {
                    pattern.pour_shifted(state, offset, out);
                }
            })
        }
    }
}

/// All patterns in one cycle, equal shares.
pub fn fastcat<T: Item>(patterns: &[Pattern<T>]) -> Pattern<T> {
    match patterns {
        [] => Pattern::silence(),
        [one] => one.clone(),
        many => timecat(&many.iter().map(|pattern| (Cycle::ONE, pattern.clone())).collect::<Vec<_>>()),
    }
}

/// All patterns in one cycle, in shares of the given weights. Weights of zero or less have no share.
pub fn timecat<T: Item>(parts: &[(Cycle, Pattern<T>)]) -> Pattern<T> {
    timecat_with_rests(parts.iter().map(|(weight, pattern)| (*weight, Some(pattern.clone()))).collect())
}

/// The same with rests, which cost nothing to ask.
pub fn timecat_with_rests<T: Item>(parts: Vec<(Cycle, Option<Pattern<T>>)>) -> Pattern<T> {
    let total = parts.iter().fold(Cycle::ZERO, |sum, (weight, _)| sum + (*weight).max(Cycle::ZERO));
    if let [(_, Some(one))] = parts.as_slice() {
        return one.clone().with_steps(Some(total));
    }
    if total.is_zero() {
        return Pattern::silence();
    }
    let mut begin = Cycle::ZERO;
    let mut slots = Vec::with_capacity(parts.len());
    for (weight, pattern) in parts {
        let end = begin + weight.max(Cycle::ZERO);
        if let (Some(pattern), true) = (pattern, begin < end) {
            slots.push(Slot { at: Span::new(begin / total, end / total), pattern });
        }
        begin = end;
    }
    Pattern::by_cycle(move |state, out| pour_slots(&slots, state, out)).with_steps(Some(total))
}

/// A share of every cycle and what plays in it.
struct Slot<T> {
    at: Span,
    pattern: Pattern<T>,
}

/// Each slot's pattern, its cycle squeezed into the slot. The span lies within one cycle.
fn pour_slots<T: Item>(slots: &[Slot<T>], state: &State<'_>, out: &mut Vec<Event<T>>) {
    let sam = state.span.begin.sam();
    let local = state.span.map(|time| time - sam);
    let first = slots.partition_point(|slot| slot.at.end <= local.begin);
    for slot in &slots[first..] {
        if slot.at.begin > local.end {
            break;
        }
        slot.pattern.pour_compressed(state, slot.at.map(|time| time + sam), out);
    }
}

impl<T: Item> Pattern<T> {
    /// Pours `self` moved later by `offset`.
    pub(super) fn pour_shifted(&self, state: &State<'_>, offset: Cycle, out: &mut Vec<Event<T>>) {
        if offset.is_zero() {
            return self.pour(state, out);
        }
        let before = out.len();
        self.pour(&state.at(state.span.map(|time| time - offset)), out);
        for event in &mut out[before..] {
            event.move_time(|time| time + offset);
        }
    }

    /// Pours the cycle of `self` in which `slot` begins, squeezed into `slot`; parts are cut to it, wholes are not.
    pub(super) fn pour_compressed(&self, state: &State<'_>, slot: Span, out: &mut Vec<Event<T>>) {
        let Some(seen) = slot.subspan(state.span) else { return };
        if let Some((value, context)) = self.constant.as_deref() {
            out.push(Event { whole: Some(slot), part: seen, value: value.clone(), context: context.clone() });
            return;
        }
        let (length, cycle) = (slot.duration(), slot.begin.sam());
        let before = out.len();
        let asked = if seen == slot {
            Span::new(cycle, cycle.next_sam())
        } else {
            seen.map(|time| (time - slot.begin) / length + cycle)
        };
        self.pour(&state.at(asked), out);
        for event in &mut out[before..] {
            event.move_time(|time| (time - cycle) * length + slot.begin);
        }
    }

    /// This pattern and another, a cycle each.
    #[must_use]
    pub fn append(&self, other: &Self) -> Self {
        slowcat(&[self.clone(), other.clone()])
    }

    /// This pattern and another in one cycle.
    #[must_use]
    pub fn fast_append(&self, other: &Self) -> Self {
        fastcat(&[self.clone(), other.clone()])
    }

    /// This pattern in the first `share` of the cycle, the other in the rest.
    #[must_use]
    pub fn wedge(&self, share: Cycle, other: &Self) -> Self {
        if share <= Cycle::ZERO {
            return other.clone();
        }
        if share >= Cycle::ONE {
            return self.clone();
        }
        self.compress(Cycle::ZERO, share).overlay(&other.compress(share, Cycle::ONE))
    }
}

/// A pattern chosen by chance each cycle.
pub fn randcat<T: Item>(patterns: &[Pattern<T>]) -> Pattern<T> {
    let all = slowcat(patterns);
    let count = patterns.len() as i64;
    irand(count).segment(Cycle::ONE).bind(move |cycles| all.early(Cycle::whole(cycles as i64)))
}

/// A pattern chosen by chance each cycle, by weights. Weights that are not positive are never chosen.
pub fn wrandcat<T: Item>(patterns: &[(Pattern<T>, f64)]) -> Pattern<T> {
    let total: f64 = patterns.iter().map(|(_, weight)| weight.max(0.0)).sum();
    let patterns = patterns.to_vec();
    rand().segment(Cycle::ONE).bind(move |draw| {
        let mut reached = 0.0;
        for (pattern, weight) in &patterns {
            reached += weight.max(0.0);
            if draw * total < reached {
                return pattern.clone();
            }
        }
        Pattern::silence()
    })
}

/// Patterns between absolute cycles: `(from, to, pattern)`, each starting at its own cycle 0.
pub fn seq_p<T: Item>(parts: &[(Cycle, Cycle, Pattern<T>)]) -> Pattern<T> {
    stack(&parts.iter().map(|(from, to, pattern)| pattern.late(*from).play_for(*from, *to)).collect::<Vec<_>>())
}

/// The same, again from the start when the last has ended.
pub fn seq_p_loop<T: Item>(parts: &[(Cycle, Cycle, Pattern<T>)]) -> Pattern<T> {
    let first = parts.iter().map(|(from, _, _)| *from).min().unwrap_or_default();
    let last = parts.iter().map(|(_, to, _)| *to).max().unwrap_or_default();
    seq_p(parts).early(first).time_loop(last - first)
}

/// One value a cycle, in turn.
pub fn from_list<T: Item>(values: &[T]) -> Pattern<T> {
    slowcat(&values.iter().cloned().map(Pattern::pure).collect::<Vec<_>>())
}

/// All values in one cycle.
pub fn fast_from_list<T: Item>(values: &[T]) -> Pattern<T> {
    fastcat(&values.iter().cloned().map(Pattern::pure).collect::<Vec<_>>())
}

/// All values in one cycle, with a rest for `None`.
pub fn from_maybes<T: Item>(values: &[Option<T>]) -> Pattern<T> {
    timecat_with_rests(values.iter().map(|value| (Cycle::ONE, value.clone().map(Pattern::pure))).collect())
}

/// The whole numbers from 0 to `count - 1` in one cycle.
pub fn run(count: i64) -> Pattern<i64> {
    counting(count, 0).map_or_else(|| too_many(count), |numbers| fast_from_list(&numbers))
}

/// `run 1`, `run 2`, ... up to `run count`, a cycle each.
pub fn scan(count: i64) -> Pattern<i64> {
    match counting(count, 1) {
        Some(lengths) => slowcat(&lengths.into_iter().map(run).collect::<Vec<_>>()),
        None => too_many(count),
    }
}

/// The longest list of steps a word makes at once; longer ones are faults of the meter.
pub(super) const MOST_STEPS: i64 = 100_000;

fn counting(count: i64, from: i64) -> Option<Vec<i64>> {
    (count <= MOST_STEPS).then(|| (from..count.saturating_add(from)).collect())
}

/// What stands for a pattern of more than [`MOST_STEPS`] steps: it asks the meter for all of them, and so is cut off.
pub(super) fn too_many<T: Item>(count: i64) -> Pattern<T> {
    Pattern::pouring(move |state, _| {
        state.env.meter.spend(count.unsigned_abs());
    })
}
