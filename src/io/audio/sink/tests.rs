//! Controls as performers type them, and the voices they become.

use super::*;
use crate::engine::Settings;
use crate::pattern::{Context, Value};
use crate::schedule::SlotId;
use crate::time::Cycle;

fn trigger(controls: &[(&str, f64)], sound: &str) -> Trigger {
    let mut map = ControlMap::of("s", Value::Text(Arc::from(sound)));
    for (name, value) in controls {
        map.insert(*name, Value::Float(*value));
    }
    Trigger {
        at: Frame(4_800),
        frames: 24_000,
        slot: SlotId(2),
        cycle: Cycle::whole(1),
        cps: 0.5,
        controls: map,
        context: Context::default(),
    }
}

fn sink() -> AudioSink {
    let (_, desk) = Renderer::prepare(&Settings::default());
    AudioSink::new(desk.commands, Arc::new(Library::new(48_000)), 48_000, Arc::default())
}

fn voice(controls: &[(&str, f64)], sound: &str) -> VoiceSpec {
    sink().voice(&trigger(controls, sound)).unwrap().unwrap()
}

fn playback(controls: &[(&str, f64)], sound: &str) -> Playback {
    match voice(controls, sound).source {
        Source::Sample(playback) => playback,
        other => panic!("{other:?}"),
    }
}

