//! Training of the WaveNet: recordings of single notes in, a playable model out.
//!
//! ```text
//! Clip (note, recording) -> Note (steps of its grid, level 1, partials' phases by one law) -> crops 4 x 1024 -> Network -> Weights
//!                               \-> acoustics: loudness, partials, noise from what a player knows -> the draft of every crop
//! ```
//!
//! The network is told only what is known when a note is played: the acoustics' idea of it and a draft made from that. Recipe:
//! history noise, pre-emphasis, acoustics asked beside the pitch, cosine rate, running mean.

pub mod acoustics;
pub mod baseline;
pub mod choir;
pub mod clip;
pub mod crop;
pub mod harmonics;
pub mod network;
pub mod note;
pub mod ops;
pub mod pace;
pub mod plain;
pub mod reading;
pub mod score;
pub mod stiffness;
pub mod tracks;
pub mod trainer;
pub mod widen;
