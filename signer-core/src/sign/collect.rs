//! What validates the signatures and time-stamps of a document, so that it can be kept in it (EN 319 142-1, 5.4).

use crate::algorithm::Digest;
use crate::cms::{SignedData, SignerInfo, TimestampToken};
use crate::crypto;
use crate::error::{Error, Refusal};
use crate::evidence::{Evidence, Need};
use crate::limits::Budget;
use crate::oid;
use crate::pdf::signature::SignatureKind;
use crate::pdf::{Document, EmbeddedSignature};
use crate::pki::crl::Crl;
use crate::pki::ocsp::Response;
use crate::pki::{Certificate, Purpose, TrustStore};
use crate::sign::security_store::{self, Related, ValidationData};
use crate::sign::standing::{Doubt, Material, Moment, Shown, budget, keep};
use crate::sign::token::{certificate_of, certificates};
use crate::time::Time;

/// What was collected for a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Collected {
    /// What validates its signatures and time-stamps, as far as it is at hand.
    pub data: ValidationData,
    /// What is not shown to be trustworthy, each with the reason. Empty: the data is complete.
    pub lacking: Vec<Lacking>,
    /// What the outside may bring; then ask again.
    pub needs: Vec<Need>,
    /// What shows a status, and was issued before the time-stamp that proves what it is about: it is complete, and one
    /// issued later would say more (EN 319 102-1, 5.6.2.2, step 2 c). The outside may bring it; then ask again.
    pub older: Vec<Older>,
    /// The signatures that no time-stamp proves to have existed.
    pub unstamped: Vec<String>,
}

/// Evidence that was issued before a time-stamp over what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "what to ask, and how young the answer should be")]
pub struct Older {
    /// Who may have something younger.
    pub need: Need,
    /// The time-stamp.
    pub since: Time,
}

/// A signature or time-stamp that is not shown to be trustworthy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lacking {
    /// Its field.
    pub field: String,
    /// What is missing or wrong.
    pub why: Doubt,
}

impl Collected {
    /// The data, if it is complete.
    ///
    /// # Errors
    /// [`Refusal::Unproven`] with the first that is lacking.
    pub fn complete(self) -> Result<ValidationData, Error> {
        match self.lacking.into_iter().next() {
            None => Ok(self.data),
            Some(Lacking { field, why }) => Err(Refusal::Unproven { what: field, why: why.to_string() }.into()),
        }
    }
}

/// Collects what validates every signature and time-stamp of the document: certificates up to an anchor, and what
/// shows that none of them was revoked.
///
/// Each is looked at when it has to have stood: a signature at the time of its earliest time-stamp, a time-stamp at
/// the time of the next one over it, the last one now (EN 319 102-1, 5.6). Whether digests and signature values are
/// right is the verifier's question, to be asked before.
///
/// # Errors
/// [`Refusal::Unsigned`] when there is no signature; `Malformed` and `Limit` when the document cannot be read.
pub fn collect(
    document: &Document<'_>,
    trust: &TrustStore,
    evidence: &Evidence,
    now: Time,
) -> Result<Collected, Error> {
    let mut signatures = document.signatures()?;
    signatures.retain(|signature| signature.kind != SignatureKind::UsageRights && signature.removed.is_none());
    if signatures.iter().all(|signature| signature.kind != SignatureKind::Signature) {
        return Err(Refusal::Unsigned.into());
    }
    // The last first: each time-stamp says when those before it have to have stood.
    signatures.sort_by_key(|signature| std::cmp::Reverse(signature.revision));
    let mut collection = Collection {
        trust,
        material: material(document, evidence)?,
        budget: budget(signatures.len()),
        now,
        control: now,
        stamped: false,
        collected: Collected::default(),
    };
    for signature in &signatures {
        match signature.kind {
            SignatureKind::DocumentTimestamp => collection.document_timestamp(signature)?,
            _ => collection.signature(signature)?,
        }
    }
    let mut collected = collection.collected;
    collected.needs.sort();
    collected.needs.dedup();
    // Of several time-stamps the youngest, and for each certificate the responder before the list.
    collected.older.sort_by_key(|older| (!matches!(older.need, Need::Ocsp { .. }), std::cmp::Reverse(older.since)));
    collected.older.dedup();
    Ok(collected)
}

/// What the caller brought and what the document has already.
fn material(document: &Document<'_>, evidence: &Evidence) -> Result<Material, Error> {
    let mut material = Material::new(evidence);
    let store = security_store::Lists::read(document)?;
    let octets = |list: &security_store::List| list.items.iter().map(|item| item.octets.clone()).collect::<Vec<_>>();
    material.certificates.extend(octets(&store.certificates).iter().filter_map(|der| Certificate::parse(der).ok()));
    material.crls.extend(octets(&store.crls).iter().filter_map(|der| Crl::parse(der).ok()));
    material.responses.extend(octets(&store.ocsp_responses).iter().filter_map(|der| Response::parse(der).ok()));
    Ok(material)
}

struct Collection<'a> {
    trust: &'a TrustStore,
    material: Material,
    budget: Budget,
    now: Time,
    /// When what is looked at next has to have stood.
    control: Time,
    /// Whether a document time-stamp is over what is looked at next.
    stamped: bool,
    collected: Collected,
}

