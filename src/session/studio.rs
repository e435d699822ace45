//! Everything a set sounds through, put together: engine, samples, networks, instruments, MIDI.
//!
//! ```text
//! scheduler -> Rack (instruments) -> AudioSink -> engine -> Output, or offline
//!                                 -> MidiSink  -> port, or file
//! ```
//!
//! The same for a set that plays and for one that is rendered, so that both make the same frames.

use super::config::{Config, SINGER};
use super::library::{self, Library};
use super::patch::{Patches, Rack};
use super::rehearse::SoundCheck;
use super::voices::Recordings;
use crate::crossing::Shared;
use crate::engine::{Choir, Command as EngineCommand, Monitor, Order, Position, Renderer, Settings};
use crate::generate::Bank;
use crate::io::audio::{AudioSink, Health, Primers};
use crate::io::samples;
use crate::neural::wavenet::Model as Wavenet;
use crate::pattern::{Context, ControlMap, Pattern, Value};
use crate::schedule::{Sink, SlotId, Trigger};
use crate::time::Cycle;
use crate::units::Frame;
use std::sync::{Arc, Mutex, PoisonError};

/// The smaller size that stands in for the network behind `s "wavenet:.."`.
pub(super) const SMALLER: &str = "nano";

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
    /// Builds it for `rate` frames a second, where networks may sing so many notes at once. `others` get every trigger too.
    pub fn build(config: &Config, rate: u32, voices: usize, others: Vec<Box<dyn Sink>>) -> Self {
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
        let (model, said) = singer(&library, &config.singer);
        warnings.extend(said);
        if let Some(model) = model {
            instruments.put(model.instruments().to_vec());
            let (small, said) = smaller(&library, &model);
            warnings.extend(said);
            let choir = Choir::of_sizes(&model, small.as_ref(), voices, rate);
            if desk.commands.send(EngineCommand { at: Frame(0), order: Order::Choir(Box::new(choir)) }).is_err() {
                warnings.push("the engine took no singers".into());
            }
        }
        let primers: Arc<dyn Primers> = Arc::new(Recordings::new(Arc::clone(&samples), rate));
        let audio = AudioSink::new(desk.commands, Arc::clone(&samples), rate, Arc::clone(&health))
            .sung_by(instruments.clone())
            .primed_by(Arc::clone(&primers));
        let sounds = check(&samples, rate, &instruments, primers);
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

/// The network behind `s "wavenet:.."`, and what to say about it: where it is none, the usual one sings.
pub(super) fn singer(library: &Library, name: &str) -> (Option<Arc<Wavenet>>, Option<String>) {
    match library.singer(name) {
        (None, Some(said)) if name != SINGER => {
            (library.singer(SINGER).0, Some(format!("singer: {said}; `{SINGER}` sings")))
        }
        found => found,
    }
}

/// The smaller size of a model, where it knows the same instruments.
fn smaller(library: &Library, model: &Wavenet) -> (Option<Arc<Wavenet>>, Option<String>) {
    let (found, mut said) = library.singer(SMALLER);
    let fits = found.filter(|found| found.instruments() == model.instruments());
    // The built-in one stands in for the built-in one; that it does not beside a model of one's own is no mistake.
    if fits.is_none() && said.is_none() && library.get(SMALLER).is_ok_and(|kept| kept.own) {
        said =
            Some(format!("`{SMALLER}` does not play the instruments of `{}`: it cannot stand in for it", model.name()));
    }
    (fits, said)
}

/// A sink that is asked and never heard.
fn check(
    samples: &Arc<samples::Library>,
    rate: u32,
    instruments: &Shared<Vec<String>>,
    primers: Arc<dyn Primers>,
) -> SoundCheck {
    let (_, desk) = Renderer::prepare(&Settings { rate, voices: 1 });
    let sink = AudioSink::new(desk.commands, Arc::clone(samples), rate, Arc::default())
        .sung_by(instruments.clone())
        .primed_by(primers);
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

#[cfg(test)]
mod tests {
    //! Who sings.
    use super::*;
    use crate::session::Home;

    #[test]
    fn who_is_no_singer_is_named_and_the_usual_one_sings() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(Home::at(folder.path()));
        let sings = |name: &str| {
            let (model, said) = singer(&library, name);
            (model.map(|model| model.name().to_owned()), said)
        };
        assert_eq!(sings("nano"), (Some("nano".to_owned()), None));
        for name in ["folk", "nobody"] {
            let (model, said) = sings(name);
            assert_eq!(model.as_deref(), Some("stage"));
            assert!(said.is_some_and(|said| said.contains(name) && said.contains("`stage` sings")));
        }
    }
}
