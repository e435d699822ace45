//! Slots: the places patterns play in, `d1`..`d16` and named ones, each with what waits for its boundary.
//!
//! ```text
//! d1        -> SlotId(1)          p "drums" -> SlotId(17), the first name of the set; the next one is 18
//! once      -> SlotId(0)          has no place; it plays one cycle from now and is gone
//! ```
//!
//! Numbers are given in the order of first use, so that a replayed log gives the same numbers.

use crate::pattern::{ControlMap, Pattern};
use crate::time::Cycle;

/// A slot's number: 0 for `once`, 1 to 16 for `d1`..`d16`, from 17 on for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct SlotId(pub u16);

impl SlotId {
    /// What `once` plays in.
    pub const ONCE: Self = Self(0);
    /// The last of the numbered slots.
    pub const LAST_NUMBERED: u16 = 16;
}

/// When a change takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// At the next cycle boundary at or after the horizon.
    #[default]
    Cycle,
    /// At the horizon.
    Now,
}

/// The names given so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotNames(Vec<String>);

impl SlotNames {
    /// The slot of a name, with or without the `d` of `d1`; a new name gets the next number.
    pub fn id(&mut self, name: &str) -> SlotId {
        self.find(name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            SlotId(SlotId::LAST_NUMBERED + self.0.len() as u16)
        })
    }

    /// The slot of a name that has one.
    pub fn find(&self, name: &str) -> Option<SlotId> {
        let digits = name.strip_prefix('d').unwrap_or(name);
        match digits.parse::<u16>() {
            Ok(number) if (1..=SlotId::LAST_NUMBERED).contains(&number) && !digits.starts_with(['0', '+']) => {
                Some(SlotId(number))
            }
            _ => {
                let at = self.0.iter().position(|known| known == name)?;
                Some(SlotId(SlotId::LAST_NUMBERED + 1 + at as u16))
            }
        }
    }

    /// What a slot is called: `d1`, `drums`, `once`.
    pub fn name(&self, slot: SlotId) -> String {
        match slot {
            SlotId::ONCE => "once".into(),
            SlotId(n) if n <= SlotId::LAST_NUMBERED => format!("d{n}"),
            SlotId(n) => self.0.get(usize::from(n - SlotId::LAST_NUMBERED - 1)).cloned().unwrap_or_default(),
        }
    }
}

/// A swap that waits.
#[derive(Clone)]
pub(super) struct Pending {
    pub(super) at: Cycle,
    pub(super) pattern: Option<Pattern<ControlMap>>,
}

/// A slot as the scheduler keeps it.
#[derive(Clone, Default)]
pub(super) struct Slot {
    /// As it was given.
    pub(super) pattern: Option<Pattern<ControlMap>>,
    /// With the transform of `all`: what is queried.
    pub(super) played: Option<Pattern<ControlMap>>,
    pub(super) pending: Option<Pending>,
    pub(super) muted: bool,
    pub(super) solo: bool,
}

/// What there is to know about a slot from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotState {
    /// Which.
    pub slot: SlotId,
    /// Whether a pattern plays in it (muted or not).
    pub playing: bool,
    /// Whether it is muted by hand.
    pub muted: bool,
    /// Whether it is soloed.
    pub solo: bool,
    /// The boundary that a swap waits for.
    pub pending: Option<Cycle>,
}
