//! The door: hands the arguments to the library and returns its exit code. No logic lives here.

use std::process::ExitCode;

fn main() -> ExitCode {
    melisma::cli::run(std::env::args_os()).into()
}
