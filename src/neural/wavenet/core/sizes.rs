//! The sizes of the usual networks, known when their steps are compiled.
//!
//! ```text
//! Stage    ahead 48 x 64, now 32 x 64, next 32 x 32, skip 32 x 64, head 80 x 64, out 64 x 40
//! Any      none of it: whatever a card says
//! ```
//!
//! What a size is used for is the kernel's matter (`Size`).

use crate::neural::kernel::packed::{Known, Size, Unknown};

/// A network's sizes; zeros where they are not known.
pub(super) trait Sizes {
    /// Channels between layers.
    const RESIDUAL: usize;
    /// Past and guide to both gates.
    type Ahead: Size;
    /// x to both gates.
    type Now: Size;
    /// Gate to the next x.
    type Next: Size;
    /// Gate to the skip sum.
    type Skip: Size;
    /// Skip sum and guide to the last layer but one.
    type Head: Size;
    /// To the numbers of the prediction.
    type Out: Size;
}

/// `Shape::STAGE`.
pub(super) struct Stage;

impl Sizes for Stage {
    const RESIDUAL: usize = 32;
    type Ahead = Known<48, 64>;
    type Now = Known<32, 64>;
    type Next = Known<32, 32>;
    type Skip = Known<32, 64>;
    type Head = Known<80, 64>;
    type Out = Known<64, 40>;
}

/// `Shape::NANO`.
pub(super) struct Nano;

impl Sizes for Nano {
    const RESIDUAL: usize = 16;
    type Ahead = Known<32, 32>;
    type Now = Known<16, 32>;
    type Next = Known<16, 16>;
    type Skip = Known<16, 32>;
    type Head = Known<48, 32>;
    type Out = Known<32, 40>;
}

/// Every other shape.
pub(super) struct Any;

impl Sizes for Any {
    const RESIDUAL: usize = 0;
    type Ahead = Unknown;
    type Now = Unknown;
    type Next = Unknown;
    type Skip = Unknown;
    type Head = Unknown;
    type Out = Unknown;
}
