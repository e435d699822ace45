//! Scales, chords and arpeggios: tables of intervals, and the words that use them.
//!
//! ```text
//! degree -> scale -> semitones        chord name + changes -> semitones        chord -> notes in turn
//! ```

mod arp;
mod chord;
mod scale;

pub use arp::{ARPS, arp_order};
pub use chord::{ChordChange, chord, chord_names};
pub use scale::{scale, scale_names, scale_table, to_scale};
