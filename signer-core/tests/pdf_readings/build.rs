//! Small documents, written octet by octet, so that a test can put anything anywhere.

use std::fmt::Write as _;

/// A file being written: objects, then a cross-reference table, again for each update.
#[derive(Clone, Default)]
pub(crate) struct File {
    pub(crate) octets: Vec<u8>,
    /// Number, generation and offset of the objects since the last table.
    pub(crate) entries: Vec<(u32, u16, usize)>,
    pub(crate) xref: Option<usize>,
}

pub(crate) const CONTENTS: &str = "<30030201000000000000000000000000>";

impl File {
    pub(crate) fn new() -> Self {
        Self { octets: b"%PDF-1.7\n".to_vec(), ..Self::default() }
    }

    pub(crate) fn raw(&mut self, text: &str) -> &mut Self {
        self.octets.extend_from_slice(text.as_bytes());
        self
    }

    pub(crate) fn object(&mut self, number: u32, body: &str) -> &mut Self {
        self.entries.push((number, 0, self.octets.len()));
        self.raw(&format!("{number} 0 obj\n{body}\nendobj\n"))
    }

    pub(crate) fn entry(&mut self, number: u32, offset: usize) -> &mut Self {
        self.entries.retain(|(other, ..)| *other != number);
        self.entries.push((number, 0, offset));
        self
    }

    /// A table, a trailer with `/Prev` where there is a table before, `startxref` and `%%EOF`.
    pub(crate) fn finish(&mut self, trailer: &str) -> &mut Self {
        let previous = self.xref;
        let offset = self.octets.len();
        self.table(trailer, previous);
        self.raw(&format!("startxref\n{offset}\n%%EOF\n"));
        self
    }

    pub(crate) fn table(&mut self, trailer: &str, previous: Option<usize>) -> &mut Self {
        self.entries.sort_unstable();
        let mut table = "xref\n0 1\n0000000000 65535 f \n".to_owned();
        for (number, generation, offset) in std::mem::take(&mut self.entries) {
            write!(table, "{number} 1\n{offset:010} {generation:05} n \n").unwrap();
        }
        let previous = previous.map(|previous| format!("/Prev {previous}")).unwrap_or_default();
        write!(table, "trailer\n<</Root 1 0 R /Size 50 {previous} {trailer}>>\n").unwrap();
        self.xref = Some(self.octets.len());
        self.raw(&table)
    }

    /// Fills in the byte range of the last signature written: to the end of the file, its gap `CONTENTS`.
    pub(crate) fn sign(&mut self) -> &mut Self {
        let text = String::from_utf8_lossy(&self.octets).into_owned();
        let start = text.rfind(CONTENTS).unwrap();
        let second = start + CONTENTS.len();
        let place = text.rfind("[0000000000 ").unwrap();
        let range = format!("[{:010} {start:010} {second:010} {:010}]", 0, text.len() - second);
        self.octets.splice(place..place + range.len(), range.into_bytes());
        self
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.octets).into_owned()
    }
}

pub(crate) const RANGE: &str = "/ByteRange [0000000000 0000000000 0000000000 0000000000]";

pub(crate) fn signature() -> String {
    format!("<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached {RANGE} /Contents {CONTENTS}>>")
}

/// A catalogue, a page and the form `form`; objects 1 to 4.
pub(crate) fn unsigned(form: &str) -> File {
    let mut file = File::new();
    file.object(1, "<</Type /Catalog /Pages 2 0 R /AcroForm 4 0 R>>")
        .object(2, "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9]>>")
        .object(3, "<</Type /Page /Parent 2 0 R>>")
        .object(4, form);
    file
}

/// One field `Sig` (object 5) with one signature (object 6), over the whole file.
pub(crate) fn signed_with(signature: &str) -> File {
    let mut file = unsigned("<</Fields [5 0 R] /SigFlags 3>>");
    file.object(5, "<</FT /Sig /T (Sig) /V 6 0 R>>").object(6, signature).finish("");
    if file.text().contains(CONTENTS) && file.text().contains("[0000000000 ") {
        file.sign();
    }
    file
}

pub(crate) fn signed() -> File {
    signed_with(&signature())
}
