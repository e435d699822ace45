//! The kit's recordings as captured sounds, and those that cannot be.

use super::*;
use crate::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};
use crate::neural::wavenet::grid::Grid;
use crate::neural::wavenet::{Model, NoteSpec, Voice};

fn recordings() -> Recordings {
    Recordings::new(Arc::new(Library::new(48_000)), 48_000)
}

#[test]
fn a_recording_with_a_pitch_is_measured_once() {
    let recordings = recordings();
    let bell = recordings.get("bell").unwrap();
    assert!(bell.seconds() > 0.1 && bell.seconds() <= 2.0, "{}", bell.seconds());
    assert!(std::ptr::eq(bell, recordings.get("bell").unwrap()));
}

#[test]
fn what_is_no_captured_sound_is_said_in_words() {
    let recordings = recordings();
    let wrong = |name: &str| recordings.get(name).unwrap_err();
    insta::assert_snapshot!([wrong("hh"), wrong("bel"), wrong("bell:x"), wrong("")].join("\n"));
}

const HERTZ: f32 = 220.0;

/// A tone for a second whose partials are so strong.
fn tone(partials: [f32; 4]) -> SampleBuffer {
    let sample = |t: usize| {
        let at = std::f32::consts::TAU * HERTZ * t as f32 / 48_000.0;
        partials.iter().zip(1..).map(|(strength, k)| 0.2 * strength * (k as f32 * at).sin()).sum()
    };
    SampleBuffer::new(1, &(0..48_000).map(sample).collect::<Vec<f32>>())
}

/// How strong the first partials of an A3 of the cello are after `seconds`, beside all four.
fn sung(primer: Option<&'static Primer>, seconds: f32) -> [f32; 4] {
    let model = Arc::new(Model::load_bytes(STAGE_CARD, STAGE_WEIGHTS).unwrap());
    let (mut voice, steps) = (Voice::new(model), Grid::of(57.0).steps() as usize);
    voice.prime(primer);
    voice.start(&NoteSpec { instrument: 0, pitch: 57.0, velocity: 100.0, seed: 1 });
    let mut before = vec![0.0; (seconds * voice.rate()) as usize / steps * steps];
    voice.process(&mut before);
    let mut out = vec![0.0; 20 * steps];
    voice.process(&mut out);
    let strength = |k: usize| {
        let turn = |t: usize| std::f32::consts::TAU * (k * t % steps) as f32 / steps as f32;
        let of = |wave: fn(f32) -> f32| out.iter().enumerate().map(|(t, x)| x * wave(turn(t))).sum::<f32>();
        of(f32::sin).hypot(of(f32::cos))
    };
    let all = [1, 2, 3, 4].map(strength);
    let whole = all.iter().map(|x| x * x).sum::<f32>().sqrt();
    all.map(|x| x / whole)
}

#[test]
fn a_note_begins_as_the_captured_sound_and_becomes_its_instrument() {
    let partials = [0.5, 0.1, 0.8, 0.3];
    let primer: &Primer = Box::leak(Box::new(measure(&tone(partials), 48_000).unwrap()));
    let near = |a: [f32; 4], b: [f32; 4]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.06);
    let begun = sung(Some(primer), 0.3);
    assert!(near(begun, partials.map(|x| x / 0.995)), "{begun:?}");
    assert!(!near(sung(None, 0.3), begun));
    let (later, cello) = (sung(Some(primer), 1.6), sung(None, 1.6));
    assert!(near(later, cello), "{later:?} {cello:?}");
}

#[test]
fn silence_is_refused() {
    assert_eq!(measure(&SampleBuffer::new(1, &vec![0.0; 48_000]), 48_000).unwrap_err(), "it is silent");
}
