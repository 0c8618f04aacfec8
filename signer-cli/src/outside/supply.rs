//! Answers what a verification lacked: whom to ask, in which order, and what is kept of the answers.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use signer_core::Time;
use signer_core::algorithm::Digest;
use signer_core::evidence::{Evidence, Need, Origin};
use signer_core::pki::ocsp::{NonceMatch, Response};
use signer_core::report::{Report, ReportFinding, RevocationOrigin, RevocationSource, Severity};
use signer_core::signer::{read_certificates, unwrap_pem};

use super::cache::{Cache, Key};
use super::fault::{Fault, FaultKind};
use super::{Outside, Wanted};
use crate::trust::catalogue;

mod renew;

/// Addresses of one certificate that are tried: authorities name one, and perhaps its mirror.
const ADDRESSES: usize = 4;

/// Questions of one document that are asked in one round.
const QUESTIONS: usize = 64;

/// How long a certificate is kept: it does not change, but its address may come to mean another one.
const CERTIFICATE_SECONDS: i64 = 7 * 86_400;

/// The nonce of a request to a responder (RFC 9654, 2.1).
const NONCE_OCTETS: usize = 32;

/// Where answers come from for one run: each question is asked once, however many documents need the answer.
#[derive(Debug)]
pub(crate) struct Source {
    outside: Outside,
    cache: Option<Cache>,
    now: Time,
    answers: Mutex<HashMap<Question, Arc<OnceLock<Answer>>>>,
    /// What may be worth keeping, by what a report will say of it if it was of use, and by its octets.
    marks: Mutex<HashMap<Mark, Arc<Piece>>>,
    /// What is kept, and until when.
    kept: Mutex<HashMap<Question, Time>>,
    /// Questions whose answers do not get younger in this run.
    settled: Mutex<HashSet<Question>>,
}

/// A piece of evidence that came from the network, and until when it may be used.
#[derive(Debug)]
struct Piece {
    question: Question,
    octets: Vec<u8>,
    until: Time,
}

/// One question to one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    wanted: Wanted,
    url: String,
    /// The request to a responder, without a nonce; empty for what is fetched.
    request: Vec<u8>,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Cache,
    Network,
}

type Answer = Result<Evidence, Fault>;

/// How a report names evidence that it used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Mark {
    Crl {
        certificate: String,
        this_update: Time,
    },
    Ocsp {
        certificate: String,
        this_update: Time,
    },
    Certificate {
        sha256: String,
    },
    /// As it stands in a document.
    Octets(Vec<u8>),
}

impl Source {
    /// Asks through `outside`. `now` is the present, whatever moment documents are judged at.
    pub(crate) fn new(outside: Outside, cache: Option<Cache>, now: Time) -> Self {
        let (answers, marks) = (Mutex::default(), Mutex::default());
        Self { outside, cache, now, answers, marks, kept: Mutex::default(), settled: Mutex::default() }
    }

    /// Adds to the evidence what was found of what the report lacks. Whether there is anything new.
    pub(crate) fn supply(&self, report: &Report, evidence: &mut Evidence) -> bool {
        self.supply_all(in_order(&report.needs), evidence)
    }

    /// Adds to the evidence what was found of these needs. Whether there is anything new.
    pub(crate) fn supply_needs(&self, needs: &[Need], evidence: &mut Evidence) -> bool {
        self.supply_all(in_order(needs), evidence)
    }

