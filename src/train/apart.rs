//! Work on a thread of its own, whose panic is told and never unwound.
//!
//! ```text
//! ask(job) --> | serve(job) | --> answer
//! ask(job) --> | serve .. !! |     Lost, now and ever after: the thread stands still and drops nothing
//! ```
//!
//! dfdx and cudarc panic where a graphics card fails, and once more in every destructor of what lay on that card; a program whose
//! destructors panic while it unwinds is ended by Rust on the spot. So such a thread is stopped in the panic hook, before anything is
//! dropped: what it held is lost to the program, and the program goes on. Only while the work is being opened (`open`: no
//! driver, no card) a panic unwinds as usual, silently. After a loss nobody can set another panic hook: the standard
//! library waits for the one that has not come back. It knows nothing of cards (`gpu` does).

use std::cell::RefCell;
use std::panic;
use std::sync::Once;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// What the panic said that ended the work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Lost(pub String);

/// Somebody who works apart: jobs go there, answers come back, one at a time.
pub struct Apart<J, A> {
    /// None once the work is lost.
    jobs: Option<Sender<J>>,
    words: Receiver<Result<Option<A>, Lost>>,
}

/// What a thread's panic does.
struct Will {
    tell: Box<dyn Fn(String)>,
    /// Whether the thread then stands still.
    still: bool,
}

thread_local! {
    static WILL: RefCell<Option<Will>> = const { RefCell::new(None) };
}

impl<J: Send + 'static, A: Send + 'static> Apart<J, A> {
    /// Opens the work on a thread of its own and waits until it is open. Errors: it panicked, or there is no thread to be had.
    pub fn start<W>(
        open: impl FnOnce() -> W + Send + 'static,
        mut serve: impl FnMut(&mut W, J) -> A + Send + 'static,
    ) -> Result<Apart<J, A>, Lost> {
        heed_panics();
        let (jobs, waiting) = channel::<J>();
        let (said, words) = channel();
        let work = move || {
            let told = said.clone();
            let tell = Box::new(move |text| drop(told.send(Err(Lost(text)))));
            WILL.set(Some(Will { tell, still: false }));
            let mut work = open();
            WILL.with_borrow_mut(|will| will.iter_mut().for_each(|will| will.still = true));
            let mut heard = said.send(Ok(None)).is_ok();
            while let (true, Ok(job)) = (heard, waiting.recv()) {
                heard = said.send(Ok(Some(serve(&mut work, job)))).is_ok();
            }
        };
        thread::Builder::new().name("apart".into()).spawn(work).map_err(|error| Lost(error.to_string()))?;
        let mut apart = Apart { jobs: Some(jobs), words };
        apart.hear().map(|_| apart)
    }

    /// Has a job done and waits for it. Errors: the work is lost.
    pub fn ask(&mut self, job: J) -> Result<A, Lost> {
        if let Some(jobs) = &self.jobs {
            // Where nobody takes it, nobody answers either.
            let _ = jobs.send(job);
        }
        self.hear()?.ok_or_else(gone)
    }

    fn hear(&mut self) -> Result<Option<A>, Lost> {
        let open = self.jobs.is_some();
        let word = if open { self.words.recv().unwrap_or_else(|_| Err(gone())) } else { Err(gone()) };
        if word.is_err() {
            self.jobs = None;
        }
        word
    }
}

impl<J, A> Drop for Apart<J, A> {
    /// Waits until the work has put everything down, or has panicked over it.
    fn drop(&mut self) {
        if self.jobs.take().is_some() {
            while let Ok(Ok(_)) = self.words.recv() {}
        }
    }
}

fn gone() -> Lost {
    Lost("it was lost before".into())
}

/// Has panics of threads that left a will go by it; all others go the way they went.
fn heed_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let still = WILL.try_with(|will| {
                will.borrow().as_ref().map(|will| {
                    (will.tell)(panic.payload_as_str().unwrap_or("a panic without words").to_owned());
                    will.still
                })
            });
            match still.ok().flatten() {
                None => before(panic),
                Some(false) => {}
                Some(true) => loop {
                    thread::park();
                },
            }
        }));
    });
}

#[cfg(test)]
pub(in crate::train) mod tests;
