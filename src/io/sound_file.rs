//! Sound files in, sound files out.
//!
//! ```text
//! bd/808.wav, cello.flac, ...  -> Sound { rate: 48000, channels: 2, samples: [l r l r ...] }
//! [f32] at 24 kHz              -> NOTE.wav, 16 bits
//! ```
//!
//! Reads WAV, AIFF, FLAC, Ogg Vorbis and MP3 whole into memory. No streaming, no change of rate.

use std::fs::File;
use std::path::{Path, PathBuf};

use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::errors::Error as Symphonia;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;

/// Endings of the files that are read, in small letters.
pub const ENDINGS: [&str; 6] = ["wav", "flac", "aif", "aiff", "ogg", "mp3"];

/// A decoded recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// Frames a second.
    pub rate: u32,
    /// Samples in a frame, at least 1.
    pub channels: usize,
    /// Interleaved samples; full scale is -1 to 1.
    pub samples: Vec<f32>,
}

/// Why a sound file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadSoundError {
    /// The file does not open.
    #[error("{}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It opens but holds no sound that we can decode.
    #[error("{}: {reason}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Why a sound file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct WriteSoundError {
    /// The file.
    pub path: PathBuf,
    /// What went wrong.
    pub source: hound::Error,
}

impl Sound {
    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.samples.len() / self.channels
    }

    /// The mean of the channels, one sample a frame.
    pub fn mono(&self) -> Vec<f32> {
        if self.channels == 1 {
            return self.samples.clone();
        }
        let share = 1.0 / self.channels as f32;
        self.samples.chunks_exact(self.channels).map(|frame| frame.iter().sum::<f32>() * share).collect()
    }
}

/// Reads a whole file. Errors: it does not open, is of no known format, is damaged, or holds no sound.
pub fn read(path: &Path) -> Result<Sound, ReadSoundError> {
    let open = |source| ReadSoundError::Open { path: path.into(), source };
    let file = File::open(path).map_err(open)?;
    if file.metadata().map_err(open)?.is_dir() {
        return Err(open(std::io::ErrorKind::IsADirectory.into()));
    }
    decode(Box::new(file), path)
}

/// Reads a sound that lies in memory; `name` stands for it in errors, and its ending says what it is.
pub fn read_bytes(name: &str, bytes: &'static [u8]) -> Result<Sound, ReadSoundError> {
    decode(Box::new(std::io::Cursor::new(bytes)), Path::new(name))
}

fn decode(source: Box<dyn MediaSource>, path: &Path) -> Result<Sound, ReadSoundError> {
    let fault = |reason: String| ReadSoundError::Decode { path: path.into(), reason };
    let stream = MediaSourceStream::new(source, Default::default());
    let mut hint = Hint::new();
    if let Some(ending) = path.extension().and_then(|e| e.to_str()) {
        hint.with_extension(ending);
    }
    let mut format = symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|e| fault(format!("no sound file that we read ({e})")))?;
    let (track, parameters) = format
        .default_track(TrackType::Audio)
        .and_then(|t| Some((t.id, t.codec_params.as_ref()?.audio()?.clone())))
        .ok_or_else(|| fault("it holds no audio track".into()))?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(&parameters, &AudioDecoderOptions::default())
        .map_err(|e| fault(e.to_string()))?;
    let mut sound = Sound { rate: 0, channels: 0, samples: Vec::new() };
    let mut packet_samples = Vec::new();
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            Err(e) => return Err(fault(e.to_string())),
        };
        if packet.track_id != track {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(decoded) => {
                (sound.rate, sound.channels) = (decoded.spec().rate(), decoded.spec().channels().count());
                packet_samples.resize(decoded.samples_interleaved(), 0.0);
                decoded.copy_to_slice_interleaved(&mut packet_samples);
                sound.samples.extend_from_slice(&packet_samples);
            }
            // One damaged packet of a lossy stream is a short gap, not the end of the recording.
            Err(Symphonia::DecodeError(_)) => {}
            Err(e) => return Err(fault(e.to_string())),
        }
    }
    if sound.channels == 0 || sound.rate == 0 {
        return Err(fault("it holds no sound".into()));
    }
    Ok(sound)
}

/// Writes 16-bit WAV; samples beyond full scale are clipped. `samples` are interleaved. Errors: the file cannot be written.
pub fn write_pcm16(path: &Path, rate: u32, channels: u16, samples: &[f32]) -> Result<(), WriteSoundError> {
    let fault = |source| WriteSoundError { path: path.into(), source };
    let shape =
        hound::WavSpec { channels, sample_rate: rate, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut file = hound::WavWriter::create(path, shape).map_err(fault)?;
    for &x in samples {
        file.write_sample((x.clamp(-1.0, 1.0) * 32767.0).round() as i16).map_err(fault)?;
    }
    file.finalize().map_err(fault)
}

#[cfg(test)]
mod tests;
