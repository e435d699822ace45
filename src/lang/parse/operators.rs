//! Operators by table: a flat row of operands and operators becomes a tree.
//!
//! ```text
//! n "1" # s "a" + n 2     ->   (n "1" # s "a") + n 2      `#` binds at 9, `+` at 6
//! ```
//!
//! Tidal declares nothing for its own operators, so all of them are left-associative at level 9, as a performer's are;
//! Haskell's keep theirs, and `infixl 1 |>>|` gives an operator of the performer's the level that it names. A minus sign
//! in front binds at level 6.

use crate::diagnostic::SourceSpan;
use crate::lang::syntax::{Expression, Form, Name};
use crate::lang::token::{Kind, Token};
use std::collections::HashMap;
use std::sync::Arc;

/// Levels and sides that the performer declared.
pub(in crate::lang) type Fixities = HashMap<Name, (u8, Side)>;

/// A piece of a row.
pub(super) enum Piece {
    Operand(Expression),
    Operator(Expression),
    /// A minus sign in front of an operand.
    Minus(SourceSpan),
}

/// Which of two equal operators in a row is first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::lang) enum Side {
    Left,
    Right,
}

/// Takes `infixl 6 |+|, |-|` out of the tokens; what it says is added to `fixities`.
pub(super) fn declared(tokens: &[Token], fixities: &mut Fixities) -> Vec<Token> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        let opens =
            kept.last().is_none_or(|last: &Token| matches!(last.kind, Kind::Open | Kind::Next | Kind::Sign(";")));
        match declaration(token, after).filter(|_| opens) {
            Some((names, level, side, after)) => {
                fixities.extend(names.into_iter().map(|name| (name, (level, side))));
                rest = after;
            }
            None => {
                kept.push(token.clone());
                rest = after;
            }
        }
    }
    kept
}

/// The operators, their level and side, and what follows the declaration that begins with `first`.
fn declaration<'a>(first: &Token, after: &'a [Token]) -> Option<(Vec<Name>, u8, Side, &'a [Token])> {
    let side = match &first.kind {
        Kind::Name(word) if word.as_ref() == "infixr" => Side::Right,
        Kind::Name(word) if matches!(word.as_ref(), "infixl" | "infix") => Side::Left,
        _ => return None,
    };
    let (level, mut rest) = match after.split_first()? {
        (Token { kind: Kind::Int(level), .. }, rest) => (u8::try_from(*level).ok()?.min(9), rest),
        _ => (9, after),
    };
    let mut names = Vec::new();
    while let Some((token, after)) = rest.split_first() {
        match &token.kind {
            Kind::Operator(name) | Kind::Name(name) => names.push(Arc::clone(name)),
            Kind::Sign("," | "`") => {}
            _ => break,
        }
        rest = after;
    }
    (!names.is_empty()).then_some((names, level, side, rest))
}

/// Level and side of an operator.
fn fixity(name: &str, declared: &Fixities) -> (u8, Side) {
    if let Some(own) = declared.get(name) {
        return *own;
    }
    match name {
        "." => (9, Side::Right),
        "^" | "^^" | "**" => (8, Side::Right),
        "*" | "/" | "div" | "mod" | "rem" | "quot" | "%" => (7, Side::Left),
        "+" | "-" => (6, Side::Left),
        "<>" => (6, Side::Right),
        ":" | "++" => (5, Side::Right),
        "==" | "/=" | "<" | "<=" | ">" | ">=" | "elem" | "notElem" | "<$>" | "<$" | "$>" | "<$!>" | "<*>" | "*>"
        | "<*" => (4, Side::Left),
        "&&" => (3, Side::Right),
        "||" => (2, Side::Right),
        ">>" | ">>=" | "<&>" | "&" => (1, Side::Left),
        "=<<" | ">>>" | "<<<" | ">=>" | "<=<" => (1, Side::Right),
        "$" | "$!" | "seq" => (0, Side::Right),
        _ => (9, Side::Left),
    }
}

/// The tree of a row that begins and ends with an operand (minus signs aside).
pub(super) fn resolve(pieces: Vec<Piece>, fixities: &Fixities) -> Option<Expression> {
    let mut operands: Vec<Expression> = Vec::new();
    let mut waiting: Vec<(Expression, u8, bool)> = Vec::new(); // operator, level, whether it is a minus in front
    let mut after_operand = false;
    for piece in pieces {
        match piece {
            Piece::Operand(operand) => {
                operands.push(operand);
                after_operand = true;
            }
            Piece::Minus(span) => {
                // After an operator (`2 * -1`) the sign belongs to its operand alone.
                let level = if waiting.last().is_some_and(|(_, level, _)| *level > 6) { 10 } else { 6 };
                waiting.push((Expression::name(span, "negate"), level, true));
                after_operand = false;
            }
            Piece::Operator(operator) => {
                let (level, side) = match &operator.kind {
                    Form::Name(name) => fixity(name, fixities),
                    _ => (9, Side::Left),
                };
                while let Some((_, above, _)) = waiting.last() {
                    if after_operand && (*above > level || *above == level && side == Side::Left) {
                        reduce(&mut operands, &mut waiting)?;
                    } else {
                        break;
                    }
                }
                waiting.push((operator, level, false));
                after_operand = false;
            }
        }
    }
    while !waiting.is_empty() {
        reduce(&mut operands, &mut waiting)?;
    }
    operands.pop()
}

fn reduce(operands: &mut Vec<Expression>, waiting: &mut Vec<(Expression, u8, bool)>) -> Option<()> {
    let (operator, _, minus) = waiting.pop()?;
    let right = operands.pop()?;
    if minus {
        let span = operator.span.join(right.span);
        operands.push(Expression::new(span, Form::Negate(Box::new(right))));
        return Some(());
    }
    let left = operands.pop()?;
    let plain_apply = matches!(&operator.kind, Form::Name(name) if name.as_ref() == "$");
    // `f $ x` is `f x`: mistakes are then told in terms of `f`.
    operands.push(if plain_apply { left.apply(right) } else { Expression::operate(operator, left, right) });
    Some(())
}
