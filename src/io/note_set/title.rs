//! What the name of a recording says: pitch, how hard it was played, whose it is; and pitches written as musicians do.
//!
//! ```text
//! cello_57.wav       cello, MIDI number 57        C#4.wav              C#4 (61)
//! cello-As3-mf.wav   A#3 (58), mezzo-forte        viola_Bb2_v90.wav    viola, Bb2 (46), velocity 90
//! take3.wav          nothing
//! ```
//!
//! C4 is middle C here, as on most recordings; who counts octaves otherwise is found out from all names together (`takes`).

/// What a name says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Title {
    /// MIDI note number.
    pub(super) pitch: Option<f64>,
    /// Whether the pitch was a bare number, which may as well count takes.
    pub(super) number: bool,
    /// 1 to 127.
    pub(super) velocity: Option<f32>,
    /// What stands before the first `_`, if it can be an instrument.
    pub(super) instrument: Option<String>,
}

/// How hard a note was played, in words, as velocities lie in most instruments.
const DYNAMICS: [(&str, f32); 8] =
    [("ppp", 16.0), ("pp", 33.0), ("p", 49.0), ("mp", 64.0), ("mf", 80.0), ("f", 96.0), ("ff", 112.0), ("fff", 126.0)];

const NAMES: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/// Reads the name of a file, without its ending.
pub(super) fn read(stem: &str) -> Title {
    let mut title = Title::default();
    let tokens: Vec<&str> = stem.split(|c: char| "_- .,()[]+".contains(c)).filter(|token| !token.is_empty()).collect();
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| tokens.get(i)).copied().unwrap_or_default();
        if let Some((pitch, velocity)) = note(token) {
            if title.pitch.is_none() || title.number {
                (title.pitch, title.number) = (Some(pitch), false);
            }
            title.velocity = title.velocity.or(velocity);
        } else if let Some(velocity) = velocity(before, token) {
            title.velocity = Some(velocity);
        } else if let Some(pitch) = whole(token, 12)
            && title.pitch.is_none()
        {
            (title.pitch, title.number) = (Some(pitch), true);
        }
    }
    title.instrument = stem
        .split_once('_')
        .map(|(first, _)| first)
        .filter(|first| {
            let plain = note(first).is_none() && velocity("", first).is_none();
            plain && first.chars().any(char::is_alphabetic)
        })
        .map(tidy);
    title
}

/// A name as patterns can write it: letters, digits and `-`.
pub(super) fn tidy(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let name = parts.join("-");
    if name.chars().any(char::is_alphabetic) {
        name
    } else {
        format!("own{}{name}", if name.is_empty() { "" } else { "-" })
    }
}

/// A pitch as musicians write it: `57.1` is `A3`.
pub(super) fn name_of(pitch: f64) -> String {
    let key = pitch.round().clamp(-12.0, 160.0) as i64;
    format!("{}{}", NAMES[key.rem_euclid(12) as usize], key.div_euclid(12) - 1)
}

/// A note's name with its octave, and perhaps a velocity behind it.
fn note(token: &str) -> Option<(f64, Option<f32>)> {
    let mut rest = token.chars();
    let natural = crate::units::natural(rest.next()?)?;
    let mut shift = 0;
    let text = rest.as_str();
    let (accidental, text) = match text.find(|c: char| c.is_ascii_digit()) {
        Some(at) => text.split_at(at),
        None => return None,
    };
    shift += match accidental.to_lowercase().as_str() {
        "" => 0,
        "#" | "♯" | "s" | "is" | "sharp" => 1,
        "b" | "♭" | "flat" => -1,
        _ => return None,
    };
    let (octave, behind) = text.split_at(1);
    let velocity = match behind {
        "" => None,
        behind => Some(velocity("", behind)?),
    };
    let octave: i64 = octave.parse().ok()?;
    Some(((12 * (octave + 1) + natural + shift) as f64, velocity))
}

/// `v100`, `vel100`, `vel 100`, `mf`.
fn velocity(before: &str, token: &str) -> Option<f32> {
    let (before, token) = (before.to_lowercase(), token.to_lowercase());
    if let Some((_, velocity)) = DYNAMICS.iter().find(|(name, _)| *name == token) {
        return Some(*velocity);
    }
    let digits =
        ["velocity", "vel", "v"].iter().find_map(|word| token.strip_prefix(word)).filter(|rest| !rest.is_empty());
    let digits = digits.or_else(|| ["velocity", "vel"].contains(&before.as_str()).then_some(token.as_str()));
    // One digit is a version: `v2`.
    digits.filter(|digits| digits.len() > 1).and_then(|digits| whole(digits, 1)).map(|velocity| velocity as f32)
}

/// A whole number from `least` to 127.
fn whole(text: &str, least: u32) -> Option<f64> {
    let plain = text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit());
    let number = text.parse::<u32>().ok().filter(|_| plain)?;
    (least..=127).contains(&number).then_some(f64::from(number))
}

#[cfg(test)]
mod tests {
    //! Names as people give them.
    use super::{name_of, read, tidy};

    #[test]
    fn names_of_all_kinds_give_their_pitch() {
        for (name, pitch) in [
            ("cello_57", Some(57.0)),
            ("C#4", Some(61.0)),
            ("cello-As3-mf", Some(58.0)),
            ("viola_Bb2_v90", Some(46.0)),
            ("A4v100", Some(69.0)),
            ("Piano.ff.Eb3", Some(51.0)),
            ("my flute (g5)", Some(79.0)),
            ("take3", None),
            ("take_03", None),
            ("a440", None),
            ("cello", None),
        ] {
            assert_eq!(read(name).pitch, pitch, "{name}");
        }
        assert!(read("cello_57").number && !read("take 21 C4").number);
    }

    #[test]
    fn velocities_stand_as_numbers_or_in_italian() {
        let found = ["x_v100", "x-vel64-C3", "x_vel_64", "C4v90", "x-mf", "ff", "x_v2", "x"].map(|n| read(n).velocity);
        assert_eq!(found, [Some(100.0), Some(64.0), Some(64.0), Some(90.0), Some(80.0), Some(112.0), None, None]);
    }

    #[test]
    fn an_instrument_stands_before_the_underscore_unless_it_is_a_pitch() {
        let found = ["Cello_57", "C4_v100", "57_cello", "cello-57", "mf_C4"].map(|name| read(name).instrument);
        assert_eq!(found, [Some("cello".to_string()), None, None, None, None]);
    }

    #[test]
    fn every_folder_gives_a_name_that_patterns_can_write() {
        assert_eq!(["My Cello!", "2024", "", "Önes"].map(tidy), ["my-cello", "own-2024", "own", "önes"]);
    }

    #[test]
    fn pitches_are_written_with_c4_in_the_middle() {
        assert_eq!([60.0, 56.9, 28.2, 61.0].map(name_of), ["C4", "A3", "E1", "C#4"]);
    }
}
