//! The system's MIDI ports (ALSA, CoreMIDI, WinMM) by midir: a thread that sends each message when its time has come.
//!
//! ```text
//! send(note at 48000) -> channel -> thread: agenda -> sleeps until frame 48000 -> port
//! ```
//!
//! midir cannot stamp messages, so they are as exact as the thread's waking: about a millisecond. A port that dies is
//! looked for by its name every second; notes that were on are ended when it is back.

use super::{Agenda, Message, MidiEvent, MidiOut, OpenMidiError, Timeline};
use crate::schedule::{Clock, SendTriggerError};
use crate::units::Frame;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const CLIENT: &str = "melisma";
const UNDER_WAY: usize = 4_096;

enum Order {
    Send(MidiEvent),
    Hush(Frame),
    Close,
}

/// One port of the system.
pub(super) struct SystemPort {
    name: String,
    orders: SyncSender<Order>,
    alive: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Names of the ports that are there; none where MIDI does not answer.
pub(super) fn names() -> Vec<String> {
    let Ok(client) = midir::MidiOutput::new(CLIENT) else { return Vec::new() };
    client.ports().iter().filter_map(|port| client.port_name(port).ok()).collect()
}

fn connect(name: &str) -> Result<(String, midir::MidiOutputConnection), OpenMidiError> {
    let unreachable = |error: String| OpenMidiError::Unreachable(error);
    let client = midir::MidiOutput::new(CLIENT).map_err(|error| unreachable(error.to_string()))?;
    let wanted = name.to_lowercase();
    let known: Vec<_> = client.ports().into_iter().filter_map(|p| Some((client.port_name(&p).ok()?, p))).collect();
    let found = known.iter().find(|(name, _)| name.to_lowercase().contains(&wanted));
    let Some((found, port)) = found.map(|(name, port)| (name.clone(), port.clone())) else {
        let known = known.into_iter().map(|(name, _)| name).collect();
        return Err(OpenMidiError::NoPort { name: name.into(), known });
    };
    let connection = client.connect(&port, "out").map_err(|error| unreachable(error.to_string()))?;
    Ok((found, connection))
}

/// Opens the first port whose name contains `name`.
pub(super) fn open(name: &str, clock: Box<dyn Clock + Sync>) -> Result<SystemPort, OpenMidiError> {
    let (found, connection) = connect(name)?;
    let (orders, inbox) = sync_channel(UNDER_WAY);
    let alive = Arc::new(AtomicBool::new(true));
    let worker = Worker {
        name: found.clone(),
        connection: Some(connection),
        tried: Instant::now(),
        alive: Arc::clone(&alive),
        agenda: Agenda::new(2 * UNDER_WAY),
        clock,
    };
    let thread = std::thread::Builder::new()
        .name("midi".into())
        .spawn(move || worker.run(&inbox))
        .map_err(|error| OpenMidiError::Unreachable(error.to_string()))?;
    Ok(SystemPort { name: found, orders, alive, thread: Some(thread) })
}

impl MidiOut for SystemPort {
    fn name(&self) -> &str {
        &self.name
    }

    fn send(&mut self, event: MidiEvent) -> Result<(), SendTriggerError> {
        // Notes go to the agenda of a dead port too: they are on time if it comes back.
        match self.orders.try_send(Order::Send(event)) {
            Err(TrySendError::Full(_)) => Err(SendTriggerError::Full(self.name.clone())),
            Err(TrySendError::Disconnected(_)) => Err(gone(&self.name)),
            Ok(()) if !self.alive.load(Ordering::Relaxed) => Err(gone(&self.name)),
            Ok(()) => Ok(()),
        }
    }

    fn hush(&mut self, at: Frame) {
        // A closed worker has ended its notes already.
        let _ = self.orders.send(Order::Hush(at));
    }

    fn close(&mut self) {
        let _ = self.orders.send(Order::Close);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for SystemPort {
    fn drop(&mut self) {
        self.close();
    }
}

fn gone(name: &str) -> SendTriggerError {
    SendTriggerError::Gone(format!("the MIDI port `{name}` is gone; it is looked for"))
}

struct Worker {
    name: String,
    connection: Option<midir::MidiOutputConnection>,
    tried: Instant,
    alive: Arc<AtomicBool>,
    agenda: Agenda,
    clock: Box<dyn Clock + Sync>,
}

impl Worker {
    fn run(mut self, inbox: &Receiver<Order>) {
        let rate = self.clock.rate();
        let mut timeline = Timeline::new(false, i64::from(rate) / 20);
        let begun = Instant::now();
        loop {
            let elapsed = (begun.elapsed().as_secs_f64() * f64::from(rate)) as i64;
            let now = timeline.read(elapsed, self.clock.now().0);
            self.send_due(Frame(now + 1));
            self.revive();
            let wait = self
                .agenda
                .next()
                .map_or(5_000, |next| ((next.0 - now) * 1_000_000 / i64::from(rate)).clamp(50, 5_000));
            match inbox.recv_timeout(Duration::from_micros(wait as u64)) {
                Ok(Order::Send(event)) => {
                    self.agenda.push(event);
                }
                Ok(Order::Hush(at)) => self.agenda.hush(at),
                Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => {
                    self.agenda.hush(Frame(i64::MIN));
                    self.send_due(Frame(i64::MAX));
                    return;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn send_due(&mut self, until: Frame) {
        while let Some((_, message)) = self.agenda.due(until) {
            let Some(connection) = &mut self.connection else { continue };
            if connection.send(message.bytes()).is_err() {
                self.connection = None;
                self.alive.store(false, Ordering::Relaxed);
            }
        }
    }

    fn revive(&mut self) {
        if self.connection.is_some() || self.tried.elapsed() < Duration::from_secs(1) {
            return;
        }
        self.tried = Instant::now();
        if let Ok((_, mut connection)) = connect(&self.name) {
            for channel in 0..16 {
                // What was on when the port died may still sound in the instrument.
                let _ = connection.send(Message::all_notes_off(channel).bytes());
            }
            self.connection = Some(connection);
            self.alive.store(true, Ordering::Relaxed);
        }
    }
}
