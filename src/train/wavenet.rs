//! Training of the WaveNet: recordings of single notes in, a playable model out.
//!
//! ```text
//! Clip (note, recording) -> Prepared (level, aligned phase) -> crops 4 x 1024, read on the note's grid -> Network -> Adam -> Weights
//!                                                       \-> envelope network: loudness from what a player knows
//! ```
//!
//! The network is told only what is known when a note is played (pitch, velocity, instrument, age, release, predicted loudness, phase).
//! Recipe: history noise, pre-emphasis, shifts of up to half a semitone, blurred pitch, cosine rate, running mean.

pub mod baseline;
pub mod clip;
pub mod crop;
pub mod network;
pub mod ops;
pub mod perceptron;
pub mod reading;
pub mod score;
pub mod sines;
pub mod trainer;
