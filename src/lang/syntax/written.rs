//! A tree as text again, on one line and with every bracket: how a line was read.
//!
//! ```text
//! every 2 rev $ s "bd" # n 1   ->   (((every 2) rev) ((s "bd") # (n 1)))
//! ```
//!
//! Read again, the text gives the same tree (a law of the tests). Application shows each step, as `f x y` is `(f x) y`.

use super::{Binder, Body, Clause, Declaration, Expression, Form, Item, Name, Shape, Statement, TypeForm, TypeText};
use std::fmt::{Display, Formatter, Result, Write};

/// Things in a row with a sign between them.
struct Row<'a, T>(&'a [T], &'static str);

impl<T: Display> Display for Row<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (nth, item) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_str(self.1)?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

fn is_operator(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '('))
}

/// A name where an operand stands: `rev`, `(#)`.
struct Word<'a>(&'a Name);

impl Display for Word<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if is_operator(self.0) { write!(f, "({})", self.0) } else { f.write_str(self.0) }
    }
}

/// An operator in a section: `#`, `` `mod` ``.
struct Between<'a>(&'a Expression);

impl Display for Between<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.0.kind {
            Form::Name(name) if is_operator(name) => f.write_str(name),
            Form::Name(name) => write!(f, "`{name}`"),
            _ => self.0.fmt(f),
        }
    }
}

fn quoted(f: &mut Formatter<'_>, text: &str, quote: char) -> Result {
    f.write_char(quote)?;
    for letter in text.chars() {
        match letter {
            '\n' => f.write_str("\\n")?,
            '\\' => f.write_str("\\\\")?,
            _ if letter == quote => write!(f, "\\{quote}")?,
            _ => f.write_char(letter)?,
        }
    }
    f.write_char(quote)
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            Form::Name(name) => Word(name).fmt(f),
            Form::Int(number) => write!(f, "{number}"),
            Form::Fraction(number) => write!(f, "{number:?}"),
            Form::Text(text) => quoted(f, text, '"'),
            Form::Char(letter) => quoted(f, letter.encode_utf8(&mut [0; 4]), '\''),
            Form::Apply(function, argument) => match operation(function) {
                Some((left, operator)) => write!(f, "({left} {operator} {argument})"),
                None => write!(f, "({function} {argument})"),
            },
            Form::Lambda(binders, body) => write!(f, "(\\{} -> {body})", Row(binders, " ")),
            Form::Let(declarations, body) => write!(f, "(let {{{}}} in {body})", Row(declarations, "; ")),
            Form::If(condition, yes, no) => write!(f, "(if {condition} then {yes} else {no})"),
            Form::Case(subject, clauses) => {
                write!(f, "(case {subject} of {{")?;
                for (nth, Clause { binders, body }) in clauses.iter().enumerate() {
                    write!(f, "{}{}{}", if nth > 0 { "; " } else { "" }, Row(binders, " "), After("->", body))?;
                }
                f.write_str("})")
            }
            Form::List(parts) => write!(f, "[{}]", Row(parts, ", ")),
            Form::Range(from, second, to) => {
                write!(f, "[{from}")?;
                if let Some(second) = second {
                    write!(f, ", {second}")?;
                }
                f.write_str(" ..")?;
                if let Some(to) = to {
                    write!(f, " {to}")?;
                }
                f.write_char(']')
            }
            Form::Comprehension(each, statements) => write!(f, "[{each} | {}]", Row(statements, ", ")),
            Form::Tuple(parts) => write!(f, "({})", Row(parts, ", ")),
            Form::LeftSection(left, operator) => write!(f, "({left} {})", Between(operator)),
            Form::RightSection(operator, right) => write!(f, "({} {right})", Between(operator)),
            Form::Negate(inner) => write!(f, "(-{inner})"),
            Form::Minus(inner) => write!(f, "(- {inner})"),
            Form::Annotate(inner, of) => write!(f, "({inner} :: {of})"),
            Form::Do(statements) => write!(f, "(do {{{}}})", Row(statements, "; ")),
        }
    }
}

