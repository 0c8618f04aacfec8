//! Certificates of every kind the tests need, with fixed names, serial numbers and dates.
//!
//! RSA and Ed25519 authorities sign deterministically, so what they issue is the same octets every time; what an
//! ECDSA authority issues differs in its signature.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyUsagePurpose, RevocationReason, RevokedCertParams, SanType,
    SerialNumber, date_time_ymd,
};

use crate::der::tlv;
use crate::keys::Key;

pub use rcgen::KeyUsagePurpose as KeyUsage;

/// A date, as year, month and day (00:00:00 UTC).
pub type Date = (i32, u8, u8);

/// The start of validity of every certificate, unless said otherwise.
pub const NOT_BEFORE: Date = (2026, 1, 1);
/// The end of validity of every certificate, unless said otherwise.
pub const NOT_AFTER: Date = (2036, 1, 1);
/// A time at which everything is valid, unless said otherwise: 2026-06-01 00:00:00 UTC.
pub const AT: &str = "2026-06-01T00:00:00Z";
/// [`AT`] in seconds since 1970-01-01.
pub const AT_UNIX: i64 = 1_780_272_000;

/// A certificate and its key's owner: what a signer holds.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The private key.
    pub key: Key,
    /// Certificates, DER, the signer's first, the root last.
    pub chain: Vec<Vec<u8>>,
}

impl Identity {
    /// The signer's own certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        self.chain.first().expect("a chain is never empty")
    }

    /// The chain as PEM, the signer's certificate first.
    #[must_use]
    pub fn chain_pem(&self) -> String {
        self.chain.iter().map(|der| pem("CERTIFICATE", der)).collect()
    }
}

/// A root, an authority below it, and one person and one organisation certified by that authority.
#[derive(Debug)]
pub struct Hierarchy {
    /// The trust anchor.
    pub root: Authority,
    /// The subordinate authority that issues to signers.
    pub issuer: Authority,
    /// A person of the organisation.
    pub personal: Identity,
    /// The organisation's seal.
    pub organisation: Identity,
}

impl Hierarchy {
    /// The hierarchy with RSA-2048 signers.
    #[must_use]
    pub fn new() -> Self {
        Self::with_keys(Key::Rsa2048, Key::Rsa2048Second)
    }

    /// The hierarchy with signers of the given keys.
    #[must_use]
    pub fn with_keys(personal: Key, organisation: Key) -> Self {
        let root = Authority::root("Throw-away Root CA", Key::Rsa2048Root);
        let issuer = root.subordinate("Throw-away Issuing CA", Key::Rsa2048Issuer);
        let personal = issuer.identity(&Leaf::personal(personal));
        let organisation = issuer.identity(&Leaf::organisation(organisation));
        Self { root, issuer, personal, organisation }
    }
}

impl Default for Hierarchy {
    fn default() -> Self {
        Self::new()
    }
}

/// An authority, ready to issue.
pub struct Authority {
    /// DER, this authority's first, the root last.
    chain: Vec<Vec<u8>>,
    key: Key,
    issuer: Issuer<'static, rcgen::KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("certificates", &self.chain.len()).finish_non_exhaustive()
    }
}

impl Authority {
    /// A self-signed root.
    #[must_use]
    pub fn root(common_name: &str, key: Key) -> Self {
        Self::self_signed(&AuthorityParams::new(common_name, key))
    }

    /// A self-signed root with given properties.
    #[must_use]
    pub fn self_signed(params: &AuthorityParams) -> Self {
        let pair = params.key.pair();
        let certificate = params.certificate().self_signed(&pair).expect("root parameters are sound");
        Self {
            chain: vec![certificate.der().to_vec()],
            key: params.key,
            issuer: Issuer::new(params.certificate(), pair),
        }
    }

    /// An authority certified by this one.
    #[must_use]
    pub fn subordinate(&self, common_name: &str, key: Key) -> Self {
        self.subordinate_with(&AuthorityParams::new(common_name, key))
    }

    /// An authority with given properties, certified by this one.
    #[must_use]
    pub fn subordinate_with(&self, params: &AuthorityParams) -> Self {
        let pair = params.key.pair();
        let certificate = params.certificate().signed_by(&pair, &self.issuer).expect("authority parameters are sound");
        Self {
            chain: self.below(certificate.der().to_vec()),
            key: params.key,
            issuer: Issuer::new(params.certificate(), pair),
        }
    }

