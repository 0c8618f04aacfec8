//! From what stands on the command line to the documents that it means.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::error::Failure;

/// What a folder is searched for.
const EXTENSIONS: [&str; 3] = ["pdf", "p7s", "p7m"];

/// A path longer than this is no path: a list of such is no list.
const LONGEST_PATH: usize = 64 << 10;

/// Whether to look into the folders of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Its own files only.
    Flat,
    /// Every folder below it too.
    Recursive,
}

/// The documents, one after the other; a list of millions is never in memory.
pub(crate) struct Documents {
    sources: VecDeque<Source>,
    depth: Depth,
}

enum Source {
    /// A path as given: a file or a folder.
    Given(PathBuf),
    /// Found in a folder.
    Found(PathBuf),
    /// A list of paths.
    List { name: PathBuf, lines: Box<dyn BufRead + Send> },
}

impl Documents {
    /// The documents that the paths mean, and then those of the list. `-` is standard input.
    pub(crate) fn new(paths: &[PathBuf], list: Option<&Path>, depth: Depth) -> Result<Self, Failure> {
        let mut sources = VecDeque::new();
        for path in paths {
            sources.push_back(if path == Path::new("-") { open_list(path)? } else { Source::Given(path.clone()) });
        }
        if let Some(list) = list {
            sources.push_back(open_list(list)?);
        }
        Ok(Self { sources, depth })
    }

    /// Puts the documents of a folder in front, in the order of their names.
    fn open_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let failure = |error| Failure::broken("error-folder").with("path", folder.display()).because(error);
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(failure)? {
            let entry = entry.map_err(failure)?;
            // Of the entry itself: a link to a folder is not followed, so no folder is its own descendant.
            let kind = entry.file_type().map_err(failure)?;
            let path = entry.path();
            // A pipe in a folder would wait for somebody to write to it.
            let wanted =
                if kind.is_dir() { self.depth == Depth::Recursive } else { is_document(&path) && path.is_file() };
            if wanted {
                entries.push((path, kind.is_dir()));
            }
        }
        entries.sort();
        for (path, is_folder) in entries.into_iter().rev() {
            self.sources.push_front(if is_folder { Source::Given(path) } else { Source::Found(path) });
        }
        Ok(())
    }
}

/// A path whose documents could not be found out.
pub(crate) struct Unlisted {
    pub(crate) path: PathBuf,
    pub(crate) failure: Failure,
}

impl Iterator for Documents {
    type Item = Result<PathBuf, Unlisted>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.sources.pop_front()? {
                Source::Found(path) => return Some(Ok(path)),
                Source::Given(path) if path.is_dir() => {
                    if let Err(failure) = self.open_folder(&path) {
                        return Some(Err(Unlisted { path, failure }));
                    }
                }
                Source::Given(path) => return Some(Ok(path)),
                Source::List { name, mut lines } => match next_line(lines.as_mut()) {
                    Ok(None) => {}
                    Ok(Some(path)) => {
                        self.sources.push_front(Source::List { name, lines });
                        self.sources.push_front(Source::Given(path));
                    }
                    Err(error) => {
                        let failure = Failure::broken("error-files-from").with("path", name.display()).because(error);
                        return Some(Err(Unlisted { path: name, failure }));
                    }
                },
            }
        }
    }
}

fn open_list(path: &Path) -> Result<Source, Failure> {
    let lines: Box<dyn BufRead + Send> = if path == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(path)
            .map_err(|error| Failure::broken("error-files-from").with("path", path.display()).because(error))?;
        Box::new(BufReader::new(file))
    };
    Ok(Source::List { name: path.to_owned(), lines })
}

/// The next path of a list that is not empty. It ends at a line feed or, as `find -print0` writes, at a zero octet.
fn next_line(lines: &mut dyn BufRead) -> io::Result<Option<PathBuf>> {
    loop {
        let mut line = Vec::new();
        let ended = read_until(lines, &mut line)?;
        let text = line.strip_suffix(b"\r").unwrap_or(&line);
        if !text.is_empty() {
            return path_of(text).map(Some);
        }
        if !ended {
            return Ok(None);
        }
    }
}

/// Reads up to a line feed or a zero octet; false at the end of the list.
fn read_until(lines: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let available = lines.fill_buf()?;
        if available.is_empty() {
            return Ok(false);
        }
        let end = available.iter().position(|octet| matches!(octet, b'\n' | 0));
        let taken = end.unwrap_or(available.len());
        line.extend(available.iter().take(taken));
        lines.consume(if end.is_some() { taken.saturating_add(1) } else { taken });
        if line.len() > LONGEST_PATH {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn path_of(octets: &[u8]) -> io::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(octets)))
}

#[cfg(not(unix))]
fn path_of(octets: &[u8]) -> io::Result<PathBuf> {
    std::str::from_utf8(octets).map(PathBuf::from).map_err(|_| io::ErrorKind::InvalidData.into())
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("c")).unwrap();
        for name in ["b.PDF", "a.pdf", "notes.txt", "c/d.p7s"] {
            fs::write(folder.path().join(name), b"x").unwrap();
        }
        folder
    }

    fn names(documents: Documents, folder: &Path) -> Vec<String> {
        documents.map(|path| path.ok().unwrap().strip_prefix(folder).unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_folder_means_its_documents_in_the_order_of_their_names() {
        let folder = tree();
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Flat).unwrap();
        assert_eq!(names(documents, folder.path()), ["a.pdf", "b.PDF"]);
    }

    #[test]
    fn recursion_finds_the_folders_below() {
        let folder = tree();
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Recursive).unwrap();
        assert_eq!(names(documents, folder.path()), ["a.pdf", "b.PDF", "c/d.p7s"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_folder_above_is_not_followed() {
        let folder = tree();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("c/up")).unwrap();
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Recursive).unwrap();
        assert_eq!(names(documents, folder.path()).len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_a_folder_is_not_waited_for() {
        let folder = tree();
        let pipe = folder.path().join("pipe.pdf");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Flat).unwrap();
        assert_eq!(names(documents, folder.path()), ["a.pdf", "b.PDF"]);
    }

    #[test]
    fn a_list_is_read_by_lines_or_by_zero_octets() {
        let mut lines: &[u8] = b"a.pdf\r\n\nb c.pdf\0d.pdf";
        let mut found = Vec::new();
        while let Some(path) = next_line(&mut lines).unwrap() {
            found.push(path.display().to_string());
        }
        assert_eq!(found, ["a.pdf", "b c.pdf", "d.pdf"]);
    }

    #[test]
    fn a_list_without_ends_of_lines_is_refused() {
        let endless = vec![b'a'; LONGEST_PATH * 2];
        let mut lines: &[u8] = &endless;
        assert!(next_line(&mut lines).is_err());
    }
}
