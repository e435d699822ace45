//! Keys and meters as people write them.
//!
//! ```text
//! "D:major"  "a minor"  "f#:dor"  "Bb"  ->  Key          "6/8"  "6:8"  ->  (6, 8)
//! ```

use super::tune::Key;

/// Mode names, by their first three letters, with their sharps against major.
const MODES: [(&str, u16); 9] =
    [("maj", 0), ("ion", 0), ("dor", 10), ("phr", 8), ("lyd", 1), ("mix", 11), ("min", 9), ("aeo", 9), ("loc", 7)];

/// Reads a key: a letter, sharps (`#`, `s`) or flats (`b`), and a mode after `:`, a blank or nothing (major).
#[must_use]
pub fn key(text: &str) -> Option<Key> {
    let text = text.trim().to_ascii_lowercase();
    let mut letters = text.chars();
    let natural = crate::units::natural(letters.next()?)? as i32;
    let rest = letters.as_str();
    let mode = rest.trim_start_matches(['#', 's', 'b']);
    let signs = &rest[..rest.len() - mode.len()];
    let shift: i32 = signs.chars().map(|c| if c == 'b' { -1 } else { 1 }).sum();
    let mode = mode.trim_start_matches([':', ' ']);
    let sharps = match mode {
        "" => 0,
        "m" => 9,
        _ => MODES.iter().find(|m| mode.starts_with(m.0))?.1,
    };
    Some(Key { tonic: (natural + shift).rem_euclid(12), mode: sharps })
}

/// Reads a meter: numerator and denominator with `/`, `:` or `-` between, the denominator a power of two up to 32, a bar of at
/// most 16 quarters.
#[must_use]
pub fn meter(text: &str) -> Option<(u32, u32)> {
    let (above, below) = text.trim().split_once(['/', ':', '-'])?;
    let (above, below) = (above.trim().parse().ok()?, below.trim().parse::<u32>().ok()?);
    (above > 0 && below.is_power_of_two() && below <= 32 && above <= 4 * below).then_some((above, below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_people_write_them() {
        let d = Key { tonic: 2, mode: 0 };
        assert_eq!([key("D:major"), key("d"), key(" D maj")], [Some(d); 3]);
        assert_eq!(key("f#:minor"), Some(Key { tonic: 6, mode: 9 }));
        assert_eq!(key("Bb:dor"), Some(Key { tonic: 10, mode: 10 }));
        assert_eq!([key(""), key("h"), key("d:jazz")], [None; 3]);
    }

    #[test]
    fn meters_read_as_people_write_them() {
        assert_eq!([meter("6/8"), meter("6:8")], [Some((6, 8)); 2]);
        assert_eq!([meter("0/4"), meter("4/3"), meter("4"), meter("x/y"), meter("64/1")], [None; 5]);
    }
}
