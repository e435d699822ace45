//! Words of Tidal 1.10 that count steps: how many a cycle of a pattern has, and patterns joined step by step.
//!
//! ```text
//! stepcat ["a b", "c d e"]      |a|b|c|d|e|            pace 4 "a b c"      |a|b|c|a|  |b|c|a|b|
//! steptake 2 "a b c"            |a|b|                  expand 2            twice as many steps in the same time
//! ```
//!
//! Where the number is not known, a pattern counts as one step, and words that change it leave it alone.

use super::{Item, Pattern, timecat};
use crate::time::Cycle;

/// Patterns in one cycle, each with as much of it as it has steps.
pub fn stepcat<T: Item>(patterns: &[Pattern<T>]) -> Pattern<T> {
    let weighted: Vec<_> =
        patterns.iter().map(|pattern| (pattern.steps.unwrap_or(Cycle::ONE), pattern.clone())).collect();
    timecat(&weighted)
}

/// Groups of patterns joined step by step, each time with the next pattern of each group, until all come round.
pub fn stepalt<T: Item>(groups: &[Vec<Pattern<T>>]) -> Pattern<T> {
    let mut turns: usize = 1;
    for group in groups.iter().filter(|group| !group.is_empty()) {
        turns = turns / gcd(turns, group.len()) * group.len();
        if turns > 1_000 {
            return super::sequence::too_many(i64::MAX);
        }
    }
    let order: Vec<Pattern<T>> = (0..turns)
        .flat_map(|turn| groups.iter().filter_map(move |group| group.get(turn % group.len().max(1)).cloned()))
        .collect();
    stepcat(&order)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl<T: Item> Pattern<T> {
    /// So fast that `steps` of its steps fill a cycle.
    #[must_use]
    pub fn pace(&self, steps: Cycle) -> Self {
        match self.steps {
            Some(own) if !own.is_zero() => self.fast(steps / own).with_steps(Some(steps)),
            _ => self.clone(),
        }
    }

    /// Counted as `factor` times as many steps, in the same time.
    #[must_use]
    pub fn expand(&self, factor: Cycle) -> Self {
        self.clone().with_steps(self.steps.map(|steps| steps * factor))
    }

    /// Counted as `factor` times fewer steps, in the same time.
    #[must_use]
    pub fn contract(&self, factor: Cycle) -> Self {
        if factor.is_zero() { self.clone() } else { self.expand(Cycle::ONE / factor) }
    }

    /// Faster, with as many more steps.
    #[must_use]
    pub fn extend(&self, factor: Cycle) -> Self {
        self.fast(factor).with_steps(self.steps.map(|steps| steps * factor))
    }

    /// The first `count` steps, drawn out; the last where negative.
    #[must_use]
    pub fn steptake(&self, count: Cycle) -> Self {
        let Some(own) = self.steps.filter(|own| *own > Cycle::ZERO) else { return self.clone() };
        if count.is_zero() {
            return Self::silence().with_steps(Some(Cycle::ZERO));
        }
        if count.abs() >= own {
            return self.clone();
        }
        let share = count.abs() / own;
        let kept =
            if count > Cycle::ZERO { self.zoom(Cycle::ZERO, share) } else { self.zoom(Cycle::ONE - share, Cycle::ONE) };
        kept.with_steps(Some(count.abs()))
    }

    /// All but the first `count` steps; all but the last where negative.
    #[must_use]
    pub fn stepdrop(&self, count: Cycle) -> Self {
        let Some(own) = self.steps else { return self.clone() };
        let left = own - count.abs();
        if left <= Cycle::ZERO {
            return Self::silence().with_steps(Some(Cycle::ZERO));
        }
        self.steptake(if count > Cycle::ZERO { -left } else { left })
    }
}
