//! Captured sounds that a network's notes begin with: recordings of the library, measured as those are that it learned from.
//!
//! ```text
//! prime "tabla:2"  ->  recording 2 of `tabla`  ->  its pitch heard, 2 s at most  ->  loudness, partials, noise every 5 ms  ->  Primer
//! ```
//!
//! One's own recordings are those of the samples folder: what was captured on stage is put there. A recording must have some pitch; what is
//! wrong with it is said in words, once it is asked for. Each is measured once and kept as long as the program runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::yin::Yin;
use crate::dsp::resample::resampled;
use crate::engine::SampleBuffer;
use crate::io::audio::Primers;
use crate::io::samples::Library;
use crate::neural::wavenet::Primer;
use crate::neural::wavenet::acoustics::Spectrum;
use crate::neural::wavenet::features::RATE;
use crate::train::wavenet::clip::{Clip, Split};
use crate::train::wavenet::harmonics::{STRIDE, Transforms};
use crate::train::wavenet::note::Note;

/// No more of a recording than this is looked at, seconds.
const LONGEST: f64 = 2.0;

/// A peak below this is silence: -55 dB.
const QUIET: f32 = 1.8e-3;

/// Pitches that are looked for, Hz.
const PITCHES: std::ops::RangeInclusive<f64> = 40.0..=2000.0;

/// A moment that repeats less well than this is noise.
const NOISE: f64 = 0.5;

/// The recordings of a library as captured sounds.
pub struct Recordings {
    library: Arc<Library>,
    /// Frames a second of the library's recordings.
    rate: u32,
    known: Mutex<BTreeMap<String, Result<&'static Primer, String>>>,
}

impl Recordings {
    /// Nothing is measured yet.
    pub fn new(library: Arc<Library>, rate: u32) -> Recordings {
        Recordings { library, rate, known: Mutex::default() }
    }

    fn measured(&self, name: &str) -> Result<&'static Primer, String> {
        let (bank, n) = name.split_once(':').unwrap_or((name, "0"));
        let n = n
            .parse()
            .map_err(|_| format!("`prime \"{name}\"`: `{n}` is no number of a recording, as in `{bank}:2`"))?;
        let buffer = self.library.get(bank, n).map_err(|error| format!("`prime \"{name}\"`: {error}"))?;
        let primer = measure(&buffer, self.rate)
            .map_err(|wrong| format!("`prime \"{name}\"`: {wrong}; the note begins as its instrument does"))?;
        // It is kept to the end: a voice that sounds with it never has to let go of it.
        Ok(Box::leak(Box::new(primer)))
    }
}

impl Primers for Recordings {
    fn get(&self, name: &str) -> Result<&'static Primer, String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(name) {
            return found.clone();
        }
        let found = self.measured(name);
        known.insert(name.to_owned(), found.clone());
        found
    }
}

/// Measures a recording. Errors: why no note can begin with it.
fn measure(buffer: &SampleBuffer, rate: u32) -> Result<Primer, &'static str> {
    let channels = buffer.channels().max(1);
    let frames = buffer.frames().min((LONGEST * f64::from(rate)) as usize);
    let mono = |frame| (0..channels).map(|channel| buffer.at(frame as i64, channel)).sum::<f32>() / channels as f32;
    let mono: Vec<f32> = (0..frames).map(mono).collect();
    let samples = resampled(&mono, 1, rate, RATE);
    let peak = samples.iter().fold(0.0, |peak: f32, x| peak.max(x.abs()));
    if peak < QUIET {
        return Err("it is silent");
    }
    let from = samples.iter().position(|x| x.abs() > 0.02 * peak).unwrap_or(0);
    let to = samples.iter().rposition(|x| x.abs() > 0.002 * peak).map_or(from, |last| last + 1);
    let sound = &samples[from..to];
    let pitch = pitch(sound).ok_or("it has no pitch")?;
    let clip = Clip {
        instrument: 0,
        pitch: pitch as f32,
        velocity: 100.0,
        held: sound.len(),
        samples: sound.to_vec(),
        split: Split::Train,
    };
    let note = Note::new(&clip, None, &mut Transforms::default());
    let moments = note.heard.iter().map(|told| Spectrum::told(told)).collect();
    Primer::new(moments, (STRIDE as f64 / note.rate) as f32).ok_or("it is too short")
}

/// The pitch that a sound repeats at most of the time, or comes near to: a bell's or a drum's is taken for what it is nearest to, which
/// `analysis::take` would not, who looks for what a network may learn. `None`: noise.
fn pitch(sound: &[f32]) -> Option<f64> {
    let mut yin = Yin::new(RATE, PITCHES);
    let mut padded = sound.to_vec();
    padded.resize(sound.len() + yin.length(), 0.0);
    let hop = RATE as usize / 100;
    let readings = (0..sound.len()).step_by(hop).filter_map(|at| yin.read(&padded[at..]));
    let mut pitches: Vec<f64> =
        readings.filter(|heard| heard.aperiodicity < NOISE).map(|heard| midi(heard.hertz)).collect();
    pitches.sort_by(f64::total_cmp);
    pitches.get(pitches.len() / 2).copied()
}

fn midi(hertz: f64) -> f64 {
    69.0 + 12.0 * (hertz / 440.0).log2()
}

#[cfg(test)]
mod tests;
