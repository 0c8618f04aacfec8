//! Documents: every revision, the form, the signatures, the pages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signer_core::limits::Limits;
use signer_core::pdf::Document;

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::open(octets, &Limits::default()) else { return };
    assert!(!document.revisions().is_empty(), "a document has a revision");
    for index in 0..document.revisions().len() {
        let view = document.view(index);
        let _ = (view.catalog(), view.form());
        for (id, _) in document.revisions()[index].objects().take(100) {
            let _ = view.get(id);
        }
    }
    let _ = document.latest().page(0);
    for signature in document.signatures().unwrap_or_default() {
        if let Ok(range) = &signature.byte_range {
            assert!(octets.get(range.before()).is_some() && octets.get(range.after()).is_some());
        }
    }
    let _ = document.findings();
});
