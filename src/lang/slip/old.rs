//! Statements of Tidal before 1.0, read as what they are called now.
//!
//! ```text
//! cps 1      setcps 1, with a hint; a control elsewhere (`# cps 1`)
//! ```

use crate::diagnostic::Diagnostic;
use crate::lang::infer::Definitions;
use crate::lang::syntax::{Expression, Form, Statement};

/// The statement, or each statement of a `do`, with a hint for each that was renewed. A name of the performer's own stays.
pub(in crate::lang) fn renewed(tree: &Expression, own: &Definitions, hints: &mut Vec<Diagnostic>) -> Expression {
    let mut tree = tree.clone();
    match &mut tree.kind {
        Form::Apply(head, _) if is_cps(head) && !own.contains_key("cps") => {
            let hint = Diagnostic::hint(head.span, "`cps` on a line of its own is an old name");
            hints.push(hint.with_help("it is called `setcps` now; `# cps 1` is a control"));
            **head = Expression::name(head.span, "setcps");
        }
        Form::Do(statements) => {
            for statement in statements {
                if let Statement::Expression(line) = statement {
                    *line = renewed(line, own, hints);
                }
            }
        }
        _ => {}
    }
    tree
}

fn is_cps(head: &Expression) -> bool {
    matches!(&head.kind, Form::Name(name) if name.as_ref() == "cps")
}
