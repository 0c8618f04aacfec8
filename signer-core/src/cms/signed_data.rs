//! `ContentInfo` with `SignedData` (RFC 5652, 3 and 5.1).

use std::borrow::Cow;

use crate::cms::{Finding, SignerInfo};
use crate::der::{Element, Reader, Rules, Tag};
use crate::error::{Error, Malformed};
use crate::limits::Budget;
use crate::oid::{self, Oid};

const SYNTAX: &str = "SignedData";

/// Members of all sets of one message: certificates, CRLs, OCSP responses, algorithms, signers.
///
/// 4,096: the largest of 442 published messages has 63. Beyond it only a flood of empty elements is known.
const MAX_MEMBERS: u64 = 4_096;

/// A signed message as it was read.
#[derive(Clone, Debug)]
pub struct SignedData<'a> {
    raw: &'a [u8],
    trailing: &'a [u8],
    version: u64,
    content_type: Oid,
    content: Option<Element<'a>>,
    digest_algorithms: Vec<Oid>,
    certificates: Vec<&'a [u8]>,
    other_certificates: Vec<&'a [u8]>,
    crls: Vec<&'a [u8]>,
    ocsp_responses: Vec<&'a [u8]>,
    other_revocation: Vec<&'a [u8]>,
    signers: Vec<SignerInfo<'a>>,
    findings: Vec<Finding>,
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo` that holds a `SignedData`, in BER or DER.
    ///
    /// Octets may follow it: a PDF reserves more space than the message needs and fills it with zeros. Anything
    /// else there is a finding, `cms.trailing-octets`.
    ///
    /// # Errors
    /// [`Malformed`] when it is not one; [`Error::Limit`] when it nests or repeats beyond any real message.
    pub fn parse(octets: &'a [u8]) -> Result<Self, Error> {
        let syntax = "ContentInfo";
        let mut reader = Reader::new(octets, Rules::Ber);
        let outer = reader.expect(Tag::SEQUENCE, syntax)?;
        let mut info = outer.reader();
        let kind = info.expect(Tag::OID, syntax)?;
        if kind.oid()? != oid::ID_SIGNED_DATA {
            return Err(Malformed::new(syntax, kind.offset(), "id-signedData").into());
        }
        let explicit = info.expect(Tag::context_constructed(0), syntax)?;
        info.finish(syntax)?;
        let mut inside = explicit.reader();
        let signed_data = inside.expect(Tag::SEQUENCE, SYNTAX)?;
        inside.finish(syntax)?;

        let mut this = Self::body(&signed_data)?;
        this.raw = outer.raw();
        this.trailing = reader.rest();
        if !is_zero(this.trailing) {
            this.find("cms.trailing-octets", "octets that are not zero follow the message", reader.offset());
        }
        Ok(this)
    }

    fn body(signed_data: &Element<'a>) -> Result<Self, Error> {
        let mut budget = Budget::new("members of a SignedData", MAX_MEMBERS);
        let mut reader = signed_data.reader();
        let version = reader.expect(Tag::INTEGER, SYNTAX)?.unsigned()?;
        let algorithms = reader.expect(Tag::SET, SYNTAX)?;
        let (content_type, content) = encapsulated(&reader.expect(Tag::SEQUENCE, SYNTAX)?)?;
        let mut this = Self {
            raw: &[],
            trailing: &[],
            version,
            content_type,
            content,
            digest_algorithms: digest_algorithms(&algorithms, &mut budget)?,
            certificates: Vec::new(),
            other_certificates: Vec::new(),
            crls: Vec::new(),
            ocsp_responses: Vec::new(),
            other_revocation: Vec::new(),
            signers: Vec::new(),
            findings: Vec::new(),
        };
        if let Some(set) = reader.optional(Tag::context_constructed(0))? {
            this.read_certificates(&set, &mut budget)?;
        }
        if let Some(set) = reader.optional(Tag::context_constructed(1))? {
            this.read_revocation(&set, &mut budget)?;
        }
        let mut signers = reader.expect(Tag::SET, SYNTAX)?.reader();
        reader.finish(SYNTAX)?;
        while !signers.is_empty() {
            budget.spend(1)?;
            let signer = SignerInfo::parse(&signers.expect(Tag::SEQUENCE, "SignerInfo")?, &mut budget)?;
            if let Some(offset) = signer.damage() {
                this.find("cms.unsigned-attributes", "the unsigned attributes are damaged", offset);
            }
            this.signers.push(signer);
        }
        Ok(this)
    }

    /// `CertificateSet` (RFC 5652, 10.2.2 and 10.2.3). A damaged member ends the set, not the message: what was
    /// read stays, and whether it suffices is for path building to find.
    fn read_certificates(&mut self, set: &Element<'a>, budget: &mut Budget) -> Result<(), Error> {
        let mut members = set.reader();
        while !members.is_empty() {
            budget.spend(1)?;
            let Ok(member) = members.element() else {
                self.find("cms.certificates", "the set of certificates is damaged", members.offset());
                break;
            };
            match member.tag() {
                Tag::SEQUENCE => self.certificates.push(member.raw()),
                _ => self.other_certificates.push(member.raw()),
            }
        }
        Ok(())
    }

    /// `RevocationInfoChoices` (RFC 5652, 10.2.1) with OCSP responses (RFC 5940).
    fn read_revocation(&mut self, set: &Element<'a>, budget: &mut Budget) -> Result<(), Error> {
        let mut members = set.reader();
        while !members.is_empty() {
            budget.spend(1)?;
            let Ok(member) = members.element() else {
                self.find("cms.crls", "the set of revocation information is damaged", members.offset());
                break;
            };
            match (member.tag(), ocsp_response(&member)) {
                (Tag::SEQUENCE, _) => self.crls.push(member.raw()),
                (_, Some(response)) => self.ocsp_responses.push(response),
                _ => self.other_revocation.push(member.raw()),
            }
        }
        Ok(())
    }

    fn find(&mut self, code: &'static str, message: &'static str, offset: usize) {
        self.findings.push(Finding { code, message, offset });
    }

    /// The octets of the `ContentInfo`, without what follows.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// What follows the `ContentInfo`; zeros, unless there is a finding.
    #[must_use]
    pub const fn trailing(&self) -> &'a [u8] {
        self.trailing
    }

    /// The version as written: 1 in PKCS #7, 1 to 5 in CMS. Nothing turns on it.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The type of the signed content (`eContentType`).
    #[must_use]
    pub const fn content_type(&self) -> Oid {
        self.content_type
    }

    /// The signed content, joined where BER has split it; `None` when it is detached.
    ///
    /// Where PKCS #7 put something else than an octet string, these are its contents octets: they are what is
    /// hashed (RFC 5652, 5.2.1; RFC 2315, 9.3).
    ///
    /// # Errors
    /// [`Malformed`] when the parts of a split string are not octet strings.
    pub fn content(&self) -> Result<Option<Cow<'a, [u8]>>, Error> {
        match self.content {
            None => Ok(None),
            Some(element) if element.tag().0 & 0xdf == Tag::OCTET_STRING.0 => element.octets().map(Some),
            Some(element) => Ok(Some(Cow::Borrowed(element.content()))),
        }
    }

    /// The digests that the message announces (`digestAlgorithms`), known or not.
    #[must_use]
    pub fn digest_algorithms(&self) -> &[Oid] {
        &self.digest_algorithms
    }

    /// Each `Certificate` as it was read, unchecked, in the order of the message.
    #[must_use]
    pub fn certificates(&self) -> &[&'a [u8]] {
        &self.certificates
    }

    /// Members of the set of certificates that are none of X.509: attribute certificates, obsolete forms.
    #[must_use]
    pub fn other_certificates(&self) -> &[&'a [u8]] {
        &self.other_certificates
    }

    /// Each `CertificateList` as it was read, unchecked.
    #[must_use]
    pub fn crls(&self) -> &[&'a [u8]] {
        &self.crls
    }

    /// Each `OCSPResponse` (RFC 5940) as it was read, unchecked.
    #[must_use]
    pub fn ocsp_responses(&self) -> &[&'a [u8]] {
        &self.ocsp_responses
    }

    /// Revocation information of other formats.
    #[must_use]
    pub fn other_revocation(&self) -> &[&'a [u8]] {
        &self.other_revocation
    }

    /// The signers, in the order of the message; empty for a bundle of certificates.
    #[must_use]
    pub fn signers(&self) -> &[SignerInfo<'a>] {
        &self.signers
    }

    /// What was odd.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// `EncapsulatedContentInfo` (RFC 5652, 5.2), or the `ContentInfo` of PKCS #7 in its place.
fn encapsulated<'a>(element: &Element<'a>) -> Result<(Oid, Option<Element<'a>>), Error> {
    let syntax = "EncapsulatedContentInfo";
    let mut reader = element.reader();
    let kind = reader.expect(Tag::OID, syntax)?.oid()?;
    let explicit = reader.optional(Tag::context_constructed(0))?;
    reader.finish(syntax)?;
    let Some(explicit) = explicit else { return Ok((kind, None)) };
    let mut inside = explicit.reader();
    let content = inside.element()?;
    inside.finish(syntax)?;
    Ok((kind, Some(content)))
}

fn digest_algorithms(set: &Element<'_>, budget: &mut Budget) -> Result<Vec<Oid>, Error> {
    let syntax = "DigestAlgorithmIdentifiers";
    let mut algorithms = Vec::new();
    let mut members = set.reader();
    while !members.is_empty() {
        budget.spend(1)?;
        let mut member = members.expect(Tag::SEQUENCE, syntax)?.reader();
        algorithms.push(member.expect(Tag::OID, syntax)?.oid()?);
    }
    Ok(algorithms)
}

/// `OtherRevocationInfoFormat` holding an OCSP response (RFC 5940, 2.1).
fn ocsp_response<'a>(member: &Element<'a>) -> Option<&'a [u8]> {
    if member.tag() != Tag::context_constructed(1) {
        return None;
    }
    let mut reader = member.reader();
    let format = reader.expect(Tag::OID, SYNTAX).ok()?.oid().ok()?;
    let response = reader.expect(Tag::SEQUENCE, SYNTAX).ok()?;
    (format == oid::ID_RI_OCSP_RESPONSE && reader.is_empty()).then(|| response.raw())
}

/// Nothing but zeros. The room for a signature has thousands of them: whole blocks are looked at.
fn is_zero(octets: &[u8]) -> bool {
    let (blocks, rest) = octets.as_chunks::<64>();
    let none = |octets: &[u8]| octets.iter().fold(0, |all, octet| all | octet) == 0;
    blocks.iter().all(|block| none(block)) && none(rest)
}
