//! Where an event came from: the places in the text that took part, and the network that made it.
//!
//! ```text
//! note (melody "folk") # s "wavenet:cello"
//!              ^^^^^^         ^^^^^^^^^^^^^     both light up; origin: folk, cycle 3, step 2, p 0.41
//! ```
//!
//! A context is a shared tree: joining two costs one small allocation, copying costs a count. It is walked only when a
//! step is drawn or a note is logged.

use crate::diagnostic::SourceSpan;
use std::sync::Arc;

/// The network step that chose a value.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// Name of the model: `folk`.
    pub model: Arc<str>,
    /// Cycle, in the network's own time.
    pub cycle: i64,
    /// Number of the note within that cycle, from 0.
    pub step: u32,
    /// Probability the model gave to what it chose, 0 to 1.
    pub probability: f32,
    /// Whether it is a substitute for a cycle that was late, and which rung of the ladder made it (0: on time).
    pub rung: u8,
}

#[derive(Debug)]
enum Node {
    Text(SourceSpan),
    Network(Origin),
    Both(Context, Context),
}

/// Everything that took part in an event. The empty context is free.
#[derive(Clone, Debug, Default)]
pub struct Context(Option<Arc<Node>>);

impl Context {
    /// One place in the text.
    pub fn of_text(span: SourceSpan) -> Self {
        Self(Some(Arc::new(Node::Text(span))))
    }

    /// One step of a network.
    pub fn of_network(origin: Origin) -> Self {
        Self(Some(Arc::new(Node::Network(origin))))
    }

    /// Both contexts.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (None, _) => other.clone(),
            (_, None) => self.clone(),
            (Some(a), Some(b)) if Arc::ptr_eq(a, b) => self.clone(),
            _ => Self(Some(Arc::new(Node::Both(self.clone(), other.clone())))),
        }
    }

    /// The places in the text, sorted, each once.
    pub fn spans(&self) -> Vec<SourceSpan> {
        let mut found = Vec::new();
        self.walk(&mut |node| {
            if let Node::Text(span) = node {
                found.push(*span);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The network step that made it, the first where several took part.
    pub fn origin(&self) -> Option<Origin> {
        let mut found = None;
        self.walk(&mut |node| {
            if let (Node::Network(origin), None) = (node, &found) {
                found = Some(origin.clone());
            }
        });
        found
    }

    fn walk(&self, visit: &mut impl FnMut(&Node)) {
        // A stack instead of recursion: a long chain of joins must not exhaust the thread's stack.
        let mut waiting: Vec<&Self> = vec![self];
        while let Some(context) = waiting.pop() {
            match context.0.as_deref() {
                Some(Node::Both(a, b)) => waiting.extend([b, a]),
                Some(node) => visit(node),
                None => {}
            }
        }
    }
}
