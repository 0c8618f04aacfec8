//! What a path means to the verifier. Whatever goes wrong becomes a report: no document is passed over in silence.

use std::io;
use std::path::Path;

use secrecy::ExposeSecret;
use signer_core::batch::{Input as Subject, Octets};
use signer_core::cms::SignedData;
use signer_core::policy::Policy;
use signer_core::report::{MessageHeader, ReportError, Requirement};
use signer_core::verify::Verifier;
use zeroize::Zeroizing;

use crate::cli::verify::{Arguments, Requirement as Wanted};
use crate::error::Failure;
use crate::files::{Input, LARGEST};
use crate::inputs::{Attachment, Found};
use crate::message::{Arguments as Words, Language, Messages};
use crate::output::Terminal;
use crate::trust;

/// Policy, trust and passwords of the command line.
pub(super) fn verifier(arguments: &Arguments, policy: Policy, terminal: &Terminal) -> Result<Verifier, Failure> {
    let (anchors, intermediates) = trust::chosen(&arguments.trust, terminal)?;
    if anchors.anchors().is_empty() {
        terminal.warn("verify-no-trust", &Words::new());
    }
    // What was asked for and not told is no longer a warning.
    let policy = if arguments.online { policy.with_revocation_required() } else { policy };
    let policy = policy
        .with_requirements(arguments.require.iter().copied().map(requirement))
        .with_known_roles(arguments.profile.known_roles());
    let verifier = Verifier::new(policy, anchors).with_intermediates(intermediates);
    Ok(match password(arguments, terminal)? {
        Some(password) => verifier.with_password(&password),
        None => verifier,
    })
}

/// The password of encrypted documents.
pub(super) fn password(arguments: &Arguments, terminal: &Terminal) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let Some(source) = arguments.password.source() else { return Ok(None) };
    let secret = source.read("secret-document", "", &terminal.messages)?;
    Ok(Some(Zeroizing::new(secret.expose_secret().as_bytes().to_vec())))
}

/// Opens a document; `content` is what detached signatures sign, if the command line says so. With it comes what the
/// message says that carried it.
pub(super) fn open(found: Found, content: Option<&Path>) -> (Subject<Input>, Option<MessageHeader>) {
    let path = found.name();
    let (octets, header) = match found {
        Found::File(path) => (read(&path, content), None),
        Found::Member(member) => {
            let header = member.header().cloned();
            (member.open().and_then(|input| carried(&path, input)), header)
        }
        Found::Attachment(attachment) => {
            let Attachment { octets, header, .. } = *attachment;
            (carried(&path, octets), Some(header))
        }
    };
    (Subject { path, octets: octets.map_err(|failure| report_error(&failure)) }, header)
}

/// Whether somebody wrote to the file of a document while it was judged.
pub(super) fn has_changed(octets: &Octets<Input>, path: &Path) -> bool {
    let (Octets::Document(input) | Octets::Detached { signature: input, .. }) = octets;
    input.must_be_unchanged(path).is_err()
}

/// What an archive or a message held: a signature in it has to hold what it signs.
fn carried(name: &str, input: Input) -> Result<Octets<Input>, Failure> {
    if crate::commands::looks_like_pdf(&input) || !is_message(Path::new(name)) {
        return Ok(Octets::Document(input));
    }
    let held = SignedData::parse(&input).and_then(|message| Ok(message.content()?.map(|octets| octets.to_vec())));
    match held.ok().flatten() {
        Some(held) => Ok(Octets::Detached { signature: input, content: Input::from(held) }),
        None => Err(Failure::broken("error-no-content").with("path", name)),
    }
}

fn read(path: &Path, content: Option<&Path>) -> Result<Octets<Input>, Failure> {
    let input = Input::open(path)?;
    if u64::try_from(input.len()).is_ok_and(|length| length > LARGEST) {
        return Err(Failure::broken("error-too-large").with("path", path.display()));
    }
    if crate::commands::looks_like_pdf(&input) || !is_message(path) {
        return Ok(Octets::Document(input));
    }
    // A signature over a content that it holds, or that is beside it.
    let held = SignedData::parse(&input).and_then(|message| Ok(message.content()?.map(|octets| octets.to_vec())));
    let content = match (content, held.ok().flatten()) {
        (Some(content), _) => Input::open(content)?,
        (None, Some(held)) => Input::from(held),
        // `data.csv.p7s` signs `data.csv`.
        (None, None) => {
            let beside = path.with_extension("");
            if !beside.is_file() {
                return Err(Failure::broken("error-no-content").with("path", path.display()));
            }
            Input::open(&beside)?
        }
    };
    Ok(Octets::Detached { signature: input, content })
}

/// What the operating system refused, not what the octets say.
const fn is_of_the_system(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
}

/// Reports speak English, as the core does; the screen translates by the code.
pub(super) fn report_error(failure: &Failure) -> ReportError {
    let messages = Messages::new(Language::English);
    let mut message = failure.sentence(&messages);
    for cause in failure.causes(&messages) {
        message.push_str(": ");
        message.push_str(&cause);
    }
    let code = match (failure.id(), failure.io_kind()) {
        ("error-no-content", _) => "content",
        ("error-archive-nested", _) => "nested",
        ("error-archive-encrypted", _) => "encrypted",
        ("error-archive-method" | "error-attachment-kind", _) => "unsupported",
        ("error-archive-bomb" | "error-archive-members" | "error-too-large", _) => "limit",
        ("error-archive" | "error-archive-member" | "error-archive-twins", None) => "archive",
        ("error-archive" | "error-archive-member", Some(kind)) if !is_of_the_system(kind) => "archive",
        ("error-message" | "error-attachment" | "error-message-attachments", None) => "message",
        ("error-message" | "error-attachment", Some(kind)) if !is_of_the_system(kind) => "message",
        ("error-link", _) => "link",
        (_, Some(io::ErrorKind::NotFound)) => "not-found",
        (_, Some(io::ErrorKind::PermissionDenied)) => "permission",
        _ => "io",
    };
    ReportError { code: code.to_owned(), message }
}

/// By its name: a file that claims to be a PDF document is judged as one, whatever it holds.
pub(super) fn is_message(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["p7s", "p7m"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

const fn requirement(wanted: Wanted) -> Requirement {
    match wanted {
        Wanted::Personal => Requirement::Personal,
        Wanted::Organisation => Requirement::Organisation,
        Wanted::Complete => Requirement::Complete,
        Wanted::Timestamp => Requirement::Timestamp,
        Wanted::BT => Requirement::BT,
        Wanted::BLt => Requirement::BLt,
        Wanted::BLta => Requirement::BLta,
        Wanted::Order => Requirement::Order,
        Wanted::CompleteOrCopy => Requirement::CompleteOrCopy,
        Wanted::Attachments => Requirement::Attachments,
        Wanted::NumberDate => Requirement::NumberDate,
        Wanted::CurrentUnits => Requirement::CurrentUnits,
        Wanted::UtcTime => Requirement::UtcTime,
        Wanted::Facts => Requirement::Facts,
    }
}
