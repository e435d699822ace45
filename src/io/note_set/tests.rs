//! Labelled notes are read and what is wrong in the table is named; own recordings are heard and each refusal has its sentence.

use super::*;
use crate::dsp::noise::Noise;
use crate::io::sound_file::write_pcm16;
use crate::train::wavenet::clip::Split;

fn read(path: &Path, names: Option<&[String]>) -> Result<NoteSet, ReadNotesError> {
    super::read(path, names, &|_| None)
}

fn folder(table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("labels.csv"), table).unwrap();
    folder
}

const HEAD: &str = "instrument,program,pitch,velocity,start_sample,on_samples,slot_samples,split\n";

#[test]
fn a_wrong_line_is_named_with_its_number_and_reason() {
    for (line, word) in [
        ("cello,42,36\n", "3 fields"),
        ("cello,42,200,40,0,36000,60000,test\n", "pitch"),
        ("cello,42,36,40,0,99999,60000,test\n", "on_samples"),
        ("cello,42,36,40,0,36000,60000,exam\n", "exam"),
    ] {
        let folder = folder(&format!("{HEAD}{line}"));
        let message = read(folder.path(), None).unwrap_err().to_string();
        assert!(message.contains("line 2") && message.contains(word), "{message}");
    }
}

#[test]
fn an_instrument_without_notes_is_named() {
    let folder = folder(&format!("{HEAD}cello,42,36,40,0,36000,60000,test\n"));
    let message = read(folder.path(), Some(&["oboe".to_string()])).unwrap_err().to_string();
    assert!(message.contains("`oboe`"), "{message}");
    assert!(read(folder.path(), None).is_err(), "the recording is missing");
}

/// A rich tone with soft ends, MIDI pitch, seconds, gain.
fn sung(pitch: f64, seconds: f64, gain: f64, rate: u32) -> Vec<f32> {
    let step = std::f64::consts::TAU * 440.0 * ((pitch - 69.0) / 12.0).exp2() / f64::from(rate);
    let sample = |i: usize| {
        let t = i as f64 / f64::from(rate);
        let ends = (t / 0.02).min((seconds - t) / 0.08).clamp(0.0, 1.0);
        (gain * ends * (1..=6).map(|n| (step * (i * n) as f64).sin() / n as f64).sum::<f64>()) as f32
    };
    (0..(seconds * f64::from(rate)) as usize).map(sample).collect()
}

fn write(folder: &Path, name: &str, rate: u32, samples: &[f32]) {
    write_pcm16(&folder.join(name), rate, 1, samples).unwrap();
}

/// A folder of C-major notes by name, and its reading.
fn notes(names: &[(&str, f64)]) -> (tempfile::TempDir, Report, NoteSet) {
    let folder = tempfile::tempdir().unwrap();
    for (name, pitch) in names {
        write(folder.path(), name, 24_000, &sung(*pitch, 0.8, 0.2, 24_000));
    }
    let set = read(folder.path(), None).unwrap();
    (folder, set.report.clone().unwrap(), set)
}

#[test]
fn recordings_of_any_rate_become_clips_of_the_pitch_that_sounds() {
    let folder = tempfile::tempdir().unwrap();
    let cello = folder.path().join("My Cello");
    std::fs::create_dir(&cello).unwrap();
    for (rate, pitch) in [(44_100, 48.0), (48_000, 50.1), (22_050, 52.0), (96_000, 53.0)] {
        write(&cello, &format!("take {rate}.wav"), rate, &sung(pitch, 0.8, 0.2, rate));
    }
    let scale: Vec<f32> = [55.0, 57.0, 59.0]
        .iter()
        .flat_map(|pitch| [sung(*pitch, 0.7, 0.2, 48_000), vec![0.0; 19_200]].concat())
        .collect();
    write_pcm16(&cello.join("scale.wav"), 48_000, 2, &scale.iter().flat_map(|x| [*x, 0.5 * x]).collect::<Vec<_>>())
        .unwrap();
    let set = read(folder.path(), None).unwrap();
    assert_eq!(set.instruments, ["my-cello"]);
    let mut pitches: Vec<f32> = set.clips.iter().map(|clip| (10.0 * clip.pitch).round() / 10.0).collect();
    pitches.sort_by(f32::total_cmp);
    assert_eq!(pitches, [48.0, 50.1, 52.0, 53.0, 55.0, 57.0, 59.0]);
    for clip in &set.clips {
        assert!(clip.held >= 4_096 && clip.held <= clip.samples.len() && clip.samples.len() >= 8_192);
    }
    let learned = &set.report.unwrap().learned[0];
    assert_eq!((learned.way, &learned.valid[..], learned.train.len()), (Way::Pitches, &[53][..], 6));
}

