//! Signature references (ISO 32000-2, 12.8.1, Table 256): what may change after this signature.

use crate::error::{Error, Malformed};
use crate::pdf::{Dictionary, Object, View};
use crate::sign::draft::Certification;
use crate::sign::field::Target;

/// The items of `/Reference`: DocMDP for a certification, FieldMDP where the field has a `/Lock`.
pub(super) fn references(
    view: &View<'_, '_>,
    target: &Target,
    certification: Option<Certification>,
) -> Result<Vec<Object>, Error> {
    let mut references = Vec::new();
    if let Some(certification) = certification {
        let mut parameters = parameters();
        parameters.insert("P", i64::from(certification.level()));
        references.push(reference("DocMDP", parameters).into());
    }
    if let Some(parameters) = lock(view, target)? {
        let mut reference = reference("FieldMDP", parameters);
        // Table 256: FieldMDP names the object whose changes are judged, which is the catalogue.
        reference.insert("Data", view.catalog_id().ok_or_else(|| Malformed::new("trailer", 0, "/Root"))?);
        references.push(reference.into());
    }
    Ok(references)
}

/// The parameters that say what `/Lock` of the field says (12.7.5.5, Table 236; 12.8.2.4, Table 258).
fn lock(view: &View<'_, '_>, target: &Target) -> Result<Option<Dictionary>, Error> {
    let Some(field) = target.dictionary() else { return Ok(None) };
    let Some(lock) = view.entry(field, "Lock")?.into_dictionary() else { return Ok(None) };
    let action = view.entry(&lock, "Action")?;
    let action = action.as_name().ok_or_else(|| Malformed::new("/Lock", 0, "/Action"))?;
    let mut parameters = parameters();
    parameters.insert("Action", Object::Name(action.clone()));
    if *action != "All" {
        let fields = view.entry(&lock, "Fields")?;
        let fields = fields.as_array().ok_or_else(|| Malformed::new("/Lock", 0, "/Fields"))?;
        parameters.insert("Fields", fields.to_vec());
    }
    Ok(Some(parameters))
}

fn parameters() -> Dictionary {
    Dictionary::from_iter([("Type".into(), Object::name("TransformParams")), ("V".into(), Object::name("1.2"))])
}

fn reference(method: &str, parameters: Dictionary) -> Dictionary {
    Dictionary::from_iter([
        ("Type".into(), Object::name("SigRef")),
        ("TransformMethod".into(), Object::name(method)),
        ("TransformParams".into(), parameters.into()),
    ])
}
