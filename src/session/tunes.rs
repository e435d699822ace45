//! The notes of a log, and tunes made of them for a network to learn from.
//!
//! ```text
//! log -> replay offline -> every note: frame, cycle, slot, pitch, typed or made by a network
//!     -> slot by slot, one voice, a cycle a bar of 4/4 -> Tune
//! ```
//!
//! Two bars of silence end a tune. What is typed counts as much as what a network made: the performer chose to keep it.

use super::library;
use super::log::{LogError, ReadLog};
use super::melodies::{self, Played};
use super::replay::Replay;
use crate::lang::Networks;
use crate::neural::lstm::tune::Tune;
use crate::pattern::{ControlMap, Origin};
use crate::schedule::Collect;
use crate::units::Frame;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Cycles of silence that end a tune.
const SILENCE: f64 = 2.0;
/// Notes that make a tune.
const FEWEST: usize = 4;

/// A note as it sounded.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LoggedNote {
    /// Its first frame.
    pub frame: Frame,
    /// Its length in frames.
    pub frames: i64,
    /// Its onset in cycles.
    pub cycle: f64,
    /// Its length in cycles.
    pub cycles: f64,
    /// The slot's name.
    pub slot: String,
    /// Semitones from middle C.
    pub note: f64,
    /// The network step that chose it; `None`: it was typed.
    pub network: Option<Origin>,
}

/// Every pitched note of a log, in order. Errors: it is no log.
pub fn notes_of_log(path: &Path, networks: Arc<dyn Networks>) -> Result<Vec<LoggedNote>, LogError> {
    let log = ReadLog::read(path)?;
    let end = log.end();
    let rate = f64::from(log.opening.rate);
    let collect = Collect::new();
    let mut replay = Replay::new(log, networks, library::patches(), vec![Box::new(collect.clone())]);
    replay.advance(end);
    let mut notes = Vec::new();
    for trigger in collect.take().into_iter().filter(|trigger| trigger.at < end) {
        let Some(note) = pitch(&trigger.controls) else { continue };
        notes.push(LoggedNote {
            frame: trigger.at,
            frames: trigger.frames,
            cycle: trigger.cycle.to_f64(),
            cycles: trigger.frames as f64 / rate * trigger.cps * legato(&trigger.controls),
            slot: replay.session().slot_name(trigger.slot),
            note,
            network: trigger.context.origin(),
        });
    }
    Ok(notes)
}

/// Tunes of a log's slots, with the networks of this performer. Errors: it is no log.
pub fn tunes_of_log(path: &Path) -> Result<Vec<Tune>, LogError> {
    let (config, _) = super::Config::load();
    let (bank, _) = library::Library::new(config.home).bank();
    Ok(tunes(&notes_of_log(path, library::networks(bank))?))
}

/// Tunes made of notes: each slot is a voice, and silence ends a tune.
pub fn tunes(notes: &[LoggedNote]) -> Vec<Tune> {
    let mut voices: BTreeMap<&str, Vec<Played>> = BTreeMap::new();
    for note in notes {
        let played = Played { onset: note.cycle, duration: note.cycles, note: note.note };
        voices.entry(&note.slot).or_default().push(played);
    }
    let mut found = Vec::new();
    for (slot, mut voice) in voices {
        voice.sort_by(|a, b| a.onset.total_cmp(&b.onset));
        let mut rest = voice.as_slice();
        while !rest.is_empty() {
            let sounds_on = |pair: &[Played]| matches!(pair, [a, b] if b.onset - (a.onset + a.duration) <= SILENCE);
            let length = 1 + rest.windows(2).take_while(|pair| sounds_on(pair)).count();
            let (tune, later) = rest.split_at(length);
            rest = later;
            if tune.len() >= FEWEST {
                found.extend(melodies::take(&format!("{slot}-{}", found.len() + 1), tune, (4, 4)));
            }
        }
    }
    found
}

fn pitch(controls: &ControlMap) -> Option<f64> {
    let octave = controls.number("octave").map_or(0.0, |octave| (octave - 5.0) * 12.0);
    let note = controls.number("note").map(|note| note + octave);
    note.or_else(|| controls.number("midinote").map(|key| key - 60.0)).filter(|note| note.is_finite())
}

fn legato(controls: &ControlMap) -> f64 {
    controls.number("legato").filter(|legato| legato.is_finite()).map_or(1.0, |legato| legato.clamp(0.01, 16.0))
}

#[cfg(test)]
mod tests {
    //! Voices by slot, cut where they are silent.
    use super::{Frame, LoggedNote, tunes};

    fn note(slot: &str, at: f64, note: f64) -> LoggedNote {
        LoggedNote { frame: Frame(0), frames: 1, cycle: at, cycles: 0.25, slot: slot.into(), note, network: None }
    }

    #[test]
    fn each_slot_is_a_voice_that_begins_with_its_bar() {
        let notes: Vec<LoggedNote> = (1..5)
            .flat_map(|k| [note("d1", 2.0 + f64::from(k) / 4.0, 1.0), note("d2", f64::from(k) / 4.0, 2.0)])
            .collect();
        let tunes = tunes(&notes);
        assert_eq!(tunes.iter().map(|tune| tune.id.as_str()).collect::<Vec<_>>(), ["d1-1", "d2-2"]);
        assert_eq!(
            tunes[0].notes.iter().map(|n| (n.onset, n.pitch)).collect::<Vec<_>>(),
            [(24, 61), (48, 61), (72, 61), (96, 61)]
        );
    }

    #[test]
    fn silence_ends_a_tune_and_three_notes_are_none() {
        let mut notes: Vec<LoggedNote> = (0..4).map(|k| note("d1", f64::from(k) / 4.0, 0.0)).collect();
        notes.extend((0..3).map(|k| note("d1", 9.0 + f64::from(k) / 4.0, 0.0)));
        assert_eq!(tunes(&notes).len(), 1);
    }
}
