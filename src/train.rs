//! Networks as they are trained, in dfdx.

pub mod melody;
