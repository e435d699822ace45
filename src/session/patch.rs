//! Instruments: a TOML file gives a name to a sound with its defaults, and a rack puts them under the triggers.
//!
//! ```text
//! name = "warm"                      s "warm" # note 7
//! engine = "saw"              ->     s "saw" # note 7 # lpf 900 # release 0.4
//! defaults = { lpf = 900, release = 0.4 }
//! ```
//!
//! What the performer typed wins over a default. A changed file holds from the next boundary on. Names of sounds are not
//! checked here: the rehearsal of a pattern does that.

use crate::document;
use crate::pattern::{ControlMap, Value};
use crate::schedule::{SendTriggerError, Sink, Trigger};
use crate::units::Frame;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// An instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// The sound's name.
    pub name: String,
    /// The sound it stands for: a synth, a folder of samples, `wavenet:cello`.
    pub engine: String,
    /// Controls where the performer gives none.
    pub defaults: ControlMap,
}

/// Why a text is no instrument.
#[derive(Debug, thiserror::Error)]
pub enum ReadPatchError {
    /// Not TOML of this shape.
    #[error("{0}")]
    Document(#[from] document::DocumentError),
    /// A name that cannot be typed in a pattern.
    #[error("`{0}` cannot be a sound's name: letters, digits, `_` and `-`, at least one")]
    Name(String),
    /// It stands for itself.
    #[error("the instrument `{0}` stands for itself")]
    Itself(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    engine: String,
    #[serde(default)]
    defaults: BTreeMap<String, Given>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Bool(bool),
    Number(f64),
    Text(String),
}

impl Patch {
    /// Reads an instrument's file.
    pub fn parse(text: &str) -> Result<Self, ReadPatchError> {
        let text: Text = document::from_toml(text)?;
        let allowed = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if text.name.is_empty() || !text.name.chars().all(allowed) {
            return Err(ReadPatchError::Name(text.name));
        }
        if text.name == text.engine {
            return Err(ReadPatchError::Itself(text.name));
        }
        let value = |given| match given {
            Given::Bool(on) => Value::Bool(on),
            Given::Number(x) => Value::Float(x),
            Given::Text(word) => Value::Text(Arc::from(word)),
        };
        let defaults = text.defaults.into_iter().map(|(name, given)| (Arc::from(name), value(given))).collect();
        Ok(Self { name: text.name, engine: text.engine, defaults })
    }

    /// The controls with this instrument under them.
    fn under(&self, controls: &ControlMap) -> ControlMap {
        let mut all = controls.union_with(&self.defaults, |typed, _| typed.clone());
        all.insert("s", Value::Text(Arc::from(self.engine.as_str())));
        all
    }
}

#[derive(Clone, Debug, Default)]
struct Shelf {
    /// For each name, what it meant from which frame on.
    by_name: BTreeMap<String, Vec<(Frame, Option<Patch>)>>,
    /// The name that a file gave last.
    by_file: BTreeMap<String, String>,
}

/// Every instrument, shared between the session, which changes it, and the rack, which reads it.
#[derive(Clone, Debug, Default)]
pub struct Patches(Arc<Mutex<Shelf>>);

impl Patches {
    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From `from` on the file holds this instrument (`None`: it is gone).
    pub fn put(&self, file: &str, patch: Option<Patch>, from: Frame) {
        let mut shelf = self.shelf();
        let name = patch.as_ref().map(|patch| patch.name.clone());
        let before = match &name {
            Some(name) => shelf.by_file.insert(file.into(), name.clone()),
            None => shelf.by_file.remove(file),
        };
        if let Some(before) = before.filter(|before| Some(before) != name.as_ref()) {
            shelf.by_name.entry(before).or_default().push((from, None));
        }
        if let Some(name) = name {
            shelf.by_name.entry(name).or_default().push((from, patch));
        }
    }

    /// What a name means at a frame.
    pub fn at(&self, name: &str, frame: Frame) -> Option<Patch> {
        let shelf = self.shelf();
        let steps = shelf.by_name.get(name)?;
        steps.iter().rev().find(|(from, _)| *from <= frame)?.1.clone()
    }

    /// The newest meaning of every name.
    pub fn newest(&self) -> Vec<Patch> {
        self.shelf().by_name.values().filter_map(|steps| steps.last()?.1.clone()).collect()
    }

    /// The controls of an event with its instrument, as they go to the sinks.
    pub fn resolve(&self, controls: &ControlMap, at: Frame) -> Option<ControlMap> {
        let patch = self.at(controls.text("s")?, at)?;
        Some(patch.under(controls))
    }
}

/// The sinks of a set, with instruments put under each trigger on its way.
pub struct Rack {
    patches: Patches,
    sinks: Vec<Box<dyn Sink>>,
}

impl Rack {
    /// Instruments, and where triggers go.
    pub fn new(patches: Patches, sinks: Vec<Box<dyn Sink>>) -> Self {
        Self { patches, sinks }
    }
}

impl Rack {
    /// The trigger with its instrument under it; `None` where no instrument is meant.
    fn resolved(&self, trigger: &Trigger) -> Option<Trigger> {
        let controls = self.patches.resolve(&trigger.controls, trigger.at)?;
        Some(Trigger { controls, ..trigger.clone() })
    }
}

impl Sink for Rack {
    fn send(&mut self, trigger: &Trigger) -> Result<(), SendTriggerError> {
        let changed = self.resolved(trigger);
        let trigger = changed.as_ref().unwrap_or(trigger);
        // Every sink gets it; the first that could not is what is said.
        self.sinks.iter_mut().map(|sink| sink.send(trigger)).fold(Ok(()), Result::and)
    }

    fn steer(&mut self, trigger: &Trigger) {
        let changed = self.resolved(trigger);
        let trigger = changed.as_ref().unwrap_or(trigger);
        self.sinks.iter_mut().for_each(|sink| sink.steer(trigger));
    }

    fn turns(&self, trigger: &Trigger) -> bool {
        let changed = self.resolved(trigger);
        let trigger = changed.as_ref().unwrap_or(trigger);
        self.sinks.iter().any(|sink| sink.turns(trigger))
    }

    fn latency(&self) -> i64 {
        self.sinks.iter().map(|sink| sink.latency()).max().unwrap_or(0)
    }

    fn hush(&mut self, at: Frame) {
        self.sinks.iter_mut().for_each(|sink| sink.hush(at));
    }

    fn panic(&mut self, at: Frame) {
        self.sinks.iter_mut().for_each(|sink| sink.panic(at));
    }

    fn close(&mut self) {
        self.sinks.iter_mut().for_each(|sink| sink.close());
    }
}

#[cfg(test)]
mod tests {
    //! What an instrument's file may say, and what comes out under a trigger.
    use super::{Patch, Patches};
    use crate::pattern::{ControlMap, Value};
    use crate::units::Frame;
    use std::sync::Arc;

    const WARM: &str = "name = \"warm\"\nengine = \"saw\"\ndefaults = { lpf = 900, release = 0.4, vowel = \"a\" }\n";

    #[test]
    fn what_was_typed_wins_over_a_default() {
        let patches = Patches::default();
        patches.put("warm.toml", Patch::parse(WARM).ok(), Frame(100));
        let mut controls = ControlMap::of("s", Value::Text(Arc::from("warm")));
        controls.insert("lpf", Value::Float(200.0));
        assert_eq!(patches.resolve(&controls, Frame(99)), None);
        let got = patches.resolve(&controls, Frame(100)).unwrap();
        assert_eq!(format!("{got:?}"), "lpf: 200.0, release: 0.4, s: saw, vowel: a");
    }

    #[test]
    fn a_file_that_goes_or_renames_takes_its_instrument_along() {
        let patches = Patches::default();
        patches.put("a.toml", Patch::parse(WARM).ok(), Frame(0));
        let cold = Patch::parse(&WARM.replace("warm", "cold")).unwrap();
        patches.put("a.toml", Some(cold), Frame(10));
        assert!(patches.at("warm", Frame(9)).is_some() && patches.at("warm", Frame(10)).is_none());
        patches.put("a.toml", None, Frame(20));
        assert!(patches.newest().is_empty());
    }

    #[test]
    fn what_is_no_instrument_is_said_with_its_place() {
        let message = |text: &str| Patch::parse(text).unwrap_err().to_string();
        assert!(message("name = \"x\"\nengin = \"saw\"").contains("engin"));
        assert!(message("name = \"two words\"\nengine = \"saw\"").contains("cannot be a sound's name"));
        assert!(message("name = \"saw\"\nengine = \"saw\"").contains("stands for itself"));
    }
}
