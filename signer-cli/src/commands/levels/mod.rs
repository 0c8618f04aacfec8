//! What makes a signature last: time-stamps and validation data, for `sign`, `complete` and `extend`.

use std::sync::{Mutex, PoisonError};

use signer_core::cms::TimestampRequest;
use signer_core::error::{Error as CoreError, Refusal, TimestampFault};
use signer_core::evidence::{Evidence, Need, Origin};
use signer_core::oid::Oid;
use signer_core::pki::{PathErrorKind, TrustStore};
use signer_core::sign::{
    Certainty, Collected, Doubt, Older, Standing, TIMESTAMP_ROOM, Token, TokenCheck, collect, standing,
};

use aws_lc_rs::rand;
use secrecy::SecretString;

use crate::cli::level::Levels;
use crate::cli::sign::Level;
use crate::clock;
use crate::commands::sign::embed;
use crate::error::Failure;
use crate::folders;
use crate::message::Arguments as Words;
use crate::output::Terminal;
use crate::outside::{Cache, Outside, Source};
use crate::trust;

mod raise;

/// Octets of a nonce (RFC 3161, 2.4.1: 64 bits and more).
const NONCE_OCTETS: usize = 16;

/// How often evidence is asked for until it is complete: as the verifier.
const ROUNDS: usize = 8;

/// Everything that levels need, shared by all workers.
pub(crate) struct Ladder {
    pub(crate) level: Level,
    authorities: Vec<String>,
    policy: Option<Oid>,
    pub(crate) room: usize,
    related: bool,
    trust: TrustStore,
    /// What was given and, as the work goes on, what was fetched.
    evidence: Mutex<Evidence>,
    source: Option<Source>,
    outside: Outside,
}

impl Ladder {
    /// # Errors
    /// The level needs an authority and none is named; the files of the command line cannot be used.
    pub(crate) fn new(level: Level, options: &Levels, terminal: &Terminal) -> Result<Self, Failure> {
        let authorities = options.stamps.tsa.clone();
        if level != Level::BB && authorities.is_empty() {
            return Err(Failure::usage("error-level-tsa").with("level", level.name()));
        }
        Self::without_authority(level, options, terminal)
    }

    /// The same, where it shows later whether an authority is needed.
    pub(crate) fn without_authority(level: Level, options: &Levels, terminal: &Terminal) -> Result<Self, Failure> {
        let authorities = options.stamps.tsa.clone();
        let (trust, between) = trust::chosen(&options.trust, terminal)?;
        let mut evidence = trust::evidence::supplied(&options.trust, terminal)?;
        for certificate in between {
            evidence
                .add_certificate(Origin::Supplied, certificate.der())
                .map_err(|error| Failure::broken("error-certificates").because(error))?;
        }
        let outside = || Outside::new(options.network.settings(authorities.iter().map(String::as_str)));
        let source = options.online.then(|| {
            let folder = || Some(folders::cache()?.join("online"));
            let cache = if options.kept.no_cache { None } else { options.kept.cache.clone().or_else(folder) };
            Source::new(outside(), cache.map(Cache::new), clock::now())
        });
        Ok(Self {
            level,
            policy: options.stamps.tsa_policy,
            room: options
                .stamps
                .timestamp_room
                .map_or(TIMESTAMP_ROOM, |room| usize::try_from(room).unwrap_or(usize::MAX)),
            related: options.vri,
            trust,
            evidence: Mutex::new(evidence),
            source,
            outside: outside(),
            authorities,
        })
    }

    /// Whether anybody is named who gives time-stamps.
    pub(crate) const fn has_authority(&self) -> bool {
        !self.authorities.is_empty()
    }

    pub(crate) const fn trust(&self) -> &TrustStore {
        &self.trust
    }

