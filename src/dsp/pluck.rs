//! A plucked string: noise that goes round a delay line and loses its edge each time.
//!
//! ```text
//! noise -> [ delay of one period ] -+-> out        Karplus and Strong (1983),
//!            ^---- mean of two -----'              tuned by an allpass after Jaffe and Smith (1983)
//! ```
//!
//! One string, one note at a time. It dies away by itself; low strings ring longer.

use super::noise::Noise;

const LENGTH: usize = 8192;

/// A string.
pub struct Pluck {
    line: Box<[f32]>,
    length: usize,
    at: usize,
    tune: f32,
    loss: f32,
    last: f32,
    pass_input: f32,
    pass_output: f32,
}

impl Pluck {
    /// A string at rest.
    #[allow(clippy::disallowed_macros, reason = "runs before the stream starts")]
    pub fn new() -> Self {
        let line = vec![0.0; LENGTH].into_boxed_slice();
        Self { line, length: 2, at: 0, tune: 0.0, loss: 0.0, last: 0.0, pass_input: 0.0, pass_output: 0.0 }
    }

    /// Plucks it: `hertz` at `rate` frames a second; `bright` 0 to 1 says how hard.
    pub fn start(&mut self, hertz: f32, rate: f32, bright: f32, seed: u64) {
        let period = (rate / hertz.max(1.0)).clamp(4.0, (LENGTH - 1) as f32);
        // The mean of two delays by half a sample; the allpass takes the rest, kept between 0.2 and 1.2 where it is tame.
        let whole = (period - 0.5 - 0.2).floor();
        let rest = period - 0.5 - whole;
        self.length = whole as usize;
        self.tune = (1.0 - rest) / (1.0 + rest);
        // A string of 440 Hz loses 60 dB in about 2.5 s.
        self.loss = 0.001f32.powf(1.0 / (hertz.max(20.0).sqrt() * 52.0));
        (self.at, self.last, self.pass_input, self.pass_output) = (0, 0.0, 0.0, 0.0);
        let mut noise = Noise::new(seed);
        let (mut smooth, mut sum) = (0.0, 0.0);
        for x in &mut self.line[..self.length] {
            smooth += (0.25 + 0.75 * bright.clamp(0.0, 1.0)) * (noise.sample() - smooth);
            *x = smooth;
            sum += smooth;
        }
        let mean = sum / self.length as f32;
        for x in &mut self.line[..self.length] {
            *x -= mean;
        }
    }

    /// The next sample, roughly -1 to 1.
    pub fn sample(&mut self) -> f32 {
        let x = self.line[self.at];
        let smooth = 0.5 * (x + self.last) * self.loss;
        self.last = x;
        let passed = self.tune * (smooth - self.pass_output) + self.pass_input;
        (self.pass_input, self.pass_output) = (smooth, passed);
        self.line[self.at] = passed;
        self.at += 1;
        if self.at >= self.length {
            self.at = 0;
        }
        x
    }
}

impl Default for Pluck {
    fn default() -> Self {
        Self::new()
    }
}
