//! An output: the renderer at a device, or at the null device while there is none, and someone who looks after both.
//!
//! ```text
//! device ---- lost ---> null (time goes on) ---- every 2 s: is it back? ---> device
//! ```
//!
//! The frame count never jumps: a lost device costs what it had buffered, no more. Which device is played by is not part of
//! a set's truth and not logged.

use super::device::{self, OpenDeviceError, Stream};
use super::null::Null;
use super::seat::Seat;
use crate::crossing::Shared;
use crate::engine::{Position, Renderer};
use crate::units::Decibels;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What the performer wants to play through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// `alsa`, `jack`, .. or `null`; the system's default where absent.
    pub host: Option<String>,
    /// A device's name or a part of it; the default device where absent.
    pub device: Option<String>,
    /// Frames a callback; the device's own where absent.
    pub buffer: Option<u32>,
    /// Without gain and fade-in: what is recorded equals what is rendered.
    pub raw: bool,
}

/// How an output is doing. Any thread may read it.
#[derive(Debug, Default)]
pub struct Health {
    pub(super) xruns: AtomicU64,
    pub(super) hiccups: AtomicU64,
    pub(super) lost: AtomicBool,
    pub(super) gain: AtomicU32,
    missed: AtomicU64,
    callbacks: AtomicU64,
    /// Load of late, and the highest, as bits of an `f32`.
    load: AtomicU32,
    peak: AtomicU32,
    /// The sum of all loads in millionths, for their mean.
    spent: AtomicU64,
    length: AtomicI64,
}

impl Health {
    /// One callback of so many frames took this share of its time.
    pub(super) fn callback(&self, frames: usize, load: f32) {
        let before = f32::from_bits(self.load.load(Ordering::Relaxed));
        self.load.store((before + 0.02 * (load - before)).to_bits(), Ordering::Relaxed);
        // Bits of positive floats are ordered as the floats are.
        self.peak.fetch_max(load.max(0.0).to_bits(), Ordering::Relaxed);
        self.spent.fetch_add((load.max(0.0) * 1e6) as u64, Ordering::Relaxed);
        self.missed.fetch_add(u64::from(load > 1.0), Ordering::Relaxed);
        self.callbacks.fetch_add(1, Ordering::Relaxed);
        self.length.fetch_max(frames as i64, Ordering::Relaxed);
    }

    /// How many frames the device takes at once, as far as seen.
    pub fn latency(&self) -> i64 {
        self.length.load(Ordering::Relaxed)
    }

    /// How often the device ran dry, as it says.
    pub fn xruns(&self) -> u64 {
        self.xruns.load(Ordering::Relaxed)
    }

    /// How many callbacks took longer than the frames they made.
    pub fn missed(&self) -> u64 {
        self.missed.load(Ordering::Relaxed)
    }

    /// How many callbacks there were.
    pub fn callbacks(&self) -> u64 {
        self.callbacks.load(Ordering::Relaxed)
    }

    /// Passing errors of the device that cost no sound.
    pub fn hiccups(&self) -> u64 {
        self.hiccups.load(Ordering::Relaxed)
    }

    /// The share of the time that rendering takes, smoothed over some fifty callbacks; 1 is too much.
    pub fn load(&self) -> f32 {
        f32::from_bits(self.load.load(Ordering::Relaxed))
    }

    /// The share of the time that rendering took, over all callbacks.
    pub fn mean_load(&self) -> f64 {
        self.spent.load(Ordering::Relaxed) as f64 / 1e6 / self.callbacks().max(1) as f64
    }

    /// The highest share of one callback so far.
    pub fn peak(&self) -> f32 {
        f32::from_bits(self.peak.load(Ordering::Relaxed))
    }
}

/// A running output.
pub struct Output {
    health: Arc<Health>,
    name: Shared<String>,
    position: Position,
    orders: mpsc::Sender<()>,
    keeper: Option<JoinHandle<()>>,
}

/// What drives the renderer right now.
enum Driver {
    Device(Stream),
    Null(Null),
}

impl Driver {
    fn stop(self) -> Option<Box<Seat>> {
        match self {
            Self::Device(stream) => stream.stop(),
            Self::Null(null) => null.stop(),
        }
    }
}

impl Output {
    /// The level a set starts at: the ear is not to be surprised.
    pub const START: Decibels = Decibels(-12.0);

