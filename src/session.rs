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

mod command;
mod config;
mod home;
pub mod log;
pub mod melodies;
pub mod patch;
mod view;
pub mod voices;

pub use command::{Command, Outcome, TextOrigin};
pub use config::Config;
pub use home::Home;
pub use view::{AudioView, Bounds, EvaluationView, Lit, LogLine, RollNote, SlotView, View};