#[test]
fn every_refusal_names_the_file_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let tone = sung(57.0, 0.8, 0.2, 24_000);
    write(path, "good.wav", 24_000, &tone);
    let fourth: Vec<f32> = tone.iter().zip(sung(64.0, 0.8, 0.2, 24_000)).map(|(a, b)| a + b).collect();
    write(path, "take3.wav", 24_000, &fourth);
    let mut noise = Noise::new(1);
    write(path, "wind.wav", 24_000, &(0..24_000).map(|_| 0.2 * noise.sample()).collect::<Vec<_>>());
    write(path, "loud.wav", 24_000, &tone.iter().map(|x| 8.0 * x).collect::<Vec<_>>());
    write(path, "faint.wav", 24_000, &tone.iter().map(|x| 0.002 * x).collect::<Vec<_>>());
    write(path, "chip.wav", 24_000, &sung(57.0, 0.15, 0.2, 24_000));
    write(path, "silent.wav", 24_000, &[0.0; 24_000]);
    write(path, "deep.wav", 24_000, &sung(25.0, 1.0, 0.2, 24_000));
    write(path, "slow.wav", 1_000, &tone);
    std::fs::write(path.join("empty.wav"), b"").unwrap();
    std::fs::write(path.join("letter.flac"), b"Dear friend, this is no sound at all.").unwrap();
    std::fs::write(path.join("notes.txt"), b"bow, not finger").unwrap();
    let shape = hound::WavSpec {
        channels: 1,
        sample_rate: 24_000,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut file = hound::WavWriter::create(path.join("broken.wav"), shape).unwrap();
    tone.iter().chain([&f32::NAN]).for_each(|x| file.write_sample(*x).unwrap());
    file.finalize().unwrap();
    let report = read(path, None).unwrap().report.unwrap();
    let why = |name: &str| report.refused.iter().find(|r| r.place == name).map(|r| r.why.as_str()).unwrap_or("taken");
    for (name, words) in [
        ("good.wav", "taken"),
        ("take3.wav", "two pitches at once (A3 and E4); record one note at a time"),
        ("wind.wav", "no single pitch"),
        ("loud.wav", "clipped"),
        ("faint.wav", "too quiet"),
        ("chip.wav", "only 0."),
        ("silent.wav", "nothing but silence"),
        ("deep.wav", "C#1 lies below what can be learned (E1)"),
        ("slow.wav", "1000 samples a second"),
        ("empty.wav", "the file is empty"),
        ("letter.flac", "does not read"),
        ("broken.wav", "no numbers"),
    ] {
        assert!(why(name).starts_with(words) || why(name).contains(words), "{name}: {}", why(name));
    }
    assert_eq!((report.refused.len(), report.passed_over), (11, vec!["notes.txt".to_owned()]));
}

#[test]
fn a_file_that_was_cut_off_is_refused_or_heard_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.wav", 24_000, &sung(57.0, 0.8, 0.2, 24_000));
    let bytes = std::fs::read(folder.path().join("a.wav")).unwrap();
    for length in [10, 44, 50, 5_001, bytes.len() - 1] {
        std::fs::write(folder.path().join("b.wav"), &bytes[..length]).unwrap();
        let report = read(folder.path(), None).unwrap().report.unwrap();
        assert_eq!(report.learned[0].notes + report.refused.len(), 2, "{length} bytes: {report}");
    }
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_links_to_folders_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("horn");
    std::fs::create_dir(&inner).unwrap();
    write(folder.path(), "x.wav", 24_000, &sung(57.0, 0.8, 0.2, 24_000));
    std::fs::rename(folder.path().join("x.wav"), folder.path().join("x.bin")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("x.bin"), inner.join("a.wav")).unwrap();
    std::os::unix::fs::symlink(folder.path(), inner.join("round")).unwrap();
    std::os::unix::fs::symlink("nowhere.wav", inner.join("gone.wav")).unwrap();
    let report = read(folder.path(), None).unwrap().report.unwrap();
    assert_eq!((report.learned[0].notes, report.learned[0].instrument.as_str()), (1, "horn"));
    assert!(report.refused[0].why.contains("does not open"), "{report}");
    assert!(report.passed_over.iter().any(|name| name.contains("a link to a folder")), "{report}");
}

