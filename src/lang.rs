//! The language: a performer's text becomes patterns and things to do, or a message that helps.
//!
//! ```text
//! text -> blocks -> tokens -> layout -> nom grammar -> tree -> Hindley-Milner -> closures -> Pattern, Action
//! d1 $ every 2 rev $ s "bd sn"       Play { slot: 1, pattern }
//! d1 $ sounf "bd"                    `sounf` is not a word here; did you mean `sound`?
//! ```
//!
//! A typed dialect of Tidal; `grammar/language.ebnf` has the grammar in prose. What the words mean stands in one table
//! ([`vocabulary`]), what stands between quotes in [`mini`]. Nothing here knows time, sound or files: actions are carried
//! out by `session`, networks come in as [`Networks`].

mod action;
mod block;
mod budget;
mod compile;
mod core;
mod datum;
mod infer;
mod interpreter;
mod layout;
mod mend;
pub mod mini;
pub mod paint;
mod parse;
pub mod print;
mod rehearse;
mod slip;
mod syntax;
mod token;
mod types;
pub mod vocabulary;

pub use action::{Action, Slot, Transform};
pub use block::{Block, blocks};
pub use budget::{Complaint, STACK, take_complaint};
pub use datum::Datum;
pub use interpreter::{Evaluated, EvaluatedBlock, Interpreter, Kind, Networks, NoNetworks, UnknownModel};
pub use rehearse::{on_large_stack, placed, rehearse};
pub use vocabulary::{complete, table};
