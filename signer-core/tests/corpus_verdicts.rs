//! Every file of the corpus that others published with a verdict: ours is compared, row by row.
//!
//! The folder is `SIGNER_CORPUS`, or `shared/corpus` beside the workspace. Where ours differs, the row stands in
//! `corpus_exceptions.tsv` with the reason; an exception that is no longer needed fails the test.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]
#![expect(clippy::disallowed_methods, reason = "a test reads files")]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use signer_core::Time;
use signer_core::evidence::{Evidence, Need};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{
    Conclusion, Coverage, DigestAnswer, DocumentConclusion, Failed, Report, SignatureAnswer, SignatureReport,
    SignatureType, TimestampIndication,
};
use signer_core::verify::Verifier;
use test_vectors::keys::Key;
use test_vectors::pki::Authority;

/// The corpus, or `None` with a word when it is not there.
fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");
    let folder = PathBuf::from(std::env::var("SIGNER_CORPUS").unwrap_or_else(|_| default.to_owned()));
    if folder.join("expected.tsv").is_file() {
        return Some(folder);
    }
    test_vectors::say(format_args!("skipped: no corpus in {}", folder.display()));
    None
}

/// One row of `expected.tsv`.
struct Row {
    path: String,
    classes: Vec<(String, String)>,
    must_not_be: Vec<String>,
    /// `allowed`, `suspicious` or blank: of the document.
    modification: String,
    contested: bool,
    trust: String,
}

fn rows(corpus: &Path) -> Vec<Row> {
    let text = fs::read_to_string(corpus.join("expected.tsv")).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|title| title.starts_with(name)).expect("the column");
    let (path, classes, must_not_be) = (column("path"), column("per_signature_class"), column("must_not_be"));
    let (contested, trust) = (column("contested"), column("trust_context"));
    let modification = column("doc_modification");
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |index: usize| cells.get(index).copied().unwrap_or_default().trim();
            Row {
                path: cell(path).to_owned(),
                classes: cell(classes)
                    .split(';')
                    .filter_map(|pair| pair.rsplit_once('='))
                    .map(field_and_class)
                    .collect(),
                must_not_be: cell(must_not_be)
                    .split(',')
                    .filter(|class| !class.is_empty())
                    .map(ToOwned::to_owned)
                    .collect(),
                modification: cell(modification).to_owned(),
                contested: !cell(contested).is_empty(),
                trust: cell(trust).to_owned(),
            }
        })
        .collect()
}

fn field_and_class((field, class): (&str, &str)) -> (String, String) {
    (field.strip_prefix("T:").unwrap_or(field).to_owned(), class.to_owned())
}

/// The words of the corpus for what a signature is, as our report has it.
fn class(signature: &SignatureReport) -> &'static str {
    let integrity = signature.integrity;
    let bare = integrity.digest == DigestAnswer::Unknown && integrity.signature == SignatureAnswer::Invalid;
    match signature.conclusion() {
        _ if signature.coverage == Coverage::Malformed => "malformed",
        _ if integrity.digest == DigestAnswer::Mismatch || bare => "broken-digest",
        _ if integrity.signature == SignatureAnswer::Invalid => "broken-signature",
        _ if integrity.digest == DigestAnswer::Unknown => "malformed",
        _ if integrity.signature == SignatureAnswer::Unknown => "not-verifiable",
        _ if !signature.changes.allowed => "suspicious-modification",
        Conclusion::TotalFailed(Failed::FormatFailure) => "malformed",
        Conclusion::TotalPassed if signature.coverage == Coverage::WholeFile => "intact",
        _ if signature.coverage == Coverage::WholeFile => "intact+trusted-chain-unknown",
        _ => "not-whole-document-covered-but-allowed",
    }
}

/// Whether ours agrees about integrity; classes on what later revisions may do are not compared.
fn agrees(expected: &str, actual: &str) -> Option<bool> {
    match expected {
        // Later time-stamps and validation data are no harm to integrity.
        "intact" | "intact+trusted-chain-unknown" => {
            let whole = matches!(actual, "intact" | "intact+trusted-chain-unknown");
            Some(whole || actual == "not-whole-document-covered-but-allowed")
        }
        "broken-digest" => Some(matches!(actual, "broken-digest" | "malformed")),
        "broken-signature" => Some(actual == "broken-signature"),
        "malformed" => Some(actual == "malformed"),
        _ => None,
    }
}

