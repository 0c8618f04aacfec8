//! ZIP archives: their documents one after the other, within limits, nothing written to a folder.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signer_core::report::MessageHeader;
use zip::{CompressionMethod, ZipArchive};

use super::{Unlisted, is_container, is_document};
use crate::error::Failure;
use crate::files::{Input, LARGEST, Stamp};

/// Members looked at in one archive. 100,000: an agency's year is below it.
const MEMBERS: usize = 100_000;
/// Octets read to find out what is in an archive: 600 for each of so many members.
const DIRECTORY: u64 = 64 << 20;
/// A member that unpacks to more than so many times its size is made to harm. Deflate reaches 1,032; text reaches 10, and
/// a document that is mostly blank forms 50.
const RATIO: u64 = 200;
/// Below this no ratio harms.
const SMALL: u64 = 1 << 20;
/// A name longer than this is cut where it is shown.
const LONGEST_NAME: usize = 1_024;

/// An archive that is open, and how far it was looked through.
pub(crate) struct Archive {
    /// As reports call it.
    name: String,
    stamp: Option<Stamp>,
    /// Of the message that carried it.
    pub(super) header: Option<MessageHeader>,
    zip: ZipArchive<Octets>,
    next: usize,
    /// What its members may still unpack to: overlapping members make a bomb of honest ratios.
    budget: u64,
    /// Members that are no documents.
    pub(super) passed_over: usize,
    /// Said before its members: two of one name, of which only one can be reached.
    pub(super) twins: bool,
}

/// A member that is a document, not unpacked yet.
pub(crate) struct Member {
    name: String,
    key: String,
    zip: ZipArchive<Octets>,
    index: usize,
    size: u64,
    stamp: Option<Stamp>,
    header: Option<MessageHeader>,
}

/// The octets of an archive, which its members share.
#[derive(Clone)]
struct Octets {
    inner: Cursor<Shared>,
    /// How many more may be read to find out what is in it.
    left: u64,
    /// Whether that is known by now; what is read of a member is bounded by its size.
    known: Arc<AtomicBool>,
}

#[derive(Clone)]
struct Shared(Arc<Input>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Read for Octets {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if !self.known.load(Ordering::Relaxed) {
            let left = self.left.checked_sub(length(read));
            self.left = left.ok_or_else(|| io::Error::other("its directory is too large"))?;
        }
        Ok(read)
    }
}

impl Seek for Octets {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}

impl Archive {
    /// Opens a file.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let input = Input::open(path)?;
        let stamp = input.stamp();
        Self::of(path.to_string_lossy().into_owned(), input, stamp)
    }

    /// Opens octets that something else carried.
    pub(crate) fn of(name: String, input: Input, stamp: Option<Stamp>) -> Result<Self, Failure> {
        let size = length(input.len());
        let known = Arc::new(AtomicBool::new(false));
        let octets = Octets { inner: Cursor::new(Shared(Arc::new(input))), left: DIRECTORY, known: Arc::clone(&known) };
        let zip = ZipArchive::new(octets)
            .map_err(|error| Failure::broken("error-archive").with("path", &name).because(error))?;
        known.store(true, Ordering::Relaxed);
        let twins = zip.has_duplicate_names();
        let budget = size.saturating_mul(RATIO).saturating_add(SMALL);
        Ok(Self { name, stamp, header: None, zip, next: 0, budget, passed_over: 0, twins })
    }

    /// Its name, as reports call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The next member that is a document, or one that has to be spoken of.
    pub(super) fn next_member(&mut self) -> Option<Result<Member, Unlisted>> {
        loop {
            let index = self.next;
            if index >= self.zip.len() {
                return None;
            }
            self.next = index.saturating_add(1);
            if index >= MEMBERS {
                self.next = usize::MAX;
                let failure = Failure::broken("error-archive-members").with("most", MEMBERS);
                return Some(Err(Unlisted { name: self.name.clone(), failure }));
            }
            if let Some(found) = self.member(index) {
                return Some(found);
            }
        }
    }

    fn member(&mut self, index: usize) -> Option<Result<Member, Unlisted>> {
        let entry = match self.zip.by_index_data(index) {
            Ok(entry) => entry,
            Err(error) => {
                return Some(Err(self.unlisted(index, Failure::broken("error-archive-member").because(error))));
            }
        };
        if entry.is_dir() {
            return None;
        }
        let shown = shown(&entry.name().unwrap_or_default());
        let (size, packed) = (entry.size(), entry.compressed_size());
        let (encrypted, link, method) = (entry.encrypted(), entry.is_symlink(), entry.compression());
        let name = format!("{}!/{shown}", self.name);
        let refuse = |id| Some(Err(Unlisted { name: name.clone(), failure: Failure::broken(id).with("path", &name) }));
        if is_container(Path::new(&shown)) {
            return refuse("error-archive-nested");
        }
        if !is_document(Path::new(&shown)) {
            self.passed_over = self.passed_over.saturating_add(1);
            return None;
        }
        if encrypted {
            return refuse("error-archive-encrypted");
        }
        if link {
            return refuse("error-link");
        }
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            return refuse("error-archive-method");
        }
        if size > LARGEST {
            return refuse("error-too-large");
        }
        if size > SMALL && size > packed.saturating_mul(RATIO) {
            return refuse("error-archive-bomb");
        }
        let Some(budget) = self.budget.checked_sub(size) else { return refuse("error-archive-bomb") };
        self.budget = budget;
        let key = format!("{}!{index}!{shown}", self.name);
        Some(Ok(Member {
            name,
            key,
            zip: self.zip.clone(),
            index,
            size,
            stamp: self.stamp.clone(),
            header: self.header.clone(),
        }))
    }

    fn unlisted(&self, index: usize, failure: Failure) -> Unlisted {
        let name = format!("{}!/{index}", self.name);
        Unlisted { failure: failure.with("path", &name), name }
    }
}

impl Member {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What tells it from all others.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// The state of the archive.
    pub(crate) const fn stamp(&self) -> Option<&Stamp> {
        self.stamp.as_ref()
    }

    /// Of the message that carried it.
    pub(crate) const fn header(&self) -> Option<&MessageHeader> {
        self.header.as_ref()
    }

    /// Unpacks it: into memory, or into a file without a name where it is large.
    pub(crate) fn open(mut self) -> Result<Input, Failure> {
        let wrong = |name: &str| Failure::broken("error-archive-member").with("path", name);
        let member = self.zip.by_index(self.index).map_err(|error| wrong(&self.name).because(error))?;
        // One more than it says: what unpacks to more is not what its directory says.
        let input =
            Input::spool(member.take(self.size.saturating_add(1))).map_err(|error| wrong(&self.name).because(error))?;
        if length(input.len()) != self.size {
            return Err(wrong(&self.name).because("it unpacks to another size than the archive says"));
        }
        Ok(input)
    }
}

/// Of the parts of a path what names a folder or a file: nobody is led out of the archive.
fn shown(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let whole: String = parts.collect::<Vec<_>>().join("/");
    whole.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect()
}

fn length(octets: usize) -> u64 {
    u64::try_from(octets).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere() {
        assert_eq!(shown("../../etc/a.pdf"), "etc/a.pdf");
        assert_eq!(shown("C:\\in\\.\\b\u{7}.pdf"), "C:/in/b.pdf");
    }
}
