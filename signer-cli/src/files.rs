//! Files: inputs are mapped and never changed, outputs appear whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::ops::Deref;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::Failure;

mod buffer;
#[cfg(unix)]
mod fault;
mod staged;

use buffer::Buffer;
pub(crate) use staged::{Held, Staged, clear_leftovers, commit};

/// Below this a file is read: mapping costs more than copying, and what is copied cannot be cut short.
const MAPPED_FROM: u64 = 1 << 20;

/// What is read at most from a pipe, which has no length to look at first.
const PIPE_LIMIT: u64 = 1 << 30;

/// A document larger than this is not read. 4 GiB: the positions in the cross-reference table of a PDF have ten digits,
/// and the largest scan seen has a tenth of it.
pub(crate) const LARGEST: u64 = 4 << 30;

/// A file with a key is no longer than this: ten with a chain of certificates each fit.
const LONGEST_SECRET: usize = 256 << 10;

/// What comes out of another file is kept in memory up to here; more goes to a file without a name.
const KEPT_IN_MEMORY: u64 = 8 << 20;

/// The octets of an input, mapped where that pays.
#[derive(Debug)]
pub(crate) struct Input {
    octets: Octets,
    state: Option<State>,
}

#[derive(Debug)]
enum Octets {
    Mapped(Map),
    Owned(Vec<u8>),
    Read(Buffer),
}

/// A file in memory as it is on the disk.
#[derive(Debug)]
struct Map {
    // Dropped in this order.
    #[cfg(unix)]
    #[expect(dead_code, reason = "it watches while it is there")]
    watched: fault::Watched,
    octets: Mmap,
}

/// What the file system says of a file; two different ones mean that somebody wrote to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<std::time::SystemTime>,
}

/// What the file system says of a file while the program runs. Whoever writes to a file can give it any time of its last
/// change back, but not the time at which that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    stamp: Stamp,
    /// In seconds and nanoseconds. The number of the inode is not looked at: on sticks and network drives it may become
    /// another while nobody has the file open.
    #[cfg(unix)]
    changed: (i64, i64),
}

impl State {
    fn of(metadata: &fs::Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            stamp: Stamp::of(metadata),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

impl Input {
    /// Opens a file, or a pipe.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let read = fs::metadata(path).and_then(|metadata| match metadata.is_file() {
            true => Self::read(path),
            false => Self::read_pipe(path, &metadata),
        });
        read.map_err(|error| unreadable(path, error))
    }

    fn read(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let state = Some(State::of(&metadata));
        if metadata.len() < MAPPED_FROM {
            // A file that grows meanwhile is seen by its state.
            let octets = Buffer::read(&mut file, metadata.len())?;
            return Ok(Self { octets: Octets::Read(octets), state });
        }
        Ok(Self { octets: Octets::Mapped(map(&file)?), state })
    }

    /// What a reader gives, which came out of another input: large ones do not stay in memory.
    pub(crate) fn spool(mut reader: impl Read) -> io::Result<Self> {
        let mut octets = Vec::new();
        Read::by_ref(&mut reader).take(KEPT_IN_MEMORY).read_to_end(&mut octets)?;
        if u64::try_from(octets.len()).is_ok_and(|length| length < KEPT_IN_MEMORY) {
            return Ok(Self::from(octets));
        }
        let mut file = tempfile::tempfile()?;
        file.write_all(&octets)?;
        drop(octets);
        io::copy(&mut reader, &mut file)?;
        Self::of_file(&file)
    }

    /// The file as it was when it was opened; a pipe has no such state.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        self.state.as_ref().map(|state| state.stamp.clone())
    }

    /// What a file of our own holds; it may grow meanwhile.
    fn of_file(file: &File) -> io::Result<Self> {
        Ok(Self { octets: Octets::Mapped(map(file)?), state: None })
    }

    /// A pipe (`<(command)`) is read to its end; a device is not a document.
    fn read_pipe(path: &Path, metadata: &fs::Metadata) -> io::Result<Self> {
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !is_pipe(metadata) {
            return Err(not_a_document());
        }
        let mut octets = Vec::new();
        File::open(path)?.take(PIPE_LIMIT.saturating_add(1)).read_to_end(&mut octets)?;
        if u64::try_from(octets.len()).is_ok_and(|length| length > PIPE_LIMIT) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(Self { octets: Octets::Owned(octets), state: None })
    }

    /// Opens a file that will be read again: not a pipe.
    pub(crate) fn open_file(path: &Path) -> Result<Self, Failure> {
        must_be_file(path)?;
        Self::read(path).map_err(|error| unreadable(path, error))
    }

    /// The file as it was when it was opened.
    pub(crate) fn seen(&self, path: &Path) -> Seen {
        Seen { path: path.to_owned(), state: self.state.clone() }
    }

    /// Fails if somebody wrote to the file since it was opened.
    pub(crate) fn must_be_unchanged(&self, path: &Path) -> Result<(), Failure> {
        self.seen(path).must_be_unchanged()
    }
}

