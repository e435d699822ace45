//! From a trigger to MIDI: which key, how loud, how long; controllers, programs and bends.
//!
//! ```text
//! note 3 # s "midi" # midichan 10 # gain 0.8    channel 10, key 63, velocity 80, for the event's length
//! ccn 7 # ccv 64 # s "midi"                     controller 7 to 64, no note
//! ```
//!
//! `midichan` counts from 1. Key: `midinote`, else 60 + `note` (or `n`) + 12 for each `octave` above 5, nearest semitone.
//! Velocity: `velocity` (0 to 1, or up to 127), else 100 times `gain`. Length: `sustain` in seconds, else the event's
//! length times `legato`. Triggers that do not want MIDI are left alone.

use super::{Message, MidiEvent, MidiOut};
use crate::pattern::ControlMap;
use crate::schedule::{SendTriggerError, Sink, Trigger};
use crate::units::Frame;

/// Whether a trigger goes to MIDI: its sound is `midi`, or it names a `midichan`.
pub fn wants_midi(controls: &ControlMap) -> bool {
    is_named_midi(controls) || controls.get("midichan").is_some()
}

fn is_named_midi(controls: &ControlMap) -> bool {
    controls.text("s").is_some_and(|sound| sound == "midi" || sound.starts_with("midi:"))
}

/// Sends triggers to a [`MidiOut`].
pub struct MidiSink {
    out: Box<dyn MidiOut>,
    rate: f64,
}

impl MidiSink {
    /// For a set of `rate` frames a second.
    pub fn new(out: Box<dyn MidiOut>, rate: u32) -> Self {
        Self { out, rate: f64::from(rate) }
    }

    fn events(&self, trigger: &Trigger) -> Vec<MidiEvent> {
        let controls = &trigger.controls;
        let number = |name: &str| controls.number(name).filter(|x| x.is_finite());
        let channel = number("midichan").map_or(0, |n| (n.round() as i64 - 1).clamp(0, 15) as u8);
        let byte = |x: f64| x.round().clamp(0.0, 127.0) as u8;
        let mut events = Vec::new();
        let mut plain = |message| events.push(MidiEvent::Plain { at: trigger.at, message });
        let mut only_control = false;
        if let (Some(controller), Some(value)) = (number("ccn"), number("ccv")) {
            plain(Message::control(channel, byte(controller), byte(value)));
            only_control = true;
        }
        if let Some(program) = number("progNum") {
            plain(Message::program(channel, byte(program)));
            only_control = true;
        }
        if let Some(bend) = number("midibend") {
            plain(Message::bend(channel, bend.round().clamp(0.0, 16_383.0) as u16));
            only_control = true;
        }
        let note = number("note").or_else(|| number("n"));
        let octave = number("octave").map_or(0.0, |octave| (octave - 5.0) * 12.0);
        let key = number("midinote").or_else(|| note.map(|note| 60.0 + note + octave));
        // A controller beside no note is no note; a bare `s "midi"` is middle C, as a sound without a note is its pitch.
        let key = key.or_else(|| (!only_control).then_some(60.0 + octave));
        if let Some(key) = key.map(f64::round).filter(|key| (0.0..=127.0).contains(key)) {
            let velocity = match number("velocity") {
                Some(v) if v <= 1.0 => v * 127.0,
                Some(v) => v,
                None => 100.0 * number("gain").unwrap_or(1.0),
            };
            let frames = match number("sustain") {
                Some(seconds) => seconds * self.rate,
                None => trigger.frames as f64 * number("legato").unwrap_or(1.0),
            };
            if velocity >= 0.5 {
                events.push(MidiEvent::Note {
                    at: trigger.at,
                    frames: frames.clamp(1.0, 1e12) as i64,
                    channel,
                    key: key as u8,
                    velocity: byte(velocity).max(1),
                });
            }
        }
        events
    }
}

impl Sink for MidiSink {
    fn send(&mut self, trigger: &Trigger) -> Result<(), SendTriggerError> {
        if !wants_midi(&trigger.controls) {
            return Ok(());
        }
        self.events(trigger).into_iter().try_for_each(|event| self.out.send(event))
    }

    fn hush(&mut self, at: Frame) {
        self.out.hush(at);
    }

    fn panic(&mut self, at: Frame) {
        self.out.hush(at);
        for channel in 0..16 {
            // What another program left sounding ends too; a full queue only means that ours are ending already.
            let _ = self.out.send(MidiEvent::Plain { at, message: Message::all_notes_off(channel) });
        }
    }

    fn close(&mut self) {
        self.out.close();
    }
}
