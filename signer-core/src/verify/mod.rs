//! Verifying: facts are gathered, then judged.

mod certificates;
mod detached;
mod digests;
mod document;
mod facts;
mod findings;
mod judge;
mod material;
mod message;
mod needs;
mod paths;
mod pool;
mod readings;
mod security_store;
mod signature;
mod signer_facts;
mod status;
mod tokens;

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::crypto::{Keyring, Remembered, SignatureCheck};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::limits::{Budget, Limits};
use crate::pdf::Document;
use crate::pki::{Certificate, TrustStore};
use crate::policy::{KnownRole, Policy};
use crate::report::{Formalities, Report, ReportError, Role, RoleDecision};
use crate::time::Time;

pub use self::facts::{
    Binding, CertificateFacts, CertificateStatus, CoreFacts, Facts, MissingIssuer, PathFacts, PathProblem,
    PathProblemKind, StatusSources, TimestampFacts,
};
pub use self::judge::judge;
pub use self::material::Material;

use self::certificates::Search;
use self::document::Gathered;
use self::pool::Pool;
use self::readings::Readings;

/// How the names of fields begin that hold the number and the date of a document: this toolkit's and those of the
/// signing program of the Government Cipher Committee.
pub const NUMBER_AND_DATE_FIELDS: [&str; 3] = ["NumberDate", "Mẫu số công văn", "Mẫu ngày công văn"];

/// A policy and a trust store, ready for many documents.
///
/// ```
/// use signer_core::evidence::Evidence;
/// use signer_core::pki::TrustStore;
/// use signer_core::policy::Policy;
/// use signer_core::report::DocumentConclusion;
/// use signer_core::verify::Verifier;
///
/// let verifier = Verifier::new(Policy::strict(), TrustStore::new());
/// let at = "2026-11-21T07:03:07Z".parse()?;
/// let report = verifier.verify(b"no document at all", "letter.pdf", &Evidence::new(), at);
/// assert_eq!(report.conclusion(), DocumentConclusion::Unreadable);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Verifier {
    policy: Policy,
    trust: TrustStore,
    intermediates: Vec<Certificate>,
    limits: Limits,
    password: Zeroizing<Vec<u8>>,
    /// Of what is one document's own.
    checker: Arc<dyn SignatureCheck>,
    /// Of what recurs: certificates, lists, and what responders were certified for.
    recurring: Box<dyn SignatureCheck>,
    readings: Readings,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("policy", &self.policy.name()).finish_non_exhaustive()
    }
}

impl Verifier {
    /// Judges by this policy, and trusts these anchors.
    #[must_use]
    pub fn new(policy: Policy, trust: TrustStore) -> Self {
        let limits = Limits::default();
        let (intermediates, password) = (Vec::new(), Zeroizing::default());
        let checker = Arc::new(Keyring::default());
        Self {
            policy,
            trust,
            intermediates,
            limits,
            password,
            recurring: Box::new(Remembered::new(Arc::clone(&checker))),
            checker,
            readings: Readings::default(),
        }
    }

    /// Knows these certificates too. They are not trusted for being known: most signed documents embed the
    /// signer's certificate alone, and the way to an anchor has to come from somewhere.
    #[must_use]
    pub fn with_intermediates(mut self, certificates: impl IntoIterator<Item = Certificate>) -> Self {
        self.intermediates.extend(certificates);
        self
    }

    /// Has other limits on hostile input.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Opens encrypted documents with this user or owner password; others do not mind it.
    #[must_use]
    pub fn with_password(mut self, password: &[u8]) -> Self {
        self.password = Zeroizing::new(password.to_vec());
        self
    }

    /// Has signature values checked by another.
    #[must_use]
    pub fn with_checker(mut self, checker: impl SignatureCheck + 'static) -> Self {
        let checker = Arc::new(checker);
        self.recurring = Box::new(Arc::clone(&checker));
        self.checker = checker;
        // What the former one said counts no more.
        self.readings = Readings::default();
        self
    }

    /// The policy.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What it trusts.
    #[must_use]
    pub const fn trust(&self) -> &TrustStore {
        &self.trust
    }

    /// The certificates that it knows without trusting them.
    #[must_use]
    pub fn intermediates(&self) -> &[Certificate] {
        &self.intermediates
    }

    /// The limits on hostile input.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Verifies a PDF document as it is at the moment `at`. `path` is what the report calls it.
    ///
    /// A document that cannot be read gives a report that says so; there is no error apart from it.
    #[must_use]
    pub fn verify(&self, octets: &[u8], path: &str, evidence: &Evidence, at: Time) -> Report {
        match Document::open_with_password(octets, &self.limits, &self.password) {
            Ok(document) => self.verify_document(&document, path, evidence, at),
            Err(error) => self.unreadable(octets, path, at, &error),
        }
    }

    /// Verifies a PDF document that is open already (with a password, for instance).
    #[must_use]
    pub fn verify_document(&self, document: &Document<'_>, path: &str, evidence: &Evidence, at: Time) -> Report {
        match self.gather(document, evidence, at) {
            Ok(gathered) => self.report(gathered, document.octets().len(), path, at),
            Err(error) => self.unreadable(document.octets(), path, at, &error),
        }
    }

    /// Verifies a signature that stands apart from its content (CAdES or CMS, `.p7s`), in BER or DER.
    ///
    /// The message must have one signer; one with several is not judged.
    #[must_use]
    pub fn verify_detached(
        &self,
        signature: &[u8],
        content: &[u8],
        path: &str,
        evidence: &Evidence,
        at: Time,
    ) -> Report {
        match detached::gather(self.given(evidence, at), signature, content) {
            Ok(gathered) => self.report(gathered, content.len(), path, at),
            Err(error) => self.unreadable(content, path, at, &error),
        }
    }

