//! Everything a set sounds through, put together: engine, samples, networks, instruments, MIDI.
//!
//! ```text
//! scheduler -> Rack (instruments) -> AudioSink -> engine -> Output, or offline
//!                                 -> MidiSink  -> port, or file
//! ```
//!
//! The same for a set that plays and for one that is rendered, so that both make the same frames.

use super::config::Config;
use super::library::{self, Library};
use super::patch::{Patches, Rack};
use super::rehearse::SoundCheck;
use crate::crossing::Shared;
use crate::engine::{Choir, Command as EngineCommand, Monitor, Order, Position, Renderer, Settings};
use crate::generate::Bank;
use crate::io::audio::{AudioSink, Health};
use crate::io::samples;
use crate::pattern::{Context, ControlMap, Pattern, Value};
use crate::schedule::{Sink, SlotId, Trigger};
use crate::time::Cycle;
use crate::units::Frame;
use std::sync::{Arc, Mutex, PoisonError};

/// Notes that networks may sing at once.
const SUNG: usize = 3;
/// The network behind `s "wavenet:.."`.
const SINGER: &str = "stage";

/// A set's equipment.
pub struct Studio {
    /// Makes the sound.
    pub renderer: Renderer,
    /// What the engine says.
    pub monitor: Monitor,
    /// How far it has come.
    pub position: Position,
    /// How its output is doing.
    pub health: Arc<Health>,
    /// Where the scheduler's triggers go.
    pub rack: Vec<Box<dyn Sink>>,
    /// Instruments.
    pub patches: Patches,
    /// Networks that make notes.
    pub bank: Arc<Bank>,
    /// Says what is wrong with a sound.
    pub sounds: SoundCheck,
    /// Recordings; decoded on a thread of its own.
    pub samples: Arc<samples::Library>,
    /// What did not load, in words.
    pub warnings: Vec<String>,
}

impl Studio {
    /// Builds it for `rate` frames a second. `others` get every trigger too.
    pub fn build(config: &Config, rate: u32, others: Vec<Box<dyn Sink>>) -> Self {
        let library = Library::new(config.home.clone());
        let (bank, mut warnings) = library.bank();
        let mut recordings = samples::Library::new(rate);
        let own = config.samples.clone().or_else(|| Some(config.home.samples()).filter(|folder| folder.is_dir()));
        if let Some(folder) = own
            && let Err(error) = recordings.add_folder(&folder)
        {
            warnings.push(format!("{error}; only the built-in kit plays"));
        }
        let samples = Arc::new(recordings);
        let health: Arc<Health> = Arc::default();
        let (renderer, mut desk) = Renderer::prepare(&Settings { rate, ..Settings::default() });
        let instruments = Shared::new(Vec::new());
        match library.wavenet(SINGER) {
            Ok(model) => {
                instruments.put(model.instruments().to_vec());
                let order = Order::Choir(Box::new(Choir::of(&model, SUNG, rate)));
                if desk.commands.send(EngineCommand { at: Frame(0), order }).is_err() {
                    warnings.push("the engine took no singers".into());
                }
            }
            Err(error) => warnings.push(error.to_string()),
        }
        let audio =
            AudioSink::new(desk.commands, Arc::clone(&samples), rate, Arc::clone(&health)).sung_by(instruments.clone());
        let sounds = check(&samples, rate, &instruments);
        let patches = library::patches();
        let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(audio)];
        sinks.extend(others);
        let rack: Vec<Box<dyn Sink>> = vec![Box::new(Rack::new(patches.clone(), sinks))];
        Self {
            renderer,
            monitor: desk.monitor,
            position: desk.position,
            health,
            rack,
            patches,
            bank,
            sounds,
            samples,
            warnings,
        }
    }
}

/// A sink that is asked and never heard.
fn check(samples: &Arc<samples::Library>, rate: u32, instruments: &Shared<Vec<String>>) -> SoundCheck {
    let (_, desk) = Renderer::prepare(&Settings { rate, voices: 1 });
    let sink = AudioSink::new(desk.commands, Arc::clone(samples), rate, Arc::default()).sung_by(instruments.clone());
    let sink = Mutex::new(sink);
    Arc::new(move |controls: &ControlMap| {
        let trigger = Trigger {
            at: Frame(0),
            frames: 1,
            slot: SlotId::ONCE,
            cycle: Cycle::ZERO,
            cps: 0.5,
            controls: controls.clone(),
            context: Context::default(),
        };
        let sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
        match sink.voice(&trigger) {
            Ok(_) => sink.slip(&trigger),
            Err(error) => Some(error.to_string()),
        }
    })
}

/// What steers every network of a set with this seed; nothing for seed 0, which is what networks draw with by themselves.
pub(super) fn steering(seed: u64) -> Option<Pattern<ControlMap>> {
    (seed != 0).then(|| Pattern::pure(ControlMap::of("seed", Value::Float(seed as f64))))
}
