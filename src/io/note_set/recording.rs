//! One recording: read, brought to the networks' rate, cut into notes, each heard or refused.
//!
//! ```text
//! scale.wav   48 kHz, two channels -> 24 kHz, one -> note 1 C4, note 2 D4, note 3 refused: clipped
//! set.wav     beside set.jsonl     -> cut where the log says, each note checked against it
//! ```
//!
//! Knows nothing of other recordings: how loud a note is beside the others, and whether it is held back, comes later (`takes`).

use super::folder::Source;
use super::report::{Refusal, fault_words};
use super::title::{self, Title, name_of};
use super::{Logged, Logs};
use crate::analysis::take::{self, Levels, Note};
use crate::dsp::resample::resampled;
use crate::io::sound_file::{self, ReadSoundError, Sound};
use crate::neural::wavenet::features::RATE;
use std::ops::Range;
use std::path::Path;

/// Rates that are read, in Hz.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=384_000;
/// The largest file, in bytes: it is read whole.
const LARGEST: u64 = 512 << 20;
/// Flat tops that make a note a clipped one.
const TOPS: usize = 4;
/// How much of a logged note's release is looked at, in seconds.
const RELEASE: f64 = 1.0;
/// Notes of a log may overlap by this, in seconds: a legato is no chord.
const OVERLAP: f64 = 0.03;

/// A note that was heard.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// What it is called in the report.
    pub(super) place: String,
    /// Whose it is.
    pub(super) instrument: String,
    /// What the name of its recording says, if it is alone in there.
    pub(super) title: Title,
    /// What was heard; `onset` is 0.
    pub(super) note: Note,
    /// Its sound at the networks' rate, from its onset to the end of its release.
    pub(super) samples: Vec<f32>,
}

/// Reads a recording and adds its notes and refusals.
pub(super) fn read(source: &Source, logs: Logs<'_>, heard: &mut Vec<Heard>, refused: &mut Vec<Refusal>) {
    let refuse = |why: String| Refusal { place: source.shown.clone(), why };
    let (sound, samples) = match samples(&source.path) {
        Ok(read) => read,
        Err(why) => return refused.push(refuse(why)),
    };
    let parts = match logs(&source.path) {
        Some(Ok(notes)) => logged(&notes, samples.len()),
        Some(Err(why)) => return refused.push(refuse(format!("its log does not read: {why}"))),
        None => Levels::new(&samples, RATE)
            .cut()
            .into_iter()
            .map(|range| Part { range, told: None, crowded: None })
            .collect(),
    };
    if parts.is_empty() {
        return refused.push(refuse("nothing but silence".into()));
    }
    let title = if parts.len() == 1 { title::read(&super::folder::stem(&source.path)) } else { Title::default() };
    for (i, part) in parts.iter().enumerate() {
        let seconds = part.range.start as f64 / f64::from(RATE);
        let place = match parts.len() {
            1 => source.shown.clone(),
            _ => format!("{}, note {} (at {seconds:.1} s)", source.shown, i + 1),
        };
        match judge(part, &sound, &samples, &title) {
            Ok(note) => heard.push(Heard {
                place,
                instrument: source.instrument.clone(),
                title: title.clone(),
                samples: samples[part.range.start + note.onset..part.range.end].to_vec(),
                note: Note { onset: 0, held: note.held - note.onset, ..note },
            }),
            Err(why) => refused.push(Refusal { place, why }),
        }
    }
}

/// Where a note may lie in a recording, at the networks' rate.
struct Part {
    range: Range<usize>,
    /// Its pitch by the log.
    told: Option<f64>,
    /// Why it cannot be cut out.
    crowded: Option<String>,
}

fn judge(part: &Part, sound: &Sound, samples: &[f32], title: &Title) -> Result<Note, String> {
    if let Some(why) = &part.crowded {
        return Err(why.clone());
    }
    let ratio = f64::from(sound.rate) / f64::from(RATE);
    let frames = (part.range.start as f64 * ratio) as usize..(part.range.end as f64 * ratio) as usize;
    let tops = flat_tops(sound, frames);
    if tops >= TOPS {
        return Err(format!("clipped: {tops} flat tops at full scale; record it more quietly"));
    }
    let told = part.told.or(title.pitch);
    let note = take::hear(&samples[part.range.clone()], RATE, told).map_err(|fault| fault_words(&fault))?;
    match part.told {
        Some(told) if (note.octave.unwrap_or(note.pitch) - told).abs() > 0.6 => {
            let (log, heard) = (name_of(told), name_of(note.pitch));
            Err(format!("the log says {log}, but it sounds as {heard}"))
        }
        Some(_) => Ok(Note { pitch: note.octave.unwrap_or(note.pitch), octave: None, ..note }),
        None => Ok(note),
    }
}

/// Reads a file and brings it to one channel at the networks' rate, without its mean. Errors in words.
fn samples(path: &Path) -> Result<(Sound, Vec<f32>), String> {
    let about = std::fs::metadata(path).map_err(|error| format!("does not open: {error}"))?;
    match about.len() {
        0 => return Err("the file is empty".into()),
        size if size > LARGEST => return Err("over 512 MB; cut it into shorter files".into()),
        _ => {}
    }
    let sound = sound_file::read(path).map_err(|error| match error {
        ReadSoundError::Open { source, .. } => format!("does not open: {source}"),
        ReadSoundError::Decode { reason, .. } => format!("does not read: {reason}"),
    })?;
    if !RATES.contains(&sound.rate) {
        return Err(format!("{} samples a second; {} to {} are read", sound.rate, RATES.start(), RATES.end()));
    }
    if sound.samples.iter().any(|x| !x.is_finite()) {
        return Err("holds samples that are no numbers; export it anew".into());
    }
    let mut samples = resampled(&one_channel(&sound), 1, sound.rate, RATE);
    let mean = samples.iter().map(|&x| f64::from(x)).sum::<f64>() / samples.len().max(1) as f64;
    samples.iter_mut().for_each(|x| *x -= mean as f32);
    Ok((sound, samples))
}