/// Anchors, intermediates and moment of a row's trust context.
struct Trust {
    anchors: Vec<Certificate>,
    intermediates: Vec<Certificate>,
}

impl Trust {
    fn read(corpus: &Path) -> Self {
        let mut this = Self { anchors: Vec::new(), intermediates: Vec::new() };
        for authority in folders(&corpus.join("trust/pyhanko-testing-ca")) {
            for folder in folders(&authority) {
                for file in files(&folder) {
                    let read = signer_core::signer::read_certificates(&fs::read(&file).unwrap());
                    for certificate in read.into_iter().flatten().filter_map(|der| Certificate::parse(&der).ok()) {
                        let root = file.ends_with("root/root.cert.pem");
                        if root { &mut this.anchors } else { &mut this.intermediates }.push(certificate);
                    }
                }
            }
        }
        this
    }

    fn verifier(&self, anchored: bool) -> Verifier {
        let mut trust = TrustStore::new();
        if anchored {
            trust.extend(self.anchors.iter().cloned());
        }
        Verifier::new(Policy::strict(), trust).with_intermediates(self.intermediates.iter().cloned())
    }
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_file()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// The moment of a trust context: the first date in it.
fn moment(trust: &str) -> Option<Time> {
    let date =
        trust.split(|c: char| !c.is_ascii_digit() && c != '-').find(|word| word.len() == 10 && word.contains('-'))?;
    Some(time(&format!("{date}T00:00:00Z")))
}

fn score_key(path: &str) -> String {
    path.split('/').take(2).collect::<Vec<_>>().join("/")
}

/// `path`, `field`, `expected`, `actual`, `reason`.
fn exceptions() -> BTreeMap<(String, String), (String, String)> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus_exceptions.tsv")).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [path, field, expected, actual, reason] = cells[..] else { panic!("five cells: {line}") };
            assert!(reason.len() > 20, "a reason for {path}");
            ((path.to_owned(), field.to_owned()), (expected.to_owned(), actual.to_owned()))
        })
        .collect()
}

/// Whether ours agrees about what later revisions did; `None` where nobody says.
///
/// What cannot be read as it was signed is flagged as well as what was changed; what fails for something else than its
/// changes is allowed all the same.
fn agrees_on_changes(expected: &str, signature: Option<&SignatureReport>) -> Option<bool> {
    match expected {
        "not-whole-document-covered-but-allowed" => Some(signature.is_some_and(|signature| signature.changes.allowed)),
        "suspicious-modification" => Some(signature.is_some_and(|signature| !SOUND.contains(&class(signature)))),
        _ => None,
    }
}

/// Whether what was not permitted is named: an object, or what of the trailer or of the octets.
fn names_what_changed(signature: &SignatureReport) -> bool {
    let refused = signature.changes.items.iter().filter(|item| item.allowed_by.is_none());
    let named = refused.filter(|item| !item.object.is_empty() || item.kind.starts_with("trailer-"));
    let unseparated = matches!(signature.coverage, Coverage::Partial | Coverage::Malformed);
    unseparated || class(signature) != "suspicious-modification" || named.count() > 0
}

/// The share of cases of changes, in per cent, on which ours must agree with those that others published.
const SHARE: usize = 97;

/// What a suspicious document must never be.
const SOUND: [&str; 3] = ["intact", "intact+trusted-chain-unknown", "not-whole-document-covered-but-allowed"];

/// Limit on one file, with room for a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Score {
    files: usize,
    compared: usize,
    agreed: usize,
    conclusion: usize,
    trusted: usize,
    changed: usize,
    explained: usize,
}

