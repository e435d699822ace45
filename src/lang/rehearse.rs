//! Rehearsal: a pattern is asked for its next cycles, within limits, before it may play.
//!
//! ```text
//! fast 1e9 $ s "bd"      `fast 1e9` makes too many events: more than 200000 in one query
//! ```

use super::{budget, slip};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::pattern::{ControlMap, Env, Fault, Meter, Pattern, State};
use crate::time::Span;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Events that one cycle may cost; a dense set has a few hundred.
const MOST_EVENTS: u64 = 200_000;

/// Asks a pattern for `cycles` cycles from `from`, as `env` has it but with a meter of its own. `text` is the text of the
/// evaluation, `block` the part of it that made the pattern.
///
/// # Errors
/// What the meter or a word complained about, at the word of the block that made it.
pub fn rehearse(
    pattern: &Pattern<ControlMap>,
    from: i64,
    cycles: u32,
    env: &Env<'_>,
    text: &str,
    block: SourceSpan,
) -> Result<(), Diagnostic> {
    let (tidal, patience, controls, steer) = (env.tidal, env.patience, env.controls, env.steer);
    let result = on_large_stack(|| {
        let _ = budget::take_complaint();
        for cycle in from..from.saturating_add(i64::from(cycles)) {
            let meter = Meter::new(MOST_EVENTS, None);
            let env = Env { tidal, patience, controls, steer, meter: &meter };
            let _ = pattern.query(&State { span: Span::cycle(cycle), env: &env });
            if let Some(fault) = meter.fault() {
                return Err(Trouble::Fault(fault));
            }
            if let Some(complaint) = budget::take_complaint() {
                return Err(Trouble::Complaint(complaint));
            }
        }
        Ok(())
    });
    const HELP: &str = "it is not played; what played before goes on";
    let written = text.get(block.begin as usize..block.end as usize).unwrap_or("");
    match result {
        Some(Ok(())) => Ok(()),
        Some(Err(Trouble::Complaint(complaint))) => {
            let at = slip::place(&complaint, written, block);
            // What was defined elsewhere is told at the block that plays it.
            let span = if at.evaluation == block.evaluation { at } else { block };
            Err(Diagnostic::error(span, complaint.text).with_help(HELP))
        }
        Some(Err(Trouble::Fault(fault))) => Err(match (slip::costly(written, block), fault) {
            (Some((span, word)), Fault::Events(most)) => {
                Diagnostic::error(span, format!("`{word}` makes too many events: more than {most} in one query"))
            }
            (Some((span, word)), Fault::Time) => Diagnostic::error(span, format!("`{word}` takes too long to play")),
            _ => Diagnostic::error(block, fault.to_string()),
        }
        .with_help(HELP)),
        None => Err(Diagnostic::error(block, "this pattern could not be played")),
    }
}

/// A complaint as a message about an expression.
pub fn placed(complaint: budget::Complaint, text: &str) -> Diagnostic {
    let span = slip::place(&complaint, text, SourceSpan::new(0, text.len()));
    Diagnostic::error(span, complaint.text)
}

/// Why a rehearsal ended early.
enum Trouble {
    Fault(Fault),
    Complaint(budget::Complaint),
}

thread_local! {
    /// Whether this thread was made with a large stack.
    static LARGE: Cell<bool> = const { Cell::new(false) };
}

/// Does work that nests deep on a thread with a large stack, which is this one where it has been made here; `None` where
/// it broke off.
pub fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    if LARGE.get() {
        return catch_unwind(AssertUnwindSafe(work)).ok();
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("evaluate".to_owned()).stack_size(budget::STACK);
        let marked = || {
            LARGE.set(true);
            work()
        };
        thread.spawn_scoped(scope, marked).ok()?.join().ok()
    })
}
