//! Colours, and how many of them the terminal has.
//!
//! ```text
//! COLORTERM=truecolor  -> the colours below        TERM=xterm  -> the sixteen of the terminal
//! TERM=*-256color      -> the nearest of 256       NO_COLOR    -> bold, underline and reverse only
//! ```
//!
//! Every pair of text and ground that the stage draws keeps WCAG's contrast AA (4.5 to 1), which a test computes. Colour
//! never speaks alone: what is lit is reversed or underlined too, what is muted says so.

use ratatui::style::{Color, Modifier, Style};

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 24-bit.
    True,
    /// The 256 of xterm.
    Indexed,
    /// The sixteen that the terminal's owner has chosen.
    Sixteen,
    /// None: `NO_COLOR`.
    Plain,
}

impl Depth {
    /// What the environment promises: `no_color` from NO_COLOR, `term` and `colorterm` as the shell has them.
    pub fn of(no_color: bool, term: &str, colorterm: &str) -> Self {
        if no_color {
            Self::Plain
        } else if matches!(colorterm, "truecolor" | "24bit") {
            Self::True
        } else if term.contains("256color") || term.contains("kitty") || term.contains("alacritty") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }
}

/// What a piece of the screen is; the theme says how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The performer's plain text.
    Text,
    /// What may be overlooked: line numbers, units, hints.
    Dim,
    /// Faint lines and empty meters; never carries words.
    Faint,
    /// `d1`, `hush`: words that act.
    Slot,
    /// Words of the vocabulary.
    Word,
    /// Text within quotes.
    Quoted,
    /// Marks of the mini-notation within quotes.
    Notation,
    /// Numbers.
    Number,
    /// Operators and brackets.
    Operator,
    /// A step that sounds.
    Playing,
    /// A step that sounds and that a network chose.
    Network,
    /// Names and figures of networks.
    Model,
    /// Levels, and all that is well.
    Good,
    /// Levels near the top, warnings, what waits for the boundary.
    Warm,
    /// Errors, clipping, lost blocks.
    Hot,
    /// Titles and figures that matter.
    Strong,
    /// Keys in the footer.
    Key,
}

const INK: (u8, u8, u8) = (0x10, 0x13, 0x1c);
const PANEL: (u8, u8, u8) = (0x19, 0x1d, 0x2a);
const RAISED: (u8, u8, u8) = (0x26, 0x2c, 0x3e);
const SELECTED: (u8, u8, u8) = (0x31, 0x3d, 0x5c);

/// The look of the stage.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    depth: Depth,
}

/// A ground that text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The editor.
    Page,
    /// The panels under it.
    Panel,
    /// Bars: status, footer, palette.
    Raised,
    /// The block under the cursor, the chosen entry, the selection.
    Selected,
}

impl Theme {
    /// A theme for a terminal with that many colours.
    pub fn new(depth: Depth) -> Self {
        Self { depth }
    }

    /// Style of `ink` on `ground`.
    pub fn on(&self, ink: Ink, ground: Ground) -> Style {
        let style = match self.depth {
            Depth::True | Depth::Indexed => {
                let paper = if matches!(ink, Ink::Playing | Ink::Network) { rgb(ink) } else { paper(ground) };
                let text = if matches!(ink, Ink::Playing | Ink::Network) { INK } else { rgb(ink) };
                Style::new().fg(self.colour(text)).bg(self.colour(paper))
            }
            Depth::Sixteen => match ink {
                Ink::Playing => Style::new().fg(Color::Black).bg(Color::Yellow),
                Ink::Network => Style::new().fg(Color::Black).bg(Color::LightMagenta),
                _ if ground == Ground::Selected => Style::new().fg(sixteen(ink)).add_modifier(Modifier::REVERSED),
                _ => Style::new().fg(sixteen(ink)),
            },
            Depth::Plain => match ink {
                Ink::Playing => Style::new().add_modifier(Modifier::REVERSED),
                Ink::Network => Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
                Ink::Hot => Style::new().add_modifier(Modifier::UNDERLINED),
                _ if ground == Ground::Selected => Style::new().add_modifier(Modifier::REVERSED),
                _ => Style::new(),
            },
        };
        match ink {
            Ink::Slot | Ink::Strong | Ink::Key => style.add_modifier(Modifier::BOLD),
            Ink::Hot if ground == Ground::Page => style.add_modifier(Modifier::BOLD),
            // Where a terminal shows too few colours, the network's steps are told apart by their line.
            Ink::Network => style.add_modifier(Modifier::UNDERLINED),
            _ => style,
        }
    }

    /// Style of an empty stretch of `ground`.
    pub fn ground(&self, ground: Ground) -> Style {
        self.on(Ink::Text, ground)
    }

