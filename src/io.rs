//! The world outside: files, devices, ports. Everything that can be absent, busy or broken is opened here and nowhere else.

pub mod audio;
pub mod midi;
pub mod note_set;
pub mod samples;
pub mod sound_file;
pub mod watch;
