//! The weights inside the binary. Files of the same name under `MELISMA_HOME` win; that is decided where files are opened.

/// Weights of the melody network `folk` (safetensors, 16 bits).
pub const FOLK_WEIGHTS: &[u8] = include_bytes!("../../models/folk.safetensors");
/// Its card.
pub const FOLK_CARD: &str = include_str!("../../models/folk.toml");

/// Weights of the WaveNet `stage` (safetensors, 16 bits).
pub const STAGE_WEIGHTS: &[u8] = include_bytes!("../../models/stage.safetensors");
/// Its card.
pub const STAGE_CARD: &str = include_str!("../../models/stage.toml");

/// Weights of the WaveNet `nano`, which stands in for `stage` where time is short (safetensors, 16 bits).
pub const NANO_WEIGHTS: &[u8] = include_bytes!("../../models/nano.safetensors");
/// Its card.
pub const NANO_CARD: &str = include_str!("../../models/nano.toml");

/// Weights of the WaveNet `fine`, three times the work of `stage` (safetensors, 16 bits).
pub const FINE_WEIGHTS: &[u8] = include_bytes!("../../models/fine.safetensors");
/// Its card.
pub const FINE_CARD: &str = include_str!("../../models/fine.toml");

/// The base corpus of melodies ([`super::lstm::corpus`]): tunes of the splits `train` and `valid`, for learning to replay.
pub const CORPUS: &[u8] = include_bytes!("../../models/corpora/melodies.bin");
