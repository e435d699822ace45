//! Networks that play: what a stored model is, and our own inference without allocation.
//!
//! ```text
//! card (TOML: what it is, what it scored)  \
//!                                            -> Model (immutable, packed) -> Voice (state of one sounding note)
//! weights (safetensors, 16 bits)           /
//! ```
//!
//! Nothing here trains (that is `train`, with dfdx) and nothing here opens a file: bytes come in, sound or notes go out.

pub mod card;
pub mod exact;
pub mod kernel;
pub mod lstm;
pub mod shipped;
pub mod wavenet;
pub mod weights;
