//! Writes the documents and certificates of this crate to a folder, for looking at them with other tools.

use std::fs;
use std::path::PathBuf;

use test_vectors::pdf::{Form, Layout, Pdf};
use test_vectors::pki::Hierarchy;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "vectors".into()));
    fs::create_dir_all(&folder)?;
    for layout in Layout::ALL {
        for form in [Form::None, Form::Empty, Form::SignatureField, Form::Nested] {
            let pdf = Pdf::of_size(50_000).with_layout(layout).with_form(form).with_pages(2);
            fs::write(folder.join(format!("{layout:?}-{form:?}.pdf").to_lowercase()), pdf.build())?;
        }
    }
    let hierarchy = Hierarchy::new();
    fs::write(folder.join("root.pem"), hierarchy.root.certificate_pem())?;
    fs::write(folder.join("personal.pem"), hierarchy.personal.chain_pem())?;
    fs::write(folder.join("organisation.pem"), hierarchy.organisation.chain_pem())
}
