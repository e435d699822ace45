//! Melody networks: two LSTM layers over note events, and all that they read of a tune.
//!
//! ```text
//! Tune -> Past (notes so far, place in the bar, what came before) -> Moment (26 classes)
//!      -> Memory::hear (two layers, allocation-free) -> pitch logits -> duration logits -> draw
//! ```
//!
//! The same code describes a moment in training, scoring, `model next` and generation, and the arithmetic gives the same
//! bits on every machine ([`super::exact`]). Nothing here trains, opens files or knows patterns.

pub mod corpus;
pub mod draw;
pub mod grid;
pub mod memory;
pub mod model;
pub mod parts;
pub mod past;
pub mod score;
pub mod tune;
pub mod vocabulary;
pub mod words;
