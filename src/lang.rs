//! From text to patterns and actions.
//!
//! ```text
//! "bd*2 sn"   the text in quotes is mini-notation: `mini`
//! ```

pub mod mini;
