//! The last layer's numbers as a prediction: where the next step lies, and how surely.
//!
//! ```text
//! mean  = draft + offset + sum of 32 taps x (sound - draft) of the steps before
//! spread: two logistic curves around the mean, a narrow and a wide one          P(code) = what of them falls on the code
//! ```
//!
//! The taps are the network's own at every step: linear prediction (as in speech coders) whose filter follows the sound.
//! Logistic curves over the codes' intervals after Salimans et al. 2017 (arXiv 1701.05517). Real-time: fixed loops.

use super::codec::{CODES, decode};
use super::dice::Dice;

/// Steps before that the mean leans on.
pub const TAPS: usize = 32;

/// Numbers of the last layer; the ones after the first `TAPS + 4` are not used, so that a row fills whole vectors.
pub const OUTPUTS: usize = 40;

/// What is left of each tap while a voice sings. A network that hears itself may lean on its past so much that it rings (exposure
/// bias, Ranzato et al. 2015, arXiv 1511.06732); a filter whose taps fade is the same one with duller resonances (bandwidth
/// expansion, as in speech coders). 0.96 was chosen on pitches that were looked at while learning.
pub const FADING: [f32; TAPS] = {
    let (mut fading, mut k, mut left) = ([0.0; TAPS], 0, 0.96);
    while k < TAPS {
        fading[k] = left;
        left *= 0.96;
        k += 1;
    }
    fading
};

/// Where the curves lie and how wide they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The middle of both curves, full scale -1 to 1.
    pub mean: f32,
    /// Scales of the narrow and of the wide curve.
    pub scale: [f32; 2],
    /// The share of the wide one.
    pub wide: f32,
}

/// How bits change with the last layer's numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Slopes {
    /// By the mean.
    pub mean: f32,
    /// By the logarithm of both scales, by the wide one's share before its sigmoid, by its width beside the narrow one.
    pub shape: [f32; 3],
}

/// What the taps, the first of the last layer's numbers, make of the steps before (sound less draft, the latest first).
pub fn leaning(outputs: &[f32], rest: impl Iterator<Item = f32>) -> f32 {
    outputs[..TAPS].iter().zip(rest).map(|(tap, rest)| tap * rest).sum()
}

/// The same while a voice sings: of a tap, its `FADING` is left. Eight sums side by side, in one order everywhere.
#[inline(always)]
pub fn leaning_faded(outputs: &[f32], rest: &[f32]) -> f32 {
    let (outputs, rest) = (&outputs[..TAPS], &rest[..TAPS]);
    let mut sums = [0.0f32; 8];
    for from in (0..TAPS).step_by(8) {
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += FADING[from + i] * outputs[from + i] * rest[from + i];
        }
    }
    sums.iter().sum()
}

impl Prediction {
    /// From the last layer's numbers, the draft at the step, and how far the steps before make the mean lean (`leaning`).
    #[inline(always)]
    pub fn new(outputs: &[f32], draft: f32, leaning: f32) -> Prediction {
        let narrow = (outputs[TAPS + 1] - 4.0).clamp(-10.0, 0.0).exp();
        Prediction {
            mean: draft + 0.1 * outputs[TAPS] + leaning,
            scale: [narrow, narrow * (1.0 + outputs[TAPS + 3].clamp(-1.0, 2.0)).exp()],
            wide: 1.0 / (1.0 + (2.0 - outputs[TAPS + 2]).exp()),
        }
    }

    /// -log2 P(code), and its slopes.
    pub fn bits(&self, code: u8, edges: &Edges) -> (f64, Slopes) {
        let (low, high) = edges.around(code);
        let parts = self.scale.map(|scale| Share::new(low, high, f64::from(self.mean), f64::from(scale)));
        let wide = f64::from(self.wide);
        let terms = [(1.0 - wide).max(1e-12).ln() + parts[0].ln, wide.max(1e-12).ln() + parts[1].ln];
        let most = terms[0].max(terms[1]);
        let ln = most + ((terms[0] - most).exp() + (terms[1] - most).exp()).ln();
        let of_wide = (terms[1] - ln).exp();
        let blend = |a: f64, b: f64| (1.0 - of_wide) * a + of_wide * b;
        let bit = -std::f64::consts::LOG2_E;
        let width = of_wide * parts[1].by_scale;
        let slopes = Slopes {
            mean: (bit * blend(parts[0].by_mean, parts[1].by_mean)) as f32,
            shape: [bit * blend(parts[0].by_scale, parts[1].by_scale), bit * (of_wide - wide), bit * width]
                .map(|x| x as f32),
        };
        (bit * ln, slopes)
    }

