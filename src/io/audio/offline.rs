//! Rendering without a device, as fast as it goes: the same renderer, the same door, the same frames.
//!
//! ```text
//! each 512 frames:  ahead(frame) lets the scheduler send what is due -> guard::run -> take(frames) writes them
//! ```
//!
//! No gain, no fade-in, no change of rate: what is written is the mix.

use crate::engine::{Renderer, guard};
use crate::units::Frame;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Frames rendered at a time.
const CHUNK: usize = 512;

/// Renders `frames` frames. Before each stretch `ahead` is told up to which frame (exclusive) commands are needed now; `take` gets
/// the frames, interleaved left and right. Stops at the first error of either.
pub fn render<E>(
    renderer: &mut Renderer,
    frames: i64,
    mut ahead: impl FnMut(Frame) -> Result<(), E>,
    mut take: impl FnMut(&[f32]) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = [0.0; 2 * CHUNK];
    let mut left = frames.max(0);
    while left > 0 {
        let length = left.min(CHUNK as i64);
        ahead(renderer.position() + length + Renderer::LOOK_AHEAD)?;
        let stretch = &mut out[..2 * length as usize];
        guard::run(renderer, stretch);
        take(stretch)?;
        left -= length;
    }
    Ok(())
}

/// How samples are stored in a WAV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// 16-bit whole numbers.
    #[default]
    Pcm16,
    /// 24-bit whole numbers.
    Pcm24,
    /// 32-bit floats: the mix itself, bit by bit.
    F32,
}

/// The name is none of `pcm16`, `pcm24`, `f32`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format: pcm16, pcm24 or f32")]
pub struct ParseFormatError(String);

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(name: &str) -> Result<Self, ParseFormatError> {
        match name {
            "pcm16" => Ok(Self::Pcm16),
            "pcm24" => Ok(Self::Pcm24),
            "f32" => Ok(Self::F32),
            _ => Err(ParseFormatError(name.to_owned())),
        }
    }
}

/// A stereo WAV file being written.
pub struct WavFile {
    path: PathBuf,
    format: Format,
    file: hound::WavWriter<BufWriter<File>>,
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct WriteWavError {
    /// The file.
    pub path: PathBuf,
    /// What went wrong.
    pub source: hound::Error,
}

impl WavFile {
    /// Creates or replaces a file. Errors: it cannot be created.
    pub fn create(path: &Path, rate: u32, format: Format) -> Result<Self, WriteWavError> {
        let (bits_per_sample, sample_format) = match format {
            Format::Pcm16 => (16, hound::SampleFormat::Int),
            Format::Pcm24 => (24, hound::SampleFormat::Int),
            Format::F32 => (32, hound::SampleFormat::Float),
        };
        let shape = hound::WavSpec { channels: 2, sample_rate: rate, bits_per_sample, sample_format };
        let file =
            hound::WavWriter::create(path, shape).map_err(|source| WriteWavError { path: path.into(), source })?;
        Ok(Self { path: path.into(), format, file })
    }

    /// Adds frames, interleaved left and right. Errors: the disk does not take them.
    pub fn write(&mut self, frames: &[f32]) -> Result<(), WriteWavError> {
        let whole = |x: f32, full: f32| (x.clamp(-1.0, 1.0) * full).round() as i32;
        for &x in frames {
            let written = match self.format {
                Format::Pcm16 => self.file.write_sample(whole(x, 32_767.0)),
                Format::Pcm24 => self.file.write_sample(whole(x, 8_388_607.0)),
                Format::F32 => self.file.write_sample(x),
            };
            written.map_err(|source| WriteWavError { path: self.path.clone(), source })?;
        }
        Ok(())
    }

    /// Completes the file. Errors: the disk does not take its end.
    pub fn finish(self) -> Result<(), WriteWavError> {
        let path = self.path;
        self.file.finalize().map_err(|source| WriteWavError { path, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Command, Order, Settings};
    use std::convert::Infallible;

    #[test]
    fn every_frame_is_asked_for_ahead_and_written_once() {
        let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
        let (mut asked, mut written) = (Vec::new(), 0);
        let ahead = |until: Frame| -> Result<(), Infallible> {
            asked.push(until.0);
            assert!(desk.commands.send(Command { at: until, order: Order::Hush }).is_ok());
            Ok(())
        };
        let done = render(&mut renderer, 1_200, ahead, |frames| {
            written += frames.len() / 2;
            Ok(())
        });
        assert!(done.is_ok());
        assert_eq!((asked, written), (vec![640, 1_152, 1_328], 1_200));
    }

    #[test]
    fn formats_have_names_and_files_read_back() {
        let folder = tempfile::tempdir().unwrap();
        for (name, error) in [("pcm16", 4e-5), ("pcm24", 2e-7), ("f32", 0.0)] {
            let path = folder.path().join(name).with_extension("wav");
            let mut file = WavFile::create(&path, 48_000, name.parse().unwrap()).unwrap();
            file.write(&[0.123_456_7, -0.765_432_1, 0.0, 1.0]).unwrap();
            file.finish().unwrap();
            let sound = crate::io::sound_file::read(&path).unwrap();
            assert!((sound.samples[0] - 0.123_456_7).abs() <= error && (sound.samples[1] + 0.765_432_1).abs() <= error);
        }
        assert!("mp3".parse::<Format>().unwrap_err().to_string().contains("pcm24"));
    }
}
