//! The ladder of the choir: what is heard while the networks that sing are late. There is always music.
//!
//! ```text
//! rung 0  the network
//! rung 2  a smaller size of it, where one is loaded       reached and left over 30 ms, by way of the loop
//! rung 3  its last periods, looped at the note's loudness
//! rung 4  a plain synth                                   notes that begin on rung 3, or have hardly begun
//!
//! ready ahead of what is heard   80 ms ....... 45 ms: a rung down       60 ms again, and some patience: a rung up
//! ```
//!
//! Numbers are those of the melody networks' ladder (`generate`). A loop costs next to nothing, so the choir catches up within a
//! few blocks; the stretch for which it then stays down doubles with every relapse and falls back after a while without one.
//! A device takes whole periods at once: where little would be left of 80 ms after one, fewer than 45 need be ready.
//!
//! **Replay.** How late a machine is cannot be known from a log, so each move is said with the block at which it takes effect
//! ([`Move`]) and the session logs it. A renderer that is given these moves ([`Renderer::follow`]) measures nothing and makes them
//! at the same blocks, before anything else happens there: its frames are those that were heard. A block that was not ready when
//! it was mixed is said too; it is made all the same, so that the voices go on alike, and left out of the mix.
//!
//! [`Renderer::follow`]: super::Renderer::follow

/// Milliseconds that must be ready, or it is a rung down.
const LOW: i64 = 45;
/// Milliseconds that are ready at most; what a device takes of them at once makes nobody late.
const MOST: i64 = 80;
/// Milliseconds that must be ready for a rung up.
const HIGH: i64 = 60;
/// Milliseconds on a lower rung, at first and at most.
const PATIENCE: (i64, i64) = (300, 5_000);
/// A fall within so many milliseconds of a rise is a relapse.
const RELAPSE: i64 = 4_000;

/// What is heard of the networks that sing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// Themselves.
    Full,
    /// A smaller size.
    Smaller,
    /// Loops.
    Held,
}

impl Rung {
    /// Its number on the ladder.
    pub fn number(self) -> u8 {
        match self {
            Self::Full => 0,
            Self::Smaller => 2,
            Self::Held => 3,
        }
    }

    /// The rung of a number; what is further down is held too.
    pub fn of_number(number: u8) -> Self {
        match number {
            0 => Self::Full,
            1 | 2 => Self::Smaller,
            _ => Self::Held,
        }
    }
}

/// Something that happened to the choir because of time, to be told to a replay. Frames are those at which blocks begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// From this frame on it stands on a rung.
    Rung {
        /// The frame.
        at: i64,
        /// The rung.
        rung: Rung,
    },
    /// So many frames from here were not ready in time: nothing of the choir was heard in them.
    Lost {
        /// The first of them.
        at: i64,
        /// How many.
        frames: i64,
    },
}

impl Move {
    /// The frame from which it holds.
    pub fn at(self) -> i64 {
        match self {
            Self::Rung { at, .. } | Self::Lost { at, .. } => at,
        }
    }
}

/// The moves of a performance, to be made again.
#[derive(Debug, Default)]
pub(super) struct Told {
    rungs: Box<[(i64, Rung)]>,
    lost: Box<[(i64, i64)]>,
    /// How many of each are behind.
    done: [usize; 2],
}

impl Told {
    /// These, in any order.
    #[allow(clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub(super) fn new(moves: &[Move]) -> Self {
        let rung = |step: &Move| if let Move::Rung { at, rung } = *step { Some((at, rung)) } else { None };
        let lost = |step: &Move| if let Move::Lost { at, frames } = *step { Some((at, at + frames)) } else { None };
        let mut told = Self {
            rungs: moves.iter().filter_map(rung).collect(),
            lost: moves.iter().filter_map(lost).collect(),
            done: [0; 2],
        };
        told.rungs.sort_by_key(|(at, _)| *at);
        told.lost.sort_unstable();
        told
    }

    /// The rung to go to before the block at `begin` is made, and whether the block is left out of the mix.
    pub(super) fn due(&mut self, begin: i64) -> (Option<Rung>, bool) {
        let [rungs, lost] = &mut self.done;
        let mut next = None;
        while let Some((_, rung)) = self.rungs.get(*rungs).filter(|(at, _)| *at <= begin) {
            next = Some(*rung);
            *rungs += 1;
        }
        while self.lost.get(*lost).is_some_and(|(_, end)| *end <= begin) {
            *lost += 1;
        }
        (next, self.lost.get(*lost).is_some_and(|(from, _)| *from <= begin))
    }
}

/// How far ahead the choir is, in frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    /// The block to be made.
    pub(super) at: i64,
    /// What is heard now.
    pub(super) heard: i64,
    /// Up to where it could sing.
    pub(super) until: i64,
}

/// Decides by how far the choir is ahead.
#[derive(Debug)]
pub(super) struct Ladder {
    rung: Rung,
    smaller: bool,
    /// Frames a millisecond.
    tick: i64,
    /// Whether it was well ahead ever, and since it came to this rung.
    armed: bool,
    settled: bool,
    turned: i64,
    rose: Option<i64>,
    patience: i64,
    /// What was heard when it last decided, and the least by which that ever went on: the device's period.
    heard: i64,
    period: Option<i64>,
}

