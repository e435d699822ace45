//! The WaveNet as an instrument: one network, many instruments, a new sample from the last 1023.
//!
//! ```text
//! note, controls -> features (every 64 samples) -> conditioner -> a bias per layer
//! phase of the note (every sample)              -> sin, cos of harmonics 1..8 at every layer
//! last code -> embedding -> 18 gated layers, dilations 1..256 twice -> skip sum -> head -> 256 bars -> a code
//! code -> mu-law -> de-emphasis -> times the loudness that the envelope network predicts -> sound
//! ```
//!
//! After van den Oord et al. 2016 (arXiv 1609.03499), with the queues of Le Paine et al. 2016 (arXiv 1611.09482). What is
//! shared with training lives here (codec, features); training itself is in `train::wavenet`.

pub mod codec;
pub mod core;
pub mod draw;
pub mod features;
pub mod model;
pub mod perceptron;
mod progress;
pub mod shape;
pub mod voice;

pub use model::{LoadModelError, Model};
pub use voice::{Controls, NoteSpec, Voice};
