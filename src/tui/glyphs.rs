//! The marks that the stage draws with, each with an ASCII twin for terminals that have only that.
//!
//! ```text
//! unicode   ━━━━╸───  ▁▂▃▄▅▆▇█  ▌  ▶ ●
//! ascii     ====>---  .:-=+*#@  |  > *
//! ```

/// One set of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// A level from empty to full, eight steps.
    pub level: [&'static str; 8],
    /// The part of the cycle that is over.
    pub past: &'static str,
    /// Where the cycle is.
    pub head: &'static str,
    /// The part of the cycle to come.
    pub future: &'static str,
    /// A beat in the part to come.
    pub beat: &'static str,
    /// The edge of the block under the cursor.
    pub block: &'static str,
    /// Playing.
    pub play: &'static str,
    /// Something waits for the boundary.
    pub wait: &'static str,
    /// The elbow from a line to its message.
    pub elbow: &'static str,
    /// A wrapped line goes on.
    pub wrap: &'static str,
    /// Notes in the roll: upper half, lower half, both.
    pub note: [&'static str; 3],
    /// Network notes in the roll: upper half, lower half, both.
    pub model_note: [&'static str; 3],
    /// A struck sound in the roll.
    pub hit: &'static str,
    /// A cell of the output's meter: lit, dark.
    pub meter: [&'static str; 2],
    /// The line of now in the roll.
    pub now: &'static str,
    /// A faint line in the roll, at a cycle's and at a beat's begin.
    pub grid: [&'static str; 2],
    /// A horizontal rule.
    pub rule: &'static str,
    /// Between items of a bar.
    pub dot: &'static str,
    /// To the left.
    pub left: &'static str,
    /// Muted.
    pub mute: &'static str,
}

/// What a UTF-8 terminal shows. Half blocks and box lines only: they are in every font, Braille is not.
pub const UNICODE: Glyphs = Glyphs {
    level: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    past: "━",
    head: "╸",
    future: "─",
    beat: "┬",
    block: "▌",
    play: "▶",
    wait: "◷",
    elbow: "╰─",
    wrap: "↳",
    note: ["▀", "▄", "█"],
    model_note: ["▀", "▄", "▓"],
    hit: "▆",
    meter: ["▆", "▁"],
    now: "│",
    grid: ["┊", "·"],
    rule: "─",
    dot: "·",
    left: "←",
    mute: "∅",
};

/// What every terminal shows.
pub const ASCII: Glyphs = Glyphs {
    level: [".", ":", "-", "=", "+", "*", "#", "@"],
    past: "=",
    head: ">",
    future: "-",
    beat: "+",
    block: "|",
    play: ">",
    wait: "~",
    elbow: "`-",
    wrap: "\\",
    note: ["\"", "_", "#"],
    model_note: ["'", ".", "%"],
    hit: "o",
    meter: ["#", "."],
    now: "|",
    grid: [":", "."],
    rule: "-",
    dot: "|",
    left: "<-",
    mute: "x",
};

impl Glyphs {
    /// The mark for a level of 0 to 1.
    pub fn level(&self, level: f32) -> &'static str {
        self.level[eighth(level)]
    }

    /// A line of at most `width` cells for a share of 0 to 1, by half cells.
    pub fn share(&self, share: f32, width: usize) -> String {
        let halves = (share.clamp(0.0, 1.0) * (width * 2) as f32).round() as usize;
        let mut line = self.past.repeat(halves / 2);
        if halves % 2 == 1 {
            line.push_str(self.head);
        }
        line
    }
}

fn eighth(level: f32) -> usize {
    ((level.clamp(0.0, 1.0) * 7.999) as usize).min(7)
}

/// Whether the locale's variables, in the order of their weight, promise UTF-8.
pub fn speaks_utf8(lc_all: &str, lc_ctype: &str, lang: &str) -> bool {
    let locale = [lc_all, lc_ctype, lang].into_iter().find(|value| !value.is_empty()).unwrap_or("");
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_drawn_by_half_cells() {
        assert_eq!(UNICODE.share(0.0, 4), "");
        assert_eq!(UNICODE.share(0.5, 4), "━━");
        assert_eq!(UNICODE.share(0.63, 4), "━━╸");
        assert_eq!(UNICODE.share(7.0, 4), "━━━━");
        assert_eq!(ASCII.share(0.63, 4), "==>");
    }

    #[test]
    fn the_ascii_set_is_ascii() {
        let set = format!("{ASCII:?}");
        assert!(set.is_ascii(), "{set}");
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        assert!(speaks_utf8("", "", "en_GB.UTF-8"));
        assert!(!speaks_utf8("C", "", "en_GB.UTF-8"));
        assert!(!speaks_utf8("", "", ""));
    }
}
