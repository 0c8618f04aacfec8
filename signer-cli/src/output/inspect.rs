//! The facts of a document as people read them.

use super::changes::{permission, sentence as sentence_of_change};
use super::{Style, Tone, moment};
use crate::commands::hazards::sentence;
use crate::commands::inspect::changes::ChangeFacts;
use crate::commands::inspect::facts::{
    CertificateFacts, FindingFacts, Inspection, Message, Pdf, SignatureFacts, SignerFacts,
};
use crate::message::{Arguments, Messages, Safe};

/// The whole of it.
pub(crate) fn text(inspection: &Inspection, messages: &Messages, style: Style) -> String {
    let mut page = Page { messages, style, text: String::new() };
    page.line(0, "inspect-file", &Safe(&inspection.path).to_string());
    page.text.push_str(&format!("  {}\n", page.count("inspect-size", inspection.size)));
    page.line(1, "inspect-sha256", &inspection.sha256);
    if let Some(pdf) = &inspection.pdf {
        page.pdf(pdf);
    }
    if let Some(message) = &inspection.message {
        page.message(1, message);
    }
    let note = style.paint(Tone::Faint, &messages.text("inspect-nothing-judged"));
    page.text.push_str(&format!("\n{note}\n"));
    page.text
}

struct Page<'m> {
    messages: &'m Messages,
    style: Style,
    text: String,
}