impl Collection<'_> {
    fn document_timestamp(&mut self, signature: &EmbeddedSignature) -> Result<(), Error> {
        let Ok(token) = TimestampToken::parse(&signature.contents) else {
            self.lack(&signature.field, Doubt::Form);
            return Ok(());
        };
        let mut related = Related::new(key_of(&signature.contents));
        self.token(&token, &signature.field, &mut related)?;
        self.collected.data.related.push(related);
        self.control = self.control.min(token.info().time);
        self.stamped = true;
        Ok(())
    }

    fn signature(&mut self, signature: &EmbeddedSignature) -> Result<(), Error> {
        let data = SignedData::parse(&signature.contents);
        let Some((data, signer)) = data.as_ref().ok().and_then(|data| Some((data, data.signers().first()?))) else {
            self.lack(&signature.field, Doubt::Form);
            return Ok(());
        };
        let mut related = Related::new(key_of(&signature.contents));
        let mut at = self.control;
        let mut stamped = self.stamped;
        for octets in signer.unsigned_attribute(oid::ID_SIGNATURE_TIME_STAMP_TOKEN).into_iter().take(MAX_TOKENS) {
            let Ok(token) = TimestampToken::parse(octets) else {
                self.lack(&signature.field, Doubt::Form);
                continue;
            };
            self.token(&token, &signature.field, &mut related)?;
            at = at.min(token.info().time);
            stamped = true;
        }
        // Those over the content prove nothing of the signature, but they are to stand as long as it does.
        let content = signer.signed_attributes().map(|attributes| attributes.get(oid::ID_CONTENT_TIME_STAMP));
        for octets in content.into_iter().flatten().take(MAX_TOKENS) {
            match TimestampToken::parse(octets) {
                Ok(token) => self.token(&token, &signature.field, &mut related)?,
                Err(_) => self.lack(&signature.field, Doubt::Form),
            }
        }
        if !stamped {
            self.collected.unstamped.push(signature.field.clone());
        }
        let proven = stamped.then_some(at);
        let moment = Moment { at, stamped: proven, now: self.now, purpose: Purpose::DocumentSigning };
        self.signer(data, signer, moment, &signature.field, &mut related)?;
        self.collected.data.related.push(related);
        Ok(())
    }

    fn token(&mut self, token: &TimestampToken<'_>, field: &str, related: &mut Related) -> Result<(), Error> {
        let stamped = Some(token.info().time);
        let moment = Moment { at: self.control, stamped, now: self.now, purpose: Purpose::TimeStamping };
        match token.signer() {
            Some(signer) => self.signer(token.signed_data(), signer, moment, field, related),
            None => Ok(()),
        }
    }

    /// The signer of one message.
    fn signer(
        &mut self,
        data: &SignedData<'_>,
        signer: &SignerInfo<'_>,
        moment: Moment,
        field: &str,
        related: &mut Related,
    ) -> Result<(), Error> {
        let own = certificates(data);
        let known = self.material.certificates.len();
        let Some(leaf) = certificate_of(signer, &own).or_else(|| certificate_of(signer, &self.material.certificates))
        else {
            self.lack(field, Doubt::NoCertificate);
            return Ok(());
        };
        let leaf = leaf.clone();
        self.material.certificates.extend(own.iter().cloned());
        let shown = self.material.show(&leaf, self.trust, moment, &mut self.budget)?;
        self.material.certificates.truncate(known);
        self.take(shown, &own, field, related);
        Ok(())
    }

    /// EN 319 142-1, 6.3, Table 1: everything that validated, and nothing that the message has itself.
    fn take(&mut self, shown: Shown, own: &[Certificate], field: &str, related: &mut Related) {
        if let Some(doubt) = shown.doubt {
            self.lack(field, doubt);
        }
        let data = &mut self.collected.data;
        let beside = shown.path.iter().chain(&shown.proofs.certificates).filter(|one| !own.contains(one));
        for certificate in beside {
            keep(&mut data.certificates, Some(&certificate.der().to_vec()));
            keep(&mut related.certificates, Some(&certificate.der().to_vec()));
        }
        for crl in &shown.proofs.crls {
            keep(&mut data.crls, Some(&crl.der().to_vec()));
            keep(&mut related.crls, Some(&crl.der().to_vec()));
        }
        for response in &shown.proofs.responses {
            keep(&mut data.ocsp_responses, Some(&response.der().to_vec()));
            keep(&mut related.ocsp_responses, Some(&response.der().to_vec()));
        }
        self.collected.needs.extend(shown.needs);
        self.collected.older.extend(shown.older);
    }

    fn lack(&mut self, field: &str, why: Doubt) {
        self.collected.lacking.push(Lacking { field: field.to_owned(), why });
    }
}

/// The key in `/VRI` of the signature with these `/Contents` (ISO 32000-2, 12.8.4.3, Table 262), padding included.
fn key_of(contents: &[u8]) -> String {
    hex::encode_upper(crypto::digest(Digest::Sha1, contents))
}

/// Time-stamps looked at for one signature. As the verifier's.
const MAX_TOKENS: usize = 16;