    fn colour(&self, (r, g, b): (u8, u8, u8)) -> Color {
        match self.depth {
            Depth::Indexed => Color::Indexed(nearest_indexed(r, g, b)),
            _ => Color::Rgb(r, g, b),
        }
    }
}

fn rgb(ink: Ink) -> (u8, u8, u8) {
    match ink {
        Ink::Text => (0xd9, 0xde, 0xea),
        Ink::Dim => (0x9a, 0xa5, 0xbd),
        Ink::Faint => (0x3d, 0x46, 0x5c),
        Ink::Slot | Ink::Key => (0xff, 0xb8, 0x6b),
        Ink::Word => (0x86, 0xd3, 0xf2),
        Ink::Quoted => (0xc3, 0xe0, 0x8d),
        Ink::Notation => (0x8f, 0xb5, 0x9a),
        Ink::Number => (0xf5, 0xd2, 0x7a),
        Ink::Operator => (0xa9, 0xb4, 0xcf),
        Ink::Playing => (0xff, 0xc4, 0x66),
        Ink::Network | Ink::Model => (0xd8, 0xa6, 0xff),
        Ink::Good => (0x7e, 0xdc, 0x9c),
        Ink::Warm => (0xff, 0xd1, 0x6e),
        Ink::Hot => (0xff, 0x8c, 0x85),
        Ink::Strong => (0xf6, 0xf8, 0xfc),
    }
}

fn paper(ground: Ground) -> (u8, u8, u8) {
    match ground {
        Ground::Page => INK,
        Ground::Panel => PANEL,
        Ground::Raised => RAISED,
        Ground::Selected => SELECTED,
    }
}

fn sixteen(ink: Ink) -> Color {
    match ink {
        Ink::Text | Ink::Operator | Ink::Dim => Color::Gray,
        Ink::Faint => Color::DarkGray,
        Ink::Strong => Color::White,
        Ink::Slot | Ink::Key | Ink::Warm | Ink::Number | Ink::Playing => Color::Yellow,
        Ink::Word => Color::LightCyan,
        Ink::Quoted | Ink::Good | Ink::Notation => Color::LightGreen,
        Ink::Network | Ink::Model => Color::LightMagenta,
        Ink::Hot => Color::LightRed,
    }
}

/// The nearest colour of xterm's 6 x 6 x 6 cube or of its grey ramp, by squared distance.
fn nearest_indexed(r: u8, g: u8, b: u8) -> u8 {
    const STEPS: [i32; 6] = [0, 95, 135, 175, 215, 255];
    let wanted = [i32::from(r), i32::from(g), i32::from(b)];
    let distance = |c: [i32; 3]| c.iter().zip(wanted).map(|(a, b)| (a - b) * (a - b)).sum::<i32>();
    let cube = (0..216usize).map(|i| (16 + i as u8, [STEPS[i / 36], STEPS[i / 6 % 6], STEPS[i % 6]]));
    let greys = (0..24u8).map(|i| (232 + i, [8 + 10 * i32::from(i); 3]));
    cube.chain(greys).min_by_key(|(_, colour)| distance(*colour)).map_or(7, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.1.
    fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_keeps_contrast_aa_on_every_ground() {
        use Ink::*;
        let inks = [Text, Dim, Slot, Word, Quoted, Notation, Number, Operator, Model, Good, Warm, Hot, Strong, Key];
        for ink in inks {
            for ground in [Ground::Page, Ground::Panel, Ground::Raised, Ground::Selected] {
                // On the selection, quiet text may be the large-text figure of AA: 3 to 1.
                let least = if ground == Ground::Selected && matches!(ink, Dim | Notation) { 3.0 } else { 4.5 };
                let reached = contrast(rgb(ink), paper(ground));
                assert!(reached >= least, "{ink:?} on {ground:?} has {reached:.2}");
            }
        }
        for lit in [Playing, Network] {
            assert!(contrast(INK, rgb(lit)) >= 4.5, "{lit:?}");
        }
    }

    #[test]
    fn without_colour_nothing_is_coloured_and_playing_steps_still_differ() {
        let theme = Theme::new(Depth::Plain);
        let playing = theme.on(Ink::Playing, Ground::Page);
        assert_eq!((playing.fg, playing.bg), (None, None));
        assert_ne!(playing, theme.on(Ink::Text, Ground::Page));
        assert_ne!(playing, theme.on(Ink::Network, Ground::Page));
    }

    #[test]
    fn the_environment_decides_the_depth() {
        assert_eq!(Depth::of(true, "xterm-256color", "truecolor"), Depth::Plain);
        assert_eq!(Depth::of(false, "tmux-256color", "truecolor"), Depth::True);
        assert_eq!(Depth::of(false, "tmux-256color", ""), Depth::Indexed);
        assert_eq!(Depth::of(false, "vt100", ""), Depth::Sixteen);
    }
}
