//! From what stands on the command line to the documents that it means.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Failure;

mod archive;
mod message;

pub(crate) use self::archive::{Archive, Member};
pub(crate) use self::message::{Attachment, Message};

use self::message::Carried;

/// What carries documents.
const CONTAINERS: [&str; 2] = ["zip", "edxml"];

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

/// A document that is to be judged, not opened yet.
pub(crate) enum Found {
    /// A file, or a pipe.
    File(PathBuf),
    /// A member of an archive.
    Member(Box<Member>),
    /// What a message carries.
    Attachment(Box<Attachment>),
}

impl Found {
    /// What reports call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            Self::Member(member) => member.name().to_owned(),
            Self::Attachment(attachment) => attachment.name.clone(),
        }
    }
}

/// The documents, one after the other; a list of millions is never in memory.
pub(crate) struct Documents {
    sources: VecDeque<Source>,
    depth: Depth,
    passed_over: Arc<AtomicUsize>,
}

enum Source {
    /// A path as given: a file or a folder.
    Given(PathBuf),
    /// Found in a folder.
    Found(PathBuf),
    /// A list of paths.
    List { name: PathBuf, lines: Box<dyn BufRead + Send> },
    /// An archive, some members of which are handed out.
    Archive(Box<Archive>),
    /// A message, some attachments of which are handed out.
    Message(Box<Message>),
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
        Ok(Self { sources, depth, passed_over: Arc::default() })
    }

    /// Counts what folders and archives hold beside documents.
    pub(crate) fn passed_over(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.passed_over)
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
            let is_folder = kind.is_dir() || (kind.is_symlink() && path.is_dir());
            // What bears the name of a document is spoken of, whatever it is.
            let wanted =
                if is_folder { self.depth == Depth::Recursive } else { is_document(&path) || is_container(&path) };
            if wanted {
                entries.push((path, kind.is_dir()));
            } else if !is_folder {
                self.passed_over.fetch_add(1, Ordering::Relaxed);
            }
        }
        entries.sort();
        for (path, is_folder) in entries.into_iter().rev() {
            self.sources.push_front(if is_folder { Source::Given(path) } else { Source::Found(path) });
        }
        Ok(())
    }

    /// A path by what its name says that it is.
    fn open(&mut self, path: PathBuf) -> Option<Result<Found, Unlisted>> {
        let opened = match container(&path) {
            Some(Container::Archive) => Archive::open(&path).map(|archive| Source::Archive(Box::new(archive))),
            Some(Container::Message) => Message::open(&path).map(|message| Source::Message(Box::new(message))),
            None => return Some(Ok(Found::File(path))),
        };
        match opened {
            Ok(source) => {
                self.sources.push_front(source);
                None
            }
            Err(failure) => Some(Err(Unlisted { name: path.to_string_lossy().into_owned(), failure })),
        }
    }

    fn found(&mut self, path: PathBuf) -> Option<Result<Found, Unlisted>> {
        let refuse = |id, path: &Path| {
            let name = path.to_string_lossy().into_owned();
            Some(Err(Unlisted { failure: Failure::broken(id).with("path", &name), name }))
        };
        match fs::metadata(&path) {
            // Only a link leads here: folders themselves are given.
            Ok(metadata) if metadata.is_dir() => refuse("error-link", &path),
            // A pipe in a folder would wait for somebody to write to it.
            Ok(metadata) if !metadata.is_file() => refuse("error-special", &path),
            _ => self.open(path),
        }
    }

    fn next_member(&mut self, mut archive: Box<Archive>) -> Option<Result<Found, Unlisted>> {
        if std::mem::take(&mut archive.twins) {
            let name = archive.name().to_owned();
            self.sources.push_front(Source::Archive(archive));
            let failure = Failure::broken("error-archive-twins").with("path", &name);
            return Some(Err(Unlisted { name, failure }));
        }
        let Some(member) = archive.next_member() else {
            self.passed_over.fetch_add(archive.passed_over, Ordering::Relaxed);
            return None;
        };
        self.sources.push_front(Source::Archive(archive));
        Some(member.map(|member| Found::Member(Box::new(member))))
    }

    fn next_attachment(&mut self, mut message: Box<Message>) -> Option<Result<Found, Unlisted>> {
        let carried = message.next_attachment()?;
        self.sources.push_front(Source::Message(message));
        match carried {
            Ok(Carried::Document(attachment)) => Some(Ok(Found::Attachment(attachment))),
            Ok(Carried::Archive(archive)) => {
                self.sources.push_front(Source::Archive(archive));
                None
            }
            Err(unlisted) => Some(Err(unlisted)),
        }
    }
}

/// Something whose documents could not be found out.
pub(crate) struct Unlisted {
    pub(crate) name: String,
    pub(crate) failure: Failure,
}

impl Iterator for Documents {
    type Item = Result<Found, Unlisted>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match self.sources.pop_front()? {
                Source::Found(path) => self.found(path),
                Source::Given(path) if path.is_dir() => self
                    .open_folder(&path)
                    .err()
                    .map(|failure| Err(Unlisted { name: path.to_string_lossy().into_owned(), failure })),
                Source::Given(path) => self.open(path),
                Source::Archive(archive) => self.next_member(archive),
                Source::Message(message) => self.next_attachment(message),
                Source::List { name, mut lines } => match next_line(lines.as_mut()) {
                    Ok(None) => None,
                    Ok(Some(path)) => {
                        self.sources.push_front(Source::List { name, lines });
                        self.sources.push_front(Source::Given(path));
                        None
                    }
                    Err(error) => {
                        let failure = Failure::broken("error-files-from").with("path", name.display()).because(error);
                        Some(Err(Unlisted { name: name.to_string_lossy().into_owned(), failure }))
                    }
                },
            };
            if found.is_some() {
                return found;
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

/// What a file that carries documents is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Archive,
    Message,
}

fn container(path: &Path) -> Option<Container> {
    if has_extension(path, &["zip"]) {
        return Some(Container::Archive);
    }
    has_extension(path, &["edxml"]).then_some(Container::Message)
}

fn is_container(path: &Path) -> bool {
    has_extension(path, &CONTAINERS)
}

fn is_document(path: &Path) -> bool {
    has_extension(path, &EXTENSIONS)
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    known.iter().any(|known| extension.eq_ignore_ascii_case(known))
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
        let name = |found: Result<Found, Unlisted>| found.map_or_else(|unlisted| unlisted.name, |found| found.name());
        documents.map(|found| Path::new(&name(found)).strip_prefix(folder).unwrap().display().to_string()).collect()
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
    fn a_link_to_the_folder_above_is_named_and_not_followed() {
        let folder = tree();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("c/up")).unwrap();
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Recursive).unwrap();
        assert_eq!(names(documents, folder.path()), ["a.pdf", "b.PDF", "c/d.p7s", "c/up"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_a_folder_is_not_waited_for() {
        let folder = tree();
        let pipe = folder.path().join("pipe.pdf");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Flat).unwrap();
        assert_eq!(names(documents, folder.path()), ["a.pdf", "b.PDF", "pipe.pdf"]);
        let documents = Documents::new(&[folder.path().to_owned()], None, Depth::Flat).unwrap();
        let refused = documents.filter_map(Result::err).map(|unlisted| unlisted.failure.id()).collect::<Vec<_>>();
        assert_eq!(refused, ["error-special"]);
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
