//! The state of a set as plain data: what a fold over its log must give again.
//!
//! ```text
//! State { tempo: [(0, 0, 0.5)], slots: [d1 <- evaluation 3, waits for 8], evaluations: [1, 2 undone, 3], .. }
//! ```
//!
//! Patterns are functions and cannot be compared; which evaluation put them there can, and so can their triggers.

use super::perform::Session;
use crate::schedule::SlotState;
use crate::time::{Cycle, TempoChange};
use crate::units::Frame;

/// A slot by name.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotOf {
    /// Its name.
    pub name: String,
    /// As the scheduler has it.
    pub state: SlotState,
    /// The evaluation whose pattern it plays or waits for; 0: none.
    pub evaluation: u32,
}

/// Everything that can be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Up to where triggers went out.
    pub horizon: Frame,
    /// The cycle of that.
    pub cursor: Cycle,
    /// Every tempo so far.
    pub tempo: Vec<TempoChange>,
    /// Every slot that was ever used.
    pub slots: Vec<SlotOf>,
    /// Every evaluation: number, whether it was taken back, whether all of it was played.
    pub evaluations: Vec<(u32, bool, bool)>,
    /// What can come again, newest last.
    pub redo: Vec<u32>,
    /// Open files with the number of their blocks.
    pub files: Vec<(String, usize)>,
    /// Instruments: name and what each stands for.
    pub patches: Vec<(String, String)>,
}

impl Session {
    /// The state of now.
    pub fn state(&self) -> State {
        let transport = self.lock();
        let scheduler = &transport.scheduler;
        let slot = |state: SlotState| SlotOf {
            name: scheduler.names().name(state.slot),
            evaluation: self.history.playing(state.slot).map_or(0, |(number, _)| number),
            state,
        };
        State {
            horizon: scheduler.horizon(),
            cursor: scheduler.cursor(),
            tempo: scheduler.tempo().changes().to_vec(),
            slots: scheduler.states().into_iter().map(slot).collect(),
            evaluations: self.history.all().iter().map(|e| (e.number, e.undone, e.whole())).collect(),
            redo: self.history.redos().to_vec(),
            files: self.files.iter().map(|(path, blocks)| (path.clone(), blocks.len())).collect(),
            patches: self.patches.newest().into_iter().map(|patch| (patch.name, patch.engine)).collect(),
        }
    }
}
