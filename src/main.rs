//! The door: hands the arguments to the library and returns its exit code. No logic lives here.

fn main() {}
