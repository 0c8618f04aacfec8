//! Outputs on their way: written without a name, made durable together, then given their names.
//!
//! On Linux a file needs no name to be written to (`O_TMPFILE`): a run that is killed leaves nothing of it. Where the
//! file system knows no such thing, or another file is to be replaced, it is written under a name that nobody looks at,
//! and a run that is killed leaves at most such a file behind. Each is locked as long as somebody works on it, so the
//! next run can tell what was left behind from what is being written.

use std::fs::{self, File, TryLockError};
use std::io::{self, IoSlice, Seek, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::{Existing, Input, Output, Seen, folder_of};
use crate::error::Failure;

#[cfg(target_os = "linux")]
mod nameless;

const PREFIX: &str = ".signer-";
const SUFFIX: &str = ".part";
/// How often a name is tried for that somebody takes away at the same moment.
const TRIES: usize = 16;

/// A whole output that is not written yet: what it was made from, and what was added to it.
#[derive(Debug)]
pub(crate) struct Held {
    output: Output,
    original: Input,
    appended: Vec<u8>,
    seen: Seen,
}

/// A whole output that has no name yet. It vanishes unless it is committed.
#[derive(Debug)]
pub(crate) struct Staged {
    output: Output,
    file: Place,
    seen: Option<Seen>,
}

/// Where the octets are.
#[derive(Debug)]
enum Place {
    /// Nowhere in any folder: nobody can open it, and it is gone when the program is.
    #[cfg(target_os = "linux")]
    Nameless(File),
    /// Under a name that nobody looks at.
    Hidden(NamedTempFile),
}

impl Place {
    fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => file,
            Self::Hidden(file) => file.as_file(),
        }
    }

    /// Gives the file its name; whatever has it already is kept, or replaced if that is meant.
    fn name(self, output: &Output) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => match nameless::link(&file, &output.path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => hide(file, output)?.name(output),
                named => named,
            },
            Self::Hidden(file) => {
                let renamed = match output.existing {
                    Existing::Keep => file.persist_noclobber(&output.path),
                    Existing::Input | Existing::Replace => file.persist(&output.path),
                };
                renamed.map(drop).map_err(|error| error.error)
            }
        }
    }
}

/// The same octets under a name that nobody looks at: for a file system that knows files without names and then gives
/// them none.
#[cfg(target_os = "linux")]
fn hide(mut file: File, output: &Output) -> io::Result<Place> {
    let mut hidden = output.temporary()?;
    file.rewind()?;
    io::copy(&mut file, &mut hidden)?;
    hidden.as_file().sync_all()?;
    Ok(Place::Hidden(hidden))
}

impl Held {
    /// Writes it; [`commit`] makes it the output.
    pub(crate) fn stage(self) -> Result<Staged, Failure> {
        let Self { output, original, appended, seen } = self;
        output.stage(&[&original, &appended], Some(seen))
    }

    /// All of it, in order.
    pub(crate) fn parts(&self) -> [&[u8]; 2] {
        [&self.original, &self.appended]
    }
}

impl Output {
    /// An output that somebody else will write: `original` with more after it. If somebody writes to the input meanwhile,
    /// which is what `seen` tells, there will be no output.
    pub(crate) fn hold(&self, original: Input, appended: Vec<u8>, seen: Seen) -> Held {
        Held { output: self.clone(), original, appended, seen }
    }

    /// Writes beside the place; [`commit`] makes it the output.
    ///
    /// `seen` is the input that it was made from: if somebody writes to that meanwhile, there will be no output.
    pub(crate) fn stage(&self, parts: &[&[u8]], seen: Option<Seen>) -> Result<Staged, Failure> {
        let failure = |error| self.failure(error);
        let file = self.begin().map_err(failure)?;
        let mut staged = Staged { output: self.clone(), file, seen };
        match staged.append_all(parts) {
            Ok(()) => Ok(staged),
            // What was cut off a mapped input cannot be written: that is what happened, not that the disk failed.
            Err(failure) => Err(staged.changed().unwrap_or(failure)),
        }
    }