    /// This authority's certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        self.chain.first().expect("a chain is never empty")
    }

    /// This authority's certificate, PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> String {
        pem("CERTIFICATE", self.certificate())
    }

    /// This authority as one who signs: CRLs, OCSP responses.
    #[must_use]
    pub fn identity_of_itself(&self) -> Identity {
        Identity { key: self.key, chain: self.chain.clone() }
    }

    /// The certificates from this authority to its root, DER.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// Issues a certificate; DER.
    #[must_use]
    pub fn issue(&self, leaf: &Leaf) -> Vec<u8> {
        let pair = leaf.key.pair();
        leaf.params.signed_by(&pair, &self.issuer).expect("leaf parameters are sound").der().to_vec()
    }

    /// Issues a certificate and joins it with its chain.
    #[must_use]
    pub fn identity(&self, leaf: &Leaf) -> Identity {
        Identity { key: leaf.key, chain: self.below(self.issue(leaf)) }
    }

    /// A CRL (RFC 5280, 5) in which the given serial numbers are revoked at the given dates; DER.
    #[must_use]
    pub fn revocation_list(
        &self,
        number: u8,
        this_update: Date,
        next_update: Date,
        revoked: &[(&[u8], Date)],
    ) -> Vec<u8> {
        let revoked_certs = revoked
            .iter()
            .map(|(serial, at)| RevokedCertParams {
                serial_number: SerialNumber::from_slice(serial),
                revocation_time: date_time_ymd(at.0, at.1, at.2),
                reason_code: Some(RevocationReason::KeyCompromise),
                invalidity_date: None,
            })
            .collect();
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(this_update.0, this_update.1, this_update.2),
            next_update: date_time_ymd(next_update.0, next_update.1, next_update.2),
            crl_number: SerialNumber::from_slice(&[number]),
            issuing_distribution_point: None,
            revoked_certs,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.issuer).expect("CRL parameters are sound").der().to_vec()
    }

    fn below(&self, certificate: Vec<u8>) -> Vec<Vec<u8>> {
        let mut chain = vec![certificate];
        chain.extend(self.chain.iter().cloned());
        chain
    }
}

/// What an authority's certificate says.
#[derive(Clone, Debug)]
pub struct AuthorityParams {
    /// Its key.
    pub key: Key,
    /// Its common name.
    pub common_name: String,
    /// Start and end of validity.
    pub validity: (Date, Date),
    /// Serial number, unsigned, at most 20 octets.
    pub serial: Vec<u8>,
    /// Key usage; empty for no extension.
    pub key_usage: Vec<KeyUsage>,
    /// `pathLenConstraint`, or none.
    pub path_length: Option<u8>,
    /// Whether `cA` is true.
    pub is_authority: bool,
    /// Further extensions.
    pub extensions: Vec<Extension>,
}

impl AuthorityParams {
    /// An ordinary authority.
    #[must_use]
    pub fn new(common_name: &str, key: Key) -> Self {
        Self {
            key,
            common_name: common_name.to_owned(),
            validity: (NOT_BEFORE, NOT_AFTER),
            serial: serial_of(common_name),
            key_usage: vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign],
            path_length: None,
            is_authority: true,
            extensions: Vec::new(),
        }
    }

    fn certificate(&self) -> CertificateParams {
        let mut params = base(&self.serial, self.validity);
        params.distinguished_name.push(DnType::CountryName, "VN");
        params.distinguished_name.push(DnType::OrganizationName, "Cơ quan chứng thực thử nghiệm");
        params.distinguished_name.push(DnType::CommonName, self.common_name.as_str());
        params.is_ca = match (self.is_authority, self.path_length) {
            (false, _) => IsCa::ExplicitNoCa,
            (true, None) => IsCa::Ca(BasicConstraints::Unconstrained),
            (true, Some(length)) => IsCa::Ca(BasicConstraints::Constrained(length)),
        };
        params.key_usages.clone_from(&self.key_usage);
        params.custom_extensions = self.extensions.iter().map(Extension::custom).collect();
        params
    }
}

/// An extension given as octets.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Object identifier, as arcs.
    pub oid: Vec<u64>,
    /// Whether it is critical.
    pub critical: bool,
    /// DER of the value, without the OCTET STRING around it.
    pub value: Vec<u8>,
}

impl Extension {
    /// An extension nobody knows (an arc of this project's test tree).
    #[must_use]
    pub fn unknown(critical: bool) -> Self {
        Self { oid: vec![2, 25, 1234, 1], critical, value: vec![0x05, 0x00] }
    }

