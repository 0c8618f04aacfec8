//! What is looked for, each with a code that programs can rely on.

use crate::report::Severity;

/// A kind of hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A program in the document (ISO 32000-2, 12.6.4.17).
    JavaScript,
    /// An action that starts another program (12.6.4.6).
    Launch,
    /// An action that sends what was filled in (12.7.6.2).
    SubmitForm,
    /// An action that fills in from a file (12.7.6.4).
    ImportData,
    /// An action that opens another document (12.6.4.3, 12.6.4.4).
    RemoteGoTo,
    /// An action that starts by itself: `/OpenAction`, `/AA` (12.6.3).
    AutomaticAction,
    /// An action that shows, hides or resets (12.6.4.11, 12.6.4.13, 12.7.6.3).
    ChangesView,
    /// Sound, film, 3D (13.2 to 13.7).
    Multimedia,
    /// A link to the web (12.6.4.8).
    Uri,
    /// A file in the file (7.11.4).
    EmbeddedFile,
    /// A portfolio: the first page is not what a viewer opens (12.3.5).
    Collection,
    /// Content that is in another file (7.3.8.2 `/F`, 8.10.4, 14.11.7).
    ExternalReference,
    /// A form in XML, which some viewers show instead of the pages (12.7.8).
    Xfa,
    /// Viewers draw the fields themselves (12.7.3, `/NeedAppearances`).
    NeedAppearances,
    /// Two fields on one place.
    OverlappingFields,
    /// A field or an annotation over text of the page.
    CoversText,
    /// A field or an annotation over half a page.
    CoversPage,
    /// A layer that is off, or on paper other than on the screen (8.11).
    HiddenLayer,
    /// Layers, all of them shown.
    Layers,
    /// An annotation that is there and not seen (12.5.3).
    HiddenAnnotation,
    /// An annotation seen on the screen and not on paper.
    NotPrinted,
    /// Another image for another occasion (8.9.5.4).
    AlternateImage,
    /// Text that is not painted (9.3.6, mode 3), nothing over it.
    InvisibleText,
    /// Text that is not painted, with an image: as of a page that was scanned and read by a program.
    RecognisedText,
    /// Content painted with an opacity of zero (11.6.4.4).
    Transparent,
    /// A page that is not in the page tree: a template, or one left.
    PageOutsideTree,
    /// Content that nothing refers to: an update could show it.
    Unreferenced,
    /// Objects without content that nothing refers to.
    UnreferencedObject,
    /// What was there before an update: another update could show it again.
    Superseded,
    /// A reference to nothing: an update could supply it.
    MissingObject,
    /// An object that cannot be read.
    Unreadable,
    /// Two readers may see two documents.
    Ambiguous,
    /// The document is larger than what is looked at.
    NotAllScanned,
    /// The text of some pages was not looked at.
    TextNotScanned,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 34] = [
        Self::JavaScript,
        Self::Launch,
        Self::SubmitForm,
        Self::ImportData,
        Self::RemoteGoTo,
        Self::AutomaticAction,
        Self::ChangesView,
        Self::Multimedia,
        Self::Uri,
        Self::EmbeddedFile,
        Self::Collection,
        Self::ExternalReference,
        Self::Xfa,
        Self::NeedAppearances,
        Self::OverlappingFields,
        Self::CoversText,
        Self::CoversPage,
        Self::HiddenLayer,
        Self::Layers,
        Self::HiddenAnnotation,
        Self::NotPrinted,
        Self::AlternateImage,
        Self::InvisibleText,
        Self::RecognisedText,
        Self::Transparent,
        Self::PageOutsideTree,
        Self::Unreferenced,
        Self::UnreferencedObject,
        Self::Superseded,
        Self::MissingObject,
        Self::Unreadable,
        Self::Ambiguous,
        Self::NotAllScanned,
        Self::TextNotScanned,
    ];

    /// A code that programs can rely on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// [`Severity::Error`]: it acts by itself, or shows something else. [`Severity::Warning`]: it could.
    /// [`Severity::Info`]: worth knowing.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.row().1
    }

    /// One sentence in English, lower case, no full stop.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        self.row().2
    }

    const fn row(self) -> (&'static str, Severity, &'static str) {
        use Severity::{Error, Info, Warning};
        match self {
            Self::JavaScript => {
                ("hazard.javascript", Error, "a program (JavaScript) can change what the document shows")
            }
            Self::Launch => ("hazard.launch", Error, "an action starts another program"),
            Self::SubmitForm => ("hazard.submit-form", Error, "an action sends what was filled in to somewhere"),
            Self::ImportData => ("hazard.import-data", Error, "an action fills in fields from another file"),
            Self::RemoteGoTo => ("hazard.remote-go-to", Warning, "an action opens another document"),
            Self::AutomaticAction => ("hazard.automatic-action", Warning, "an action starts by itself"),
            Self::ChangesView => ("hazard.changes-view", Warning, "an action shows, hides or resets content"),
            Self::Multimedia => ("hazard.multimedia", Warning, "sound, film or 3D content plays in the document"),
            Self::Uri => ("hazard.uri", Info, "links lead to the web"),
            Self::EmbeddedFile => ("hazard.embedded-file", Warning, "a file is embedded in the document"),
            Self::Collection => (
                "hazard.collection",
                Warning,
                "the document is a portfolio: viewers open a file in it instead of its pages",
            ),
            Self::ExternalReference => ("hazard.external-reference", Error, "content is taken from another file"),
            Self::Xfa => ("hazard.xfa", Error, "a form in XML (XFA), which some viewers show instead of the pages"),
            Self::NeedAppearances => {
                ("hazard.need-appearances", Warning, "viewers are asked to draw the form fields anew, each in its way")
            }
            Self::OverlappingFields => ("hazard.overlapping-fields", Warning, "two form fields lie over each other"),
            Self::CoversText => ("hazard.covers-text", Warning, "a field or an annotation lies over text of the page"),
            Self::CoversPage => {
                ("hazard.covers-page", Warning, "a field or an annotation covers half of the page or more")
            }
            Self::HiddenLayer => {
                ("hazard.hidden-layer", Warning, "a layer is hidden, or shown on the screen and not on paper")
            }
            Self::Layers => ("hazard.layers", Info, "the document has layers that a viewer can switch off"),
            Self::HiddenAnnotation => ("hazard.hidden-annotation", Warning, "an annotation or a field is hidden"),
            Self::NotPrinted => {
                ("hazard.not-printed", Info, "an annotation or a field is seen on the screen, not on paper")
            }
            Self::AlternateImage => {
                ("hazard.alternate-image", Warning, "an image has another version for another occasion")
            }
            Self::InvisibleText => ("hazard.invisible-text", Warning, "text on the page is invisible"),
            Self::RecognisedText => {
                ("hazard.recognised-text", Info, "invisible text lies behind an image, as on pages that were scanned")
            }
            Self::Transparent => ("hazard.transparent", Warning, "content is painted fully transparent"),
            Self::PageOutsideTree => {
                ("hazard.page-outside-tree", Warning, "a page is in the file but not among its pages")
            }
            Self::Unreferenced => (
                "hazard.unreferenced",
                Warning,
                "hidden content that nothing refers to could be shown by a later update",
            ),
            Self::UnreferencedObject => {
                ("hazard.unreferenced-object", Info, "objects to which nothing refers are left in the file")
            }
            Self::Superseded => (
                "hazard.superseded",
                Warning,
                "earlier content is still in the file and could be shown again by a later update",
            ),
            Self::MissingObject => (
                "hazard.missing-object",
                Warning,
                "something that is not there is referred to and could be supplied later",
            ),
            Self::Unreadable => ("hazard.unreadable", Warning, "an object cannot be read"),
            Self::Ambiguous => (
                "hazard.ambiguous",
                Error,
                "two programs may read two different documents; no signature over it will pass",
            ),
            Self::NotAllScanned => {
                ("hazard.not-all-scanned", Warning, "the document is too large to look at all of it")
            }
            Self::TextNotScanned => ("hazard.text-not-scanned", Info, "the text of some pages was not looked at"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        let codes: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        assert!(codes.iter().all(|code| code.starts_with("hazard.")));
    }
}
