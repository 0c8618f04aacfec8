//! The folder: objects by their digests, records by theirs. Whatever appears in it appears whole.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::record::{Manifest, Run};
use super::{Damage, FORMAT, Sha256};
use crate::error::Failure;

/// The longest object that is read: the largest list of revoked certificates that is fetched, and some.
const LONGEST_OBJECT: u64 = 256 << 20;
/// The longest record that is read.
const LONGEST_RECORD: u64 = 16 << 20;
/// Records of one document that are looked through: it was judged on every day of ten years.
const MOST_RECORDS: usize = 4_000;

/// How files begin that are being written.
const UNFINISHED: &str = ".unfinished-";
/// Where records of documents stand that could not be read, so that they have no digest.
const UNREAD: &str = "unread";

/// What is to be done with the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing is written.
    Read,
    /// Objects and records are added, perhaps by many at a time.
    Add,
    /// Objects and records are destroyed: by one, and nobody else is at it.
    Remove,
}

#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Objects that were put or found whole in this run.
    known: Mutex<HashSet<Sha256>>,
    /// Held for as long as the folder is in use.
    _lock: Option<File>,
}

impl Folder {
    /// Opens the folder; to add to it, it may be new.
    pub(crate) fn open(root: &Path, access: Access) -> Result<Self, Failure> {
        let cannot =
            |error: io::Error| Failure::broken("error-evidence-folder").with("path", root.display()).because(error);
        let mark = root.join("format");
        if access == Access::Add && !mark.exists() {
            create(root).map_err(cannot)?;
            write_whole(root, "format", format!("{FORMAT}\n").as_bytes()).map_err(cannot)?;
        }
        let format = fs::read_to_string(&mark);
        match format.as_deref().map(str::trim_end) {
            Ok(FORMAT) => {}
            Ok(other) => {
                let other = other.chars().take(40).collect::<String>();
                return Err(Failure::broken("error-evidence-format")
                    .with("path", root.display())
                    .with("format", other));
            }
            Err(error) => return Err(cannot(io::Error::new(error.kind(), "it has no file `format`"))),
        }
        let lock = lock(root, access).map_err(cannot)?;
        Ok(Self { root: root.to_owned(), known: Mutex::default(), _lock: lock })
    }

    /// Keeps octets under their digest, once.
    pub(crate) fn put(&self, octets: &[u8]) -> io::Result<Sha256> {
        let sum = Sha256::of(octets);
        if self.known().contains(&sum) {
            return Ok(sum);
        }
        let shelf = self.root.join("objects").join(sum.shelf());
        // What is there and damaged is written anew.
        if self.object(sum).is_err() {
            create(&shelf)?;
            write_whole(&shelf, &sum.to_string(), octets)?;
        }
        self.known().insert(sum);
        Ok(sum)
    }

    /// The octets of an object, which are those of its name.
    pub(crate) fn object(&self, sum: Sha256) -> Result<Vec<u8>, Damage> {
        self.named(&object_name(sum), LONGEST_OBJECT, sum)
    }

    /// Keeps the record of a run.
    pub(crate) fn put_run(&self, run: &Run) -> io::Result<Sha256> {
        self.put_record(&self.root.join("runs"), run)
    }

    /// The record of a run.
    pub(crate) fn run(&self, sum: Sha256) -> Result<Run, Damage> {
        let run: Run = self.record(&run_name(sum), sum)?;
        must_be_ours(&run.format, run_name(sum))?;
        Ok(run)
    }

    /// Keeps the record of a document.
    pub(crate) fn put_manifest(&self, manifest: &Manifest) -> io::Result<Sha256> {
        let home = match &manifest.document {
            Some(document) => self.home(document.sha256),
            None => self.root.join("documents").join(UNREAD),
        };
        self.put_record(&home, manifest)
    }

    /// The records of one document.
    pub(crate) fn manifests(&self, document: Sha256) -> Result<Vec<(Sha256, Manifest)>, Damage> {
        self.manifests_in(&document_name(document))
    }

