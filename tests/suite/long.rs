//! Two thousand cycles, an hour and more of music: time stays exact and nothing is lost between two queries.
//!
//! ```text
//! cycle 1999   [1999 .. 2000)    every fragment goes on exactly where the one before it ended
//! ```

use melisma::lang::{Interpreter, Kind, NoNetworks};
use melisma::pattern::Tidal;
use melisma::time::{Cycle, Span, rounded_count};
use std::collections::BTreeMap;
use std::sync::Arc;

const CYCLES: i64 = 2_000;

/// Onsets of 2,000 cycles in order, asked one cycle at a time. `steady`: fails where a fragment is missing (a time that follows a
/// signal is another in each cycle, so an echo that crosses the bar line is cut there, as in Tidal).
fn onsets(text: &str, steady: bool) -> Vec<Cycle> {
    let interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::default());
    let pattern = interpreter.pattern(text, Kind::Control).unwrap();
    // Fragments of one event: how much of it was seen, by whole and value.
    let mut open: BTreeMap<(Cycle, Cycle, String), Cycle> = BTreeMap::new();
    let mut found = Vec::new();
    for cycle in 0..CYCLES {
        let mut events = pattern.query_span(Span::cycle(cycle));
        events.sort_by_key(|event| (event.part.begin, event.part.end));
        for event in events {
            let whole = event.whole.expect("an event, no signal");
            let key = (whole.begin, whole.end, format!("{:?}", event.value));
            if event.has_onset() {
                found.push(whole.begin);
            } else if steady && whole.begin >= Cycle::ZERO {
                assert_eq!(open.remove(&key), Some(event.part.begin), "{text}: a gap in {key:?}");
            }
            if event.part.end < whole.end {
                open.insert(key, event.part.end);
            }
        }
    }
    assert!(
        !steady || open.values().all(|end| *end == Cycle::whole(CYCLES)),
        "{text}: an event was never finished: {open:?}"
    );
    found.sort_unstable();
    found
}

#[test]
fn fast_by_a_decimal_does_not_drift() {
    let found = onsets("fast 1.1 $ s \"a b c\"", true);
    assert_eq!(found.len(), 6_600);
    for (k, onset) in found.into_iter().enumerate() {
        assert_eq!(onset, Cycle::new(10 * k as i64, 33));
    }
}

#[test]
fn sevenfold_polymeters_meet_again() {
    let found = onsets("s \"{a b c d e f g}%4\" # n \"{0 1 2 3 4}%4\"", true);
    assert_eq!(found.len(), 8_000);
    assert!(found.iter().enumerate().all(|(k, onset)| *onset == Cycle::new(k as i64, 4)));
}

#[test]
fn swing_is_the_same_in_every_cycle() {
    let found = onsets("swingBy 0.1 4 $ s \"hh*8\"", true);
    let first: Vec<Cycle> = found.iter().copied().filter(|onset| *onset < Cycle::ONE).collect();
    assert_eq!(first.len(), 8);
    let last = found.iter().copied().filter(|onset| *onset >= Cycle::whole(CYCLES - 1));
    assert_eq!(last.map(|onset| onset - Cycle::whole(CYCLES - 1)).collect::<Vec<_>>(), first);
}

#[test]
fn echoes_at_bent_times_are_whole_and_on_time() {
    let rounded = rounded_count();
    let found =
        onsets("off (range 0.1 0.2 $ slow 7 sine) (|+ n 12) $ off \"e\" (|+ n 7) $ fast 1.1 $ n \"0 .. 7\"", false);
    assert!(found.len() > 4 * 8 * 2_000 * 11 / 10 - 200, "{}", found.len());
    // The notes themselves and their echoes an eighth later are exact among them.
    let exact: std::collections::BTreeSet<Cycle> = found.into_iter().collect();
    for k in 0..8 * 2_000 {
        let onset = Cycle::new(10 * k, 88);
        assert!(exact.contains(&onset), "{onset}");
        assert!(exact.contains(&(onset + Cycle::new(1, 8))) || onset > Cycle::whole(CYCLES - 1), "{onset}");
    }
    // A time that came from a signal is rounded to nine digits at least, and only there.
    assert!(rounded_count() - rounded <= 200_000);
}
