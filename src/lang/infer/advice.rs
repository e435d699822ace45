//! What to do about a mistake in an application: quotes, brackets, commas, the order of arguments.
//!
//! ```text
//! s bd sn            a sound's name stands between quotes: s "bd sn"
//! every rev 2 p      as in: every 2 (fast 2) $ s "bd sn"
//! n 1 2              several values stand between quotes: n "1 2"
//! ```

use super::Inference;
use super::explain::is_operator;
use crate::diagnostic::Diagnostic;
use crate::lang::syntax::{Expression, Form};
use crate::lang::types::Type;
use crate::lang::vocabulary::{self, Family};
use std::sync::Arc;

/// What other systems call it, and how it is written here.
const ELSEWHERE: [(&str, &str); 10] = [
    ("reverb", "# room 0.3"),
    ("volume", "# gain 0.8"),
    ("vol", "# gain 0.8"),
    ("amplitude", "# gain 0.8"),
    ("lowpass", "# lpf 800"),
    ("highpass", "# hpf 800"),
    ("bandpass", "# bpf 800"),
    ("pitch", "note \"0 7\""),
    ("distortion", "# distort 0.3"),
    ("setcpm", "setcps (30/60)"),
];

/// What to do about a name that means nothing; `near` is the nearest that does.
pub(super) fn unknown(name: &str, near: Option<&str>) -> Option<String> {
    if let Some(advice) = vocabulary::elsewhere(name) {
        return Some(advice.to_owned());
    }
    let digits = name.strip_prefix('d').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    match digits {
        Some("") => return Some("a slot has a number: d1 $ ...".to_owned()),
        Some(number) => return Some(format!("there are d1 to d16; others have a name: p \"{number}\" $ ...")),
        None => {}
    }
    if let Some((_, here)) = ELSEWHERE.iter().find(|(other, _)| *other == name) {
        return Some(format!("here: {here}"));
    }
    // Of one or two letters everything is near.
    let length = name.chars().count();
    let alike = |near: &&str| {
        let same_letters = near.eq_ignore_ascii_case(name);
        let same_first = near.chars().next() == name.chars().next();
        same_letters || length > 3 || length == 3 && same_first || is_operator(name) && same_first
    };
    match near.filter(alike) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if is_operator(name) || name.starts_with('(') => None,
        None => Some(format!("if it is yours, evaluate its definition first: let {name} = ...")),
    }
}

fn is_number(e: &Expression) -> bool {
    matches!(e.kind, Form::Int(_) | Form::Fraction(_))
}

fn head_of(e: &Expression) -> &Expression {
    match &e.kind {
        Form::Apply(function, _) => head_of(function),
        _ => e,
    }
}

fn is_controls(of: &Type) -> bool {
    of.element().is_some_and(|element| element.head().0 == Some("ValueMap"))
}

