//! Silence on stderr while audio and MIDI are opened: libasound and libjack write there whatever they think of a machine,
//! and none of it is for the performer. Our own words wait until they are done.

use std::fs::{File, OpenOptions};

/// Does `work` with fd 2 pointing nowhere. Where the system refuses that, the work is done all the same.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let kept = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stderr(), 3).map(File::from).ok();
    let nowhere = OpenOptions::new().write(true).open(if cfg!(windows) { "NUL" } else { "/dev/null" }).ok();
    let turned = kept.zip(nowhere).filter(|(_, nowhere)| rustix::stdio::dup2_stderr(nowhere).is_ok());
    let done = work();
    if let Some((kept, _)) = turned {
        // If this fails there is no stderr left to say so on.
        let _ = rustix::stdio::dup2_stderr(kept);
    }
    done
}
