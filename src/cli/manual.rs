//! `completions` and `man`, made from the command line's own table. The manual adds what clap does not know: the exit
//! codes and the environment.

use super::arguments::Arguments;
use super::exit::Exit;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io::Write;

/// Writes the completion script of `shell`.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn completions(shell: Shell, out: &mut dyn Write) -> anyhow::Result<Exit> {
    // Made in memory first: clap_complete panics where a closed pipe refuses its text.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "melisma", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Fine)
}

/// Writes the manual page, in roff.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn manual(out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    Man::new(Arguments::command()).render(&mut page)?;
    let mut more = Roff::new();
    more.control("SH", ["EXIT STATUS"]);
    for exit in Exit::ALL {
        more.control("TP", []);
        more.text([bold((exit as u8).to_string())]).text([roman(exit.meaning())]);
    }
    more.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in [
        (
            "MELISMA_HOME",
            "where configuration, sessions, models and patches live, instead of the platform's own folders",
        ),
        ("NO_COLOR", "when set, nothing is coloured"),
    ] {
        more.control("TP", []);
        more.text([bold(name)]).text([roman(meaning)]);
    }
    more.to_writer(&mut page)?;
    out.write_all(&page)?;
    Ok(Exit::Fine)
}
