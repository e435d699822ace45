//! Where the set's clock stands against another one, seen through a clock that moves in steps.
//!
//! ```text
//! set's clock   0    256  256  512  768      read at odd moments: it jumps by a block when a callback runs
//! other clock   0    100  250  260  500
//! difference    0    156  6    252  268      the least of them is the true one, the rest is waiting
//! ```
//!
//! Two clients of one sound server are better off: both know when their period began, and the difference is a number of
//! whole periods ([`Periods`]).
//!
//! The least difference seen is kept. Between clocks of two machines' worth of crystal it is let up slowly, so that drift
//! in either direction is followed; on one server it stays exactly where it is.

/// The difference between two clocks, in frames.
#[derive(Clone, Debug)]
pub struct Timeline {
    difference: Option<f64>,
    tolerance: f64,
    /// Frames the difference is let up by for each frame that passes.
    drift: f64,
    last: i64,
}

impl Timeline {
    /// `shared`: both clocks count the same device's frames. `tolerance`: a difference further off than this many frames
    /// is a new beginning (an underrun, another device).
    pub fn new(shared: bool, tolerance: i64) -> Self {
        Self { difference: None, tolerance: tolerance as f64, drift: if shared { 0.0 } else { 1e-4 }, last: 0 }
    }

    /// Reads both clocks: `other` in frames of the other, `now` in frames of the set. Returns the set's frame at `other`.
    pub fn read(&mut self, other: i64, now: i64) -> i64 {
        let seen = (now - other) as f64;
        let passed = (other - self.last).max(0) as f64;
        self.last = other;
        let kept = match self.difference {
            Some(kept) if (seen - kept).abs() <= self.tolerance => (kept + passed * self.drift).min(seen),
            _ => seen,
        };
        self.difference = Some(kept);
        other + kept.round() as i64
    }
}

/// The difference between two clients' counts on one server, which stays as it is until a period is lost.
///
/// Each period shows it anew, now and then wrongly by a period, where the other client ran late: another difference
/// counts once it was seen so often in a row.
#[derive(Clone, Debug, Default)]
pub struct Periods {
    kept: Option<i64>,
    rival: (i64, u32),
}

impl Periods {
    const CONVINCED: u32 = 4;

    /// The set's frame at `other`, for which `seen` was computed this time.
    pub fn read(&mut self, other: i64, seen: i64) -> i64 {
        let shown = seen - other;
        self.rival = if self.rival.0 == shown { (shown, self.rival.1 + 1) } else { (shown, 1) };
        let convinced = self.kept.is_none() || self.rival.1 >= Self::CONVINCED;
        let kept = self.kept.filter(|_| !convinced).unwrap_or(shown);
        self.kept = Some(kept);
        other + kept
    }
}
