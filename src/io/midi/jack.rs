//! Our own MIDI on JACK: each message at its exact frame, written from the server's callback.
//!
//! ```text
//! server's period   | J ........ J+256 |        set's frames  | R ........ R+256 |
//! message at R+17   ->  written into the period at offset 17
//! ```
//!
//! Real-time: the callback takes from a ring, looks into an [`Agenda`] that was allocated before, and writes. The library
//! is opened when the program runs; without it or without a server there is an error, not a stop.

use super::{Agenda, Message, MidiEvent, MidiOut, OpenMidiError, Periods, Timeline};
use crate::crossing::{Receiver, Sender, ring};
use crate::schedule::{Clock, SendTriggerError};
use crate::units::Frame;
use jack::{
    Client, ClientOptions, ClientStatus, Control, NotificationHandler, PortFlags, ProcessHandler, ProcessScope,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENT: &str = "melisma-midi";
const UNDER_WAY: usize = 4_096;
/// How long the end waits for the last note-offs to be written.
const LAST_WORDS: Duration = Duration::from_millis(300);

enum Order {
    Send(MidiEvent),
    Hush(Frame),
    /// Ends every note at once and says so by its number.
    Flush(u64),
}

/// A JACK client with one MIDI output.
pub(super) struct JackPort {
    name: String,
    wanted: String,
    orders: Sender<Order>,
    client: Option<jack::AsyncClient<Notices, Callback>>,
    gone: Arc<AtomicBool>,
    flushed: Arc<AtomicU64>,
    flushes: u64,
}

/// Opens a client without a word on stderr and without starting a server.
fn client() -> Result<Client, OpenMidiError> {
    // libjack writes to stderr, which would ruin the stage.
    jack::set_logger(jack::LoggerType::None);
    let options = ClientOptions::NO_START_SERVER;
    match Client::new(CLIENT, options) {
        Ok((client, _)) => Ok(client),
        Err(error) => Err(OpenMidiError::Unreachable(error.to_string())),
    }
}

fn inputs(client: &Client) -> Vec<String> {
    client.ports(None, Some("midi"), PortFlags::IS_INPUT)
}

/// MIDI inputs of other clients; none without a server.
pub(super) fn inputs_of_others() -> Vec<String> {
    client().map(|client| inputs(&client)).unwrap_or_default()
}

/// Opens the port and connects it to the inputs whose names contain `wanted`; an empty name connects nothing.
pub(super) fn open(wanted: &str, clock: Box<dyn Clock + Sync>, shared: bool) -> Result<JackPort, OpenMidiError> {
    let client = client()?;
    let unreachable = |error: jack::Error| OpenMidiError::Unreachable(error.to_string());
    let known = inputs(&client);
    let goals: Vec<String> = match wanted {
        "" => Vec::new(),
        _ => known.iter().filter(|port| port.to_lowercase().contains(&wanted.to_lowercase())).cloned().collect(),
    };
    if goals.is_empty() && !wanted.is_empty() {
        return Err(OpenMidiError::NoPort { name: wanted.into(), known });
    }
    let port = client.register_port("out", jack::MidiOut::default()).map_err(unreachable)?;
    let own = port.name().map_err(unreachable)?;
    let (orders, inbox) = ring(UNDER_WAY);
    let (gone, flushed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (rate, server_rate) = (i64::from(clock.rate()), i64::from(client.sample_rate()));
    let callback = Callback {
        port,
        inbox,
        agenda: Agenda::new(2 * UNDER_WAY),
        timeline: Timeline::new(shared, rate / 20),
        periods: Periods::default(),
        shared,
        clock,
        rate,
        server_rate,
        last: 0,
        passed: 0,
        flushed: Arc::clone(&flushed),
    };
    let client = client.activate_async(Notices { gone: Arc::clone(&gone) }, callback).map_err(unreachable)?;
    for goal in &goals {
        client.as_client().connect_ports_by_name(&own, goal).map_err(unreachable)?;
    }
    let name = if goals.is_empty() { own } else { goals.join(", ") };
    Ok(JackPort { name, wanted: wanted.into(), orders, client: Some(client), gone, flushed, flushes: 0 })
}

impl MidiOut for JackPort {
    fn name(&self) -> &str {
        &self.name
    }

    fn send(&mut self, event: MidiEvent) -> Result<(), SendTriggerError> {
        if self.gone.load(Ordering::Relaxed) {
            let hint = if self.wanted.is_empty() { "" } else { "; start it and reopen the set" };
            return Err(SendTriggerError::Gone(format!("the JACK server is gone, and `{}` with it{hint}", self.name)));
        }
        self.orders.send(Order::Send(event)).map_err(|_| SendTriggerError::Full(self.name.clone()))
    }

    fn hush(&mut self, at: Frame) {
        // A full ring is emptied within a period; a hush must not be lost in it.
        let begun = Instant::now();
        while self.orders.send(Order::Hush(at)).is_err() && begun.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn close(&mut self) {
        let Some(client) = self.client.take() else { return };
        if self.gone.load(Ordering::Relaxed) {
            // What libjack knew of it went with the server: to close it now ends the program.
            return std::mem::forget(client);
        }
        self.flushes += 1;
        let begun = Instant::now();
        while self.orders.send(Order::Flush(self.flushes)).is_err() && begun.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(1));
        }
        let heard = || self.flushed.load(Ordering::Acquire) >= self.flushes || self.gone.load(Ordering::Relaxed);
        while !heard() && begun.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(1));
        }
        // What the callback wrote is carried on in the next period; then the port may go.
        std::thread::sleep(Duration::from_millis(30));
        if self.gone.load(Ordering::Relaxed) {
            return std::mem::forget(client);
        }
        let _ = client.deactivate();
    }
}

