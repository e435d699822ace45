//! A snapshot of a set for drawing: cheap to make thirty times a second, and free of locks once made.
//!
//! ```text
//! View { cycle 12.4, cps 0.5, slots [d1 playing, d2 muted ..], lit [eval 3, bytes 5..7 ..], roll [..], log [..] }
//! ```
//!
//! What is drawn and how is the hands' business.

use super::TextOrigin;
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::pattern::Origin;
use crate::time::Cycle;
use crate::units::Frame;
use std::sync::Arc;

/// A slot to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotView {
    /// `d1`, or its name.
    pub name: String,
    /// Its number, as levels of the engine know it.
    pub number: u16,
    /// Whether a pattern is in it.
    pub playing: bool,
    /// Whether it is muted by hand.
    pub muted: bool,
    /// Whether it is soloed.
    pub solo: bool,
    /// The cycle at which what waits is swapped in.
    pub pending: Option<Cycle>,
    /// Peak of its sound lately, 0 to 1 and above where it clips.
    pub peak: f32,
    /// Root of the mean square of its sound lately.
    pub rms: f32,
    /// Which evaluation its pattern is from; 0: none.
    pub evaluation: u32,
}

/// A step of the text that sounds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lit {
    /// Where: evaluation and bytes.
    pub span: SourceSpan,
    /// The slot's number.
    pub slot: u16,
    /// Whether a network made the event.
    pub network: bool,
}

/// An evaluation whose text may still be on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationView {
    /// Its number, as in spans.
    pub number: u32,
    /// Its text.
    pub text: Arc<str>,
    /// Where it came from.
    pub origin: TextOrigin,
    /// Where in the buffer or file the text began.
    pub offset: u32,
    /// Whether it has been taken back.
    pub undone: bool,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The output.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AudioView {
    /// What plays: `jack`, `alsa`, `null`, `offline`.
    pub host: String,
    /// The device's name.
    pub device: String,
    /// Frames a second.
    pub rate: u32,
    /// From rendered to heard, in frames, as far as the device says.
    pub latency: i64,
    /// Times the device ran dry.
    pub xruns: u64,
    /// Share of the time allowed that the audio thread needed lately, 0 to 1.
    pub load: f32,
    /// Blocks asked for so far.
    pub blocks: u64,
    /// Blocks that took longer to make than they last.
    pub missed: u64,
    /// The share of the time over all blocks, and the highest of one block.
    pub loads: (f64, f32),
    /// Allocations and frees on the audio thread, of which there must be none.
    pub allocations: u64,
    /// Voices that sound.
    pub voices: u32,
    /// Ticks of the scheduler and triggers that were late.
    pub late: u64,
    /// Output peak lately.
    pub peak: f32,
}

impl AudioView {
    /// How the output did, in one line for the end of a set.
    pub fn words(&self) -> String {
        let Self { blocks, missed, xruns, late, loads: (mean, most), allocations, .. } = self;
        format!(
            "{blocks} blocks of sound, {missed} too slow, {xruns} lost, {late} triggers late; audio thread {:.0} % busy, {:.0} % \
             at most, {allocations} allocations",
            100.0 * mean,
            100.0 * most,
        )
    }
}

/// The networks that sing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SingersView {
    /// Their rung of the ladder: 0 in time, 2 a smaller size, 3 loops.
    pub rung: u8,
    /// How many notes they may sing at once.
    pub most: u32,
}

/// A note or sound that comes, or has just been, for the roll.
#[derive(Clone, Debug, PartialEq)]
pub struct RollNote {
    /// The slot's number.
    pub slot: u16,
    /// Begin in cycles.
    pub begin: f64,
    /// End in cycles.
    pub end: f64,
    /// Semitones from middle C where it has a pitch.
    pub note: Option<f64>,
    /// The sound's name, where it has one.
    pub sound: Option<String>,
    /// The network step that made it, where one did.
    pub network: Option<Origin>,
}

/// A line of the log for people.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// Cycle at which it was said.
    pub cycle: f64,
    /// What happened.
    pub text: String,
    /// Whether it is bad news.
    pub bad: bool,
}

/// Bounds of the roll in cycles: from the running cycle to the end of what has been asked ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// First cycle.
    pub begin: f64,
    /// Where knowledge ends.
    pub end: f64,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// What sounds now.
    pub frame: Frame,
    /// Cycle that sounds now.
    pub cycle: f64,
    /// Cycles a second.
    pub cps: f64,
    /// Slots in use, by number.
    pub slots: Vec<SlotView>,
    /// Steps that sound now.
    pub lit: Vec<Lit>,
    /// The last evaluations, newest last; a few dozen.
    pub evaluations: Vec<EvaluationView>,
    /// The output.
    pub audio: AudioView,
    /// The networks that sing.
    pub singers: SingersView,
    /// What comes next.
    pub roll: Vec<RollNote>,
    /// How far the roll knows.
    pub roll_bounds: Bounds,
    /// The last lines of the log, newest last.
    pub log: Vec<LogLine>,
    /// Whether a job (learning) runs, in words.
    pub job: Option<String>,
}
