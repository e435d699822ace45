//! The controls of filters and effects, in the engine's units.
//!
//! ```text
//! {cutoff: 900, resonance: 0.3}  -> lowpass 900 Hz       {delay: 0.5, delaytime: 1/8, lock: 1} at 0.5 cps -> 0.25 s
//! ```

use super::Controls;
use crate::dsp::filter::Corner;
use crate::engine::{Sends, Tone};

/// Filters and bending.
pub(super) fn tone(controls: &Controls<'_>) -> Tone {
    let corner = |hertz: &[&str], resonance: &[&str], otherwise: f64| {
        let resonance = controls.number(resonance).unwrap_or(otherwise) as f32;
        controls.number(hertz).map(|hertz| Corner { hertz: hertz as f32, resonance })
    };
    let number = |name: &str| controls.number(&[name]).unwrap_or(0.0).max(0.0) as f32;
    // `bandq` is a Q: what passes is a Q-th of the corner wide.
    let narrow = controls.number(&["bandq", "bpq"]).map_or(0.0, |q| 1.0 - (1.0 / q.max(1.0)));
    Tone {
        low: corner(&["cutoff", "lpf", "ctf"], &["resonance", "lpq"], 0.0),
        high: corner(&["hcutoff", "hpf"], &["hresonance", "hpq"], 0.0),
        band: corner(&["bandf", "bpf"], &[], narrow),
        shape: number("shape").max(0.9 * number("distort").min(1.0)),
        crush: number("crush"),
        coarse: number("coarse"),
    }
}

/// Sends and settings of the orbit's effects.
pub(super) fn sends(controls: &Controls<'_>, cps: f64) -> Sends {
    let usual = Sends::default();
    let number = |names: &[&str], otherwise: f32| controls.number(names).map_or(otherwise, |x| x as f32);
    let locked = controls.number(&["lock"]).is_some_and(|lock| lock >= 1.0);
    let time = number(&["delaytime", "delayt"], usual.delay_time);
    Sends {
        dry: number(&["dry"], usual.dry).clamp(0.0, 4.0),
        delay: number(&["delay"], usual.delay).clamp(0.0, 4.0),
        delay_time: if locked { time / cps.max(1e-3) as f32 } else { time },
        delay_feedback: number(&["delayfeedback", "delayfb"], usual.delay_feedback),
        room: number(&["room"], usual.room).clamp(0.0, 4.0),
        size: number(&["size", "sz"], usual.size),
    }
}
