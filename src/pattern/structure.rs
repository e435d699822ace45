//! Rhythm laid over a pattern: Euclid, truth values as onsets, masks, two patterns sewn together, parts reordered.
//!
//! ```text
//! euclid 3 8 "a"           |a  a  a |        structure "t f t"    onsets where true, values read there
//! mask "1 0" "a*4"         |a a     |        sew "t f" p q        p where true, q where false
//! bite 4 "2 0" "a b c d"   |c   a   |        quarters picked by number
//! ```

use super::sequence::{MOST_STEPS, too_many};
use super::{Item, Pattern, Tidal, fast_from_list, irand, rand, randrun};
use crate::time::Cycle;

/// Which of `steps` steps are onsets when `pulses` are spread as evenly as can be, by Bjorklund's algorithm (Toussaint,
/// "The Euclidean algorithm generates traditional musical rhythms", 2005). Negative pulses give the gaps instead. No
/// steps where `steps` is below 1 and the pulses fill nothing; more pulses than steps give that many onsets.
pub fn bjorklund(pulses: i64, steps: i64) -> Vec<bool> {
    if pulses < 0 {
        return bjorklund(pulses.saturating_neg(), steps).into_iter().map(|onset| !onset).collect();
    }
    if steps <= pulses {
        return vec![true; pulses.max(0) as usize];
    }
    let mut heads = vec![vec![true]; pulses as usize];
    let mut tails = vec![vec![false]; (steps - pulses) as usize];
    while tails.len() > 1 && !heads.is_empty() {
        let pairs = heads.len().min(tails.len());
        let rest = if heads.len() > tails.len() { heads.split_off(pairs) } else { tails.split_off(pairs) };
        for (head, tail) in heads.iter_mut().zip(tails) {
            head.extend(tail);
        }
        tails = rest;
    }
    heads.into_iter().chain(tails).flatten().collect()
}

/// Bjorklund's steps as one cycle of truth values.
pub fn euclid_bool(pulses: i64, steps: i64) -> Pattern<bool> {
    match onsets(pulses, steps) {
        Ok(onsets) => fast_from_list(&onsets),
        Err(count) => too_many(count),
    }
}

fn onsets(pulses: i64, steps: i64) -> Result<Vec<bool>, i64> {
    let size = pulses.saturating_abs().max(steps);
    if size > MOST_STEPS {
        return Err(size);
    }
    Ok(if steps == 0 { Vec::new() } else { bjorklund(pulses, steps) })
}

impl<T: Item> Pattern<T> {
    /// A cycle of the pattern squeezed into each Euclidean onset; into the gaps for negative pulses.
    #[must_use]
    pub fn euclid(&self, pulses: i64, steps: i64) -> Self {
        self.euclidean(pulses, steps, |pattern, onset| onset.then(|| pattern.clone()))
    }

    /// The same, moved `rotation` steps to the left.
    #[must_use]
    pub fn euclid_off(&self, pulses: i64, steps: i64, rotation: i64) -> Self {
        if steps == 0 {
            return Self::silence();
        }
        self.euclid(pulses, steps).early(Cycle::new(rotation, steps))
    }

    /// The pattern in the gaps.
    #[must_use]
    pub fn euclid_inv(&self, pulses: i64, steps: i64) -> Self {
        self.euclidean(pulses, steps, |pattern, onset| (!onset).then(|| pattern.clone()))
    }

    /// The pattern in the gaps, moved `rotation` steps to the left.
    #[must_use]
    pub fn euclid_off_inv(&self, pulses: i64, steps: i64, rotation: i64) -> Self {
        if steps == 0 {
            return Self::silence();
        }
        self.euclid_inv(pulses, steps).early(Cycle::new(rotation, steps))
    }

    /// The pattern on the onsets and another in the gaps.
    #[must_use]
    pub fn euclid_full(&self, pulses: i64, steps: i64, gaps: &Self) -> Self {
        self.euclidean(pulses, steps, |pattern, onset| Some(if onset { pattern } else { gaps }.clone()))
    }

    fn euclidean(&self, pulses: i64, steps: i64, step: impl Fn(&Self, bool) -> Option<Self>) -> Self {
        match onsets(pulses, steps) {
            Ok(onsets) => {
                let turns = onsets.into_iter().map(|onset| (Cycle::ONE, step(self, onset)));
                super::timecat_with_rests(turns.collect())
            }
            Err(count) => too_many(count),
        }
    }

