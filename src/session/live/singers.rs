//! The thread on which networks sing: always as far as triggers have been sent, never further.
//!
//! ```text
//! sounds now 0 ms      sent up to 100 ms      sung up to 80 ms
//! ```
//!
//! What it makes is the engine's business, and the same at any pace.

use super::Inner;
use crate::dsp::BLOCK;
use crate::engine::Ahead;
use crate::units::Frame;
use std::sync::atomic::Ordering;
use std::time::Duration;
#[cfg(unix)]
use thread_priority::{
    RealtimeThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy,
    thread_native_id,
};

/// Between two looks of the singers for what is to be sung.
const BREATH: Duration = Duration::from_millis(2);
/// Frames before the horizon that the singers leave open: `nudge` may put a note a little before its place.
pub(super) const NUDGE: i64 = 960;

impl Inner {
    pub(super) fn sing(&self, singers: &mut Ahead) {
        hurry();
        let block = BLOCK as f64 / f64::from(self.position.rate());
        while !self.stopped() {
            // Asked for before every block: who is slow looks at what has been sent since, not at what was when he began.
            while let Some(networks) = singers.step(self.sent()).filter(|_| !self.stopped()) {
                // As on a machine on which one voice takes `drag` times as long as it lasts, one of a smaller size its share of that:
                // the setting `drag` rehearses the ladder.
                if self.drag > 0.0 {
                    std::thread::sleep(Duration::from_secs_f64(block * self.drag * f64::from(networks)));
                }
            }
            std::thread::sleep(BREATH);
        }
    }

    /// The frame up to which everything that is to happen has been sent.
    fn sent(&self) -> Frame {
        Frame(self.horizon.load(Ordering::Acquire) - NUDGE)
    }
}

/// This thread goes before every other that can wait, and after the audio thread; where the system does not allow that it
/// stays as it is.
fn hurry() {
    #[cfg(unix)]
    if let Ok(priority) = 5.try_into() {
        let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::RoundRobin);
        let priority = ThreadPriority::Crossplatform(priority);
        // Systems give this to audio groups only.
        let _ = set_thread_priority_and_policy(thread_native_id(), priority, policy);
    }
    #[cfg(not(unix))]
    let _ = thread_priority::set_current_thread_priority(thread_priority::ThreadPriority::Max);
}
