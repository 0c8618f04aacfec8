//! Why a place was not found and what a signature would cover, in the words of the catalogue.

use std::error::Error as StdError;

use signer_layout::{LayoutError, NotFound, Sighting, Touched, Touching};

use crate::message::{Arguments, Phrase};

/// The catalogue's message for what the pages do not show.
pub(super) fn message(error: &(dyn StdError + 'static)) -> Option<(&'static str, Arguments)> {
    if let Some(reason) = error.downcast_ref::<NotFound>() {
        return not_found(reason);
    }
    let arguments = Arguments::new();
    Some(match error.downcast_ref::<LayoutError>()? {
        LayoutError::Document(error) => return super::core_message(error),
        LayoutError::Unreadable => ("layout-unreadable", arguments),
        LayoutError::Ambiguous => ("layout-ambiguous", arguments),
        LayoutError::Uninterpretable { page } => ("layout-uninterpretable", arguments.with("page", number(*page))),
        LayoutError::PictureSize { width, height } => {
            ("layout-picture-size", arguments.with("width", width).with("height", height))
        }
        _ => return None,
    })
}

fn not_found(reason: &NotFound) -> Option<(&'static str, Arguments)> {
    let with = Arguments::new();
    Some(match reason {
        NotFound::NoText { wanted, pages, scan } => {
            ("place-no-text", with.with("wanted", wanted).count("pages", *pages).with("scan", yes_no(*scan)))
        }
        NotFound::OnlyHidden { wanted, at } => ("place-only-hidden", with.with("wanted", wanted).list("at", seen(at))),
        NotFound::NameAbsent { wanted, fields, .. } if !fields.is_empty() => {
            ("place-name-in-fields", with.with("wanted", wanted).with("fields", fields.join(", ")))
        }
        NotFound::NameAbsent { wanted, pages, .. } => {
            ("place-name-absent", with.with("wanted", wanted).count("pages", *pages))
        }
        NotFound::TitleAbsent { wanted, names, above } => {
            let title = wanted.as_deref().unwrap_or_default();
            let with = with.with("given", yes_no(wanted.is_some())).with("title", title).list("names", seen(names));
            ("place-title-absent", with.with("stands", yes_no(!above.is_empty())).list("above", seen(above)))
        }
        NotFound::Several { wanted, at } => {
            ("place-several", with.with("wanted", wanted).with("count", at.len()).list("at", seen(at)))
        }
        NotFound::Occupied { page, by, .. } => {
            ("place-occupied", with.with("page", number(*page)).list("what", touched(by)))
        }
        NotFound::Narrow { page, room, needed } => {
            let with = with.with("page", number(*page)).with("width", mm(room.width)).with("height", mm(room.height));
            ("place-narrow", with.with("needed-width", mm(needed.0)).with("needed-height", mm(needed.1)))
        }
        NotFound::Invisible { field } => ("place-invisible", with.with("field", field)),
        NotFound::LineAbsent { wanted } => ("place-line-absent", with.with("wanted", wanted)),
        _ => return None,
    })
}

fn seen(sightings: &[Sighting]) -> Vec<Phrase> {
    let phrase = |sighting: &Sighting| {
        let words = Arguments::new().with("text", &sighting.text).with("page", number(sighting.page));
        Phrase::new("place-seen", words.with("left", mm(sighting.mm.left)).with("top", mm(sighting.mm.top)))
    };
    sightings.iter().map(phrase).collect()
}

/// What a rectangle covers, and where that is.
pub(crate) fn touched(touched: &[Touched]) -> Vec<Phrase> {
    let phrase = |touched: &Touched| {
        let (what, text) = match &touched.what {
            Touching::Text { text } => ("text", text.as_str()),
            Touching::Image => ("image", ""),
            Touching::Scan => ("scan", ""),
            Touching::Drawing => ("drawing", ""),
            Touching::EmptySignatureField { name } => ("empty-signature-field", name.as_str()),
            Touching::Signature { name } => ("signature", name.as_str()),
            Touching::Field { name } => ("field", name.as_str()),
            Touching::Annotation { subtype } => ("annotation", subtype.as_str()),
            _ => ("other", ""),
        };
        let words = Arguments::new().with("what", what).with("text", text);
        Phrase::new("touched", words.with("left", mm(touched.mm.left)).with("top", mm(touched.mm.top)))
    };
    touched.iter().map(phrase).collect()
}

const fn yes_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// As a reader counts pages.
const fn number(index: usize) -> usize {
    index.saturating_add(1)
}

fn mm(length: f64) -> String {
    format!("{length:.0}")
}

#[cfg(test)]
mod tests {
    use signer_layout::{MmRect, Rect};

    use crate::error::Failure;
    use crate::message::{Language, Messages};

    use super::*;

    fn sighting(text: &str) -> Sighting {
        Sighting { page: 1, text: text.to_owned(), mm: MmRect::new(30.0, 120.4, 40.0, 5.0) }
    }

    fn said(reason: NotFound, language: Language) -> String {
        Failure::broken("error-place").with("wanted", "signatory").because(reason).render(&Messages::new(language))
    }

    #[test]
    fn each_reason_is_a_sentence_in_both_languages() {
        let wanted = || "Nguyễn Văn An".to_owned();
        let by = vec![Touched {
            what: Touching::Field { name: "giua".into() },
            rect: Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 },
            mm: MmRect::new(135.0, 165.0, 25.0, 15.0),
        }];
        let room = MmRect::new(100.0, 160.0, 60.0, 4.0);
        for reason in [
            NotFound::NoText { wanted: wanted(), pages: 2, scan: true },
            NotFound::NoText { wanted: wanted(), pages: 1, scan: false },
            NotFound::OnlyHidden { wanted: wanted(), at: vec![sighting("A")] },
            NotFound::NameAbsent { wanted: wanted(), pages: 3, fields: Vec::new() },
            NotFound::NameAbsent { wanted: wanted(), pages: 3, fields: vec!["ten".into()] },
            NotFound::TitleAbsent { wanted: None, names: vec![sighting("A")], above: vec![sighting("B")] },
            NotFound::TitleAbsent { wanted: Some("C".into()), names: vec![sighting("A")], above: Vec::new() },
            NotFound::Several { wanted: wanted(), at: vec![sighting("A"); 7] },
            NotFound::Occupied { page: 0, room, by },
            NotFound::Narrow { page: 0, room, needed: (20.0, 8.0) },
            NotFound::Invisible { field: "Signature1".into() },
            NotFound::LineAbsent { wanted: "Số: …/…".into() },
        ] {
            let vietnamese = said(reason.clone(), Language::Vietnamese);
            let english = said(reason.clone(), Language::English);
            for text in [&vietnamese, &english] {
                assert!(!text.contains("{$") && !text.contains(reason.code()), "{text}");
            }
            // The words of the library are English.
            assert!(!vietnamese.contains(&reason.to_string()), "{vietnamese}");
            assert_ne!(vietnamese, english);
        }
    }

    #[test]
    fn text_of_a_document_does_not_speak_to_the_terminal() {
        let text = "An\u{1b}[2J\u{202e}";
        let reason = NotFound::Several { wanted: text.to_owned(), at: vec![sighting(text)] };
        let by = vec![Touched {
            what: Touching::Text { text: text.to_owned() },
            rect: Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 },
            mm: MmRect::new(1.0, 1.0, 1.0, 1.0),
        }];
        let covered = Messages::new(Language::English).list(&touched(&by));
        for said in [said(reason, Language::English), covered] {
            assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}') && said.contains("An"), "{said:?}");
        }
    }
}
