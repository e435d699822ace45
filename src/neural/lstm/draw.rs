//! Drawing from a distribution so that every machine draws the same.
//!
//! ```text
//! p 0.5 0.25 0.25  ->  thresholds in 1/2^24: 8388608 4194304 4194304;  32 random bits pick one
//! ```
//!
//! Probabilities become whole numbers before anything is compared with chance, so no rounding can tip a draw. Random bits
//! are a hash of what the draw is for; there is no stream to get out of step.

/// Bits for one draw: a hash of four numbers (SplitMix64's finaliser over each in turn).
#[must_use]
pub fn bits(key: [u64; 4]) -> u32 {
    let mut state = 0x6d65_6c69_736d_6121;
    for part in key {
        let mut z = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state = z ^ (z >> 31);
    }
    (state >> 32) as u32
}

/// Keeps the fewest most probable entries whose shares reach `share` of the whole (nucleus sampling, Holtzman 2019); zeroes the rest.
///
/// `order` is working space. A share of 1 or more keeps everything.
pub fn nucleus(weights: &mut [f32], share: f32, order: &mut Vec<u16>) {
    if share >= 1.0 {
        return;
    }
    order.clear();
    order.extend(0..weights.len() as u16);
    order.sort_unstable_by(|a, b| weights[usize::from(*b)].total_cmp(&weights[usize::from(*a)]).then(a.cmp(b)));
    let goal = weights.iter().sum::<f32>() * share.max(0.0);
    let mut kept = 0.0;
    for (rank, i) in order.iter().enumerate() {
        let w = &mut weights[usize::from(*i)];
        if rank > 0 && kept >= goal {
            *w = 0.0;
        }
        kept += *w;
    }
}

/// Draws an index by weight (each at least 0) and gives its share of the whole; `None` where all weights are 0.
#[must_use]
pub fn choose(weights: &[f32], bits: u32) -> Option<(usize, f32)> {
    let top = weights.iter().copied().fold(0.0f32, f32::max);
    if top <= 0.0 || !top.is_finite() {
        return None;
    }
    // Scaled by the largest, so that the most probable is never rounded away.
    let whole = |w: f32| ((w / top) * 16_777_216.0) as u64;
    let total: u64 = weights.iter().map(|w| whole(*w)).sum();
    let mut threshold = ((u128::from(bits) * u128::from(total)) >> 32) as u64;
    for (i, w) in weights.iter().enumerate() {
        let w = whole(*w);
        if threshold < w {
            return Some((i, (w as f64 / total as f64) as f32));
        }
        threshold -= w;
    }
    None
}

#[cfg(test)]
mod tests;