    /// Authority information access (RFC 5280, 4.2.2.1) with a `caIssuers` and an `ocsp` address.
    #[must_use]
    pub fn authority_information_access(ca_issuers: Option<&str>, ocsp: Option<&str>) -> Self {
        let access = |method: u8, url: &str| {
            // id-ad = 1.3.6.1.5.5.7.48
            let mut body = vec![0x06, 8, 0x2b, 6, 1, 5, 5, 7, 48, method];
            body.extend(tlv(0x86, url.as_bytes()));
            tlv(0x30, &body)
        };
        let mut body = Vec::new();
        body.extend(ocsp.map(|url| access(1, url)).unwrap_or_default());
        body.extend(ca_issuers.map(|url| access(2, url)).unwrap_or_default());
        Self { oid: vec![1, 3, 6, 1, 5, 5, 7, 1, 1], critical: false, value: tlv(0x30, &body) }
    }

    fn custom(&self) -> CustomExtension {
        let mut extension = CustomExtension::from_oid_content(&self.oid, self.value.clone());
        extension.set_criticality(self.critical);
        extension
    }
}

/// What a signer's certificate says. Start from a role, then change what the test is about.
#[derive(Clone, Debug)]
pub struct Leaf {
    key: Key,
    params: CertificateParams,
}

impl Leaf {
    /// A person: Nguyễn Văn An of a people's committee.
    #[must_use]
    pub fn personal(key: Key) -> Self {
        let mut leaf = Self::new(key, "Nguyễn Văn An", &[0x10, 0x01]);
        let name = &mut leaf.params.distinguished_name;
        name.push(DnType::OrganizationName, "Ủy ban nhân dân Thành phố Thử Nghiệm");
        name.push(DnType::OrganizationalUnitName, "Văn phòng");
        leaf.params.subject_alt_names =
            vec![SanType::Rfc822Name("an.nv@example.vn".try_into().expect("an ASCII address"))];
        leaf
    }

    /// An organisation: a people's committee.
    #[must_use]
    pub fn organisation(key: Key) -> Self {
        let mut leaf = Self::new(key, "Ủy ban nhân dân Thành phố Thử Nghiệm", &[0x10, 0x02]);
        leaf.params.distinguished_name.push(DnType::OrganizationName, "Ủy ban nhân dân Thành phố Thử Nghiệm");
        leaf
    }

    /// A time-stamping authority (RFC 3161, 2.3: a single, critical extended key usage).
    #[must_use]
    pub fn timestamping(key: Key) -> Self {
        // id-kp-timeStamping; rcgen writes the extension as not critical, so it is written here.
        let oid = tlv(0x06, &[0x2b, 6, 1, 5, 5, 7, 3, 8]);
        Self::new(key, "Throw-away Time-stamping Unit", &[0x10, 0x03])
            .with_key_usage(vec![KeyUsagePurpose::DigitalSignature])
            .with_extension(&Extension { oid: vec![2, 5, 29, 37], critical: true, value: tlv(0x30, &oid) })
    }

    /// An OCSP responder (RFC 6960, 4.2.2.2), with id-pkix-ocsp-nocheck.
    #[must_use]
    pub fn responder(key: Key) -> Self {
        Self::new(key, "Throw-away Responder", &[0x10, 0x04])
            .with_key_usage(vec![KeyUsagePurpose::DigitalSignature])
            .with_extended_key_usage(&[&[1, 3, 6, 1, 5, 5, 7, 3, 9]])
            .with_extension(&Extension { oid: vec![1, 3, 6, 1, 5, 5, 7, 48, 1, 5], critical: false, value: vec![5, 0] })
    }

    fn new(key: Key, common_name: &str, serial: &[u8]) -> Self {
        let mut params = base(serial, (NOT_BEFORE, NOT_AFTER));
        params.distinguished_name.push(DnType::CountryName, "VN");
        params.distinguished_name.push(DnType::CommonName, common_name);
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        Self { key, params }
    }

    /// Another common name.
    #[must_use]
    pub fn with_common_name(mut self, name: &str) -> Self {
        self.params.distinguished_name.remove(DnType::CommonName);
        self.params.distinguished_name.push(DnType::CommonName, name);
        self
    }

    /// Without an organisation and its units.
    #[must_use]
    pub fn without_organisation(mut self) -> Self {
        self.params.distinguished_name.remove(DnType::OrganizationName);
        self.params.distinguished_name.remove(DnType::OrganizationalUnitName);
        self
    }

    /// Another serial number.
    #[must_use]
    pub fn with_serial(mut self, serial: &[u8]) -> Self {
        self.params.serial_number = Some(SerialNumber::from_slice(serial));
        self
    }

