//! Every note-on gets one note-off: through restarts, hushes and the end. Triggers become the right bytes.

use super::{Agenda, Message, MidiEvent, MidiFile, MidiSink, Periods, Timeline};
use crate::pattern::{Context, ControlMap, Value};
use crate::schedule::{Sink, SlotId, Trigger};
use crate::time::Cycle;
use crate::units::Frame;
use proptest::prelude::*;
use std::sync::Arc;

fn note(at: i64, frames: i64, key: u8) -> MidiEvent {
    MidiEvent::Note { at: Frame(at), frames, channel: 0, key, velocity: 100 }
}

fn drain(agenda: &mut Agenda, until: i64) -> Vec<(i64, Vec<u8>)> {
    std::iter::from_fn(|| agenda.due(Frame(until))).map(|(at, m)| (at.0, m.bytes().to_vec())).collect()
}

fn trigger(controls: &[(&str, Value)]) -> Trigger {
    Trigger {
        at: Frame(48_000),
        frames: 24_000,
        slot: SlotId(1),
        cycle: Cycle::new(1, 2),
        cps: 0.5,
        controls: controls.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect::<ControlMap>(),
        context: Context::default(),
    }
}

fn said(controls: &[(&str, Value)]) -> Vec<(i64, Vec<u8>)> {
    let file = MidiFile::new();
    let mut sink = MidiSink::new(Box::new(file.clone()), 48_000);
    sink.send(&trigger(controls)).unwrap();
    file.messages().into_iter().map(|(at, bytes)| (at.0, bytes)).collect()
}

#[test]
fn a_pitch_that_restarts_ends_first_and_ends_once() {
    let mut agenda = Agenda::new(16);
    assert!(agenda.push(note(0, 100, 60)) && agenda.push(note(50, 150, 60)));
    let sent = drain(&mut agenda, 1_000);
    let on = |at| (at, vec![0x90, 60, 100]);
    let off = |at| (at, vec![0x80, 60, 0]);
    assert_eq!(sent, [on(0), off(50), on(50), off(200)]);
    assert!(agenda.is_empty());
}

#[test]
fn an_end_comes_before_a_beginning_on_the_same_frame() {
    let mut agenda = Agenda::new(16);
    agenda.push(note(100, 100, 60));
    agenda.push(note(0, 100, 60));
    assert_eq!(drain(&mut agenda, 101).iter().map(|(_, b)| b[0]).collect::<Vec<_>>(), [0x90, 0x80, 0x90]);
}

#[test]
fn a_hush_ends_what_is_on_and_drops_what_has_not_begun() {
    let mut agenda = Agenda::new(16);
    agenda.push(note(0, 1_000, 60));
    agenda.push(note(500, 1_000, 62));
    agenda.push(note(100, 1_000, 64));
    assert_eq!(drain(&mut agenda, 50).len(), 1);
    agenda.hush(Frame(120));
    let rest = drain(&mut agenda, 10_000);
    assert_eq!(rest, [(100, vec![0x90, 64, 100]), (120, vec![0x80, 60, 0]), (120, vec![0x80, 64, 0])]);
}

#[test]
fn a_full_agenda_takes_no_half_notes() {
    let mut agenda = Agenda::new(3);
    assert!(agenda.push(note(0, 10, 60)));
    assert!(!agenda.push(note(0, 10, 61)));
    assert!(agenda.push(MidiEvent::Plain { at: Frame(0), message: Message::control(0, 7, 64) }));
    assert_eq!(drain(&mut agenda, 100).len(), 3);
}

