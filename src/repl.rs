//! Line mode: the same instrument without a screen, for a prompt, a pipe, a screen reader.
//!
//! ```text
//! melisma> d1 $ s "bd*4"
//! d1 from cycle 4
//! $ echo 'd1 $ s "bd*4"' | melisma repl --cycles 8
//! ```
//!
//! A prompt has history, blocks of several lines, completion and colours (`line`); a pipe is read block by block as its
//! text comes (`pipe`). What a line means is the session's business; here it is only read and its outcome told.

mod line;
mod pipe;
mod talk;

pub use talk::describe;

use crate::session::{Command, Live, TextOrigin};
use line::LineHelper;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Cmd, CompletionType, Config, Editor, ExternalPrinter, KeyCode, KeyEvent, Modifiers};
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How line mode begins.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Where earlier lines are kept.
    pub history: Option<PathBuf>,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// Cycles to play after the end of a pipe; on and on where absent.
    pub cycles: Option<u64>,
}

/// Why line mode could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RunReplError {
    /// The terminal cannot be read.
    #[error("the line editor cannot read the terminal: {0}")]
    Terminal(#[from] ReadlineError),
    /// Nothing more can be read or written.
    #[error("line mode lost its input or output: {0}")]
    Stream(#[from] io::Error),
}

/// How often what happens unasked is told.
const NOTICE: Duration = Duration::from_millis(100);

/// Reads lines from the terminal until Ctrl+D, `quit` or a signal.
///
/// # Errors
/// [`RunReplError`]; the set plays on until the caller closes it.
pub fn prompt(live: &Live, start: &Start, stop: &AtomicBool, out: &mut dyn Write) -> Result<(), RunReplError> {
    let config = Config::builder()
        .history_ignore_space(true)
        .completion_type(CompletionType::List)
        .auto_add_history(true)
        .build();
    let mut editor: Editor<LineHelper, DefaultHistory> = Editor::with_config(config)?;
    editor.set_helper(Some(LineHelper { colour: start.colour }));
    editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), Cmd::Newline);
    if let Some(history) = &start.history {
        // A first start has none.
        let _ = editor.load_history(history);
    }
    writeln!(out, "melisma: type a line, for instance  d1 $ s \"bd*4\"   (help, help WORD, undo, hush, quit)")?;
    let mut printer = editor.create_external_printer()?;
    let done = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for notice in live.notices() {
                    let text = describe(&notice, start.colour);
                    if !text.is_empty() {
                        // The prompt may be gone already.
                        let _ = printer.print(text);
                    }
                }
                thread::sleep(NOTICE);
            }
        });
        let ended = read_lines(live, &mut editor, start, stop, out);
        done.store(true, Ordering::Relaxed);
        ended
    });
    if let Some(history) = &start.history {
        let _ = editor.append_history(history);
    }
    ended
}

fn read_lines(
    live: &Live,
    editor: &mut Editor<LineHelper, DefaultHistory>,
    start: &Start,
    stop: &AtomicBool,
    out: &mut dyn Write,
) -> Result<(), RunReplError> {
    while !stop.load(Ordering::Relaxed) {
        match editor.readline("melisma> ") {
            Ok(text) => {
                if !answer(live, line::block(&text), start.colour, out)? {
                    return Ok(());
                }
            }
            // Ctrl+C drops the line that is being typed, as everywhere; what plays, plays.
            Err(ReadlineError::Interrupted) => writeln!(out, "(Ctrl+D or `quit` leaves, `hush` silences)")?,
            Err(ReadlineError::Eof) => return Ok(()),
            Err(ReadlineError::Signal(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Reads blocks from `input` as they come, and plays on after its end: for `cycles`, or until `stop`.
///
/// # Errors
/// [`RunReplError::Stream`] where what is told cannot be written.
pub fn piped(
    live: &Live,
    input: impl BufRead + Send + 'static,
    start: &Start,
    stop: &AtomicBool,
    out: &mut dyn Write,
) -> Result<(), RunReplError> {
    let blocks = pipe::Blocks::read(input);
    while !stop.load(Ordering::Relaxed) {
        for notice in live.notices() {
            tell(&describe(&notice, start.colour), out)?;
        }
        match blocks.next(NOTICE) {
            pipe::Next::Block(text) => {
                if !answer(live, &text, start.colour, out)? {
                    return Ok(());
                }
            }
            pipe::Next::Nothing => {}
            pipe::Next::End => break,
        }
    }
    let end = start.cycles.map(|cycles| live.view().cycle.max(0.0) + cycles as f64);
    while !stop.load(Ordering::Relaxed) && end.is_none_or(|end| live.view().cycle < end) {
        for notice in live.notices() {
            tell(&describe(&notice, start.colour), out)?;
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// Does what one block asks for and tells what came of it; false where it asks to leave.
fn answer(live: &Live, text: &str, colour: bool, out: &mut dyn Write) -> Result<bool, RunReplError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let command = match words[..] {
        [] => return Ok(true),
        ["quit" | "exit" | ":q"] => return Ok(false),
        ["help"] => return tell(&talk::overview(), out).map(|()| true),
        ["help", word] => return tell(&talk::help(word), out).map(|()| true),
        ["status"] => return tell(&talk::status(&live.view()), out).map(|()| true),
        ["undo"] => Command::Undo { evaluation: None },
        ["redo"] => Command::Redo { evaluation: None },
        _ => Command::Evaluate { text: text.to_owned(), origin: TextOrigin::Line, offset: 0, now: false },
    };
    tell(&describe(&live.apply(command), colour), out)?;
    Ok(true)
}

fn tell(text: &str, out: &mut dyn Write) -> Result<(), RunReplError> {
    if !text.is_empty() {
        writeln!(out, "{}", text.trim_end())?;
        out.flush()?;
    }
    Ok(())
}
