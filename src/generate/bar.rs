//! One bar of a melody: the step of the fold that makes a phrase.
//!
//! ```text
//! stand (network's memory, notes so far) + steering + draws -> notes of the bar + the next stand
//! ```
//!
//! Durations that would cross the bar line are never drawn, so the metre holds exactly and every bar stands alone in time.

use super::steering::{Read, Settings, Touch};
use crate::neural::exact::{exp, ln, softmax};
use crate::neural::lstm::draw;
use crate::neural::lstm::memory::Memory;
use crate::neural::lstm::model::Model;
use crate::neural::lstm::past::Past;
use crate::neural::lstm::tune::{Note, Setting};
use crate::neural::lstm::vocabulary;

/// Where the draws of every phrase's first bar are taken: a number no cycle has, so that all phrases of a seed open alike.
const THEME: i64 = i64::MIN;
/// From this length of match on the network sounds surer of itself: people repeat what they repeat exactly.
const FAMILIAR: u8 = 4;

/// A note of a bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Made {
    /// Onset in ticks from the bar's start.
    pub(super) tick: i32,
    /// Length in ticks.
    pub(super) ticks: i32,
    /// MIDI pitch.
    pub(super) pitch: i32,
    /// What the draw gave to it.
    pub(super) probability: f32,
}

/// Where a network stands between two bars.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    memory: Memory,
    past: Past,
}

impl Stand {
    /// Before a phrase.
    pub(super) fn new(model: &Model, settings: &Settings) -> Self {
        let setting = Setting::plain(settings.style, settings.meter, settings.key);
        Self { memory: Memory::new(model), past: Past::new(setting, 64) }
    }
}

/// One bar.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    /// Length in ticks.
    pub(super) length: i32,
    pub(super) notes: Vec<Made>,
    /// What was read at each onset.
    pub(super) touches: Vec<Touch>,
    /// Where the network stands after it.
    pub(super) after: Stand,
}

/// Which bar of which phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) cycle: i64,
    /// Bars since the phrase's start.
    pub(super) index: i64,
}

/// Makes a bar.
pub(super) fn make(model: &Model, mut stand: Stand, settings: &Settings, place: Place, read: &dyn Read) -> Bar {
    let length = settings.length();
    stand.past.turn(settings.style, settings.meter, settings.key);
    let begin = stand.past.now();
    let (mut notes, mut touches) = (Vec::new(), Vec::new());
    let mut space = Space::default();
    while stand.past.now() < begin + length {
        let tick = stand.past.now() - begin;
        let touch = read.touch(place.cycle, tick, length);
        let made = space.note(model, &mut stand, settings, place, (tick, length, notes.len()), &touch);
        stand.past.push(Note { onset: begin + made.tick, duration: made.ticks, pitch: made.pitch });
        notes.push(made);
        touches.push(touch);
    }
    Bar { length, notes, touches, after: stand }
}

/// Working space of the draws.
#[derive(Default)]
struct Space {
    weights: Vec<f32>,
    order: Vec<u16>,
}

impl Space {
    fn note(
        &mut self,
        model: &Model,
        stand: &mut Stand,
        settings: &Settings,
        place: Place,
        (tick, length, step): (i32, i32, usize),
        touch: &Touch,
    ) -> Made {
        let left = (settings.phrase - 1 - place.index).clamp(0, 64) as i32;
        let moment = stand.past.look(model.vocabulary(), Some(left));
        let familiar = stand.past.suffix().is_some_and(|s| s.1 >= FAMILIAR);
        let temp = if familiar { 0.75 * touch.temp } else { touch.temp };
        let drawn = if place.index == 0 { THEME } else { place.cycle };
        let bits = |kind: u64| {
            let at = [model.fingerprint(), settings.seed as u64, drawn as u64, 2 * step as u64 + kind];
            draw::bits(at)
        };
        self.take(stand.memory.hear(model, &moment), temp);
        let before = stand.past.notes().last().map(|n| n.pitch);
        for (class, w) in self.weights.iter_mut().enumerate() {
            *w *= pitch_factor(vocabulary::midi(class, settings.key.tonic), before, settings, touch);
        }
        draw::nucleus(&mut self.weights, touch.topp, &mut self.order);
        let (pitch, p) = draw::choose(&self.weights, bits(0)).unwrap_or((60 - vocabulary::LOWEST as usize, 0.0));
        self.take(stand.memory.durations(model, pitch), temp);
        for (w, ticks) in self.weights.iter_mut().zip(model.vocabulary().durations()) {
            *w *= if tick + ticks > length { 0.0 } else { exp(touch.busy * ln(12.0 / *ticks as f32)) };
        }
        draw::nucleus(&mut self.weights, touch.topp, &mut self.order);
        let drawn = draw::choose(&self.weights, bits(1));
        // Where no known duration fits before the bar line, the note fills the bar.
        let (ticks, d) = drawn.map_or((length - tick, 0.0), |(i, d)| (model.vocabulary().durations()[i], d));
        Made { tick, ticks, pitch: vocabulary::midi(pitch, settings.key.tonic), probability: p * d }
    }

    fn take(&mut self, logits: &[f32], temp: f32) {
        self.weights.clear();
        self.weights.extend_from_slice(logits);
        softmax(&mut self.weights, temp);
    }
}

/// How steering weighs a pitch.
fn pitch_factor(midi: i32, before: Option<i32>, settings: &Settings, touch: &Touch) -> f32 {
    let mut factor = 1.0;
    if touch.follow > 0.0 && !settings.key.holds(midi) {
        factor *= 1.0 - touch.follow;
    }
    if let Some(register) = touch.register {
        let octaves = (midi - 72) as f32 / 12.0 - register;
        factor *= exp(-2.0 * octaves * octaves);
    }
    if let (Some(before), true) = (before, touch.contour != 0.0) {
        let octaves = ((midi - before) as f32 / 12.0).clamp(-1.0, 1.0);
        factor *= exp(3.0 * touch.contour * octaves);
    }
    factor
}