#[test]
fn verdicts_agree_with_those_that_others_published() {
    let Some(corpus) = corpus() else { return };
    let trust = Trust::read(&corpus);
    let known = exceptions();
    let untrusted = not_trusted();
    let mut used = Vec::new();
    let mut problems = Vec::new();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for row in rows(&corpus) {
        let path = corpus.join(&row.path);
        if path.extension().is_none_or(|extension| extension != "pdf") || !path.is_file() {
            continue;
        }
        let octets = fs::read(&path).unwrap();
        let score = scores.entry(score_key(&row.path)).or_default();
        score.files += 1;
        let at = moment(&row.trust);
        let verifier = trust.verifier(at.is_some());
        let started = Instant::now();
        let at_or_now = at.unwrap_or_else(|| time("2026-11-01T00:00:00Z"));
        let report =
            catch_unwind(AssertUnwindSafe(|| verifier.verify(&octets, &row.path, &Evidence::new(), at_or_now)));
        let Ok(report) = report else {
            problems.push(format!("{}: panic", row.path));
            continue;
        };
        if started.elapsed() > LIMIT {
            problems.push(format!("{}: took {:?}", row.path, started.elapsed()));
        }
        problems.extend(about_the_document(&row, &report));
        if let Some(found) = forbidden(&row, &report) {
            problems.push(format!("{}: must not be {found}", row.path));
        }
        if at.is_some() && report.conclusion() == DocumentConclusion::Passed {
            problems.extend(passes_elsewhere(&trust, &octets, &row.path, at_or_now));
        }
        for (field, expected) in &row.classes {
            let signature = find(&report, field, &row);
            let actual = signature.map_or("no-such-signature", class);
            if at.is_some() && expected == "intact" {
                score.trusted += 1;
                score.conclusion += usize::from(actual == "intact");
                if actual != "intact" && !untrusted.contains(&(row.path.clone(), field.clone())) {
                    let why = signature.map(why).unwrap_or_default();
                    problems.push(format!("not trusted: {} {field}: {actual}: {why}", row.path));
                }
            }
            if let Some(agreed) = agrees_on_changes(expected, signature).filter(|_| !row.contested) {
                score.changed += 1;
                score.explained += usize::from(agreed);
                let key = (row.path.clone(), field.clone());
                if !agreed && known.get(&key) == Some(&(expected.clone(), actual.to_owned())) {
                    used.push(key);
                } else if !agreed {
                    problems.push(format!("{}\t{field}\t{expected}\t{actual}\tchanges", row.path));
                }
            }
            let Some(agreed) = agrees(expected, actual) else { continue };
            if row.contested {
                continue;
            }
            score.compared += 1;
            score.agreed += usize::from(agreed);
            let key = (row.path.clone(), field.clone());
            if !agreed && known.get(&key) == Some(&(expected.clone(), actual.to_owned())) {
                used.push(key);
            } else if !agreed {
                let why = signature.map_or_else(|| format!("{:?}", report.error), why);
                problems.push(format!("{}\t{field}\t{expected}\t{actual}\t{why}", row.path));
            }
        }
    }
    let (changed, explained) =
        scores.values().fold((0, 0), |sum, score| (sum.0 + score.changed, sum.1 + score.explained));
    test_vectors::say(format_args!("changes: {explained} of {changed} agree"));
    assert!(explained * 100 >= SHARE * changed, "changes: {explained} of {changed}");
    for (folder, score) in &scores {
        let Score { files, compared, agreed, conclusion, trusted, changed, explained } = score;
        test_vectors::say(format_args!(
            "{folder}: {files} files, integrity agrees on {agreed} of {compared}, trust on {conclusion} of {trusted}, \
             changes on {explained} of {changed}"
        ));
    }
    let stale = known.keys().filter(|key| !used.contains(key) && corpus.join(&key.0).is_file());
    problems.extend(stale.map(|(path, field)| format!("stale exception: {path} {field}")));
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// What the row says of the document as a whole: a suspicious one does not pass and says what was manipulated, of an
/// allowed one no signature fails for its changes.
fn about_the_document(row: &Row, report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    match row.modification.as_str() {
        _ if row.contested => {}
        "suspicious" => {
            if report.signatures.iter().all(|signature| SOUND.contains(&class(signature))) {
                problems.push(format!("{}: nothing is suspicious", row.path));
            }
            let unnamed = report.signatures.iter().filter(|signature| !names_what_changed(signature));
            problems.extend(unnamed.map(|signature| format!("{}: {} names nothing", row.path, signature.field)));
        }
        "allowed" => {
            let refused = report.signatures.iter().filter(|signature| !signature.changes.allowed);
            problems.extend(refused.map(|signature| format!("{}: {}: {}", row.path, signature.field, why(signature))));
        }
        _ => {}
    }
    problems
}

/// What passes at its anchor and time must not pass at another anchor, nor before its certificates were valid.
fn passes_elsewhere(trust: &Trust, octets: &[u8], path: &str, at: Time) -> Vec<String> {
    let stranger = Authority::root("Stranger", Key::P256);
    let stranger: TrustStore = [Certificate::parse(stranger.certificate()).unwrap()].into_iter().collect();
    let stranger = Verifier::new(Policy::strict(), stranger).with_intermediates(trust.intermediates.iter().cloned());
    let elsewhere = [
        ("at another anchor", stranger.verify(octets, path, &Evidence::new(), at)),
        ("in 1999", trust.verifier(true).verify(octets, path, &Evidence::new(), time("1999-01-01T00:00:00Z"))),
    ];
    let passes = elsewhere.into_iter().filter(|(_, report)| report.conclusion() == DocumentConclusion::Passed);
    passes.map(|(place, _)| format!("{path}: passes {place}")).collect()
}

/// Signatures that others call trusted and we do not: `path`, `field`, `reason`.
fn not_trusted() -> Vec<(String, String)> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus_trust_exceptions.tsv")).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [path, field, reason] = cells[..] else { panic!("three cells: {line}") };
            assert!(reason.len() > 20, "a reason for {path}");
            (path.to_owned(), field.to_owned())
        })
        .collect()
}

