//! The WaveNet as an instrument: one network, many instruments, a new step of the sound from the last 1023.
//!
//! ```text
//! note -> grid: a whole number of steps makes its period
//! note, controls -> features (every 64 steps) -> conditioner -> a bias per layer
//! phase of the note (every step)              -> sin, cos of harmonics 1..8 at every layer
//! last code -> embedding -> 18 gated layers, dilations 1..256 twice -> skip sum -> head -> 256 bars -> a code
//! code -> mu-law -> de-emphasis -> times the loudness that the envelope network predicts -> sound
//! ```
//!
//! After van den Oord et al. 2016 (arXiv 1609.03499), with the queues of Le Paine et al. 2016 (arXiv 1611.09482). What is
//! shared with training lives here (codec, features); training itself is in `train::wavenet`.

pub mod codec;
mod controls;
pub mod core;
pub mod draw;
pub mod features;
pub mod grid;
mod heat;
pub mod model;
pub mod perceptron;
mod progress;
pub mod shape;
pub mod voice;

pub use controls::Controls;
pub use model::{LoadModelError, Model};
pub use voice::{NoteSpec, Voice};
