//! One test case a document, for pipelines that read the XML of JUnit.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use signer_core::report::{DocumentConclusion, Report};

use super::row::{Row, UnitFrom};
use super::{Form, Provenance};
use crate::error::Failure;
use crate::message::Messages;
use crate::message::Safe;

/// The documents are counted in attributes of the first element, so they are kept until the last is known.
pub(crate) struct Junit<'j> {
    out: &'j mut (dyn Write + Send),
    messages: &'j Messages,
    provenance: Provenance,
    rows: Vec<Row>,
    allow_unsigned: bool,
}

impl<'j> Junit<'j> {
    pub(crate) const fn new(
        out: &'j mut (dyn Write + Send),
        messages: &'j Messages,
        provenance: Provenance,
        allow_unsigned: bool,
    ) -> Self {
        Self { out, messages, provenance, rows: Vec::new(), allow_unsigned }
    }

    fn kind(&self, row: &Row) -> Option<&'static str> {
        match row.conclusion {
            DocumentConclusion::Passed => None,
            DocumentConclusion::Unsigned if self.allow_unsigned => None,
            DocumentConclusion::Failed | DocumentConclusion::Indeterminate | DocumentConclusion::Unsigned => {
                Some("failure")
            }
            DocumentConclusion::Unreadable => Some("error"),
        }
    }
}

impl Form for Junit<'_> {
    fn document(&mut self, report: &Report) -> Result<(), Failure> {
        self.rows.push(Row::of(report, self.messages, UnitFrom::Folder));
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        let count = |kind| self.rows.iter().filter(|row| self.kind(row) == Some(kind)).count().to_string();
        let (tests, failures, errors) = (self.rows.len().to_string(), count("failure"), count("error"));
        let kinds: Vec<_> = self.rows.iter().map(|row| self.kind(row)).collect();
        let mut xml = Writer::new_with_indent(self.out, b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut suite = BytesStart::new("testsuite");
        let counts = [("name", "signer verify"), ("tests", &tests), ("failures", &failures), ("errors", &errors)];
        suite.extend_attributes(counts);
        suite.push_attribute(("timestamp", self.provenance.at.to_string().as_str()));
        xml.write_event(Event::Start(suite))?;
        properties(&mut xml, &self.provenance)?;
        for (row, kind) in self.rows.iter().zip(kinds) {
            case(&mut xml, row, kind)?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
        Ok(xml.get_mut().write_all(b"\n")?)
    }
}

type Xml<'x> = Writer<&'x mut (dyn Write + Send)>;

fn properties(xml: &mut Xml<'_>, provenance: &Provenance) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("properties")))?;
    let mut values = vec![("program", provenance.program.clone()), ("policy", provenance.policy.clone())];
    values.extend(provenance.policy_sha256.iter().map(|sha256| ("policy-sha256", sha256.clone())));
    let times = provenance.since.into_iter().chain([provenance.at]);
    values.extend(times.map(|time| ("validation-time", time.to_string())));
    values.extend(provenance.trust.iter().map(|(_, sha256)| ("trusted-certificate-sha256", sha256.clone())));
    for (name, value) in &values {
        let property = BytesStart::new("property").with_attributes([("name", *name), ("value", value)]);
        xml.write_event(Event::Empty(property))?;
    }
    xml.write_event(Event::End(BytesEnd::new("properties")))
}

fn case(xml: &mut Xml<'_>, row: &Row, kind: Option<&str>) -> io::Result<()> {
    let path = Safe(&row.path).to_string();
    let mut case = BytesStart::new("testcase");
    case.extend_attributes([("classname", row.unit.as_str()), ("name", &path), ("file", &path)]);
    xml.write_event(Event::Start(case))?;
    let first = row.duplicate_of.as_ref().map(|first| Safe(first).to_string()).unwrap_or_default();
    let properties: Vec<_> = [("sha256", &row.sha256), ("duplicate-of", &first)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if !properties.is_empty() {
        xml.write_event(Event::Start(BytesStart::new("properties")))?;
        for (name, value) in properties {
            let property = BytesStart::new("property").with_attributes([("name", name), ("value", value)]);
            xml.write_event(Event::Empty(property))?;
        }
        xml.write_event(Event::End(BytesEnd::new("properties")))?;
    }
    if let Some(kind) = kind {
        outcome(xml, row, kind)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

fn outcome(xml: &mut Xml<'_>, row: &Row, kind: &str) -> io::Result<()> {
    let cause = row.cause.clone().unwrap_or_default();
    let why = BytesStart::new(kind).with_attributes([("type", cause.as_str()), ("message", &row.reason)]);
    xml.write_event(Event::Start(why))?;
    let digest = if row.sha256.is_empty() { String::new() } else { format!("\nSHA-256 {}", row.sha256) };
    xml.write_event(Event::Text(BytesText::new(&format!("{} {}{digest}", row.reason, row.todo))))?;
    xml.write_event(Event::End(BytesEnd::new(kind)))
}
