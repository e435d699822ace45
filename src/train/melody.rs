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
pub mod learn;
pub mod net;
pub mod ops;
pub mod optimiser;
pub mod trainer;

/// Why a melody network could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// dfdx could not compute, mostly for want of memory.
    #[error("the training step could not be computed: {0:?}")]
    Compute(ops::Fault),
    /// Nothing to learn from.
    #[error(
        "the data holds no tunes to train on and to stop by: it needs some with \"split\":\"train\" and some with \"valid\""
    )]
    NoTunes,
    /// Too little was played.
    #[error("too little was played to learn from: {notes} notes and {unseen} to judge by; it needs 32 and 8")]
    TooShort {
        /// Notes that could be learned from.
        notes: usize,
        /// Notes kept back.
        unseen: usize,
    },
}

impl From<ops::Fault> for TrainError {
    fn from(fault: ops::Fault) -> Self {
        Self::Compute(fault)
    }
}
