//! What stands where on the pages of a PDF: text with its positions, the place of a signature, pictures.
//!
//! Octets in, values out: no I/O, no clock. Nothing here decides whether a signature is valid; it only finds places, and
//! where a place cannot be found with certainty it says what was looked for and what is there instead.

mod annotations;
mod blanks;
mod corner;
mod error;
mod extract;
pub mod fold;
pub mod geometry;
mod page;
mod pages;
mod picture;
mod place;
pub mod quality;
mod seal;
mod signatory;
mod text;
mod touch;
mod weigh;

pub use annotations::{Annotation, FieldShown, find_field};
pub use blanks::{find_date, find_number};
pub use corner::{CornerPlace, top_right};
pub use error::LayoutError;
pub use extract::{Content, PlacedImage};
pub use geometry::{Matrix, MmPoint, MmRect, Point, Rect, Turn};
pub use page::{Frame, Page};
pub use pages::Pages;
pub use picture::{Picture, render};
pub use place::{Blank, BlankPlace, DatePlace, NotFound, NumberPlace, PlaceError, SealPlace, Sighting, SignPlace};
pub use seal::find_seal;
pub use signatory::{Signatory, find_signatory};
pub use text::Line;
pub use touch::{Touched, Touching, touches};
