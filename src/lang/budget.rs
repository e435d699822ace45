//! What working out a text may cost: steps and depth, so that a definition that never ends is a message, not a hang.
//!
//! ```text
//! let f x = f x        "this never ends: more than 5000000 steps"
//! ```
//!
//! Counted by thread. [`run`] wraps the work of an evaluation; a function called from inside a query gets a fresh, small
//! budget each time, so a scheduler is never held up. The first complaint is kept until it is asked for.

use crate::diagnostic::SourceSpan;
use std::cell::{Cell, RefCell};

const STEPS_OF_AN_EVALUATION: u64 = 5_000_000;
const STEPS_OF_A_CALL: u64 = 100_000;
const DEPTH_OF_AN_EVALUATION: u32 = 4_000;
const DEPTH_OF_A_CALL: u32 = 120;

/// The stack that an evaluation's thread is given; it bears the depths above and the meter's.
pub const STACK: usize = 256 << 20;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static EVALUATING: Cell<bool> = const { Cell::new(false) };
    static PLACE: Cell<Option<SourceSpan>> = const { Cell::new(None) };
    static COMPLAINT: RefCell<Option<Complaint>> = const { RefCell::new(None) };
}

/// What went wrong while a value was worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// In words.
    pub text: String,
    /// The application that was being worked out, where one was.
    pub place: Option<SourceSpan>,
}

/// Keeps the first complaint.
pub(super) fn complain(text: impl FnOnce() -> String) {
    COMPLAINT.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Some(Complaint { text: text(), place: PLACE.get() });
        }
    });
}

/// The first complaint since it was last taken.
pub fn take_complaint() -> Option<Complaint> {
    COMPLAINT.with_borrow_mut(Option::take)
}

/// Does the work of what stands at a place; complaints of it belong there.
pub(super) fn at<T>(place: SourceSpan, work: impl FnOnce() -> T) -> T {
    let outer = PLACE.replace(Some(place));
    let result = work();
    PLACE.set(outer);
    result
}

/// Does the work of one evaluation within its budget.
pub(super) fn run<T>(work: impl FnOnce() -> T) -> T {
    let before = EVALUATING.replace(true);
    let steps = STEPS.replace(STEPS_OF_AN_EVALUATION);
    let depth = DEPTH.replace(0);
    let result = work();
    EVALUATING.set(before);
    STEPS.set(steps);
    DEPTH.set(depth);
    result
}

/// One step, one level deeper; `None` once the budget is spent.
pub(super) fn step<T>(work: impl FnOnce() -> T) -> Option<T> {
    let depth = DEPTH.get();
    let evaluating = EVALUATING.get();
    if depth == 0 && !evaluating {
        STEPS.set(STEPS_OF_A_CALL);
    }
    if !spend(1) {
        return None;
    }
    let deepest = if evaluating { DEPTH_OF_AN_EVALUATION } else { DEPTH_OF_A_CALL };
    if depth >= deepest {
        complain(|| format!("this never ends, or calls itself more than {deepest} deep"));
        return None;
    }
    DEPTH.set(depth + 1);
    let result = work();
    DEPTH.set(depth);
    Some(result)
}

/// Spends steps ahead of making as many things; false once the budget is spent.
pub(super) fn spend(steps: u64) -> bool {
    if DEPTH.get() == 0 && !EVALUATING.get() {
        // A list that a query looks at outside any call.
        STEPS.set(STEPS_OF_A_CALL);
    }
    match STEPS.get().checked_sub(steps) {
        Some(left) => {
            STEPS.set(left);
            true
        }
        None => {
            complain(|| "this never ends, or takes too many steps to work out".to_owned());
            false
        }
    }
}