    /// What is found in a document, before it is judged: one entry for each signature and document time-stamp.
    ///
    /// # Errors
    /// When the document's structure does not let the signatures be found, or a limit was reached.
    pub fn facts(&self, document: &Document<'_>, evidence: &Evidence, at: Time) -> Result<Vec<Facts>, Error> {
        Ok(self.gather(document, evidence, at)?.facts)
    }

    /// What a PDF document brings along for its own verification, whatever it is worth.
    ///
    /// # Errors
    /// When the document's structure does not let the signatures be found, or a limit was reached.
    pub fn material(&self, octets: &[u8]) -> Result<Material, Error> {
        let document = Document::open_with_password(octets, &self.limits, &self.password)?;
        document::material(self.given_nothing(), &document)
    }

    /// What a signature that stands apart from its content brings along.
    ///
    /// # Errors
    /// [`Malformed`](crate::error::Malformed) when the octets are no such signature.
    pub fn material_detached(&self, signature: &[u8]) -> Result<Material, Error> {
        detached::material(self.given_nothing(), signature)
    }

    /// For looking into a document only: no evidence, no certificates, and no time, which nothing there asks for.
    fn given_nothing(&self) -> Given<'_> {
        let pool = Pool::new(&self.readings, &Evidence::new(), &[], self.limits.certificates);
        Given { verifier: self, pool, at: Time::from_unix(0), limits: &self.limits }
    }

    fn gather(&self, document: &Document<'_>, evidence: &Evidence, at: Time) -> Result<Gathered, Error> {
        document::gather(self.given(evidence, at), document)
    }

    fn given(&self, evidence: &Evidence, at: Time) -> Given<'_> {
        let pool = Pool::new(&self.readings, evidence, &self.intermediates, self.limits.certificates);
        Given { verifier: self, pool, at, limits: &self.limits }
    }

    fn report(&self, gathered: Gathered, size: usize, path: &str, at: Time) -> Report {
        let mut report = Report::new(path, at, self.policy.name());
        report.sha256 = gathered.sha256;
        report.size = u64::try_from(size).unwrap_or(u64::MAX);
        report.findings = gathered.findings;
        let mut wanting = Vec::new();
        for facts in &gathered.facts {
            let (signature, lacks) = judge::judge_wanting(facts, &self.policy, at);
            report.findings.extend(findings::of(&signature));
            report.signatures.push(signature);
            wanting.extend(lacks);
        }
        report.needs = needs::of(&gathered.facts, &wanting);
        report.formalities = Formalities::of(&report);
        report.with_requirements(self.policy.requirements())
    }

    fn unreadable(&self, octets: &[u8], path: &str, at: Time, error: &Error) -> Report {
        let code = match error {
            Error::Malformed(_) => "malformed",
            Error::Limit(_) => "limit",
            Error::Forbidden(_) => "encrypted",
            _ => "error",
        };
        let error = ReportError { code: code.to_owned(), message: error.to_string() };
        let mut report = Report::unreadable(path, at, self.policy.name(), error);
        report.sha256 = hex::encode(crate::crypto::digest(crate::algorithm::Digest::Sha256, octets));
        report.size = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        report
    }
}

/// What a verification has at hand beside the signature itself.
struct Given<'v> {
    verifier: &'v Verifier,
    /// Certificates and evidence: the caller's, and those of the document.
    pool: Pool<'v>,
    at: Time,
    limits: &'v Limits,
}

impl Given<'_> {
    fn search(&self) -> Search<'_> {
        Search {
            trust: &self.verifier.trust,
            checker: self.verifier.recurring.as_ref(),
            intermediates: &self.pool.certificates,
            pool: &self.pool,
            now: self.at,
        }
    }

    /// The certificates that can be read. One that cannot hides no other.
    fn certificates(&self, octets: &[&[u8]]) -> Vec<Certificate> {
        let limit = usize::try_from(self.limits.certificates).unwrap_or(usize::MAX);
        octets.iter().take(limit).filter_map(|der| self.verifier.readings.certificate(der).ok()).collect()
    }

    fn budget(&self) -> Budget {
        Budget::new("public-key operations", u64::from(self.limits.signature_checks))
    }

    /// Whose signature the one in `field` is: as configured, or as the names let guess.
    ///
    /// The organisation's clerk fills in number and date with the organisation's key before the seal is applied (Decree
    /// 30/2020, article 18): that signature is not yet the organisation's on the document.
    fn role(&self, certificate: &Certificate, field: &str) -> (Role, Option<RoleDecision>) {
        if NUMBER_AND_DATE_FIELDS.iter().any(|name| field.starts_with(name)) {
            return (Role::Unknown, Some(RoleDecision::Appearance));
        }
        let known = self.verifier.readings.known(certificate);
        let shown = &known.facts.signatory;
        let is_of = |role: &&KnownRole| {
            let names = [&shown.sha256, &shown.subject, &shown.common_name];
            names.iter().any(|name| !name.is_empty() && name.eq_ignore_ascii_case(&role.certificate))
        };
        match self.verifier.policy.known_roles().iter().find(is_of) {
            Some(configured) => (configured.role, Some(RoleDecision::Configuration)),
            None => (known.guessed, Some(RoleDecision::Heuristic)),
        }
    }
}
