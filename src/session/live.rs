//! A running set: scheduler, audio, MIDI, watched files and what looks ahead, each on its own thread, behind one handle.
//!
//! ```text
//! hands --apply, view--> Live --+-- scheduler thread   every 10 ms, and when something changed
//!                               +-- keeper thread      watched files, what engine and sinks say
//!                               +-- ahead thread       the next cycles, waiting for networks
//!                               +-- singers thread     what networks sing, up to where triggers have been sent
//!                               +-- output             its own threads
//! ```
//!
//! A file that is opened starts at cycle 0 on frame 0, with its first triggers sent before the output opens: it sounds as
//! it is rendered.

mod keeper;
mod look;
mod outside;
mod singers;

use super::ahead::{Ahead, Roll};
use super::config::Config;
use super::library::{self, Library};
use super::log::{Log, Opening};
use super::studio::{Studio, steering};
use super::{Command, Outcome, Parts, Session, Transport, voices};
use crate::crossing::Shared;
use crate::engine::{Monitor, Position};
use crate::generate::Bank;
use crate::io::audio::{Health, OpenDeviceError, Output, Wish};
use crate::io::midi::{self, MidiSink, OpenMidiError};
use crate::io::watch::{ReadTextError, Watcher, read_text};
use crate::lang::{self, Interpreter};
use crate::pattern::Patience;
use crate::schedule::{Pace, Scheduler, Sink};
use crate::units::Frame;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Frames a second of a set, whatever the device asks for.
pub const RATE: u32 = 48_000;
/// Seconds sent ahead of what is rendered.
pub const LOOK_AHEAD: f64 = 0.1;
/// How long a set that begins with MIDI waits for others to connect to its port.
const PORT_IS_SEEN: Duration = Duration::from_millis(400);
const TICK: Duration = Duration::from_millis(10);
/// Why a set did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenSessionError {
    /// The file does not read.
    #[error(transparent)]
    Read(#[from] ReadTextError),
    /// The device or host that was asked for is not there.
    #[error(transparent)]
    Device(#[from] OpenDeviceError),
    /// The MIDI port that was asked for is not there.
    #[error(transparent)]
    Midi(#[from] OpenMidiError),
    /// The system gives no threads.
    #[error("the system gives no threads: {0}")]
    Threads(std::io::Error),
}

/// A running set. Clones are the same set; it ends with [`Live::close`], or when the last clone goes.
#[derive(Clone)]
pub struct Live(Arc<Handle>);

/// What clones share; the threads share what is inside it.
struct Handle(Arc<Inner>);

struct Inner {
    session: Mutex<Session>,
    transport: Arc<Mutex<Transport>>,
    position: Position,
    health: Arc<Health>,
    monitor: Mutex<Monitor>,
    output: Mutex<Option<Output>>,
    host: String,
    bank: Arc<Bank>,
    library: Library,
    watcher: Mutex<Option<Watcher>>,
    notices: Mutex<Vec<Outcome>>,
    /// The file that was opened and what came of it.
    opened: Mutex<Option<Outcome>>,
    roll: Shared<Roll>,
    wake: (Mutex<bool>, Condvar),
    /// Up to where triggers have been sent.
    horizon: AtomicI64,
    /// The rung of the ladder on which the networks that sing stand.
    rung: AtomicU8,
    /// How many notes they may sing at once.
    voices: usize,
    /// How much slower they are made, for rehearsals of the ladder.
    drag: f64,
    /// The frame at which triggers end, for a set of so many cycles.
    end: Mutex<Option<Frame>>,
    stop: AtomicBool,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// Opens a set, and a file in it, which is watched from then on. Without a device the null device keeps time. Errors:
    /// the file, or a device or port that was asked for by name.
    pub fn open(config: &Config, file: Option<&Path>) -> Result<Self, OpenSessionError> {
        Self::open_for(config, file, None)
    }

    /// As [`Self::open`]; with `cycles` nothing starts after so many.
    pub(super) fn open_for(
        config: &Config,
        file: Option<&Path>,
        cycles: Option<u64>,
    ) -> Result<Self, OpenSessionError> {
        let text = file.map(library::read_set).transpose()?;
        let voices = voices::budget::of(config);
        let mut studio = Studio::build(config, RATE, voices, Vec::new());
        let mut said = std::mem::take(&mut studio.warnings);
        let shared = config.audio_host.as_deref() == Some("jack");
        let position = studio.position.clone();
        let midi = outside::open_midi(config, &position, shared)?;
        let mut sinks = studio.rack;
        sinks.extend(midi.map(|out| -> Box<dyn Sink> { Box::new(MidiSink::new(out, RATE)) }));
        let log = match Log::create(&config.home.sessions(), opening(config, voices)) {
            Ok(log) => Some(log),
            Err(error) => {
                said.push(format!("this set is not logged: {error}"));
                None
            }
        };
        let scheduler = Scheduler::new(RATE, config.cps, config.tidal, Patience::Never).steered(steering(config.seed));
        let mut session = Session::new(Parts {
            interpreter: Interpreter::new(library::networks(Arc::clone(&studio.bank)), config.tidal),
            transport: Transport::new(scheduler, sinks),
            patches: studio.patches,
            swap: config.swap,
            tidal: config.tidal,
            log,
            sounds: Some(studio.sounds),
        });
        said.extend(session.start_up(&config.home));
        // The built-in set is no file: nothing of it can change.
        let watched = file.filter(|path| path.exists());
        let watcher = outside::watch(config, watched.zip(text.as_deref()), &mut session, &mut said);
        for line in said {
            session.say(line, true);
        }
        let opened = file
            .zip(text)
            .map(|(path, text)| session.apply(Command::Load { path: path.display().to_string(), text }, Frame(0)));
        let transport = session.transport();
        let end = cycles.map(|cycles| {
            let cycle = crate::time::Cycle::whole(i64::try_from(cycles).unwrap_or(i64::MAX));
            held(&transport).scheduler.tempo().frame_of(cycle)
        });
        let mut pace = Pace::new(LOOK_AHEAD, RATE);
        held(&transport).tick(&mut pace, &studio.position, end);
        let plays_midi = held(&transport).recent().any(|trigger| midi::wants_midi(&trigger.controls));
        if plays_midi {
            // Others connect to a new port when they see it; the set's clock stands still until the output opens.
            std::thread::sleep(PORT_IS_SEEN);
        }
        let horizon = held(&transport).scheduler.horizon();
        let singers = studio.renderer.sing_ahead().map(|mut choir| {
            choir.advance(horizon + -singers::NUDGE);
            choir
        });
        let samples = Arc::clone(&studio.samples);
        let wish = Wish {
            host: config.audio_host.clone(),
            device: config.device.clone(),
            buffer: config.buffer,
            raw: config.raw_output,
        };
        let health = Arc::clone(&studio.health);
        let live = Self(Arc::new(Handle(Arc::new(Inner {
            session: Mutex::new(session),
            transport,
            position,
            health: studio.health,
            monitor: Mutex::new(studio.monitor),
            output: Mutex::new(None),
            host: config.audio_host.clone().unwrap_or_else(|| "default".into()),
            bank: studio.bank,
            library: Library::new(config.home.clone()),
            watcher: Mutex::new(watcher),
            notices: Mutex::new(Vec::new()),
            opened: Mutex::new(opened),
            roll: Shared::new(Roll::default()),
            wake: (Mutex::new(false), Condvar::new()),
            horizon: AtomicI64::new(horizon.0),
            rung: AtomicU8::new(0),
            voices,
            drag: config.drag,
            end: Mutex::new(end),
            stop: AtomicBool::new(false),
            threads: Mutex::new(Vec::new()),
        }))));
        live.spawn("scheduler", move |inner| inner.schedule(&mut pace))?;
        if let Some(mut singers) = singers {
            live.spawn("singers", move |inner| inner.sing(&mut singers))?;
        }
        // Who keeps ahead of the output runs before it does: opening a device may take longer than the look-ahead.
        match Output::open(studio.renderer, wish, health) {
            Ok(output) => *held(&live.0.0.output) = Some(output),
            Err(error) => {
                live.close();
                return Err(error.into());
            }
        }
        live.spawn("keeper", Inner::keep)?;
        live.spawn("ahead", Inner::look_ahead)?;
        live.spawn("samples", move |_| samples.warm())?;
        Ok(live)
    }

    fn spawn(&self, name: &str, work: impl FnOnce(&Inner) + Send + 'static) -> Result<(), OpenSessionError> {
        let inner = Arc::clone(&self.0.0);
        let run = move || work(&inner);
        // Patterns nest: their queries get the stack that the language promises them.
        let thread = Builder::new().name(name.into()).stack_size(lang::STACK).spawn(run);
        held(&self.0.0.threads).push(thread.map_err(OpenSessionError::Threads)?);
        Ok(())
    }

    /// Carries a command out now.
    pub fn apply(&self, command: Command) -> Outcome {
        let outcome = self.0.0.apply(command);
        let (woken, bell) = &self.0.0.wake;
        *held(woken) = true;
        bell.notify_one();
        outcome
    }

    /// What came of the file that was opened, once.
    pub fn opened(&self) -> Option<Outcome> {
        held(&self.0.0.opened).take()
    }

    /// What happened unasked since the last call: files that were saved, instruments, news of the output.
    pub fn notices(&self) -> Vec<Outcome> {
        std::mem::take(&mut held(&self.0.0.notices))
    }

    /// Where the log lies.
    pub fn log_path(&self) -> Option<PathBuf> {
        held(&self.0.0.session).log().map(|log| log.path().to_owned())
    }

    /// The frame the output has come to.
    pub fn position(&self) -> Frame {
        self.0.0.position.now()
    }

    /// The frame at which a set of so many cycles ends.
    pub(super) fn end(&self) -> Option<Frame> {
        *held(&self.0.0.end)
    }

    /// Opens a file in the running set and watches it.
    pub fn load(&self, path: &Path) -> Result<Outcome, OpenSessionError> {
        let text = read_text(path)?;
        if let Some(watcher) = held(&self.0.0.watcher).as_mut()
            && let Err(error) = watcher.file(path, &text)
        {
            held(&self.0.0.session).say(error.to_string(), true);
        }
        Ok(self.apply(Command::Load { path: path.display().to_string(), text }))
    }

    /// Ends the set: notes are closed, the log is whole, the output stops. Safe to call twice.
    pub fn close(&self) {
        self.0.0.close();
    }
}

impl Inner {
    fn apply(&self, command: Command) -> Outcome {
        if let Command::Learned { name } = &command {
            match self.library.melody(name) {
                Ok(model) => self.bank.insert(name, model),
                Err(error) => return Outcome { message: Some(error.to_string()), ..Outcome::default() },
            }
        }
        // A hush is stamped a little ahead, so that it cuts on its frame and not on the next block's edge.
        let at = self.position.now() + self.health.latency() + 128;
        held(&self.session).apply(command, at)
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn schedule(&self, pace: &mut Pace) {
        while !self.stopped() {
            let end = *held(&self.end);
            let horizon = {
                let mut transport = held(&self.transport);
                transport.tick(pace, &self.position, end);
                transport.scheduler.horizon()
            };
            // Whatever comes before it has been sent by now; beyond the set's end nothing comes, and notes still ring.
            let over = end.is_some_and(|end| horizon >= end);
            let sent = if over { self.position.now() + pace.look_ahead() } else { horizon };
            self.horizon.fetch_max(sent.0, Ordering::Release);
            let (woken, bell) = &self.wake;
            let guard = held(woken);
            let (mut guard, _) =
                bell.wait_timeout_while(guard, TICK, |woken| !*woken).unwrap_or_else(PoisonError::into_inner);
            *guard = false;
        }
    }

    fn look_ahead(&self) {
        let mut ahead = Ahead::new();
        while !self.stopped() {
            let cycle = held(&self.transport).scheduler.tempo().cycle_at(self.position.now());
            if let Some(roll) = ahead.look(&self.transport, cycle) {
                self.roll.put(roll);
            }
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    fn close(&self) {
        if self.stop.swap(true, Ordering::Relaxed) {
            return;
        }
        self.apply(Command::Quit);
        for thread in std::mem::take(&mut *held(&self.threads)) {
            // A thread that broke down has nothing left to say; one of them may be closing us.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
        drop(held(&self.output).take());
        self.last_words();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn opening(config: &Config, voices: usize) -> Opening {
    Opening {
        singer: config.singer.clone(),
        program: concat!("melisma ", env!("CARGO_PKG_VERSION")).into(),
        rate: RATE,
        cps: config.cps,
        tidal: config.tidal,
        swap: config.swap,
        seed: config.seed,
        voices,
        began: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
    }
}
