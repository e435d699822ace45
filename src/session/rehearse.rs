//! A pattern is played once in secret before it is heard: what it costs, and which sounds it names.
//!
//! ```text
//! d1 $ fast 100000000 $ s "bd"     refused: too many events; what played before goes on
//! d1 $ s "bdd"                     plays, and is told: no sound `bdd`, did you mean `bd`?
//! ```
//!
//! It waits for networks, so that their first bars are ready when the pattern is swapped in.

use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang;
use crate::pattern::{ControlMap, Env, Knobs, Memory, Meter, Patience, Pattern, State, Steer, Tidal};
use crate::time::Span;
use std::sync::Arc;

/// Says what is wrong with the sound of an event, with the nearest name; `None` where it sounds.
pub type SoundCheck = Arc<dyn Fn(&ControlMap) -> Option<String> + Send + Sync>;

/// Cycles that are rehearsed.
const CYCLES: u32 = 4;

/// What a pattern is rehearsed with.
pub(super) struct Rehearsal<'a> {
    pub(super) tidal: Tidal,
    pub(super) controls: &'a dyn Knobs,
    pub(super) steer: Option<&'a Pattern<ControlMap>>,
    /// The first cycle that it will play.
    pub(super) from: i64,
    pub(super) sounds: Option<&'a SoundCheck>,
    /// The text of the evaluation.
    pub(super) text: &'a str,
}

impl Rehearsal<'_> {
    /// Plays a few cycles in secret. An error means that the pattern must not be swapped in.
    pub(super) fn of(&self, pattern: &Pattern<ControlMap>, block: SourceSpan) -> Vec<Diagnostic> {
        let meter = Meter::default();
        let steer = self.steer.map(|pattern| Steer { pattern, outer: None });
        let env = Env {
            tidal: self.tidal,
            patience: Patience::Wait,
            controls: self.controls,
            steer: steer.as_ref(),
            meter: &meter,
        };
        match lang::rehearse(pattern, self.from, CYCLES, &env, self.text, block) {
            Err(fault) => vec![fault],
            Ok(()) => self.check_sounds(pattern, block),
        }
    }

    fn written(&self, span: SourceSpan) -> Option<&str> {
        let text = self.text.get(span.begin as usize..span.end as usize)?;
        // A word of several parts, `flute:0.3`, is named by its first.
        text.split(':').next().filter(|word| !word.is_empty())
    }

    fn check_sounds(&self, pattern: &Pattern<ControlMap>, block: SourceSpan) -> Vec<Diagnostic> {
        let Some(sounds) = self.sounds else { return Vec::new() };
        let (tidal, controls, steer) = (self.tidal, self.controls, self.steer);
        let span = Span::new(Span::cycle(self.from).begin, Span::cycle(self.from + i64::from(CYCLES)).begin);
        let events = lang::on_large_stack(|| {
            let meter = Meter::default();
            let steer = steer.map(|pattern| Steer { pattern, outer: None });
            let env = Env { tidal, patience: Patience::Wait, controls, steer: steer.as_ref(), meter: &meter };
            pattern.query(&State { span, env: &env })
        });
        let (mut found, mut memory): (Vec<Diagnostic>, _) = (Vec::new(), Memory::default());
        for event in events.unwrap_or_default() {
            let mut heard = event.value;
            memory.play(&mut heard);
            let Some(problem) = sounds(&heard) else { continue };
            let mut places = event.context.spans().into_iter().filter(|span| span.evaluation == block.evaluation);
            let first = places.next();
            // Of several places, the one whose text the message names.
            let named =
                |span: &SourceSpan| self.written(*span).is_some_and(|text| problem.contains(&format!("`{text}`")));
            let place = first.into_iter().chain(places).find(named).or(first);
            let warning = Diagnostic::warning(place.unwrap_or(block), problem);
            if !found.iter().any(|known| known.message == warning.message) {
                found.push(warning);
            }
        }
        found
    }
}
