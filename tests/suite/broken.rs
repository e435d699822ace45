//! Blocks as newcomers break them, each with what is said about it (`grammar/corpus/broken.txt`), in rehearsal too.
//!
//! `UPDATE_CORPUS=1` writes what is said now into the file; read the difference as a newcomer would.

use melisma::lang::{Action, Evaluated, Interpreter, NoNetworks, rehearse};
use melisma::pattern::{Env, Meter, Patience, Tidal};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

fn evaluated(text: &str) -> Evaluated {
    Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10).evaluate(text, 0)
}

fn told(text: &str) -> String {
    let evaluated = evaluated(text);
    let mut out = String::new();
    let meter = Meter::default();
    let env = Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let rehearsed: Vec<_> = evaluated
        .actions()
        .filter_map(|action| match action {
            Action::Play { pattern, span, .. } => rehearse(pattern, 0, 2, &env, text, *span).err(),
            _ => None,
        })
        .collect();
    for told in evaluated.diagnostics().chain(&rehearsed) {
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

/// The blocks of the corpus, as they are typed.
fn blocks(corpus: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in corpus.lines() {
        match (line.strip_prefix('>'), found.last_mut()) {
            (Some(more), Some(block)) => {
                let _ = writeln!(block, "{}", more.strip_prefix(' ').unwrap_or(more));
            }
            _ => found.push(String::new()),
        }
    }
    found.retain(|block| !block.is_empty());
    found
}

#[test]
fn one_broken_block_never_hides_another() {
    let (_, written) = corpus();
    let played = |evaluated: &Evaluated, wanted: &str| {
        evaluated.actions().any(|action| matches!(action, Action::Play { slot, .. } if &*slot.0 == wanted))
    };
    for block in blocks(&written) {
        let evaluated = evaluated(&format!("d15 $ s \"bd\"\n\n{block}\n\nd16 $ s \"hh\"\n"));
        assert!(played(&evaluated, "15"), "the block before:\n{block}");
        // A block that plays may give `s` another meaning.
        let defines = evaluated.actions().any(|action| matches!(action, Action::Define(_)));
        assert!(defines || played(&evaluated, "16"), "the block behind:\n{block}");
    }
}

#[test]
fn every_fault_is_told_at_a_place() {
    let (_, written) = corpus();
    for line in written.lines().filter(|line| line.starts_with("  ! 1:1 ")) {
        // Only what is wrong with the first word may stand there.
        assert!(
            line.starts_with("  ! 1:1 `")
                || line.contains("this is")
                || line.contains("braces")
                || line.contains("comment")
                || line.contains("definition"),
            "{line}"
        );
    }
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
