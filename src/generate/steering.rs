//! What a performer steers a network with, and when it is read.
//!
//! ```text
//! at a cycle's start   seed key meter style phrase
//! at each onset        temp topp register busy follow contour       (in the network's own cycle time)
//! ```
//!
//! The innermost `steer` that names a control wins. A value that does not read counts as not said.

use crate::neural::lstm::tune::{Key, bar_length};
use crate::neural::lstm::{vocabulary, words};
use crate::pattern::{ControlMap, Env, Item, Pattern, State, Steer};
use crate::time::{Cycle, Span};

/// Steers every network inside a pattern: the word `steer`. What steers further inside comes first.
#[must_use]
pub fn steer<T: Item>(controls: Pattern<ControlMap>, inside: Pattern<T>) -> Pattern<T> {
    let steps = inside.steps;
    Pattern::pouring(move |state, out| {
        let steer = Steer { pattern: &controls, outer: state.env.steer };
        let env = Env { steer: Some(&steer), ..*state.env };
        inside.pour(&State { span: state.span, env: &env }, out);
    })
    .with_steps(steps)
}

/// What is read at a cycle's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Settings {
    /// Which tune: every draw depends on it.
    pub(super) seed: i64,
    pub(super) key: Key,
    pub(super) meter: (u32, u32),
    pub(super) style: u16,
    /// Bars in a phrase, 1 to 64.
    pub(super) phrase: i64,
}

impl Settings {
    /// The bar's length in ticks.
    pub(super) fn length(&self) -> i32 {
        bar_length(self.meter)
    }
}

/// What is read at an onset. `None`: as the network learned it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Touch {
    /// Temperature of every draw: 1 as learned, lower surer.
    pub(super) temp: f32,
    /// Share of the most probable notes that is drawn from, 0 to 1.
    pub(super) topp: f32,
    /// Octaves around which the tune keeps, 0 at C5.
    pub(super) register: Option<f32>,
    /// More (positive) or fewer (negative) notes; each step doubles the weight of notes half as long.
    pub(super) busy: f32,
    /// How strictly notes keep to the key's scale, 0 to 1; at 1 no other is drawn.
    pub(super) follow: f32,
    /// Rising (positive) or falling (negative).
    pub(super) contour: f32,
}

impl Default for Touch {
    fn default() -> Self {
        Self { temp: 1.0, topp: 1.0, register: None, busy: 0.0, follow: 0.0, contour: 0.0 }
    }
}

impl Touch {
    /// The bits that a cache key is made of.
    pub(super) fn bits(&self) -> [u64; 6] {
        let word = |x: f32| u64::from(x.to_bits());
        let register = self.register.map_or(u64::MAX, word);
        [word(self.temp), word(self.topp), register, word(self.busy), word(self.follow), word(self.contour)]
    }
}

/// Where steering is read from.
pub(super) trait Read {
    fn settings(&self, cycle: i64) -> Settings;
    /// At `tick` of a cycle whose bar has `length` ticks.
    fn touch(&self, cycle: i64, tick: i32, length: i32) -> Touch;
}

/// Reads what stands around a query.
pub(super) struct Live<'a>(pub(super) &'a Env<'a>);

impl Live<'_> {
    /// The controls of every `steer` around the query at a time, innermost first.
    fn at(&self, time: Cycle) -> Vec<ControlMap> {
        let mut found = Vec::new();
        let mut next = self.0.steer;
        while let Some(steer) = next {
            // The steering pattern stands outside of this steer: only those further out steer it.
            let env = Env { steer: steer.outer, ..*self.0 };
            let tick = Span::new(time, time + Cycle::new(1, 9216));
            let events = steer.pattern.query(&State { span: tick, env: &env });
            found.extend(events.into_iter().filter(|e| e.part.begin == time).map(|e| e.value));
            next = steer.outer;
        }
        found
    }
}

impl Read for Live<'_> {
    fn settings(&self, cycle: i64) -> Settings {
        let maps = self.at(Cycle::whole(cycle));
        let text = |name: &str| maps.iter().find_map(|m| m.get(name)).and_then(|v| v.text());
        let number = |name: &str| maps.iter().find_map(|m| m.number(name)).filter(|x| x.is_finite());
        Settings {
            seed: number("seed").map_or(0, |x| x.floor() as i64),
            key: text("key").and_then(words::key).unwrap_or(Key { tonic: 0, mode: 0 }),
            meter: text("meter").and_then(words::meter).unwrap_or((4, 4)),
            style: text("style").map_or(vocabulary::NO_STYLE, vocabulary::style),
            phrase: number("phrase").map_or(16, |x| (x.floor() as i64).clamp(1, 64)),
        }
    }

    fn touch(&self, cycle: i64, tick: i32, length: i32) -> Touch {
        if self.0.steer.is_none() {
            return Touch::default();
        }
        let maps = self.at(Cycle::whole(cycle) + Cycle::new(i64::from(tick), i64::from(length)));
        let number = |name: &str| {
            let value = maps.iter().find_map(|m| m.number(name)).filter(|x| x.is_finite());
            value.map(|x| x.clamp(-1e3, 1e3) as f32)
        };
        let plain = Touch::default();
        Touch {
            temp: number("temp").map_or(plain.temp, |x| x.clamp(0.05, 10.0)),
            topp: number("topp").map_or(plain.topp, |x| x.clamp(0.0, 1.0)),
            register: number("register").map(|x| x.clamp(-5.0, 5.0)),
            busy: number("busy").map_or(plain.busy, |x| x.clamp(-8.0, 8.0)),
            follow: number("follow").map_or(plain.follow, |x| x.clamp(0.0, 1.0)),
            contour: number("contour").map_or(plain.contour, |x| x.clamp(-8.0, 8.0)),
        }
    }
}

/// Steering written down for a worker: some cycles, every tick of them.
pub(super) struct Table {
    first: i64,
    rows: Vec<(Settings, Vec<Touch>)>,
}

impl Table {
    /// Reads the cycles from `first` to `last`.
    pub(super) fn of(read: &dyn Read, first: i64, last: i64) -> Self {
        let row = |cycle| {
            let settings = read.settings(cycle);
            let length = settings.length();
            (settings, (0..length).map(|tick| read.touch(cycle, tick, length)).collect())
        };
        Self { first, rows: (first..=last).map(row).collect() }
    }

    fn row(&self, cycle: i64) -> Option<&(Settings, Vec<Touch>)> {
        let last = self.rows.len().checked_sub(1)?;
        self.rows.get(usize::try_from(cycle - self.first).unwrap_or(0).min(last))
    }
}

impl Read for Table {
    fn settings(&self, cycle: i64) -> Settings {
        let plain = Settings {
            seed: 0,
            key: Key { tonic: 0, mode: 0 },
            meter: (4, 4),
            style: vocabulary::NO_STYLE,
            phrase: 16,
        };
        self.row(cycle).map_or(plain, |r| r.0)
    }

    fn touch(&self, cycle: i64, tick: i32, _: i32) -> Touch {
        let row = self.row(cycle).map(|r| r.1.as_slice()).unwrap_or_default();
        usize::try_from(tick).ok().and_then(|t| row.get(t)).copied().unwrap_or_default()
    }
}
