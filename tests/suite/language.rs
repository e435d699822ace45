//! Blocks against written examples (`grammar/corpus/language.txt`), and any text at all: nothing panics, all of it ends.
//!
//! `UPDATE_CORPUS=1` writes what is played now into the corpus; read the difference before it is committed.

use melisma::diagnostic::Diagnostic;
use melisma::lang::{Action, Evaluated, Interpreter, NoNetworks, on_large_stack, rehearse};
use melisma::pattern::{ControlMap, Env, Event, Meter, Patience, Pattern, State, Tidal};
use melisma::time::Span;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

fn with_env<T>(work: impl FnOnce(&Env<'_>) -> T) -> T {
    let meter = Meter::default();
    work(&Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter })
}

fn first_cycle(pattern: &Pattern<ControlMap>) -> String {
    let mut events: Vec<Event<ControlMap>> = with_env(|env| pattern.query(&State { span: Span::cycle(0), env }));
    events.sort_by_key(|event| (event.part.begin, event.part.end, format!("{:?}", event.value)));
    events.iter().map(|event| format!("{event:?}")).collect::<Vec<_>>().join(" ")
}

fn report(evaluated: &Evaluated, text: &str) -> String {
    let mut out = String::new();
    for block in &evaluated.blocks {
        for action in &block.actions {
            match action {
                Action::Play { pattern, span, .. } => {
                    let _ = writeln!(out, "  {action:?}: {}", first_cycle(pattern));
                    if let Err(problem) = with_env(|env| rehearse(pattern, 0, 2, env, text, *span)) {
                        let _ = writeln!(out, "  ! {}", problem.message);
                    }
                }
                Action::Once(pattern) => {
                    let _ = writeln!(out, "  {action:?}: {}", first_cycle(pattern));
                }
                other => {
                    let _ = writeln!(out, "  {other:?}");
                }
            }
        }
        for told in &block.diagnostics {
            let _ = writeln!(out, "  ! {}", told.line(text));
        }
    }
    out
}

#[test]
fn every_written_block_does_as_written() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("grammar/corpus/language.txt");
    let corpus = std::fs::read_to_string(&path).unwrap();
    let mut interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10);
    let mut played = String::new();
    let mut lines = corpus.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(first) = line.strip_prefix("> ") {
            let mut text = first.to_owned();
            let _ = writeln!(played, "{line}");
            // What goes on behind `> ` is indented there.
            while let Some(next) = lines.next_if(|next| next.starts_with(">  ")) {
                text.push('\n');
                text.push_str(&next[2..]);
                let _ = writeln!(played, "{next}");
            }
            played.push_str(&report(&interpreter.evaluate(&text, 0), &text));
        } else if line.starts_with('#') {
            let _ = writeln!(played, "{line}");
        }
    }
    if std::env::var_os("UPDATE_CORPUS").is_some() {
        std::fs::write(&path, &played).unwrap();
        return;
    }
    let different: Vec<String> = corpus
        .lines()
        .zip(played.lines())
        .filter(|(written, played)| written != played)
        .map(|(written, played)| format!("written {written}\nplays   {played}"))
        .collect();
    assert!(different.is_empty() && corpus.lines().count() == played.lines().count(), "{}", different.join("\n"));
}

const SET: &str = "let f p = every 2 (fast 2) $ p # speed 2\n\nd1 $ stack [f $ s \"bd*2 <sn cp>(3,8)\", \
    n (scale \"minor\" \"0 .. 4\") # s \"superpiano\" |+ n \"<0 3>\"]\n  # gain (range 0.8 1 $ slow 4 sine)\n\n\
    d2 $ jux ((# speed 2) . rev) $ chop 4 $ s \"bev\" where { x = 1 }\n\ndo\n  d3 $ s (case 1 of { 1 -> \"a\"; _ -> \"b\" })\n  hush\n";

fn told(text: &str) -> Vec<Diagnostic> {
    let mut interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10);
    interpreter.evaluate(text, 0).diagnostics().cloned().collect()
}

fn holds_together(text: &str) {
    for diagnostic in told(text) {
        assert!(!diagnostic.message.contains("could not be worked out"), "{text:?}: {diagnostic:?}");
        let _ = diagnostic.line(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(200), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_interpreter(text in "\\PC{0,80}") {
        holds_together(&text);
    }

    #[test]
    fn no_row_of_tokens_breaks_the_interpreter(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "d1", "$", "s", "\"bd\"", "(", ")", "[", "]", "let", "in", "where", "do", "if", "then", "else", "case",
                "of", "->", "=", "|", "#", "\\", "x", "1", "0.5", "-", ",", "..", "fast", "every", "rev", "\n", "\n  ",
                "::", "Pattern", "fmap", "<$>", ".", "+", "`", "_", "<-", "!", "\"[\"",
            ]),
            0..40,
        ),
    ) {
        holds_together(&words.join(" "));
    }

    #[test]
    fn no_slip_in_a_set_breaks_the_interpreter(at in 0..SET.len(), length in 0..6usize, put in "[ -~\\n]{0,3}") {
        let end = (at + length).min(SET.len());
        let text = format!("{}{put}{}", &SET[..at], &SET[end..]);
        holds_together(&text);
    }
}

#[test]
fn text_that_would_never_end_is_a_message() {
    for text in [
        "d1 $ fast 1000000000 $ s \"bd\"",
        "d1 $ ply 100000 $ s \"bd*100\"",
        "let f x = f (f x)\n\nd1 $ f (s \"a\")",
        "d1 $ s (fastFromList [\"a\" | x <- [1 ..]])",
        "let xs = 1 : map (+ 1) xs\n\nd1 $ n (fastFromList xs)",
    ] {
        let mut interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10);
        let done = interpreter.evaluate(text, 0);
        let refused = done.diagnostics().any(Diagnostic::is_error);
        let faulty = done.actions().any(|action| match action {
            Action::Play { pattern, span, .. } => with_env(|env| rehearse(pattern, 0, 2, env, text, *span).is_err()),
            _ => false,
        });
        assert!(refused || faulty, "{text}");
    }
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    for text in [
        format!("d1 $ {}s \"a\"{}", "(".repeat(20_000), ")".repeat(20_000)),
        format!("d1 $ {}s \"a\"", "rev $ ".repeat(20_000)),
        format!("d1 $ s \"a\"{}", " # n 1".repeat(20_000)),
        format!("d1 $ s \"{}a{}\"", "[".repeat(20_000), "]".repeat(20_000)),
        format!("let x = {}1", "\\a -> ".repeat(20_000)),
    ] {
        assert!(told(&text).iter().any(Diagnostic::is_error));
    }
    assert_eq!(on_large_stack(|| 1), Some(1));
}
