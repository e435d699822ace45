//! Controls: what an event sounds like. A table of names and kinds; the builder is the same for all of a kind.
//!
//! ```text
//! s "bd:3 sn" # speed "1 2" # lpf 800      {s: bd, n: 3, speed: 1, cutoff: 800}  {s: sn, speed: 2, cutoff: 800}
//! ```

use super::make::{Make, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Fun};
use crate::pattern::{ControlMap, Pattern, Value, sound};
use std::sync::Arc;

pub(super) const FLOAT: &str = "Pattern Double -> ControlPattern";
pub(super) const NOTE: &str = "Pattern Note -> ControlPattern";
pub(super) const INT: &str = "Pattern Int -> ControlPattern";
pub(super) const TEXT: &str = "Pattern String -> ControlPattern";

/// A control: its name in events, the names it is written by, its type, its help, an example.
pub(super) struct Row(
    pub(super) &'static str,
    pub(super) &'static [&'static str],
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

#[rustfmt::skip] // a table: one row a control
const ROWS: &[Row] = &[
    Row("n", &["n"], NOTE, "Number of a sample, or note", "n \"0 .. 3\" # s \"drum\""),
    Row("note", &["note", "up"], NOTE, "Pitch in semitones or by name", "note \"c e g\" # s \"superpiano\""),
    Row("gain", &["gain"], FLOAT, "Loudness, louder by a power", "s \"bd*4\" # gain \"1 0.8\""),
    Row("amp", &["amp"], FLOAT, "Loudness, linear", "s \"bd\" # amp 0.4"),
    Row("speed", &["speed"], FLOAT, "Playback speed; negative plays backwards", "s \"bd sn\" # speed \"1 -1\""),
    Row("pan", &["pan"], FLOAT, "From left (0) to right (1)", "s \"bd*4\" # pan sine"),
    Row("begin", &["begin"], FLOAT, "Where a sample begins, 0 to 1", "s \"bd\" # begin 0.25"),
    Row("end", &["end"], FLOAT, "Where a sample ends, 0 to 1", "s \"bd\" # end 0.5"),
    Row("accelerate", &["accelerate"], FLOAT, "Speed changed while it sounds", "s \"bd\" # accelerate 1"),
    Row("legato", &["legato", "clip"], FLOAT, "Length as a share of the event", "s \"superpiano*2\" # legato 0.5"),
    Row("sustain", &["sustain", "sus"], FLOAT, "Length in seconds", "s \"superpiano\" # sustain 0.5"),
    Row("cut", &["cut"], INT, "A group in which one sound cuts the other", "s \"bd*2\" # cut 1"),
    Row("unit", &["unit"], TEXT, "What speed is counted in: r, c or s", "s \"bd\" # unit \"c\""),
    Row("orbit", &["orbit"], INT, "Which room and delay it goes to", "s \"bd\" # orbit 1"),
    Row("channel", &["channel"], INT, "Output channel", "s \"bd\" # channel 2"),
    Row("cutoff", &["cutoff", "lpf", "ctf"], FLOAT, "Low-pass filter, in hertz", "s \"bd*2\" # cutoff \"300 1000\""),
    Row("resonance", &["resonance", "lpq"], FLOAT, "Its resonance, 0 to 1", "s \"bd\" # cutoff 500 # resonance 0.2"),
    Row("hcutoff", &["hcutoff", "hpf"], FLOAT, "High-pass filter, in hertz", "s \"bd\" # hpf 100"),
    Row("hresonance", &["hresonance", "hpq"], FLOAT, "Its resonance", "s \"bd\" # hpf 100 # hpq 0.1"),
    Row("bandf", &["bandf", "bpf"], FLOAT, "Band-pass filter, in hertz", "s \"bd\" # bandf 800"),
    Row("bandq", &["bandq", "bpq"], FLOAT, "Its sharpness", "s \"bd\" # bandf 800 # bandq 4"),
    Row("djf", &["djf"], FLOAT, "Low-pass below 0.5, high-pass above", "s \"bd\" # djf 0.6"),
    Row("vowel", &["vowel"], TEXT, "A vowel: a e i o u", "s \"bd*2\" # vowel \"a e\""),
    Row("shape", &["shape"], FLOAT, "Soft distortion, 0 to 1", "s \"bd\" # shape 0.4"),
    Row("distort", &["distort"], FLOAT, "Hard distortion", "s \"bd\" # distort 0.2"),
    Row("crush", &["crush"], FLOAT, "Fewer bits: 16 clean, 1 broken", "s \"bd\" # crush 4"),
    Row("coarse", &["coarse"], FLOAT, "Lower sample rate, by this divisor", "s \"bd\" # coarse 8"),
    Row("squiz", &["squiz"], FLOAT, "Pitch up by squeezing waves", "s \"bd\" # squiz 2"),
    Row("room", &["room"], FLOAT, "How much goes to the room", "s \"bd\" # room 0.3"),
    Row("size", &["size", "sz"], FLOAT, "How large the room is", "s \"bd\" # room 0.3 # size 0.9"),
    Row("delay", &["delay"], FLOAT, "How much goes to the delay", "s \"bd\" # delay 0.5"),
    Row("delaytime", &["delaytime", "delayt", "dt"], FLOAT, "Time of the delay", "s \"bd\" # delay 0.5 # delaytime 0.25"),
    Row("delayfeedback", &["delayfeedback", "delayfb", "dfb"], FLOAT, "How much comes back", "s \"bd\" # delay 0.5 # delayfeedback 0.3"),
    Row("lock", &["lock"], FLOAT, "1: delay time in cycles", "s \"bd\" # delay 0.5 # lock 1"),
    Row("dry", &["dry"], FLOAT, "How much goes past the room", "s \"bd\" # dry 0.2"),
    Row("attack", &["attack", "att"], FLOAT, "Seconds to full loudness", "s \"superpiano\" # attack 0.1"),
    Row("hold", &["hold"], FLOAT, "Seconds at full loudness", "s \"superpiano\" # hold 0.2"),
    Row("decay", &["decay"], FLOAT, "Seconds to the sustain level", "s \"superpiano\" # decay 0.1"),
    Row("release", &["release", "rel"], FLOAT, "Seconds to silence", "s \"superpiano\" # release 0.3"),
    Row("nudge", &["nudge"], FLOAT, "Later by seconds", "s \"bd*4\" # nudge \"0 0.1\""),
    Row("loop", &["loop"], FLOAT, "How often a sample repeats", "s \"bd\" # loop 3"),
    Row("octave", &["octave"], INT, "Octave of a synth", "s \"superpiano\" # octave 4"),
    Row("detune", &["detune", "det"], FLOAT, "Detuning of a synth", "s \"superpiano\" # detune 0.1"),
    Row("voice", &["voice", "voi"], FLOAT, "Voice of a synth", "s \"superpiano\" # voice 0.2"),
    Row("freq", &["freq"], FLOAT, "Frequency in hertz", "s \"sine\" # freq \"220 440\""),
    Row("cps", &["cps"], FLOAT, "Tempo in cycles a second", "s \"bd\" # cps 0.5"),
    Row("velocity", &["velocity"], FLOAT, "MIDI velocity, 0 to 1", "n \"0\" # s \"midi\" # velocity 0.8"),
    Row("midichan", &["midichan"], FLOAT, "MIDI channel", "n \"0\" # s \"midi\" # midichan 2"),
    Row("midicmd", &["midicmd"], TEXT, "Kind of MIDI message", "s \"midi\" # midicmd \"noteOn\""),
    Row("ccn", &["ccn"], FLOAT, "MIDI controller number", "s \"midi\" # ccn 74 # ccv \"0 127\""),
    Row("ccv", &["ccv"], FLOAT, "MIDI controller value", "s \"midi\" # ccn 74 # ccv \"0 127\""),
    Row("ctlNum", &["ctlNum"], FLOAT, "MIDI controller number", "s \"midi\" # ctlNum 7 # control 100"),
    Row("control", &["control"], FLOAT, "MIDI controller value", "s \"midi\" # ctlNum 7 # control 100"),
    Row("progNum", &["progNum"], FLOAT, "MIDI program", "s \"midi\" # progNum 4"),
    Row("midibend", &["midibend"], FLOAT, "MIDI pitch bend", "s \"midi\" # midibend 0.1"),
    Row("bank", &["bank"], TEXT, "A bank of samples", "s \"bd\" # bank \"808\""),
    Row("dur", &["dur"], FLOAT, "Length", "s \"bd\" # dur 0.5"),
    Row("slide", &["slide", "sld"], FLOAT, "Semitones from below with which a network's note begins", "s \"wavenet:cello\" # slide 2"),
    Row("pitch1", &["pitch1", "pit1"], FLOAT, "First pitch of a synth", "s \"bd\" # pitch1 0.4"),
    Row("pitch2", &["pitch2", "pit2"], FLOAT, "Second pitch of a synth", "s \"bd\" # pitch2 0.4"),
    Row("pitch3", &["pitch3", "pit3"], FLOAT, "Third pitch of a synth", "s \"bd\" # pitch3 0.4"),
    Row("lfo", &["lfo"], FLOAT, "A slow wave of a synth", "s \"bd\" # lfo 3"),
    Row("rate", &["rate"], FLOAT, "Rate of a synth", "s \"bd\" # rate 2"),
    Row("semitone", &["semitone"], FLOAT, "Interval of a synth", "s \"bd\" # semitone 7"),
    Row("fshift", &["fshift"], FLOAT, "Frequency shift in hertz", "s \"bd\" # fshift 20"),
    Row("fshiftnote", &["fshiftnote"], FLOAT, "Frequency shift by the note", "s \"bd\" # fshiftnote 1"),
    Row("fshiftphase", &["fshiftphase"], FLOAT, "Its phase", "s \"bd\" # fshiftphase 1"),
    Row("waveloss", &["waveloss"], FLOAT, "Waves left out, in percent", "s \"bd\" # waveloss 30"),
    Row("krush", &["krush"], FLOAT, "Distortion with a filter", "s \"bd\" # krush 3"),
    Row("kcutoff", &["kcutoff"], FLOAT, "Its filter", "s \"bd\" # kcutoff 800"),
    Row("ring", &["ring"], FLOAT, "Ring modulation", "s \"bd\" # ring 0.3"),
    Row("ringf", &["ringf"], FLOAT, "Its frequency", "s \"bd\" # ring 0.3 # ringf 440"),
    Row("ringdf", &["ringdf"], FLOAT, "Its slide", "s \"bd\" # ring 0.3 # ringdf 10"),
    Row("leslie", &["leslie"], FLOAT, "Rotating speaker", "s \"bd\" # leslie 0.4"),
    Row("lrate", &["lrate"], FLOAT, "Its rate", "s \"bd\" # leslie 0.4 # lrate 6"),
    Row("lsize", &["lsize"], FLOAT, "Its size", "s \"bd\" # leslie 0.4 # lsize 0.5"),
    Row("octer", &["octer"], FLOAT, "An octave above", "s \"bd\" # octer 1"),
    Row("octersub", &["octersub"], FLOAT, "An octave below", "s \"bd\" # octersub 0.5"),
    Row("octersubsub", &["octersubsub"], FLOAT, "Two octaves below", "s \"bd\" # octersubsub 0.5"),
    Row("binshift", &["binshift"], FLOAT, "Spectrum shifted", "s \"bd\" # binshift 0.3"),
    Row("hbrick", &["hbrick"], FLOAT, "Spectrum cut below", "s \"bd\" # hbrick 0.3"),
    Row("lbrick", &["lbrick"], FLOAT, "Spectrum cut above", "s \"bd\" # lbrick 0.3"),
    Row("scram", &["scram"], FLOAT, "Spectrum scrambled", "s \"bd\" # scram 0.3"),
    Row("smear", &["smear"], FLOAT, "Spectrum smeared", "s \"bd\" # smear 0.3"),
    Row("enhance", &["enhance"], FLOAT, "Spectrum enhanced", "s \"bd\" # enhance 0.4"),
    Row("comb", &["comb"], FLOAT, "Spectral comb", "s \"bd\" # comb 0.2"),
    Row("freeze", &["freeze"], FLOAT, "Spectrum frozen", "s \"bd\" # freeze 1"),
    Row("real", &["real"], FLOAT, "Spectral conformer, real part", "s \"bd\" # real 0.3"),
    Row("imag", &["imag"], FLOAT, "Spectral conformer, imaginary part", "s \"bd\" # imag 0.2"),
    Row("xsdelay", &["xsdelay"], FLOAT, "Spectral delay, steps", "s \"bd\" # xsdelay 8"),
    Row("tsdelay", &["tsdelay"], FLOAT, "Spectral delay, time", "s \"bd\" # tsdelay 0.4"),
    Row("phaserrate", &["phaserrate", "phasr"], FLOAT, "Phaser rate", "s \"bd\" # phaserrate 0.4"),
    Row("phaserdepth", &["phaserdepth", "phasdp"], FLOAT, "Phaser depth", "s \"bd\" # phaserdepth 0.3"),
    Row("tremolorate", &["tremolorate", "tremr"], FLOAT, "Tremolo rate", "s \"bd\" # tremolorate 4"),
    Row("tremolodepth", &["tremolodepth", "tremdp"], FLOAT, "Tremolo depth", "s \"bd\" # tremolodepth 0.5"),
    Row("triode", &["triode"], FLOAT, "Tube distortion", "s \"bd\" # triode 0.5"),
    Row("timescale", &["timescale"], FLOAT, "Longer at the same pitch", "s \"bd\" # timescale 2"),
    Row("overgain", &["overgain"], FLOAT, "Loudness added to gain", "s \"bd\" # overgain 0.1"),
    Row("overshape", &["overshape"], FLOAT, "Distortion added to shape", "s \"bd\" # overshape 0.1"),
    Row("panwidth", &["panwidth"], FLOAT, "Width of many channels", "s \"bd\" # panwidth 0.5"),
    Row("to", &["to"], FLOAT, "Where the sound is sent", "s \"bd\" # to 0.5"),
    Row("from", &["from"], FLOAT, "Where the sound comes from", "s \"bd\" # from 0.5"),
    Row("temp", &["temp"], FLOAT, "Network: how freely it sounds or writes: 0 none of it, 1 as it learned, 2 twice as much", "s \"wavenet:cello\" # temp (slow 4 sine)"),
    Row("topp", &["topp"], FLOAT, "Network: only the likeliest, to this sum", "s \"wavenet:cello\" # topp 0.9"),
    Row("timbre", &["timbre"], "Pattern Timbre -> ControlPattern", "Network: towards another instrument, by name, or by a number the next ones", "s \"wavenet:cello\" # timbre \"<0 0.4 flute flute:0.3>\""),
    Row("bend", &["bend"], FLOAT, "Network: semitones away from the note", "s \"wavenet:cello\" # bend (range (-1) 1 sine)"),
    Row("bright", &["bright"], FLOAT, "Network: brighter or darker, -1 to 1", "s \"wavenet:cello\" # bright sine"),
    Row("noisy", &["noisy"], FLOAT, "Network: more noise, 0 to 1", "s \"wavenet:cello\" # noisy 0.1"),
    Row("vibrato", &["vibrato"], FLOAT, "Network: depth of vibrato in semitones", "s \"wavenet:cello\" # vibrato 0.2"),
    Row("still", &["still"], FLOAT, "Network: how much the sound stands still", "s \"wavenet:cello\" # still 1"),
    Row("prime", &["prime"], TEXT, "Network: a recording with whose sound notes begin", "s \"wavenet:cello\" # prime \"<tabla:1 bell>\""),
    Row("seed", &["seed"], INT, "Network: which draws", "steer (seed 4) $ note (melody \"folk\") # s \"superpiano\""),
    Row("key", &["key"], TEXT, "Network: key, such as D:major", "steer (key \"d:major\") $ note (melody \"folk\") # s \"superpiano\""),
    Row("style", &["style"], TEXT, "Network: style, such as jig", "steer (style \"jig\") $ note (melody \"folk\") # s \"superpiano\""),
    Row("mood", &["mood"], TEXT, "Network: mood", "steer (mood \"happy\") $ note (melody \"folk\") # s \"superpiano\""),
    Row("meter", &["meter"], TEXT, "Network: meter, such as 6:8", "steer (meter \"6:8\") $ note (melody \"folk\") # s \"superpiano\""),
    Row("busy", &["busy"], FLOAT, "Network: more notes (above 0) or fewer (below)", "steer (busy 0.5) $ note (melody \"folk\") # s \"superpiano\""),
    Row("register", &["register"], FLOAT, "Network: octaves above C5 around which it keeps", "steer (register 0.5) $ note (melody \"folk\") # s \"superpiano\""),
    Row("contour", &["contour"], FLOAT, "Network: rising (above 0) or falling (below)", "steer (contour 0.5) $ note (melody \"folk\") # s \"superpiano\""),
    Row("follow", &["follow"], FLOAT, "Network: how strictly it keeps to the key, 0 to 1", "steer (follow 0.5) $ note (melody \"folk\") # s \"superpiano\""),
    Row("phrase", &["phrase"], INT, "Network: bars of a phrase", "steer (phrase 8) $ note (melody \"folk\") # s \"superpiano\""),
    Row("z", &["z"], FLOAT, "Network: place in its latent space", "steer (z 0.5) $ note (melody \"folk\") # s \"superpiano\""),
];