/// Left side and sign of an operator with its first argument. `$` is read as plain application, so it stays in front.
fn operation(function: &Expression) -> Option<(&Expression, &Name)> {
    let Form::Apply(head, left) = &function.kind else { return None };
    match &head.kind {
        Form::Name(name) if is_operator(name) && name.as_ref() != "$" => Some((left, name)),
        _ => None,
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Draw(binder, from) => write!(f, "{binder} <- {from}"),
            Self::Let(declarations) => write!(f, "let {{{}}}", Row(declarations, "; ")),
            Self::Expression(expression) => expression.fmt(f),
        }
    }
}

impl Display for Binder {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            Shape::Any => f.write_char('_'),
            Shape::Name(name) => Word(name).fmt(f),
            Shape::As(name, inner) => write!(f, "{name}@{inner}"),
            Shape::Literal(literal) => match literal.kind {
                Form::Int(number) if number < 0 => write!(f, "({number})"),
                Form::Fraction(number) if number < 0.0 => write!(f, "({number:?})"),
                _ => literal.fmt(f),
            },
            Shape::Lazy(inner) => write!(f, "(~{inner})"),
            Shape::Tuple(parts) => write!(f, "({})", Row(parts, ", ")),
            Shape::List(parts) => write!(f, "[{}]", Row(parts, ", ")),
            Shape::Constructor(name, parts) => match parts.as_slice() {
                [] => f.write_str(name),
                [head, tail] if name.as_ref() == ":" => write!(f, "({head} : {tail})"),
                parts => write!(f, "({name} {})", Row(parts, " ")),
            },
        }
    }
}

/// A body behind its `=` or `->`.
struct After<'a>(&'static str, &'a Body);

impl Display for After<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self(sign, body) = self;
        for (parts, value) in &body.guarded {
            if !parts.is_empty() {
                write!(f, " | {}", Row(parts, ", "))?;
            }
            write!(f, " {sign} {value}")?;
        }
        if !body.wheres.is_empty() {
            write!(f, " where {{{}}}", Row(&body.wheres, "; "))?;
        }
        Ok(())
    }
}

impl Display for Declaration {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Function { name, clauses, .. } => {
                for (nth, Clause { binders, body }) in clauses.iter().enumerate() {
                    let (between, space) = (if nth > 0 { "; " } else { "" }, if binders.is_empty() { "" } else { " " });
                    write!(f, "{between}{}{space}{}{}", Word(name), Row(binders, " "), After("=", body))?;
                }
                Ok(())
            }
            Self::Pattern { binder, body } => write!(f, "{binder}{}", After("=", body)),
            Self::Signature { names, of } => {
                let names: Vec<Word<'_>> = names.iter().map(Word).collect();
                write!(f, "{} :: {of}", Row(&names, ", "))
            }
        }
    }
}

impl Display for TypeText {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if !self.context.is_empty() {
            f.write_char('(')?;
            for (nth, (class, of)) in self.context.iter().enumerate() {
                write!(f, "{}{class} {of}", if nth > 0 { ", " } else { "" })?;
            }
            f.write_str(") => ")?;
        }
        self.form.fmt(f)
    }
}

impl Display for TypeForm {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut arguments = Vec::new();
        let mut head = self;
        while let Self::Apply(function, argument) = head {
            arguments.insert(0, argument.as_ref());
            head = function;
        }
        let (Self::Variable(name) | Self::Constructor(name)) = head else { return Ok(()) };
        match (name.as_ref(), arguments.as_slice()) {
            ("[]", [inner]) => write!(f, "[{inner}]"),
            ("->", [from, to]) => write!(f, "({from} -> {to})"),
            (tuple, parts) if tuple.starts_with("(,") && parts.len() + 1 == tuple.len() => {
                write!(f, "({})", Row(parts, ", "))
            }
            (name, []) => f.write_str(name),
            (name, parts) => write!(f, "({name} {})", Row(parts, " ")),
        }
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Definitions(declarations) => write!(f, "let {{{}}}", Row(declarations, "; ")),
            Self::Play(expression, now) => write!(f, "{}{expression}", if *now { "! " } else { "" }),
            Self::Ignored(_) => Ok(()),
        }
    }
}
