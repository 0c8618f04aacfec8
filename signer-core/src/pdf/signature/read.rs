//! Reading one signature dictionary (ISO 32000-2, 12.8.1, table 255).

use std::ops::Range;

use crate::error::{Error, Malformed};
use crate::pdf::form::tolerated;
use crate::pdf::parser::{decode_hexadecimal, is_hexadecimal, is_space};
use crate::pdf::{Dictionary, Document, Field, Finding, Object, ObjectId, View};
use crate::time::Time;

use super::{ByteRange, Coverage, EmbeddedSignature, FieldLock, LockAction, SignatureKind};

/// A signature dictionary where it was found.
pub(crate) struct Found<'f, 'd, 'a> {
    pub(crate) view: View<'d, 'a>,
    pub(crate) field: Option<&'f Field>,
    pub(crate) name: &'f str,
    pub(crate) id: Option<ObjectId>,
    pub(crate) dictionary: Dictionary,
    /// What was tolerated to find it.
    pub(crate) findings: Vec<Finding>,
}

/// Keys that decide what was signed and how: two values for one of them are two signatures.
const DECISIVE: [&str; 6] = ["ByteRange", "Contents", "SubFilter", "Filter", "Type", "Reference"];

/// Reads what the dictionary says; what is wrong with it becomes findings.
///
/// # Errors
/// `Limit`
pub(crate) fn read(found: &Found<'_, '_, '_>) -> Result<EmbeddedSignature, Error> {
    let Found { view, field, dictionary, .. } = found;
    let mut findings = found.findings.clone();
    for key in dictionary.duplicates() {
        let message = format!("the signature dictionary has two entries /{key}");
        let decisive = DECISIVE.iter().any(|name| key == name);
        let finding = Finding { ambiguous: decisive, ..Finding::harmless("pdf.key-twice", message) };
        findings.push(Finding { object: found.id, ..finding });
    }
    let contents = contents(found, &mut findings)?;
    let byte_range = byte_range(found, &mut findings)?;
    let coverage = coverage(view.document(), byte_range.as_ref().ok(), contents.span.as_ref(), &mut findings);
    let revision = revision(found, byte_range.as_ref().ok(), coverage, &mut findings);
    let references = References::read(found, &mut findings)?;
    let text = |key| -> Result<Option<String>, Error> {
        let value = tolerated(*view, view.entry(dictionary, key), found.id)?;
        Ok(value.as_string().map(|string| string.text()))
    };
    let sub_filter = tolerated(*view, view.entry(dictionary, "SubFilter"), found.id)?;
    let sub_filter = sub_filter.as_name().map(ToString::to_string);
    let is_timestamp = dictionary.is_type("DocTimeStamp") || sub_filter.as_deref() == Some("ETSI.RFC3161");
    let lock = match field {
        Some(field) => tolerated(*view, view.entry(&field.dictionary, "Lock"), field.id)?.into_dictionary(),
        None => None,
    };
    let field_lock = match lock {
        Some(lock) => Some(field_lock(*view, &lock, found.id)?),
        None => None,
    };
    Ok(EmbeddedSignature {
        field: found.name.to_owned(),
        field_id: field.and_then(|field| field.id),
        id: found.id,
        kind: match (is_timestamp, references.usage_rights && field.is_none()) {
            (true, _) => SignatureKind::DocumentTimestamp,
            (false, true) => SignatureKind::UsageRights,
            (false, false) => SignatureKind::Signature,
        },
        sub_filter,
        revision,
        removed: None,
        byte_range,
        contents: contents.octets,
        contents_span: contents.span,
        coverage,
        certification: references.certification,
        field_mdp: references.field_mdp,
        field_lock,
        findings,
        signing_time: text("M")?.and_then(|date| Time::from_pdf_date(&date).ok()),
        name: text("Name")?,
        reason: text("Reason")?,
        location: text("Location")?,
        contact: text("ContactInfo")?,
        dictionary: dictionary.clone(),
    })
}

struct Contents {
    octets: Vec<u8>,
    span: Option<Range<usize>>,
}

