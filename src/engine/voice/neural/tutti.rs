//! All lines of a choir at once: WaveNets of one size make their steps side by side.
//!
//! ```text
//! line 1  read ==|    |== read ==|    |=== done         round by round, each line that lacks a piece gets one;
//! line 2  read =| make |= read ===| make |== read ..    what they share is read once for four voices
//! ```
//!
//! A line gets a piece exactly when it would fetch one alone, so it sounds as it does alone, bit for bit. Voices of other models
//! that stand among them cost the company its gain, nothing else. Allocates nothing.

use super::line::Line;
use super::stand::Stand;
use crate::neural::wavenet::Voice;

/// Makes what these stands were asked for. `line` chooses the size.
pub(super) fn sing(stands: &mut [Stand], line: impl Fn(&mut Stand) -> Option<&mut Line>) {
    // Counted, so that every line is read on, not only up to the first that lacks a piece.
    while stands.iter_mut().filter_map(&line).map(Line::read).filter(|lacks| *lacks).count() > 0 {
        let mut lacking = stands.iter_mut().filter_map(&line).filter_map(Line::steps);
        loop {
            match [lacking.next(), lacking.next(), lacking.next(), lacking.next()] {
                [Some(a), Some(b), Some(c), Some(d)] => Voice::process_many(&mut [a, b, c, d]),
                [Some(a), Some(b), Some(c), None] => break Voice::process_many(&mut [a, b, c]),
                [Some(a), Some(b), ..] => break Voice::process_many(&mut [a, b]),
                [Some((voice, out)), ..] => break voice.process(out),
                [None, ..] => break,
            }
        }
    }
}
