//! Time bent: faster, later, backwards, squeezed, a window of a cycle, a metre inside the metre.
//!
//! ```text
//! "a b" fast 2          |a|b|a|b|            late 1/4     |b|a--|b-|        (the b of the cycle before comes in)
//! compress (1/4, 3/4)   |  |a|b|  |          zoom (1/4, 3/4)   |a|b|  of  |?a|b?|
//! ```

use super::{Item, Pattern};
use crate::time::{Cycle, Span};

impl<T: Item> Pattern<T> {
    /// `factor` times as fast; backwards where negative, silent at zero.
    #[must_use]
    pub fn fast(&self, factor: Cycle) -> Self {
        if factor.is_zero() {
            return Self::silence();
        }
        if factor < Cycle::ZERO {
            return self.fast(-factor).rev();
        }
        if factor == Cycle::ONE {
            return self.clone();
        }
        let steps = self.steps.map(|steps| steps * factor);
        self.retimed(move |time| time * factor, move |time| time / factor).with_steps(steps)
    }

    /// `factor` times as slow; silent at zero.
    #[must_use]
    pub fn slow(&self, factor: Cycle) -> Self {
        if factor.is_zero() { Self::silence() } else { self.fast(Cycle::ONE / factor) }
    }

    /// Earlier by `by` cycles: `by <~ p`.
    #[must_use]
    pub fn early(&self, by: Cycle) -> Self {
        if by.is_zero() {
            return self.clone();
        }
        self.retimed(move |time| time + by, move |time| time - by)
    }

    /// Later by `by` cycles: `by ~> p`.
    #[must_use]
    pub fn late(&self, by: Cycle) -> Self {
        self.early(-by)
    }

    /// Each cycle played `factor` times as fast at its start, and then nothing. Factors under 1 count as 1.
    #[must_use]
    pub fn fast_gap(&self, factor: Cycle) -> Self {
        if factor <= Cycle::ZERO {
            return Self::silence();
        }
        self.compress(Cycle::ZERO, Cycle::ONE / factor.max(Cycle::ONE))
    }

    /// Each cycle squeezed into `begin..end` of itself; silent unless `0 <= begin < end <= 1`.
    #[must_use]
    pub fn compress(&self, begin: Cycle, end: Cycle) -> Self {
        if begin >= end || begin < Cycle::ZERO || end > Cycle::ONE {
            return Self::silence();
        }
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let sam = state.span.begin.sam();
            pattern.pour_compressed(state, Span::new(begin + sam, end + sam), out);
        })
    }

    /// The stretch `begin..end` of each cycle, drawn out over the whole of it.
    #[must_use]
    pub fn zoom(&self, begin: Cycle, end: Cycle) -> Self {
        let length = end - begin;
        if length <= Cycle::ZERO {
            return Self::silence();
        }
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let sam = state.span.begin.sam();
            let from = begin + sam;
            let before = out.len();
            pattern.pour(&state.at(state.span.map(|time| (time - sam) * length + from)), out);
            for event in &mut out[before..] {
                event.move_time(|time| (time - from) / length + sam);
            }
        })
        .with_steps(self.steps.map(|steps| steps * length))
    }

    /// Each cycle backwards.
    #[must_use]
    pub fn rev(&self) -> Self {
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            // Within a cycle, time t and its mirror image add up to this.
            let mirror = state.span.begin.sam() + state.span.begin.next_sam();
            let before = out.len();
            let reflect = |span: Span| Span::new(mirror - span.end, mirror - span.begin);
            pattern.pour(&state.at(reflect(state.span)), out);
            for event in &mut out[before..] {
                event.part = reflect(event.part);
                event.whole = event.whole.map(reflect);
            }
        })
        .with_steps(self.steps)
    }

    /// Forwards one cycle, backwards the next.
    #[must_use]
    pub fn palindrome(&self) -> Self {
        self.append(&self.rev())
    }

    /// `f` at work on `factor` cycles at once: `inside 2 rev` reverses two cycles together.
    #[must_use]
    pub fn inside(&self, factor: Cycle, f: impl FnOnce(Self) -> Self) -> Self {
        f(self.slow(factor)).fast(factor)
    }

    /// `f` at work within each `1/factor` of a cycle.
    #[must_use]
    pub fn outside(&self, factor: Cycle, f: impl FnOnce(Self) -> Self) -> Self {
        f(self.fast(factor)).slow(factor)
    }

    /// Only the stretch `from..to` of all time.
    #[must_use]
    pub fn play_for(&self, from: Cycle, to: Cycle) -> Self {
        let pattern = self.clone();
        Self::pouring(move |state, out| {
            if let Some(span) = state.span.subspan(Span::new(from, to)) {
                pattern.pour(&state.at(span), out);
            }
        })
    }

    /// The first `length` cycles, over and over. A length of zero or less is silence.
    #[must_use]
    pub fn time_loop(&self, length: Cycle) -> Self {
        if length <= Cycle::ZERO {
            return Self::silence();
        }
        self.outside(length, |fast| fast.loop_first())
    }

    /// Cycle 0, over and over.
    #[must_use]
    pub fn loop_first(&self) -> Self {
        let pattern = self.clone();
        Self::by_cycle(move |state, out| pattern.pour_shifted(state, state.span.begin.sam(), out))
            .with_steps(self.steps)
    }

    /// Each cycle `times` times over.
    #[must_use]
    pub fn repeat_cycles(&self, times: i64) -> Self {
        if times <= 0 {
            return Self::silence();
        }
        let pattern = self.clone();
        Self::by_cycle(move |state, out| {
            let cycle = state.span.begin.floor();
            pattern.pour_shifted(state, Cycle::whole(cycle - cycle.div_euclid(times)), out);
        })
    }

    /// A cycle further on by one `parts`-th each cycle: `iter 4` of `a b c d` is `a b c d`, `b c d a`, ...
    #[must_use]
    pub fn iter(&self, parts: i64) -> Self {
        self.turning(parts, Cycle::ONE)
    }

    /// The same the other way round (`iter'`).
    #[must_use]
    pub fn iter_back(&self, parts: i64) -> Self {
        self.turning(parts, Cycle::whole(-1))
    }

    fn turning(&self, parts: i64, sign: Cycle) -> Self {
        if parts <= 0 {
            return Self::silence();
        }
        let pattern = self.clone();
        // A `slowcat` of all the turns, without making them: each turn sees every `parts`-th cycle as its next one.
        Self::by_cycle(move |state, out| {
            let cycle = state.span.begin.floor();
            let turned = sign * Cycle::new(cycle.rem_euclid(parts), parts);
            pattern.pour_shifted(state, Cycle::whole(cycle - cycle.div_euclid(parts)) - turned, out);
        })
        .with_steps(self.steps)
    }
}