    #[cfg(target_os = "linux")]
    fn begin(&self) -> io::Result<Place> {
        // Only a name that is free can be given to a file that has none.
        let nameless = (self.existing == Existing::Keep).then(|| nameless::create(folder_of(&self.path)));
        match nameless {
            Some(Ok(file)) => Ok(Place::Nameless(file)),
            _ => Ok(Place::Hidden(self.temporary()?)),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn begin(&self) -> io::Result<Place> {
        Ok(Place::Hidden(self.temporary()?))
    }

    /// A file beside the place, locked. It vanishes unless it is given to [`finish`](Self::finish).
    pub(crate) fn temporary(&self) -> io::Result<NamedTempFile> {
        let permissions = self.permissions();
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        if let Some(permissions) = &permissions {
            builder.permissions(permissions.clone());
        }
        let file = create_locked(&builder, folder_of(&self.path))?;
        if let (Some(permissions), Existing::Input) = (permissions, self.existing) {
            // Past the umask: the file keeps the permissions that it had.
            file.as_file().set_permissions(permissions)?;
        }
        Ok(file)
    }

    /// Makes the temporary file the output.
    pub(crate) fn finish(&self, file: NamedTempFile) -> Result<(), Failure> {
        let staged = Staged { output: self.clone(), file: Place::Hidden(file), seen: None };
        commit(vec![staged]).pop().unwrap_or(Ok(()))
    }

    fn failure(&self, error: io::Error) -> Failure {
        Failure::broken("error-write").with("path", self.path.display()).because(error)
    }
}

impl Staged {
    /// What is written so far.
    pub(crate) fn written(&self) -> Result<Input, Failure> {
        Input::of_file(self.file.file()).map_err(|error| self.output.failure(error))
    }

    /// Writes more.
    pub(crate) fn append(&mut self, part: &[u8]) -> Result<(), Failure> {
        self.append_all(&[part])
    }

    fn append_all(&mut self, parts: &[&[u8]]) -> Result<(), Failure> {
        write_all(self.file.file(), parts).map_err(|error| self.output.failure(error))
    }

    /// What is said where somebody wrote to the input meanwhile.
    fn changed(&self) -> Option<Failure> {
        self.seen.as_ref().and_then(|seen| seen.must_be_unchanged().err())
    }

    /// Gives the file its name, once its octets are safe.
    fn name(self) -> Result<(), Failure> {
        if let Some(changed) = self.changed() {
            return Err(changed);
        }
        let Self { output, file, .. } = self;
        file.name(&output).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::broken("error-output-exists").with("path", output.path.display()),
            _ => output.failure(error),
        })
    }
}

