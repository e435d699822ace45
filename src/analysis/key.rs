//! The key of a melody, from how long each pitch class sounds.
//!
//! ```text
//! D E F# G A B C#  mostly D and A  ->  D major
//! ```
//!
//! Krumhansl and Kessler's key profiles (1982), correlated with the melody's own: Krumhansl and Schmuckler's algorithm. It
//! knows major and minor only.

const MAJOR: [f64; 12] = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
const MINOR: [f64; 12] = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

/// Tonic (pitch class, C is 0) and whether the mode is minor, from the weight of each pitch class.
///
/// Of keys that fit alike the lowest tonic is taken, major before minor.
#[must_use]
pub fn key(weights: &[f64; 12]) -> (i32, bool) {
    let mut best = (f64::NEG_INFINITY, (0, false));
    for tonic in 0..12 {
        for (minor, profile) in [(false, &MAJOR), (true, &MINOR)] {
            let fit = correlation(weights, profile, tonic);
            if fit > best.0 {
                best = (fit, (tonic as i32, minor));
            }
        }
    }
    best.1
}

fn correlation(weights: &[f64; 12], profile: &[f64; 12], tonic: usize) -> f64 {
    let (a, b) = (weights.iter().sum::<f64>() / 12.0, profile.iter().sum::<f64>() / 12.0);
    let (mut both, mut own) = (0.0, 0.0);
    for (class, w) in weights.iter().enumerate() {
        both += (w - a) * (profile[(class + 12 - tonic) % 12] - b);
        own += (w - a).powi(2);
    }
    both / own.max(1e-12).sqrt() / profile.iter().map(|p| (p - b).powi(2)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_on_their_tonic_are_found() {
        let mut d_major = [0.0; 12];
        for (class, w) in [(2, 5.0), (4, 2.0), (6, 3.0), (7, 2.0), (9, 4.0), (11, 1.0), (1, 1.0)] {
            d_major[class] = w;
        }
        assert_eq!(key(&d_major), (2, false));
        let mut a_minor = [0.0; 12];
        for (class, w) in [(9, 5.0), (11, 1.0), (0, 4.0), (2, 2.0), (4, 4.0), (5, 1.0), (7, 1.0)] {
            a_minor[class] = w;
        }
        assert_eq!(key(&a_minor), (9, true));
    }
}
