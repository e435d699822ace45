//! A log with moves of the ladder is played again with them.

use melisma::io::audio::offline::Format;
use melisma::io::sound_file;
use melisma::pattern::Tidal;
use melisma::schedule::When;
use melisma::session::log::{Entry, Log, Opening, Place, ReadLog};
use melisma::session::{Command, Config, Home, TextOrigin, replay_to_file};
use melisma::time::Cycle;
use melisma::units::Frame;
use std::path::Path;

/// A drone of four seconds, and what became of its singer.
fn log(folder: &Path, moves: &[(i64, Entry)]) -> std::path::PathBuf {
    let (program, tidal, swap) = ("test".into(), Tidal::default(), When::Cycle);
    let opening =
        Opening { program, rate: 48_000, cps: 0.5, tidal, swap, seed: 0, voices: 3, singer: "stage".into(), began: 0 };
    let mut log = Log::create(folder, opening).unwrap();
    let mut write = |frame: i64, at: i64, entry| {
        log.write(Place { frame: Frame(frame), at: Frame(at), cycle: Cycle::ZERO }, entry, &[]).unwrap();
    };
    let text = "d1 $ slow 2 $ note \"-12\" # s \"wavenet:cello\" # still 1".into();
    write(0, 0, Entry::Command(Command::Evaluate { text, origin: TextOrigin::Stage, offset: 0, now: false }));
    for (at, entry) in moves {
        write(at + 4_800, *at, entry.clone());
    }
    write(196_800, 192_000, Entry::Command(Command::Quit));
    log.path().to_owned()
}

#[test]
fn a_replay_stands_on_the_rungs_of_its_log_from_their_frames_on() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::at(Home::at(folder.path()));
    let played = |moves: &[(i64, Entry)]| {
        let out = folder.path().join("out.wav");
        replay_to_file(&log(folder.path(), moves), &out, Format::F32, &config).unwrap();
        let sound = sound_file::read(&out).unwrap().samples;
        sound.into_iter().step_by(2).collect::<Vec<f32>>()
    };
    let moves = [(64_000, Entry::Rung(3)), (96_000, Entry::Rung(0)), (128_000, Entry::Lost(6_400))];
    let (plain, moved) = (played(&[]), played(&moves));
    let differ = plain.iter().zip(&moved).position(|(a, b)| a != b);
    assert!(differ.is_some_and(|at| (64_000..64_300).contains(&at)), "{differ:?}");
    assert_eq!(moved, played(&moves), "each time the same");
    let loud = |range: std::ops::Range<usize>| {
        let power: f32 = moved[range.clone()].iter().map(|x| x * x).sum();
        (power / range.len() as f32).sqrt()
    };
    let sung = loud(40_000..64_000);
    for at in (64_000..126_000).step_by(2_400) {
        assert!(loud(at..at + 2_400) > 0.3 * sung, "no gap at {at}: {} of {sung}", loud(at..at + 2_400));
    }
    assert!(loud(129_000..134_000) < 0.05 * sung, "what was lost is missing");
}

#[test]
fn moves_are_read_back_from_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let read = ReadLog::read(&log(folder.path(), &[(6_400, Entry::Rung(3)), (640, Entry::Lost(128))])).unwrap();
    assert_eq!(format!("{:?}", read.moves()), "[Rung { at: 6400, rung: Held }, Lost { at: 640, frames: 128 }]");
}
