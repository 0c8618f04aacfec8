//! The JSON Schema of a report, from the types. What is computed when a report is written is added here.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Check, Checks, Completeness, DocumentConclusion, Failed, Indeterminate, Reason, Report, SCHEMA};
use crate::algorithm::Digest;
use crate::time::Time;

/// The JSON Schema (2020-12) of a report as it is written. Readers tolerate fields that it does not name.
#[must_use]
pub fn schema() -> serde_json::Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Report>().to_value()
}

/// The fields of a report that no field stores.
pub(super) fn add_computed(schema: &mut Schema) {
    let names = |values: &[serde_json::Value]| serde_json::json!({ "type": "string", "enum": values });
    let conclusions = [
        DocumentConclusion::Passed,
        DocumentConclusion::Failed,
        DocumentConclusion::Indeterminate,
        DocumentConclusion::Unsigned,
        DocumentConclusion::Unreadable,
    ]
    .map(|conclusion| serde_json::json!(conclusion));
    let completeness =
        [Completeness::Complete, Completeness::PersonalOnly, Completeness::OrganisationOnly, Completeness::None]
            .map(|completeness| serde_json::json!(completeness));
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        properties.insert("schema".to_owned(), serde_json::json!({ "const": SCHEMA }));
        properties.insert("conclusion".to_owned(), names(&conclusions));
        properties.insert("completeness".to_owned(), names(&completeness));
    }
    if let Some(required) = schema.get_mut("required").and_then(serde_json::Value::as_array_mut) {
        required.extend(["conclusion", "completeness"].map(serde_json::Value::from));
    }
}

impl JsonSchema for Checks {
    fn schema_name() -> Cow<'static, str> {
        "Checks".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "indication": { "type": "string", "enum": ["TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"] },
                "sub_indication": generator.subschema_for::<Option<Reason>>(),
                "checks": generator.subschema_for::<Vec<Check>>(),
            },
            "required": ["indication", "sub_indication", "checks"],
        })
    }
}

impl JsonSchema for Reason {
    fn schema_name() -> Cow<'static, str> {
        "SubIndication".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let failed = Failed::ALL.iter().map(|failed| failed.code());
        let codes: Vec<&str> = failed.chain(Indeterminate::ALL.iter().map(|doubt| doubt.code())).collect();
        json_schema!({
            "description": "A sub-indication of EN 319 102-1.",
            "type": "string",
            "enum": codes,
        })
    }
}

impl JsonSchema for Time {
    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "RFC 3339, in UTC.", "type": "string", "format": "date-time" })
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "The name of a digest: `SHA-256`.", "type": "string" })
    }
}
