//! The door: hands the arguments to the library and returns its exit code. No logic lives here.

use std::process::ExitCode;

/// Counts what is allocated where the audio thread may not: shown by the stage, and 0.
#[global_allocator]
static ALLOCATOR: melisma::engine::guard::Counting = melisma::engine::guard::Counting;

fn main() -> ExitCode {
    melisma::cli::run(std::env::args_os()).into()
}