/// Writes the parts one after the other, in one call of the system where it takes all.
fn write_all(mut file: &File, parts: &[&[u8]]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = parts.iter().map(|part| IoSlice::new(part)).collect();
    let mut left = slices.as_mut_slice();
    IoSlice::advance_slices(&mut left, 0);
    while !left.is_empty() {
        match file.write_vectored(left) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut left, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Makes outputs of all that is staged: octets first, then names, then the folders that hold the names.
///
/// The answers are in the order of what was given.
pub(crate) fn commit(all: Vec<Staged>) -> Vec<Result<(), Failure>> {
    let synced = sync(&all);
    let mut folders: Vec<_> = all.iter().map(|staged| folder_of(&staged.output.path).to_owned()).collect();
    let named = all.into_iter().zip(synced).map(|(staged, synced)| {
        let failed = synced.map_err(|error| staged.output.failure(error));
        failed.and_then(|()| staged.name())
    });
    let named = named.collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        // The names are to survive a power cut; a file system that cannot do this has no more to offer.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    named
}

/// What the file system says of each file when it is to be on the disk.
///
/// The first of them waits for the disk; a file system that keeps a journal has then written it for all.
fn sync(all: &[Staged]) -> Vec<io::Result<()>> {
    #[cfg(target_os = "linux")]
    all.iter().for_each(|staged| nameless::begin_writing(staged.file.file()));
    all.iter().map(|staged| staged.file.file().sync_all()).collect()
}

/// A new file with a lock on it. Where the file system knows no locks there is none, and nothing is cleaned up.
fn create_locked(builder: &tempfile::Builder<'_, '_>, folder: &Path) -> io::Result<NamedTempFile> {
    for _ in 0..TRIES {
        let file = builder.tempfile_in(folder)?;
        let _unlocked = file.as_file().try_lock();
        // Between the two calls another run may have taken it for something left behind.
        if is_same(file.as_file(), file.path()) {
            return Ok(file);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Removes what runs that were killed left behind in a folder.
pub(crate) fn clear_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _kept = remove_if_abandoned(&entry.path());
        }
    }
}

fn remove_if_abandoned(path: &Path) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    match file.try_lock() {
        Ok(()) if is_same(&file, path) => fs::remove_file(path),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the path still leads to this file.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(folder: &Path, name: &str) -> Output {
        Output::new(&folder.join(name), Existing::Keep, &[]).unwrap()
    }

    #[test]
    fn what_is_staged_has_no_name_until_it_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["a", "b", "c"].map(|name| output(folder.path(), name));
        let staged: Vec<_> = names.iter().map(|output| output.stage(&[b"text"], None).unwrap()).collect();
        assert!(names.iter().all(|output| !output.path().exists()));
        assert!(commit(staged).iter().all(Result::is_ok));
        assert!(names.iter().all(|output| fs::read(output.path()).unwrap() == b"text"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn one_place_that_was_taken_meanwhile_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["a", "b"].map(|name| output(folder.path(), name));
        let staged: Vec<_> = names.iter().map(|output| output.stage(&[b"ours"], None).unwrap()).collect();
        fs::write(names[0].path(), b"theirs").unwrap();
        let answers = commit(staged);
        assert!(answers[0].is_err() && answers[1].is_ok());
        assert_eq!(fs::read(names[0].path()).unwrap(), b"theirs");
    }

    #[test]
    fn an_input_that_changed_meanwhile_gives_no_output() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("input");
        fs::write(&path, b"before").unwrap();
        let input = super::super::Input::open(&path).unwrap();
        let output = output(folder.path(), "a");
        let staged = output.stage(&[b"text"], Some(input.seen(&path))).unwrap();
        fs::write(&path, b"another text").unwrap();
        assert_eq!(commit(vec![staged]).pop().unwrap().unwrap_err().id(), "error-input-changed");
        assert!(!output.path().exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_mapped_input_that_is_cut_short_is_said_to_have_changed_and_not_that_the_disk_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("input");
        fs::write(&path, vec![1; 1 << 20]).unwrap();
        let input = super::super::Input::open(&path).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(5_000).unwrap();
        let seen = input.seen(&path);
        let held = output(folder.path(), "a").hold(input, b"more".to_vec(), seen);
        assert_eq!(held.stage().unwrap_err().id(), "error-input-changed");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn parts_are_written_one_after_the_other_empty_ones_too() {
        let folder = tempfile::tempdir().unwrap();
        let output = output(folder.path(), "a");
        let mut staged = output.stage(&[b"", b"one", b"", b"two"], None).unwrap();
        staged.append(b"three").unwrap();
        assert!(commit(vec![staged]).iter().all(Result::is_ok));
        assert_eq!(fs::read(output.path()).unwrap(), b"onetwothree");
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_being_written_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".signer-abc123.part");
        fs::write(&left, b"half").unwrap();
        fs::write(folder.path().join(".signer-other"), b"somebody's").unwrap();
        // What is to replace another file is written under a name.
        fs::write(folder.path().join("a"), b"old").unwrap();
        let output = Output::new(&folder.path().join("a"), Existing::Replace, &[]).unwrap();
        let staged = output.stage(&[b"text"], None).unwrap();
        clear_leftovers(folder.path());
        assert!(!left.exists());
        assert!(folder.path().join(".signer-other").exists());
        assert!(commit(vec![staged]).iter().all(Result::is_ok));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_cannot_be_given_its_name_is_copied_to_one_that_can() {
        let folder = tempfile::tempdir().unwrap();
        let output = output(folder.path(), "a");
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"text").unwrap();
        hide(file, &output).unwrap().name(&output).unwrap();
        assert_eq!(fs::read(output.path()).unwrap(), b"text");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_being_written_is_in_no_folder_where_the_file_system_can_do_that() {
        let folder = tempfile::tempdir().unwrap();
        if nameless::create(folder.path()).is_err() {
            println!("skipped: this file system knows no files without a name");
            return;
        }
        let staged = output(folder.path(), "a").stage(&[b"text"], None).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        drop(staged);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_under_such_a_name_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("precious"), b"text").unwrap();
        std::os::unix::fs::symlink("precious", folder.path().join(".signer-x.part")).unwrap();
        clear_leftovers(folder.path());
        assert!(folder.path().join("precious").exists() && folder.path().join(".signer-x.part").is_symlink());
    }
}
