//! From a trigger to a voice: names and curves of the controls, as performers know them.
//!
//! ```text
//! {s: bd, n: 3, speed: 2, gain: 0.9} at 48000   ->   recording 3 of `bd`, two frames a frame, gain 0.4 * 0.9^4, at 48000
//! {s: saw, note: 7, cutoff: 900}                ->   a sawtooth of 392 Hz for the event's length, lowpass at 900 Hz
//! ```
//!
//! Facts of the names and curves are SuperDirt's: `gain` goes by its fourth power, `note` turns a recording's speed by
//! semitones from middle C, `cut` chokes within an orbit, the slot n plays on orbit n - 1. Triggers for MIDI are left alone.

mod effects;
pub(super) mod primers;
mod sung;

use super::Health;
use crate::crossing::Shared;
use crate::engine::{
    Command, Commands, CutGroup, Order, Playback, Ramps, Renderer, Source, Steering, SynthKind, SynthNote, VoiceSpec,
};
use crate::io::midi::wants_midi;
use crate::io::samples::{FindSampleError, Library};
use crate::pattern::ControlMap;
use crate::schedule::{SendTriggerError, Sink, Trigger};
use crate::units::{Frame, Note};
use primers::{NoPrimers, Primers};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Sends triggers to an engine.
pub struct AudioSink {
    commands: Commands,
    library: Arc<Library>,
    rate: f64,
    health: Arc<Health>,
    instruments: Shared<Vec<String>>,
    primers: Arc<dyn Primers>,
    /// How notes that a network sings were steered last.
    steered: Vec<(u64, Steering)>,
}

impl AudioSink {
    /// A sink for the engine of `commands`, at its rate. `health` is its output's: it says how many frames the device takes
    /// at once; offline a new one will do.
    pub fn new(commands: Commands, library: Arc<Library>, rate: u32, health: Arc<Health>) -> Self {
        Self {
            commands,
            library,
            rate: f64::from(rate),
            health,
            instruments: Shared::default(),
            primers: Arc::new(NoPrimers),
            steered: Vec::new(),
        }
    }

    /// With a network that sings: its instruments in their order. They may be replaced while the set plays.
    #[must_use]
    pub fn sung_by(mut self, instruments: Shared<Vec<String>>) -> Self {
        self.instruments = instruments;
        self
    }

    /// With captured sounds that the network's notes may begin with.
    #[must_use]
    pub fn primed_by(mut self, primers: Arc<dyn Primers>) -> Self {
        self.primers = primers;
        self
    }

    /// The voice of a trigger; `None` where nothing is to sound. Errors: nothing is called so, or its file does not read.
    pub fn voice(&self, trigger: &Trigger) -> Result<Option<VoiceSpec>, SendTriggerError> {
        let controls = Controls(&trigger.controls);
        let Some(name) = controls.0.text("s") else { return Ok(None) };
        if wants_midi(controls.0) || name == "~" || name.is_empty() {
            return Ok(None);
        }
        let index = controls.number(&["n"]).map_or(0, |n| n.floor() as i64);
        let seconds = |x: f64| (x.clamp(0.0, 3600.0) * self.rate).round() as i64;
        let attack = controls.number(&["attack"]).map(seconds);
        let release = controls.number(&["release"]).map(seconds);
        let held = controls.number(&["hold"]).map(|hold| seconds(hold) + attack.unwrap_or(0));
        let asked = held.or_else(|| {
            let sustain = controls.number(&["sustain"]).map(seconds);
            sustain.or_else(|| Some((trigger.frames as f64 * controls.number(&["legato"])?.max(0.0)).round() as i64))
        });
        let (source, rings) = if let Some(instrument) = sung::instrument(name) {
            let glide = sung::glide(&controls, asked.unwrap_or(trigger.frames), self.rate);
            // What cannot be primed sounds without, and `slip` says why.
            let primer = controls.0.text("prime").and_then(|name| self.primers.get(name).ok());
            (sung::note(instrument, &self.instruments.get(), &controls, glide, primer)?, Rings::Sung)
        } else if self.library.contains(name) {
            (self.recording(name, index, &controls, trigger)?, Rings::ToItsEnd)
        } else if let Some(kind) = SynthKind::of_name(name) {
            (Source::Synth(SynthNote { kind, hertz: pitch(&controls).hertz().0 }), Rings::of(kind))
        } else {
            return Err(self.unknown(name));
        };
        let slot = trigger.slot.0;
        let orbit = controls.number(&["orbit"]).map_or(i64::from(slot.max(1)) - 1, |orbit| orbit.floor() as i64);
        let cut = controls.number(&["cut"]).filter(|cut| *cut != 0.0);
        Ok(Some(VoiceSpec {
            slot,
            orbit: orbit.rem_euclid(16) as u8,
            sustain: asked.or(if rings == Rings::ToItsEnd { None } else { Some(trigger.frames) }),
            ramps: Ramps {
                attack: attack.unwrap_or_else(|| seconds(rings.attack())),
                release: release.unwrap_or_else(|| seconds(rings.release())),
            },
            gain: gain(&controls),
            pan: controls.number(&["pan"]).map_or(0.5, around),
            cut: cut.map(|group| CutGroup { group: group as i32, sound: hash(&(name, index)) }),
            tone: effects::tone(&controls),
            sends: effects::sends(&controls, trigger.cps),
            source,
            seed: seed(trigger, name),
        }))
    }