/// The first octets of a file that will be read again, as far as it has so many.
pub(crate) fn beginning(path: &Path, length: u64) -> Result<Vec<u8>, Failure> {
    must_be_file(path)?;
    let read = File::open(path).and_then(|mut file| Buffer::read(&mut file, length));
    read.map(Buffer::into_octets).map_err(|error| unreadable(path, error))
}

/// A file that holds a key, or a pipe: nothing of it stays in memory when it is let go of.
pub(crate) fn secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut octets = Zeroizing::new(Vec::with_capacity(LONGEST_SECRET.saturating_add(1)));
    let most = u64::try_from(LONGEST_SECRET).unwrap_or(u64::MAX).saturating_add(1);
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut octets));
    match read {
        Ok(length) if length <= LONGEST_SECRET => Ok(octets),
        Ok(_) => Err(unreadable(path, io::ErrorKind::FileTooLarge.into())),
        Err(error) => Err(unreadable(path, error)),
    }
}

fn must_be_file(path: &Path) -> Result<(), Failure> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if is_pipe(&metadata) {
        return Err(Failure::broken("error-input-pipe").with("path", path.display()));
    }
    if metadata.is_dir() {
        return Err(unreadable(path, io::ErrorKind::IsADirectory.into()));
    }
    if !metadata.is_file() {
        return Err(unreadable(path, not_a_document()));
    }
    Ok(())
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    Failure::broken("error-read").with("path", path.display()).because(error)
}

fn not_a_document() -> io::Error {
    io::Error::other("it is neither a file nor a pipe")
}

#[expect(unsafe_code, reason = "mapping is what keeps a 200 MB scan out of memory")]
fn map(file: &File) -> io::Result<Map> {
    // SAFETY: the map is only read. Another process may write to the file or cut it short while it is mapped: octets
    // may then differ between two readings, which costs a verdict and never memory safety, because no code relies on
    // them staying the same; what was cut off reads as zeros.
    let octets = unsafe { Mmap::map(file) }?;
    Ok(Map {
        #[cfg(unix)]
        watched: fault::watch(&octets),
        octets,
    })
}

/// A file as it was when it was opened; a pipe has no such state.
#[derive(Debug)]
pub(crate) struct Seen {
    path: PathBuf,
    state: Option<State>,
}

impl Seen {
    /// Fails if somebody wrote to the file since then.
    pub(crate) fn must_be_unchanged(&self) -> Result<(), Failure> {
        let now = fs::metadata(&self.path).map(|metadata| State::of(&metadata)).ok();
        if self.state.is_none() || self.state == now {
            return Ok(());
        }
        Err(Failure::broken("error-input-changed").with("path", self.path.display()))
    }
}

impl From<Vec<u8>> for Input {
    /// What came out of another input.
    fn from(octets: Vec<u8>) -> Self {
        Self { octets: Octets::Owned(octets), state: None }
    }
}

