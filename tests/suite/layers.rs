//! The house, held against the tree: who imports whom, where each outside crate is at home, how long files are.
//!
//! ```text
//! pattern may import time, units, diagnostic      floor 0 is below floor 1
//! pattern may not import lang                     floor 3 is above it
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each module.
const FLOORS: &[(&str, u8)] = &[
    ("time", 0),
    ("units", 0),
    ("diagnostic", 0),
    ("crossing", 0),
    ("document", 0),
    ("pattern", 1),
    ("dsp", 1),
    ("neural", 1),
    ("analysis", 2),
    ("generate", 2),
    ("engine", 2),
    ("train", 2),
    ("lang", 3),
    ("schedule", 3),
    ("io", 4),
    ("session", 5),
    ("school", 6),
    ("repl", 7),
    ("tui", 7),
    ("cli", 8),
    ("main", 8),
];

/// Imports between neighbours on one floor that are meant: floor 0 is made of words that use each other.
const ARROWS: &[(&str, &str)] = &[("time", "units")];

/// Where each outside crate may be named. `thiserror` and serde's derives on plain data may stand anywhere.
const HOMES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic"]),
    ("rtrb", &["crossing"]),
    ("triple_buffer", &["crossing"]),
    ("arc_swap", &["crossing"]),
    ("serde_json", &["document"]),
    ("toml", &["document"]),
    ("realfft", &["dsp"]),
    ("safetensors", &["neural"]),
    ("no_denormals", &["engine"]),
    ("dfdx", &["train"]),
    ("nom", &["lang"]),
    ("cpal", &["io"]),
    ("midir", &["io"]),
    ("jack", &["io"]),
    ("midly", &["io"]),
    ("hound", &["io"]),
    ("symphonia", &["io"]),
    ("notify", &["io"]),
    ("directories", &["session"]),
    ("thread_priority", &["session"]),
    ("rustyline", &["repl"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("ratatui_textarea", &["tui"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anyhow", &["cli", "main"]),
    ("signal_hook", &["cli"]),
    ("rustix", &["tui", "cli"]),
    // Only asked for with the features that the tests' crates need: nobody names them.
    ("getrandom", &[]),
    ("num_integer", &[]),
    ("once_cell", &[]),
];

const LONGEST: usize = 400;

struct Source {
    path: PathBuf,
    text: String,
    /// The file without comments, strings and character literals.
    code: String,
    /// `["pattern", "state"]` for `src/pattern/state.rs`.
    module: Vec<String>,
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut waiting = vec![root.clone()];
    while let Some(at) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let inside = path.strip_prefix(&root).unwrap().with_extension("");
                let module = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                found.push(Source { code: bare(&text), path, text, module });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The code with comments and literals blanked out, line for line.
fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let starts = |at: usize, what: &str| what.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    while at < chars.len() {
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            while at < chars.len() {
                if starts(at, "/*") {
                    (depth, at) = (depth + 1, at + 2);
                } else if starts(at, "*/") {
                    (depth, at) = (depth - 1, at + 2);
                    if depth == 0 {
                        break;
                    }
                } else {
                    if chars[at] == '\n' {
                        out.push('\n');
                    }
                    at += 1;
                }
            }
        } else if let Some(hashes) = raw_string(&chars, at) {
            let close: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            while chars[at] != '"' {
                at += 1;
            }
            at += 1;
            while at < chars.len() && !starts(at, &close) {
                if chars[at] == '\n' {
                    out.push('\n');
                }
                at += 1;
            }
            at += close.len();
        } else if chars[at] == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                if chars[at] == '\n' {
                    out.push('\n');
                }
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if chars[at] == '\'' && (chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'')) {
            at += if chars.get(at + 1) == Some(&'\\') { 3 } else { 2 };
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            at += 1;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// The number of hashes, where a raw string literal starts at `at`.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    if chars[at] != 'r' || before.is_some_and(|c| c.is_alphanumeric() && *c != 'b' || *c == '_') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// Every path in a line: `a::b` gives `[a, b]`. Groups after `::{` are left to their first segment.
fn paths(line: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut path: Vec<String> = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            path.push(std::mem::take(&mut word));
        }
        if c == ':' && rest.peek() == Some(&':') {
            rest.next();
            if rest.peek() == Some(&'{') && path.last().is_some_and(|last| last == "crate") {
                // `use crate::{time::Cycle, pattern}`: every member of the group.
                let group: String = rest.by_ref().collect();
                for member in group.trim_matches(|c| "{};".contains(c)).split(',') {
                    let first = member.trim().split("::").next().unwrap_or_default();
                    found.push(vec!["crate".to_owned(), first.to_owned()]);
                }
                path.clear();
            }
        } else if !path.is_empty() {
            found.push(std::mem::take(&mut path));
        }
    }
    path.extend((!word.is_empty()).then_some(word));
    found.extend((!path.is_empty()).then_some(path));
    found
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

#[test]
fn modules_import_lower_floors_only() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        let home = source.module[0].as_str();
        if home == "lib" {
            continue;
        }
        let Some(own) = floor(home) else {
            wrong.push(format!("{}: `{home}` has no floor in the table", source.path.display()));
            continue;
        };
        for (number, line) in source.code.lines().enumerate() {
            for path in paths(line) {
                let named = match path.first().map(String::as_str) {
                    Some("crate" | "melisma") => path.get(1),
                    Some("super") => {
                        let ups = path.iter().take_while(|part| *part == "super").count();
                        if ups == source.module.len() { path.get(ups) } else { None }
                    }
                    _ => None,
                };
                let Some(other) = named.filter(|other| other.as_str() != home) else { continue };
                let Some(theirs) = floor(other) else { continue };
                if theirs >= own && !ARROWS.contains(&(home, other)) && !(home == "cli" || home == "main") {
                    wrong.push(format!(
                        "{}:{}: {home} (floor {own}) imports {other} (floor {theirs})",
                        source.path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports that go up or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn outside_crates_are_named_only_at_home() {
    let homes: BTreeMap<&str, &[&str]> = HOMES.iter().copied().collect();
    let mut wrong = Vec::new();
    for source in sources("src") {
        let home = source.module[0].as_str();
        for (number, line) in source.code.lines().enumerate() {
            for path in paths(line) {
                let first = path.first().map_or("", String::as_str);
                let used = path.len() > 1 || line.trim_start().starts_with("use ");
                if let Some(allowed) = homes.get(first)
                    && used
                    && !allowed.contains(&home)
                {
                    wrong.push(format!("{}:{}: {first} is at home in {allowed:?}", source.path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "outside crates away from home:\n{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_home() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    for line in section.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
        let name = line.split('=').next().unwrap().trim().replace('-', "_");
        let known = HOMES.iter().any(|(home, _)| *home == name) || ["thiserror", "serde"].contains(&name.as_str());
        assert!(known, "`{name}` has no home in the table");
    }
}

#[test]
fn files_are_short_and_open_with_their_idea() {
    let mut wrong = Vec::new();
    for source in
        sources("src").into_iter().chain(sources("tests")).chain(sources("benches")).chain(sources("examples"))
    {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{}: {lines} lines, at most {LONGEST}", source.path.display()));
        }
        if !source.text.starts_with("//!") {
            wrong.push(format!("{}: does not open with //!", source.path.display()));
        }
        if source.path.file_name().is_some_and(|name| name == "mod.rs") {
            wrong.push(format!("{}: a noun file and a folder instead of mod.rs", source.path.display()));
        }
    }
    assert!(wrong.is_empty(), "files that break the house rules:\n{}", wrong.join("\n"));
}

#[test]
fn a_tensor_is_never_sliced() {
    // dfdx's CPU backward of `slice` assigns instead of adding, so a tensor sliced twice gets a wrong gradient.
    for source in sources("src").into_iter().filter(|source| source.module[0] == "train") {
        for (number, line) in source.code.lines().enumerate() {
            assert!(!line.contains(".slice("), "{}:{}: `.slice(`", source.path.display(), number + 1);
        }
    }
}

#[test]
fn the_reader_of_this_test_sees_through_comments_and_strings() {
    assert_eq!(bare("a /* crate::tui */ \"crate::cli\" 'x' b // crate::io"), "a    b ");
    assert_eq!(bare("r#\"crate::cli \"# z"), " z");
    assert_eq!(paths("use crate::{time::Cycle, pattern};")[1..], [["crate", "time"], ["crate", "pattern"]]);
    assert_eq!(paths("x(crate::lang::y)")[1], ["crate", "lang", "y"]);
}
