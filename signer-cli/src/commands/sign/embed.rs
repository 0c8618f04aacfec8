//! A signature in a PDF document: the wishes of the command line become a draft.

use secrecy::{ExposeSecret, SecretString};
use signer_core::Time;
use signer_core::error::Error;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::sign::{Certification, Draft, Signatory, SubFilter};

use crate::cli::sign::{Signature, SubFilter as WantedSubFilter};
use crate::output::moment;

/// Opens the document, with its password where there is one.
pub(crate) fn open<'a>(octets: &'a [u8], password: Option<&SecretString>) -> Result<Document<'a>, Error> {
    let limits = Limits::default();
    match password {
        Some(secret) => Document::open_with_password(octets, &limits, secret.expose_secret().as_bytes()),
        None => Document::open(octets, &limits),
    }
}

/// The draft of a signature.
pub(crate) fn draft<'d, 'a>(
    document: &'d Document<'a>,
    signatory: &Signatory,
    options: &Signature,
    now: Time,
) -> Result<Draft<'d, 'a>, Error> {
    let mut draft = Draft::by(document, signatory)
        .with_application("signer")
        .with_utc_offset(moment::offset_minutes(now))
        .with_sub_filter(match options.subfilter {
            WantedSubFilter::Cades => SubFilter::EtsiCadesDetached,
            WantedSubFilter::Pkcs7 => SubFilter::AdbePkcs7Detached,
        });
    if let Some(field) = &options.field {
        // A field of that name is to be signed, or to be refused with the reason; else a new one is made.
        let form = document.latest().form()?;
        let there = form.is_some_and(|form| form.fields().iter().any(|one| one.name == *field));
        draft = if there { draft.with_field(field) } else { draft.with_new_field(field) };
    }
    if let Some(reason) = reason(options) {
        draft = draft.with_reason(reason);
    }
    if let Some(location) = &options.location {
        draft = draft.with_location(location);
    }
    let certification = options.certify.map(|level| match level {
        1 => Certification::NoChanges,
        2 => Certification::FormsAndSignatures,
        _ => Certification::FormsSignaturesAndAnnotations,
    });
    Ok(match certification {
        Some(certification) => draft.with_certification(certification),
        None => draft,
    })
}

/// `/Reason`: what was given, and why the organisation signs alone.
fn reason(options: &Signature) -> Option<String> {
    match (&options.reason, &options.without_personal) {
        (Some(reason), Some(alone)) => Some(format!("{reason} ({alone})")),
        (one, other) => one.as_ref().or(other.as_ref()).cloned(),
    }
}