impl AsRef<[u8]> for Input {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Deref for Input {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.octets {
            Octets::Mapped(map) => &map.octets,
            Octets::Owned(octets) => octets,
            Octets::Read(buffer) => buffer,
        }
    }
}

impl Stamp {
    /// Of a file that is there.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| Self::of(&metadata))
    }

    /// The length of the file.
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    fn of(metadata: &fs::Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

#[cfg(unix)]
fn is_pipe(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

/// What may happen to a file that stands where an output is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and the work is refused.
    Keep,
    /// It is replaced: `--force`.
    Replace,
    /// It is the input itself, and is replaced: `--in-place`.
    Input,
}

/// A place for an output, looked at before the work starts and again when it is done.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    path: PathBuf,
    existing: Existing,
}

impl Output {
    /// A place to write to. `inputs` are what must survive.
    ///
    /// Fails before anything is asked or signed where the place is taken, is no place for a file, or is an input
    /// under another name (a link).
    pub(crate) fn new(path: &Path, existing: Existing, inputs: &[&Path]) -> Result<Self, Failure> {
        // Through a link to the file itself: the link stays a link.
        let path = match existing {
            Existing::Input => fs::canonicalize(path)
                .map_err(|error| Failure::broken("error-read").with("path", path.display()).because(error))?,
            Existing::Keep | Existing::Replace => path.to_owned(),
        };
        let failure = |id| Failure::broken(id).with("path", path.display());
        if path.file_name().is_none() || path.is_dir() {
            return Err(failure("error-output-folder"));
        }
        // What is not there is no input: looking at each input for each output would take the square of their number.
        let is_there = fs::metadata(&path).is_ok();
        if existing != Existing::Input && is_there && inputs.iter().any(|input| same_file(input, &path)) {
            return Err(failure("error-output-is-input"));
        }
        if let Ok(metadata) = fs::symlink_metadata(&path) {
            if existing == Existing::Keep {
                return Err(failure("error-output-exists"));
            }
            // Renaming over a device would replace the device.
            if !metadata.is_file() && !metadata.is_symlink() {
                return Err(failure("error-output-special"));
            }
        }
        let folder = folder_of(&path);
        if !folder.is_dir() {
            return Err(Failure::broken("error-output-no-folder").with("path", folder.display()));
        }
        Ok(Self { path, existing })
    }

    /// Where it goes.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes beside the place, then renames: a reader sees the old file or the whole new one.
    pub(crate) fn write(&self, parts: &[&[u8]]) -> Result<(), Failure> {
        self.write_from(parts, None)
    }

    /// The same, if the input that it was made from is unchanged when all is written.
    pub(crate) fn write_from(&self, parts: &[&[u8]], seen: Option<Seen>) -> Result<(), Failure> {
        commit(vec![self.stage(parts, seen)?]).pop().unwrap_or(Ok(()))
    }

    #[cfg(unix)]
    fn permissions(&self) -> Option<Permissions> {
        use std::os::unix::fs::PermissionsExt;
        match self.existing {
            Existing::Input => fs::metadata(&self.path).ok().map(|metadata| metadata.permissions()),
            // As any program makes a file: the umask takes its part.
            Existing::Keep | Existing::Replace => Some(Permissions::from_mode(0o666)),
        }
    }

    #[cfg(not(unix))]
    fn permissions(&self) -> Option<Permissions> {
        None
    }
}

