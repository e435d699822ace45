//! Takes of a note: the same note again and again, each with draws of its own, all made at once.
//!
//! ```text
//! --seed 4 --batch 3      take 1: seed 4     take 2: seed 5     take 3: seed 6
//!                         a piece of steps of every take -> their rate -> the model's rate, until the note has died away
//! ```
//!
//! On the processor they are shared out among its cores and sound as each would alone, bit for bit; on a graphics card the network's
//! steps of all of them are made there.

use std::sync::Arc;

use super::{Ask, SampleVoiceError};
use crate::dsp::varispeed::Varispeed;
use crate::neural::card::Card;
use crate::neural::wavenet::grid::FASTEST;
use crate::neural::wavenet::{Controls, Model, NoteSpec, Voice};
use crate::neural::weights::Weights;
use crate::train::gpu::{self, Device};
use crate::train::wavenet::choir::Choir;
use crate::train::wavenet::plain::Plain;

/// A take on its way.
struct Take {
    voice: Voice,
    convert: Varispeed,
    rate: usize,
    held: usize,
    samples: Vec<f32>,
    filled: usize,
}

/// Sings a note `count` times, with the seeds from its own on: each held for its seconds, then up to one second of release. Returns the
/// model's rate in Hz and the takes, mono at it.
pub fn takes(
    card: &Card,
    weights: &Weights,
    ask: &Ask,
    count: usize,
    device: Device,
) -> Result<(u32, Vec<Vec<f32>>), SampleVoiceError> {
    let model = Arc::new(Model::load(card, weights)?);
    let instrument = model.instrument(&ask.instrument).ok_or_else(|| SampleVoiceError::Instrument {
        model: card.name.clone(),
        instrument: ask.instrument.clone(),
        known: model.instruments().join(", "),
    })?;
    if !(0.0..=600.0).contains(&ask.seconds) {
        return Err(SampleVoiceError::Seconds(ask.seconds));
    }
    let rate = model.rate();
    let take = |i: usize| {
        let mut voice = Voice::new(model.clone());
        voice.set(Controls { temp: ask.temp, ..Controls::default() });
        voice.set_plain(ask.plain);
        let seed = ask.seed.wrapping_add(i as u64);
        voice.start(&NoteSpec { instrument, pitch: ask.pitch, velocity: ask.velocity, seed });
        let held = (ask.seconds * f64::from(rate)).round() as usize;
        let convert = Varispeed::new(rate as f32, FASTEST);
        Take { voice, convert, rate: rate as usize, held, samples: vec![0.0; held], filled: 0 }
    };
    let mut takes: Vec<Take> = (0..count).map(take).collect();
    match device {
        Device::Cpu => here(&mut takes),
        Device::Cuda => takes = afar(&model, weights, takes)?,
    }
    Ok((rate, takes.into_iter().map(|take| take.samples).collect()))
}

/// On every core of the processor.
fn here(takes: &mut [Take]) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = takes.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        for takes in takes.chunks_mut(share) {
            scope.spawn(|| sing(takes, Voice::process_many));
        }
    });
}

/// On the graphics card.
fn afar(model: &Model, weights: &Weights, takes: Vec<Take>) -> Result<Vec<Take>, SampleVoiceError> {
    let shape = model.shape();
    let numbers = |(name, rows, columns): (String, usize, usize)| Ok(weights.get(&name, &[rows, columns])?.to_vec());
    let numbers: Vec<Vec<f32>> = shape.network().into_iter().map(numbers).collect::<Result<_, SampleVoiceError>>()?;
    let count = takes.len();
    let make = move |device| {
        let mut network = Plain::new(shape, device);
        network.set(&numbers);
        Choir::new(network, count)
    };
    let serve = |choir: &mut Choir<_>, mut takes: Vec<Take>| {
        // Takes of one note have one rate: they lack a piece all at once, and end together.
        sing(&mut takes, |lacking| Voice::process_afar(lacking, |turns| choir.step(turns)));
        takes
    };
    Ok(gpu::start(make, serve)?.ask(takes)?)
}

/// Makes takes to their ends. `process` is `Voice::process_many`, or as good.
fn sing(takes: &mut [Take], mut process: impl FnMut(&mut [(&mut Voice, &mut [f32])])) {
    loop {
        let mut lacking: Vec<&mut Take> = takes.iter_mut().filter_map(Take::read).collect();
        if lacking.is_empty() {
            return;
        }
        process(&mut lacking.iter_mut().map(|take| (&mut take.voice, take.convert.room())).collect::<Vec<_>>());
        for take in lacking {
            take.convert.take(take.voice.rate());
        }
    }
}

impl Take {
    /// Reads on as far as the steps reach; lets the note go where it has been held for long enough. Itself, if it lacks a piece.
    fn read(&mut self) -> Option<&mut Take> {
        loop {
            self.filled += self.convert.read(&mut self.samples[self.filled..]);
            if self.filled < self.samples.len() {
                return Some(self);
            }
            self.voice.release();
            if self.voice.is_finished() || self.filled >= self.held + self.rate {
                return None;
            }
            self.samples.resize(self.filled + 64, 0.0);
        }
    }
}
