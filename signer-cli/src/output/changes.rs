//! What changed after a signature, as a clerk reads it: `page 3: content was replaced (object 12 0)`.

use std::collections::BTreeSet;

use signer_core::report::{ChangeItem, Changes};

use crate::message::{Arguments, Messages, Safe};

/// Where and what: the page, the kind, the object; what it was and became, where that is known.
pub(crate) fn sentence(item: &ChangeItem, messages: &Messages) -> String {
    let what = what(item, messages);
    let place = match item.page {
        Some(page) => messages.text_with("place-page", &Arguments::new().with("page", page)),
        None => messages.text("place-document"),
    };
    let object = match item.object.as_str() {
        "" => String::new(),
        object => {
            let object = messages.text_with("place-object", &Arguments::new().with("object", object));
            format!(" ({object})")
        }
    };
    let quoted = |text: &Option<String>| text.as_ref().map(|text| format!("“{}”", Safe(text)));
    let values = match (quoted(&item.before), quoted(&item.after)) {
        (None, None) => String::new(),
        // The same few words say nothing of what changed.
        (Some(before), Some(after)) if before == after => String::new(),
        (before, after) => {
            let nothing = || "∅".to_owned();
            format!(": {} → {}", before.unwrap_or_else(nothing), after.unwrap_or_else(nothing))
        }
    };
    format!("{place}: {what}{object}{values}")
}

fn what(item: &ChangeItem, messages: &Messages) -> String {
    let known = messages.get(&format!("change-kind-{}", item.kind));
    known.unwrap_or_else(|| messages.text_with("change-kind-other", &Arguments::new().with("kind", &item.kind)))
}

/// Why it is permitted, or why not.
pub(crate) fn permission(item: &ChangeItem, messages: &Messages) -> String {
    if let Some(rule) = &item.allowed_by {
        let known = messages.get(&format!("change-rule-{rule}"));
        return known.unwrap_or_else(|| Safe(rule).to_string());
    }
    match item.forbidden_by.as_deref() {
        None => messages.text("change-unexplained"),
        Some(by) => match by.split_once(':') {
            Some((_, name)) => messages.text_with("change-locked", &Arguments::new().with("name", name)),
            None => {
                let level = by.rsplit('-').next().unwrap_or_default();
                messages.text_with("change-certified", &Arguments::new().with("level", level))
            }
        },
    }
}

/// What is not permitted, each page and kind once, at most `most` of them; and how many further ones there are.
pub(crate) fn refused(changes: &Changes, most: usize, messages: &Messages) -> (Vec<String>, usize) {
    let mut seen = BTreeSet::new();
    let items = changes.items.iter().filter(|item| item.allowed_by.is_none());
    let different: Vec<_> = items.filter(|item| seen.insert((item.page, item.kind.clone()))).collect();
    let told = different.iter().take(most).map(|item| {
        let sentence = sentence(item, messages);
        match item.forbidden_by {
            Some(_) => format!("{sentence}; {}", permission(item, messages)),
            None => sentence,
        }
    });
    (told.collect(), different.len().saturating_sub(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    fn item() -> ChangeItem {
        ChangeItem { object: "12 0".to_owned(), page: Some(3), kind: "page-content".into(), ..ChangeItem::default() }
    }

    #[test]
    fn a_change_names_its_page_and_its_object_in_both_languages() {
        let said = |language| sentence(&item(), &Messages::new(language));
        assert_eq!(said(Language::Vietnamese), "trang 3: nội dung bị thay thế (đối tượng 12 0)");
        assert_eq!(said(Language::English), "page 3: content was replaced (object 12 0)");
    }

    #[test]
    fn what_was_and_what_became_of_it_is_shown() {
        let item = ChangeItem { before: Some("100".to_owned()), after: Some("9\u{1b}".to_owned()), ..item() };
        let said = sentence(&item, &Messages::new(Language::English));
        assert!(said.starts_with("page 3: content was replaced (object 12 0): “100” → “9"), "{said}");
        assert!(!said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn each_page_is_named_once_and_the_rest_is_counted() {
        let on = |page| ChangeItem { page: Some(page), ..item() };
        let allowed = ChangeItem { allowed_by: Some("signature".into()), ..on(9) };
        let changes =
            Changes { items: vec![on(1), on(1), allowed, on(2), on(3)], allowed: false, ..Changes::default() };
        let (told, more) = refused(&changes, 2, &Messages::new(Language::English));
        assert_eq!((told.len(), more), (2, 1), "{told:?}");
    }

    #[test]
    fn who_forbids_a_change_is_said() {
        let by = |by: &str| ChangeItem { forbidden_by: Some(by.to_owned()), ..item() };
        let messages = Messages::new(Language::English);
        assert!(permission(&by("certification-1"), &messages).contains("level 1"));
        assert!(permission(&by("field-lock:Giám đốc"), &messages).contains("Giám đốc"));
        assert_eq!(permission(&item(), &messages), messages.text("change-unexplained"));
    }
}
