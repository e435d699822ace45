//! The nearest of the known names to a mistyped one: `sounf` -> `sound`.
//!
//! Damerau's distance (one insertion, deletion, substitution or swap of neighbours costs 1), at most a third of the
//! word's length and at least one. Ties go to the earlier candidate, so tables list common words first.

/// The candidate nearest to `word`, if one is near enough to be a slip.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = word.chars().collect();
    let limit = (typed.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().collect();
        if other.len().abs_diff(typed.len()) > limit {
            continue;
        }
        let distance = distance(&typed, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Optimal string alignment distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut table = vec![0; (a.len() + 1) * width];
    for (i, cell) in table.iter_mut().take(width).enumerate() {
        *cell = i;
    }
    for i in 1..=a.len() {
        table[i * width] = i;
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (table[(i - 1) * width + j] + 1)
                .min(table[i * width + j - 1] + 1)
                .min(table[(i - 1) * width + j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(table[(i - 2) * width + j - 2] + 1);
            }
            table[i * width + j] = cost;
        }
    }
    table[a.len() * width + b.len()]
}
