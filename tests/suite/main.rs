//! Every test that needs no special allocator, in one binary: it links once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop where it fails"
)]

mod audio;
mod broken;
mod cli;
mod corpus;
#[cfg(feature = "jack")]
mod jack;
mod ladder;
mod language;
mod laws;
mod layers;
mod long;
mod offline;
mod parity_wavenet;
mod scheduler;
mod session;
mod stage_scene;
mod tidal;
mod tui;
mod vocabulary;
mod written;

/// How often a property is tried: a light number, unless `PROPTEST_CASES` asks for another.
fn cases(light: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(light)
}
