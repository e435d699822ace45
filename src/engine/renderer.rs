//! The engine itself: takes commands, renders blocks of 64 frames, hands out as many frames as are asked for.
//!
//! ```text
//! asked for 100:   |block 0 .... 64|block 1 .. 36 -+      asked for 50: the rest of block 1 .. 64|block 2 ..
//! ```
//!
//! The limiter looks one block ahead, so mixing is up to [`Renderer::LOOK_AHEAD`] frames ahead of what is heard. That is
//! hidden: frame n of the output is frame n of the commands.

use super::command::{Commands, Report};
use super::ladder::Move;
use super::meters::{Collector, Meters};
use super::mixer::Mixer;
use super::section::{Lines, Section};
use super::sung::{Ahead, Sung};
use crate::crossing::{Reader, Receiver, Writer, latest, ring};
use crate::dsp::dc_block::DcBlock;
use crate::dsp::limiter::Limiter;
use crate::dsp::{BLOCK, Stereo};
use crate::units::Frame;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Commands that may be under way and pending, each.
const QUEUE: usize = 4096;
/// Voices of the choir, besides those that are fading.
const SUNG: usize = 16;
/// Blocks between two writings of the meters.
const METER_BLOCKS: usize = 16;

/// How large an engine is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Frames a second, 8000 to 384000.
    pub rate: u32,
    /// Voices that sound together, besides those that are fading.
    pub voices: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rate: 48_000, voices: 64 }
    }
}

/// The control side's end of an engine.
pub struct Desk {
    /// Where commands go in.
    pub commands: Commands,
    /// What comes back.
    pub monitor: Monitor,
    /// How far it has come.
    pub position: Position,
}

/// What an engine says while it plays.
pub struct Monitor {
    reports: [Receiver<Report>; 2],
    /// How loud it is.
    pub meters: Reader<Meters>,
}

impl Monitor {
    /// What happened next, in the band or in the choir.
    pub fn report(&mut self) -> Option<Report> {
        self.reports.iter_mut().find_map(Receiver::receive)
    }
}

/// How many frames an engine has handed out. Copies show the same number; any thread may read it.
#[derive(Clone, Debug)]
pub struct Position {
    frames: Arc<AtomicI64>,
    /// The low halves of a frame and of a moment in microseconds; 0: none.
    mark: Arc<AtomicU64>,
    rate: u32,
}

impl Position {
    /// The first frame that was not handed out yet.
    pub fn now(&self) -> Frame {
        Frame(self.frames.load(Ordering::Acquire))
    }

    /// Frames a second.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Whoever drives the engine says when it was asked for a frame, in microseconds of its own clock, or that it has none.
    pub fn set_mark(&self, mark: Option<(Frame, u32)>) {
        let packed = mark.map_or(0, |(frame, micros)| u64::from(frame.0 as u32) << 32 | u64::from(micros.max(1)));
        self.mark.store(packed, Ordering::Release);
    }

    /// The last mark.
    pub fn mark(&self) -> Option<(Frame, u32)> {
        let (packed, now) = (self.mark.load(Ordering::Acquire), self.now());
        // The frame is near what has been handed out: its low half says which it is.
        let frame = now + i64::from(((packed >> 32) as u32).wrapping_sub(now.0 as u32).cast_signed());
        (packed != 0).then_some((frame, packed as u32))
    }
}

/// The audio thread's end of an engine.
pub struct Renderer {
    /// The next block to be mixed begins here.
    mixing: i64,
    /// How many frames of `ready` were handed out.
    taken: usize,
    ready: Stereo,
    primed: bool,
    position: Position,
    band: Section,
    sung: Sung,
    mixer: Mixer,
    blocks: [DcBlock; 2],
    limiter: Limiter,
    meters: Writer<Meters>,
    collector: Collector,
    metered: usize,
}

impl Renderer {
    /// A command should arrive at least this many frames before it is to be heard, besides what the device buffers.
    pub const LOOK_AHEAD: i64 = 2 * BLOCK as i64;

    /// Makes an engine. Allocates everything it will ever use.
    pub fn prepare(settings: &Settings) -> (Self, Desk) {
        let rate = settings.rate.clamp(8_000, 384_000);
        let lines = || {
            let ((send, inbox), (home, retired), (reports, reported)) = (ring(QUEUE), ring(2 * QUEUE), ring(1024));
            (send, retired, reported, Lines { inbox, home, reports })
        };
        let [(band, band_home, band_reports, band_lines), (choir, choir_home, choir_reports, choir_lines)] =
            [lines(), lines()];
        let (meters, metered) = latest(&Meters::default());
        #[allow(clippy::disallowed_methods, reason = "runs before the stream starts")]
        let position = Position { frames: Arc::new(AtomicI64::new(0)), mark: Arc::new(AtomicU64::new(0)), rate };
        let renderer = Self {
            mixing: 0,
            taken: BLOCK,
            ready: Stereo::SILENCE,
            primed: false,
            position: position.clone(),
            band: Section::new(band_lines, settings.voices, QUEUE, rate as f32, false),
            sung: Sung::new(Section::new(choir_lines, SUNG, QUEUE, rate as f32, true), rate as f32),
            mixer: Mixer::new(rate as f32),
            blocks: [DcBlock::new(rate as f32); 2],
            limiter: Limiter::new(rate as f32),
            meters,
            collector: Collector::EMPTY,
            metered: 0,
        };
        let commands = Commands { band, choir, homes: [band_home, choir_home], serial: 0 };
        let monitor = Monitor { reports: [band_reports, choir_reports], meters: metered };
        (renderer, Desk { commands, monitor, position })
    }