fn hertz(controls: &[(&str, f64)], sound: &str) -> f64 {
    match voice(controls, sound).source {
        Source::Synth(note) => (note.hertz * 100.0).round() / 100.0,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_recording_plays_to_its_end_unless_told_how_long() {
    assert_eq!(voice(&[], "bd").sustain, None);
    assert_eq!(voice(&[("legato", 0.5)], "bd").sustain, Some(12_000));
    assert_eq!(voice(&[("sustain", 0.25)], "bd").sustain, Some(12_000));
    assert_eq!(voice(&[("attack", 0.1), ("hold", 0.1)], "bd").sustain, Some(9_600));
    assert_eq!(voice(&[], "saw").sustain, Some(24_000));
}

#[test]
fn speed_and_note_turn_a_recording_and_unit_c_fits_it_into_a_cycle() {
    assert_eq!(playback(&[("speed", -2.0)], "bd").step, -2.0);
    assert_eq!(playback(&[("note", 12.0)], "bd").step, 2.0);
    let mut looped = trigger(&[("speed", 0.5)], "bd");
    looped.controls.insert("unit", Value::Text(Arc::from("c")));
    let Source::Sample(fit) = sink().voice(&looped).unwrap().unwrap().source else { panic!() };
    // At 0.5 cycles a second, speed 1/2 in cycles lasts two cycles: four seconds.
    assert!((fit.buffer.frames() as f64 / fit.step - 4.0 * 48_000.0).abs() < 1.0);
}

#[test]
fn a_synth_is_tuned_by_note_n_octave_midinote_or_freq() {
    assert_eq!(hertz(&[], "saw"), 261.63);
    assert_eq!(hertz(&[("note", 9.0)], "saw"), 440.0);
    assert_eq!(hertz(&[("n", -3.0)], "sine"), 220.0);
    assert_eq!(hertz(&[("n", 9.0), ("octave", 4.0)], "tri"), 220.0);
    assert_eq!(hertz(&[("midinote", 69.0)], "superpiano"), 440.0);
    assert_eq!(hertz(&[("freq", 333.0)], "pluck"), 333.0);
}

#[test]
fn gain_goes_by_its_fourth_power_and_the_slot_gives_the_orbit() {
    assert!((voice(&[("gain", 0.5)], "bd").gain - 0.4 * 0.0625).abs() < 1e-6);
    assert_eq!((voice(&[], "bd").orbit, voice(&[("orbit", 5.0)], "bd").orbit), (1, 5));
    assert_eq!((voice(&[("pan", 1.0)], "bd").pan, voice(&[("pan", 1.25)], "bd").pan), (1.0, 0.25));
    assert_eq!(voice(&[("cut", 1.0)], "bd").cut.map(|cut| cut.group), Some(1));
}

#[test]
fn filters_and_sends_have_their_names() {
    let all = voice(
        &[
            ("cutoff", 900.0),
            ("resonance", 0.3),
            ("hcutoff", 50.0),
            ("delay", 0.5),
            ("delaytime", 0.125),
            ("lock", 1.0),
            ("room", 0.2),
            ("sz", 0.8),
        ],
        "bd",
    );
    assert_eq!(all.tone.low.map(|corner| (corner.hertz, corner.resonance)), Some((900.0, 0.3)));
    assert_eq!(all.tone.high.map(|corner| corner.hertz), Some(50.0));
    assert_eq!((all.sends.delay_time, all.sends.room, all.sends.size), (0.25, 0.2, 0.8));
}

#[test]
fn unknown_sounds_name_the_nearest_and_midi_is_left_alone() {
    let message = sink().voice(&trigger(&[], "bdd")).unwrap_err().to_string();
    assert_eq!(message, "no sound is called `bdd`; did you mean `bd`?");
    let message = sink().voice(&trigger(&[], "superpianoo")).unwrap_err().to_string();
    assert!(message.contains("`superpiano`"), "{message}");
    assert!(sink().voice(&trigger(&[], "midi")).unwrap().is_none());
    assert!(sink().voice(&trigger(&[("midichan", 2.0)], "bd")).unwrap().is_none());
}

#[test]
fn only_news_steers_a_note() {
    let mut sink = sink();
    let (plain, cool) = (Steering::default(), Steering { temp: 0.4, ..Steering::default() });
    assert_eq!([sink.steered(1, plain), sink.steered(1, plain), sink.steered(1, cool)], [true, false, true]);
    let (low, high) = (trigger(&[("note", 0.0), ("temp", 0.5)], "wavenet"), trigger(&[("note", 4.0)], "wavenet"));
    let cooler = trigger(&[("note", 0.0), ("temp", 0.2)], "wavenet");
    assert!(seed(&low, "wavenet") == seed(&cooler, "wavenet") && seed(&low, "wavenet") != seed(&high, "wavenet"));
}

#[test]
fn nonsense_in_controls_still_gives_a_sane_voice() {
    let sink = sink();
    for bad in [f64::NAN, f64::INFINITY, -1e300, 1e300] {
        for sound in ["bd", "saw"] {
            for name in [
                "n",
                "note",
                "speed",
                "gain",
                "pan",
                "legato",
                "cut",
                "cutoff",
                "delaytime",
                "room",
                "begin",
                "attack",
                "orbit",
            ] {
                assert!(sink.voice(&trigger(&[(name, bad)], sound)).is_ok(), "{name} {bad}");
            }
        }
    }
}

#[test]
fn a_networks_instrument_is_found_by_name_and_steered() {
    let names = ["cello", "flute"].map(str::to_owned).to_vec();
    let sink = sink().sung_by(crate::crossing::Shared::new(names));
    let sung = |controls: &[(&str, f64)], sound| match sink.voice(&trigger(controls, sound)).unwrap().unwrap().source {
        Source::Sung(note) => note,
        other => panic!("{other:?}"),
    };
    let note = sung(&[("note", -3.0), ("temp", 0.8), ("bright", 3.0), ("velocity", 0.5)], "wavenet:flute");
    assert_eq!((note.instrument, note.pitch, note.velocity), (1, 57.0, 63.5));
    assert_eq!((note.steering.temp, note.steering.bright, note.steering.topp), (0.8, 1.0, 1.0));
    assert_eq!(sung(&[("n", 3.0)], "wavenet").instrument, 1);
    let glide = sung(&[("accelerate", 1.0), ("slide", -2.0), ("legato", 0.5)], "wavenet:flute").glide;
    assert_eq!((glide.accelerate, glide.slide, glide.length, glide.slide_length), (1.0, -2.0, 12_000, 3_000));
    let message = sink.voice(&trigger(&[], "wavenet:celo")).unwrap_err().to_string();
    assert_eq!(message, "the network has no instrument `celo`, only cello, flute; did you mean `wavenet:cello`?");
    let message = self::sink().voice(&trigger(&[], "wavenet:cello")).unwrap_err().to_string();
    assert_eq!(message, "no network that makes sound is loaded");
}

#[test]
fn timbre_is_a_number_or_a_share_of_an_instrument_by_name() {
    let names = ["cello", "flute", "clarinet"].map(str::to_owned).to_vec();
    let sink = sink().sung_by(crate::crossing::Shared::new(names));
    let timbre = |value: Value| {
        let mut trigger = trigger(&[], "wavenet:cello");
        trigger.controls.insert("timbre", value);
        match sink.voice(&trigger).unwrap().unwrap().source {
            Source::Sung(note) => (note.steering.timbre, note.steering.towards, sink.slip(&trigger)),
            other => panic!("{other:?}"),
        }
    };
    let word = |text: &str| timbre(Value::Text(Arc::from(text)));
    assert_eq!(timbre(Value::Float(0.25)), (0.25, None, None));
    assert_eq!(word("clarinet"), (1.0, Some(2), None));
    assert_eq!(word("clarinet:0.3"), (0.3, Some(2), None));
    assert_eq!(word("flute:7"), (1.0, Some(1), None));
    let (share, towards, said) = word("clarinett");
    assert_eq!((share, towards), (0.0, None), "it sounds as it would without");
    assert!(said.unwrap().contains("no instrument `clarinett`, only cello, flute, clarinet; did you mean `clarinet`?"));
    assert!(word("flute:much").2.unwrap().contains("`much` is no share of `flute`"));
    assert!(sink.turns(&trigger(&[], "wavenet:cello")) && !sink.turns(&trigger(&[], "bd")));
}

#[test]
fn nonsense_in_what_steers_a_network_still_gives_a_sane_note() {
    let sink = sink().sung_by(crate::crossing::Shared::new(vec!["cello".to_owned()]));
    for bad in [f64::NAN, f64::INFINITY, -1e300, 1e9] {
        for name in ["temp", "topp", "timbre", "bright", "noisy", "vibrato", "still", "bend", "accelerate", "slide"] {
            let Source::Sung(note) = sink.voice(&trigger(&[(name, bad)], "wavenet:cello")).unwrap().unwrap().source
            else {
                panic!("{name}")
            };
            let Steering { temp, topp, timbre, bright, noisy, vibrato, still, bend, .. } = note.steering;
            let all =
                [temp, topp, timbre, bright, noisy, vibrato, still, bend, note.glide.bend(0), note.glide.bend(9_000)];
            assert!(
                all.iter().all(|x| x.abs() <= 24.0) && (0.0..=127.0).contains(&note.pitch),
                "{name} {bad}: {note:?}"
            );
        }
    }
}

#[test]
fn a_note_far_beyond_what_networks_learn_is_a_plain_synths_and_is_told() {
    let sink = sink().sung_by(crate::crossing::Shared::new(vec!["cello".to_owned()]));
    for (note, sung) in [(-36.0, true), (48.0, true), (900.0, false), (-60.0, false), (f64::NAN, true)] {
        let asked = trigger(&[("note", note)], "wavenet:cello");
        let source = sink.voice(&asked).unwrap().unwrap().source;
        assert_eq!(matches!(source, Source::Sung(_)), sung, "{note}: {source:?}");
        assert_eq!(sink.slip(&asked).is_none(), sung, "{note}");
    }
    let said = sink.slip(&trigger(&[("note", 900.0)], "wavenet:cello")).unwrap();
    assert_eq!(said, "note 900 is far beyond what the network learned (-24 to 36): a plain synth plays it");
}