/// The mean of the channels; the loudest of them where they cancel each other.
fn one_channel(sound: &Sound) -> Vec<f32> {
    let power = |samples: &mut dyn Iterator<Item = f32>| samples.map(|x| f64::from(x) * f64::from(x)).sum::<f64>();
    let mono = sound.mono();
    let channel = |c: usize| sound.samples.iter().skip(c).step_by(sound.channels).copied();
    let powers: Vec<f64> = (0..sound.channels).map(|c| power(&mut channel(c))).collect();
    let loudest = (0..sound.channels).max_by(|a, b| powers[*a].total_cmp(&powers[*b])).unwrap_or(0);
    let fair = powers.get(loudest).copied().unwrap_or(0.0) / sound.channels.pow(2) as f64;
    if power(&mut mono.iter().copied()) < 0.5 * fair { channel(loudest).collect() } else { mono }
}

/// How many times a channel stands still at full scale, in a range of frames.
fn flat_tops(sound: &Sound, frames: Range<usize>) -> usize {
    // A low tone is flat for a few samples at its top, the more of them the higher the rate.
    let least = (4 * sound.rate as usize).div_ceil(48_000).max(3);
    let mut tops = 0;
    for channel in 0..sound.channels {
        let (mut run, mut last) = (0, 0.0f32);
        for frame in frames.clone() {
            let Some(&x) = sound.samples.get(frame * sound.channels + channel) else { break };
            let still = x.abs() >= 0.985 && (run == 0 || (x - last).abs() < 1e-6);
            run = if still { run + 1 } else { 0 };
            tops += usize::from(run == least);
            last = x;
        }
    }
    tops
}

/// Where the notes of a log lie in a recording of so many samples; those that sound together with another are marked.
fn logged(notes: &[Logged], length: usize) -> Vec<Part> {
    let mut notes: Vec<&Logged> = notes.iter().filter(|note| note.from >= 0.0).collect();
    notes.sort_by(|a, b| a.from.total_cmp(&b.from));
    let at = |seconds: f64| ((seconds * f64::from(RATE)) as usize).min(length);
    let end = |note: &Logged| note.from + note.seconds;
    let mut parts = Vec::new();
    for (i, note) in notes.iter().enumerate() {
        let before = notes[..i].iter().find(|other| end(other) > note.from + OVERLAP);
        let after = notes.get(i + 1);
        let other = before.or(after.filter(|other| other.from + OVERLAP < end(note)));
        let crowded = other.map(|other| {
            let who = if other.slot == note.slot { "its own slot".to_owned() } else { format!("`{}`", other.slot) };
            format!("{who} plays {} at the same time; render one line alone", name_of(other.pitch))
        });
        let until = after.map_or(f64::INFINITY, |next| next.from).min(end(note) + RELEASE);
        parts.push(Part { range: at(note.from)..at(until), told: Some(note.pitch), crowded });
    }
    parts.retain(|part| !part.range.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    //! What is wrong with a signal, before any note is heard in it.
    use super::*;

    fn sound(rate: u32, channels: usize, sample: impl Fn(usize, usize) -> f32) -> Sound {
        let frames = rate as usize;
        let samples = (0..frames * channels).map(|i| sample(i / channels, i % channels)).collect();
        Sound { rate, channels, samples }
    }

    fn sine(hertz: f32, rate: u32) -> impl Fn(usize) -> f32 {
        move |i| (std::f32::consts::TAU * hertz * i as f32 / rate as f32).sin()
    }

    #[test]
    fn a_low_tone_up_to_full_scale_is_whole_and_a_cut_one_is_clipped() {
        for rate in [44_100, 96_000] {
            let tone = sine(55.0, rate);
            assert_eq!(flat_tops(&sound(rate, 1, |i, _| tone(i)), 0..rate as usize), 0);
            assert!(
                flat_tops(
                    &sound(rate, 2, |i, c| if c == 1 { (1.4 * tone(i)).clamp(-1.0, 1.0) } else { 0.0 }),
                    0..rate as usize
                ) > 50
            );
        }
    }

    #[test]
    fn channels_that_cancel_each_other_are_not_added_up() {
        let tone = sine(220.0, 24_000);
        let heard = one_channel(&sound(24_000, 2, |i, c| if c == 0 { tone(i) } else { -tone(i) }));
        assert!(heard.iter().any(|x| x.abs() > 0.9));
        let one_sided = one_channel(&sound(24_000, 2, |i, c| if c == 0 { tone(i) } else { 0.0 }));
        assert!(one_sided.iter().all(|x| x.abs() < 0.51));
    }

    #[test]
    fn notes_of_a_log_end_where_the_next_begins_and_chords_are_marked() {
        let note = |from: f64, pitch: f64, slot: &str| Logged { from, seconds: 0.5, pitch, slot: slot.into() };
        let parts = logged(
            &[note(0.0, 60.0, "d1"), note(0.5, 62.0, "d1"), note(3.0, 64.0, "d1"), note(3.2, 40.0, "d2")],
            96_000,
        );
        assert_eq!(
            parts.iter().map(|part| part.range.clone()).collect::<Vec<_>>(),
            [0..12_000, 12_000..48_000, 72_000..76_800, 76_800..96_000]
        );
        let crowded: Vec<bool> = parts.iter().map(|part| part.crowded.is_some()).collect();
        assert_eq!(crowded, [false, false, true, true]);
        assert!(parts[2].crowded.as_deref().unwrap().contains("`d2` plays E2"));
    }
}
