//! What verifying a set of documents costs at the very least: each octet hashed once, and the public-key operations
//! that no other document of the set needs. Nothing is parsed, nothing compared, nothing said.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{Context, Digest, SHA256};
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use benches::archive::{Archive, JUDGED};
use benches::{map, process};
use rustix::time::{ClockId, clock_gettime};
use signer_core::algorithm::SignatureAlgorithm;
use signer_core::crypto::{self, Answer, Native, SignatureCheck, Signed, subject_public_key};
use signer_core::evidence::Evidence;
use signer_core::policy::Policy;
use signer_core::report::DocumentConclusion;
use signer_core::verify::Verifier;

/// Passes over the set; the median counts.
const PASSES: usize = 5;

/// One check: of which key, over which digest, which value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Operation {
    key: Vec<u8>,
    digest: Vec<u8>,
    value: Vec<u8>,
}

/// What a document cannot do without.
struct Task {
    path: PathBuf,
    /// Where the gaps of its signatures begin and end.
    gaps: Vec<(usize, usize, usize)>,
    operations: Vec<Operation>,
}

/// A checker that remembers what it was asked.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Operation>>>);

impl SignatureCheck for Recorder {
    fn check(&self, algorithm: SignatureAlgorithm, spki: &[u8], signed: Signed<'_>, signature: &[u8]) -> Answer {
        let digest = algorithm.digest().expect("the archive is signed with RSA");
        let value = match signed {
            Signed::Message(message) => crypto::digest(digest, message),
            Signed::Digest(value) => value.to_vec(),
        };
        let key = subject_public_key(spki).expect("a key").to_vec();
        self.0.lock().expect("one thread").push(Operation { key, digest: value, value: signature.to_vec() });
        Native.check(algorithm, spki, signed, signature)
    }
}

/// Prints the floor of a folder that `audit make` wrote.
pub(crate) fn print(folder: &Path) {
    let (tasks, asked) = tasks(folder);
    let keys = keys(&tasks);
    let octets: u64 = tasks.iter().map(|task| fs::metadata(&task.path).map_or(0, |found| found.len())).sum();
    let operations: usize = tasks.iter().map(|task| task.operations.len()).sum();
    let passes = |threads| -> Vec<(f64, f64)> { (0..PASSES).map(|_| pass(&tasks, &keys, threads)).collect() };
    let busy = |passes: &[(f64, f64)]| process::median(passes.iter().map(|pass| pass.1).collect());
    let alone = passes(1);
    let together = passes(thread::available_parallelism().map_or(1, usize::from));
    let wall = process::median(together.iter().map(|pass| pass.0).collect());
    let count = tasks.len() as f64;
    println!(
        "{{\"documents\": {}, \"octets\": {octets}, \"operations\": {:.2}, \"operations_unshared\": {:.2}, \
         \"processor_ms\": {:.4}, \"processor_ms_of_one_thread\": {:.4}, \"documents_per_second\": {:.0}}}",
        tasks.len(),
        operations as f64 / count,
        asked as f64 / count,
        busy(&together) / count * 1e3,
        busy(&alone) / count * 1e3,
        count / wall,
    );
}

/// What each document needs for itself alone, and how much all need that share nothing.
fn tasks(folder: &Path) -> (Vec<Task>, usize) {
    let (recorder, trust) = (Recorder::default(), Archive::new().trust().clone());
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder.join("documents")).expect("documents").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut tasks = Vec::new();
    for path in paths {
        let octets = fs::read(&path).expect("a readable document");
        // Another one for each: what it remembers of one document it does not ask about the next.
        let verifier = Verifier::new(Policy::default(), trust.clone()).with_checker(recorder.clone());
        let report = verifier.verify(&octets, "document", &Evidence::new(), JUDGED.parse().expect("a time"));
        assert_eq!(report.conclusion(), DocumentConclusion::Passed, "{}", path.display());
        let mut operations = std::mem::take(&mut *recorder.0.lock().expect("one thread"));
        let mut seen = std::collections::HashSet::new();
        operations.retain(|operation| seen.insert(operation.clone()));
        tasks.push(Task { path, gaps: gaps(&octets), operations });
    }
    let asked = tasks.iter().map(|task| task.operations.len()).sum();
    let mut users: HashMap<Operation, usize> = HashMap::new();
    for operation in tasks.iter().flat_map(|task| &task.operations) {
        *users.entry(operation.clone()).or_default() += 1;
    }
    for task in &mut tasks {
        task.operations.retain(|operation| users.get(operation) == Some(&1));
    }
    (tasks, asked)
}

/// The byte ranges, read off the text: begin and end of each gap, and the end of what is signed.
fn gaps(octets: &[u8]) -> Vec<(usize, usize, usize)> {
    let marker = b"/ByteRange";
    let starts = octets.windows(marker.len()).enumerate().filter(|(_, window)| *window == marker);
    let mut gaps: Vec<(usize, usize, usize)> = starts
        .filter_map(|(at, _)| {
            let text = String::from_utf8_lossy(octets.get(at + marker.len()..at + 80)?).into_owned();
            let numbers = text.split('[').nth(1)?.split(']').next()?.split_whitespace();
            let numbers: Vec<usize> = numbers.filter_map(|number| number.parse().ok()).collect();
            let [0, before, after, length] = numbers.as_slice() else { return None };
            Some((*before, *after, after + length))
        })
        .collect();
    gaps.sort_unstable();
    gaps
}

fn keys(tasks: &[Task]) -> HashMap<Vec<u8>, ParsedPublicKey> {
    let all = tasks.iter().flat_map(|task| &task.operations).map(|operation| operation.key.clone());
    all.map(|key| {
        let parsed = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key).expect("an RSA key");
        (key, parsed)
    })
    .collect()
}

/// Seconds by the clock with so many threads, and of processor time.
fn pass(tasks: &[Task], keys: &HashMap<Vec<u8>, ParsedPublicKey>, threads: usize) -> (f64, f64) {
    let (clock, busy) = (Instant::now(), processor_time());
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            task.run(keys);
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    (clock.elapsed().as_secs_f64(), (processor_time() - busy).as_secs_f64())
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().expect("not before the start"), time.tv_nsec.try_into().expect("below 1 s"))
}

impl Task {
    fn run(&self, keys: &HashMap<Vec<u8>, ParsedPublicKey>) {
        let octets = File::open(&self.path).and_then(|file| map(&file)).expect("a readable document");
        let digests = self.hash(&octets);
        assert_eq!(digests.len(), self.gaps.len() + 1);
        for operation in &self.operations {
            let digest = Digest::import_less_safe(&operation.digest, &SHA256).expect("a digest");
            keys[&operation.key].verify_digest_sig(&digest, &operation.value).expect("a valid signature");
        }
    }

    /// The digest of each signature's ranges and of the whole file: what they share is hashed once.
    fn hash(&self, octets: &[u8]) -> Vec<Digest> {
        let mut digests = Vec::new();
        let (mut shared, mut position) = (Context::new(&SHA256), 0);
        for (before, after, end) in &self.gaps {
            shared.update(&octets[position..*before]);
            position = *before;
            let mut own = shared.clone();
            own.update(&octets[*after..*end]);
            digests.push(own.finish());
        }
        shared.update(&octets[position..]);
        digests.push(shared.finish());
        digests
    }
}
