//! `docs/report.schema.json` is what the types say, and reports are what it says.
//!
//! `UPDATE_SCHEMA=1 cargo test -p signer-core --test report_schema` writes the file again.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a panic here is a failed test"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use signer_core::evidence::Evidence;
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::pki::{Certificate, TrustStore};
use signer_core::policy::Policy;
use signer_core::report;
use signer_core::sign::Draft;
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::verify::Verifier;
use test_vectors::pdf::Pdf;
use test_vectors::pki::{AT, Hierarchy};

fn published() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/report.schema.json")
}

/// Where a value does not fit a schema, as far as the keywords go that ours uses.
fn misfits(value: &Value, schema: &Value, root: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("a reference leads somewhere");
        misfits(value, target, root, at, found);
    }
    for choice in ["anyOf", "oneOf"] {
        let fits = |option: &Value| {
            let mut found = Vec::new();
            misfits(value, option, root, at, &mut found);
            found.is_empty()
        };
        if schema[choice].as_array().is_some_and(|options| !options.iter().any(fits)) {
            found.push(format!("{at}: {value} fits none"));
        }
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        Value::Null => Vec::new(),
        kind => vec![kind.clone()],
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is_a(value, kind.as_str().unwrap())) {
        found.push(format!("{at}: {value} is not {kinds:?}"));
    }
    if let Some(constant) = schema.get("const").filter(|constant| *constant != value) {
        found.push(format!("{at}: {value} is not {constant}"));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{at}: {value} is not listed"));
    }
    if let Value::Object(members) = value {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, member) in members {
            misfits(member, &schema["properties"][name], root, &format!("{at}/{name}"), found);
        }
    }
    for item in value.as_array().into_iter().flatten() {
        misfits(item, &schema["items"], root, &format!("{at}/-"), found);
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        _ => panic!("the schema uses a type that this test does not know: {kind}"),
    }
}

/// Reports of a signed document that passes, of the same one damaged, of an unsigned and of an unreadable one.
fn reports() -> Vec<Value> {
    let hierarchy = Hierarchy::new();
    let original = Pdf::new().build();
    let document = Document::open(&original, &Limits::default()).unwrap();
    let mut key = SoftwareKey::from_pkcs8_der(&hierarchy.personal.key.pkcs8()).unwrap();
    let algorithm = key.algorithms()[0];
    let draft = Draft::new(&document, &hierarchy.personal.chain).with_reason("Phê duyệt");
    let signed = draft.sign(algorithm, AT.parse().unwrap(), &mut key).unwrap().into_octets(&original).unwrap();
    let mut damaged = signed.clone();
    damaged[original.len() / 2] ^= 1;

    let mut trust = TrustStore::new();
    trust.add(Certificate::parse(hierarchy.root.certificate()).unwrap());
    let verifier = Verifier::new(Policy::strict(), trust);
    [signed, damaged, original, b"no document".to_vec()]
        .iter()
        .map(|octets| verifier.verify(octets, "a.pdf", &Evidence::new(), AT.parse().unwrap()))
        .map(|report| serde_json::to_value(report).unwrap())
        .collect()
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let generated = report::schema();
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(published(), format!("{generated:#}\n")).unwrap();
    }
    // As values: the order of keys depends on how the whole workspace builds serde_json.
    let published: Value = serde_json::from_str(&fs::read_to_string(published()).unwrap()).unwrap();
    assert!(published == generated, "docs/report.schema.json is stale: run this test with UPDATE_SCHEMA=1");
}

#[test]
fn reports_fit_the_schema() {
    let schema = report::schema();
    let reports = reports();
    for report in &reports {
        let mut found = Vec::new();
        misfits(report, &schema, &schema, "", &mut found);
        assert!(found.is_empty(), "{found:#?}\n{report:#}");
    }
    let conclusions: Vec<&Value> = reports.iter().map(|report| &report["conclusion"]).collect();
    assert_eq!(conclusions, ["passed", "failed", "unsigned", "unreadable"]);
}

#[test]
fn what_does_not_fit_is_noticed() {
    let schema = report::schema();
    let mut report = reports().remove(0);
    report["signatures"][0]["indication"] = json!("GOOD");
    report["signatures"][0].as_object_mut().unwrap().remove("coverage");
    let mut found = Vec::new();
    misfits(&report, &schema, &schema, "", &mut found);
    assert_eq!(found.len(), 2, "{found:#?}");
}
