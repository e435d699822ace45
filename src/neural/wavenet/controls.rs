//! What can be moved while a note sounds.
//!
//! ```text
//! set(temp 1.2, bend 2) -> each number within its range -> a quarter of the way there every frame (64 steps)
//! ```

/// What can be moved while a note sounds. The default leaves the model as it learned to play.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Controls {
    /// How much of the noise and of the partials' own movement sounds, 0 to 2: 1 as recorded, 0 none.
    pub temp: f32,
    /// Share of the likeliest values that are drawn from, 0 to 1.
    pub top_p: f32,
    /// The share of the instrument `towards`; without one the places to move on through the instruments, fractions mixing two
    /// neighbours.
    pub timbre: f32,
    /// Place of the instrument that `timbre` leads to.
    pub towards: Option<usize>,
    /// -1 (dark) to 1 (bright): a tilt of the partials and the noise above 700 Hz.
    pub bright: f32,
    /// 0 to 1: up to 30 dB more of breath, bow and hammer, as the network makes them.
    pub noisy: f32,
    /// 0 to 1 semitones of vibrato at 5.5 Hz.
    pub vibrato: f32,
    /// 0 to 1: how much the note's ageing is slowed; 1 holds it as it is.
    pub still: f32,
    /// Semitones added to the pitch.
    pub bend: f32,
}

impl Default for Controls {
    fn default() -> Controls {
        Controls {
            temp: 1.0,
            top_p: 1.0,
            timbre: 0.0,
            towards: None,
            bright: 0.0,
            noisy: 0.0,
            vibrato: 0.0,
            still: 0.0,
            bend: 0.0,
        }
    }
}

impl Controls {
    /// Each number within its range; one that is no number becomes the default.
    pub(super) fn sound(self) -> Controls {
        let plain = Controls::default();
        let fit = |x: f32, low: f32, high: f32, or: f32| if x.is_finite() { x.clamp(low, high) } else { or };
        Controls {
            temp: fit(self.temp, 0.0, 2.0, plain.temp),
            top_p: fit(self.top_p, 0.0, 1.0, plain.top_p),
            timbre: fit(self.timbre, -16.0, 16.0, 0.0),
            towards: self.towards,
            bright: fit(self.bright, -1.0, 1.0, 0.0),
            noisy: fit(self.noisy, 0.0, 1.0, 0.0),
            vibrato: fit(self.vibrato, 0.0, 1.0, 0.0),
            still: fit(self.still, 0.0, 1.0, 0.0),
            bend: fit(self.bend, -48.0, 48.0, 0.0),
        }
    }

    /// Part of the way to where `to` points.
    pub(super) fn towards(self, to: Controls, part: f32) -> Controls {
        let go = |a: f32, b: f32| a + (b - a) * part;
        Controls {
            temp: go(self.temp, to.temp),
            top_p: go(self.top_p, to.top_p),
            timbre: go(self.timbre, to.timbre),
            towards: to.towards,
            bright: go(self.bright, to.bright),
            noisy: go(self.noisy, to.noisy),
            vibrato: go(self.vibrato, to.vibrato),
            still: go(self.still, to.still),
            bend: go(self.bend, to.bend),
        }
    }
}