/// By its name; in an encrypted document that stays closed the name cannot be read, and an only one is meant.
fn find<'r>(report: &'r Report, field: &str, row: &Row) -> Option<&'r SignatureReport> {
    // `?1`: the first, whatever its name.
    if let Some(place) = field.strip_prefix('?').and_then(|place| place.parse::<usize>().ok()) {
        return report.signatures.get(place.saturating_sub(1));
    }
    let named = report.signatures.iter().find(|signature| signature.field == field);
    named.or_else(|| report.signatures.first().filter(|_| row.classes.len() == 1 && report.signatures.len() == 1))
}

/// A signature that is said to be what its row forbids. One that the row itself calls intact may be.
fn forbidden(row: &Row, report: &Report) -> Option<String> {
    report.signatures.iter().find_map(|signature| {
        let expected = row.classes.iter().find(|(field, _)| *field == signature.field).map(|(_, class)| class.as_str());
        let allowed = expected.is_some_and(|class| class.starts_with("intact"));
        let actual = class(signature);
        let passed =
            signature.conclusion() == Conclusion::TotalPassed && row.must_not_be.iter().any(|class| class == "intact");
        let found = row.must_not_be.iter().any(|class| class == actual) || passed;
        (found && !allowed).then(|| format!("{actual} ({})", signature.field))
    })
}

fn why(signature: &SignatureReport) -> String {
    let failed = signature.checks.0.iter().filter(|check| check.status == signer_core::report::Status::Fail);
    failed.map(|check| format!("{}: {}", check.id.id(), check.message)).collect::<Vec<_>>().join(" | ")
}

/// The published shadow documents: as they were signed they are sound, as they were changed they are flagged, and said
/// what was hidden or replaced.
#[test]
fn shadow_documents_pass_as_signed_and_fail_as_changed() {
    let Some(corpus) = corpus() else { return };
    let verifier = Verifier::new(Policy::strict(), TrustStore::new());
    let verify = |octets: &[u8]| verifier.verify(octets, "x", &Evidence::new(), time("2026-11-01T00:00:00Z"));
    let is_shadow = |path: &str| ["shadow", "hide", "replace"].iter().any(|word| path.to_lowercase().contains(word));
    let mut counted = 0;
    for row in rows(&corpus).into_iter().filter(|row| row.modification == "suspicious" && is_shadow(&row.path)) {
        let octets = fs::read(corpus.join(&row.path)).unwrap();
        let report = verify(&octets);
        let flagged = report.signatures.iter().filter(|signature| !signature.changes.allowed);
        let flagged: Vec<_> = flagged.filter(|signature| names_what_changed(signature)).collect();
        assert!(!flagged.is_empty(), "{}: {report:#?}", row.path);
        let document = Document::open(&octets, &Limits::default()).unwrap();
        let ends =
            document.signatures().unwrap().into_iter().filter_map(|signature| Some(signature.byte_range.ok()?.end()));
        let end = ends.max().unwrap();
        let original = verify(octets.get(..end).unwrap());
        let last = original.signatures.last().unwrap();
        assert!(SOUND.contains(&class(last)), "{}: {}", row.path, why(last));
        counted += 1;
    }
    test_vectors::say(format_args!("{counted} shadow documents"));
}

