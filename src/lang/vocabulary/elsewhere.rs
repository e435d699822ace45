//! Names that Tidal's users write and that mean nothing here, with the way that is.
//!
//! ```text
//! tidal <- startTidal ...      nothing has to be started: d1 $ ... plays        sendOSC ...      controls go out by themselves
//! ```

/// Some names, and what to do instead.
type Row = (&'static [&'static str], &'static str);

#[rustfmt::skip] // a table: one row an advice
const ROWS: &[Row] = &[
    (&["startTidal", "startStream", "startMulti", "superdirtTarget", "superdirtShape", "dirtTarget", "dirtShape", "defaultConfig", "openListener", "dirt", "dirtStream", "superDirt", "superDirtSetters", "dirtSetters", "cpsUtils", "bpsUtils"], "nothing has to be started or connected: d1 $ s \"bd\" plays; what is heard is chosen by options, see `melisma play --help`"),
    (&["fDefault", "iDefault", "sDefault", "bDefault", "rDefault", "xDefault", "required", "toOSC", "toData", "toDatum"], "there are no shapes of messages to define: any control goes out as pF \"name\" ..., pI or pS"),
    (&["sendOSC", "send", "sendMsg", "sendO", "sendBndl", "act", "client", "listener", "resolve", "recvMessagesTimeout", "ctrlResponder"], "messages are not sent by hand: a pattern's controls go out, and MIDI with s \"midi\" # midinote ..."),
    (&["carabiner", "enableLink", "disableLink", "espgrid", "tidalEspGridLink", "cpsEsp"], "tempo is set here by setcps or setbpm"),
    (&["draw", "drawLine", "drawLineSz"], "the stage draws what plays; `melisma eval` lists a pattern's events"),
    (&["list", "streamList", "tidal_status", "tidal_status_string", "streamGet", "streamGetcps", "streamGetnow", "getcps", "getnow", "showAll", "showStateful"], "what plays, and how fast, stands on the stage"),
    (&["nudgeAll", "streamNudgeAll"], "all patterns are moved by seconds so: all (# nudge 0.1)"),
    (&["toMIDI", "midiStream", "midiproxy"], "MIDI goes out with s \"midi\" # midinote \"60 64\""),
    (&["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"], "slots are called d1 to d16: d1 $ s \"bd\""),
    (&["natural", "integer", "decimal", "float", "intOrFloat", "naturalOrFloat", "brackets", "braces", "parens", "angles", "symbol", "lexer", "pVocable", "pDouble", "pIntegral", "pBool", "pRational", "pString", "pNote", "pChar", "pColour", "pSequence", "parseTPat", "parseBP", "toPat"], "this is a part of the reader of mini-notation; a text that was built is read by parseBP_E"),
    (&["getF", "getI", "getS", "getN", "getR", "getB"], "a control's values come out of controls by extractF, extractI, extractS"),
    (&["chord", "chordL", "chordTable"], "chords stand in notes: n \"c'maj e'min\"; chordList has their names"),
    (&["preplace"], "timing of one and values of the other: structure from the left with #, or squeeze"),
    (&["append'"], "it is called `fastAppend` now"),
    (&["striateL"], "pieces in loops: loopAt 2 $ striate 4 $ s \"bev\""),
    (&["one", "en", "bp", "mt", "pp"], "if it was your own, evaluate its definition first"),
];

/// What to do instead of a name that means nothing here; `None` where nothing is known about it.
pub fn elsewhere(name: &str) -> Option<&'static str> {
    ROWS.iter().find(|(names, _)| names.contains(&name)).map(|(_, advice)| *advice)
}
