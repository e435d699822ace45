//! Messages that have to do with a performer's own definitions say where these stand.
//!
//! ```text
//! let s = 3          d1 $ s "bd"       ... `s` is your own definition (line 1), it hides the word of that name
//! let p = "1 x"      d1 $ n p          ... found `x`; it stands in your own `p` (line 1)
//! ```

use super::place::inside;
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::core::Origin;
use crate::lang::infer::Definitions;
use crate::lang::syntax::Name;
use crate::lang::token::{Kind, tokens};
use crate::lang::vocabulary;

/// Where a definition stands: its line in the same text, else how it is written.
fn whereabouts(origin: &Origin, evaluation: u32) -> String {
    if origin.block.evaluation == evaluation { format!("line {}", origin.line) } else { origin.text.to_string() }
}

/// A message that names a definition of the performer's says where it stands, and whether it hides a word.
pub(in crate::lang) fn own(diagnostic: Diagnostic, definitions: &Definitions) -> Diagnostic {
    let evaluation = diagnostic.span.evaluation;
    let named = |name: &&Name| diagnostic.message.contains(&format!("`{name}`"));
    // Of several the one that hides a word is the likelier to surprise.
    let mut names: Vec<&Name> = definitions.keys().filter(named).collect();
    names.sort_by_key(|name| (vocabulary::find(name).is_none(), (*name).clone()));
    let Some((name, definition)) = names.first().and_then(|name| definitions.get_key_value(*name)) else {
        return diagnostic;
    };
    let place = whereabouts(&definition.origin, evaluation);
    if vocabulary::find(name).is_some() {
        return diagnostic.with_help(format!(
            "`{name}` is your own definition ({place}), it hides the word of that name: call it something else"
        ));
    }
    let help = match &diagnostic.help {
        Some(help) => format!("{help}; `{name}` is your own definition ({place})"),
        None => format!("`{name}` is your own definition ({place})"),
    };
    diagnostic.with_help(help)
}

/// A fault that stands in a definition of another block is told where that is used, and names both.
pub(in crate::lang) fn elsewhere(
    diagnostic: Diagnostic,
    definitions: &Definitions,
    text: &str,
    block: SourceSpan,
) -> Diagnostic {
    if inside(diagnostic.span, block) {
        return diagnostic;
    }
    let holds = |name: &&Name| {
        definitions.get(*name).is_some_and(|definition| inside(diagnostic.span, definition.origin.block))
    };
    let mut holders: Vec<&Name> = definitions.keys().filter(holds).filter(|name| !name.starts_with('(')).collect();
    holders.sort();
    let tokens = tokens(text, block.begin, block.evaluation).unwrap_or_default();
    let used = tokens.iter().filter_map(|token| match &token.kind {
        Kind::Name(name) => Some((name, token.span)),
        _ => None,
    });
    let direct = used.clone().find(|(name, _)| holders.contains(name));
    let span = direct.or_else(|| used.clone().find(|(name, _)| definitions.contains_key(*name)));
    let Some(holder) = direct.map(|(name, _)| name).or(holders.first().copied()) else {
        return Diagnostic { span: block, ..diagnostic };
    };
    let place = definitions.get(holder).map(|own| whereabouts(&own.origin, block.evaluation)).unwrap_or_default();
    let told = format!("{}, in your own `{holder}` ({place})", diagnostic.message);
    Diagnostic { span: span.map_or(block, |(_, span)| span), message: told, ..diagnostic }
}
