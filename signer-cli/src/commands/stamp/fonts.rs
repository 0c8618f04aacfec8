//! The font of the text on pages: Times New Roman of this computer, else a free face of the same metrics.

use std::fs;
use std::path::{Path, PathBuf};

use signer_core::stamp::Font;

use crate::error::Failure;
use crate::files::Input;

/// Faces in the order of preference: the family, and how its upright file is called in small letters.
const FACES: [(&str, &[&str]); 3] = [
    ("Times New Roman", &["times.ttf", "times new roman.ttf", "times_new_roman.ttf", "timesnewroman.ttf"]),
    ("Liberation Serif", &["liberationserif-regular.ttf"]),
    ("Tinos", &["tinos-regular.ttf"]),
];

/// Folders within folders of fonts, as the deepest of distributions has them.
const MAX_DEPTH: u32 = 6;
/// Files looked at; a workstation with every font package has 8,000.
const MAX_FILES: usize = 50_000;

/// A font, and where it was found.
pub(crate) struct Face {
    pub(crate) font: Font,
    pub(crate) path: PathBuf,
}

/// The font that was named, or the best that this computer has.
pub(crate) fn find(named: Option<&Path>) -> Result<Face, Failure> {
    if let Some(path) = named {
        let font = read(path)?;
        return Ok(Face { font, path: path.to_owned() });
    }
    let files = files();
    let named = |name: &str| {
        let is = |path: &&PathBuf| path.file_name().is_some_and(|file| file.to_string_lossy().to_lowercase() == name);
        files.iter().find(is)
    };
    for (family, names) in FACES {
        for path in names.iter().filter_map(|name| named(name)) {
            // A file of that name with another font in it is passed over.
            if let Ok(font) = read(path)
                && font.family() == family
            {
                return Ok(Face { font, path: path.clone() });
            }
        }
    }
    Err(Failure::broken("error-no-font"))
}

fn read(path: &Path) -> Result<Font, Failure> {
    let octets = Input::open_file(path)?;
    Font::read(octets.to_vec(), 0)
        .map_err(|error| Failure::broken("error-font").with("path", path.display()).because(error))
}

fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders() {
        walk(&folder, 0, &mut found);
    }
    found
}

/// Where systems keep fonts, the user's own first.
fn folders() -> Vec<PathBuf> {
    let below = |variable: &str, rest: &str| std::env::var_os(variable).map(|start| Path::new(&start).join(rest));
    let own = [
        below("HOME", ".local/share/fonts"),
        below("HOME", ".fonts"),
        below("HOME", "Library/Fonts"),
        below("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        below("WINDIR", "Fonts"),
    ];
    let system = ["/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts"];
    own.into_iter().flatten().chain(system.map(PathBuf::from)).collect()
}

fn walk(folder: &Path, depth: u32, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if found.len() >= MAX_FILES {
            return;
        }
        if path.is_dir() {
            if depth < MAX_DEPTH {
                walk(&path, depth.saturating_add(1), found);
            }
        } else {
            found.push(path);
        }
    }
}