#[test]
fn a_wrong_name_is_told_and_the_sound_is_learned() {
    let (_folder, report, set) = notes(&[("x_A3.wav", 57.0), ("x_B3.wav", 59.0), ("x_C4.wav", 61.0)]);
    assert_eq!(report.told.len(), 1);
    assert_eq!(report.told[0].why, "named C4, sounds as C#4 (+100 cents); learned as it sounds");
    assert!(set.clips.iter().any(|clip| (clip.pitch - 61.0).abs() < 0.05));
}

#[test]
fn names_that_count_octaves_otherwise_are_understood_together() {
    let (_folder, report, _) = notes(&[("A2.wav", 57.0), ("B2.wav", 59.0), ("C3.wav", 60.0), ("D3.wav", 62.0)]);
    assert_eq!(report.told.len(), 1);
    assert!(report.told[0].why.contains("an octave below the sound"), "{report}");
}

#[test]
fn numbers_that_count_takes_are_no_pitches() {
    let (_folder, report, _) = notes(&[("take_21.wav", 57.0), ("take_22.wav", 59.0), ("take_23.wav", 60.0)]);
    assert!(report.told.is_empty(), "{report}");
}

#[test]
fn several_names_before_the_underscore_are_several_instruments() {
    let (_folder, _, set) =
        notes(&[("oboe_57.wav", 57.0), ("oboe_59.wav", 59.0), ("horn_50.wav", 50.0), ("horn_52.wav", 52.0)]);
    assert_eq!(set.instruments, ["horn", "oboe"]);
    assert!(set.clips.iter().all(|clip| (clip.instrument == 1) == (clip.pitch > 55.0)));
}

#[test]
fn velocity_comes_from_the_name_or_else_from_loudness() {
    let folder = tempfile::tempdir().unwrap();
    for (name, gain) in [("a.wav", 0.05), ("b.wav", 0.1), ("c.wav", 0.2)] {
        write(folder.path(), name, 24_000, &sung(57.0, 0.8, gain, 24_000));
    }
    let velocities = |set: NoteSet| {
        let mut all: Vec<f32> =
            set.clips.iter().filter(|c| c.split == Split::Train).map(|c| c.velocity.round()).collect();
        all.sort_by(f32::total_cmp);
        all
    };
    let set = read(folder.path(), None).unwrap();
    let loudest = |clip: &Clip| {
        clip.samples.chunks(2_400).map(|p| p.iter().map(|x| x * x).sum::<f32>() / 2_400.0).fold(0.0, f32::max)
    };
    let middle = set.clips.iter().find(|clip| clip.velocity.round() == 100.0).unwrap();
    assert!((10.0 * loudest(middle).log10() + 16.0).abs() < 0.5);
    assert_eq!(velocities(set), [71.0, 100.0, 124.0]);
    std::fs::rename(folder.path().join("a.wav"), folder.path().join("a-pp.wav")).unwrap();
    assert_eq!(velocities(read(folder.path(), None).unwrap())[0], 33.0);
}

#[test]
fn of_a_folder_without_a_note_every_file_is_told_in_the_error() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.wav", 24_000, &[0.0; 24_000]);
    let message = read(folder.path(), None).unwrap_err().to_string();
    assert!(message.contains("a.wav: nothing but silence") && message.contains("no labels.csv"), "{message}");
    assert!(matches!(read(&folder.path().join("nowhere"), None), Err(ReadNotesError::Open { .. })));
}

#[test]
fn a_recording_is_cut_by_its_log_and_checked_against_it() {
    let folder = tempfile::tempdir().unwrap();
    // No gaps: only the log knows where one note ends.
    let line: Vec<f32> = [57.0, 59.0, 60.0].iter().flat_map(|pitch| sung(*pitch, 0.6, 0.2, 24_000)).collect();
    write(folder.path(), "line.wav", 24_000, &line);
    let note = |i: u32, pitch: f64| Logged { from: 0.6 * f64::from(i), seconds: 0.6, pitch, slot: "d1".into() };
    let logs = |_: &Path| Some(Ok(vec![note(0, 57.0), note(1, 59.0), note(2, 62.0)]));
    let set = super::read(&folder.path().join("line.wav"), None, &logs).unwrap();
    let report = set.report.unwrap();
    assert_eq!((set.instruments, report.learned[0].notes), (vec!["line".to_owned()], 2));
    assert_eq!(report.refused[0].why, "the log says D4, but it sounds as C4");
    assert_eq!(report.refused[0].place, "line.wav, note 3 (at 1.2 s)");
}
