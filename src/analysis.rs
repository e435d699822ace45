//! What can be measured in notes and sound.

pub mod key;
pub mod markov;
