//! What is written to a sound file is read back; broken files say what is wrong.

use super::*;

#[test]
fn a_written_file_reads_back_within_half_a_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    let samples: Vec<f32> = (0..2000).map(|i| (i as f32 * 0.05).sin() * 0.7).collect();
    write_pcm16(&path, 24_000, 2, &samples).unwrap();
    let sound = read(&path).unwrap();
    assert_eq!((sound.rate, sound.channels, sound.frames()), (24_000, 2, 1000));
    for (a, b) in samples.iter().zip(&sound.samples) {
        assert!((a - b).abs() < 6e-5, "{a} {b}");
    }
    assert_eq!(sound.mono().len(), 1000);
}

#[test]
fn what_is_no_sound_file_says_which_file_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.wav");
    std::fs::write(&text, "not a sound").unwrap();
    for path in [text.as_path(), folder.path(), &folder.path().join("absent.wav")] {
        let message = read(path).unwrap_err().to_string();
        assert!(message.contains(&path.display().to_string()), "{message}");
    }
}
