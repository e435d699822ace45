//! The only place that knows cpal: hosts, devices, streams.
//!
//! ```text
//! open("jack", any device) -> a client `melisma_out`, connected to the speakers, at the server's rate and period
//! open(default)            -> ALSA on Linux, CoreAudio, WASAPI; the engine's rate where the device has it
//! ```
//!
//! Callbacks may come in any length, even changing ones. The error callback may run on the audio thread and its error may own
//! memory: it sets flags, and hands nothing on. No input.

use super::output::{Health, Wish};
use super::seat::{Guest, Seat};
use crate::crossing::{Receiver, ring};
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{FromSample, SampleFormat, SizedSample};
use std::sync::Arc;
use std::sync::Once;
use std::sync::atomic::Ordering;

/// Why there is no sound from a device.
#[derive(Debug, thiserror::Error)]
pub enum OpenDeviceError {
    /// No such host here.
    #[error("no audio host is called `{name}`; there are {}", known.join(", "))]
    Host {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The host has no such device, or none at all.
    #[error("{0}")]
    Device(String),
    /// The device does not open.
    #[error("{device}: {reason}")]
    Open {
        /// The device.
        device: String,
        /// What the system said.
        reason: String,
    },
}

/// An output device, to show.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DeviceInfo {
    /// The host it belongs to: `alsa`, `jack`, ..
    pub host: String,
    /// Its name.
    pub name: String,
    /// Whether it is the host's default.
    pub default: bool,
    /// Frames a second it prefers; 0 if it does not say.
    pub rate: u32,
}

/// A running stream and the way back for its seat.
pub(super) struct Stream {
    stream: cpal::Stream,
    home: Receiver<Box<Seat>>,
    pub(super) name: String,
}

impl Stream {
    /// Ends the stream and gives the seat back; `None` if the system kept the callback alive.
    pub(super) fn stop(self) -> Option<Box<Seat>> {
        let Self { stream, mut home, .. } = self;
        drop(stream);
        home.receive()
    }
}

fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // libjack writes to stderr otherwise, across the stage.
        #[cfg(feature = "jack")]
        jack::set_logger(jack::LoggerType::None);
    });
}

fn host_names() -> Vec<String> {
    let mut names: Vec<String> = cpal::ALL_HOSTS.iter().map(|id| id.name().to_lowercase()).collect();
    names.push("null".into());
    names
}

/// The device of a wish.
fn find(wish: &Wish) -> Result<cpal::Device, OpenDeviceError> {
    quiet();
    let host = match wish.host.as_deref() {
        #[cfg(all(feature = "jack", target_os = "linux"))]
        Some(name) if name.eq_ignore_ascii_case("jack") => {
            // Through the host, cpal makes clients with a name of its own; this one has ours. Nobody starts a server.
            type Jack = <cpal::platform::JackHost as HostTrait>::Device;
            return Jack::default_output_device("melisma", true, false)
                .map(Into::into)
                .map_err(|_| OpenDeviceError::Device("no JACK server answers; is it running?".into()));
        }
        // `make play` builds it in only where its headers are found, so a performer may well ask for what is not there.
        #[cfg(not(feature = "jack"))]
        Some(name) if name.eq_ignore_ascii_case("jack") => {
            let words =
                "this melisma was built without JACK: install JACK's headers (libjack-jackd2-dev) and build again";
            return Err(OpenDeviceError::Device(words.into()));
        }
        Some(name) => {
            let id = cpal::ALL_HOSTS.iter().find(|id| id.name().eq_ignore_ascii_case(name));
            let unknown = || OpenDeviceError::Host { name: name.to_owned(), known: host_names() };
            cpal::host_from_id(*id.ok_or_else(unknown)?).map_err(|_| unknown())?
        }
        None => cpal::default_host(),
    };
    let Some(wanted) = wish.device.as_deref() else {
        return host.default_output_device().ok_or_else(|| OpenDeviceError::Device("there is no output device".into()));
    };
    let devices: Vec<cpal::Device> = host.output_devices().map(Iterator::collect).unwrap_or_default();
    let names: Vec<String> = devices.iter().map(name).collect();
    let wanted_low = wanted.to_lowercase();
    let exact = names.iter().position(|name| name == wanted);
    let at = exact.or_else(|| names.iter().position(|name| name.to_lowercase().contains(&wanted_low)));
    at.and_then(|at| devices.into_iter().nth(at)).ok_or_else(|| {
        let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        OpenDeviceError::Device(format!("no output device is called `{wanted}`; there is: {there}"))
    })
}

