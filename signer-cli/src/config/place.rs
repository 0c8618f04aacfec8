//! Where `signer.toml` stands: the user's own, and that of the folder in which the work is done.

use std::path::{Path, PathBuf};

/// The name of the file, wherever it stands.
pub(crate) const NAME: &str = "signer.toml";

/// The home folder.
pub(crate) fn home() -> Option<PathBuf> {
    let variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    folder_in(variable)
}

/// The user's own file, whether it is there or not.
pub(crate) fn of_user() -> Option<PathBuf> {
    let base = if cfg!(windows) {
        folder_in("APPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        // XDG Base Directory Specification: a relative path is to be ignored.
        folder_in("XDG_CONFIG_HOME").or_else(|| home().map(|home| home.join(".config")))
    };
    base.map(|base| base.join("signer").join(NAME))
}

/// The file of the folder in which the program was called, or of the nearest folder above it.
pub(crate) fn of_project() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

/// Whether the folder is one of the list, both as they really are.
pub(crate) fn is_listed(folder: &Path, listed: &[PathBuf]) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    listed.iter().any(|one| one.canonicalize().is_ok_and(|one| one == folder))
}

fn folder_in(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}