    /// Gives a renderer to a device. Without a wish and without a device, and with host `null`, to the null device; `health` is kept up to date. Errors: the
    /// host or device that was asked for by name is not there, or does not open.
    pub fn open(renderer: Renderer, wish: Wish, health: Arc<Health>) -> Result<Self, OpenDeviceError> {
        let position = renderer.clock();
        health.gain.store(Self::START.gain().to_bits(), Ordering::Relaxed);
        let seat = Box::new(Seat::new(renderer, Arc::clone(&health), wish.raw));
        let name = Shared::new(String::new());
        let is_null = wish.host.as_deref() == Some("null");
        let named = (wish.host.is_some() || wish.device.is_some()) && !is_null;
        let driver = if is_null {
            Driver::Null(Null::start(seat))
        } else {
            match device::open(seat, &wish, &health) {
                Ok(stream) => Driver::Device(stream),
                Err((Some(seat), _)) if !named => Driver::Null(Null::start(seat)),
                Err((_, error)) => return Err(error),
            }
        };
        let (orders, received) = mpsc::channel();
        let keeper = Keeper {
            wish,
            is_null,
            health: Arc::clone(&health),
            name: name.clone(),
            position: position.clone(),
            seen: position.now().0,
            moved: Instant::now(),
            tried: Instant::now(),
            wait: Keeper::RETRY[0],
            lost: false,
        };
        keeper.show(&driver);
        let keeper = thread::spawn(move || keeper.run(driver, &received));
        Ok(Self { health, name, position, orders, keeper: Some(keeper) })
    }

    /// How it is doing.
    pub fn health(&self) -> &Arc<Health> {
        &self.health
    }

    /// What it plays through: the device's name, or `no device`.
    pub fn name(&self) -> String {
        self.name.get().as_ref().clone()
    }

    /// How far it has come.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Sets the device's level; glides there. Nothing with [`Wish::raw`].
    pub fn set_gain(&self, level: Decibels) {
        self.health.gain.store(level.gain().clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // A keeper that is gone needs no order; either way it has ended when this returns.
        let _ = self.orders.send(());
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

/// Looks after the driver on a thread of its own.
struct Keeper {
    wish: Wish,
    is_null: bool,
    health: Arc<Health>,
    name: Shared<String>,
    position: Position,
    seen: i64,
    moved: Instant,
    tried: Instant,
    wait: Duration,
    /// Whether a device was lost since the start.
    lost: bool,
}

impl Keeper {
    /// How long a device may ask for nothing before it counts as dead.
    const PATIENCE: Duration = Duration::from_millis(1500);
    /// How long between two looks for a device that is away, at first and at most: each look may cost a line in a log.
    const RETRY: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(30)];

    fn show(&self, driver: &Driver) {
        self.name.put(match driver {
            Driver::Device(stream) => stream.name.clone(),
            Driver::Null(_) => "no device".into(),
        });
    }

    fn run(mut self, driver: Driver, orders: &mpsc::Receiver<()>) {
        let mut driver = Some(driver);
        while orders.recv_timeout(Duration::from_millis(50)) == Err(RecvTimeoutError::Timeout) {
            let Some(now) = driver.take() else { return };
            driver = match now {
                Driver::Device(stream) if self.is_dead() => self.change(Driver::Device(stream)),
                Driver::Null(null) if !self.is_null && self.is_back() => self.change(Driver::Null(null)),
                same => Some(same),
            };
        }
        // The end: the device stops asking before its renderer is freed.
        match driver {
            // Once its server died, libjack fails with a memory fault as a later client of the same process is closed
            // (jackd2 1.9.21). The process is about to end: the server notices that by itself.
            Some(Driver::Device(stream)) if self.lost && self.wish.host.as_deref() == Some("jack") => {
                std::mem::forget(stream);
            }
            driver => drop(driver.map(Driver::stop)),
        }
    }

    fn is_dead(&mut self) -> bool {
        let now = self.position.now().0;
        if now != self.seen {
            (self.seen, self.moved) = (now, Instant::now());
        }
        self.health.lost.swap(false, Ordering::Relaxed) || self.moved.elapsed() > Self::PATIENCE
    }

    /// Looks for the device, less and less often. Time goes on meanwhile.
    fn is_back(&mut self) -> bool {
        if self.tried.elapsed() < self.wait {
            return false;
        }
        (self.tried, self.wait) = (Instant::now(), (2 * self.wait).min(Self::RETRY[1]));
        device::is_there(&self.wish)
    }

    /// Takes the renderer from what drives it and gives it to the device, if it is there, else to the null device.
    fn change(&mut self, from: Driver) -> Option<Driver> {
        self.lost |= matches!(from, Driver::Device(_));
        let seat = from.stop()?;
        let driver = match device::open(seat, &self.wish, &self.health) {
            Ok(stream) => {
                self.wait = Self::RETRY[0];
                Driver::Device(stream)
            }
            Err((seat, _)) => Driver::Null(Null::start(seat?)),
        };
        (self.tried, self.moved) = (Instant::now(), Instant::now());
        self.show(&driver);
        Some(driver)
    }
}
