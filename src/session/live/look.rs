//! The view of a running set: what sounds, what waits, what comes, how the output is.
//!
//! ```text
//! heard = rendered - what the device has buffered;  lit: triggers that began before it and have not ended
//! ```

use super::{Inner, Live, held};
use crate::session::{AudioView, EvaluationView, Lit, LogLine, Session, SingersView, SlotView, View};
use crate::units::Frame;
use std::sync::atomic::Ordering;

/// Evaluations and lines that a view carries.
const EVALUATIONS: usize = 64;
const LINES: usize = 100;

impl Live {
    /// A snapshot for drawing.
    pub fn view(&self) -> View {
        self.0.0.view()
    }
}

impl Inner {
    fn view(&self) -> View {
        let heard = Frame((self.position.now() - Frame(self.health.latency())).max(0));
        let meters = *held(&self.monitor).meters.read();
        let roll = self.roll.get();
        let device = held(&self.output).as_ref().map(crate::io::audio::Output::name).unwrap_or_default();
        let session = held(&self.session);
        let transport = held(&self.transport);
        let scheduler = &transport.scheduler;
        let slots = scheduler.states().into_iter().map(|state| {
            let level = meters.slots.get(usize::from(state.slot.0) % meters.slots.len()).copied().unwrap_or_default();
            SlotView {
                name: scheduler.names().name(state.slot),
                number: state.slot.0,
                playing: state.playing,
                muted: state.muted,
                solo: state.solo,
                pending: state.pending,
                peak: level.peak,
                rms: level.rms,
                evaluation: session.evaluation_in(state.slot),
            }
        });
        let slots = slots.collect();
        let mut lit = Vec::new();
        for trigger in transport.recent().filter(|t| t.at <= heard && heard < t.at + t.frames) {
            let network = trigger.context.origin().is_some();
            let spans = trigger.context.spans().into_iter();
            lit.extend(spans.map(|span| Lit { span, slot: trigger.slot.0, network }));
        }
        View {
            frame: heard,
            cycle: scheduler.tempo().cycle_at(heard),
            cps: scheduler.tempo().cps_at(heard),
            slots,
            lit,
            evaluations: session.evaluation_views(EVALUATIONS),
            audio: AudioView {
                host: self.host.clone(),
                device,
                rate: self.position.rate(),
                latency: self.health.latency(),
                xruns: self.health.xruns(),
                load: self.health.load(),
                blocks: self.health.callbacks(),
                missed: self.health.missed(),
                loads: (self.health.mean_load(), self.health.peak()),
                allocations: crate::engine::guard::violations(),
                voices: u32::from(meters.voices),
                late: transport.late(),
                peak: meters.master.iter().map(|level| level.peak).fold(0.0, f32::max),
            },
            roll: roll.notes.clone(),
            roll_bounds: roll.bounds,
            log: session.last_lines(LINES),
            singers: SingersView { rung: self.rung.load(Ordering::Relaxed), most: self.voices as u32 },
            job: None,
        }
    }
}

impl Session {
    fn evaluation_in(&self, slot: crate::schedule::SlotId) -> u32 {
        self.history.playing(slot).map_or(0, |(number, _)| number)
    }

    fn evaluation_views(&self, most: usize) -> Vec<EvaluationView> {
        let texts: Vec<_> = self.history.all().iter().rev().filter(|e| !e.text.is_empty()).take(most).collect();
        let view = |e: &&super::super::history::Evaluation| EvaluationView {
            number: e.number,
            text: e.text.clone(),
            origin: e.origin.clone(),
            offset: e.offset,
            undone: e.undone,
            diagnostics: e.diagnostics.clone(),
        };
        texts.iter().rev().map(view).collect()
    }

    fn last_lines(&self, most: usize) -> Vec<LogLine> {
        let lines: Vec<LogLine> = self.lines().cloned().collect();
        lines.split_at(lines.len().saturating_sub(most)).1.to_vec()
    }
}
