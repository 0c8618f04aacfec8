//! What each command does.

use crate::cli::Command;
use crate::error::{Exit, Failure};
use crate::output::Terminal;

mod complete;
mod completions;
mod config;
mod credentials;
mod demo;
mod evidence;
mod explain;
mod extend;
pub(crate) mod hazards;
mod help;
pub(crate) mod inspect;
mod levels;
mod prepare;
mod preview;
mod sessions;
mod sign;
mod stamp;
mod token;
mod trust;
mod verify;

pub(crate) use verify::{PAGE_READER, read_pages};

/// Does what was asked.
pub(crate) fn run(command: Command, terminal: &Terminal) -> Result<Exit, Failure> {
    match command {
        Command::Complete(arguments) => complete::run(&arguments, terminal),
        Command::Completions(arguments) => completions::run(&arguments, terminal),
        Command::Config(arguments) => config::run(&arguments, terminal),
        Command::Demo(arguments) => demo::run(&arguments, terminal),
        Command::Extend(arguments) => extend::run(&arguments, terminal),
        Command::Evidence(arguments) => evidence::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
        Command::Help(arguments) => help::run(&arguments, terminal),
        Command::Inspect(arguments) => inspect::run(&arguments, terminal),
        Command::Prepare(arguments) => prepare::run(&arguments, terminal),
        Command::Sign(arguments) => sign::run(&arguments, terminal),
        Command::Verify(arguments) => verify::run(&arguments, terminal),
        Command::Preview(arguments) => preview::run(&arguments, terminal),
        Command::Token(arguments) => token::run(&arguments, terminal),
        Command::Trust(arguments) => trust::run(&arguments, terminal),
    }
}

/// How far into a file its header may stand (as readers have it).
const HEADER_WITHIN: usize = 1_024;

/// True for a file that begins as a PDF document does, perhaps after some junk.
pub(crate) fn looks_like_pdf(octets: &[u8]) -> bool {
    octets.windows(5).take(HEADER_WITHIN).any(|window| window == b"%PDF-")
}