/// `/Contents`: a direct string of the file, hexadecimal; read from the file, since it is never encrypted.
fn contents(found: &Found<'_, '_, '_>, findings: &mut Vec<Finding>) -> Result<Contents, Error> {
    let mut fault =
        |code, message: &str| findings.push(Finding { object: found.id, ..Finding::harmless(code, message) });
    let none = Contents { octets: Vec::new(), span: None };
    let named = found.dictionary.get("Contents").unwrap_or(&Object::Null);
    if let Object::Reference(_) = named {
        fault("pdf.contents-indirect", "`/Contents` of the signature is not a direct string");
        let value = tolerated(found.view, found.view.resolve(named), found.id)?;
        let octets = value.as_string().map(|string| string.octets.clone()).unwrap_or_default();
        return Ok(Contents { octets, ..none });
    }
    let Object::String(string) = named else {
        fault("pdf.contents-missing", "the signature has no `/Contents`, or it is no string");
        return Ok(none);
    };
    if string.span.is_empty() {
        fault("pdf.contents-compressed", "`/Contents` of the signature stands in an object stream");
        return Ok(Contents { octets: string.octets.clone(), ..none });
    }
    let token = found.view.document().octets().get(string.span.clone()).unwrap_or_default();
    let octets = match token {
        [b'<', digits @ .., b'>'] => {
            // As many digits as octets need: nothing else can stand there.
            if digits.len() != string.octets.len().saturating_mul(2) && !is_hexadecimal(digits) {
                fault("pdf.contents-not-hexadecimal", "`/Contents` of the signature holds more than digits");
            }
            let is_encrypted = found.view.document().encryption().is_some();
            if is_encrypted { decode_hexadecimal(digits) } else { string.octets.clone() }
        }
        // Written as `(…)` it has a length that depends on its value; seen in old files.
        _ => string.octets.clone(),
    };
    if octets.iter().all(|octet| *octet == 0) {
        fault("pdf.contents-empty", "`/Contents` of the signature is empty");
    }
    Ok(Contents { octets, span: Some(string.span.clone()) })
}

/// `/ByteRange`: four integers, directly.
fn byte_range(found: &Found<'_, '_, '_>, findings: &mut Vec<Finding>) -> Result<Result<ByteRange, Malformed>, Error> {
    let length = found.view.document().octets().len();
    let place = found.dictionary.get("Contents").and_then(Object::as_string).map_or(0, |contents| contents.span.start);
    let named = found.dictionary.get("ByteRange").unwrap_or(&Object::Null);
    let mut fault = |code, message: &str, expected| {
        findings.push(Finding { object: found.id, ..Finding::harmless(code, message) });
        Ok(Err(Malformed::new("ByteRange", place, expected)))
    };
    if named.as_reference().is_some() {
        return fault("pdf.byte-range-indirect", "`/ByteRange` is not a direct array", "a direct array");
    }
    let Object::Array(numbers) = named else {
        return fault("pdf.byte-range-missing", "the signature has no `/ByteRange`", "an array of four integers");
    };
    let numbers: Option<Vec<u64>> =
        numbers.iter().map(|number| number.as_integer().and_then(|number| u64::try_from(number).ok())).collect();
    let Some(numbers) = numbers.and_then(|numbers| <[u64; 4]>::try_from(numbers).ok()) else {
        let message = "`/ByteRange` is not four integers of 0 or more";
        return fault("pdf.byte-range-numbers", message, "four integers of 0 or more");
    };
    if let Some(range) = ByteRange::new(numbers, length) {
        return Ok(Ok(range));
    }
    let end = numbers[2].saturating_add(numbers[3]);
    if u64::try_from(length).is_ok_and(|length| end > length) {
        let message = format!("`/ByteRange` ends at {end}, beyond the end of the file ({length} octets)");
        return fault("pdf.byte-range-beyond-end", &message, "ranges inside the file");
    }
    fault("pdf.byte-range-overlaps", "the two ranges of `/ByteRange` overlap", "two ranges, one after the other")
}

/// How much of the file the range covers; it starts at 0, and its gap is the `/Contents` token and nothing else.
fn coverage(
    document: &Document<'_>,
    range: Option<&ByteRange>,
    contents: Option<&Range<usize>>,
    findings: &mut Vec<Finding>,
) -> Coverage {
    let (Some(range), Some(contents)) = (range, contents) else { return Coverage::Malformed };
    if range.before().start != 0 {
        let message = format!("the signed octets start at {}, not at 0", range.before().start);
        findings.push(Finding::harmless("pdf.byte-range-start", message));
        return Coverage::Malformed;
    }
    if range.gap() != *contents {
        let (gap, token) = (range.gap(), contents);
        let message = format!(
            "the gap of `/ByteRange` ({} to {}) is not the `/Contents` string ({} to {})",
            gap.start, gap.end, token.start, token.end
        );
        findings.push(Finding::harmless("pdf.byte-range-gap", message).at(gap.start));
        return Coverage::Malformed;
    }
    let octets = document.octets();
    if octets.get(range.end()..).unwrap_or_default().iter().all(|octet| is_space(*octet)) {
        return Coverage::WholeFile;
    }
    if ends_a_revision(document, range.end()).is_some() { Coverage::WholeRevision } else { Coverage::Partial }
}