/// Whether the device of a wish is there, without opening it.
pub(super) fn is_there(wish: &Wish) -> bool {
    find(wish).is_ok()
}

fn name(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| "unnamed".to_owned(), |description| description.name().to_owned())
}

/// Every output device of every host.
pub fn output_devices() -> Vec<DeviceInfo> {
    quiet();
    let mut found = Vec::new();
    for id in cpal::ALL_HOSTS {
        let Ok(host) = cpal::host_from_id(*id) else { continue };
        let default = host.default_output_device().map(|device| name(&device));
        for device in host.output_devices().into_iter().flatten() {
            let name = name(&device);
            found.push(DeviceInfo {
                host: id.name().to_lowercase(),
                default: default.as_ref() == Some(&name),
                rate: device.default_output_config().map_or(0, |config| config.sample_rate()),
                name,
            });
        }
    }
    found
}

/// Opens the device of a wish and starts it. Where that fails the seat comes back with the reason.
pub(super) fn open(
    seat: Box<Seat>,
    wish: &Wish,
    health: &Arc<Health>,
) -> Result<Stream, (Option<Box<Seat>>, OpenDeviceError)> {
    let device = match find(wish) {
        Ok(device) => device,
        Err(error) => return Err((Some(seat), error)),
    };
    let name = name(&device);
    let fault = |error: cpal::Error| OpenDeviceError::Open { device: name.clone(), reason: error.to_string() };
    let config = match config(&device, seat.engine_rate()) {
        Ok(config) => config,
        Err(error) => return Err((Some(seat), fault(error))),
    };
    let (sender, mut home) = ring(1);
    let mut seat = seat;
    seat.fit(config.sample_rate());
    let guest = Guest::new(seat, sender);
    let built = match config.sample_format() {
        SampleFormat::I16 => build::<i16>(&device, &config, wish.buffer, guest, health),
        SampleFormat::I32 => build::<i32>(&device, &config, wish.buffer, guest, health),
        SampleFormat::U16 => build::<u16>(&device, &config, wish.buffer, guest, health),
        SampleFormat::U8 => build::<u8>(&device, &config, wish.buffer, guest, health),
        // Every other host speaks floats; if not, building says so.
        _ => build::<f32>(&device, &config, wish.buffer, guest, health),
    };
    let started = built.and_then(|stream| stream.play().map(|()| stream));
    match started {
        Ok(stream) => Ok(Stream { stream, home, name }),
        // The callback was dropped with the stream, and sent its seat home.
        Err(error) => Err((home.receive(), fault(error))),
    }
}

/// Floats at the engine's rate on two channels where the device has that, else what it prefers.
fn config(device: &cpal::Device, rate: u32) -> Result<cpal::SupportedStreamConfig, cpal::Error> {
    let usual = device.default_output_config()?;
    if usual.sample_rate() == rate && usual.sample_format() == SampleFormat::F32 {
        return Ok(usual);
    }
    let fits = |range: &cpal::SupportedStreamConfigRange| {
        range.channels() == usual.channels().max(2)
            && range.sample_format() == SampleFormat::F32
            && (range.min_sample_rate()..=range.max_sample_rate()).contains(&rate)
    };
    let range = device.supported_output_configs()?.find(fits);
    Ok(range.and_then(|range| range.try_with_sample_rate(rate)).unwrap_or(usual))
}

fn build<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: &cpal::SupportedStreamConfig,
    buffer: Option<u32>,
    mut guest: Guest,
    health: &Arc<Health>,
) -> Result<cpal::Stream, cpal::Error> {
    let channels = usize::from(config.channels());
    let mut config = config.config();
    config.buffer_size = buffer.map_or(cpal::BufferSize::Default, cpal::BufferSize::Fixed);
    let health = Arc::clone(health);
    device.build_output_stream::<T, _, _>(
        config,
        move |out: &mut [T], info| {
            // The low half is enough: who reads it is a few periods away.
            let micros = (info.timestamp().callback.as_nanos() / 1_000) as u32;
            if let Some(seat) = guest.seat() {
                seat.fill(out, channels, Some(micros), T::from_sample);
            }
        },
        move |error: cpal::Error| {
            match error.kind() {
                cpal::ErrorKind::Xrun => health.xruns.fetch_add(1, Ordering::Relaxed),
                cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::StreamInvalidated => {
                    health.lost.store(true, Ordering::Relaxed);
                    0
                }
                // Carry on: a device that really died stops calling, and that is noticed.
                _ => health.hiccups.fetch_add(1, Ordering::Relaxed),
            };
            // It may own heap text, and this may be the audio thread: a few bytes are lost instead.
            std::mem::forget(error);
        },
        None,
    )
}
