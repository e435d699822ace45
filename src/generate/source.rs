//! A melody network as a pattern.
//!
//! ```text
//! cycle 18, phrase 16:  fold 16 -> 17 -> 18, each bar from the cache where all it read is unchanged
//! ```

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::bar::{Bar, Made, Place, Stand, make};
use super::cache::{Cache, Slot, fits, identity};
use super::ladder::{Last, substitute};
use super::steering::{Live, Read, Table};
use super::worker::Worker;
use crate::neural::lstm::model::Model;
use crate::pattern::{Context, Event, Origin, Patience, Pattern, State};
use crate::time::{Cycle, Span};

/// Bars kept per network: four phrases under eight ways of steering.
const ROOM: usize = 512;

/// A network with its bars.
#[derive(Debug)]
pub(super) struct Source {
    name: Arc<str>,
    model: Arc<Model>,
    cache: Mutex<Cache>,
    last: Mutex<Option<Last>>,
    pending: Mutex<HashSet<i64>>,
    worker: Worker,
}

/// A panic elsewhere while the lock was held leaves whole bars behind: every change is one call.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What plays in a cycle: its notes, the bar's length in ticks, the rung.
type Played = (Vec<Made>, i32, u8);

impl Source {
    pub(super) fn new(name: &str, model: Arc<Model>, worker: Worker) -> Self {
        Self {
            name: name.into(),
            model,
            cache: Mutex::new(Cache::new(ROOM)),
            last: Mutex::new(None),
            pending: Mutex::new(HashSet::new()),
            worker,
        }
    }

    /// The bar of a cycle. `may_make`: makes what is missing; otherwise `None` where something is.
    fn bar(&self, cycle: i64, read: &dyn Read, may_make: bool) -> Option<Arc<Bar>> {
        let phrase = read.settings(cycle).phrase;
        let start = cycle.div_euclid(phrase).checked_mul(phrase)?;
        let mut before = self.model.fingerprint();
        let mut stand: Option<Arc<Bar>> = None;
        for c in start..=cycle {
            let mut settings = read.settings(c);
            settings.phrase = phrase;
            let slot = Slot { before, cycle: c, settings };
            // Reading steering may ask other patterns, even this network: never while the lock is held.
            let kept = held(&self.cache).of(&slot);
            let found = kept.into_iter().find(|bar| fits(bar, c, read));
            let bar = match found {
                Some(bar) => bar,
                None if !may_make => return None,
                None => {
                    let from = stand.map_or_else(|| Stand::new(&self.model, &settings), |b| b.after.clone());
                    let bar = Arc::new(make(&self.model, from, &settings, Place { cycle: c, index: c - start }, read));
                    held(&self.cache).keep(slot, Arc::clone(&bar));
                    bar
                }
            };
            before = identity(&slot, &bar);
            stand = Some(bar);
        }
        stand
    }

    fn played(self: &Arc<Self>, cycle: i64, read: &dyn Read, patience: Patience) -> Played {
        let bar = self.bar(cycle, read, patience == Patience::Wait);
        if patience == Patience::Never {
            // The bar to come is made while this one plays.
            for c in [cycle, cycle.saturating_add(1)] {
                if (c != cycle || bar.is_none()) && self.bar(c, read, false).is_none() {
                    self.request(c, read);
                }
            }
        }
        match bar {
            Some(bar) => {
                let played = (bar.notes.clone(), bar.length, 0);
                *held(&self.last) = Some((cycle, bar));
                played
            }
            None => substitute(cycle, &read.settings(cycle), held(&self.last).as_ref()),
        }
    }

    /// Has the worker make a cycle, unless it is at it.
    fn request(self: &Arc<Self>, cycle: i64, read: &dyn Read) {
        if !held(&self.pending).insert(cycle) {
            return;
        }
        let phrase = read.settings(cycle).phrase;
        let table = Table::of(read, cycle.div_euclid(phrase).saturating_mul(phrase), cycle);
        let source = Arc::clone(self);
        self.worker.ask(Box::new(move || {
            source.bar(cycle, &table, true);
            held(&source.pending).remove(&cycle);
        }));
    }

    fn events(self: &Arc<Self>, state: &State<'_>) -> Vec<Event<f64>> {
        let mut all = Vec::new();
        let read = Live(state.env);
        for span in state.span.cycles() {
            let cycle = span.begin.floor();
            let (notes, length, rung) = self.played(cycle, &read, state.env.patience);
            for (step, note) in notes.iter().enumerate() {
                let at = |tick: i32| Cycle::whole(cycle) + Cycle::new(i64::from(tick), i64::from(length));
                let whole = Span::new(at(note.tick), at(note.tick + note.ticks));
                let Some(part) = span.subspan(whole) else { continue };
                let origin = Origin {
                    model: Arc::clone(&self.name),
                    cycle,
                    step: step as u32,
                    probability: note.probability,
                    rung,
                };
                let mut event = Event::new(Some(whole), part, f64::from(note.pitch - 60));
                event.context = Context::of_network(origin);
                all.push(event);
            }
        }
        all
    }

    /// The notes in semitones from middle C.
    pub(super) fn pattern(self: &Arc<Self>) -> Pattern<f64> {
        let source = Arc::clone(self);
        Pattern::new(move |state| source.events(state))
    }
}
