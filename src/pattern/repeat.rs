//! Events repeated, cut short, swung, turned around within their cycle.
//!
//! ```text
//! ply 2 "a b"        |a|a|b|b|           linger 1/4 "a b c d"   |a|a|a|a|
//! press "a b"        | a| b|             trunc 3/4 "a b c d"    |a|b|c|
//! rot 1 "a ~ b c"    |b|~|c|a|           swing_by 1/3 2         the second half of each half comes late
//! ```

use super::sequence::{MOST_STEPS, too_many};
use super::{Event, Item, Pattern, stack};
use crate::time::{Cycle, Span};

impl<T: Item> Pattern<T> {
    /// Each event `times` times in its own time. Fractions cut the last repetition; zero or less is silence.
    #[must_use]
    pub fn ply(&self, times: Cycle) -> Self {
        if times <= Cycle::ZERO {
            return Self::silence();
        }
        if times == Cycle::ONE {
            return self.clone();
        }
        if !times.is_whole() {
            return self.squeeze_bind(move |value| Self::pure(value).fast(times));
        }
        let count = times.numerator();
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            for event in pattern.query(state) {
                if !state.env.meter.spend(count.unsigned_abs()) {
                    return;
                }
                let whole = event.whole_or_part();
                let length = whole.duration() / times;
                let mut begin = whole.begin;
                for nth in 1..=count {
                    let end = if nth == count { whole.end } else { begin + length };
                    let piece = Span::new(begin, end);
                    if let Some(part) = piece.subspan(event.part) {
                        let whole = event.whole.map(|_| piece);
                        out.push(Event { whole, part, value: event.value.clone(), context: event.context.clone() });
                    }
                    begin = end;
                }
            }
        })
        .with_steps(self.steps.map(|steps| steps * times))
    }

    /// Like [`Self::ply`], with `f` once on the second repetition, twice on the third, and so on.
    #[must_use]
    pub fn ply_with(&self, times: i64, f: impl Fn(Self) -> Self + Send + Sync + 'static) -> Self {
        if times > MOST_STEPS {
            return too_many(times);
        }
        let mut turns = self.clone();
        for _ in 1..times {
            turns = self.overlay(&f(turns));
        }
        turns.arpeggiate()
    }

    /// The first `share` of each cycle over and over; the last, where negative.
    #[must_use]
    pub fn linger(&self, share: Cycle) -> Self {
        if share.is_zero() {
            return Self::silence();
        }
        if share < Cycle::ZERO {
            return self.zoom(Cycle::ONE + share, Cycle::ONE).slow(-share);
        }
        self.zoom(Cycle::ZERO, share).slow(share)
    }

    /// Each cycle cut off after `share` of it; events that last longer are cut too.
    #[must_use]
    pub fn trunc(&self, share: Cycle) -> Self {
        if share <= Cycle::ZERO || share > Cycle::ONE {
            return Self::silence();
        }
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let sam = state.span.begin.sam();
            if let Some(kept) = Span::new(sam, sam + share).subspan(state.span) {
                pattern.pour(&state.at(kept), out);
            }
        })
    }

    /// What the pattern is at `count` moments of each cycle, as events of equal length.
    #[must_use]
    pub fn segment(&self, count: Cycle) -> Self {
        Pattern::pure(()).fast(count).app_left(self, |(), value| value.clone())
    }

    /// The pattern and `times - 1` echoes of it, each `by` cycles later.
    #[must_use]
    pub fn stutter(&self, times: i64, by: Cycle) -> Self {
        self.echo_with(times, by, |same| same)
    }

    /// The second half of each `1/count` of a cycle comes later by `by` of it.
    #[must_use]
    pub fn swing_by(&self, by: &Pattern<Cycle>, count: Cycle) -> Self {
        let swung = |half: Self| by.inner_bind(move |by| half.late(by));
        self.inside(count, |slow| slow.within(Cycle::HALF, Cycle::ONE, swung))
    }

    /// Every second cycle squeezed into half and moved by a quarter: a breakbeat feel.
    #[must_use]
    pub fn brak(&self) -> Self {
        let broken = self.fast_append(&Self::silence()).late(Cycle::new(1, 4));
        self.when_cycle(|cycle| cycle.rem_euclid(2) == 1, |_| broken)
    }

    /// Each event begins halfway through its own time.
    #[must_use]
    pub fn press(&self) -> Self {
        self.press_by(Cycle::HALF)
    }

    /// Each event begins at `share` of its own time, `0 <= share < 1`.
    #[must_use]
    pub fn press_by(&self, share: Cycle) -> Self {
        self.squeeze_bind(move |value| Self::pure(value).compress(share, Cycle::ONE))
    }

    /// Values moved `by` events to the left within each cycle, onsets staying where they are.
    #[must_use]
    pub fn rot(&self, by: i64) -> Self {
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let cycle = Span::cycle_of(state.span.begin);
            let mut events = pattern.query(&state.at(cycle));
            events.sort_by_key(|event| (event.part.begin, event.part.end));
            let values: Vec<(T, super::Context)> =
                events.iter().map(|event| (event.value.clone(), event.context.clone())).collect();
            let count = values.len() as i64;
            for (at, event) in events.into_iter().enumerate() {
                let Some((value, context)) = values.get((at as i64 + by % count).rem_euclid(count) as usize) else {
                    continue;
                };
                if let Some(part) = event.part.subspan(state.span) {
                    out.push(Event { part, value: value.clone(), context: context.clone(), ..event });
                }
            }
        })
        .with_steps(self.steps)
    }

    /// Each cycle drawn out so that its sounding events fill it.
    #[must_use]
    pub fn stretch(&self) -> Self {
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let cycle = Span::cycle_of(state.span.begin);
            let events = pattern.query(&state.at(cycle));
            let begin = events.iter().map(|event| event.part.begin).min();
            let end = events.iter().map(|event| event.part.end).max();
            if let (Some(begin), Some(end)) = (begin, end) {
                pattern.zoom(begin - cycle.begin, end - cycle.begin).pour(state, out);
            }
        })
    }

    /// Chords rolled: the notes of one whole begin one after the other, over `share` of it, downwards where negative.
    #[must_use]
    pub fn rolled_by(&self, share: Cycle) -> Self {
        self.with_neighbours(move |chord| {
            let count = Cycle::whole(chord.len() as i64);
            if share < Cycle::ZERO {
                chord.reverse();
            }
            chord.retain_mut({
                let mut nth = 0;
                move |event| {
                    let Some(whole) = event.whole else { return true };
                    let begin = whole.begin + whole.duration() * share.abs() * Cycle::whole(nth) / count;
                    nth += 1;
                    let rolled = Span::new(begin, whole.end);
                    event.whole = Some(rolled);
                    rolled.subspan(event.part).map(|part| event.part = part).is_some()
                }
            });
        })
    }

    /// Each chord (the events of one whole, in the order they were made) changed by `f`.
    #[must_use]
    pub(super) fn with_chords(&self, f: impl Fn(&mut Vec<Event<T>>) + Send + Sync + 'static) -> Self {
        let pattern = self.clone();
        let sorted = Self::pouring(move |state, out| {
            let mut events = pattern.query(state);
            events.sort_by_key(|event| event.whole.map(|whole| (whole.begin, whole.end)));
            out.append(&mut events);
        });
        sorted.with_neighbours(f)
    }

    /// The same for events of one whole that were made one after the other only.
    fn with_neighbours(&self, f: impl Fn(&mut Vec<Event<T>>) + Send + Sync + 'static) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            let mut chords: Vec<Vec<Event<T>>> = Vec::new();
            for event in pattern.query(state) {
                match chords.last_mut() {
                    Some(chord) if chord.last().is_some_and(|last| last.whole == event.whole) => chord.push(event),
                    _ => chords.push(vec![event]),
                }
            }
            for mut chord in chords {
                f(&mut chord);
                out.append(&mut chord);
            }
        })
    }

    /// One note at a time: what begins while another lasts waits for its end, and falls away if it ends before.
    #[must_use]
    pub fn mono(&self) -> Self {
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let mut events = pattern.query(&state.at(Span::cycle_of(state.span.begin)));
            events.sort_by_key(|event| event.whole.map(|whole| (whole.begin, whole.end)));
            let mut free: Option<Cycle> = None;
            for event in events {
                let Some(mut whole) = event.whole else { continue };
                whole.begin = free.map_or(whole.begin, |free| free.max(whole.begin));
                if whole.begin >= whole.end {
                    continue;
                }
                free = Some(whole.end);
                if let Some(part) = whole.subspan(event.part).and_then(|part| part.subspan(state.span)) {
                    out.push(Event { whole: Some(whole), part, ..event });
                }
            }
        })
    }

    /// The pattern and `count - 1` changed copies on top: `f` once, twice, ... on the whole pattern.
    #[must_use]
    pub fn soak(&self, count: i64, f: impl Fn(Self) -> Self) -> Self {
        if count > MOST_STEPS {
            return too_many(count);
        }
        let mut turn = self.clone();
        let mut turns = Vec::new();
        for _ in 0..count {
            turns.push(turn.clone());
            turn = f(turn);
        }
        super::slowcat(&turns)
    }

    /// The pattern sped up by each of the factors, in turn, all within as many cycles as they need.
    #[must_use]
    pub fn space_out(&self, shares: &[Cycle]) -> Self {
        let total = shares.iter().fold(Cycle::ZERO, |sum, share| sum + (*share).max(Cycle::ZERO));
        let mut begin = Cycle::ZERO;
        let mut layers = Vec::with_capacity(shares.len());
        for share in shares {
            let end = begin + (*share).max(Cycle::ZERO);
            if !total.is_zero() {
                layers.push(self.compress(begin / total, end / total));
            }
            begin = end;
        }
        stack(&layers).slow(total)
    }
}
