//! Recordings of single notes: cut at their silences, heard, and judged fit to learn from.
//!
//! ```text
//! C D E F G      cut -> 5 parts -> hear -> pitch 60.1, held for 1.2 s, -18 dB
//! A3 and E4                      -> hear -> two pitches at once
//! ```
//!
//! What a judgement rests on was measured on twelve instruments and on their mixtures in pairs. Files, names and what an
//! instrument can learn are the caller's.

mod cut;

pub use cut::Levels;

use super::partials::{self, Account};
use super::yin::Yin;

/// The shortest note, in seconds from its onset to where it is let go.
pub const SHORTEST: f64 = 0.2;
/// Pitches that are looked for, in Hz.
const RANGE: std::ops::RangeInclusive<f64> = 25.0..=4_200.0;
/// Readings of the pitch in one note, at most.
const READINGS: usize = 40;
/// A reading that repeats less well than this is no pitch.
const VOICED: f64 = 0.3;
/// The loudest tenth of a second of a note, in dB, below which it is too quiet to learn from.
const QUIET: f64 = -55.0;
/// How far a vibrato may swing in all, in semitones.
const SWING: f64 = 1.6;

/// A note as it was heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// MIDI note number with its fraction (69 is 440 Hz): the middle of its pitches.
    pub pitch: f64,
    /// How far its pitch swings, in semitones.
    pub swing: f64,
    /// Its first sample.
    pub onset: usize,
    /// When it was let go, in samples; its end where it rings on.
    pub held: usize,
    /// Whether it rings on to its end: nothing of a release is in it.
    pub rings: bool,
    /// RMS of its loudest tenth of a second, in dB relative to full scale.
    pub loudness: f64,
    /// The pitch it was said to have, where that is some octaves away and fits the sound as well.
    pub octave: Option<f64>,
}

/// Why a note is not fit to learn from. Pitches are MIDI note numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Too quiet: its loudest level in dB.
    Quiet(f64),
    /// Too short: its length in seconds.
    Short(f64),
    /// It has no pitch, or too many to tell.
    Noise,
    /// Two at once.
    Two(f64, f64),
    /// One after the other without a silence.
    Moves(f64, f64),
    /// Its pitch wanders over so many semitones.
    Wanders(f64),
}

/// Hears a recording of one note, as [`Levels::cut`] gives it, mono. `told` is the pitch it is said to have (MIDI note number):
/// it vouches for odd partials, and for its octave, but not for another pitch.
pub fn hear(samples: &[f32], rate: u32, told: Option<f64>) -> Result<Note, Fault> {
    let levels = Levels::new(samples, rate);
    let loudness = loudest(samples, rate);
    if loudness < QUIET {
        return Err(Fault::Quiet(loudness));
    }
    let onset = onset(samples, &levels, rate);
    let knee = levels.let_go();
    let held = knee.unwrap_or(samples.len()).max(onset);
    let seconds = (held - onset) as f64 / f64::from(rate);
    if seconds < SHORTEST {
        return Err(Fault::Short(seconds));
    }
    let mut yin = Yin::new(rate, RANGE);
    let mut readings = Vec::new();
    let first = onset + (0.05 * f64::from(rate)) as usize;
    let last = held.min(samples.len()).saturating_sub(yin.length()).max(first);
    let count = ((last - first) / (rate as usize / 100).max(1) + 1).min(READINGS);
    for i in 0..count {
        let at = first + (last - first) * i / count.saturating_sub(1).max(1);
        let audible = levels.decibels.get(at / levels.hop).is_some_and(|level| *level > levels.top - 30.0);
        let Some(heard) = samples.get(at..).and_then(|rest| yin.read(rest)).filter(|_| audible) else { continue };
        let octave = told.map_or(1.0, |pitch| yin.aperiodicity_at(hertz(pitch)));
        readings.push(Reading { at, pitch: midi(heard.hertz), aperiodicity: heard.aperiodicity, octave });
    }
    fold(&mut readings);
    let pitch = judge(&readings, samples, rate, told)?;
    let near = sorted(readings.iter().filter(|r| (r.pitch - pitch).abs() < 1.5).map(|r| r.pitch));
    let away = told.map(|told| (told - pitch, ((told - pitch) / 12.0).round()));
    let fits = quantile(&sorted(readings.iter().map(|r| r.octave)), 0.5) < 0.25;
    let octave = away.filter(|(away, octaves)| *octaves != 0.0 && (away - 12.0 * octaves).abs() < 0.6 && fits);
    Ok(Note {
        pitch,
        swing: quantile(&near, 0.9) - quantile(&near, 0.1),
        onset,
        held,
        rings: knee.is_none(),
        loudness,
        octave: octave.map(|(_, octaves)| pitch + 12.0 * octaves),
    })
}

/// What was heard at one moment.
#[derive(Clone, Copy, Debug)]
struct Reading {
    at: usize,
    pitch: f64,
    aperiodicity: f64,
    /// How badly the sound repeats at the pitch that was told.
    octave: f64,
}

/// Brings readings that are octaves, twelfths or so off the middle one to it: their partials are the same.
fn fold(readings: &mut [Reading]) {
    let middle = quantile(&sorted(readings.iter().map(|r| r.pitch)), 0.5);
    for reading in readings {
        let away = reading.pitch - middle;
        let multiple = [12.0, 19.02, 24.0].into_iter().find(|multiple| (away.abs() - multiple).abs() < 0.5);
        reading.pitch -= multiple.unwrap_or(0.0) * away.signum();
    }
}

