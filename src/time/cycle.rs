//! A point or length of cycle time as an exact fraction in 64 bits.
//!
//! `Cycle::new(2, 6)` is `1/3`; `1/3 + 1/3 + 1/3` is `1`, for ever. Intermediates have 128 bits. A result that does not
//! fit is rounded to the nearest fraction whose denominator is at most 2^31 and counted ([`rounded_count`]): the session
//! says so once. Nothing panics; division by zero gives zero and counts.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering as Atomic};

static ROUNDED: AtomicU64 = AtomicU64::new(0);
const DENOMINATOR_LIMIT: i128 = 1 << 31;

/// How many results did not fit in 64 bits since the program started.
pub fn rounded_count() -> u64 {
    ROUNDED.load(Atomic::Relaxed)
}

/// An exact fraction of cycles, always in lowest terms with a positive denominator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    numerator: i64,
    denominator: i64,
}

/// What stands where a fraction was expected.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a fraction such as 3, -1/4 or 0.125")]
pub struct ParseCycleError(pub String);

impl Cycle {
    /// The start of the first cycle.
    pub const ZERO: Self = Self::whole(0);
    /// One cycle.
    pub const ONE: Self = Self::whole(1);

    /// Half a cycle.
    pub const HALF: Self = Self { numerator: 1, denominator: 2 };

    /// A whole number of cycles.
    pub const fn whole(number: i64) -> Self {
        Self { numerator: number, denominator: 1 }
    }

    /// `numerator / denominator` in lowest terms; a zero denominator gives zero, counted as rounded.
    pub fn new(numerator: i64, denominator: i64) -> Self {
        Self::reduced(i128::from(numerator), i128::from(denominator))
    }

    /// The fraction nearest to a float: exact for every decimal with up to nine digits, else the best one with a
    /// denominator up to 2^31 (continued fractions). NaN and infinities give zero, counted as rounded.
    pub fn from_f64(value: f64) -> Self {
        if !value.is_finite() || value.abs() >= 9.0e18 {
            ROUNDED.fetch_add(1, Atomic::Relaxed);
            return Self::ZERO;
        }
        let (mut p0, mut q0, mut p1, mut q1) = (0i128, 1i128, 1i128, 0i128);
        let mut x = value.abs();
        loop {
            let a = x.floor();
            let (p2, q2) = (a as i128 * p1 + p0, a as i128 * q1 + q0);
            if q2 > DENOMINATOR_LIMIT || p2 > i128::from(i64::MAX) {
                break;
            }
            (p0, q0, p1, q1) = (p1, q1, p2, q2);
            let rest = x - a;
            if (p1 as f64 / q1 as f64 - value.abs()).abs() <= value.abs() * 1e-15 || rest < 1e-12 {
                break;
            }
            x = 1.0 / rest;
        }
        let sign = if value < 0.0 { -1 } else { 1 };
        Self::reduced(sign * p1, q1)
    }

    /// A fraction whose parts fit, in lowest terms: the path of nearly every query, without 128-bit division.
    fn small(numerator: i64, denominator: i64) -> Self {
        if denominator <= 0 || numerator == i64::MIN {
            return Self::reduced(i128::from(numerator), i128::from(denominator));
        }
        if denominator == 1 {
            return Self::whole(numerator);
        }
        let divisor = gcd64(numerator.unsigned_abs(), denominator.unsigned_abs()) as i64;
        if divisor == 1 {
            return Self { numerator, denominator };
        }
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    fn reduced(numerator: i128, denominator: i128) -> Self {
        if denominator == 0 {
            ROUNDED.fetch_add(1, Atomic::Relaxed);
            return Self::ZERO;
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()) as i128;
        let sign = if denominator < 0 { -1 } else { 1 };
        let (n, d) = (sign * (numerator / divisor), sign * (denominator / divisor));
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(numerator), Ok(denominator)) => Self { numerator, denominator },
            _ => Self::nearest(n, d),
        }
    }

    /// The best fraction with a denominator up to 2^31 for one that does not fit (continued fractions, exact integers).
    fn nearest(n: i128, d: i128) -> Self {
        ROUNDED.fetch_add(1, Atomic::Relaxed);
        let limit = i128::from(i64::MAX);
        let (mut a, mut b) = (n.unsigned_abs() as i128, d);
        let (mut p0, mut q0, mut p1, mut q1) = (0i128, 1i128, 1i128, 0i128);
        while b != 0 {
            let quotient = a / b;
            let p2 = quotient.saturating_mul(p1).saturating_add(p0);
            let q2 = quotient.saturating_mul(q1).saturating_add(q0);
            if q2 > DENOMINATOR_LIMIT || p2 > limit {
                break;
            }
            (p0, q0, p1, q1) = (p1, q1, p2, q2);
            (a, b) = (b, a % b);
        }
        if q1 == 0 {
            // Larger than 64 bits can hold: the largest time there is.
            (p1, q1) = (limit, 1);
        }
        let sign = if n < 0 { -1 } else { 1 };
        Self { numerator: (sign * p1) as i64, denominator: q1 as i64 }
    }

    /// The upper number.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The lower number, at least 1.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// The largest whole number not above this: `-1/4` is in cycle `-1`.
    pub const fn floor(self) -> i64 {
        self.numerator.div_euclid(self.denominator)
    }

    /// The smallest whole number not below this.
    pub const fn ceil(self) -> i64 {
        let floor = self.floor();
        if self.denominator == 1 { floor } else { floor + 1 }
    }

    /// The start of the cycle this lies in.
    pub const fn sam(self) -> Self {
        Self::whole(self.floor())
    }

    /// The start of the next cycle.
    pub const fn next_sam(self) -> Self {
        Self::whole(self.floor().saturating_add(1))
    }

    /// The place within the cycle, `0 <= p < 1`.
    pub fn cycle_pos(self) -> Self {
        Self { numerator: self.numerator.rem_euclid(self.denominator), denominator: self.denominator }
    }

    /// The nearest float.
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Without its sign.
    pub fn abs(self) -> Self {
        if self.numerator < 0 { -self } else { self }
    }

    /// The remainder of division towards minus infinity, Haskell's `mod'`; zero for a zero divisor.
    pub fn modulo(self, divisor: Self) -> Self {
        if divisor.numerator == 0 {
            return Self::ZERO;
        }
        self - divisor * Self::whole((self / divisor).floor())
    }

    /// Whether this is a whole number.
    pub const fn is_whole(self) -> bool {
        self.denominator == 1
    }

    /// Whether this is zero.
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    if a <= u128::from(u64::MAX) && b <= u128::from(u64::MAX) {
        return u128::from(gcd64(a as u64, b as u64));
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// Stein's binary algorithm: no division in the hot path of every query.
fn gcd64(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return (a | b).max(1);
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
        if b == 0 {
            return a << shift;
        }
    }
}

