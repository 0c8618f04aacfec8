//! A document opened for its pages.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use hayro::hayro_interpret::hayro_syntax::page as hayro_page;
use hayro::hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use signer_core::error::{Error, Forbidden};
use signer_core::pdf::{Document, View};

use crate::annotations::{self, Annotation};
use crate::error::LayoutError;
use crate::extract::{self, Content};
use crate::page::Page;
use crate::text::{self, Line};
use crate::weigh::{self, Purpose};

/// Pages kept as they were read: a page takes about a megabyte.
const KEPT: usize = 8;

/// The pages of a document as of its latest revision: geometry, text, pictures.
///
/// Two readers open the octets: that of `signer-core`, which says what will be signed, and the page interpreter. A page
/// is used only where both see the same page object and box.
pub struct Pages<'d, 'a> {
    view: View<'d, 'a>,
    pdf: Pdf,
    count: usize,
    /// The last few that were asked for.
    contents: RefCell<VecDeque<(usize, Rc<Content>)>>,
    weighed: RefCell<weigh::Known>,
}

impl<'d, 'a> Pages<'d, 'a> {
    /// Opens the pages of a document that needs no password.
    ///
    /// # Errors
    /// [`LayoutError`] when there are no pages to be read, or when the two readers disagree.
    pub fn open(document: &'d Document<'a>) -> Result<Self, LayoutError> {
        Self::open_with_password(document, "")
    }

    /// Opens the pages of a document with the password that opened the document.
    ///
    /// # Errors
    /// As [`Pages::open`].
    pub fn open_with_password(document: &'d Document<'a>, password: &str) -> Result<Self, LayoutError> {
        let view = document.latest();
        // Before the other reader follows the tree without a bound.
        let count = weigh::pages(view)?;
        let octets = document.octets().get(document.shift()..).unwrap_or_default().to_vec();
        let pdf = catch_unwind(|| Pdf::new_with_password(octets, password)).map_err(|_| LayoutError::Unreadable)?;
        let pdf = pdf.map_err(|fault| match fault {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::from(Forbidden::Encrypted).into(),
            _ => LayoutError::Unreadable,
        })?;
        if pdf.pages().len() != count {
            return Err(LayoutError::Ambiguous);
        }
        Ok(Self { view, pdf, count, contents: RefCell::default(), weighed: RefCell::default() })
    }

    /// How many pages.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The document as the pages are read from it.
    #[must_use]
    pub const fn view(&self) -> View<'d, 'a> {
        self.view
    }

    /// The geometry of a page, by its index from 0.
    ///
    /// # Errors
    /// As [`Page::read`].
    pub fn page(&self, index: usize) -> Result<Page, LayoutError> {
        Ok(Page::read(self.view, index)?)
    }

    /// What stands on a page: text, images, drawings. Read once, kept.
    ///
    /// # Errors
    /// [`LayoutError`] when there is no such page, it cannot be interpreted, or interpreting it would cost too much.
    pub fn content(&self, index: usize) -> Result<Rc<Content>, LayoutError> {
        if let Some((_, known)) = self.contents.borrow().iter().find(|(known, _)| *known == index) {
            return Ok(Rc::clone(known));
        }
        let page = self.page(index)?;
        self.weigh(index, Purpose::Reading)?;
        let theirs = self.theirs(&page)?;
        let read = catch_unwind(AssertUnwindSafe(|| extract::content(theirs, &page)));
        let content = Rc::new(read.map_err(|_| LayoutError::Uninterpretable { page: index })??);
        let mut kept = self.contents.borrow_mut();
        kept.truncate(KEPT.saturating_sub(1));
        kept.push_front((index, Rc::clone(&content)));
        Ok(content)
    }

    /// The lines of text that a reader of the page sees, top to bottom, left to right.
    ///
    /// # Errors
    /// As [`Pages::content`].
    pub fn lines(&self, index: usize) -> Result<Vec<Line>, LayoutError> {
        Ok(text::lines(&*self.content(index)?, &self.page(index)?))
    }

    /// The lines of text in the appearances of the annotations of a page: stamps, fields that were filled in.
    ///
    /// # Errors
    /// As [`Pages::content`].
    pub fn annotation_lines(&self, index: usize) -> Result<Vec<Line>, LayoutError> {
        Ok(text::annotation_lines(&*self.content(index)?, &self.page(index)?))
    }

    /// Text on the page that no reader sees: without ink, clipped, or under a picture, as scanning programs leave it.
    ///
    /// # Errors
    /// As [`Pages::content`].
    pub fn hidden_lines(&self, index: usize) -> Result<Vec<Line>, LayoutError> {
        Ok(text::hidden_lines(&*self.content(index)?, &self.page(index)?))
    }

    /// The annotations of a page that take up room, fields of the form among them.
    ///
    /// # Errors
    /// [`LayoutError`] when there is no such page, or the form cannot be read within the limits.
    pub fn annotations(&self, index: usize) -> Result<Vec<Annotation>, LayoutError> {
        Ok(annotations::of_page(self.view, index)?)
    }

    /// Refuses a page that would cost too much.
    pub(crate) fn weigh(&self, index: usize, purpose: Purpose) -> Result<(), LayoutError> {
        Ok(weigh::page(self.view, index, purpose, &mut self.weighed.borrow_mut())?)
    }

    /// The page as the interpreter has it, if it is the same.
    pub(crate) fn theirs(&self, page: &Page) -> Result<&hayro_page::Page<'_>, LayoutError> {
        let theirs = self.pdf.pages().get(page.index).ok_or(LayoutError::Ambiguous)?;
        let is_same =
            |id: hayro::hayro_interpret::hayro_syntax::object::ObjectIdentifier| id.obj_number == page.id.number;
        let media = theirs.media_box();
        let ours = page.media;
        let is_near = |one: f64, other: f64| (one - other).abs() < 0.01;
        let same_box = is_near(media.x0, ours.x0)
            && is_near(media.y0, ours.y0)
            && is_near(media.x1, ours.x1)
            && is_near(media.y1, ours.y1);
        if !same_box || !theirs.raw().obj_id().is_none_or(is_same) {
            return Err(LayoutError::Ambiguous);
        }
        Ok(theirs)
    }
}
