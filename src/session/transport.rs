//! The scheduler with its sinks, behind one lock: the session changes it, the scheduler's thread lets it run.
//!
//! ```text
//! session --lock, log, change--+
//!                              +--> Transport { scheduler, sinks, what was sent lately }
//! thread  --lock, tick---------+
//! ```
//!
//! The lock is held for the length of a query at most, never by the audio thread.

use super::log::Place;
use crate::pattern::Origin;
use crate::schedule::{Advance, Clock, Pace, QueryFault, Scheduler, SendTriggerError, Sink, SlotId, Trigger};
use crate::units::Frame;
use std::collections::VecDeque;

/// Triggers kept for the screen.
const KEPT: usize = 4_096;

/// A scheduler, where its triggers go, and what it said.
pub struct Transport {
    /// The scheduler.
    pub scheduler: Scheduler,
    /// Where triggers go.
    pub sinks: Vec<Box<dyn Sink>>,
    /// What was sent lately, oldest first.
    recent: VecDeque<Trigger>,
    /// What was refused or cut off since the session last asked.
    news: News,
    late: u64,
}

/// What a transport has to say.
#[derive(Default)]
pub struct News {
    /// What sinks could not carry out.
    pub refused: Vec<SendTriggerError>,
    /// Queries that were cut off.
    pub faults: Vec<QueryFault>,
    /// Notes that a network made too late, and their slots.
    pub late: Vec<(SlotId, Origin)>,
}

impl Transport {
    /// A transport at rest.
    pub fn new(scheduler: Scheduler, sinks: Vec<Box<dyn Sink>>) -> Self {
        Self { scheduler, sinks, recent: VecDeque::new(), news: News::default(), late: 0 }
    }

    /// Lets time pass up to a frame; returns how many triggers went out.
    pub fn advance(&mut self, until: Frame) -> usize {
        let advance = self.scheduler.advance(until, &mut self.sinks);
        self.keep(advance)
    }

    /// Lets time pass as far as the clock and the look-ahead say, but never beyond `end`.
    pub fn tick(&mut self, pace: &mut Pace, clock: &dyn Clock, end: Option<Frame>) {
        let tick = pace.tick(&mut self.scheduler, clock, end, &mut self.sinks);
        self.late = pace.late();
        self.keep(tick.advance);
    }

    fn keep(&mut self, advance: Advance) -> usize {
        let sent = advance.sent.len();
        let late = |trigger: &Trigger| Some((trigger.slot, trigger.context.origin().filter(|origin| origin.rung > 0)?));
        self.news.late.extend(advance.sent.iter().filter_map(late));
        self.recent.extend(advance.sent);
        let surplus = self.recent.len().saturating_sub(KEPT);
        self.recent.drain(..surplus);
        // The same fault comes with every query; a few say it all.
        self.news.refused.extend(advance.refused.into_iter().take(8));
        self.news.faults.extend(advance.faults.into_iter().take(8));
        self.news.refused.truncate(64);
        self.news.faults.truncate(64);
        sent
    }

    /// What was refused, cut off and late since the last call.
    pub fn take_news(&mut self) -> News {
        std::mem::take(&mut self.news)
    }

    /// Ticks that came late.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// What was sent lately, oldest first.
    pub fn recent(&self) -> impl Iterator<Item = &Trigger> {
        self.recent.iter()
    }

    /// Where a command that came at `at` takes effect.
    pub fn place(&self, at: Frame) -> Place {
        let frame = self.scheduler.horizon();
        Place { frame, at: at.min(frame), cycle: self.scheduler.cursor() }
    }

    /// Empties every slot; sinks end at `at`.
    pub fn hush(&mut self, at: Frame) {
        self.scheduler.hush(at, &mut self.sinks);
        self.recent.retain(|trigger| trigger.at < at);
    }

    /// As hush, tails too.
    pub fn panic(&mut self, at: Frame) {
        self.scheduler.panic(at, &mut self.sinks);
        self.recent.retain(|trigger| trigger.at < at);
    }

    /// The end: every sink closes its notes.
    pub fn close(&mut self) {
        self.sinks.iter_mut().for_each(|sink| sink.close());
    }
}
