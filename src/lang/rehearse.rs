//! Rehearsal: a pattern is asked for its next cycles, within limits, before it may play.
//!
//! ```text
//! fast 1e9 $ s "bd"      "too many events: more than 200000 in one query"; what played plays on
//! ```

use super::budget;
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::pattern::{ControlMap, Env, Meter, Pattern, State};
use crate::time::Span;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Events that one cycle may cost; a dense set has a few hundred.
const MOST_EVENTS: u64 = 200_000;

/// Asks a pattern for `cycles` cycles from `from`, as `env` has it but with a meter of its own.
///
/// # Errors
/// What the meter or a word complained about. The diagnostic spans nothing: the caller knows the block.
pub fn rehearse(pattern: &Pattern<ControlMap>, from: i64, cycles: u32, env: &Env<'_>) -> Result<(), Diagnostic> {
    let (tidal, patience, controls, steer) = (env.tidal, env.patience, env.controls, env.steer);
    let result = on_large_stack(|| {
        let _ = budget::take_complaint();
        for cycle in from..from.saturating_add(i64::from(cycles)) {
            let meter = Meter::new(MOST_EVENTS, None);
            let env = Env { tidal, patience, controls, steer, meter: &meter };
            let _ = pattern.query(&State { span: Span::cycle(cycle), env: &env });
            if let Some(fault) = meter.fault() {
                return Err(fault.to_string());
            }
            if let Some(complaint) = budget::take_complaint() {
                return Err(complaint);
            }
        }
        Ok(())
    });
    match result {
        Some(Ok(())) => Ok(()),
        Some(Err(text)) => {
            Err(Diagnostic::error(SourceSpan::default(), text)
                .with_help("it is not played; what played before goes on"))
        }
        None => Err(Diagnostic::error(SourceSpan::default(), "this pattern could not be played")),
    }
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
