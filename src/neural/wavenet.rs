//! The WaveNet as an instrument: one network, many instruments, a new step of the sound from the last 1023.
//!
//! ```text
//! note -> grid: a whole number of steps makes its period
//! note, controls -> acoustics (every 64 steps): loudness, partials, noise, movement -> conditioner -> a bias per layer
//!                                                        `-> partials: a draft of sines -> guide (every step), at every layer
//! last step -> embedding -> 18 gated layers, dilations 1..256 twice -> skip sum -> head -> prediction: mean, widths
//! mean + what of the partials moves + noise, coloured by the acoustics and moved by the widths -> de-emphasis -> loudness -> sound
//! ```
//!
//! After van den Oord et al. 2016 (arXiv 1609.03499), with the queues of Le Paine et al. 2016 (arXiv 1611.09482). What is
//! shared with training lives here (codec, features); training itself is in `train::wavenet`.

pub mod acoustics;
pub mod codec;
mod controls;
pub mod core;
pub mod dice;
pub mod features;
pub mod grid;
pub mod guide;
pub mod model;
mod noise;
pub mod partials;
pub mod predictor;
pub mod primer;
mod progress;
pub mod shape;
#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    reason = "tests are no audio thread"
)]
pub(crate) mod tiny;
pub mod voice;

pub use controls::Controls;
pub use model::{LoadModelError, Model};
pub use primer::Primer;
pub use voice::{NoteSpec, Voice};
