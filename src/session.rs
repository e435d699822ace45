//! A set being played, without hands: commands in, outcomes and views out; the log is the truth.
//!
//! ```text
//! REPL, stage, tests, watched files --Command--> apply --> one log record --> effect --> Outcome
//!                                                             |
//!                                     fold over the log = the state of the set; undo is one more command
//! ```
//!
//! Nothing here draws or reads keys (`repl`, `tui`), and nothing here makes sound: `schedule` sends triggers, `io` carries
//! them out.

mod ahead;
mod command;
mod config;
mod evaluate;
mod history;
mod home;
pub mod library;
mod live;
pub mod log;
pub mod melodies;
pub mod patch;
mod perform;
mod rehearse;
mod render;
pub mod replay;
pub mod start_up;
mod state;
mod studio;
mod transport;
mod tunes;
mod view;
pub mod voices;

pub use command::{Command, Outcome, TextOrigin};
pub use config::Config;
pub use home::Home;
pub use live::{LOOK_AHEAD, Live, OpenSessionError, RATE};
pub use perform::{Parts, Session};
pub use rehearse::SoundCheck;
pub use render::{RenderOptions, RenderSetError, Rendered, open_to_play, play_on, render, replay_to_file};
pub use state::{SlotOf, State};
pub use studio::Studio;
pub use transport::{News, Transport};
pub use tunes::{LoggedNote, notes_of_log, tunes, tunes_of_log};
pub use view::{AudioView, Bounds, EvaluationView, Lit, LogLine, RollNote, SingersView, SlotView, View};
