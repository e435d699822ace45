//! A recording in memory, at the engine's rate.
//!
//! ```text
//! stereo: [l r l r l r]   3 frames        before its first and after its last frame there is silence
//! ```
//!
//! Shared and never changed; who loads it brings it to the right rate.

use std::fmt;

/// Samples of one or two channels at the engine's rate.
pub struct SampleBuffer {
    channels: usize,
    samples: Box<[f32]>,
}

impl SampleBuffer {
    /// Takes interleaved samples. Of more than two channels only the first two are kept; what is not finite becomes silence.
    #[allow(clippy::disallowed_methods, reason = "for loading, never on the audio thread")]
    pub fn new(channels: usize, samples: &[f32]) -> Self {
        let kept = channels.clamp(1, 2);
        let clean = |x: &f32| if x.is_finite() { *x } else { 0.0 };
        let samples: Vec<f32> =
            samples.chunks_exact(channels.max(1)).flat_map(|frame| frame[..kept].iter().map(clean)).collect();
        Self { channels: kept, samples: samples.into_boxed_slice() }
    }

    /// 1 or 2.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.samples.len() / self.channels
    }

    /// Interleaved samples.
    pub fn samples(&self) -> &[f32] {
        &self.samples
    }

    /// One sample; silence outside.
    pub fn at(&self, frame: i64, channel: usize) -> f32 {
        let Ok(frame) = usize::try_from(frame) else { return 0.0 };
        frame
            .checked_mul(self.channels)
            .and_then(|at| self.samples.get(at + channel.min(self.channels - 1)))
            .copied()
            .unwrap_or(0.0)
    }
}

impl fmt::Debug for SampleBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SampleBuffer({} frames of {})", self.frames(), self.channels)
    }
}
