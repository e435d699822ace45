//! Takes away what stands still: a constant offset is no sound, but it eats headroom and clicks when it ends.
//!
//! ```text
//! ‾‾‾‾‾‾‾‾   ->  ‾\____      a highpass at 5 Hz, one pole
//! ```

/// A highpass at 5 Hz for one channel.
#[derive(Clone, Copy, Debug)]
pub struct DcBlock {
    pole: f64,
    input: f64,
    output: f64,
}

impl DcBlock {
    /// For `rate` frames a second.
    pub fn new(rate: f32) -> Self {
        Self { pole: 1.0 - std::f64::consts::TAU * 5.0 / f64::from(rate), input: 0.0, output: 0.0 }
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        (self.input, self.output) = (0.0, 0.0);
    }

    /// Filters in place. In double precision: a pole this close to 1 would hum in single.
    pub fn process(&mut self, samples: &mut [f32]) {
        for x in samples {
            let input = f64::from(*x);

            self.output = input - self.input + self.pole * self.output;
            if self.output.abs() < 1e-20 {
                self.output = 0.0;
            }
            self.input = input;
            *x = self.output as f32;
        }
    }
}
