//! Who may sign what, and when (Decree 30/2020): asked before the key is.

use secrecy::{ExposeSecret, SecretString};
use signer_core::Time;
use signer_core::evidence::Evidence;
use signer_core::pdf::Document;
use signer_core::pki::{self, Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report::{Conclusion, Report, Role as CertificateRole, SignatureReport, SignatureType};
use signer_core::verify::{NUMBER_AND_DATE_FIELDS, Verifier};
use signer_layout::{Pages, quality};

use crate::cli::sign::{Role, Signature};
use crate::config::Profile;
use crate::error::Failure;
use crate::message::Arguments as Sentence;

/// Something that the signer should know.
pub(crate) type Note = (&'static str, Sentence);

/// The coarsest scan that a copy is made of (Decree 30/2020, Appendix I).
const LEAST_DPI: f64 = 200.0;

/// Pages of a copy that are looked through.
const MAX_PAGES: usize = 2_000;

/// How our fields of number and date are called, but for a number.
pub(crate) const NUMBER_FIELD: &str = "NumberDate";

/// What the document carries already. Whom the user trusts is not known here; that signatures stand and whose they
/// seem to be is.
pub(crate) fn look(octets: &[u8], path: &str, profile: &Profile, now: Time) -> Report {
    let policy = Policy::strict().with_known_roles(profile.known_roles());
    Verifier::new(policy, TrustStore::new()).verify(octets, path, &Evidence::new(), now)
}

/// Whether the role may sign, by what the document carries.
pub(crate) fn permit(role: Role, options: &Signature, report: &Report) -> Result<(), Failure> {
    let by_person = standing(report).any(|signature| signature.role == CertificateRole::Personal);
    match role {
        // Article 32(2)(d): the organisation signs what the competent person has signed, or a copy that it made.
        Role::Organisation | Role::NumberDate if !by_person && options.without_personal.is_none() => {
            Err(Failure::broken("error-not-signed-by-person"))
        }
        // Appendix I: an attachment in the file of the main document is not signed again.
        Role::Attachment if by_person && !options.again => Err(Failure::broken("error-attachment-of-its-own")),
        _ => Ok(()),
    }
}

/// Whether this certificate may sign in the role: not twice, and not for another.
pub(crate) fn permit_certificate(
    role: Role,
    options: &Signature,
    profile: &Profile,
    report: &Report,
    certificate: &[u8],
) -> Result<Option<Note>, Failure> {
    let Ok(certificate) = Certificate::parse(certificate) else { return Ok(None) };
    let fingerprint = certificate.fingerprint();
    let own = |signature: &&SignatureReport| {
        signature.signer.as_ref().is_some_and(|signer| signer.sha256.eq_ignore_ascii_case(&fingerprint))
    };
    let same_role = |signature: &&SignatureReport| is_number(&signature.field) == (role == Role::NumberDate);
    // Number and date are a signature each.
    let allowed = usize::from(role == Role::NumberDate);
    let before = standing(report).filter(own).filter(same_role).nth(allowed);
    if let Some(before) = before.filter(|_| role != Role::Plain && !options.again) {
        return Err(Failure::broken("error-signed-twice").with("field", &before.field));
    }
    fits(role, profile, &certificate)
}

/// The configuration says for certain whose a certificate is; its names only seem to.
fn fits(role: Role, profile: &Profile, certificate: &Certificate) -> Result<Option<Note>, Failure> {
    let wanted = match role {
        Role::Personal => CertificateRole::Personal,
        Role::Organisation | Role::Attachment | Role::Copy => CertificateRole::Organisation,
        Role::NumberDate | Role::Plain => return Ok(None),
    };
    let subject = certificate.subject().short();
    let fingerprint = certificate.fingerprint();
    let known = profile.known_roles().into_iter().find(|known| known.certificate.eq_ignore_ascii_case(&fingerprint));
    if let Some(known) = known {
        return match known.role == wanted {
            true => Ok(None),
            false => Err(Failure::broken("error-certificate-role").with("subject", subject)),
        };
    }
    let seems = match pki::role::guess(certificate) {
        pki::role::Role::Personal => CertificateRole::Personal,
        pki::role::Role::Organisation => CertificateRole::Organisation,
        _ => return Ok(None),
    };
    Ok((seems != wanted).then(|| ("sign-certificate-role", Sentence::new().with("subject", subject))))
}

/// Signatures that stand: time-stamps and broken ones show nobody's will.
fn standing(report: &Report) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(|signature| {
        signature.kind == SignatureType::Signature && !matches!(signature.conclusion(), Conclusion::TotalFailed(_))
    })
}

fn is_number(field: &str) -> bool {
    NUMBER_AND_DATE_FIELDS.iter().any(|name| field.starts_with(name))
}

/// What a certified copy must be (Decree 30/2020, articles 25 to 27 and Appendix I): told, and refused where it is
/// certain that readers would not see the same.
pub(crate) fn copy(document: &Document<'_>, password: Option<&SecretString>) -> Result<Vec<Note>, Failure> {
    let password = password.map_or("", |secret| secret.expose_secret());
    let failure = |error: signer_layout::LayoutError| super::seat::unreadable(error);
    let pages = Pages::open_with_password(document, password).map_err(failure)?;
    let version = quality::version(&pages).map_err(failure)?;
    if let Some((major, minor)) = version.filter(|version| *version < (1, 4)) {
        return Err(Failure::broken("error-copy-version").with("version", format!("{major}.{minor}")));
    }
    let mut notes = vec![("copy-pages", Sentence::new().count("count", pages.count()))];
    let mut fonts: Vec<String> = Vec::new();
    for index in 0..pages.count().min(MAX_PAGES) {
        let number = index.saturating_add(1);
        if let Some(scan) = quality::scan(&pages, index).map_err(failure)?.filter(|scan| scan.dpi() < LEAST_DPI) {
            let dpi = format!("{:.0}", scan.dpi());
            notes.push(("copy-coarse", Sentence::new().with("page", number).with("dpi", dpi)));
        }
        for font in quality::fonts(&pages, index).map_err(failure)?.into_iter().filter(|font| !font.embedded) {
            if !fonts.contains(&font.name) {
                fonts.push(font.name);
            }
        }
    }
    if !fonts.is_empty() {
        notes.push(("copy-fonts", Sentence::new().with("fonts", fonts.join(", "))));
    }
    Ok(notes)
}