impl Inference<'_> {
    fn means_something(&self, name: &str) -> bool {
        self.scope.iter().any(|(known, _)| &**known == name)
            || self.definitions.contains_key(name)
            || vocabulary::is_listed(name)
    }

    /// An example of a word that nothing hides.
    fn example(&self, head: &Expression) -> Option<String> {
        let Form::Name(name) = &head.kind else { return None };
        if is_operator(name) || self.definitions.contains_key(name) || self.scope.iter().any(|(known, _)| known == name)
        {
            return None;
        }
        vocabulary::find(name).map(|word| format!("as in: {}", word.example))
    }

    /// `s bd sn`: names that mean nothing, where a string is wanted.
    pub(super) fn bare_name(&mut self, head: &Expression, rest: &[&Expression], from: &Type) -> Option<Diagnostic> {
        let first = rest.first()?;
        let word_of = |e: &Expression| match &e.kind {
            Form::Name(word) => Some(Arc::clone(word)),
            _ => None,
        };
        let word = word_of(first).filter(|word| !self.means_something(word) && !is_operator(word))?;
        let element = self.unifier.resolve(from);
        let Form::Name(function) = &head.kind else { return None };
        if matches!(&**function, "p" | "solo" | "unsolo" | "mute" | "unmute") {
            let diagnostic = Diagnostic::error(first.span, format!("`{word}` is not a word here"));
            return Some(diagnostic.with_help(format!("a slot's name stands between quotes: {function} \"{word}\"")));
        }
        let element = element.element()?;
        let note = word.chars().all(|c| "abcdefgs0123456789".contains(c));
        let what = match element {
            of if *of == Type::string() => "a word in a pattern",
            of if of.head().0 == Some("Note") && note => "a note's name",
            _ => return None,
        };
        let what = if matches!(&**function, "s" | "sound") { "a sound's name" } else { what };
        let names: Vec<Arc<str>> =
            rest.iter().map_while(|e| word_of(e).filter(|word| !self.means_something(word))).collect();
        let diagnostic = Diagnostic::error(first.span, format!("`{word}` is not a word here"));
        Some(diagnostic.with_help(format!("{what} stands between quotes: {function} \"{}\"", names.join(" "))))
    }

    /// `[1 2 3]`: a number, a string with something behind it.
    pub(super) fn literal_applied(&self, e: &Expression, first: &Expression) -> Diagnostic {
        if self.item == Some(e.span) {
            return Diagnostic::error(first.span, "a `,` is missing before this").with_help("as in: [1, 2, 3]");
        }
        Diagnostic::error(first.span, "nothing can stand here, right behind a number or a string")
            .with_help("an operator may be missing before it")
    }

    /// More arguments than a function takes.
    pub(super) fn too_many(
        &mut self,
        e: &Expression,
        head: &Expression,
        arguments: &[&Expression],
        takes: usize,
    ) -> Diagnostic {
        let Some(extra) = arguments.get(takes) else { return Diagnostic::error(head.span, "too many arguments") };
        let name = match &head.kind {
            Form::Name(name) => format!("`{name}`"),
            _ => "this".to_owned(),
        };
        if takes == 0 && name == "`hush`" {
            return Diagnostic::error(extra.span, "`hush` takes nothing, it silences every slot")
                .with_help("to silence one: d1 silence");
        }
        let count = match takes {
            0 => format!("{name} is no function, it takes no arguments"),
            1 => format!("{name} takes 1 argument, but {} stand behind it", arguments.len()),
            many => format!("{name} takes {many} arguments, but {} stand behind it", arguments.len()),
        };
        let diagnostic = Diagnostic::error(extra.span, count);
        if is_number(extra) && takes > 0 && is_number(arguments[takes - 1]) {
            let from = arguments.iter().rposition(|e| !is_number(e)).filter(|&at| at < takes).map_or(0, |at| at + 1);
            let values: Vec<String> = arguments[from..]
                .iter()
                .map_while(|e| match &e.kind {
                    Form::Int(number) => Some(number.to_string()),
                    Form::Fraction(number) => Some(number.to_string()),
                    _ => None,
                })
                .collect();
            let help =
                format!("several values stand between quotes: {} \"{}\"", name.replace('`', ""), values.join(" "));
            return diagnostic.with_help(help);
        }
        let Form::Name(word) = &head_of(extra).kind else {
            return diagnostic.with_help("an operator may be missing before this");
        };
        let gives_controls = self.lookup(word, extra.span).is_ok_and(|(_, of)| {
            let of = self.unifier.resolve(&of);
            is_controls(of.as_function().map_or(&of, |(_, to)| to))
        });
        if self.item == Some(e.span) && matches!(extra.kind, Form::Name(_)) {
            return diagnostic.with_help(format!("a `,` may be missing before `{word}`: items of a list stand apart"));
        }
        match (&extra.kind, gives_controls) {
            (Form::Name(_), true) => diagnostic.with_help(format!("a `#` may be missing before `{word}`")),
            (Form::Name(_), false) => diagnostic.with_help(format!("a `$` may be missing before `{word}`")),
            (_, true) => diagnostic.with_help(format!("controls are joined by `#`, not by `$`: # {word} ...")),
            _ => diagnostic.with_help("an operator may be missing before this"),
        }
    }

    /// Advice from the shapes of what was found and what was wanted as an argument.
    pub(super) fn shape(&mut self, found: &Type, wanted: &Type, e: &Expression) -> Option<String> {
        let place = self.places.last().filter(|place| place.span == e.span).cloned()?;
        let Form::Name(head) = &place.head.kind else { return None };
        let is_function = |of: &Type| of.as_function().is_some();
        if is_operator(head) && place.nth == 1 {
            if head.as_ref() == "&" && is_controls(found) {
                return Some("controls are joined by `#`: # n 1".to_owned());
            }
            if is_controls(wanted) || !is_function(wanted) {
                if found.head().0 == Some("[]") && head.as_ref() == "#" {
                    return Some("controls are joined one by one: # n 1 # pan 0".to_owned());
                }
                if let (Form::Name(name), true) = (&e.kind, is_function(found)) {
                    let word = vocabulary::find(name).filter(|word| word.family == Family::Controls);
                    if let Some(word) = word {
                        return Some(format!("`{name}` still wants its value, as in: {}", word.example));
                    }
                }
            }
        }
        if is_operator(head) {
            let Form::Name(function) = &head_of(e).kind else { return None };
            let partial =
                place.nth == 0 && is_function(found) && !is_function(wanted) && matches!(e.kind, Form::Apply(..));
            let open = partial && head.as_ref() != "." && place.of > 1;
            return open.then(|| {
                format!("if `{head} ...` is what `{function}` is to do, put brackets around it: ({head} ...)")
            });
        }
        match (is_function(found), is_function(wanted)) {
            (false, true) if found.head().0 == Some("[]") => {
                Some("a function stands in round brackets: (fast 2)".to_owned())
            }
            (false, true) => self.example(&place.head),
            (true, true) if place.nth + 1 < place.of && matches!(e.kind, Form::Name(_)) => match &e.kind {
                Form::Name(name) => Some(format!("put brackets around `{name}` and what belongs to it: ({name} ...)")),
                _ => None,
            },
            (true, false) if wanted.head().0 == Some("[]") => self.example(&place.head),
            (false, false) if found.head().0 == Some("[]") && wanted.element().is_some() => {
                let example = self.example(&place.head)?;
                Some(format!("several values stand in one string, {example}"))
            }
            // A `$` helps only before the last argument.
            (true, false) => {
                let (_, of) = self.lookup(head, e.span).ok()?;
                let last = place.nth + 1 == self.unifier.resolve(&of).arity();
                (!last).then(|| self.example(&place.head)).flatten()
            }
            _ => None,
        }
    }
}
