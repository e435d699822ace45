//! MIDI as a file: what would have been sent, with a beat of four to a cycle.
//!
//! ```text
//! render set.tidal --midi set.mid     one track, 9600 ticks a quarter, cycle 1 begins at quarter 4
//! ```
//!
//! Quarters follow the tempo at the start; later tempo changes keep their time, not their bars.

use super::{Agenda, MidiEvent, MidiOut};
use crate::schedule::SendTriggerError;
use crate::units::Frame;
use midly::live::LiveEvent;
use midly::{Format, Header, MetaMessage, Smf, Timing, Track, TrackEvent, TrackEventKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const TICKS: f64 = 9_600.0;

/// Why a MIDI file was not written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct WriteMidiFileError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

/// Collects what is sent; clones share it. Write it when the render is over.
#[derive(Clone)]
pub struct MidiFile(Arc<Mutex<Vec<MidiEvent>>>);

impl Default for MidiFile {
    fn default() -> Self {
        Self::new()
    }
}

impl MidiFile {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Vec::new())))
    }

    fn events(&self) -> std::sync::MutexGuard<'_, Vec<MidiEvent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything in the order of sending, bytes with their frames.
    pub fn messages(&self) -> Vec<(Frame, Vec<u8>)> {
        let events = self.events();
        let mut agenda = Agenda::new(2 * events.len());
        for &event in events.iter() {
            agenda.push(event);
        }
        std::iter::from_fn(|| agenda.due(Frame(i64::MAX))).map(|(at, m)| (at, m.bytes().to_vec())).collect()
    }

    /// Writes a standard MIDI file at `cps` cycles a second. Errors where the file cannot be written.
    pub fn write(&self, path: &Path, rate: u32, cps: f64) -> Result<(), WriteMidiFileError> {
        let quarter = 1.0 / (4.0 * cps);
        let mut track = Track::new();
        let tempo = MetaMessage::Tempo(midly::num::u24::from((quarter * 1e6).round().clamp(1.0, 16_777_215.0) as u32));
        track.push(TrackEvent { delta: 0.into(), kind: TrackEventKind::Meta(tempo) });
        let messages = self.messages();
        let mut last = 0;
        for (at, bytes) in &messages {
            let tick = (at.0.max(0) as f64 / f64::from(rate) / quarter * TICKS).round() as u32;
            let Ok(LiveEvent::Midi { channel, message }) = LiveEvent::parse(bytes) else { continue };
            let delta = midly::num::u28::from(tick.saturating_sub(last).min(0x0fff_ffff));
            track.push(TrackEvent { delta, kind: TrackEventKind::Midi { channel, message } });
            last = tick.max(last);
        }
        track.push(TrackEvent { delta: 0.into(), kind: TrackEventKind::Meta(MetaMessage::EndOfTrack) });
        let timing = Timing::Metrical(midly::num::u15::from(TICKS as u16));
        let file = Smf { header: Header::new(Format::SingleTrack, timing), tracks: vec![track] };
        file.save(path).map_err(|source| WriteMidiFileError { path: path.into(), source })
    }
}

impl MidiOut for MidiFile {
    fn name(&self) -> &str {
        "file"
    }

    fn send(&mut self, event: MidiEvent) -> Result<(), SendTriggerError> {
        self.events().push(event);
        Ok(())
    }

    fn hush(&mut self, at: Frame) {
        self.events().retain_mut(|event| match event {
            MidiEvent::Note { at: begin, frames, .. } => {
                *frames = (*frames).min((at - *begin).max(1));
                *begin < at
            }
            MidiEvent::Plain { at: when, .. } => *when < at,
        });
    }

    fn close(&mut self) {}
}
