//! What can be measured in notes and sound.

pub mod key;
pub mod markov;
pub mod partials;
pub mod take;
pub mod yin;
