//! The built binary as a shell sees it: what it prints where, and its exit codes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The binary with a home of its own, no audio device and no colours.
fn melisma(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_melisma"));
    command.env("MELISMA_HOME", home).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    melisma(home).args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_is_no_failure_and_a_wrong_flag_is_a_usage_error() {
    let home = tempfile::tempdir().unwrap();
    let help = run(home.path(), &["--help"]);
    assert_eq!(code(&help), 0);
    assert!(text(&help.stdout).contains("Usage:"));
    let wrong = run(home.path(), &["--no-such-flag"]);
    assert_eq!((code(&wrong), wrong.stdout.len()), (2, 0));
    assert_eq!(code(&run(home.path(), &["--cps", "-1", "repl"])), 2);
}

#[test]
fn without_a_terminal_the_stage_does_not_open() {
    let home = tempfile::tempdir().unwrap();
    let refused = run(home.path(), &[]);
    assert_eq!(code(&refused), 2);
    assert!(text(&refused.stderr).contains("melisma play"), "{}", text(&refused.stderr));
}

#[test]
fn completions_and_the_manual_are_made_from_the_same_table() {
    let home = tempfile::tempdir().unwrap();
    let bash = run(home.path(), &["completions", "bash"]);
    assert!(text(&bash.stdout).contains("render"));
    let manual = text(&run(home.path(), &["man"]).stdout);
    assert!(manual.contains("EXIT STATUS") && manual.contains("130"), "{manual}");
}

#[test]
fn a_missing_model_has_its_own_exit_code_and_the_nearest_name() {
    let home = tempfile::tempdir().unwrap();
    let missing = run(home.path(), &["model", "info", "flok"]);
    assert_eq!(code(&missing), 6);
    assert!(text(&missing.stderr).contains("did you mean `folk`?"), "{}", text(&missing.stderr));
    let list = run(home.path(), &["model", "list"]);
    assert!(text(&list.stdout).contains("folk"));
}

#[test]
fn a_corrupt_model_is_refused_with_its_exit_code() {
    let home = tempfile::tempdir().unwrap();
    let models = home.path().join("models");
    fs::create_dir_all(&models).unwrap();
    fs::write(models.join("mine.toml"), "this is no card").unwrap();
    fs::write(models.join("mine.safetensors"), b"nor are these weights").unwrap();
    let damaged = run(home.path(), &["model", "info", "mine"]);
    assert_eq!(code(&damaged), 6, "{}", text(&damaged.stderr));
}

#[test]
fn text_that_does_not_parse_is_exit_code_3_and_says_where() {
    let home = tempfile::tempdir().unwrap();
    let set = home.path().join("broken.tidal");
    fs::write(&set, "d1 $ s \"bd*4\"\n\nd2 $ sounf \"hh*8\"\n").unwrap();
    let checked = run(home.path(), &["check", set.to_str().unwrap()]);
    assert_eq!(code(&checked), 3);
    let said = text(&checked.stdout) + &text(&checked.stderr);
    assert!(said.contains("3:6") && said.contains("sound"), "{said}");
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let set = home.path().join("set.tidal");
    fs::write(&set, "d1 $ s \"bd*4\"\nd2 $ s \"~ sn\" # room 0.2\n").unwrap();
    let render = |name: &str| {
        let out = home.path().join(name);
        let done = run(home.path(), &["render", set.to_str().unwrap(), "-o", out.to_str().unwrap(), "--cycles", "2"]);
        assert_eq!(code(&done), 0, "{}", text(&done.stderr));
        fs::read(out).unwrap()
    };
    let (first, second) = (render("a.wav"), render("b.wav"));
    // Two cycles at half a cycle a second, 48 kHz, two channels of two bytes, and a header.
    assert!(first.len() > 4 * 48_000 * 4, "{}", first.len());
    assert!(first == second);
}

#[test]
fn a_pipe_is_played_without_a_terminal_and_ends_after_its_cycles() {
    let home = tempfile::tempdir().unwrap();
    let mut child = melisma(home.path())
        .args(["--audio-host", "null", "--cps", "8", "repl", "--cycles", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"d1 $ s \"bd*4\"\n\nhelp every\n\nd2 $ sounf \"hh\"\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let said = text(&output.stdout);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert!(said.contains("every ::"), "{said}");
    assert!(said.contains("sounf"), "{said}");
}

#[test]
fn a_file_that_is_no_text_is_refused_with_its_name() {
    let home = tempfile::tempdir().unwrap();
    let set = home.path().join("noise.tidal");
    fs::write(&set, [0xff, 0xfe, 0x00]).unwrap();
    for wrong in [set.to_str().unwrap(), home.path().to_str().unwrap()] {
        let refused = run(home.path(), &["play", wrong, "--audio-host", "null", "--cycles", "1"]);
        assert_ne!(code(&refused), 0);
        assert!(text(&refused.stderr).contains(wrong), "{}", text(&refused.stderr));
    }
}

#[test]
fn definitions_of_the_start_up_file_are_known_to_every_command() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("startup.tidal"), "let own = fast 2\n").unwrap();
    let set = home.path().join("set.tidal");
    std::fs::write(&set, "d1 $ own $ s \"bd\"\n").unwrap();
    let (set, wav) = (set.display().to_string(), home.path().join("set.wav").display().to_string());
    for arguments in
        [vec!["eval", "own $ s \"bd\""], vec!["check", &set], vec!["render", &set, "-o", &wav, "--cycles", "1"]]
    {
        let output = run(home.path(), &arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_model_that_is_not_what_its_card_says_is_said_and_the_set_plays_with_the_built_in_one() {
    let home = tempfile::tempdir().unwrap();
    let models = home.path().join("models");
    fs::create_dir(&models).unwrap();
    let card = include_str!("../../models/stage.toml").replace("residual = 32", "residual = 16");
    fs::write(models.join("stage.toml"), card).unwrap();
    fs::write(models.join("stage.safetensors"), include_bytes!("../../models/stage.safetensors")).unwrap();
    for task in [&["model", "info", "stage"][..], &["model", "list"]] {
        let told = run(home.path(), task);
        let words = text(&told.stderr) + &text(&told.stdout);
        assert!(code(&told) == 6 && words.contains("the card asks for"), "{words}");
    }
    let set = home.path().join("set.tidal");
    let out = home.path().join("set.wav");
    let steered =
        "d1 $ s \"wavenet:cello\" # timbre \"flutte\" # temp 1e9\n\nd2 $ note 900 # s \"wavenet:cello\" # gain 0.1\n";
    fs::write(&set, steered).unwrap();
    let rendered = run(home.path(), &["render", set.to_str().unwrap(), "-o", out.to_str().unwrap(), "--cycles", "1"]);
    let words = text(&rendered.stderr);
    assert_eq!(code(&rendered), 0, "{words}");
    assert!(words.contains("the built-in one plays") && words.contains("did you mean `flute`?"), "{words}");
    assert!(
        words.contains("note 900 is far beyond") && words.contains("1 | ") && words.contains("^^^^^^"),
        "the message points at the name: {words}"
    );
    let sound = melisma::io::sound_file::read(&out).unwrap();
    assert!(sound.samples.iter().any(|x| x.abs() > 0.01), "the note sounds all the same");
}

#[test]
fn the_doctor_measures_how_many_notes_are_sung_at_once_and_keeps_it() {
    let home = tempfile::tempdir().unwrap();
    let told = text(&run(home.path(), &["doctor"]).stdout);
    assert!(told.contains("x real time") && told.contains("sung at once") && told.contains("latency"), "{told}");
    let kept = fs::read_to_string(home.path().join("voices.json")).unwrap();
    assert!(kept.contains("\"stage\""), "{kept}");
}

#[test]
fn a_folder_of_recordings_is_listened_to_and_one_without_a_note_is_exit_code_1() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("My Horn");
    fs::create_dir(&folder).unwrap();
    let check = || run(home.path(), &["model", "train", "wavenet", "--check", "--data", folder.to_str().unwrap()]);
    let nothing = check();
    assert_eq!(code(&nothing), 1);
    assert!(text(&nothing.stderr).contains("no recording that can be learned from"), "{}", text(&nothing.stderr));
    let tone = |i: u32| (f64::from(i) * 220.0 * std::f64::consts::TAU / 24_000.0).sin() as f32;
    let samples: Vec<f32> = (0..24_000).map(|i| 0.3 * tone(i)).collect();
    melisma::io::sound_file::write_pcm16(&folder.join("horn_C4.wav"), 24_000, 1, &samples).unwrap();
    fs::write(folder.join("torn.wav"), b"RIFF").unwrap();
    let heard = check();
    let report = text(&heard.stdout);
    assert_eq!(code(&heard), 0, "{}", text(&heard.stderr));
    for words in ["my-horn: 1 note of 1 pitch, A3", "horn_C4.wav: named C4, sounds as A3", "torn.wav: does not read"] {
        assert!(report.contains(words), "{report}");
    }
    assert_eq!(code(&run(home.path(), &["model", "train", "lstm", "--check", "--data", "x"])), 2);
    assert_eq!(code(&run(home.path(), &["model", "train", "wavenet", "--data", "x"])), 2);
}

#[test]
fn a_network_goes_where_device_says_or_says_why_it_does_not() {
    let home = tempfile::tempdir().unwrap();
    let train = |family, device| {
        run(home.path(), &["model", "train", family, "--data", "nowhere", "--out", "mine", "--device", device])
    };
    assert_eq!(code(&train("wavenet", "abacus")), 2);
    assert_eq!(code(&train("lstm", "cuda")), 2);
    for device in ["auto", "cpu"] {
        let told = train("wavenet", device);
        assert!(code(&told) == 1 && text(&told.stderr).contains("nowhere"), "{}", text(&told.stderr));
    }
    if let Err(why) = melisma::train::gpu::answers() {
        let told = train("wavenet", "cuda");
        assert!(code(&told) == 1 && text(&told.stderr).contains(&why.to_string()), "{}", text(&told.stderr));
    }
    assert!(text(&run(home.path(), &["doctor"]).stdout).contains("gpu"));
}

#[test]
fn takes_of_a_note_are_numbered_files() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("note.wav");
    let take =
        ["model", "sample", "stage", "--instrument", "cello", "--pitch", "57", "--seconds", "0.02", "--seed", "3"];
    let told = run(home.path(), &[&take[..], &["--batch", "2", "-o", out.to_str().unwrap()]].concat());
    assert_eq!(code(&told), 0, "{}", text(&told.stderr));
    assert!(!out.exists());
    let read = |name: &str| fs::read(home.path().join(name)).unwrap();
    assert_ne!(read("note_1.wav"), read("note_2.wav"));
    assert_eq!(code(&run(home.path(), &[&take[..], &["-o", out.to_str().unwrap()]].concat())), 0);
    assert_eq!(read("note.wav"), read("note_1.wav"), "the first take is that of the seed itself");
}