    /// How bits change with the last layer's numbers after the taps, from how they change with the prediction.
    pub fn slopes(outputs: &[f32], by: &Slopes, out: &mut [f32]) {
        let inside = |x: f32, low: f32, high: f32| if x > low && x < high { 1.0 } else { 0.0 };
        out[0] = 0.1 * by.mean;
        out[1] = by.shape[0] * inside(outputs[TAPS + 1] - 4.0, -10.0, 0.0);
        out[2] = by.shape[1];
        out[3] = by.shape[2] * inside(outputs[TAPS + 3], -1.0, 2.0);
    }

    /// Draws how far the next step lies from the mean. `top_p` from 0 to 1 keeps the middle share of both curves.
    pub fn slip(&self, top_p: f32, dice: &mut Dice) -> f32 {
        let scale = if dice.uniform() < self.wide { self.scale[1] } else { self.scale[0] };
        let u = (0.5 + (dice.uniform() - 0.5) * top_p).clamp(1e-5, 1.0 - 1e-5);
        scale * (u / (1.0 - u)).ln()
    }

    /// The mean square of the slips.
    pub fn power(&self) -> f32 {
        let [narrow, wide] = self.scale.map(|scale| scale * scale);
        (narrow + (wide - narrow) * self.wide) * std::f32::consts::PI * std::f32::consts::PI / 3.0
    }
}

/// The intervals of the codes: each reaches half the way to its neighbours, the outermost to infinity.
#[derive(Clone, Debug)]
pub struct Edges([f64; CODES + 1]);

impl Edges {
    /// Those of `codec`.
    pub fn new() -> Edges {
        let edge = |c: usize| f64::midpoint(f64::from(decode(c as u8 - 1)), f64::from(decode(c as u8)));
        Edges(std::array::from_fn(|c| match c {
            0 | 1 => f64::NEG_INFINITY,
            CODES => f64::INFINITY,
            _ => edge(c),
        }))
    }

    fn around(&self, code: u8) -> (f64, f64) {
        let c = usize::from(code.max(1));
        (self.0[c], self.0[c + 1])
    }
}

impl Default for Edges {
    fn default() -> Edges {
        Edges::new()
    }
}

/// What of one logistic curve lies between two edges: logarithm and slopes.
struct Share {
    ln: f64,
    by_mean: f64,
    /// By the logarithm of the scale.
    by_scale: f64,
}

impl Share {
    fn new(low: f64, high: f64, mean: f64, scale: f64) -> Share {
        let softplus = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        let (l, u) = ((low - mean) / scale, (high - mean) / scale);
        // ln, and slopes by u and l.
        let (ln, by_u, by_l) = if low.is_infinite() {
            (-softplus(-u), sigmoid(-u), 0.0)
        } else if high.is_infinite() {
            (-softplus(l), 0.0, -sigmoid(l))
        } else {
            // sigmoid(u) - sigmoid(l) = e^-l (1 - e^-(u - l)) / ((1 + e^-u)(1 + e^-l)), which no tail turns into 0 - 0.
            let gap = u - l;
            let apart = (-gap).exp() / -(-gap).exp_m1();
            let ln = -l + (-(-gap).exp_m1()).ln() - softplus(-u) - softplus(-l);
            (ln, apart + sigmoid(-u), -1.0 - apart + sigmoid(-l))
        };
        let times = |slope: f64, x: f64| if slope == 0.0 { 0.0 } else { slope * x };
        Share { ln, by_mean: -(by_u + by_l) / scale, by_scale: -(times(by_u, u) + times(by_l, l)) }
    }
}

#[cfg(test)]
mod tests;