    fn supply_all<'n>(&self, needs: impl IntoIterator<Item = &'n Need>, evidence: &mut Evidence) -> bool {
        let mut answered = BTreeSet::new();
        let mut any = false;
        for need in needs {
            // The status of a certificate is asked of one source at a time.
            if status_of(need).is_some_and(|certificate| answered.contains(certificate)) {
                continue;
            }
            if self.answer(need, evidence) {
                any = true;
                answered.extend(status_of(need));
            }
        }
        any
    }

    /// The first of the places that says something new.
    fn answer(&self, need: &Need, evidence: &mut Evidence) -> bool {
        let questions = self.questions(need);
        let places = [Place::Cache, Place::Network];
        places.iter().any(|place| {
            let questions = questions.iter().filter(|question| question.place == *place);
            let mut answers = questions.map(|question| self.once(question, need));
            answers.any(|answer| match answer.get() {
                Some(Ok(answer)) => evidence.extend(answer),
                _ => false,
            })
        })
    }

    fn questions(&self, need: &Need) -> Vec<Question> {
        let (wanted, request) = match need {
            Need::Certificate { .. } => (Wanted::Certificate, Vec::new()),
            Need::Crl { .. } => (Wanted::Crl, Vec::new()),
            Need::Ocsp { .. } => (Wanted::Ocsp, need.ocsp_request(None).unwrap_or_default()),
            _ => return Vec::new(),
        };
        let urls = catalogue::with_mirrors(need.urls());
        let places = if self.cache.is_some() { [Place::Cache, Place::Network].as_slice() } else { &[Place::Network] };
        let question = |url: &String, place: &Place| Question {
            wanted,
            url: url.clone(),
            request: request.clone(),
            place: *place,
        };
        urls.iter().take(ADDRESSES).flat_map(|url| places.iter().map(move |place| question(url, place))).collect()
    }

    /// The answer to a question; whoever asks while it is asked waits for the one answer.
    fn once(&self, question: &Question, need: &Need) -> Arc<OnceLock<Answer>> {
        let answer = Arc::clone(lock(&self.answers).entry(question.clone()).or_default());
        answer.get_or_init(|| self.ask(question, need));
        if let Some(Ok(evidence)) = answer.get() {
            self.mark(evidence, question, need);
        }
        answer
    }

    fn ask(&self, question: &Question, need: &Need) -> Answer {
        let key = question.key();
        let octets = match question.place {
            Place::Cache => self.cache.as_ref().and_then(|cache| cache.get(&key, self.now)),
            Place::Network => None,
        };
        match (octets, question.place) {
            (Some(octets), _) => evidence_of(&octets, question),
            (None, Place::Cache) => Ok(Evidence::new()),
            (None, Place::Network) => {
                self.may_be_asked(need, &question.url)?;
                self.fetch(question, need)
            }
        }
    }

    /// Only who is named by a certificate whose chain is proven, by the catalogue, or by the user.
    fn may_be_asked(&self, need: &Need, url: &str) -> Result<(), Fault> {
        let vouched = need.trusted() || catalogue::names(url) || self.outside.is_allowed(url);
        if vouched { Ok(()) } else { Err(Fault::new(url, FaultKind::Unvouched)) }
    }

    fn fetch(&self, question: &Question, need: &Need) -> Answer {
        let url = &question.url;
        if question.wanted != Wanted::Ocsp {
            return evidence_of(&self.outside.get(url, question.wanted)?, question);
        }
        let mut nonce = [0; NONCE_OCTETS];
        let nonce = aws_lc_rs::rand::fill(&mut nonce).is_ok().then_some(nonce.as_slice());
        let response = self.respond(url, need, nonce).or_else(|fault| match nonce {
            // Some responders refuse what they do not know.
            Some(_) if fault.is_of_content() => self.respond(url, need, None),
            _ => Err(fault),
        })?;
        // An answer without a nonce was made beforehand (RFC 5019, 4); one with another's was made for somebody else.
        let own = nonce.map_or(NonceMatch::Different, |nonce| response.answers(nonce));
        if response.nonce().is_some() && own != NonceMatch::Same {
            return Err(Fault::useless(url, "it answers another request: the nonce differs"));
        }
        evidence_of(response.der(), question)
    }

    fn respond(&self, url: &str, need: &Need, nonce: Option<&[u8]>) -> Result<Response, Fault> {
        let request = need.ocsp_request(nonce).ok_or_else(|| Fault::useless(url, "no request"))?;
        let octets = self.outside.post(url, "application/ocsp-request", &request, Wanted::Ocsp)?;
        Response::parse(&unwrapped(octets, "OCSP RESPONSE")).map_err(|error| Fault::useless(url, error))
    }

    /// Remembers how a report will name what is in the answer.
    fn mark(&self, evidence: &Evidence, question: &Question, need: &Need) {
        if self.cache.is_none() || question.place != Place::Network {
            return;
        }
        let certificate = || status_of(need).map(str::to_owned).unwrap_or_default();
        let crls = evidence.crls().iter().filter_map(|crl| {
            let mark = Mark::Crl { certificate: certificate(), this_update: crl.value.this_update() };
            Some((mark, crl.value.der(), crl.value.next_update()?))
        });
        let singles = evidence.ocsp_responses().iter().flat_map(|response| {
            let singles = response.value.singles().iter();
            singles.map(move |single| (single.this_update(), response.value.der(), single.next_update()))
        });
        let singles = singles.filter_map(|(this_update, octets, until)| {
            Some((Mark::Ocsp { certificate: certificate(), this_update }, octets, until?))
        });
        let until = self.now.plus(CERTIFICATE_SECONDS);
        let certificates = evidence
            .certificates()
            .iter()
            .map(|held| (Mark::Certificate { sha256: held.value.fingerprint() }, held.value.der(), until));
        let mut marks = lock(&self.marks);
        for (mark, octets, until) in crls.chain(singles).chain(certificates) {
            let piece = Arc::new(Piece { question: question.clone(), octets: octets.to_vec(), until });
            marks.insert(Mark::Octets(digest(octets)), Arc::clone(&piece));
            marks.insert(mark, piece);
        }
    }

    /// Keeps what a finished report relied upon. What it did not rely upon was of no use, or wrong.
    pub(crate) fn keep(&self, report: &Report) {
        let used = report.signatures.iter().flat_map(|signature| {
            let fetched = signature.revocation.iter().filter(|used| used.origin == RevocationOrigin::Fetched);
            let lists = fetched.map(|used| {
                let (certificate, this_update) = (used.certificate.clone(), used.this_update);
                match used.source {
                    RevocationSource::Crl => Mark::Crl { certificate, this_update },
                    RevocationSource::Ocsp => Mark::Ocsp { certificate, this_update },
                }
            });
            let proven = signature.chain.iter().any(|link| link.trusted);
            let links = signature.chain.iter().filter(move |_| proven);
            lists.chain(links.map(|link| Mark::Certificate { sha256: link.sha256.clone() }))
        });
        used.for_each(|mark| self.put(&mark));
    }

    /// Keeps what stands behind the mark, unless something that lasts as long is kept already.
    fn put(&self, mark: &Mark) {
        let Some(cache) = &self.cache else { return };
        let Some(piece) = lock(&self.marks).remove(mark) else { return };
        let mut kept = lock(&self.kept);
        if kept.get(&piece.question).is_none_or(|until| *until < piece.until) {
            kept.insert(piece.question.clone(), piece.until);
            cache.put(&piece.question.key(), &piece.octets, piece.until, self.now);
        }
    }

    /// What was asked for this report in vain, as findings: each names the service.
    pub(crate) fn findings(&self, report: &Report) -> Vec<ReportFinding> {
        let mut findings: Vec<ReportFinding> = Vec::new();
        for (code, message) in self.faults(&report.needs) {
            findings.push(ReportFinding { code, severity: Severity::Warning, message });
        }
        findings
    }

    /// What was asked in vain for these needs, each once: a code, and a sentence that names the service.
    pub(crate) fn faults(&self, needs: &[Need]) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for need in in_order(needs) {
            let questions = self.questions(need);
            for question in questions.iter().filter(|question| question.place == Place::Network) {
                let answer = lock(&self.answers).get(question).cloned();
                let said = match answer.as_ref().and_then(|answer| answer.get()) {
                    None => continue,
                    Some(Err(fault)) => (format!("outside.{}", fault.code()), fault.to_string()),
                    // It answered, and the need is still there.
                    Some(Ok(_)) => {
                        let fault = Fault::useless(&question.url, of_no_help(need));
                        (format!("outside.{}", fault.code()), fault.to_string())
                    }
                };
                if !faults.contains(&said) {
                    faults.push(said);
                }
            }
        }
        faults
    }

    /// Why nothing could be kept, and where, if that happened.
    pub(crate) fn trouble(&self) -> Option<(String, std::io::Error)> {
        let cache = self.cache.as_ref()?;
        cache.trouble().map(|error| (cache.folder().display().to_string(), error))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the octets of a piece are recognised in a document.
fn digest(octets: &[u8]) -> Vec<u8> {
    signer_core::crypto::digest(Digest::Sha256, octets)
}

impl Question {
    fn key(&self) -> Key {
        let kind = match self.wanted {
            Wanted::Certificate => "certificate",
            Wanted::Crl => "crl",
            Wanted::Ocsp => "ocsp",
            Wanted::Timestamp => "timestamp",
        };
        Key::new(kind, &self.url, &self.request)
    }
}

/// Issuers before statuses, responders before lists: an answer about one certificate is small and new.
fn in_order(needs: &[Need]) -> Vec<&Need> {
    let mut needs: Vec<&Need> = needs.iter().collect();
    needs.sort_by_key(|need| match need {
        Need::Certificate { .. } => 0,
        Need::Ocsp { .. } => 1,
        _ => 2,
    });
    needs.truncate(QUESTIONS);
    needs
}

fn of_no_help(need: &Need) -> String {
    match need {
        Need::Crl { subject, .. } | Need::Ocsp { subject, .. } => format!("it does not show the status of `{subject}`"),
        Need::Certificate { issuer, .. } => format!("it does not lead to `{issuer}`"),
        _ => "it does not help".to_owned(),
    }
}

fn status_of(need: &Need) -> Option<&str> {
    match need {
        Need::Crl { certificate, .. } | Need::Ocsp { certificate, .. } => Some(certificate),
        _ => None,
    }
}

/// Reads an answer as what was asked for.
fn evidence_of(octets: &[u8], question: &Question) -> Answer {
    let mut evidence = Evidence::new();
    let added = match question.wanted {
        Wanted::Certificate => {
            let certificates = read_certificates(octets).map_err(|error| Fault::useless(&question.url, error))?;
            certificates.iter().try_for_each(|der| evidence.add_certificate(Origin::Fetched, der).map(|_| ()))
        }
        Wanted::Crl => {
            let octets = unwrapped(octets.to_vec(), "X509 CRL");
            evidence.add_crl(Origin::Fetched, &octets).map(|_| ())
        }
        Wanted::Ocsp => evidence.add_ocsp(Origin::Fetched, octets).map(|_| ()),
        Wanted::Timestamp => Ok(()),
    };
    added.map_err(|error| Fault::useless(&question.url, error))?;
    Ok(evidence)
}

/// DER, where it came as PEM although the standards ask for DER.
fn unwrapped(octets: Vec<u8>, label: &str) -> Vec<u8> {
    unwrap_pem(&octets, label).and_then(|blocks| blocks.into_iter().next()).unwrap_or(octets)
}
