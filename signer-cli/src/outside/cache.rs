//! What was fetched and found useful, for as long as it says that it is valid.
//!
//! An entry is one file: a line of JSON, then the octets. Nobody has to trust it: what comes from here is checked as
//! if it came from the network. Where the disk fails, the run goes on without.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use signer_core::Time;

/// Octets in all entries together; the oldest go first.
const ALL_OCTETS: u64 = 256 << 20;

/// Octets of one entry: above the largest list that is taken.
const ENTRY_OCTETS: u64 = 80 << 20;

/// Longer than this nothing is kept, whatever it says of itself: authorities publish anew long before.
const LONGEST: i64 = 30 * 86_400;

/// What the file names of entries end in.
const EXTENSION: &str = "entry";

#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// Why nothing can be kept, the first time that it could not.
    trouble: Mutex<Option<io::Error>>,
}

/// The first line of an entry.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// What was asked for, and where: for people who look.
    about: String,
    /// The SHA-256 of the question.
    key: String,
    /// The SHA-256 of the octets.
    sha256: String,
    /// Until when it may be used, in seconds since 1970.
    until: i64,
}

/// A question that can be answered from here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    about: String,
    digest: String,
}

impl Key {
    /// A question: of a kind, to a URL, with the octets that were sent.
    pub(super) fn new(kind: &str, url: &str, sent: &[u8]) -> Self {
        let about = format!("{kind} {url}");
        let all = [about.as_bytes(), &[0], sent].concat();
        Self { digest: sha256(&all), about }
    }
}

impl Cache {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, trouble: Mutex::new(None) }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Why nothing could be kept, if that happened.
    pub(crate) fn trouble(&self) -> Option<io::Error> {
        self.trouble.lock().ok()?.take()
    }

    /// What was kept, if it may still be used. What is damaged or over is thrown away.
    pub(super) fn get(&self, key: &Key, now: Time) -> Option<Vec<u8>> {
        let path = self.path(key);
        if fs::metadata(&path).ok()?.len() > ENTRY_OCTETS {
            let _ = fs::remove_file(&path);
            return None;
        }
        let entry = fs::read(&path).ok()?;
        let octets = open(&entry, key, now);
        if octets.is_none() {
            let _ = fs::remove_file(&path);
        }
        octets.map(<[u8]>::to_vec)
    }

    /// Keeps octets until `until`, or for a month. A failure is remembered, and is none of the caller's.
    pub(super) fn put(&self, key: &Key, octets: &[u8], until: Time, now: Time) {
        let until = until.unix().min(now.plus(LONGEST).unix());
        if until <= now.unix() {
            return;
        }
        let head = Head { about: key.about.clone(), key: key.digest.clone(), sha256: sha256(octets), until };
        if let Err(error) = self.write(&self.path(key), &head, octets)
            && let Ok(mut trouble) = self.trouble.lock()
        {
            trouble.get_or_insert(error);
        }
    }

    fn write(&self, path: &Path, head: &Head, octets: &[u8]) -> io::Result<()> {
        make_folder(&self.folder)?;
        let head = serde_json::to_vec(head)?;
        let length = u64::try_from(head.len().saturating_add(octets.len())).unwrap_or(u64::MAX);
        self.make_room(length)?;
        // Beside its place and renamed: nobody sees half an entry.
        let mut file = tempfile::Builder::new().prefix(".").tempfile_in(&self.folder)?;
        file.write_all(&head)?;
        file.write_all(b"\n")?;
        file.write_all(octets)?;
        file.flush()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Throws the oldest entries away until so many octets fit.
    fn make_room(&self, length: u64) -> io::Result<()> {
        let mut entries: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(&self.folder)?
            .filter_map(Result::ok)
            .filter(|entry| entry.path().extension().is_some_and(|extension| extension == EXTENSION))
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        entries.sort();
        let mut all = entries.iter().fold(length, |sum, entry| sum.saturating_add(entry.1));
        for (_, length, path) in entries {
            if all <= ALL_OCTETS {
                break;
            }
            fs::remove_file(path)?;
            all = all.saturating_sub(length);
        }
        Ok(())
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(&key.digest).with_extension(EXTENSION)
    }
}

