//! A pipe as blocks: each is handed on as soon as it is known to be whole, so that another program can play line by line.
//!
//! ```text
//! d1 $ s "bd"⏎   # gain 1⏎   ⏎   ->  one block, at the blank line
//! d2 $ s "hh"⏎   (silence)        ->  one block, when nothing follows for a moment
//! ```

use std::io::BufRead;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use std::{cell::RefCell, thread};

/// After this long without a further line, what has come is whole.
const QUIET: Duration = Duration::from_millis(60);

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A whole block.
    Block(String),
    /// Nothing yet.
    Nothing,
    /// The pipe has been closed.
    End,
}

/// The blocks of a pipe.
pub(super) struct Blocks {
    lines: Receiver<String>,
    begun: RefCell<String>,
}

impl Blocks {
    /// Starts to read. Bytes that are no UTF-8 become question marks instead of ending the set.
    pub(super) fn read(mut input: impl BufRead + Send + 'static) -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            let mut line = Vec::new();
            while input.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned();
                if sender.send(text).is_err() {
                    return;
                }
                line.clear();
            }
        });
        Self { lines, begun: RefCell::new(String::new()) }
    }

    /// The next block, waiting for at most about `patience`.
    pub(super) fn next(&self, patience: Duration) -> Next {
        loop {
            let begun = !self.begun.borrow().trim().is_empty();
            match self.lines.recv_timeout(if begun { QUIET } else { patience }) {
                Ok(line) if line.trim().is_empty() => {
                    if begun {
                        return Next::Block(self.begun.take());
                    }
                }
                Ok(line) if begun && begins_anew(&line) => return Next::Block(self.begun.replace(line + "\n")),
                Ok(line) => {
                    self.begun.borrow_mut().push_str(&line);
                    self.begun.borrow_mut().push('\n');
                }
                Err(_) if begun => return Next::Block(self.begun.take()),
                Err(RecvTimeoutError::Timeout) => return Next::Nothing,
                Err(RecvTimeoutError::Disconnected) => return Next::End,
            }
        }
    }
}

/// A line at column 0 begins a new block, unless it closes what stands above.
fn begins_anew(line: &str) -> bool {
    !line.starts_with([' ', '\t', ')', ']', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_apart_by_blank_lines_and_by_column_0() {
        let blocks = Blocks::read(&b"d1 $ s \"bd\"\n  # gain 1\n\nd2 $ s \"hh\"\nhush"[..]);
        let patience = Duration::from_secs(5);
        assert_eq!(blocks.next(patience), Next::Block("d1 $ s \"bd\"\n  # gain 1\n".to_owned()));
        assert_eq!(blocks.next(patience), Next::Block("d2 $ s \"hh\"\n".to_owned()));
        assert_eq!(blocks.next(patience), Next::Block("hush\n".to_owned()));
        assert_eq!(blocks.next(patience), Next::End);
    }

    #[test]
    fn bytes_that_are_no_text_do_not_end_the_pipe() {
        let blocks = Blocks::read(&b"\xff\xfe\n\nhush\n"[..]);
        let patience = Duration::from_secs(5);
        assert!(matches!(blocks.next(patience), Next::Block(_)));
        assert_eq!(blocks.next(patience), Next::Block("hush\n".to_owned()));
    }
}