    /// The same, moved `rotation` steps to the left.
    #[must_use]
    pub fn euclid_off_full(&self, pulses: i64, steps: i64, rotation: i64, gaps: &Self) -> Self {
        if steps == 0 {
            return Self::silence();
        }
        self.euclid_full(pulses, steps, gaps).early(Cycle::new(rotation, steps))
    }

    /// Onsets where the truth values are true, values read from the pattern there (`struct`).
    #[must_use]
    pub fn structure(&self, onsets: &Pattern<bool>) -> Self {
        onsets.filter(|onset| *onset).app_left(self, |_, value| value.clone())
    }

    /// A cycle of the pattern squeezed into each true step.
    #[must_use]
    pub fn substruct(&self, onsets: &Pattern<bool>) -> Self {
        let pattern = self.clone();
        onsets.filter(|onset| *onset).squeeze_bind(move |_| pattern.clone())
    }

    /// What lies within true steps; events are cut at their borders, wholes stay.
    #[must_use]
    pub fn mask(&self, open: &Pattern<bool>) -> Self {
        self.app_left(&open.filter(|open| *open), |value, _| value.clone())
    }

    /// The pattern in `parts` equal parts a cycle, picked by number and squeezed into the events of `order`.
    #[must_use]
    pub fn bite(&self, parts: i64, order: &Pattern<i64>) -> Self {
        if parts == 0 {
            return Self::silence();
        }
        let pattern = self.clone();
        order.squeeze_bind(move |nth| pattern.part(nth, parts))
    }

    /// The `nth` of `parts` equal parts of each cycle, drawn out over the whole of it.
    #[must_use]
    pub fn part(&self, nth: i64, parts: i64) -> Self {
        self.zoom(Cycle::new(nth, parts), Cycle::new(nth.saturating_add(1), parts))
    }

    /// What sounds where `from`, `speed` times as fast, is 0, 1, ... `count - 1`, each stretched to a cycle and squeezed
    /// into the places of its number in `to` (`fit'`); numbers move on by `count` each cycle.
    #[must_use]
    pub fn refit(&self, speed: Cycle, count: i64, from: &Pattern<i64>, to: &Pattern<i64>) -> Self {
        if count > MOST_STEPS {
            return too_many(count);
        }
        let (pattern, from) = (self.fast(speed), from.fast(speed));
        let pieces: Vec<Self> =
            (0..count).map(|wanted| pattern.mask(&from.fmap(move |number| number == wanted)).stretch()).collect();
        to.fit(count, &pieces).squeeze_join()
    }

    /// The parts of each cycle in an order by chance, each once.
    #[must_use]
    pub fn shuffle(&self, parts: i64) -> Self {
        self.rearranged(parts, &randrun(parts))
    }

    /// The parts of each cycle in the places that `order` gives them. Under Tidal 1.7 an event keeps its whole where a part
    /// cuts it, as if only moved; since then it is squeezed as in [`Self::bite`].
    fn rearranged(&self, parts: i64, order: &Pattern<i64>) -> Self {
        let pattern = self.clone();
        let moved = order.with_wholes().inner_bind(move |(nth, place)| {
            let place = place.begin.cycle_pos();
            pattern.late(place - Cycle::new(nth, parts))
        });
        let squeezed = self.bite(parts, order);
        Self::pouring(move |state, out| match state.env.tidal {
            Tidal::V1_7 => moved.pour(state, out),
            Tidal::V1_10 => squeezed.pour(state, out),
        })
    }

    /// In each place a part taken by chance; the same part may come again.
    #[must_use]
    pub fn scramble(&self, parts: i64) -> Self {
        if parts <= 0 {
            return Self::silence();
        }
        self.rearranged(parts, &irand(parts).segment(Cycle::whole(parts)).fmap(|nth| nth as i64))
    }

    /// About this share (0 to 1) of the events falls away.
    #[must_use]
    pub fn degrade_by(&self, share: f64) -> Self {
        self.degrade_by_using(&rand(), share)
    }

    /// Only the events that [`Self::degrade_by`] would drop.
    #[must_use]
    pub fn un_degrade_by(&self, share: f64) -> Self {
        self.app_left(&rand(), |value, draw| (value.clone(), *draw))
            .filter(move |(_, draw)| *draw < share)
            .fmap(|(value, _)| value)
    }

    /// Drops the events over which `draws` is less than `share`.
    #[must_use]
    pub fn degrade_by_using(&self, draws: &Pattern<f64>, share: f64) -> Self {
        self.app_left(draws, move |value, draw| (*draw >= share).then(|| value.clone())).filter_map(|value| value)
    }

