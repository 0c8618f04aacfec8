//! Throw-away certificates: a root, an authority under it, a person and an organisation.

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, SanType, SerialNumber, date_time_ymd,
};
use signer_core::Time;

/// Days that the certificates are valid.
const LIFE: i64 = 3 * 365;
const DAY: i64 = 86_400;

/// Whom the certificates are for.
pub(super) const PERSON: &str = "Nguyễn Văn An";
pub(super) const ORGANISATION: &str = "SỞ NỘI VỤ TỈNH THỬ NGHIỆM";

/// A key with its certificates.
pub(super) struct Identity {
    /// PKCS#8, DER.
    pub(super) key: Vec<u8>,
    /// DER, the owner's first, without the root.
    pub(super) chain: Vec<Vec<u8>>,
}

/// All of it.
pub(super) struct Pki {
    /// The trusted certificate, PEM.
    pub(super) root: String,
    pub(super) person: Identity,
    pub(super) organisation: Identity,
}

/// Makes the keys and the certificates, valid from yesterday: clocks differ.
pub(super) fn make(now: Time) -> Result<Pki, rcgen::Error> {
    let mut maker = Maker { from: now.plus(-DAY), to: now.plus(LIFE.saturating_mul(DAY)), serial: 0 };
    let root_key = key()?;
    let mut root = maker.certificate("Demonstration Root CA", &[])?;
    root.is_ca = IsCa::Ca(BasicConstraints::Constrained(1));
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let root_certificate = root.self_signed(&root_key)?;
    let root_issuer = Issuer::new(root, root_key);

    let authority_key = key()?;
    let mut authority = maker.certificate("Demonstration Issuing CA", &[])?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.use_authority_key_identifier_extension = true;
    let authority_certificate = authority.signed_by(&authority_key, &root_issuer)?;
    let issuer = Issuer::new(authority, authority_key);

    let identity = |params: CertificateParams| -> Result<Identity, rcgen::Error> {
        let key = key()?;
        let certificate = params.signed_by(&key, &issuer)?;
        let chain = vec![certificate.der().to_vec(), authority_certificate.der().to_vec()];
        Ok(Identity { key: key.serialize_der(), chain })
    };
    let mut person = maker.signer(PERSON, &[(DnType::OrganizationalUnitName, "Văn phòng")])?;
    person.subject_alt_names = vec![SanType::Rfc822Name("an.nv@example.vn".try_into()?)];
    let person = identity(person)?;
    let organisation = identity(maker.signer(ORGANISATION, &[])?)?;
    Ok(Pki { root: root_certificate.pem(), person, organisation })
}

fn key() -> Result<KeyPair, rcgen::Error> {
    // What the certificates of Vietnamese authorities have.
    KeyPair::generate_for(&PKCS_RSA_SHA256)
}

struct Maker {
    from: Time,
    to: Time,
    serial: u64,
}

impl Maker {
    fn certificate(&mut self, name: &str, more: &[(DnType, &str)]) -> Result<CertificateParams, rcgen::Error> {
        let mut params = CertificateParams::new(Vec::<String>::new())?;
        let mut subject = DistinguishedName::new();
        subject.push(DnType::CountryName, "VN");
        subject.push(DnType::OrganizationName, ORGANISATION);
        for (kind, value) in more {
            subject.push(kind.clone(), *value);
        }
        subject.push(DnType::CommonName, name);
        params.distinguished_name = subject;
        let day = |time: Time| {
            let civil = time.civil();
            date_time_ymd(civil.year, civil.month, civil.day)
        };
        (params.not_before, params.not_after) = (day(self.from), day(self.to));
        self.serial = self.serial.saturating_add(1);
        params.serial_number = Some(SerialNumber::from(self.serial));
        Ok(params)
    }

    fn signer(&mut self, name: &str, more: &[(DnType, &str)]) -> Result<CertificateParams, rcgen::Error> {
        let mut params = self.certificate(name, more)?;
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        params.use_authority_key_identifier_extension = true;
        Ok(params)
    }
}
