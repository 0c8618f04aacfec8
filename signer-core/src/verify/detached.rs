//! Gathers the facts of a signature that stands apart from its content (RFC 5652, 5; EN 319 122-1).

use crate::algorithm::Digest;
use crate::cms::SignedData;
use crate::crypto;
use crate::error::Error;
use crate::report::{Changes, Coverage, Level, SignatureType, TimestampType};

use super::Given;
use super::document::Gathered;
use super::facts::{Binding, Facts};
use super::material::Material;
use super::message::{Encoding, Message};
use super::signature::{Covered, MessageFacts, signed};

/// The message of one signer, or of several.
pub(super) fn gather(mut given: Given<'_>, signature: &[u8], content: &[u8]) -> Result<Gathered, Error> {
    let data = SignedData::parse(signature)?;
    let digest = |digest: Digest| Some(crypto::digest(digest, content));
    let octets = || Some(content.to_vec());
    let covered = Covered { digest: &digest, octets: &octets, problem: None };
    let message = Message::signed(data);
    message.evidence(&mut given.pool, None);
    let message = match message {
        Message::Signed { data, tokens } => signed(&given, Encoding::Detached, &data, &tokens, &covered, &[]),
        _ => MessageFacts::default(),
    };
    let sha256 = hex::encode(crypto::digest(Digest::Sha256, content));
    Ok(Gathered { facts: vec![facts(&given, message)], findings: Vec::new(), sha256 })
}

/// What the message brings along for its verification.
pub(super) fn material(mut given: Given<'_>, signature: &[u8]) -> Result<Material, Error> {
    let message = Message::signed(SignedData::parse(signature)?);
    message.evidence(&mut given.pool, None);
    let mut material = Material::of(&given.pool);
    material.add_message(&message);
    Ok(material)
}

fn facts(given: &Given<'_>, message: MessageFacts) -> Facts {
    let (role, role_decided_by) =
        message.certificate.as_ref().map_or_else(Default::default, |certificate| given.role(certificate, ""));
    let stamped = message.timestamps.iter().any(|timestamp| timestamp.kind == TimestampType::Signature);
    let level = match (message.core.binding, stamped) {
        (Binding::Absent, _) => Level::Cms,
        (_, false) => Level::BB,
        (_, true) => Level::BT,
    };
    Facts {
        field: String::new(),
        kind: SignatureType::Signature,
        certification: None,
        sub_filter: None,
        revision: None,
        reason: None,
        location: None,
        byte_range_problem: None,
        // A message is over all of its content, always.
        coverage: Coverage::WholeFile,
        coverage_problem: None,
        two_readings: Vec::new(),
        sub_filter_problem: None,
        signed_data_problem: message.problem,
        signed_data_remark: message.remark,
        signers: message.signers,
        core: message.core,
        claimed_signing_time: message.claimed,
        timestamps: message.timestamps,
        changes: Changes::default(),
        level,
        role,
        role_decided_by,
    }
}