    /// Gives the choir away, to be run ahead of what is heard on a thread of its own; `None` where it has gone already. Call it
    /// before the first frame.
    pub fn sing_ahead(&mut self) -> Option<Ahead> {
        self.sung.give_away(self.mixing, self.position.clone())
    }

    /// Makes these moves of the ladder instead of measuring. Call it before the first frame.
    pub fn follow(&mut self, moves: &[Move]) {
        self.sung.follow(moves);
    }

    /// The first frame that was not handed out yet.
    pub fn position(&self) -> Frame {
        self.position.now()
    }

    /// The count of frames handed out, for any thread.
    pub fn clock(&self) -> Position {
        self.position.clone()
    }

    /// Frames a second.
    pub fn rate(&self) -> u32 {
        self.position.rate
    }

    /// Fills `out`, interleaved left and right, any length; an odd last sample stays silent. Call it through
    /// [`super::guard::run`].
    pub fn process(&mut self, out: &mut [f32]) {
        let frames = out.len() / 2;
        for pair in out.chunks_mut(2) {
            let [left, right] = pair else {
                pair.fill(0.0);
                continue;
            };
            if self.taken == BLOCK {
                self.block();
            }
            (*left, *right) = (self.ready.left[self.taken], self.ready.right[self.taken]);
            self.taken += 1;
        }
        self.advance(frames as i64);
    }

    fn advance(&mut self, frames: i64) {
        self.position.frames.fetch_add(frames, Ordering::Release);
    }

    /// After a failure: everything stops, `frames` frames of silence count as handed out. Nothing is freed here.
    pub(super) fn recover(&mut self, handed_out: Frame) {
        self.band.stop();
        self.sung.stop();
        self.reset_effects();
        let behind = handed_out.0 - self.position.now().0;
        self.advance(behind.max(0));
        // The grid stays: the next block to be mixed is the first whole one that is not heard yet.
        let heard = self.position.now().0;
        let whole = heard.div_euclid(BLOCK as i64) * BLOCK as i64;
        (self.mixing, self.primed, self.ready) = (whole, false, Stereo::SILENCE);
        self.taken = BLOCK;
        self.skip((heard - whole) as usize);
        self.band.report(Report::Failed);
    }

    fn skip(&mut self, frames: usize) {
        if frames > 0 {
            self.block();
            self.taken = frames;
        }
    }

    fn reset_effects(&mut self) {
        self.mixer.reset();
        self.limiter.reset();
        for block in &mut self.blocks {
            block.reset();
        }
    }

    fn block(&mut self) {
        if !self.primed {
            // The first block only fills the limiter.
            self.primed = true;
            self.mix();
        }
        self.mix();
        self.taken = 0;
    }

    fn mix(&mut self) {
        let begin = self.mixing;
        let Self { band, sung, mixer, collector, .. } = self;
        let happened = band.carry_out(begin, |spec| mixer.set(spec.orbit, &spec.sends));
        if let Some((serial, at)) = happened.hush {
            sung.hush(serial, at);
        }
        band.render(begin, |spec, _, _, sound| {
            mixer.add(spec.orbit, &spec.sends, sound);
            collector.slot(spec.slot, &sound.left, &sound.right);
        });
        if let Some(lost) = sung.mix(begin, mixer, collector) {
            band.report(Report::Moved(lost));
        }
        let mut sum = self.mixer.finish();
        if let Some(serial) = happened.panic {
            for (frame, (left, right)) in sum.left.iter_mut().zip(&mut sum.right).enumerate() {
                let gain = 1.0 - (frame + 1) as f32 / BLOCK as f32;
                *left *= gain;
                *right *= gain;
            }
            self.band.stop();
            self.sung.panic(serial);
            self.mixer.reset();
        }
        if !sum.is_finite() {
            sum = Stereo::SILENCE;
            self.reset_effects();
            self.band.report(Report::Reset);
        }
        self.blocks[0].process(&mut sum.left);
        self.blocks[1].process(&mut sum.right);
        if happened.panic.is_some() {
            for block in &mut self.blocks {
                block.reset();
            }
        }
        let gain = self.limiter.process(&mut sum);
        self.ready = sum;
        self.mixing = begin + BLOCK as i64;
        self.band.retire();
        self.meter(gain);
    }

    fn meter(&mut self, limiter: f32) {
        self.collector.limiter = self.collector.limiter.min(limiter);
        self.collector.master(0, &self.ready.left);
        self.collector.master(1, &self.ready.right);
        self.metered += 1;
        if self.metered == METER_BLOCKS {
            let frames = METER_BLOCKS * BLOCK;
            self.meters.write(self.collector.meters(
                Frame(self.mixing),
                frames,
                self.band.sounding() + self.sung.sounding(),
            ));
            (self.collector, self.metered) = (Collector::EMPTY, 0);
        }
    }
}
