//! Controls of SuperCollider's, MIDI's and drum machines' synths.
//!
//! ```text
//! s "superkick" # lkick 0.4      s "midi" # modwheel "0 64"
//! ```

use super::controls::{FLOAT, INT, NOTE, Row, TEXT};

#[rustfmt::skip] // a table: one row a control
pub(super) const ROWS: &[Row] = &[
    Row("clhatdecay", &["clhatdecay", "chdecay"], FLOAT, "Decay of the closed hat", "s \"bd\" # clhatdecay 0.5"),
    Row("ctranspose", &["ctranspose"], FLOAT, "Semitones up, for SuperCollider", "s \"bd\" # ctranspose 0.5"),
    Row("cutoffegint", &["cutoffegint", "ctfg"], FLOAT, "How much the envelope moves the cutoff", "s \"bd\" # cutoffegint 0.5"),
    Row("degree", &["degree"], FLOAT, "Degree of a scale, for SuperCollider", "s \"bd\" # degree 0.5"),
    Row("expression", &["expression"], FLOAT, "MIDI expression pedal", "s \"bd\" # expression 0.5"),
    Row("fadeInTime", &["fadeInTime"], FLOAT, "Seconds a sample fades in", "s \"bd\" # fadeInTime 0.5"),
    Row("fadeTime", &["fadeTime", "fadeOutTime"], FLOAT, "Seconds a sample fades out", "s \"bd\" # fadeTime 0.5"),
    Row("frameRate", &["frameRate"], FLOAT, "MIDI time code: frames a second", "s \"bd\" # frameRate 0.5"),
    Row("frames", &["frames"], FLOAT, "MIDI time code: frames", "s \"bd\" # frames 0.5"),
    Row("gate", &["gate", "gat"], FLOAT, "Gate of a synth", "s \"bd\" # gate 0.5"),
    Row("harmonic", &["harmonic"], FLOAT, "Harmonic, for SuperCollider", "s \"bd\" # harmonic 0.5"),
    Row("hatgrain", &["hatgrain", "hg"], FLOAT, "Grain of the hat", "s \"bd\" # hatgrain 0.5"),
    Row("hours", &["hours"], FLOAT, "MIDI time code: hours", "s \"bd\" # hours 0.5"),
    Row("lagogo", &["lagogo", "lag"], FLOAT, "Pitch of the low agogo", "s \"bd\" # lagogo 0.5"),
    Row("lclap", &["lclap", "lcp"], FLOAT, "Level of the clap", "s \"bd\" # lclap 0.5"),
    Row("lclaves", &["lclaves", "lcl"], FLOAT, "Level of the claves", "s \"bd\" # lclaves 0.5"),
    Row("lclhat", &["lclhat", "lch"], FLOAT, "Level of the closed hat", "s \"bd\" # lclhat 0.5"),
    Row("lcrash", &["lcrash", "lcr"], FLOAT, "Level of the crash", "s \"bd\" # lcrash 0.5"),
    Row("lfocutoffint", &["lfocutoffint", "lfoc"], FLOAT, "How much the slow wave moves the cutoff", "s \"bd\" # lfocutoffint 0.5"),
    Row("lfodelay", &["lfodelay"], FLOAT, "Delay of the slow wave", "s \"bd\" # lfodelay 0.5"),
    Row("lfoint", &["lfoint", "lfoi"], FLOAT, "Strength of the slow wave", "s \"bd\" # lfoint 0.5"),
    Row("lfopitchint", &["lfopitchint", "lfop"], FLOAT, "How much the slow wave moves the pitch", "s \"bd\" # lfopitchint 0.5"),
    Row("lfoshape", &["lfoshape"], FLOAT, "Shape of the slow wave", "s \"bd\" # lfoshape 0.5"),
    Row("lfosync", &["lfosync"], FLOAT, "Whether the slow wave begins with the note", "s \"bd\" # lfosync 0.5"),
    Row("lhitom", &["lhitom", "lht"], FLOAT, "Level of the high tom", "s \"bd\" # lhitom 0.5"),
    Row("lkick", &["lkick", "lbd"], FLOAT, "Level of the kick", "s \"bd\" # lkick 0.5"),
    Row("llotom", &["llotom", "llt"], FLOAT, "Level of the low tom", "s \"bd\" # llotom 0.5"),
    Row("lophat", &["lophat", "loh"], FLOAT, "Level of the open hat", "s \"bd\" # lophat 0.5"),
    Row("lsnare", &["lsnare", "lsn"], FLOAT, "Level of the snare", "s \"bd\" # lsnare 0.5"),
    Row("metatune", &["metatune"], FLOAT, "Detuning of a bell", "s \"bd\" # metatune 0.5"),
    Row("miditouch", &["miditouch"], FLOAT, "MIDI channel pressure", "s \"bd\" # miditouch 0.5"),
    Row("minutes", &["minutes"], FLOAT, "MIDI time code: minutes", "s \"bd\" # minutes 0.5"),
    Row("modwheel", &["modwheel"], FLOAT, "MIDI modulation wheel", "s \"bd\" # modwheel 0.5"),
    Row("mtranspose", &["mtranspose"], FLOAT, "Degrees up, for SuperCollider", "s \"bd\" # mtranspose 0.5"),
    Row("octaveR", &["octaveR"], FLOAT, "Octave ratio, for SuperCollider", "s \"bd\" # octaveR 0.5"),
    Row("offset", &["offset"], FLOAT, "Offset of a sample", "s \"bd\" # offset 0.5"),
    Row("ophatdecay", &["ophatdecay", "ohdecay"], FLOAT, "Decay of the open hat", "s \"bd\" # ophatdecay 0.5"),
    Row("panorient", &["panorient"], FLOAT, "Where the ring of loudspeakers begins", "s \"bd\" # panorient 0.5"),
    Row("panspan", &["panspan"], FLOAT, "How much of the ring is used", "s \"bd\" # panspan 0.5"),
    Row("pansplay", &["pansplay"], FLOAT, "How far the channels are spread", "s \"bd\" # pansplay 0.5"),
    Row("partials", &["partials"], FLOAT, "How many partials stay", "s \"bd\" # partials 0.5"),
    Row("polyTouch", &["polyTouch"], FLOAT, "MIDI pressure of one key", "s \"bd\" # polyTouch 0.5"),
    Row("portamento", &["portamento", "por"], FLOAT, "Glide of a synth", "s \"bd\" # portamento 0.5"),
    Row("sagogo", &["sagogo", "sag"], FLOAT, "Level of the agogo", "s \"bd\" # sagogo 0.5"),
    Row("sclap", &["sclap", "scp"], FLOAT, "Speed of the clap", "s \"bd\" # sclap 0.5"),
    Row("sclaves", &["sclaves", "scl"], FLOAT, "Speed of the claves", "s \"bd\" # sclaves 0.5"),
    Row("scrash", &["scrash", "scr"], FLOAT, "Speed of the crash", "s \"bd\" # scrash 0.5"),
    Row("seconds", &["seconds"], FLOAT, "MIDI time code: seconds", "s \"bd\" # seconds 0.5"),
    Row("songPtr", &["songPtr"], FLOAT, "MIDI song position", "s \"bd\" # songPtr 0.5"),
    Row("stepsPerOctave", &["stepsPerOctave"], FLOAT, "Steps of an octave, for SuperCollider", "s \"bd\" # stepsPerOctave 0.5"),
    Row("stutterdepth", &["stutterdepth", "std"], FLOAT, "Depth of a stutter", "s \"bd\" # stutterdepth 0.5"),
    Row("stuttertime", &["stuttertime", "stt"], FLOAT, "Time of a stutter", "s \"bd\" # stuttertime 0.5"),
    Row("sustainpedal", &["sustainpedal"], FLOAT, "MIDI sustain pedal", "s \"bd\" # sustainpedal 0.5"),
    Row("timescalewin", &["timescalewin"], FLOAT, "Window of timescale", "s \"bd\" # timescalewin 0.5"),
    Row("tomdecay", &["tomdecay", "tdecay"], FLOAT, "Decay of the tom", "s \"bd\" # tomdecay 0.5"),
    Row("uid", &["uid"], FLOAT, "Number of a MIDI device", "s \"bd\" # uid 0.5"),
    Row("val", &["val"], FLOAT, "Value of a MIDI or OSC message", "s \"bd\" # val 0.5"),
    Row("vcfegint", &["vcfegint", "vcf"], FLOAT, "How much the envelope moves the filter", "s \"bd\" # vcfegint 0.5"),
    Row("vcoegint", &["vcoegint", "vco"], FLOAT, "How much the envelope moves the pitch", "s \"bd\" # vcoegint 0.5"),
    Row("toArg", &["toArg"], TEXT, "What the message is about", "s \"bd\" # toArg \"x\""),
    Row("nrpn", &["nrpnn"], INT, "MIDI parameter number, not registered", "s \"midi\" # nrpnn 20 # nrpnv 4"),
    Row("val", &["nrpnv"], INT, "Its value", "s \"midi\" # nrpnn 20 # nrpnv 4"),
    Row("n", &["number"], NOTE, "Number of a sample, under its older name", "number \"0 1\" # s \"drum\""),
];

#[rustfmt::skip] // a table
const DRUMS: &[(&str, f64)] = &[("hq", 27.0), ("sl", 28.0), ("ps", 29.0), ("sq", 32.0), ("ms", 86.0), ("mb", 34.0), ("bd", 36.0), ("sn", 38.0), ("cp", 39.0), ("rm", 37.0), ("lt", 43.0), ("hh", 44.0), ("ch", 42.0), ("mt", 47.0), ("oh", 46.0), ("ht", 50.0), ("cr", 49.0), ("ri", 51.0), ("be", 53.0), ("ta", 54.0), ("cb", 56.0), ("vi", 58.0), ("hb", 60.0), ("mc", 78.0), ("oc", 79.0), ("lc", 64.0), ("hi", 76.0), ("ag", 67.0), ("ca", 69.0), ("ma", 70.0), ("sw", 71.0), ("cl", 75.0), ("ot", 81.0), ("tr", 80.0), ("sh", 82.0), ("jb", 83.0), ("bt", 84.0)];

/// The MIDI number of a drum by its short name; 0 for any other.
pub(super) fn drum(name: &str) -> f64 {
    DRUMS.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, number)| *number)
}
