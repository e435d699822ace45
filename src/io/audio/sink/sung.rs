//! Sounds that a network makes: `wavenet:cello` and the controls that steer it.
//!
//! ```text
//! {s: wavenet:cello, note: -3, temp: 0.8, bright: 0.5}   ->   the network's cello at MIDI 57, its draws a little cooler
//! {timbre: flute:0.3, accelerate: 1}                      ->   a third on the way to the flute, an octave up by its end
//! {s: wavenet, n: 1}                                     ->   its second instrument
//! {prime: tabla:2}                                       ->   begins as recording 2 of `tabla` sounds (`primers`)
//! ```
//!
//! Which notes are really sung is the engine's to decide; what nobody sings is played by a plain synth.

use super::{Controls, pitch};
use crate::diagnostic::nearest;
use crate::engine::{Glide, Source, Steering, SungNote, SynthKind, SynthNote};
use crate::neural::wavenet::Primer;
use crate::pattern::ControlMap;
use crate::schedule::SendTriggerError;

/// The lowest and the highest note (MIDI) of the recordings that networks learn from, and how far beyond them they are asked.
const LEARNED: (u8, u8) = (36, 96);
const MARGIN: f64 = 12.0;

/// How long a slide takes in a note that is long enough.
const SLIDE_SECONDS: f64 = 0.1;

/// The instrument in a sound's name, if a network is to make it: `cello` of `wavenet:cello`, nothing of `wavenet`.
pub(super) fn instrument(sound: &str) -> Option<&str> {
    let rest = sound.strip_prefix("wavenet")?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(':') }
}

/// A note for the choir. Errors: no network is loaded, or it has no such instrument.
pub(super) fn note(
    instrument: &str,
    instruments: &[String],
    controls: &Controls<'_>,
    glide: Glide,
    primer: Option<&'static Primer>,
) -> Result<Source, SendTriggerError> {
    if instruments.is_empty() {
        return Err(SendTriggerError::Unknown("no network that makes sound is loaded".into()));
    }
    let at = if instrument.is_empty() {
        let n = controls.number(&["n"]).map_or(0, |n| n.floor() as i64);
        n.rem_euclid(instruments.len() as i64) as usize
    } else {
        instruments.iter().position(|name| name == instrument).ok_or_else(|| unknown(instrument, instruments))?
    };
    let midi = pitch(controls).midi();
    if is_beyond(midi) {
        return Ok(Source::Synth(SynthNote { kind: SynthKind::Triangle, hertz: pitch(controls).hertz().0 }));
    }
    let loud = controls.number(&["velocity"]).map(|v| if v <= 1.0 { 127.0 * v } else { v });
    Ok(Source::Sung(SungNote {
        instrument: at,
        pitch: midi as f32,
        velocity: loud.unwrap_or(100.0).clamp(1.0, 127.0) as f32,
        steering: steering(controls.0, instruments),
        glide,
        primer,
    }))
}

/// Whether a pitch (MIDI) is so far from what networks learn that only noise would come of it.
fn is_beyond(pitch: f64) -> bool {
    !(f64::from(LEARNED.0) - MARGIN..=f64::from(LEARNED.1) + MARGIN).contains(&pitch)
}

/// How a note is steered, by its controls.
pub(super) fn steering(controls: &ControlMap, instruments: &[String]) -> Steering {
    let usual = Steering::default();
    let held = |name: &str, low: f32, high: f32, otherwise: f32| {
        Controls(controls).number(&[name]).map_or(otherwise, |x| (x as f32).clamp(low, high))
    };
    let named = controls.text("timbre").and_then(|word| towards(word, instruments));
    Steering {
        temp: held("temp", 0.0, 4.0, usual.temp),
        topp: held("topp", 0.0, 1.0, usual.topp),
        timbre: named.map_or_else(|| held("timbre", -16.0, 16.0, usual.timbre), |(share, _)| share),
        towards: named.map(|(_, at)| at),
        bright: held("bright", -1.0, 1.0, usual.bright),
        noisy: held("noisy", 0.0, 1.0, usual.noisy),
        vibrato: held("vibrato", 0.0, 2.0, usual.vibrato),
        still: held("still", 0.0, 1.0, usual.still),
        bend: held("bend", -24.0, 24.0, usual.bend),
    }
}

/// `flute`, `flute:0.3`: a share of another instrument, and its place.
fn towards(word: &str, instruments: &[String]) -> Option<(f32, usize)> {
    let (name, share) = named(word);
    let share = share.parse().ok().filter(|share: &f32| share.is_finite())?;
    Some((share.clamp(0.0, 1.0), instruments.iter().position(|known| known == name)?))
}

fn named(word: &str) -> (&str, &str) {
    word.split_once(':').unwrap_or((word, "1"))
}

/// What is wrong with how a note is steered; it sounds all the same.
pub(super) fn slip(controls: &ControlMap, instruments: &[String]) -> Option<String> {
    let midi = pitch(&Controls(controls)).midi();
    if is_beyond(midi) {
        let (low, high) = LEARNED;
        return Some(format!(
            "note {:.0} is far beyond what the network learned ({} to {}): a plain synth plays it",
            midi - 60.0,
            i32::from(low) - 60,
            i32::from(high) - 60,
        ));
    }
    let word = controls.text("timbre").filter(|word| towards(word, instruments).is_none())?;
    let (name, share) = named(word);
    if instruments.iter().any(|known| known == name) {
        return Some(format!("`{share}` is no share of `{name}`: a number from 0 to 1, as in `timbre \"{name}:0.3\"`"));
    }
    let near = nearest(name, instruments.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let known = instruments.join(", ");
    Some(format!("`timbre` knows no instrument `{name}`, only {known}{near}; the note keeps its own"))
}

/// How the pitch of a note of so many frames moves by itself.
pub(super) fn glide(controls: &Controls<'_>, length: i64, rate: f64) -> Glide {
    let held = |name: &str| controls.number(&[name]).map_or(0.0, |x| x.clamp(-24.0, 24.0) as f32);
    let slide_length = ((SLIDE_SECONDS * rate) as i64).min(length / 4).max(1);
    Glide { accelerate: held("accelerate"), length: length.max(1), slide: held("slide"), slide_length }
}

fn unknown(instrument: &str, instruments: &[String]) -> SendTriggerError {
    let near = nearest(instrument, instruments.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `wavenet:{near}`?")).unwrap_or_default();
    let known = instruments.join(", ");
    SendTriggerError::Unknown(format!("the network has no instrument `{instrument}`, only {known}{near}"))
}
