//! The one door between a device and the engine.
//!
//! ```text
//! device callback -> guard::run(renderer, out) -> tiny numbers become zero, a panic becomes silence and a report
//! ```
//!
//! Offline rendering goes through the same door: flushing changes results in the last bits, and live and rendered frames
//! must be equal. In the program itself [`Counting`] is the allocator: it counts what is allocated in here, which must be nothing.

mod allocation;

pub use allocation::{Counting, violations};

use super::Renderer;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Fills `out` (interleaved left and right) from the engine. Never unwinds. False where the engine failed: then `out` is
/// silent, time has gone on, and the engine plays again with the next command.
pub fn run(renderer: &mut Renderer, out: &mut [f32]) -> bool {
    let end = renderer.position() + (out.len() / 2) as i64;
    if sheltered(|| renderer.process(out)) {
        return true;
    }
    out.fill(0.0);
    // Recovering is plain assignment; should that fail as well, silence goes on.
    sheltered(|| renderer.recover(end));
    false
}

/// Runs real-time work: tiny numbers are zero, allocations count as violations, a panic ends only the work. False where
/// it panicked.
pub fn sheltered(work: impl FnOnce()) -> bool {
    let guarded = || allocation::forbidden(|| catch_unwind(AssertUnwindSafe(work)));
    // SAFETY: the crate sets two bits of the thread's floating point control and puts them back. Nothing in `work` relies on
    // subnormal numbers, and no code that does runs inside; rounding and exceptions stay as they are.
    #[allow(unsafe_code, reason = "subnormal numbers can cost a hundred times the time of others")]
    let outcome = unsafe { no_denormals::no_denormals(guarded) };
    match outcome {
        Ok(()) => true,
        Err(payload) => {
            // Freeing it would be work for the allocator; a few bytes are lost on a path that must never be taken.
            std::mem::forget(payload);
            false
        }
    }
}