    /// What is wrong with a trigger that sounds all the same.
    pub fn slip(&self, trigger: &Trigger) -> Option<String> {
        trigger.controls.text("s").and_then(sung::instrument)?;
        let unprimed = || self.primers.get(trigger.controls.text("prime")?).err();
        sung::slip(&trigger.controls, &self.instruments.get()).or_else(unprimed)
    }

    fn recording(
        &self,
        name: &str,
        index: i64,
        controls: &Controls<'_>,
        trigger: &Trigger,
    ) -> Result<Source, SendTriggerError> {
        let buffer = self.library.get(name, index).map_err(|error| SendTriggerError::Unknown(error.to_string()))?;
        let speed = controls.number(&["speed"]).unwrap_or(1.0);
        let turned = controls.number(&["note", "up"]).map_or(1.0, |semitones| (semitones / 12.0).exp2());
        let seconds = buffer.frames() as f64 / self.rate;
        // In `unit "c"` the recording lasts one cycle at speed 1: that is what loopAt asks for.
        let step = match controls.0.text("unit") {
            Some("c") => speed * turned * trigger.cps * seconds,
            _ => speed * turned,
        };
        let share = |name: &str, otherwise| controls.number(&[name]).unwrap_or(otherwise);
        Ok(Source::Sample(Playback {
            buffer,
            step,
            begin: share("begin", 0.0),
            end: share("end", 1.0),
            accelerate: share("accelerate", 0.0),
        }))
    }

    /// Remembers how a note is steered; whether that is news.
    fn steered(&mut self, seed: u64, steering: Steering) -> bool {
        if let Some((_, known)) = self.steered.iter_mut().find(|(known, _)| *known == seed) {
            return std::mem::replace(known, steering) != steering;
        }
        // No more notes than this sound at once; the oldest are long gone.
        if self.steered.len() == 64 {
            self.steered.remove(0);
        }
        self.steered.push((seed, steering));
        true
    }

    fn unknown(&self, name: &str) -> SendTriggerError {
        let names = self.library.banks().map(|(bank, _)| bank).chain(SynthKind::NAMES.iter().map(|(name, _)| *name));
        let near = crate::diagnostic::nearest(name, names).map(str::to_owned);
        SendTriggerError::Unknown(FindSampleError::Unknown { name: name.to_owned(), near }.to_string())
    }

    fn order(&mut self, at: Frame, order: Order) -> Result<(), SendTriggerError> {
        self.commands
            .send(Command { at, order })
            .map_err(|_| SendTriggerError::Full(format!("{} commands were lost", self.commands.refused())))
    }
}

