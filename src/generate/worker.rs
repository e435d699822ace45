//! One thread that makes late bars.

use std::sync::mpsc::{Sender, channel};

type Job = Box<dyn FnOnce() + Send>;

/// Hands work to the thread; it ends when the last handle is gone.
#[derive(Debug, Clone)]
pub(super) struct Worker(Option<Sender<Job>>);

impl Worker {
    /// Starts the thread. Where the system gives none, work is done where it is asked for.
    pub(super) fn start() -> Self {
        let (sender, jobs) = channel::<Job>();
        let thread = std::thread::Builder::new().name("melisma-notes".to_owned());
        let started = thread.spawn(move || {
            for job in jobs {
                job();
            }
        });
        Self(started.is_ok().then_some(sender))
    }

    /// Has a job done, later.
    pub(super) fn ask(&self, job: Job) {
        match &self.0 {
            Some(sender) => {
                // A thread that is gone takes no work; the bar stays late and is asked for again.
                let _ = sender.send(job);
            }
            None => job(),
        }
    }

    /// Waits until all that was asked for before is done.
    pub(super) fn settle(&self) {
        let (done, wait) = channel();
        self.ask(Box::new(move || {
            let _ = done.send(());
        }));
        let _ = wait.recv();
    }
}
