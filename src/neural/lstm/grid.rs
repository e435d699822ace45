//! Where in the bar a moment lies, counted as a listener would who sees bar lines only once they have passed.
//!
//! ```text
//! 6/8, bars at 0 12 84 ...     tick   0  12  24 .. 84
//!                              place 60   0  12     0     the pick-up counts from its end
//!                              bar   -1   0   0     1
//! ```
//!
//! After a bar cut short at half its length or later the place carries on (half bar + pick-up make one bar). No bar line
//! later than the moment is read, but for the end of the first bar: the place is counted from the first bar line.

use super::tune::{Setting, bar_length};

/// A cursor over the bar lines of a [`Setting`]; it only moves forward.
#[derive(Debug, Clone)]
pub struct Grid {
    next: usize,
    line: i32,
    length: i32,
    offset: i32,
    number: i32,
}

impl Grid {
    /// At the first bar line.
    #[must_use]
    pub fn new(setting: &Setting) -> Self {
        let line = setting.bars.first().copied().unwrap_or(0);
        let length = bar_length(setting.meter_at(line));
        let first = setting.bars.get(1).map_or(length, |b| b - line);
        let short = first > 0 && first < length;
        Self {
            next: 1,
            line,
            length,
            offset: if short { length - first } else { 0 },
            number: if short { -1 } else { 0 },
        }
    }

    /// Moves to tick `t`; earlier ticks change nothing.
    pub fn advance(&mut self, setting: &Setting, t: i32) {
        loop {
            while setting.bars.get(self.next).is_some_and(|b| *b <= self.line) {
                self.next += 1;
            }
            let listed = setting.bars.get(self.next).copied().unwrap_or(i32::MAX);
            let line = listed.min(self.line + self.length);
            if line > t {
                return;
            }
            let reach = self.offset + line - self.line;
            if reach >= self.length {
                self.number += 1;
                self.offset = 0;
            } else {
                self.offset = if reach * 2 >= self.length { reach } else { 0 };
            }
            self.line = line;
            self.length = bar_length(setting.meter_at(line));
        }
    }

    /// Takes up a meter that changed exactly at the last bar line.
    pub fn turn(&mut self, setting: &Setting) {
        self.length = bar_length(setting.meter_at(self.line));
    }

    /// Ticks since the bar's start at tick `t`, which lies at or after the last bar line.
    #[must_use]
    pub fn place(&self, t: i32) -> i32 {
        let since = t - self.line;
        let carried = self.offset + since;
        if carried < self.length { carried } else { since }
    }

    /// The bar's number from the first full bar; a pick-up is -1.
    #[must_use]
    pub fn number(&self) -> i32 {
        self.number
    }

    /// The length of a bar of the meter in force, in ticks.
    #[must_use]
    pub fn length(&self) -> i32 {
        self.length
    }
}

#[cfg(test)]
mod tests;
