//! What sounds while a network is late: the audience always hears music.
//!
//! ```text
//! rung 0  on time
//! rung 1  its last note, in the rhythm of its last bar       late by one cycle
//! rung 3  its last bar again                                 later than that
//! rung 4  the key's tonic on every beat                      nothing was ever ready
//! ```
//!
//! Rung 2, a smaller size of the same network, needs one; melody networks have one size. A substitute never enters the cache.

use super::bar::{Bar, Made};
use super::steering::Settings;

/// The last bar that was ready, and its cycle.
pub(super) type Last = (i64, std::sync::Arc<Bar>);

/// The notes that stand in for a cycle, the bar's length in ticks and the rung.
pub(super) fn substitute(cycle: i64, settings: &Settings, last: Option<&Last>) -> (Vec<Made>, i32, u8) {
    match last {
        Some((then, bar)) if (cycle - then).abs() <= 1 => {
            let pitch = bar.notes.last().map_or(60, |n| n.pitch);
            (bar.notes.iter().map(|n| Made { pitch, probability: 0.0, ..*n }).collect(), bar.length, 1)
        }
        Some((_, bar)) => (bar.notes.iter().map(|n| Made { probability: 0.0, ..*n }).collect(), bar.length, 3),
        None => {
            let (beats, length) = (settings.meter.0 as i32, settings.length());
            let beat = (length / beats.max(1)).max(1);
            let note = |i| Made { tick: i * beat, ticks: beat, pitch: 60 + settings.key.tonic, probability: 0.0 };
            ((0..beats).map(note).collect(), length, 4)
        }
    }
}
