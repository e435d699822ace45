//! Blocks as newcomers break them, each with what is said about it (`grammar/corpus/broken.txt`).
//!
//! `UPDATE_CORPUS=1` writes what is said now into the file; read the difference as a newcomer would.

use melisma::lang::{Interpreter, NoNetworks};
use melisma::pattern::Tidal;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

fn told(text: &str) -> String {
    let mut interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10);
    let evaluated = interpreter.evaluate(text, 0);
    let mut out = String::new();
    for told in evaluated.diagnostics() {
        let sign = if told.is_error() { '!' } else { '?' };
        let _ = writeln!(out, "  {sign} {}", told.line(text));
    }
    out
}

fn corpus() -> (PathBuf, String) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("grammar/corpus/broken.txt");
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

/// The file with what is said now.
fn now(corpus: &str) -> String {
    let mut out = String::new();
    let mut block = String::new();
    for line in corpus.lines().chain(["# end"]) {
        if let Some(more) = line.strip_prefix('>') {
            let _ = writeln!(out, "{line}");
            let _ = writeln!(block, "{}", more.strip_prefix(' ').unwrap_or(more));
        } else {
            if !block.is_empty() {
                out.push_str(&told(block.trim_end()));
                block.clear();
            }
            if !line.starts_with("  ") && line != "# end" {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    out
}

#[test]
fn every_broken_block_is_told_as_written() {
    let (path, written) = corpus();
    let now = now(&written);
    if std::env::var_os("UPDATE_CORPUS").is_some() {
        std::fs::write(&path, &now).unwrap();
        return;
    }
    let different: Vec<String> = written
        .lines()
        .zip(now.lines())
        .filter(|(written, told)| written != told)
        .map(|(written, told)| format!("written {written}\nsays    {told}"))
        .collect();
    assert!(different.is_empty() && written.lines().count() == now.lines().count(), "{}", different.join("\n"));
}

#[test]
fn no_message_contradicts_itself() {
    let (_, written) = corpus();
    assert!(written.matches("\n  ! ").count() >= 40, "the corpus was not read");
    for line in written.lines().filter(|line| line.starts_with("  ! ")) {
        let quoted: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        let same =
            |a: &str, b: &str| quoted.len() > 1 && quoted[0] == quoted[1] && line.contains(a) && line.contains(b);
        assert!(!same("expected", "not ") && !same("is not", "did you mean"), "{line}");
    }
}
