//! What moves on while a note sounds: waves and live values that steer it are read again every 64 frames.
//!
//! ```text
//! d1 $ s "wavenet:cello" # temp (slow 4 sine)
//! frames 0: starts, temp 0.5     64: steered, temp 0.501     128: steered, temp 0.502 ..
//! ```
//!
//! The moments lie on a grid of frames, and each is read with the pattern that plays at its cycle, so that it does not matter how
//! time was cut: a replay and a render steer alike. A pattern whose steering stands still between events is not read
//! again, and a sink that turns no notes costs nothing. What is random for each event stays what it was at the onset.

use super::scheduler::{Advance, Scheduler};
use super::{Sink, SlotId, Trigger};
use crate::pattern::{ControlMap, Event, Pattern};
use crate::time::{Cycle, Span};
use crate::units::Frame;

/// Frames between two readings: a block of the engine.
const EVERY: i64 = 64;
/// Parts of a cycle to which a moment is exact.
const PARTS: i64 = 1 << 20;

/// A pattern that steers by waves, and what has to be added to the cursor's time to get its own.
pub(super) struct Waving {
    pub(super) slot: SlotId,
    pub(super) pattern: Pattern<ControlMap>,
    pub(super) shift: Cycle,
}

impl Scheduler {
    /// Whether some of these events are notes that a sink can turn.
    pub(super) fn turns(&self, slot: SlotId, events: &[Event<ControlMap>], sinks: &[Box<dyn Sink>]) -> bool {
        events.iter().any(|event| {
            let trigger = self.trigger(slot, event.clone());
            trigger.is_some_and(|trigger| sinks.iter().any(|sink| sink.turns(&trigger)))
        })
    }

    /// How the notes of these patterns are steered at each moment of the span.
    pub(super) fn glance(&self, span: Span, waving: &[Waving], report: &mut Advance) -> Vec<Trigger> {
        let mut steered = Vec::new();
        if waving.is_empty() {
            return steered;
        }
        let mut frame = Frame(self.tempo.frame_of(span.begin).0.div_euclid(EVERY) * EVERY);
        loop {
            let moment = self.moment(frame);
            if moment >= span.end {
                return steered;
            }
            if moment >= span.begin {
                for Waving { slot, pattern, shift } in waving {
                    let own = Span::new(moment + *shift, moment + *shift);
                    let mut events = self.query(*slot, pattern, own, true, report).0;
                    events.iter_mut().for_each(|event| event.value.forget());
                    let sounds = |event: &Event<ControlMap>| event.whole.is_some_and(|whole| whole.begin < own.begin);
                    let trigger = |event: Event<ControlMap>| {
                        let event = event.with_time(|time| time - *shift);
                        Some(Trigger { at: frame, ..self.trigger(*slot, event)? })
                    };
                    steered.extend(events.into_iter().filter(sounds).filter_map(trigger));
                }
            }
            frame = frame + EVERY;
        }
    }

    /// The cycle time of a frame of the grid.
    fn moment(&self, frame: Frame) -> Cycle {
        Cycle::new((self.tempo.cycle_at(frame) * PARTS as f64).round() as i64, PARTS)
    }
}