impl Drop for JackPort {
    fn drop(&mut self) {
        self.close();
    }
}

struct Notices {
    gone: Arc<AtomicBool>,
}

impl NotificationHandler for Notices {
    #[allow(unsafe_code, reason = "the trait's signature; only an atomic is touched, as a signal handler may")]
    unsafe fn shutdown(&mut self, _: ClientStatus, _: &str) {
        self.gone.store(true, Ordering::Relaxed);
    }
}

struct Callback {
    port: jack::Port<jack::MidiOut>,
    inbox: Receiver<Order>,
    agenda: Agenda,
    timeline: Timeline,
    periods: Periods,
    /// Whether the set's device is the same server.
    shared: bool,
    clock: Box<dyn Clock + Sync>,
    rate: i64,
    server_rate: i64,
    /// The server's frame counter has 32 bits; its steps are added up.
    last: u32,
    passed: i64,
    flushed: Arc<AtomicU64>,
}

impl ProcessHandler for Callback {
    fn process(&mut self, _: &Client, scope: &ProcessScope) -> Control {
        let counter = scope.last_frame_time();
        self.passed += i64::from(counter.wrapping_sub(self.last));
        self.last = counter;
        let (now, frames) = (self.clock.now().0, scope.n_frames());
        let period = i64::from(frames) * self.rate / self.server_rate;
        // The set's clock says what was handed out, which sounds with the period; so do these notes. While it has not begun
        // it gives no places, and nothing is due.
        let other = self.passed * self.rate / self.server_rate;
        let start = match (self.clock.mark(), scope.cycle_times()) {
            (Some((frame, micros)), Ok(times)) if self.shared => {
                let micros = (times.current_usecs as u32).wrapping_sub(micros).cast_signed();
                let passed = f64::from(micros) * self.rate as f64 / 1e6;
                let periods = (passed / period.max(1) as f64).round() as i64;
                self.periods.read(other, frame.0 + periods * period)
            }
            _ if now == 0 => i64::MIN / 2,
            _ => self.timeline.read(other, now) - period,
        };
        let mut flush = 0;
        while let Some(order) = self.inbox.receive() {
            match order {
                Order::Send(event) => {
                    self.agenda.push(event);
                }
                Order::Hush(at) => self.agenda.hush(at),
                Order::Flush(number) => {
                    self.agenda.hush(Frame(i64::MIN));
                    flush = number;
                }
            }
        }
        let end = Frame(start + period);
        let mut out = self.port.writer(scope);
        while let Some((at, message)) = self.agenda.due(end) {
            let time = ((at.0.max(start) - start) * self.server_rate / self.rate) as u32;
            write(&mut out, time.min(frames - 1), message);
        }
        if flush > 0 {
            self.flushed.store(flush, Ordering::Release);
        }
        Control::Continue
    }
}

fn write(out: &mut jack::MidiWriter<'_>, time: u32, message: Message) {
    // A period's buffer that is full loses the message; a note-off among the losses is ended by `hush` or the close.
    let _ = out.write(&jack::RawMidi { time, bytes: message.bytes() });
}
