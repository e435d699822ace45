//! From a text to what plays: read, rehearse, log, carry out. A block with an error changes nothing.
//!
//! ```text
//! saved file            d1 $ s "bd"         d2 $ s "hh*8"       once $ s "cp"
//! since the last save   same                new                 same
//! evaluated                                 d2 $ s "hh*8"                          at its own place in the file
//! ```
//!
//! Unchanged blocks are blanked out rather than cut out, so that spans stay bytes of the whole text.

use super::history::{Effects, Evaluation};
use super::log::Entry;
use super::perform::Session;
use super::rehearse::Rehearsal;
use super::transport::Transport;
use super::{Command, Outcome, TextOrigin};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::{Action, blocks};
use crate::pattern::{BEGUN, ControlMap, Pattern, Value};
use crate::schedule::{Scheduler, Setting, SlotId, When};
use crate::time::Cycle;
use crate::units::Frame;
use std::sync::Arc;

/// A text on its way.
struct Reading {
    command: Command,
    /// As it was typed.
    text: Arc<str>,
    /// With blanks where nothing is to be evaluated.
    read: String,
    origin: TextOrigin,
    offset: u32,
    now: bool,
}

impl Session {
    pub(super) fn evaluate_command(&mut self, command: Command, at: Frame, refused: Option<&[usize]>) -> Outcome {
        let reading = match &command {
            Command::Evaluate { text, origin, offset, now } => Reading {
                text: Arc::from(text.as_str()),
                read: text.clone(),
                origin: origin.clone(),
                offset: *offset,
                now: *now,
                command,
            },
            Command::Load { path, text } => {
                self.files.insert(path.clone(), block_texts(text));
                self.whole_file(path.clone(), text.clone(), text.clone(), command)
            }
            Command::Reload { path, text } => {
                let before = self.files.insert(path.clone(), block_texts(text)).unwrap_or_default();
                let read = only_new(text, before);
                self.whole_file(path.clone(), text.clone(), read, command)
            }
            _ => return Outcome::default(),
        };
        if reading.read.trim().is_empty() {
            // Nothing to do, but the blocks of the file are part of the state.
            if !matches!(reading.command, Command::Evaluate { .. }) {
                self.write(&reading.command, at);
            }
            return Outcome { done: true, ..Outcome::default() };
        }
        self.evaluate(reading, at, refused)
    }

    fn whole_file(&self, path: String, text: String, read: String, command: Command) -> Reading {
        Reading { text: Arc::from(text), read, origin: TextOrigin::File(path), offset: 0, now: false, command }
    }

    fn evaluate(&mut self, reading: Reading, at: Frame, refused: Option<&[usize]>) -> Outcome {
        let number = self.history.next();
        let mut names = self.interpreter.clone();
        let evaluated = names.evaluate(&reading.read, number);
        let mut diagnostics = Vec::new();
        let mut refusals = Vec::new();
        let mut actions: Vec<(Action, SourceSpan)> = Vec::new();
        let (mut failed, mut defines) = (0, false);
        for (index, block) in evaluated.blocks.into_iter().enumerate() {
            let mut told = block.diagnostics;
            if !told.iter().any(Diagnostic::is_error) {
                let span = block.span.of_evaluation(number);
                match refused {
                    None => told.extend(self.rehearse(&block.actions, &reading.read, span)),
                    // A replay takes the log's refusals: they do not depend on how fast this machine is.
                    Some(refused) if refused.contains(&index) => {
                        told.push(Diagnostic::error(span, "refused in rehearsal"));
                    }
                    Some(_) => {}
                }
                if told.iter().any(Diagnostic::is_error) {
                    refusals.push(index);
                }
            }
            if told.iter().any(Diagnostic::is_error) {
                failed += 1;
            } else {
                defines |= block.actions.iter().any(|action| matches!(action, Action::Define(_)));
                actions.extend(block.actions.into_iter().map(|action| (action, block.span)));
            }
            diagnostics.extend(told);
        }
        // From here to the end of the block the horizon stands still: the record says where the effect begins.
        let shared = self.transport();
        let mut transport = shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let place = transport.place(at);
        self.record(place, Entry::Command(reading.command), &refusals);
        let mut effects = Effects { names: defines.then(|| names.clone()), ..Effects::default() };
        let known = self.history.slots();
        for (action, _) in &actions {
            let when = if reading.now { When::Now } else { self.swap };
            let past = |slot| self.history.past(slot);
            carry_out(action, when, place.at, (&known, &past), &mut transport, &mut effects);
        }
        let swapped: Vec<String> = effects.slots.keys().map(|&slot| transport.scheduler.names().name(slot)).collect();
        drop(transport);
        self.interpreter = names;
        let done = failed == 0;
        // On the stage the message stands under its line, and a block does not know at which line of the buffer it begins.
        let told = diagnostics.first().map(|first| match &reading.origin {
            TextOrigin::Stage => first.words(),
            _ => first.line(&reading.text),
        });
        let message = summary(&swapped, failed, told);
        self.history.push(Evaluation {
            number,
            text: Arc::clone(&reading.text),
            origin: reading.origin,
            offset: reading.offset,
            diagnostics: diagnostics.clone(),
            undone: false,
            effects,
        });
        Outcome { evaluation: number, text: Some(reading.text), diagnostics, swapped, message, done }
    }