    pub(crate) fn evidence(&self) -> Evidence {
        self.evidence.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the authorities for a time-stamp; what they answer is checked before it is kept.
    pub(crate) fn stamp(&self, request: TimestampRequest) -> Result<Token, Failure> {
        if self.authorities.is_empty() {
            return Err(Failure::usage("error-level-tsa").with("level", self.level.name()));
        }
        let mut nonce = [0; NONCE_OCTETS];
        rand::fill(&mut nonce).map_err(|_| Failure::broken("error-random"))?;
        let mut request = request.with_nonce(&nonce);
        if let Some(policy) = self.policy {
            request = request.with_policy(policy);
        }
        let evidence = self.evidence();
        let accept = |response: &[u8]| {
            // The clock is read when the answer is there: authorities take minutes.
            TokenCheck { trust: &self.trust, evidence: &evidence, now: clock::now() }.check(&request, response)
        };
        Ok(self.outside.timestamp(&self.authorities, &request.to_der(), accept)?)
    }

    /// Whether the signer's certificate stands now (Decree 68/2024, article 29), with what may be fetched.
    pub(crate) fn standing(&self, chain: &[Vec<u8>]) -> Result<Standing, Failure> {
        let failure = |error| Failure::broken("error-standing").because(error);
        let ask = |evidence: &Evidence| standing(chain, &self.trust, evidence, clock::now()).map_err(failure);
        let mut found = ask(&self.evidence())?;
        for _ in 0..ROUNDS {
            let known = matches!(found.certainty, Certainty::Shown | Certainty::Refuted { .. });
            if known || !self.fetch(&found.needs) {
                break;
            }
            found = ask(&self.evidence())?;
        }
        if let Some(source) = &self.source {
            source.keep_data(&found.data);
        }
        Ok(found)
    }

    /// What validates a document, with what may be fetched.
    fn collect(&self, octets: &[u8], password: Option<&SecretString>) -> Result<Collected, CoreError> {
        let document = embed::open(octets, password)?;
        let mut found = collect(&document, &self.trust, &self.evidence(), clock::now())?;
        for _ in 0..ROUNDS {
            if found.lacking.is_empty() || !self.fetch(&found.needs) {
                break;
            }
            found = collect(&document, &self.trust, &self.evidence(), clock::now())?;
        }
        if found.lacking.is_empty() && self.renew(&found.older) {
            let younger = collect(&document, &self.trust, &self.evidence(), clock::now())?;
            // What a service says the second time is no reason to do without what it said the first time; a revocation
            // that it tells only now is.
            let told = younger.lacking.iter().any(|lacking| lacking.why.is_lasting());
            if younger.lacking.is_empty() || told {
                found = younger;
            }
        }
        if let Some(source) = &self.source {
            source.keep_data(&found.data);
        }
        Ok(found)
    }

    /// Asks again for what is older than the time-stamp beside it. Whether anything younger came.
    fn renew(&self, older: &[Older]) -> bool {
        self.supplied(|source, evidence| source.renew(older, evidence))
    }

    /// What was asked for these needs and did not come.
    fn asked_in_vain(&self, needs: &[Need]) -> Vec<Failure> {
        let faults = self.source.as_ref().map(|source| source.faults(needs)).unwrap_or_default();
        faults.into_iter().map(|(_, why)| Failure::broken("doubt-outside").with("why", why)).collect()
    }

    /// Whether anything of it was found that was not there.
    fn fetch(&self, needs: &[Need]) -> bool {
        self.supplied(|source, evidence| source.supply_needs(needs, evidence))
    }

    fn supplied(&self, supply: impl FnOnce(&Source, &mut Evidence) -> bool) -> bool {
        let Some(source) = &self.source else { return false };
        let mut evidence = self.evidence();
        let found = supply(source, &mut evidence);
        found && self.evidence.lock().unwrap_or_else(PoisonError::into_inner).extend(&evidence)
    }

    /// Says once what could not be kept for the next run.
    pub(crate) fn tell_trouble(&self, terminal: &Terminal) {
        if let Some((path, error)) = self.source.as_ref().and_then(Source::trouble) {
            terminal.warn("cache-trouble", &Words::new().with("path", path).with("why", error));
        }
    }
}

/// How much room a time-stamp would have needed, if that is what went wrong.
pub(crate) fn room_needed(error: &CoreError) -> Option<usize> {
    match error {
        CoreError::Refused(Refusal::Timestamp(TimestampFault::NoRoom { needed, .. })) => Some(*needed),
        _ => None,
    }
}

/// A doubt as what stands behind a failure.
pub(crate) fn doubtful(doubt: Doubt) -> Failure {
    match doubt {
        Doubt::Revoked { subject, status } => {
            Failure::broken("doubt-revoked").with("subject", subject).with("status", status)
        }
        Doubt::StatusUnknown { subject } => Failure::broken("doubt-status").with("subject", subject),
        Doubt::NoCertificate => Failure::broken("doubt-certificate"),
        Doubt::Form => Failure::broken("doubt-form"),
        Doubt::Path(PathErrorKind::Expired { subject, not_after }) => {
            Failure::broken("core-certificate-expired").with("subject", subject).with("time", not_after)
        }
        doubt => Failure::broken("doubt-path").with("why", doubt),
    }
}
