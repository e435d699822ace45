//! Held notes of unseen pitches as files, for ears and judges: by the network, and by a bank of sines that has none: the draft that the network hears.
//!
//! ```text
//! OUT/network/cello_42.wav    OUT/sines/cello_42.wav
//! ```

use std::path::{Path, PathBuf};

use crate::io::note_set::ReadNotesError;
use crate::io::sound_file::{WriteSoundError, write_pcm16};
use crate::neural::card::{Card, CardError};
use crate::neural::weights::Weights;
use crate::train::wavenet::clip::{Clip, Split};

use super::{Ask, SampleVoiceError, data, sample};

/// Why the notes could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteNotesError {
    /// The card lacks the instruments.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The recordings do not read.
    #[error(transparent)]
    Notes(#[from] ReadNotesError),
    /// The network cannot sing.
    #[error(transparent)]
    Sample(#[from] SampleVoiceError),
    /// A folder cannot be made.
    #[error("{}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteSoundError),
}

/// The velocities that are written.
const VELOCITIES: [f32; 2] = [100.0, 124.0];

/// Writes every test pitch of the folder's notes at velocities 100 and 124 (`cello_42_124.wav`), held for 1.5 s, both ways. Returns how many notes.
pub fn write_notes(
    card: &Card,
    weights: &Weights,
    folder: &Path,
    out: &Path,
    temp: f32,
    seed: u64,
) -> Result<usize, WriteNotesError> {
    let names = card.vocabulary("instruments")?;
    let set = data::read(folder, Some(names))?;
    for part in ["network", "sines"] {
        let path = out.join(part);
        std::fs::create_dir_all(&path).map_err(|source| WriteNotesError::Folder { path, source })?;
    }
    let mut count = 0;
    let key = |clip: &Clip| (clip.instrument, clip.pitch.round() as i64, clip.velocity as i64);
    let mut test: Vec<&Clip> =
        set.clips.iter().filter(|clip| clip.split == Split::Test && VELOCITIES.contains(&clip.velocity)).collect();
    test.sort_by_key(|clip| key(clip));
    test.dedup_by_key(|clip| key(clip));
    for clip in test {
        let instrument = names[clip.instrument].clone();
        let loud = if clip.velocity > 100.0 { format!("_{}", clip.velocity) } else { String::new() };
        let file = format!("{instrument}_{}{loud}.wav", key(clip).1);
        let ask =
            Ask { instrument, pitch: clip.pitch, velocity: clip.velocity, seconds: 1.5, temp, seed, plain: false };
        for (part, plain) in [("network", false), ("sines", true)] {
            let (rate, samples) = sample(card, weights, &Ask { plain, ..ask.clone() })?;
            write_pcm16(&out.join(part).join(&file), rate, 1, &samples)?;
        }
        count += 1;
    }
    Ok(count)
}