proptest! {
    #[test]
    fn note_ons_equal_note_offs_whatever_happens(
        notes in prop::collection::vec((0..2_000i64, 1..900i64, 58..64u8), 0..60),
        steps in prop::collection::vec((1..400i64, prop::option::of(-50..300i64)), 0..12),
    ) {
        let mut agenda = Agenda::new(256);
        for &(at, frames, key) in &notes {
            agenda.push(note(at, frames, key));
        }
        let (mut sent, mut now) = (Vec::new(), 0);
        for (frames, hush) in steps {
            now += frames;
            sent.extend(drain(&mut agenda, now));
            if let Some(ahead) = hush {
                agenda.hush(Frame(now + ahead));
            }
        }
        agenda.hush(Frame(i64::MIN));
        sent.extend(drain(&mut agenda, i64::MAX));
        prop_assert!(agenda.is_empty());
        let mut on = std::collections::BTreeSet::new();
        for (_, bytes) in &sent {
            match bytes[0] {
                0x90 => prop_assert!(on.insert(bytes[1]), "a note that is on began again"),
                _ => prop_assert!(on.remove(&bytes[1]), "a note that is off ended"),
            }
        }
        prop_assert!(on.is_empty());
    }

    #[test]
    fn the_timeline_finds_the_other_clock_through_steps(phase in 0..256i64, start in -10_000..10_000i64) {
        let mut timeline = Timeline::new(true, 2_400);
        let mut said = 0;
        for k in 0..200 {
            let other = k * 97 + phase;
            // The set's clock has jumped by whole blocks of 256 and is never behind.
            let now = start + (other.div_euclid(256) + i64::from(other.rem_euclid(256) > 0)) * 256;
            said = timeline.read(other, now) - other;
        }
        prop_assert!((said - start).abs() <= 3);
    }
}

#[test]
fn one_period_that_ran_late_moves_no_note_and_a_lost_one_moves_all() {
    let mut periods = Periods::default();
    let shown = |k: i64| match k {
        5 => -256,           // seen wrongly, once
        k if k >= 10 => 256, // a period was lost
        _ => 0,
    };
    let said: Vec<i64> = (0..16).map(|k| periods.read(1_000 + k * 256, k * 256 + shown(k)) - k * 256).collect();
    assert_eq!(said[..13], [0; 13]);
    assert_eq!(said[13..], [256; 3]);
}

#[test]
fn a_note_gets_its_channel_key_velocity_and_length() {
    let midi = ("s", Value::Text(Arc::from("midi")));
    let sent = said(&[
        midi.clone(),
        ("note", Value::Note(3.0)),
        ("midichan", Value::Float(10.0)),
        ("gain", Value::Float(0.8)),
    ]);
    assert_eq!(sent, [(48_000, vec![0x99, 63, 80]), (72_000, vec![0x89, 63, 0])]);
    let sent = said(&[
        midi.clone(),
        ("midinote", Value::Float(40.0)),
        ("velocity", Value::Float(0.5)),
        ("legato", Value::Float(0.5)),
    ]);
    assert_eq!(sent, [(48_000, vec![0x90, 40, 64]), (60_000, vec![0x80, 40, 0])]);
    let sent = said(&[midi, ("sustain", Value::Float(2.0))]);
    assert_eq!(sent, [(48_000, vec![0x90, 60, 100]), (144_000, vec![0x80, 60, 0])]);
}

#[test]
fn controllers_make_no_note_and_other_sounds_no_midi() {
    let midi = ("s", Value::Text(Arc::from("midi")));
    assert_eq!(said(&[midi, ("ccn", Value::Float(7.0)), ("ccv", Value::Float(64.0))]), [(48_000, vec![0xb0, 7, 64])]);
    assert!(said(&[("s", Value::Text(Arc::from("bd"))), ("note", Value::Note(0.0))]).is_empty());
    assert_eq!(said(&[("midichan", Value::Float(2.0)), ("note", Value::Note(0.0))])[0].1[0], 0x91);
}

#[test]
fn a_midi_file_reads_back_with_its_times() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set.mid");
    let mut file = MidiFile::new();
    super::MidiOut::send(&mut file, note(24_000, 24_000, 60)).unwrap();
    file.write(&path, 48_000, 0.5).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let read = midly::Smf::parse(&bytes).unwrap();
    let deltas: Vec<u32> = read.tracks[0].iter().map(|event| event.delta.as_int()).collect();
    assert_eq!(deltas, [0, 9_600, 9_600, 0]);
}
