//! Where a renderer sits while something drives it: the device stage, and the way home.
//!
//! ```text
//! renderer -> (change of rate) -> gain: fade-in to -12 dB -> the device's channels        and back home when the stream dies
//! ```
//!
//! Real-time: buffers are made beforehand, the clock is read twice a callback to measure the load, outside the engine's door.

use super::output::Health;
use crate::crossing::Sender;
use crate::dsp::resample::Resampler;
use crate::engine::{Position, Renderer, guard};
use crate::units::Frame;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Frames handled at a time.
const CHUNK: usize = 1024;
/// Seconds from silence to the full gain.
const FADE_IN: f32 = 1.0;
/// One in so many of a second stays silent before a device hears its first frame: a sound server needs some periods until
/// a new client is connected, and what it was given before is lost.
const LEAD: usize = 10;

/// A renderer and what the device stage needs. It survives its device.
pub(super) struct Seat {
    renderer: Renderer,
    position: Position,
    health: Arc<Health>,
    /// As it is, without gain and fade-in: what is recorded equals what is rendered.
    raw: bool,
    faded: f32,
    gain: f32,
    /// Silent frames that are still to come before the renderer is asked.
    lead: usize,
    rate: u32,
    convert: Option<[Resampler; 2]>,
    mix: Box<[f32]>,
    lines: [Box<[f32]>; 3],
}

impl Seat {
    pub(super) fn new(renderer: Renderer, health: Arc<Health>, raw: bool) -> Self {
        let (rate, position) = (renderer.rate(), renderer.clock());
        let line = || vec![0.0; 64 * CHUNK].into_boxed_slice();
        let (mix, lines) = (vec![0.0; 128 * CHUNK].into_boxed_slice(), [line(), line(), line()]);
        Self { renderer, position, health, raw, faded: 0.0, gain: 0.0, lead: 0, rate, convert: None, mix, lines }
    }

    /// Before a stream starts: at how many frames a second it will ask.
    pub(super) fn fit(&mut self, rate: u32) {
        let engine = self.renderer.rate();
        self.rate = rate.max(1);
        self.faded = 0.0;
        self.lead = rate as usize / LEAD;
        self.convert = (rate != engine).then(|| [Resampler::new(engine, rate), Resampler::new(engine, rate)]);
    }

    /// Frames a second of the engine.
    pub(super) fn engine_rate(&self) -> u32 {
        self.renderer.rate()
    }

    /// Fills the device's buffer, `channels` interleaved, any length, asked for at `micros` by the device's clock.
    pub(super) fn fill<T: Copy>(
        &mut self,
        out: &mut [T],
        channels: usize,
        micros: Option<u32>,
        sample: impl Fn(f32) -> T,
    ) {
        let begin = Instant::now();
        // The set's frames that the silence before them lasts, at its own rate.
        let lead = self.lead as i64 * i64::from(self.renderer.rate()) / i64::from(self.rate);
        let first = self.renderer.position() - Frame(lead);
        self.position.set_mark(micros.map(|micros| (Frame(first), micros)));
        let channels = channels.max(1);
        let frames = out.len() / channels;
        let silent = self.lead.min(frames);
        let (lead, out) = out.split_at_mut(silent * channels);
        lead.fill(sample(0.0));
        self.lead -= silent;
        for stretch in out.chunks_mut(CHUNK * channels) {
            self.stretch(stretch.len() / channels);
            let pairs = self.mix.chunks_exact(2);
            for (frame, pair) in stretch.chunks_exact_mut(channels).zip(pairs) {
                match frame {
                    [mono] => *mono = sample(0.5 * (pair[0] + pair[1])),
                    [left, right, others @ ..] => {
                        (*left, *right) = (sample(pair[0]), sample(pair[1]));
                        others.fill(sample(0.0));
                    }
                    [] => {}
                }
            }
        }
        let deadline = frames as f32 / self.rate as f32;
        self.health.callback(frames, begin.elapsed().as_secs_f32() / deadline.max(1e-6));
    }

    fn stretch(&mut self, frames: usize) {
        let mix = match &mut self.convert {
            None => {
                let mix = &mut self.mix[..2 * frames];
                guard::run(&mut self.renderer, mix);
                mix
            }
            Some(convert) => {
                let needed = convert[0].needed(frames).min(64 * CHUNK);
                let source = &mut self.mix[..2 * needed];
                guard::run(&mut self.renderer, source);
                let [line, left, right] = &mut self.lines;
                for (channel, done) in [left, right].into_iter().enumerate() {
                    for (x, pair) in line.iter_mut().zip(source.chunks_exact(2)) {
                        *x = pair[channel];
                    }
                    convert[channel].process(&line[..needed], &mut done[..frames]);
                }
                let mix = &mut self.mix[..2 * frames];
                for (at, pair) in mix.chunks_exact_mut(2).enumerate() {
                    (pair[0], pair[1]) = (self.lines[1][at], self.lines[2][at]);
                }
                mix
            }
        };
        if self.raw {
            return;
        }
        let wanted = f32::from_bits(self.health.gain.load(Ordering::Relaxed));
        let (step, slew) = (1.0 / (FADE_IN * self.rate as f32), 1.0 / (0.02 * self.rate as f32));
        for pair in mix.chunks_exact_mut(2) {
            self.faded = (self.faded + step).min(1.0);
            self.gain += slew * (wanted - self.gain);
            let gain = self.gain * self.faded;
            (pair[0], pair[1]) = (pair[0] * gain, pair[1] * gain);
        }
    }
}

/// Holds the seat inside a stream's callback and sends it home when the stream is dropped.
pub(super) struct Guest {
    seat: Option<Box<Seat>>,
    home: Sender<Box<Seat>>,
}

impl Guest {
    pub(super) fn new(seat: Box<Seat>, home: Sender<Box<Seat>>) -> Self {
        Self { seat: Some(seat), home }
    }

    /// The seat, while it is here.
    pub(super) fn seat(&mut self) -> Option<&mut Seat> {
        self.seat.as_deref_mut()
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        // The ring holds one seat and there is one: it always has room.
        if let Some(seat) = self.seat.take() {
            let _ = self.home.send(seat);
        }
    }
}
