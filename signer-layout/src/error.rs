//! Why pages could not be read or drawn.

use signer_core::error::{Error, Exceeded};

/// The pages could not be read, or not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// The document itself: damaged, beyond a limit, locked, or without that page.
    #[error(transparent)]
    Document(#[from] Error),
    /// The page reader finds no document in these octets.
    #[error("the pages of the document cannot be read")]
    Unreadable,
    /// The page reader sees another document than the one to be signed.
    #[error("two readers see different pages in this document")]
    Ambiguous,
    /// The page reader gave up in the middle of a page.
    #[error("page {} cannot be interpreted", .page.saturating_add(1))]
    Uninterpretable {
        /// From 0.
        page: usize,
    },
    /// A picture of no size or of more than a viewer could show was asked for.
    #[error("a picture of {width} × {height} pixels cannot be drawn")]
    PictureSize {
        /// In pixels.
        width: u64,
        /// In pixels.
        height: u64,
    },
}

impl From<Exceeded> for LayoutError {
    fn from(exceeded: Exceeded) -> Self {
        Self::Document(exceeded.into())
    }
}
