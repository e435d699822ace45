//! Ctrl+C, SIGTERM and SIGHUP as one flag: whoever plays looks at it, closes notes, restores the screen and returns.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A flag that becomes true with the first of these signals; the second one ends the program at once.
///
/// # Errors
/// Where the system refuses a handler.
pub(crate) fn stop_flag() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // In this order the flag is still down when the first signal passes the shutdown.
        flag::register_conditional_shutdown(signal, super::Exit::Interrupted as i32, Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}
