//! No device, but time passes: frames are rendered and thrown away as fast as a device would take them.
//!
//! ```text
//! 256 frames | wait 5.3 ms | 256 frames | wait ..        a late wake-up is made up for at once
//! ```

use super::seat::Seat;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const FRAMES: usize = 256;

/// Keeps time on a thread of its own.
pub(super) struct Null {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Box<Seat>>,
}

impl Null {
    /// Starts.
    pub(super) fn start(mut seat: Box<Seat>) -> Self {
        seat.fit(seat.engine_rate());
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let (begin, rate) = (Instant::now(), seat.engine_rate());
            let (mut out, mut rendered) = ([0.0; 2 * FRAMES], 0u64);
            while !stopped.load(Ordering::Relaxed) {
                seat.fill(&mut out, 2, None, |x| x);
                rendered += FRAMES as u64;
                let due = Duration::from_secs_f64(rendered as f64 / f64::from(rate));
                if let Some(wait) = due.checked_sub(begin.elapsed()) {
                    thread::sleep(wait);
                }
            }
            seat
        });
        Self { stop, thread }
    }

    /// Stops and gives the seat back; `None` if its thread failed.
    pub(super) fn stop(self) -> Option<Box<Seat>> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().ok()
    }
}