    /// Another period of validity.
    #[must_use]
    pub fn with_validity(mut self, not_before: Date, not_after: Date) -> Self {
        self.params.not_before = date_time_ymd(not_before.0, not_before.1, not_before.2);
        self.params.not_after = date_time_ymd(not_after.0, not_after.1, not_after.2);
        self
    }

    /// Valid in 2025 only: expired at [`AT`].
    #[must_use]
    pub fn expired(self) -> Self {
        self.with_validity((2025, 1, 1), (2026, 1, 1))
    }

    /// Valid from 2030: not yet at [`AT`].
    #[must_use]
    pub fn not_yet_valid(self) -> Self {
        self.with_validity((2030, 1, 1), NOT_AFTER)
    }

    /// Another key usage; empty for no extension.
    #[must_use]
    pub fn with_key_usage(mut self, usage: Vec<KeyUsage>) -> Self {
        self.params.key_usages = usage;
        self
    }

    /// An extended key usage of the given purposes, each as arcs (not critical).
    #[must_use]
    pub fn with_extended_key_usage(mut self, purposes: &[&[u64]]) -> Self {
        self.params.extended_key_usages =
            purposes.iter().map(|oid| ExtendedKeyUsagePurpose::Other(oid.to_vec())).collect();
        self
    }

    /// A further extension.
    #[must_use]
    pub fn with_extension(mut self, extension: &Extension) -> Self {
        self.params.custom_extensions.push(extension.custom());
        self
    }

    /// Where the issuer's certificate, the OCSP responder and the CRL are.
    #[must_use]
    pub fn with_urls(mut self, ca_issuers: &str, ocsp: &str, crl: &str) -> Self {
        self.params.crl_distribution_points = vec![rcgen::CrlDistributionPoint { uris: vec![crl.to_owned()] }];
        self.with_extension(&Extension::authority_information_access(Some(ca_issuers), Some(ocsp)))
    }

    /// Without the authority key identifier.
    #[must_use]
    pub const fn without_authority_key_identifier(mut self) -> Self {
        self.params.use_authority_key_identifier_extension = false;
        self
    }

    /// Marked as an authority (which a signer must not be).
    #[must_use]
    pub fn as_authority(mut self) -> Self {
        self.params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        self
    }
}

/// PEM armour (RFC 7468) around DER.
#[must_use]
pub fn pem(label: &str, der: &[u8]) -> String {
    let mut lines = String::new();
    for chunk in der.chunks(48) {
        lines.push_str(&base64(chunk));
        lines.push('\n');
    }
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}

fn base64(octets: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in octets.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for place in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= group.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

fn base(serial: &[u8], (not_before, not_after): (Date, Date)) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.serial_number = Some(SerialNumber::from_slice(serial));
    params.not_before = date_time_ymd(not_before.0, not_before.1, not_before.2);
    params.not_after = date_time_ymd(not_after.0, not_after.1, not_after.2);
    params.key_identifier_method = KeyIdMethod::Sha256;
    params.use_authority_key_identifier_extension = true;
    params
}

/// A serial number that depends on the name only, positive and eight octets long.
fn serial_of(name: &str) -> Vec<u8> {
    // FNV-1a: any spread will do.
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 2 | 1 << 61).to_be_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_reproducible() {
        assert_eq!(Hierarchy::new().personal.chain, Hierarchy::new().personal.chain);
    }

    #[test]
    fn every_key_kind_can_be_certified() {
        let issuer = Authority::root("Root", Key::Rsa2048Root);
        for key in Key::KINDS {
            assert_eq!(issuer.identity(&Leaf::personal(key)).chain.len(), 2, "{}", key.name());
        }
    }

    #[test]
    fn every_key_kind_can_certify() {
        for key in Key::KINDS {
            let issuer = Authority::root("Root", key);
            assert!(!issuer.issue(&Leaf::personal(Key::P256)).is_empty(), "{}", key.name());
        }
    }

    #[test]
    fn base64_pads_as_rfc_4648_shows() {
        let encoded: Vec<String> = ["f", "fo", "foo", "foob"].iter().map(|text| base64(text.as_bytes())).collect();
        assert_eq!(encoded, ["Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn a_revocation_list_names_the_serial() {
        let hierarchy = Hierarchy::new();
        let crl = hierarchy.issuer.revocation_list(1, (2026, 5, 1), (2026, 7, 1), &[(&[0x10, 0x01], (2026, 5, 2))]);
        assert!(crl.windows(4).any(|octets| octets == [0x02, 0x02, 0x10, 0x01]));
    }
}
