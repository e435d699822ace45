//! What was played in a set, as a tune to learn from.
//!
//! ```text
//! notes in cycles and semitones -> one line (the highest at each onset) on 24 ticks a quarter -> key by its profile -> Tune
//! ```

use crate::analysis::key::key;
use crate::neural::lstm::tune::{Note, Tune, bar_length};

/// A note as it sounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Played {
    /// Where it began, in cycles.
    pub onset: f64,
    /// How long, in cycles.
    pub duration: f64,
    /// Semitones from middle C.
    pub note: f64,
}

/// One line out of what one slot played, a cycle taken as a bar of `meter`; `None` where no note is left.
///
/// Notes snap to the nearest of 24 ticks a quarter; one that sounds on is cut where the next begins, silent gaps stay rests.
#[must_use]
pub fn take(id: &str, played: &[Played], meter: (u32, u32)) -> Option<Tune> {
    let length = bar_length(meter);
    let first = played.iter().map(|p| p.onset).filter(|x| x.is_finite()).fold(f64::INFINITY, f64::min).floor();
    let tick = |cycles: f64| (cycles * f64::from(length)).round();
    let mut notes: Vec<Note> = Vec::new();
    for p in played {
        let (onset, duration, pitch) = (tick(p.onset - first), tick(p.duration).max(1.0), (p.note + 60.0).round());
        if (0.0..1e8).contains(&onset) && (1.0..1e5).contains(&duration) && (0.0..128.0).contains(&pitch) {
            notes.push(Note { onset: onset as i32, duration: duration as i32, pitch: pitch as i32 });
        }
    }
    notes.sort_by_key(|n| (n.onset, -n.pitch));
    notes.dedup_by_key(|n| n.onset);
    for i in 1..notes.len() {
        let room = notes[i].onset - notes[i - 1].onset;
        notes[i - 1].duration = notes[i - 1].duration.min(room);
    }
    let end = notes.last()?.end();
    let mut weights = [0.0; 12];
    for n in &notes {
        weights[n.pitch.rem_euclid(12) as usize] += f64::from(n.duration);
    }
    let (tonic, minor) = key(&weights);
    let major_sharps = (7 * if minor { tonic + 3 } else { tonic }).rem_euclid(12);
    let mode = if minor { "min" } else { "maj" };
    Some(Tune {
        id: id.to_owned(),
        rhythm: String::new(),
        meter: vec![(0, meter.0, meter.1)],
        key: vec![(0, major_sharps, tonic, mode.to_owned())],
        bars: (0..=end / length).map(|b| b * length).collect(),
        end,
        notes,
        split: "train".to_owned(),
    })
}