/// The one pitch of a note, or why there is none.
fn judge(readings: &[Reading], samples: &[f32], rate: u32, told: Option<f64>) -> Result<f64, Fault> {
    if readings.len() < 2 {
        return Err(Fault::Noise);
    }
    let pitch = quantile(&sorted(readings.iter().map(|r| r.pitch)), 0.5);
    let vouched = told.is_some_and(|told| (told - pitch - 12.0 * ((told - pitch) / 12.0).round()).abs() < 0.5);
    // The calmest moments tell: a vibrato stands still twice in a swing.
    let calm = quantile(&sorted(readings.iter().map(|r| r.aperiodicity)), 0.2);
    let accounts: Vec<Account> = readings
        .iter()
        .step_by(readings.len().div_ceil(16))
        .filter_map(|r| samples.get(r.at..r.at + partials::length(rate, hertz(r.pitch))).map(|part| (r, part)))
        .map(|(r, part)| partials::account(part, rate, hertz(r.pitch)))
        .collect();
    let voiced = readings.iter().filter(|r| r.aperiodicity < VOICED).count();
    if 2 * voiced < readings.len() || calm > 0.2 {
        return Err(if tonal(samples, rate, readings) { two(&accounts) } else { Fault::Noise });
    }
    let near = readings.iter().filter(|r| (r.pitch - pitch).abs() < SWING / 2.0 + 0.2).count();
    let third = readings.len().div_ceil(3);
    let part = |readings: &[Reading]| sorted(readings.iter().filter(|r| r.aperiodicity < VOICED).map(|r| r.pitch));
    let (early, late) = (part(&readings[..third]), part(&readings[readings.len() - third..]));
    let (begin, end) = (quantile(&early, 0.5), quantile(&late, 0.5));
    if let Some(fault) = polyphonic(&accounts, calm, vouched) {
        return Err(fault);
    }
    let calm_ends =
        quantile(&early, 0.75) - quantile(&early, 0.25) < 0.5 && quantile(&late, 0.75) - quantile(&late, 0.25) < 0.5;
    if (begin - end).abs() > 0.7 && calm_ends {
        return Err(Fault::Moves(begin, end));
    }
    let all = part(readings);
    let swing = quantile(&all, 0.9) - quantile(&all, 0.1);
    if swing > SWING || 4 * near < 3 * readings.len() {
        return Err(Fault::Wanders(swing));
    }
    Ok(pitch)
}

/// Whether the partials ask for two pitches. The limits lie between 1 500 notes of twelve instruments and 3 200 of their mixtures.
fn polyphonic(accounts: &[Account], calm: f64, vouched: bool) -> Option<Fault> {
    let middle = |value: &dyn Fn(&Account) -> f64| quantile(&sorted(accounts.iter().map(value)), 0.5);
    if accounts.is_empty() {
        return None;
    }
    let (foreign, low, open) = (middle(&|a| a.foreign), middle(&|a| a.low), middle(&|a| a.open));
    let most = if vouched { 0.2 } else { 0.045 };
    let common = !vouched && (open < 0.004 || low < 0.01);
    let rough = !vouched && calm > 0.04 && (low < 0.05 || foreign > 0.02);
    (foreign > most || common || rough || calm > 0.15).then(|| two(accounts))
}

/// Names two pitches that sound at once, as most moments have them.
fn two(accounts: &[Account]) -> Fault {
    let mut pairs: Vec<(f64, f64)> = accounts.iter().filter_map(|a| a.two).collect();
    pairs.sort_by(|a, b| a.1.total_cmp(&b.1));
    pairs.get(pairs.len() / 2).map_or(Fault::Noise, |(a, b)| Fault::Two(midi(*a), midi(*b)))
}

/// Whether the sound is made of a few partials: several notes, not noise.
fn tonal(samples: &[f32], rate: u32, readings: &[Reading]) -> bool {
    let shares = readings.iter().filter_map(|r| samples.get(r.at..r.at + 4096)).map(|part| {
        let mut powers = crate::dsp::spectrum::powers(part);
        powers.truncate((5_000.0 / f64::from(rate) * 4096.0) as usize);
        let total: f64 = powers.iter().sum();
        powers.sort_by(|a, b| b.total_cmp(a));
        powers.iter().take(32).sum::<f64>() / total.max(1e-30)
    });
    quantile(&sorted(shares), 0.5) > 0.8
}

/// The first sample that stands out, and two milliseconds before it.
fn onset(samples: &[f32], levels: &Levels, rate: u32) -> usize {
    let peak = samples.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
    let room = if levels.floor < levels.top - 20.0 { 10f64.powf(levels.floor / 20.0) as f32 } else { 0.0 };
    let least = (0.02 * peak).max(3.0 * room);
    let first = samples.iter().position(|x| x.abs() >= least).unwrap_or(0);
    first.saturating_sub(rate as usize / 500)
}

/// RMS of the loudest tenth of a second, in dB.
fn loudest(samples: &[f32], rate: u32) -> f64 {
    let length = (rate as usize / 10).max(1);
    let power = |part: &[f32]| part.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>() / length as f64;
    let most = samples.chunks(length / 2 + 1).zip(samples.chunks(length / 2 + 1).skip(1).chain([&[][..]]));
    10.0 * most.map(|(a, b)| power(a) + power(b)).fold(1e-12, f64::max).log10()
}

/// Hz of a MIDI note number.
fn hertz(pitch: f64) -> f64 {
    440.0 * ((pitch - 69.0) / 12.0).exp2()
}

/// The MIDI note number of a frequency.
fn midi(hertz: f64) -> f64 {
    69.0 + 12.0 * (hertz.max(1e-6) / 440.0).log2()
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// A quantile of sorted numbers; 0 of none.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len().saturating_sub(1)) as f64 * share).round() as usize).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests;
