//! Training the melody networks with dfdx on the CPU.
//!
//! ```text
//! tunes -> dataset (moments, targets) -> batches -> net (forward, loss) -> tape backwards -> clip -> AdamW -> average
//!                                                                              every while: bits a note on `valid`
//! ```
//!
//! dfdx runs the large products and keeps the tape; what would be thousands of its small steps (embedding, the walk through
//! time, the losses) are a few operations of our own in [`ops`], tested against finite differences. It opens no files.

pub mod chance;
pub mod dataset;
pub mod kernel;
pub mod net;
pub mod ops;
pub mod optimiser;
pub mod trainer;
