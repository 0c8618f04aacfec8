//! Revocation information that a signer archived in a signed attribute (ISO 32000-2, 12.8.3.3.2).

use crate::der::{Element, Reader, Tag};
use crate::error::{Error, Exceeded};

/// `RevocationInfoArchival`: unchecked octets, to be judged like those of any other origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationArchival<'a> {
    /// Each `CertificateList` as it was read.
    pub crls: Vec<&'a [u8]>,
    /// Each `OCSPResponse` as it was read.
    pub ocsp_responses: Vec<&'a [u8]>,
}

/// Members of one archive; as many as a message may have certificates.
const MAX_MEMBERS: usize = 1_000;

impl<'a> RevocationArchival<'a> {
    pub(super) fn parse(value: &Element<'a>) -> Result<Self, Error> {
        let mut reader = value.reader();
        let crls = list(&mut reader, 0)?;
        let ocsp_responses = list(&mut reader, 1)?;
        // otherRevInfo [2] has no format that anyone uses.
        reader.optional(Tag::context_constructed(2))?;
        reader.finish("RevocationInfoArchival")?;
        Ok(Self { crls, ocsp_responses })
    }
}

fn list<'a>(reader: &mut Reader<'a>, number: u8) -> Result<Vec<&'a [u8]>, Error> {
    let syntax = "RevocationInfoArchival";
    let Some(explicit) = reader.optional(Tag::context_constructed(number))? else { return Ok(Vec::new()) };
    let mut members = explicit.reader().expect(Tag::SEQUENCE, syntax)?.reader();
    let mut list = Vec::new();
    while !members.is_empty() {
        if list.len() >= MAX_MEMBERS {
            return Err(Exceeded { what: "archived CRLs and OCSP responses", limit: 1_000 }.into());
        }
        list.push(members.expect(Tag::SEQUENCE, syntax)?.raw());
    }
    Ok(list)
}
