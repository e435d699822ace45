//! A performer's own recordings as a set of notes: pitches agreed with names, levels and velocities set, notes divided.
//!
//! ```text
//! heard 60.1, named C4            60.1: an instrument that is tuned high is learned as it sounds, and sings in tune
//! heard 48.0, named C4, alone     the name's octave where it fits the sound, else as it sounds; told either way
//! all named an octave up          they count octaves otherwise: agreed
//! ```
//!
//! The level of an instrument is set as a whole, so that velocity 100 is as loud as in the sets that ship; velocities follow
//! General MIDI's law, 40 log10 of velocity in decibels.

use std::path::Path;

use super::divide::{Way, divide};
use super::recording::{self, Heard};
use super::report::{Learned, Refusal, Report};
use super::title::name_of;
use super::{Logs, NoteSet, ReadNotesError, folder};
use crate::neural::wavenet::features::{PLACES, RATE};
use crate::train::wavenet::clip::{Clip, Split};

/// The lowest and the highest note that can be learned, MIDI note numbers.
const LEARNABLE: std::ops::RangeInclusive<i64> = 28..=96;
/// How loud the loudest tenth of a second of velocity 100 is in the sets that ship, in dB.
const USUAL: f64 = -16.0;
/// The longest note that is kept, in samples.
const LONGEST: usize = 6 * RATE as usize;
/// The shortest stretch that a network can be shown, in samples.
const SLOT: usize = 8192;
/// How fast a note that was never let go is stopped: samples to a fall by e, and samples in all.
const STOP: (f32, usize) = (0.035 * RATE as f32, RATE as usize / 4);

/// Reads own recordings. See [`super::read`].
pub(super) fn read(path: &Path, names: Option<&[String]>, logs: Logs<'_>) -> Result<NoteSet, ReadNotesError> {
    let folder::Found { mut sources, passed_over } = folder::list(path)?;
    let mut report = Report { passed_over, ..Report::default() };
    if sources.is_empty() {
        return Err(ReadNotesError::Nothing { path: path.into(), report: Box::new(report) });
    }
    let mut instruments: Vec<String> = Vec::new();
    for source in &sources {
        if !instruments.contains(&source.instrument) {
            instruments.push(source.instrument.clone());
        }
    }
    if let Some(names) = names {
        if let Some(missing) = names.iter().find(|name| !instruments.contains(name)) {
            let known = instruments.join(", ");
            let reason = format!("{} holds no recordings of `{missing}`; it has {known}", path.display());
            return Err(ReadNotesError::Instruments(reason));
        }
        sources.retain(|source| names.contains(&source.instrument));
        instruments = names.to_vec();
    }
    let mut heard = Vec::new();
    for source in &sources {
        recording::read(source, logs, &mut heard, &mut report.refused);
    }
    agree(&mut heard, &mut report.told);
    heard.retain(|one| {
        let key = one.note.pitch.round() as i64;
        let fits = LEARNABLE.contains(&key);
        if !fits {
            let (side, end) =
                if key < *LEARNABLE.start() { ("below", LEARNABLE.start()) } else { ("above", LEARNABLE.end()) };
            let why = format!("{} lies {side} what can be learned ({})", name_of(one.note.pitch), name_of(*end as f64));
            report.refused.push(Refusal { place: one.place.clone(), why });
        }
        fits
    });
    if names.is_none() {
        instruments.retain(|name| heard.iter().any(|one| one.instrument == *name));
    }
    if heard.is_empty() {
        return Err(ReadNotesError::Nothing { path: path.into(), report: Box::new(report) });
    }
    if instruments.len() > PLACES {
        let reason =
            format!("{} instruments ({}); a network has room for {PLACES}", instruments.len(), instruments.join(", "));
        return Err(ReadNotesError::Instruments(reason));
    }
    let mut clips = Vec::new();
    for (instrument, name) in instruments.iter().enumerate() {
        let notes: Vec<&Heard> = heard.iter().filter(|one| one.instrument == *name).collect();
        if !notes.is_empty() {
            report.learned.push(learn(instrument, name, &notes, &mut clips));
        }
    }
    Ok(NoteSet { instruments, clips, report: Some(report) })
}