#[test]
fn official_vietnamese_documents_say_who_signed_and_when_it_was_stamped() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("pdf/vietnam-gov");
    let verifier = Verifier::new(Policy::strict(), TrustStore::new());
    let (mut intact, mut malformed) = (0, 0);
    for path in files(&folder) {
        let octets = fs::read(&path).unwrap();
        let report = verifier.verify(&octets, "x", &Evidence::new(), time("2026-11-01T00:00:00Z"));
        let name = path.display();
        assert!(report.signatures.iter().any(|signature| signature.kind == SignatureType::Signature), "{name}");
        for signature in &report.signatures {
            match class(signature) {
                "malformed" => {
                    malformed += 1;
                    let sentence = &signature.checks.0.iter().find(|check| check.reason.is_some()).unwrap().message;
                    assert!(sentence.contains("saved again after it was signed"), "{name}: {sentence}");
                }
                "intact+trusted-chain-unknown" => intact += 1,
                other => panic!("{name}: {other}: {}", why(signature)),
            }
            let signer = signature.signer.as_ref().expect("a signer");
            assert!(!signer.common_name.is_empty() && signer.issuer.contains("Ban C"), "{name}: {signer:?}");
            let stamp = signature.timestamps.first().expect("a time-stamp");
            assert!(stamp.time.is_some(), "{name}");
            // Nobody is trusted here: no time is relied upon.
            assert_eq!(stamp.indication(), TimestampIndication::Indeterminate, "{name}");
            assert_eq!(signature.best_signature_time, None, "{name}");
        }
    }
    assert_eq!((intact, malformed), (7, 3));
}

#[test]
fn official_vietnamese_documents_are_stamped_below_the_root_of_the_second_generation() {
    let Some(corpus) = corpus() else { return };
    let read = |name: &str| {
        let octets = fs::read(corpus.join("trust/vn-gcc").join(name)).ok()?;
        Certificate::parse(signer_core::signer::read_certificates(&octets).ok()?.first()?).ok()
    };
    let Some(root) = read("g2-root.pem") else { return };
    let names = ["g1-root.pem", "g1-cp.pem", "g2-cpcag2.pem"];
    let verifier = Verifier::new(Policy::strict(), [root].into_iter().collect())
        .with_intermediates(names.into_iter().filter_map(read));
    let (mut stamped, mut missing) = (0, 0);
    for path in files(&corpus.join("pdf/vietnam-gov")) {
        let octets = fs::read(&path).unwrap();
        let report = verifier.verify(&octets, "x", &Evidence::new(), time("2026-11-01T00:00:00Z"));
        for signature in report.signatures.iter().filter(|signature| signature.coverage != Coverage::Malformed) {
            let stamp = signature.timestamps.first().expect("a time-stamp");
            assert_eq!(stamp.indication(), TimestampIndication::Passed, "{}: {:?}", path.display(), stamp.checks);
            assert_eq!(signature.best_signature_time, stamp.time);
            stamped += 1;
        }
        // Who issued the signer's certificate is not in the corpus: the report says who, and where.
        let needs = report.needs.iter();
        missing += needs
            .filter(|need| match need {
                Need::Certificate { issuer, urls, .. } => {
                    issuer.contains("phần mềm G2") && urls == &["http://ca.gov.vn/pki/pub/crt/sscag2.crt"]
                }
                _ => false,
            })
            .count();
    }
    assert_eq!((stamped, missing), (7, 7));
}

#[test]
fn damaged_and_hostile_files_end_in_a_report() {
    let Some(corpus) = corpus() else { return };
    let verifier = Verifier::new(Policy::strict(), TrustStore::new());
    let mut open = vec![corpus.join("robustness")];
    let mut counted = 0;
    while let Some(folder) = open.pop() {
        open.extend(folders(&folder));
        for path in files(&folder) {
            let octets = fs::read(&path).unwrap();
            let started = Instant::now();
            let report = verifier.verify(&octets, "x", &Evidence::new(), time("2026-11-01T00:00:00Z"));
            assert!(started.elapsed() < LIMIT, "{}: took {:?}", path.display(), started.elapsed());
            // Nobody is trusted.
            assert_ne!(report.conclusion(), DocumentConclusion::Passed, "{}", path.display());
            counted += 1;
        }
    }
    test_vectors::say(format_args!("{counted} files"));
}
