//! Where the program keeps things of the user between two runs.

use std::path::PathBuf;

/// The folder of the program below one of the user's folders.
const NAME: &str = "signer";

/// What can be made again: `$XDG_CACHE_HOME`, else as the system has it.
pub(crate) fn cache() -> Option<PathBuf> {
    let own = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("Library/Caches")
    } else {
        home(".cache")
    };
    variable("XDG_CACHE_HOME").or(own).map(|folder| folder.join(NAME))
}

/// What the user put there: `$XDG_DATA_HOME`, else as the system has it.
pub(crate) fn data() -> Option<PathBuf> {
    let own = if cfg!(windows) {
        variable("APPDATA")
    } else if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        home(".local/share")
    };
    variable("XDG_DATA_HOME").or(own).map(|folder| folder.join(NAME))
}

fn home(below: &str) -> Option<PathBuf> {
    variable("HOME").map(|home| home.join(below))
}

/// A relative path in such a variable is none (XDG Base Directory Specification).
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}