/// Every control that is a plain row.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(super::synths::ROWS)
}

/// One control from a pattern of its values.
pub(super) fn control(name: Arc<str>) -> Make {
    plain(move |values: Pattern<Datum>| named(Arc::clone(&name), &values))
}

pub(super) fn named(name: Arc<str>, values: &Pattern<Datum>) -> Pattern<Datum> {
    values.fmap(move |value| {
        let value = value.value().unwrap_or(Value::Float(0.0));
        Datum::Controls(ControlMap::of(Arc::clone(&name), value))
    })
}

/// `74:20` sets a controller.
fn controller(word: &str) -> ControlMap {
    let mut parts = word.split(':');
    let mut map = ControlMap::default();
    for name in ["ccn", "ccv"] {
        if let Some(number) = parts.next().and_then(|part| part.parse::<f64>().ok()) {
            map.insert(name, Value::Float(number));
        }
    }
    map
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    let mut words: Vec<Word> = rows().map(|Row(name, written, signature, help, example)| {
        let (first, others) = written.split_first().unwrap_or((name, &[]));
        word(first, signature, help, example, control(Arc::from(*name))).also(others)
    }).collect();
    words.push(word("s", TEXT, "The sound: a sample's or an instrument's name, with a number after a colon", "s \"bd:3 sn\"", plain(|words: Pattern<Arc<str>>| words.fmap(|word| Datum::Controls(sound(&word))))).also(&["sound"]));
    words.push(word("midinote", NOTE, "Pitch as a MIDI number", "s \"superpiano\" # midinote \"60 64\"", plain(|notes: Pattern<f64>| notes.fmap(|note| Datum::Controls(ControlMap::of("note", Value::Note(note - 60.0)))))));
    words.push(word("cc", TEXT, "MIDI controllers: number:value", "s \"midi\" # cc \"74:20 1:64\"", plain(|words: Pattern<Arc<str>>| words.fmap(|word| Datum::Controls(controller(&word))))));
    words.push(word("pF", "String -> Pattern Double -> ControlPattern", "Any control, of numbers", "s \"bd\" # pF \"myfilter\" \"0.1 0.7\"", plain(|name: Arc<str>, values: Pattern<Datum>| named(name, &values))));
    words.push(word("pI", "String -> Pattern Int -> ControlPattern", "Any control, of whole numbers", "s \"bd\" # pI \"thing\" \"1 2\"", plain(|name: Arc<str>, values: Pattern<Datum>| named(name, &values))));
    words.push(word("pS", "String -> Pattern String -> ControlPattern", "Any control, of words", "s \"bd\" # pS \"tag\" \"a b\"", plain(|name: Arc<str>, values: Pattern<Datum>| named(name, &values))));
    words.push(word("pN", "String -> Pattern Note -> ControlPattern", "Any control, of notes", "s \"bd\" # pN \"tune\" \"c e\"", plain(|name: Arc<str>, values: Pattern<Datum>| named(name, &values))));
    words.push(word("pR", "String -> Pattern Rational -> ControlPattern", "Any control, of fractions", "s \"bd\" # pR \"share\" \"1%8\"", plain(|name: Arc<str>, values: Pattern<Datum>| named(name, &values))));
    words.push(word("mF", "String -> String -> ValueMap", "For grp: a part as a number", "grp [mS \"s\", mF \"n\"] \"bd:3 sn:1\"", plain(|name: Arc<str>, part: Arc<str>| part.parse::<f64>().map(|x| ControlMap::of(name, Value::Float(x))).unwrap_or_default())));
    words.push(word("mI", "String -> String -> ValueMap", "For grp: a part as a whole number", "grp [mS \"s\", mI \"cut\"] \"bd:3 sn:1\"", plain(|name: Arc<str>, part: Arc<str>| part.parse::<i64>().map(|n| ControlMap::of(name, Value::Int(n))).unwrap_or_default())));
    words.push(word("mS", "String -> String -> ValueMap", "For grp: a part as a word", "grp [mS \"s\", mF \"n\"] \"bd:3 sn:1\"", plain(|name: Arc<str>, part: Arc<str>| ControlMap::of(name, Value::Text(part)))));
    words.push(word("grp", "[String -> ValueMap] -> Pattern String -> ControlPattern", "Words in parts, each part a control", "grp [mS \"s\", mF \"n\"] \"bd:3 sn:1\"", plain(|parts: Vec<Fun<Arc<str>, ControlMap>>, words: Pattern<Arc<str>>| words.fmap(move |word| {
        let each = parts.iter().zip(word.split(':')).map(|(part, text)| part(Arc::from(text)));
        Datum::Controls(each.fold(ControlMap::default(), |all, one| all.union_with(&one, |a, _| a.clone())))
    }))));
    words.push(word("pB", "String -> Pattern Bool -> ControlPattern", "Any control, of truth values", "s \"bd\" # pB \"on\" \"t f\"", plain(|name: Arc<str>, values: Pattern<Datum>| named(name, &values))));
    words.push(word("drum", "Pattern String -> ControlPattern", "A General MIDI drum by its short name", "drum \"bd sn\" # s \"midi\"", plain(|names: Pattern<Arc<str>>| names.fmap(|name| Datum::Controls(ControlMap::of("n", Value::Note(super::synths::drum(&name) - 60.0)))))));
    words.push(word("nrpn", "Pattern String -> ControlPattern", "MIDI parameters that are not registered: number:value", "s \"midi\" # nrpn \"20:4\"", plain(|words: Pattern<Arc<str>>| words.fmap(|word| {
        let mut map = ControlMap::default();
        for (name, part) in ["nrpn", "val"].into_iter().zip(word.split(':')) {
            if let Ok(number) = part.parse() {
                map.insert(name, Value::Int(number));
            }
        }
        Datum::Controls(map)
    }))));
    family(Family::Controls, words)
}
