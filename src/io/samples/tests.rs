//! The kit is whole and small; folders, numbers and other names find their recordings.

use super::*;

#[test]
fn the_whole_kit_decodes_starts_at_once_and_stays_under_four_megabytes() {
    let library = Library::new(48_000);
    let (mut files, mut bytes) = (0, 0);
    for (bank, entries) in kit::BANKS {
        for (n, (name, flac)) in entries.iter().enumerate() {
            let sound = library.get(bank, n as i64).unwrap();
            assert!(sound.frames() > 400, "{name}");
            let peak = sound.samples().iter().fold(0.0f32, |a, b| a.max(b.abs()));
            assert!((0.3..=1.3).contains(&peak), "{name} {peak}");
            let first = sound.samples().iter().position(|x| x.abs() > peak / 400.0).unwrap() / sound.channels();
            assert!(first <= 2, "{name} begins with {first} silent frames");
            (files, bytes) = (files + 1, bytes + flac.len());
        }
    }
    assert_eq!(files, 97);
    assert!(bytes < 4 << 20, "{bytes}");
}

#[test]
fn numbers_wrap_and_other_names_are_known() {
    let library = Library::new(44_100);
    let frames = |name: &str, n| library.get(name, n).unwrap().frames();
    assert_eq!(frames("bd", 17), frames("bd", 0));
    assert_eq!(frames("bd", -1), frames("bd", 16));
    assert_eq!(frames("sd", 2), frames("sn", 2));
    let message = library.get("snn", 0).unwrap_err().to_string();
    assert_eq!(message, "no sound is called `snn`; did you mean `sn`?");
}

#[test]
fn a_folder_of_ones_own_adds_banks_and_hides_the_kits() {
    let folder = tempfile::tempdir().unwrap();
    for (name, level) in [("bd/b.wav", 0.25f32), ("bd/a.wav", 0.5), ("gong/x.WAV", 0.125), (".git/h.wav", 0.5)] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        sound_file::write_pcm16(&path, 48_000, 1, &[level; 100]).unwrap();
    }
    std::fs::write(folder.path().join("bd/notes.txt"), "no sound").unwrap();
    std::fs::write(folder.path().join("gong/broken.wav"), "no sound").unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let mut library = Library::new(48_000);
    assert_eq!(library.add_folder(folder.path()).unwrap(), 4);
    let level = |name: &str, n| library.get(name, n).unwrap().samples()[0];
    assert!((level("bd", 0) - 0.5).abs() < 1e-4 && (level("bd", 1) - 0.25).abs() < 1e-4);
    assert!((level("gong", 1) - 0.125).abs() < 1e-4);
    assert!(library.get("gong", 0).unwrap_err().to_string().contains("broken.wav"));
    assert!(library.contains("sn") && !library.contains("empty") && !library.contains(".git"));
    let absent = library.add_folder(&folder.path().join("absent")).unwrap_err();
    assert!(absent.to_string().contains("absent"));
}

#[test]
fn another_rate_keeps_the_length_in_seconds() {
    let (low, high) = (Library::new(24_000), Library::new(96_000));
    let seconds = |library: &Library, rate: f64| library.get("hh", 0).unwrap().frames() as f64 / rate;
    assert!((seconds(&low, 24_000.0) - seconds(&high, 96_000.0)).abs() < 1e-3);
}
