//! Which notes are learned from, which are watched while learning, which are kept for the test.
//!
//! ```text
//! 9 pitches or more   l l l W l l T l l      whole pitches are held back, each between two that are learned
//! 5 to 8              l l W l l
//! fewer               every fourth recording is watched, of a pitch that is learned too where there is one
//! 3 recordings or fewer   all are learned, and watched as well: the score then says nothing about unseen notes
//! ```

use std::collections::BTreeMap;

use crate::train::wavenet::clip::Split;

/// How the notes of one instrument were divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Whole pitches are held back.
    Pitches,
    /// Single recordings are held back, for want of five pitches.
    Recordings,
    /// Nothing is held back, for want of notes: those learned from are watched.
    Nothing,
}

/// Divides notes by their pitches (keys, whole numbers): a split for each, in their order.
pub(super) fn divide(keys: &[i64]) -> (Way, Vec<Split>) {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for key in keys {
        *counts.entry(*key).or_default() += 1;
    }
    let pitches: Vec<i64> = counts.keys().copied().collect();
    let mut splits = vec![Split::Train; keys.len()];
    if pitches.len() >= 5 {
        let held = if pitches.len() < 9 { 1 } else { 2 * (pitches.len() / 8) };
        for i in 0..held {
            let key = pitches[(i + 1) * pitches.len() / (held + 1)];
            let split = if i % 2 == 0 { Split::Valid } else { Split::Test };
            splits.iter_mut().zip(keys).filter(|(_, own)| **own == key).for_each(|(s, _)| *s = split);
        }
        return (Way::Pitches, splits);
    }
    if keys.len() < 4 {
        return (Way::Nothing, splits);
    }
    // Those of which the same pitch was recorded before come first.
    let mut seen: BTreeMap<i64, usize> = BTreeMap::new();
    let mut order: Vec<(bool, usize)> = Vec::new();
    for (i, key) in keys.iter().enumerate() {
        order.push((*seen.entry(*key).and_modify(|n| *n += 1).or_default() == 0, i));
    }
    order.sort_by_key(|(first, i)| (*first, std::cmp::Reverse(*i)));
    order.iter().take(keys.len() / 4).for_each(|(_, i)| splits[*i] = Split::Valid);
    (Way::Recordings, splits)
}

#[cfg(test)]
mod tests {
    //! Held-back pitches lie inside, and something is always learned.
    use super::{Way, divide};
    use crate::train::wavenet::clip::Split;

    #[test]
    fn held_back_pitches_lie_between_learned_ones() {
        for count in 5..80i64 {
            let keys: Vec<i64> = (0..count).map(|i| 40 + 2 * i).collect();
            let (way, splits) = divide(&keys);
            assert_eq!((way, splits.first(), splits.last()), (Way::Pitches, Some(&Split::Train), Some(&Split::Train)));
            let apart = splits.windows(2).all(|pair| pair.contains(&Split::Train));
            assert!(apart && splits.contains(&Split::Valid) && (count < 9 || splits.contains(&Split::Test)), "{count}");
            let held = splits.iter().filter(|split| **split != Split::Train).count();
            assert!(held * 3 <= splits.len(), "{count}: {held} held back");
        }
    }

    #[test]
    fn every_take_of_a_held_back_pitch_is_held_back() {
        let keys: Vec<i64> = (0..30).map(|i| 50 + i % 6).collect();
        let (_, splits) = divide(&keys);
        let held: Vec<i64> = keys.iter().zip(&splits).filter(|(_, s)| **s == Split::Valid).map(|(k, _)| *k).collect();
        assert_eq!(held, [held[0]; 5]);
    }

    #[test]
    fn with_few_pitches_repeated_takes_are_held_back_and_of_three_notes_none() {
        let (way, splits) = divide(&[60, 60, 62, 64]);
        assert_eq!((way, splits), (Way::Recordings, vec![Split::Train, Split::Valid, Split::Train, Split::Train]));
        assert_eq!(divide(&[60, 62, 64]).0, Way::Nothing);
    }
}