impl Add for Cycle {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        // Whole cycles leave a fraction in lowest terms as it is: most additions of a query are such.
        let (part, whole) = if other.denominator == 1 { (self, other) } else { (other, self) };
        if whole.denominator == 1
            && let Some(numerator) =
                whole.numerator.checked_mul(part.denominator).and_then(|moved| part.numerator.checked_add(moved))
        {
            return Self { numerator, denominator: part.denominator };
        }
        if self.denominator == other.denominator
            && let Some(sum) = self.numerator.checked_add(other.numerator)
        {
            return Self::small(sum, self.denominator);
        }
        if let (Some(a), Some(b), Some(d)) = (
            self.numerator.checked_mul(other.denominator),
            other.numerator.checked_mul(self.denominator),
            self.denominator.checked_mul(other.denominator),
        ) && let Some(sum) = a.checked_add(b)
        {
            return Self::small(sum, d);
        }
        let (a, b) = (i128::from(self.numerator), i128::from(other.numerator));
        let (c, d) = (i128::from(self.denominator), i128::from(other.denominator));
        Self::reduced(a * d + b * c, c * d)
    }
}

impl AddAssign for Cycle {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Cycle {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Cycle {
    type Output = Self;
    fn neg(self) -> Self {
        Self { numerator: self.numerator.saturating_neg(), denominator: self.denominator }
    }
}

impl Mul for Cycle {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        if let (Some(n), Some(d)) =
            (self.numerator.checked_mul(other.numerator), self.denominator.checked_mul(other.denominator))
        {
            return Self::small(n, d);
        }
        Self::reduced(
            i128::from(self.numerator) * i128::from(other.numerator),
            i128::from(self.denominator) * i128::from(other.denominator),
        )
    }
}

impl Div for Cycle {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        if let (Some(n), Some(d)) =
            (self.numerator.checked_mul(other.denominator), self.denominator.checked_mul(other.numerator))
            && d > 0
        {
            return Self::small(n, d);
        }
        Self::reduced(
            i128::from(self.numerator) * i128::from(other.denominator),
            i128::from(self.denominator) * i128::from(other.numerator),
        )
    }
}

impl Ord for Cycle {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        if let (Some(a), Some(b)) =
            (self.numerator.checked_mul(other.denominator), other.numerator.checked_mul(self.denominator))
        {
            return a.cmp(&b);
        }
        (i128::from(self.numerator) * i128::from(other.denominator))
            .cmp(&(i128::from(other.numerator) * i128::from(self.denominator)))
    }
}

impl PartialOrd for Cycle {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Cycle {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.numerator, self.denominator).hash(state);
    }
}

impl Default for Cycle {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Cycle {
    fn from(number: i64) -> Self {
        Self::whole(number)
    }
}

impl fmt::Display for Cycle {
    /// Always with its denominator, as the event JSON wants it: `3/1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl fmt::Debug for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 { write!(f, "{}", self.numerator) } else { fmt::Display::fmt(self, f) }
    }
}

impl FromStr for Cycle {
    type Err = ParseCycleError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseCycleError(text.to_owned());
        if let Some((n, d)) = text.split_once('/') {
            let n: i64 = n.trim().parse().map_err(|_| wrong())?;
            let d: i64 = d.trim().parse().map_err(|_| wrong())?;
            return if d == 0 { Err(wrong()) } else { Ok(Self::new(n, d)) };
        }
        match text.trim().parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Self::from_f64(value)),
            _ => Err(wrong()),
        }
    }
}