impl Sink for AudioSink {
    fn send(&mut self, trigger: &Trigger) -> Result<(), SendTriggerError> {
        match self.voice(trigger)? {
            Some(spec) => {
                if let Source::Sung(note) = &spec.source {
                    self.steered(spec.seed, note.steering);
                }
                self.order(trigger.at, Order::Start(Box::new(spec)))
            }
            None => Ok(()),
        }
    }

    fn steer(&mut self, trigger: &Trigger) {
        let Some(name) = trigger.controls.text("s").filter(|name| sung::instrument(name).is_some()) else { return };
        let (seed, steering) = (seed(trigger, name), sung::steering(&trigger.controls, &self.instruments.get()));
        if self.steered(seed, steering) {
            // A full queue is counted; the note goes on as it was.
            let _ = self.order(trigger.at, Order::Steer { seed, steering });
        }
    }

    fn turns(&self, trigger: &Trigger) -> bool {
        trigger.controls.text("s").is_some_and(|name| sung::instrument(name).is_some())
    }

    fn latency(&self) -> i64 {
        Renderer::LOOK_AHEAD + self.health.latency()
    }

    fn hush(&mut self, at: Frame) {
        // A full queue is counted; whoever hushes again will be heard when there is room.
        let _ = self.order(at, Order::Hush);
    }

    fn panic(&mut self, at: Frame) {
        let _ = self.order(at, Order::Panic);
    }
}

/// The controls of a trigger, by any of several names.
struct Controls<'a>(&'a ControlMap);

impl Controls<'_> {
    /// The first of these that is a finite number.
    fn number(&self, names: &[&str]) -> Option<f64> {
        names.iter().find_map(|name| self.0.number(name).filter(|x| x.is_finite()))
    }
}

/// How a source ends when nothing is said about it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rings {
    /// A recording: to its end.
    ToItsEnd,
    /// A held tone: as long as the event.
    Held,
    /// A network: as long as the event, and it lets go by itself.
    Sung,
    /// Struck or plucked: as long as the event, and it may ring on a little.
    Struck,
}

impl Rings {
    fn of(kind: SynthKind) -> Self {
        match kind {
            SynthKind::Click => Self::ToItsEnd,
            SynthKind::Pluck | SynthKind::Piano => Self::Struck,
            _ => Self::Held,
        }
    }

    /// Seconds.
    fn attack(self) -> f64 {
        if self == Self::Held { 0.003 } else { 0.0 }
    }

    /// Seconds.
    fn release(self) -> f64 {
        match self {
            Self::ToItsEnd => 0.006,
            Self::Held => 0.04,
            Self::Struck | Self::Sung => 0.35,
        }
    }
}

/// The pitch of a synth: `freq`, else `midinote`, else `note` or `n` in octave 5.
fn pitch(controls: &Controls<'_>) -> Note {
    if let Some(hertz) = controls.number(&["freq"]) {
        return crate::units::Hertz(hertz).note();
    }
    let note = controls.number(&["midinote"]).map(|key| key - 60.0);
    let octave = controls.number(&["octave"]).unwrap_or(5.0) - 5.0;
    Note(note.unwrap_or_else(|| controls.number(&["note", "up", "n"]).unwrap_or(0.0) + 12.0 * octave))
}

fn gain(controls: &Controls<'_>) -> f32 {
    let gain = controls.number(&["gain"]).unwrap_or(1.0).clamp(0.0, 4.0);
    let amp = controls.number(&["amp"]).unwrap_or(0.4).clamp(0.0, 4.0);
    (amp * gain.powi(4)) as f32
}

/// 0 to 1 as it is; beyond that it comes round again.
fn around(pan: f64) -> f32 {
    if (0.0..=1.0).contains(&pan) { pan as f32 } else { pan.rem_euclid(1.0) as f32 }
}

/// What the chance of a note is drawn from: where it stands in the set, and what it is. Not what it is steered by.
fn seed(trigger: &Trigger, name: &str) -> u64 {
    let pitch = pitch(&Controls(&trigger.controls)).0;
    hash(&(trigger.slot.0, trigger.cycle.to_string(), name, pitch.to_bits()))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