/// Holds what names say against what was heard, and settles octaves.
fn agree(heard: &mut [Heard], told: &mut Vec<Refusal>) {
    for number in [false, true] {
        let mut named: Vec<(&mut Heard, f64)> = heard
            .iter_mut()
            .filter_map(|one| one.title.pitch.filter(|_| one.title.number == number).map(|pitch| (one, pitch)))
            .collect();
        let votes = |octaves: f64| {
            let off = |(one, pitch): &&(&mut Heard, f64)| (pitch - one.note.pitch - 12.0 * octaves).abs() < 0.6;
            named.iter().filter(off).count()
        };
        // A way of counting octaves shows in several names only.
        let ways: &[f64] = if named.len() < 3 { &[0.0] } else { &[-2.0, 2.0, -1.0, 1.0, 0.0] };
        let octaves = ways.iter().copied().max_by_key(|octaves| votes(*octaves)).unwrap_or(0.0);
        let believed = 2 * votes(octaves) >= named.len();
        // Bare numbers that fit nothing count takes.
        if !believed && (number || named.len() > 3) {
            if !number {
                let why = format!(
                    "most of {} names look like pitches, but do not fit the sound; learned as they sound",
                    named.len()
                );
                told.push(Refusal { place: "names".into(), why });
            }
            continue;
        }
        let octaves = if believed { octaves } else { 0.0 };
        if octaves != 0.0 {
            let side = if octaves > 0.0 { "above" } else { "below" };
            let why = format!(
                "written {} {side} the sound; learned as they sound",
                if octaves.abs() > 1.0 { "two octaves" } else { "an octave" }
            );
            told.push(Refusal { place: "names".into(), why });
        }
        for (one, pitch) in &mut named {
            let wanted = *pitch - 12.0 * octaves;
            let away = wanted - one.note.pitch;
            if away.abs() < 0.6 {
                continue;
            }
            let sounds = name_of(one.note.pitch);
            let fits = one.note.octave.filter(|octave| (octave - wanted).abs() < 0.6);
            let why = match fits {
                Some(octave) => {
                    one.note.pitch = octave;
                    format!("named {}, would be heard as {sounds}; the name is believed", name_of(*pitch))
                }
                None => format!(
                    "named {}, sounds as {sounds} ({:+.0} cents); learned as it sounds",
                    name_of(*pitch),
                    -100.0 * away
                ),
            };
            told.push(Refusal { place: one.place.clone(), why });
        }
    }
}

/// Sets levels and velocities of one instrument's notes, divides them and adds their clips.
fn learn(instrument: usize, name: &str, notes: &[&Heard], clips: &mut Vec<Clip>) -> Learned {
    let law = |velocity: f32| USUAL + 40.0 * (f64::from(velocity) / 100.0).log10();
    // What each note lacks to be as loud as its velocity; unnamed ones count as 100 in the middle.
    let mut lacks: Vec<f64> =
        notes.iter().map(|one| law(one.title.velocity.unwrap_or(100.0)) - one.note.loudness).collect();
    lacks.sort_by(f64::total_cmp);
    let gain = lacks[lacks.len() / 2].clamp(-40.0, 40.0);
    let keys: Vec<i64> = notes.iter().map(|one| one.note.pitch.round() as i64).collect();
    let (way, splits) = divide(&keys);
    let mut stopped = 0;
    for (one, split) in notes.iter().zip(&splits) {
        let heard = 100.0 * 10f64.powf((one.note.loudness + gain - USUAL) / 40.0);
        let (held, samples, stop) = shaped(one, 10f64.powf(gain / 20.0) as f32);
        stopped += usize::from(stop);
        let velocity = one.title.velocity.unwrap_or(heard.clamp(16.0, 124.0) as f32);
        let pitch = one.note.pitch as f32;
        let clip = Clip { instrument, pitch, velocity, held, samples, split: *split };
        if way == Way::Nothing {
            clips.push(Clip { split: Split::Valid, ..clip.clone() });
        }
        clips.push(clip);
    }
    let of = |split: Split| {
        let mut keys: Vec<i64> =
            keys.iter().zip(&splits).filter(|(_, own)| **own == split).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    Learned {
        instrument: name.to_owned(),
        notes: notes.len(),
        train: of(Split::Train),
        valid: of(Split::Valid),
        test: of(Split::Test),
        way,
        gain,
        named: notes.iter().filter(|one| one.title.velocity.is_some()).count(),
        stopped,
    }
}

/// A note as a clip has it: how long it is held, its sound, and whether it had to be stopped. A note that rings on or goes on for
/// very long is stopped, so that every instrument learns how its notes end.
fn shaped(one: &Heard, gain: f32) -> (usize, Vec<f32>, bool) {
    let mut samples: Vec<f32> = one.samples.iter().take(LONGEST).map(|x| x * gain).collect();
    let length = samples.len();
    let stop = one.note.rings || one.note.held + STOP.1 > LONGEST;
    let held = if stop { length.saturating_sub(STOP.1).max(length.min(SLOT / 2)) } else { one.note.held.min(length) };
    if stop {
        samples[held..].iter_mut().enumerate().for_each(|(i, x)| *x *= (-(i as f32) / STOP.0).exp());
    }
    // The very end is faded, and silence follows: a released note is gone.
    let fade = (RATE as usize / 100).min(length - held);
    samples[length - fade..].iter_mut().enumerate().for_each(|(i, x)| *x *= 1.0 - i as f32 / fade as f32);
    samples.resize((length + RATE as usize / 10).max(SLOT), 0.0);
    (held, samples, stop)
}