/// The octets of an entry that answers this question, is whole and is not over.
fn open<'e>(entry: &'e [u8], key: &Key, now: Time) -> Option<&'e [u8]> {
    let end = entry.iter().position(|octet| *octet == b'\n')?;
    let head: Head = serde_json::from_slice(entry.get(..end)?).ok()?;
    let octets = entry.get(end.saturating_add(1)..)?;
    let fits = head.key == key.digest && head.until > now.unix() && head.until <= now.plus(LONGEST).unix();
    (fits && head.sha256 == sha256(octets)).then_some(octets)
}

/// What is asked about is nobody else's business.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn sha256(octets: &[u8]) -> String {
    hex::encode(digest(&SHA256, octets))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Time {
        Time::from_unix(1_800_000_000)
    }

    fn cache() -> (tempfile::TempDir, Cache, Key) {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("online"));
        (folder, cache, Key::new("crl", "http://ca.example/a.crl", b""))
    }

    #[test]
    fn what_was_kept_is_there_until_it_is_over() {
        let (_folder, cache, key) = cache();
        cache.put(&key, b"0list", now().plus(60), now());
        assert_eq!(cache.get(&key, now()), Some(b"0list".to_vec()));
        assert_eq!(cache.get(&key, now().plus(60)), None);
        assert_eq!(fs::read_dir(cache.folder()).unwrap().count(), 0, "what is over is thrown away");
    }

    #[test]
    fn what_is_over_already_is_not_kept() {
        let (_folder, cache, key) = cache();
        cache.put(&key, b"0list", now(), now());
        assert!(!cache.folder().exists());
    }

    #[test]
    fn nothing_is_kept_longer_than_a_month() {
        let (_folder, cache, key) = cache();
        cache.put(&key, b"0list", now().plus(400 * 86_400), now());
        assert_eq!(cache.get(&key, now().plus(LONGEST)), None);
    }

    #[test]
    fn a_damaged_entry_is_thrown_away() {
        for damage in [b"no entry".as_slice(), b"", b"{}\n", b"{\"about\":1}\n0list"] {
            let (_folder, cache, key) = cache();
            cache.put(&key, b"0list", now().plus(60), now());
            fs::write(cache.path(&key), damage).unwrap();
            assert_eq!(cache.get(&key, now()), None);
            assert!(!cache.path(&key).exists());
        }
    }

    #[test]
    fn an_entry_whose_octets_changed_or_that_answers_another_question_is_thrown_away() {
        let (_folder, cache, key) = cache();
        cache.put(&key, b"0list", now().plus(60), now());
        let mut entry = fs::read(cache.path(&key)).unwrap();
        let other = Key::new("crl", "http://ca.example/b.crl", b"");
        fs::write(cache.path(&other), &entry).unwrap();
        assert_eq!(cache.get(&other, now()), None);
        *entry.last_mut().unwrap() ^= 1;
        fs::write(cache.path(&key), &entry).unwrap();
        assert_eq!(cache.get(&key, now()), None);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_trouble_and_no_more() {
        let (folder, _, key) = cache();
        fs::write(folder.path().join("file"), b"").unwrap();
        let cache = Cache::new(folder.path().join("file/online"));
        cache.put(&key, b"0list", now().plus(60), now());
        assert!(cache.trouble().is_some());
        assert_eq!(cache.get(&key, now()), None);
    }

    #[test]
    fn the_oldest_entries_make_room() {
        let (_folder, cache, key) = cache();
        cache.put(&key, b"0old", now().plus(60), now());
        // A file of its size takes no room on the disk.
        let large = cache.folder().join("large.entry");
        fs::File::create(&large).unwrap().set_len(ALL_OCTETS).unwrap();
        let other = Key::new("crl", "http://ca.example/b.crl", b"");
        cache.put(&other, b"0new", now().plus(60), now());
        assert!(!large.exists());
        assert_eq!(cache.get(&other, now()), Some(b"0new".to_vec()));
    }
}