impl Ladder {
    /// At the top, for `rate` frames a second.
    pub(super) fn new(rate: u32) -> Self {
        let tick = i64::from(rate).max(1_000) / 1_000;
        Self {
            rung: Rung::Full,
            smaller: false,
            tick,
            armed: false,
            settled: false,
            turned: 0,
            rose: None,
            patience: PATIENCE.0,
            heard: 0,
            period: None,
        }
    }

    /// Whether there is a smaller size to go to.
    pub(super) fn set_smaller(&mut self, smaller: bool) {
        self.smaller = smaller;
    }

    /// The rung from the block at `lead.at` on, where it is another.
    pub(super) fn decide(&mut self, lead: Lead) -> Option<Rung> {
        let Lead { at, heard, until } = lead;
        let ready = at - heard;
        let taken = heard - std::mem::replace(&mut self.heard, heard);
        if taken > 0 {
            self.period = Some(self.period.map_or(taken, |period| period.min(taken)));
        }
        let high = HIGH * self.tick;
        let low = (LOW * self.tick).min(MOST * self.tick - self.period.unwrap_or(0));
        (self.armed, self.settled) = (self.armed | (ready >= high), self.settled | (ready >= high));
        // Who has just come down has still to gain ground.
        let least = if self.settled { low } else { 2 * low / 3 };
        // A look-ahead that is short itself says nothing about the choir; to be behind what is heard always does.
        let late = ready < 0 || ready < least && self.armed && 2 * (until - heard) >= 3 * low;
        if late && self.rung != Rung::Held {
            if self.rose.is_some_and(|rose| at - rose < RELAPSE * self.tick) {
                self.patience = (2 * self.patience).min(PATIENCE.1);
            } else {
                self.patience = PATIENCE.0;
            }
            let next = if self.rung == Rung::Full && self.smaller { Rung::Smaller } else { Rung::Held };
            // Who is behind already has no time for a smaller size either.
            return Some(self.turn(if ready < 0 { Rung::Held } else { next }, at));
        }
        if self.rung != Rung::Full && ready >= high && at - self.turned >= self.patience * self.tick {
            self.rose = Some(at);
            let next = if self.rung == Rung::Held && self.smaller { Rung::Smaller } else { Rung::Full };
            return Some(self.turn(next, at));
        }
        None
    }

    fn turn(&mut self, rung: Rung, at: i64) -> Rung {
        (self.rung, self.turned, self.settled) = (rung, at, false);
        rung
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests {
    //! When it goes down and up, block by block.
    use super::*;

    /// The moves of a choir that makes `pace` blocks while one is heard, on the upper rungs.
    fn moves(ladder: &mut Ladder, pace: impl Fn(i64) -> f64, blocks: i64) -> Vec<(i64, u8)> {
        let (mut at, mut spare, mut moves, mut rung) = (0, 0.0, Vec::new(), Rung::Full);
        for heard in (0..blocks).map(|block| block * 64) {
            let until = heard + 4_000;
            spare += if rung == Rung::Held { 60.0 } else { pace(heard) };
            while spare >= 1.0 && at + 64 <= until {
                if let Some(next) = ladder.decide(Lead { at, heard, until }) {
                    rung = next;
                    moves.push((at / 4_800, next.number()));
                }
                at += 64;
                spare -= 1.0;
            }
            spare = spare.min(60.0);
        }
        moves
    }

    #[test]
    fn a_choir_in_time_stays_at_the_top() {
        assert_eq!(moves(&mut Ladder::new(48_000), |_| 1.3, 10_000), []);
    }

    #[test]
    fn a_slow_stretch_is_spent_on_loops_and_left_with_growing_patience() {
        let slow = |heard: i64| if (48_000..240_000).contains(&heard) { 0.5 } else { 3.0 };
        let found = moves(&mut Ladder::new(48_000), slow, 12_000);
        let rungs: Vec<u8> = found.iter().map(|(_, rung)| *rung).collect();
        assert_eq!(rungs[..4], [3, 0, 3, 0]);
        assert_eq!(rungs.last(), Some(&0), "it ends at the top: {found:?}");
        assert!(found.len() <= 12, "it does not flutter: {found:?}");
    }

    #[test]
    fn a_smaller_size_comes_first_where_there_is_one() {
        let mut ladder = Ladder::new(48_000);
        ladder.set_smaller(true);
        let slow = |heard: i64| if (48_000..96_000).contains(&heard) { 0.5 } else { 3.0 };
        let rungs: Vec<u8> = moves(&mut ladder, slow, 6_000).iter().map(|(_, rung)| *rung).collect();
        assert_eq!(rungs[..2], [2, 3]);
        assert_eq!(rungs.last(), Some(&0));
    }

    #[test]
    fn a_device_that_asks_for_much_at_once_does_not_make_the_choir_late() {
        let (mut ladder, mut at) = (Ladder::new(48_000), 0);
        for heard in (0..100).map(|period| period * 2_048) {
            let until = heard + 3_840;
            while at + 64 <= until {
                assert_eq!(ladder.decide(Lead { at, heard, until }), None, "at {at}");
                at += 64;
            }
        }
    }

    #[test]
    fn a_short_look_ahead_is_no_lateness_but_being_behind_is() {
        let mut ladder = Ladder::new(48_000);
        assert_eq!(ladder.decide(Lead { at: 128, heard: 0, until: 608 }), None);
        assert_eq!(ladder.decide(Lead { at: 0, heard: 0, until: 4_000 }), None);
        assert_eq!(ladder.decide(Lead { at: 192, heard: 19_000, until: 19_500 }), Some(Rung::Held));
    }
}
