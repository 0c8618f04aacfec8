use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use signer_core::report::{CheckId, Reason};

use super::*;

/// Each message and attribute of a catalogue with the variables that it uses.
fn entries(catalogue: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut current) = (String::new(), String::new());
    for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            message = id.to_owned();
            current.clone_from(&message);
        } else if let Some((attribute, _)) = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once(" ="))
        {
            current = format!("{message}.{attribute}");
        }
        if !current.is_empty() {
            let variables = found.entry(current.clone()).or_default();
            for part in line.split('$').skip(1) {
                variables.insert(part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect());
            }
        }
    }
    found
}

/// The text of every source file below a folder.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("message/tests.rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    text
}

fn manifest() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Codes of findings: literals such as `"pdf.xref-rebuilt"` in the core.
fn finding_codes() -> BTreeSet<String> {
    let text = sources(&manifest().join("../signer-core/src"));
    let codes = text.split('"').filter(|literal| {
        let family = literal.split('.').next().unwrap_or_default();
        ["cms", "hazard", "pdf", "pki", "revocation"].contains(&family)
            && literal.len() > family.len().saturating_add(1)
            && literal
                .bytes()
                .all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b".-".contains(&octet))
    });
    codes.map(str::to_owned).filter(|code| CheckId::from_id(code).is_none()).collect()
}

#[test]
fn both_catalogues_can_be_read() {
    for text in [ENGLISH, VIETNAMESE] {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors).unwrap();
        let mut bundle: FluentBundle<FluentResource> =
            FluentBundle::new_concurrent(vec![LanguageIdentifier::default()]);
        bundle.add_resource(resource).expect("a message is defined twice");
    }
}

/// Each is read by itself when it is said.
#[test]
fn no_message_refers_to_another() {
    for text in [ENGLISH, VIETNAMESE, include_str!("../../i18n/help.vi.ftl")] {
        for line in text.lines() {
            // What stands between quotation marks in a placeable is text.
            let outside: Vec<&str> = line.split('"').step_by(2).collect();
            for placeable in outside.join("\"").split('{').skip(1) {
                let first = placeable.trim_start().chars().next();
                assert!(!first.is_some_and(|first| first == '-' || first.is_ascii_alphabetic()), "{line}");
            }
        }
    }
}

#[test]
fn both_catalogues_have_the_same_messages_with_the_same_variables() {
    let (english, vietnamese) = (entries(ENGLISH), entries(VIETNAMESE));
    for (id, variables) in &english {
        // A language may leave a number out where the sentence says it otherwise, but never ask for another one.
        let other = vietnamese.get(id).unwrap_or_else(|| panic!("vi.ftl lacks {id}"));
        assert_eq!(variables, other, "{id}");
    }
    let extra: Vec<_> = vietnamese.keys().filter(|id| !english.contains_key(*id)).collect();
    assert!(extra.is_empty(), "en.ftl lacks {extra:?}");
}

#[test]
fn every_code_of_the_core_is_explained_in_both_languages() {
    let checks = CheckId::ALL.iter().flat_map(|check| {
        let id = code_id(check.id());
        [id.clone(), format!("{id}.fail"), format!("{id}.todo")]
    });
    let reasons = Reason::all().flat_map(|reason| {
        let id = code_id(reason.code());
        [id.clone(), format!("{id}.todo")]
    });
    let findings = finding_codes().into_iter().map(|code| code_id(&code));
    let wanted: Vec<_> = checks.chain(reasons).chain(findings).collect();
    for (name, text) in [("en.ftl", ENGLISH), ("vi.ftl", VIETNAMESE)] {
        let known = entries(text);
        let missing: Vec<_> = wanted.iter().filter(|id| !known.contains_key(*id)).collect();
        assert!(missing.is_empty(), "{name} lacks {missing:#?}");
    }
}

/// The kinds of changes that `docs/changes.md` lists.
fn kinds_of_changes() -> Vec<String> {
    let text = std::fs::read_to_string(manifest().join("../docs/changes.md")).unwrap();
    let section = text.split("## Kinds").nth(1).and_then(|rest| rest.split("## ").next()).unwrap();
    section.split('`').skip(1).step_by(2).map(|kind| format!("change-kind-{kind}")).collect()
}

#[test]
fn every_kind_of_change_is_told_in_both_languages() {
    let kinds = kinds_of_changes();
    assert!(kinds.len() > 40, "{kinds:?}");
    for text in [ENGLISH, VIETNAMESE] {
        let known = entries(text);
        let missing: Vec<_> = kinds.iter().filter(|id| !known.contains_key(*id)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn every_message_is_used_and_every_message_used_is_there() {
    let text = sources(&manifest().join("src"));
    let literals: BTreeSet<&str> = text.split('"').collect();
    let known = entries(ENGLISH);
    // Families whose names are put together from a code.
    let computed = [
        "code-",
        "conclusion-",
        "indication-",
        "inspect-field-kind-",
        "requirement-",
        "role-",
        "status-",
        "unreadable-",
        "changes-",
        "change-kind-",
        "change-rule-",
        "coverage-",
        "content-",
        "class-",
        "setting-",
    ];
    let unused: Vec<_> = known
        .keys()
        .filter(|id| !id.contains('.') && !literals.contains(id.as_str()))
        .filter(|id| !computed.iter().any(|family| id.starts_with(family)))
        .collect();
    assert!(unused.is_empty(), "no source uses {unused:#?}");
    let families: BTreeSet<_> = known.keys().filter_map(|id| id.split_once('-')).map(|(family, _)| family).collect();
    let missing: Vec<_> = literals
        .iter()
        .filter(|literal| {
            literal.split_once('-').is_some_and(|(family, rest)| {
                families.contains(family)
                    && !rest.is_empty()
                    && !rest.ends_with('-')
                    && rest.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'-')
            })
        })
        // A value of the JSON of `inspect`.
        .filter(|literal| !known.contains_key(**literal) && **literal != "usage-rights")
        .collect();
    assert!(missing.is_empty(), "the catalogues lack {missing:#?}");
}

#[test]
fn the_locale_chooses_the_language() {
    let locale = |pairs: &'static [(&str, &str)]| {
        Language::from_locale(|name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()))
    };
    assert_eq!(locale(&[("LANG", "vi_VN.UTF-8")]), Language::Vietnamese);
    assert_eq!(locale(&[("LC_ALL", "en_US.UTF-8"), ("LANG", "vi_VN.UTF-8")]), Language::English);
    assert_eq!(locale(&[("LC_ALL", ""), ("LC_MESSAGES", "vi"), ("LANG", "C")]), Language::Vietnamese);
    assert_eq!(locale(&[("LANG", "fr_FR.UTF-8")]), Language::English);
    assert_eq!(locale(&[]), Language::English);
}

#[test]
fn a_variable_cannot_carry_an_escape_sequence() {
    let messages = Messages::new(Language::English);
    let text = messages.text_with("error-read", &Arguments::new().with("path", "\u{1b}]0;x\u{7}\u{202e}"));
    assert!(!text.contains('\u{1b}') && !text.contains('\u{7}') && !text.contains('\u{202e}'), "{text:?}");
}
