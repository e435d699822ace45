//! Lists, finite or without end.
//!
//! ```text
//! take 3 (cycle ["a", "b"])     a b a         cycle is a recipe; only what is taken is made
//! ```

use super::Datum;
use crate::lang::budget;
use std::sync::Arc;

type Items = Box<dyn Iterator<Item = Datum>>;

/// A list: its items, or how to make them from the start.
#[derive(Clone)]
pub enum List {
    /// All of them.
    Items(Arc<Vec<Datum>>),
    /// One after another, as often as asked.
    Lazy(Arc<dyn Fn() -> Items + Send + Sync>),
}

/// More items than a performer means.
const MOST_ITEMS: usize = 100_000;

impl From<Vec<Datum>> for List {
    fn from(items: Vec<Datum>) -> Self {
        Self::Items(Arc::new(items))
    }
}

impl List {
    /// A list made on demand.
    pub fn lazy<I: Iterator<Item = Datum> + 'static>(make: impl Fn() -> I + Send + Sync + 'static) -> Self {
        Self::Lazy(Arc::new(move || Box::new(make())))
    }

    /// Its items, one after another; each costs a step.
    pub fn iter(&self) -> Items {
        let paid = |item: Datum| budget::spend(1).then_some(item);
        match self {
            Self::Items(items) => {
                let items = Arc::clone(items);
                Box::new((0..items.len()).map_while(move |at| items.get(at).cloned()))
            }
            Self::Lazy(make) => Box::new(make().map_while(paid)),
        }
    }

    /// All its items. A list without end complains and gives nothing.
    pub fn items(&self) -> Arc<Vec<Datum>> {
        match self {
            Self::Items(items) => Arc::clone(items),
            Self::Lazy(_) => {
                let items: Vec<Datum> = self.iter().take(MOST_ITEMS + 1).collect();
                if items.len() > MOST_ITEMS {
                    budget::complain(|| {
                        "this list has no end, or is far too long; take some of it: take 8 ...".to_owned()
                    });
                    return Arc::default();
                }
                Arc::new(items)
            }
        }
    }
}