/// The folder that a path names a file in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// True when both names lead to one file: the same name, a hard link or a symbolic link.
#[cfg(unix)]
pub(crate) fn same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(crate) fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, b"old").unwrap();
        (folder, path)
    }

    #[test]
    fn an_existing_output_is_kept() {
        let (_folder, path) = folder_with("a");
        assert_eq!(Output::new(&path, Existing::Keep, &[]).unwrap_err().id(), "error-output-exists");
    }

    #[test]
    fn an_output_that_appears_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let output = Output::new(&path, Existing::Keep, &[]).unwrap();
        fs::write(&path, b"somebody else's").unwrap();
        assert_eq!(output.write(&[b"ours"]).unwrap_err().id(), "error-output-exists");
        assert_eq!(fs::read(&path).unwrap(), b"somebody else's");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the temporary file is gone");
    }

    #[cfg(unix)]
    #[test]
    fn an_output_that_is_a_link_to_an_input_is_refused_even_by_force() {
        let (folder, input) = folder_with("input");
        let (soft, hard) = (folder.path().join("soft"), folder.path().join("hard"));
        std::os::unix::fs::symlink(&input, &soft).unwrap();
        fs::hard_link(&input, &hard).unwrap();
        for link in [&soft, &hard, &input] {
            let refused = Output::new(link, Existing::Replace, &[&input]).unwrap_err();
            assert_eq!(refused.id(), "error-output-is-input");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_replaced() {
        let refused = Output::new(Path::new("/dev/null"), Existing::Replace, &[]).unwrap_err();
        assert_eq!(refused.id(), "error-output-special");
    }

    #[cfg(unix)]
    #[test]
    fn writing_in_place_keeps_the_permissions_and_the_link() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, input) = folder_with("input");
        fs::set_permissions(&input, Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&input, &link).unwrap();
        Output::new(&link, Existing::Input, &[&link]).unwrap().write(&[b"new"]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&input).unwrap(), b"new");
        assert_eq!(fs::metadata(&input).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_mapped_file_that_is_cut_short_ends_nothing_and_is_noticed() {
        let (_folder, path) = folder_with("a");
        fs::write(&path, vec![1; 1 << 20]).unwrap();
        let input = Input::open(&path).unwrap();
        assert!(matches!(input.octets, Octets::Mapped(_)));
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(5_000).unwrap();
        assert_eq!(input.iter().filter(|octet| **octet == 1).count(), 5_000);
        assert_eq!(input.last(), Some(&0));
        assert_eq!(input.must_be_unchanged(&path).unwrap_err().id(), "error-input-changed");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_whose_time_was_set_back_after_it_was_written_to_is_noticed() {
        use std::os::unix::fs::MetadataExt;
        let (_folder, path) = folder_with("a");
        let (input, old) = (Input::open(&path).unwrap(), fs::metadata(&path).unwrap());
        let changed = |metadata: &fs::Metadata| (metadata.ctime(), metadata.ctime_nsec());
        // Until the clock of the file system has gone on.
        while changed(&fs::metadata(&path).unwrap()) == changed(&old) {
            fs::write(&path, b"new").unwrap();
            File::options().write(true).open(&path).unwrap().set_modified(old.modified().unwrap()).unwrap();
        }
        assert_eq!(Stamp::at(&path), input.stamp());
        assert_eq!(input.must_be_unchanged(&path).unwrap_err().id(), "error-input-changed");
    }

    #[test]
    fn a_file_of_a_key_is_read_whole_and_one_that_is_too_long_for_one_is_refused() {
        let (_folder, path) = folder_with("a");
        fs::write(&path, vec![1; LONGEST_SECRET]).unwrap();
        assert_eq!(secret(&path).unwrap().len(), LONGEST_SECRET);
        fs::write(&path, vec![1; LONGEST_SECRET + 1]).unwrap();
        assert_eq!(secret(&path).unwrap_err().io_kind(), Some(io::ErrorKind::FileTooLarge));
    }

    #[test]
    fn a_file_written_to_meanwhile_is_noticed() {
        let (_folder, path) = folder_with("a");
        let input = Input::open(&path).unwrap();
        assert!(input.must_be_unchanged(&path).is_ok());
        fs::write(&path, b"longer than before").unwrap();
        assert_eq!(input.must_be_unchanged(&path).unwrap_err().id(), "error-input-changed");
    }
}
