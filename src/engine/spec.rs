//! What a voice is to play: everything about one note, decided before it is sent to the audio thread.
//!
//! ```text
//! s "bd" # speed 2 # lpf 800 # room 0.3   ->  VoiceSpec { source: Sample { step: 2 }, tone: { low: 800 Hz }, sends: { room: 0.3 }, .. }
//! ```
//!
//! Plain numbers in the engine's own units: frames, hertz, factors. Names of controls and their curves live in `io::audio::sink`.

use super::{SampleBuffer, SungNote};
use crate::dsp::filter::Corner;
use std::sync::Arc;

/// One note.
#[derive(Clone, Debug)]
pub struct VoiceSpec {
    /// The slot that plays it: for meters, and for the legato of neural voices.
    pub slot: u16,
    /// Which delay and room it is sent to, 0 to 15; larger numbers wrap.
    pub orbit: u8,
    /// Frames until its release begins; `None`: as long as its source lasts.
    pub sustain: Option<i64>,
    /// Attack and release.
    pub ramps: Ramps,
    /// The factor its samples are multiplied by, at least 0.
    pub gain: f32,
    /// 0 left, 0.5 middle, 1 right; equal power.
    pub pan: f32,
    /// What it silences as it starts, and what silences it.
    pub cut: Option<CutGroup>,
    /// Filters and bending.
    pub tone: Tone,
    /// How much of it goes to the delay and the room of its orbit.
    pub sends: Sends,
    /// Where it comes from.
    pub source: Source,
    /// What its chance is drawn from: same seed, same sound.
    pub seed: u64,
}

/// Lengths of the ramps in frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ramps {
    /// From silence to full; 0 keeps the first frame as it is.
    pub attack: i64,
    /// From full to silence once the release has begun.
    pub release: i64,
}

/// Voices of one orbit that silence each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutGroup {
    /// Its number; with a number below zero only the same sound is silenced.
    pub group: i32,
    /// A hash of the sound's name.
    pub sound: u64,
}

/// Filters and bending of one voice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tone {
    /// Lowpass.
    pub low: Option<Corner>,
    /// Highpass.
    pub high: Option<Corner>,
    /// Bandpass.
    pub band: Option<Corner>,
    /// Drive, 0 (none) to 1.
    pub shape: f32,
    /// Bits, 1 to 16; 0 for none.
    pub crush: f32,
    /// Divisor of the rate; 0 or 1 for none.
    pub coarse: f32,
}

/// What goes to the effects of the orbit, and how they are set from this note on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sends {
    /// The share that is heard directly, 1 is all.
    pub dry: f32,
    /// The share that goes to the delay, at least 0.
    pub delay: f32,
    /// The delay's time in seconds.
    pub delay_time: f32,
    /// How much of an echo comes back as the next, 0 to 0.98.
    pub delay_feedback: f32,
    /// The share that goes to the room, at least 0.
    pub room: f32,
    /// How long the room rings, 0 to 1.
    pub size: f32,
}

impl Default for Sends {
    fn default() -> Self {
        Self { dry: 1.0, delay: 0.0, delay_time: 0.25, delay_feedback: 0.5, room: 0.0, size: 0.3 }
    }
}

/// What makes the sound.
#[derive(Clone, Debug)]
pub enum Source {
    /// A recording.
    Sample(Playback),
    /// A synth.
    Synth(SynthNote),
    /// A network.
    Sung(SungNote),
}

/// How a recording is played.
#[derive(Clone, Debug)]
pub struct Playback {
    /// The recording.
    pub buffer: Arc<SampleBuffer>,
    /// Frames of the recording a frame; below zero backwards.
    pub step: f64,
    /// The share of the recording at which it begins, 0 to 1.
    pub begin: f64,
    /// The share at which it ends, 0 to 1.
    pub end: f64,
    /// By how much the step grows over the length of the note: 1 doubles it.
    pub accelerate: f64,
}

/// How a synth is played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SynthNote {
    /// Which one.
    pub kind: SynthKind,
    /// Its pitch.
    pub hertz: f64,
}

/// The synths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthKind {
    /// A sine.
    Sine,
    /// A sawtooth.
    Saw,
    /// A square.
    Square,
    /// A triangle.
    Triangle,
    /// A pulse whose width moves.
    Pulse,
    /// Seven sawtooths, detuned and spread.
    SuperSaw,
    /// A plucked string.
    Pluck,
    /// An electric piano: two pairs of sines, one bending the other.
    Piano,
    /// A drawbar organ: nine sines.
    Organ,
    /// White noise.
    Noise,
    /// One sample of full scale and a short tick after it.
    Click,
}

impl SynthKind {
    /// The names performers type, with the usual ones of SuperCollider's library.
    pub const NAMES: [(&'static str, Self); 20] = [
        ("sine", Self::Sine),
        ("supersine", Self::Sine),
        ("saw", Self::Saw),
        ("square", Self::Square),
        ("supersquare", Self::Square),
        ("tri", Self::Triangle),
        ("triangle", Self::Triangle),
        ("pulse", Self::Pulse),
        ("superpwm", Self::Pulse),
        ("supersaw", Self::SuperSaw),
        ("pluck", Self::Pluck),
        ("supermandolin", Self::Pluck),
        ("piano", Self::Piano),
        ("superpiano", Self::Piano),
        ("epiano", Self::Piano),
        ("organ", Self::Organ),
        ("superhammond", Self::Organ),
        ("noise", Self::Noise),
        ("supernoise", Self::Noise),
        ("click", Self::Click),
    ];

    /// The synth of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(other, _)| *other == name).map(|(_, kind)| *kind)
    }
}