    /// One of the patterns by number, modulo their count, the outer events giving the times (`squeeze`).
    #[must_use]
    pub fn squeeze(numbers: &Pattern<i64>, patterns: &[Self]) -> Self {
        let patterns = patterns.to_vec();
        numbers.squeeze_bind(move |nth| nth_of(&patterns, nth))
    }

    /// One of the patterns by a number, 0 for the first, 1 for the last (`select`), wholes from the inner one.
    #[must_use]
    pub fn select(positions: &Pattern<f64>, patterns: &[Self]) -> Self {
        let patterns = patterns.to_vec();
        let last = patterns.len().saturating_sub(1) as f64;
        positions.split_queries().inner_bind(move |at| {
            let nth = (at * last).clamp(0.0, last).floor();
            nth_of(&patterns, nth as i64)
        })
    }

    /// The same, each pattern for an equal share of the numbers from 0 to 1 (`selectF` on what `f`s make).
    #[must_use]
    pub fn select_evenly(positions: &Pattern<f64>, patterns: &[Self]) -> Self {
        let patterns = patterns.to_vec();
        let count = patterns.len() as f64;
        positions.inner_bind(move |at| {
            let nth = (at * count).clamp(0.0, (count - 1.0).max(0.0)).floor();
            nth_of(&patterns, nth as i64)
        })
    }

    /// One of the patterns by number, modulo their count, wholes from the inner one (`pickF` on what `f`s make).
    #[must_use]
    pub fn pick(numbers: &Pattern<i64>, patterns: &[Self]) -> Self {
        let patterns = patterns.to_vec();
        numbers.inner_bind(move |nth| nth_of(&patterns, nth))
    }
}

fn nth_of<T: Item>(patterns: &[Pattern<T>], nth: i64) -> Pattern<T> {
    if patterns.is_empty() {
        return Pattern::silence();
    }
    patterns.get(nth.rem_euclid(patterns.len() as i64) as usize).cloned().unwrap_or_else(Pattern::silence)
}

/// The first pattern where `which` is true, the second where it is false; both keep their own time.
pub fn sew<T: Item>(which: &Pattern<bool>, yes: &Pattern<T>, no: &Pattern<T>) -> Pattern<T> {
    yes.mask(which).overlay(&no.mask(&which.inv()))
}

/// The steps of `which`, with values of the first pattern where true and of the second where false.
pub fn stitch<T: Item>(which: &Pattern<bool>, yes: &Pattern<T>, no: &Pattern<T>) -> Pattern<T> {
    yes.structure(which).overlay(&no.structure(&which.inv()))
}

impl Pattern<i64> {
    /// Items by number, modulo their count, numbers moving on by `step` each cycle.
    #[must_use]
    pub fn fit<T: Item>(&self, step: i64, items: &[T]) -> Pattern<T> {
        let (numbers, items) = (self.clone(), items.to_vec());
        Pattern::pouring(move |state, out| {
            for event in numbers.query(state) {
                let moved = event.onset().floor().saturating_mul(step).saturating_add(event.value);
                let count = (items.len() as i64).max(1);
                if let Some(item) = items.get(moved.rem_euclid(count) as usize) {
                    out.push(event.map(|_| item.clone()));
                }
            }
        })
        .with_steps(self.steps)
    }
}

impl Pattern<bool> {
    /// True and false swapped.
    #[must_use]
    pub fn inv(&self) -> Self {
        self.fmap(|value| !value)
    }
}

/// The last `bits` binary digits of a number as one cycle, highest first. At most 64.
pub fn binary_n(bits: i64, number: i64) -> Pattern<bool> {
    let bits = bits.clamp(0, 64);
    fast_from_list(&(0..bits).rev().map(|bit| number >> bit.min(63) & 1 == 1).collect::<Vec<_>>())
}

/// Eight binary digits as one cycle.
pub fn binary(number: i64) -> Pattern<bool> {
    binary_n(8, number)
}

/// Onsets at distances taken in turn from the list, in `steps` steps a cycle (`necklace 12 [4, 2]`).
pub fn necklace(steps: Cycle, distances: &[i64]) -> Pattern<bool> {
    let pieces: Vec<bool> = distances
        .iter()
        .filter(|distance| (1..=MOST_STEPS).contains(*distance))
        .flat_map(|distance| std::iter::once(true).chain((1..*distance).map(|_| false)))
        .take(MOST_STEPS as usize)
        .collect();
    let length = pieces.len() as i64;
    if length == 0 {
        return Pattern::silence();
    }
    fast_from_list(&pieces).slow(Cycle::whole(length) / steps)
}