    /// Calls `each` with every record of every document. What is damaged is given as such.
    pub(crate) fn all_manifests(
        &self,
        mut each: impl FnMut(Result<(Sha256, Manifest), Damage>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for shelf in self.list("documents")? {
            let shelf = format!("documents/{shelf}");
            let homes = if shelf.ends_with(UNREAD) {
                vec![shelf]
            } else {
                self.list(&shelf)?.into_iter().map(|home| format!("{shelf}/{home}")).collect()
            };
            for home in homes {
                for file in self.list(&home)? {
                    each(self.manifest(&home, &file))?;
                }
            }
        }
        Ok(())
    }

    /// The names of all runs.
    pub(crate) fn runs(&self) -> Result<Vec<Sha256>, Failure> {
        let names = self.list("runs")?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".json")?.parse::<Sha256>().ok()).collect())
    }

    /// The names of all objects.
    pub(crate) fn objects(&self) -> Result<Vec<Sha256>, Failure> {
        let mut all = Vec::new();
        for shelf in self.list("objects")? {
            all.extend(self.list(&format!("objects/{shelf}"))?.iter().filter_map(|name| name.parse::<Sha256>().ok()));
        }
        Ok(all)
    }

    /// The names in a folder, in order, without what is unfinished; none if there is no such folder.
    fn list(&self, name: &str) -> Result<Vec<String>, Failure> {
        let path = self.root.join(name);
        let failure = |error: io::Error| Failure::broken("error-folder").with("path", path.display()).because(error);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failure(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.map_err(failure)?.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn manifests_in(&self, home: &str) -> Result<Vec<(Sha256, Manifest)>, Damage> {
        let files = self.list(home).map_err(|_| Damage::new(home, "cannot be listed"))?;
        if files.len() > MOST_RECORDS {
            return Err(Damage::new(home, "holds too many records"));
        }
        files.iter().map(|file| self.manifest(home, file)).collect()
    }

    fn manifest(&self, home: &str, file: &str) -> Result<(Sha256, Manifest), Damage> {
        let name = format!("{home}/{file}");
        let sum = file.strip_suffix(".json").and_then(|stem| stem.parse::<Sha256>().ok());
        let sum = sum.ok_or_else(|| Damage::new(&name, "is no name of a record"))?;
        let manifest: Manifest = self.record(&name, sum)?;
        must_be_ours(&manifest.format, &name)?;
        let placed = manifest.document.map_or_else(|| format!("documents/{UNREAD}"), |one| document_name(one.sha256));
        if placed != home {
            return Err(Damage::new(name, "is of another document"));
        }
        Ok((sum, manifest))
    }

    fn put_record(&self, home: &Path, record: &impl Serialize) -> io::Result<Sha256> {
        let mut octets = serde_json::to_vec_pretty(record)?;
        octets.push(b'\n');
        let sum = Sha256::of(&octets);
        let name = format!("{sum}.json");
        if !home.join(&name).exists() {
            create(home)?;
            write_whole(home, &name, &octets)?;
        }
        Ok(sum)
    }

    fn record<R: DeserializeOwned>(&self, name: &str, sum: Sha256) -> Result<R, Damage> {
        let octets = self.named(name, LONGEST_RECORD, sum)?;
        serde_json::from_slice(&octets).map_err(|error| Damage::new(name, format!("cannot be understood: {error}")))
    }

    /// The octets of a file whose name says their digest.
    fn named(&self, name: &str, limit: u64, sum: Sha256) -> Result<Vec<u8>, Damage> {
        let damage = |what: String| Damage::new(name, what);
        let file = File::open(self.root.join(name)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damage("is not there".to_owned()),
            _ => damage(format!("cannot be read: {error}")),
        })?;
        let mut octets = Vec::new();
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut octets);
        read.map_err(|error| damage(format!("cannot be read: {error}")))?;
        let found = Sha256::of(&octets);
        if found != sum {
            return Err(damage(format!("is damaged: its SHA-256 is {found}")));
        }
        Ok(octets)
    }

    fn home(&self, document: Sha256) -> PathBuf {
        self.root.join(document_name(document))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashSet<Sha256>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Overwrites an object, and takes it away. True if it was there.
    pub(super) fn destroy_object(&self, sum: Sha256) -> io::Result<bool> {
        destroy(&self.root.join(object_name(sum)))
    }

    /// The same with the record of a run.
    pub(super) fn destroy_run(&self, sum: Sha256) -> io::Result<bool> {
        destroy(&self.root.join(run_name(sum)))
    }

    /// The same with a record of a document, and with the folder that it leaves empty.
    pub(super) fn destroy_manifest(&self, document: Sha256, sum: Sha256) -> io::Result<bool> {
        let home = self.home(document);
        let destroyed = destroy(&home.join(format!("{sum}.json")))?;
        // Where another record is left, the folder stays.
        let _ = fs::remove_dir(&home);
        Ok(destroyed)
    }

    /// Takes away what runs that were killed left unfinished. Nobody may be writing.
    pub(super) fn clear_unfinished(&self) -> io::Result<usize> {
        let mut cleared = 0_usize;
        let mut folders = vec![(self.root.clone(), 0_u8)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() && depth < 3 {
                    folders.push((entry.path(), depth.saturating_add(1)));
                } else if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                    destroy(&entry.path())?;
                    cleared = cleared.saturating_add(1);
                }
            }
        }
        Ok(cleared)
    }
}

/// The name of an object within the folder.
pub(super) fn object_name(sum: Sha256) -> String {
    format!("objects/{}/{sum}", sum.shelf())
}

/// The name of the record of a run.
pub(super) fn run_name(sum: Sha256) -> String {
    format!("runs/{sum}.json")
}

/// The folder of the records of a document.
fn document_name(document: Sha256) -> String {
    format!("documents/{}/{document}", document.shelf())
}

fn must_be_ours(format: &str, name: impl Into<String>) -> Result<(), Damage> {
    if format == FORMAT { Ok(()) } else { Err(Damage::new(name, "is of a format that this version does not know")) }
}

/// Whoever reads here learns who sent what: only the owner may.
fn create(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Beside its place, onto the disk, and renamed: nobody ever sees half of it, not even after the power failed.
fn write_whole(folder: &Path, name: &str, octets: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(octets)?;
    file.as_file().sync_data()?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

/// Writes zeros over a file before it is taken away. What a disk remembers beyond that is out of our hands.
fn destroy(path: &Path) -> io::Result<bool> {
    let mut file = match File::options().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_data()?;
    drop(file);
    fs::remove_file(path)?;
    Ok(true)
}

/// Whoever adds or reads does so beside others; whoever destroys is alone.
fn lock(root: &Path, access: Access) -> io::Result<Option<File>> {
    let path = root.join("lock");
    let file = match access {
        // Of a folder on a disk that cannot be written to, nobody destroys anything.
        Access::Read => match File::open(&path) {
            Ok(file) => file,
            Err(_) => return Ok(None),
        },
        Access::Add | Access::Remove => {
            File::options().read(true).write(true).create(true).truncate(false).open(&path)?
        }
    };
    match access {
        Access::Remove => file.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => io::Error::new(io::ErrorKind::WouldBlock, "it is in use"),
            fs::TryLockError::Error(error) => error,
        })?,
        Access::Read | Access::Add => file.lock_shared()?,
    }
    Ok(Some(file))
}