    fn rehearse(&self, actions: &[Action], text: &str, block: SourceSpan) -> Vec<Diagnostic> {
        let (from, controls, steer) = {
            let scheduler = &self.lock().scheduler;
            (scheduler.boundary().floor(), scheduler.controls().clone(), scheduler.steering().cloned())
        };
        let sounds = self.sounds.as_ref();
        // A sound may be an instrument's name: what it stands for is checked.
        let patches = self.patches.clone();
        let resolved: Option<super::rehearse::SoundCheck> = sounds.map(|check| {
            let check = Arc::clone(check);
            let resolve = move |controls: &ControlMap| {
                check(patches.resolve(controls, Frame(i64::MAX)).as_ref().unwrap_or(controls))
            };
            Arc::new(resolve) as super::rehearse::SoundCheck
        });
        let sounds = resolved.as_ref();
        let rehearsal = Rehearsal { tidal: self.tidal, controls: &controls, steer: steer.as_ref(), from, sounds, text };
        let heard = |action: &Action| -> Option<Pattern<ControlMap>> {
            match action {
                Action::Play { pattern, .. } | Action::Transition { pattern, .. } | Action::Once(pattern) => {
                    Some(pattern.clone())
                }
                _ => None,
            }
        };
        let mut found = Vec::new();
        for pattern in actions.iter().filter_map(heard) {
            found.extend(rehearsal.of(&pattern, block));
        }
        found
    }
}

/// The slots that were ever used, and what was put into one, the newest first.
type Memory<'a> = (&'a std::collections::BTreeSet<SlotId>, &'a dyn Fn(SlotId) -> Vec<Pattern<ControlMap>>);

fn carry_out(
    action: &Action,
    when: When,
    at: Frame,
    (known, past): Memory<'_>,
    transport: &mut Transport,
    effects: &mut Effects,
) {
    let scheduler = &mut transport.scheduler;
    match action {
        Action::Play { slot, pattern, now, .. } => {
            let id = scheduler.slot(&slot.0);
            let when = if *now { When::Now } else { when };
            begin_at(scheduler, &slot.0, when);
            scheduler.replace(id, Some(pattern.clone()), when);
            effects.slots.insert(id, Some(pattern.clone()));
            effects.asked.remove(&id);
        }
        Action::Transition { slot, pattern, blend, now, .. } => {
            let id = scheduler.slot(&slot.0);
            let when = if *now { When::Now } else { when };
            let mut all = vec![pattern.clone()];
            // What the same text put there before counts too.
            all.extend(effects.asked(id));
            all.extend(past(id));
            let blended = blend(begin_at(scheduler, &slot.0, when), &all);
            scheduler.replace(id, Some(blended.clone()), when);
            effects.slots.insert(id, Some(blended));
            effects.asked.insert(id, pattern.clone());
        }
        Action::Silence(slot) => {
            let id = scheduler.slot(&slot.0);
            scheduler.replace(id, None, when);
            effects.slots.insert(id, None);
        }
        Action::Once(pattern) => scheduler.once(pattern.clone()),
        Action::Hush | Action::Panic => {
            effects.slots.extend(known.iter().map(|&slot| (slot, None)));
            effects.slots.values_mut().for_each(|slot| *slot = None);
            if matches!(action, Action::Hush) { transport.hush(at) } else { transport.panic(at) }
        }
        Action::Solo(slot) => {
            let id = scheduler.slot(&slot.0);
            scheduler.solo(id, true);
        }
        Action::Unsolo(slot) => {
            let id = scheduler.slot(&slot.0);
            scheduler.solo(id, false);
        }
        Action::Mute(slot) => {
            let id = scheduler.slot(&slot.0);
            scheduler.mute(id, true);
        }
        Action::Unmute(slot) => {
            let id = scheduler.slot(&slot.0);
            scheduler.mute(id, false);
        }
        Action::MuteAll => scheduler.mute_all(),
        Action::UnmuteAll => scheduler.unmute_all(),
        Action::UnsoloAll => scheduler.unsolo_all(),
        Action::SetCps(cps) => {
            scheduler.set_cps(*cps);
            effects.cps = Some(*cps);
        }
        Action::All(transform) => {
            scheduler.set_all(Some(Arc::clone(transform)));
            effects.all = Some(Arc::clone(transform));
        }
        Action::ResetCycles => scheduler.reset_cycles(),
        Action::SetControl { name, value } => scheduler.set_control(name, Setting::Pattern(value.clone())),
        Action::Say(_) | Action::Define(_) => {}
    }
}

/// When what is put into a slot begins; `trigger` reads it under the slot's name.
fn begin_at(scheduler: &mut Scheduler, slot: &str, when: When) -> Cycle {
    let begin = if when == When::Now { scheduler.cursor() } else { scheduler.boundary() };
    scheduler.set_control_from(&format!("{BEGUN}{slot}"), begin, Setting::Value(Value::Fraction(begin)));
    begin
}

fn summary(swapped: &[String], failed: usize, first: Option<String>) -> Option<String> {
    let changed = if swapped.is_empty() { None } else { Some(swapped.join(", ")) };
    match (failed, changed, first) {
        (0, changed, _) | (_, changed, None) => changed,
        (_, Some(changed), Some(first)) => Some(format!("{changed}; not all: {first}")),
        (_, None, Some(first)) => Some(format!("nothing changed: {first}")),
    }
}

fn block_texts(text: &str) -> Vec<String> {
    blocks(text).iter().map(|block| block.text.trim_end().to_owned()).collect()
}

/// The text with every block blanked out that stood in it before; a block that stands there twice is old once for each
/// time it stood there.
fn only_new(text: &str, mut before: Vec<String>) -> String {
    let mut read = text.as_bytes().to_vec();
    for block in blocks(text) {
        if let Some(at) = before.iter().position(|old| old == block.text.trim_end()) {
            before.swap_remove(at);
            let place = block.span.begin as usize..block.span.end as usize;
            for byte in read.get_mut(place).into_iter().flatten().filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
        }
    }
    // Whole blocks were blanked, so what is left is whole characters.
    String::from_utf8(read).unwrap_or_default()
}
