//! Keeps a network from hearing itself too loudly.
//!
//! ```text
//! what the network makes of the draft, root of the mean square:    | |||| |   |||||||||||||||||| |  ||
//! four times the noise and movement that are meant to be there:    ---------------------------------
//! what is left of it, so that it stays below                       | |||| |   ..                 |  ||
//! ```
//!
//! A network hears what it made and goes on with it. While a recording taught it, what strayed from the draft did so for a reason; when
//! it hears itself, a stray of its own can feed on itself for some tenths of a second, a scrape 35 dB under the tone. Once the attack
//! is over, what it makes is held to [`KNEE`] times the size of what moves and hisses by itself.

use crate::neural::wavenet::features::FRAME;

/// How many times as loud as noise and movement together it may be.
const KNEE: f32 = 4.0;
/// The share of a frame in the mean square of what the network makes, and in that of what is meant to be there.
const SHARES: [f32; 2] = [0.2, 0.03];
/// Seconds after the start before it acts: an attack is what the network is for.
const ATTACK: f32 = 0.3;
/// The least that counts as meant: 70 dB under full scale.
const LEAST: f32 = 1e-7;

/// What was made and what was meant.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calm {
    /// Sums of squares of the frame at hand: made, meant.
    sums: [f32; 2],
    /// Mean squares so far.
    squares: [f32; 2],
    /// What is taken away of all that is made.
    less: f32,
}

impl Calm {
    /// What is left of `made`, beside what is `meant` in the same step.
    #[inline(always)]
    pub(super) fn held(&mut self, made: f32, meant: f32) -> f32 {
        self.sums[0] += made * made;
        self.sums[1] += meant * meant;
        made - self.less * made
    }

    /// A frame is over, and `age` seconds of the note.
    pub(super) fn frame(&mut self, age: f32) {
        for ((square, sum), share) in self.squares.iter_mut().zip(&mut self.sums).zip(SHARES) {
            *square += share * (std::mem::take(sum) / FRAME as f32 - *square);
        }
        let [made, meant] = self.squares;
        let most = KNEE * KNEE * meant.max(LEAST);
        self.less = if age > ATTACK && made > most { 1.0 - (most / made).sqrt() } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    //! What it lets through.
    use super::*;

    /// What is left of two seconds of something made that is so many times as large as what is meant.
    fn left(times: f32) -> Vec<f32> {
        let mut calm = Calm::default();
        let frames = (0..750).map(|frame| frame as f32 * FRAME as f32 / 24_000.0);
        let mut step = |age: f32| {
            calm.frame(age);
            (0..FRAME).map(|_| calm.held(times * 0.01, 0.01)).fold(0.0, f32::max)
        };
        frames.map(&mut step).collect()
    }

    #[test]
    fn what_is_no_louder_than_it_should_be_passes_untouched() {
        assert!(left(3.9).iter().all(|x| *x == 3.9 * 0.01));
    }

    #[test]
    fn what_feeds_on_itself_is_held_once_the_attack_is_over() {
        let left = left(12.0);
        assert_eq!(left[..100], [0.12; 100], "the attack is let through");
        assert!(left[200..].iter().all(|x| *x < 0.041), "{left:?}");
    }

    #[test]
    fn silence_is_no_reason_to_act() {
        let mut calm = Calm::default();
        (0..500).for_each(|_| calm.frame(1.0));
        assert_eq!(calm.held(1.0, 0.0), 1.0);
    }
}