impl Page<'_> {
    fn pdf(&mut self, pdf: &Pdf) {
        let encryption = if pdf.encrypted { "inspect-encrypted" } else { "inspect-not-encrypted" };
        self.line(1, "inspect-encryption", &self.messages.text(encryption));
        if let Some(pages) = pdf.pages {
            self.line(1, "inspect-pages", &pages.to_string());
        }
        self.heading("inspect-revisions", false);
        for revision in &pdf.revisions {
            let arguments = Arguments::new()
                .with("number", revision.number)
                .with("end", revision.end)
                .with("kind", revision.xref)
                .with("offset", revision.xref_offset)
                .count("count", revision.objects);
            self.say(1, "inspect-revision-line", &arguments);
        }
        self.heading("inspect-fields", pdf.fields.is_empty());
        for field in &pdf.fields {
            let arguments = Arguments::new()
                .with("name", &field.name)
                .with("kind", self.messages.text(&format!("inspect-field-kind-{}", field.kind)))
                .with("object", field.object.as_deref().unwrap_or("-"));
            self.say(1, "inspect-field-line", &arguments);
        }
        self.heading("inspect-signatures", pdf.signatures.is_empty());
        for signature in &pdf.signatures {
            self.signature(signature);
        }
        self.findings(0, &pdf.findings);
        if let Some(changes) = &pdf.changes {
            self.changes(changes);
        }
        self.heading("inspect-hazards", pdf.hazards.is_empty());
        for fact in &pdf.hazards {
            let line = sentence(&fact.hazard, self.messages);
            self.text.push_str(&format!("  {line}\n"));
        }
    }

    fn changes(&mut self, changes: &ChangeFacts) {
        self.heading("inspect-changes", changes.revisions.is_empty());
        for revision in &changes.revisions {
            let id = match (revision.compared, revision.items.is_empty(), revision.allowed) {
                (false, ..) => "inspect-changes-before",
                (true, true, true) => "inspect-changes-none",
                (true, _, true) => "inspect-changes-permitted",
                (true, _, false) => "inspect-changes-refused",
            };
            self.say(1, id, &Arguments::new().with("number", revision.number));
            for item in &revision.items {
                let tone = if item.allowed_by.is_some() { Tone::Faint } else { Tone::Bad };
                let permission = self.style.paint(tone, &format!("[{}]", permission(item, self.messages)));
                self.text.push_str(&format!("    {} {permission}\n", sentence_of_change(item, self.messages)));
            }
        }
        for signature in &changes.signatures {
            let arguments = Arguments::new().with("field", &signature.field).with("number", signature.revision);
            if signature.allowed {
                self.say(1, "inspect-changes-signature-permitted", &arguments);
                continue;
            }
            let revisions: Vec<_> = signature.refused_in.iter().map(usize::to_string).collect();
            self.say(1, "inspect-changes-signature-refused", &arguments.with("revisions", revisions.join(", ")));
        }
    }

    fn signature(&mut self, signature: &SignatureFacts) {
        let kind = match signature.kind {
            "document-timestamp" => "inspect-kind-timestamp",
            "usage-rights" => "inspect-kind-usage-rights",
            _ => "inspect-kind-signature",
        };
        let name = self.style.paint(Tone::Strong, &Safe(&signature.field).to_string());
        self.text.push_str(&format!("  {name}: {}\n", self.messages.text(kind)));
        self.optional(2, "inspect-sub-filter", signature.sub_filter.as_deref());
        self.line(2, "inspect-revision", &signature.revision.to_string());
        match (&signature.byte_range, &signature.byte_range_error) {
            (Some(range), _) => self.line(2, "inspect-byte-range", &range.map(|number| number.to_string()).join(" ")),
            (None, error) => self.optional(2, "inspect-byte-range", error.as_deref()),
        }
        self.line(2, "inspect-coverage", &self.messages.text(&format!("coverage-{}", signature.coverage)));
        if let Some([start, end]) = signature.contents {
            let arguments =
                Arguments::new().with("start", start).with("end", end).with("length", signature.contents_length);
            self.line(2, "inspect-contents", &self.messages.text_with("inspect-contents-line", &arguments));
        }
        self.optional(2, "inspect-certification", signature.certification.map(|level| level.to_string()).as_deref());
        self.optional(2, "inspect-time", signature.signing_time.map(moment::local).as_deref());
        self.optional(2, "inspect-name", signature.name.as_deref());
        self.optional(2, "inspect-reason", signature.reason.as_deref());
        self.optional(2, "inspect-location", signature.location.as_deref());
        match (&signature.message, &signature.message_error) {
            (Some(message), _) => self.message(2, message),
            (None, error) => {
                let arguments = Arguments::new().with("error", error.as_deref().unwrap_or_default());
                self.line(2, "inspect-cms", &self.messages.text_with("inspect-unreadable", &arguments));
            }
        }
        self.findings(2, &signature.findings);
    }

    fn message(&mut self, depth: usize, message: &Message) {
        self.line(depth, "inspect-cms", &format!("SignedData v{}, {}", message.version, message.content_type));
        if message.trailing > 0 {
            self.line(depth, "inspect-trailing", &self.count("inspect-trailing-line", message.trailing));
        }
        for signer in &message.signers {
            self.signer(depth, signer);
        }
        for certificate in &message.certificates {
            self.certificate(depth, certificate);
        }
        self.findings(depth, &message.findings);
    }

    fn signer(&mut self, depth: usize, signer: &SignerFacts) {
        self.line(depth, "inspect-signer", &Safe(&signer.identifier).to_string());
        let below = depth.saturating_add(1);
        self.optional(below, "inspect-digest", signer.digest.as_deref());
        self.optional(below, "inspect-algorithm", signer.algorithm.as_deref());
        let attributes = match &signer.signed_attributes {
            Some(kinds) => kinds.join(" "),
            None => self.messages.text("inspect-attributes-none"),
        };
        self.line(below, "inspect-attributes", &attributes);
        for time in &signer.timestamps {
            self.line(below, "inspect-timestamp", &moment::local(*time));
        }
    }

    fn certificate(&mut self, depth: usize, certificate: &CertificateFacts) {
        let day = |time: Option<signer_core::Time>| time.map(moment::day).unwrap_or_default();
        let text = match &certificate.error {
            Some(error) => self.messages.text_with("inspect-unreadable", &Arguments::new().with("error", error)),
            None => {
                let arguments = Arguments::new()
                    .with("subject", &certificate.subject)
                    .with("issuer", &certificate.issuer)
                    .with("from", day(certificate.not_before))
                    .with("to", day(certificate.not_after));
                self.messages.text_with("inspect-certificate-line", &arguments)
            }
        };
        self.line(depth, "inspect-certificate", &text);
    }

    fn findings(&mut self, depth: usize, findings: &[FindingFacts]) {
        for finding in findings {
            let place = finding.offset.map(|offset| format!(" @{offset}")).unwrap_or_default();
            let text = format!("{} ({}{place})", Safe(&finding.message), finding.code);
            self.line(depth, "inspect-findings", &text);
        }
    }

    fn heading(&mut self, id: &str, empty: bool) {
        let heading = self.style.paint(Tone::Strong, &self.messages.text(id));
        let rest = if empty { format!(" {}", self.messages.text("inspect-none")) } else { String::new() };
        self.text.push_str(&format!("{heading}:{rest}\n"));
    }

    fn optional(&mut self, depth: usize, id: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(depth, id, &Safe(value).to_string());
        }
    }

    /// The value must be safe already.
    fn line(&mut self, depth: usize, id: &str, value: &str) {
        let label = self.style.paint(Tone::Faint, &format!("{}:", self.messages.text(id)));
        self.text.push_str(&format!("{}{label} {value}\n", "  ".repeat(depth)));
    }

    fn say(&mut self, depth: usize, id: &str, arguments: &Arguments) {
        self.text.push_str(&format!("{}{}\n", "  ".repeat(depth), self.messages.text_with(id, arguments)));
    }

    fn count(&self, id: &str, count: usize) -> String {
        self.messages.text_with(id, &Arguments::new().count("count", count))
    }
}
