//! Where networks are defined and learn, with dfdx: datasets as iterators, trainers, export to `neural`.
//!
//! ```text
//! clips, tunes (iterators) -> batches -> network on dfdx's tape -> gradients -> Adam -> weights + card
//! ```
//!
//! Files are opened in `io` and handed in; the figures that a card shows are measured on the stored 16-bit weights by the
//! inference in `neural`. dfdx's own selection of rows adds up wrongly on the processor where a tensor is used twice (its
//! backward assigns instead of adding), so shifts in time are done by our own operations, or on a card by gathering rows, and that call
//! is forbidden here.

pub mod adam;
pub mod apart;
pub mod gpu;
pub mod melody;
pub mod random;
pub mod wavenet;
