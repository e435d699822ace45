//! Sounds that a network makes: `wavenet:cello` and the controls that steer it.
//!
//! ```text
//! {s: wavenet:cello, note: -3, temp: 0.8, bright: 0.5}   ->   the network's cello at MIDI 57, its draws a little cooler
//! {s: wavenet, n: 1}                                     ->   its second instrument
//! ```
//!
//! Which notes are really sung is the engine's to decide; what nobody sings is played by a plain synth.

use super::{Controls, pitch};
use crate::diagnostic::nearest;
use crate::engine::{Source, Steering, SungNote};
use crate::pattern::ControlMap;
use crate::schedule::SendTriggerError;

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
    let loud = controls.number(&["velocity"]).map(|v| if v <= 1.0 { 127.0 * v } else { v });
    Ok(Source::Sung(SungNote {
        instrument: at,
        pitch: pitch(controls).midi().clamp(0.0, 127.0) as f32,
        velocity: loud.unwrap_or(100.0).clamp(1.0, 127.0) as f32,
        steering: steering(controls.0),
    }))
}

/// How a note is steered, by its controls.
pub(super) fn steering(controls: &ControlMap) -> Steering {
    let usual = Steering::default();
    let held = |name: &str, low: f32, high: f32, otherwise: f32| {
        Controls(controls).number(&[name]).map_or(otherwise, |x| (x as f32).clamp(low, high))
    };
    Steering {
        temp: held("temp", 0.0, 4.0, usual.temp),
        topp: held("topp", 0.0, 1.0, usual.topp),
        timbre: held("timbre", -16.0, 16.0, usual.timbre),
        bright: held("bright", -1.0, 1.0, usual.bright),
        noisy: held("noisy", 0.0, 1.0, usual.noisy),
        vibrato: held("vibrato", 0.0, 2.0, usual.vibrato),
        still: held("still", 0.0, 1.0, usual.still),
        bend: held("bend", -24.0, 24.0, usual.bend),
    }
}

fn unknown(instrument: &str, instruments: &[String]) -> SendTriggerError {
    let near = nearest(instrument, instruments.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `wavenet:{near}`?")).unwrap_or_default();
    let known = instruments.join(", ");
    SendTriggerError::Unknown(format!("the network has no instrument `{instrument}`, only {known}{near}"))
}