/// The revision that ends there, an end of line more or less.
fn ends_a_revision(document: &Document<'_>, end: usize) -> Option<usize> {
    let octets = document.octets();
    let found = document.revisions().iter().find(|revision| {
        let between = end.min(revision.end())..end.max(revision.end());
        octets.get(between).is_some_and(|octets| octets.iter().all(|octet| is_space(*octet)))
    });
    found.map(super::super::Revision::index)
}

fn revision(
    found: &Found<'_, '_, '_>,
    range: Option<&ByteRange>,
    coverage: Coverage,
    findings: &mut Vec<Finding>,
) -> usize {
    let first = found.view.revision();
    if matches!(coverage, Coverage::Malformed | Coverage::Partial) {
        return first;
    }
    let document = found.view.document();
    let Some(signed) = range.and_then(|range| ends_a_revision(document, range.end())) else { return first };
    if signed < first {
        let message = "the signature stands in a revision whose form does not have it";
        findings.push(Finding::ambiguous("pdf.signature-hidden", message));
    }
    signed
}

/// What the signature reference dictionaries say (12.8.1, table 256).
#[derive(Default)]
struct References {
    certification: Option<u8>,
    field_mdp: Option<FieldLock>,
    usage_rights: bool,
}

impl References {
    fn read(found: &Found<'_, '_, '_>, findings: &mut Vec<Finding>) -> Result<Self, Error> {
        let view = found.view;
        let mut references = Self::default();
        let list = tolerated(view, view.entry(&found.dictionary, "Reference"), found.id)?;
        for reference in list.as_array().unwrap_or_default() {
            let reference = tolerated(view, view.resolve(reference), found.id)?;
            let Some(reference) = reference.as_dictionary() else { continue };
            let method = tolerated(view, view.entry(reference, "TransformMethod"), found.id)?;
            let parameters = tolerated(view, view.entry(reference, "TransformParams"), found.id)?;
            let parameters = parameters.into_dictionary().unwrap_or_default();
            match method.as_name().map(|name| name.as_octets()) {
                Some(b"DocMDP") => references.certify(found, &parameters, findings)?,
                Some(b"FieldMDP") => references.field_mdp = Some(field_lock(view, &parameters, found.id)?),
                Some(b"UR" | b"UR3") => references.usage_rights = true,
                _ => {}
            }
        }
        Ok(references)
    }

    /// `/P` of the transform: 2 if absent (table 257). What is no level is taken as the strictest, as are two levels.
    fn certify(
        &mut self,
        found: &Found<'_, '_, '_>,
        parameters: &Dictionary,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        let value = tolerated(found.view, found.view.entry(parameters, "P"), found.id)?;
        let level = match value {
            Object::Null => 2,
            Object::Integer(level @ 1..=3) => u8::try_from(level).unwrap_or(1),
            _ => {
                let message = "`/P` of the DocMDP transform is none of 1, 2 and 3; it is taken as 1";
                findings.push(Finding { object: found.id, ..Finding::harmless("pdf.docmdp-level", message) });
                1
            }
        };
        self.certification = Some(self.certification.map_or(level, |other| other.min(level)));
        Ok(())
    }
}

/// `/Action`, `/Fields` and `/P` (12.7.5.5, table 236; 12.8.2.4, table 259). An unknown action locks all.
fn field_lock(view: View<'_, '_>, dictionary: &Dictionary, id: Option<ObjectId>) -> Result<FieldLock, Error> {
    let action = tolerated(view, view.entry(dictionary, "Action"), id)?;
    let list = tolerated(view, view.entry(dictionary, "Fields"), id)?;
    let mut names = Vec::new();
    for name in list.as_array().unwrap_or_default() {
        let name = tolerated(view, view.resolve(name), id)?;
        names.extend(name.as_string().map(|name| name.text()));
    }
    let action = match action.as_name().map(|name| name.as_octets()) {
        Some(b"Include") => LockAction::Include(names),
        Some(b"Exclude") => LockAction::Exclude(names),
        _ => LockAction::All,
    };
    let permission = tolerated(view, view.entry(dictionary, "P"), id)?;
    let permission = permission.as_integer().and_then(|level| u8::try_from(level).ok());
    Ok(FieldLock { action, permission: permission.filter(|level| (1..=3).contains(level)) })
}
