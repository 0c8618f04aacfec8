//! What a signature shows on the page, and where: the wishes of the command line, the configuration and Decree 30/2020
//! become a stamp and its place.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use signer_core::Time;
use signer_core::pdf::Document;
use signer_core::pki::Certificate;
use signer_core::report::Report;
use signer_core::sign::Draft;
use signer_core::stamp::{Image, QrCode, Stamp, Text};
use signer_layout::{Pages, Touched};

use crate::cli::appearance::Appearance;
use crate::cli::sign::Role;
use crate::config::Profile;
use crate::error::{Failure, places};
use crate::files::Input;
use crate::message::Arguments as Sentence;
use crate::output::Terminal;

pub(crate) mod fonts;
pub(crate) mod issue;
pub(crate) mod rules;
pub(crate) mod seat;
pub(crate) mod words;

use fonts::Face;
use issue::{Filled, Issue};
use seat::Seat;
use words::Words;

/// Text on pages, in points (Decree 30/2020, Appendix I).
const SIZE: f64 = 10.0;

/// The seal of most state bodies, in millimetres.
const SEAL: f64 = 36.0;

/// A line of prescribed text is broken beyond this, in points: 90 mm.
const BROKEN_AT: f64 = 255.0;

/// Everything that is the same for all documents of a run, read once.
#[derive(Clone)]
pub(crate) struct Design {
    role: Role,
    image: Option<Image>,
    font: Option<signer_core::stamp::Font>,
    lines: Vec<String>,
    qr: Option<String>,
    words: Words,
    place: Place,
}

/// What is said about the place.
#[derive(Clone, Debug, Default)]
struct Place {
    rect: Option<signer_core::stamp::Rect>,
    page: Option<i64>,
    field: Option<String>,
    over: Option<String>,
    signer_name: Option<String>,
    title: Option<String>,
    diameter: f64,
    allow_overlap: bool,
}

/// What one document will show.
pub(crate) struct Shown {
    pub(crate) stamp: Stamp,
    pub(crate) seat: Seat,
    pub(crate) description: String,
    /// What it covers of what people read.
    pub(crate) covered: Vec<Touched>,
    /// It could not be found out what it covers.
    pub(crate) unchecked: bool,
    /// How the new field is called, but for a number.
    numbered: Option<&'static str>,
    /// The command line has a name for the field.
    named: bool,
}

/// Who signs which document.
pub(crate) struct Subject<'s> {
    pub(crate) report: &'s Report,
    pub(crate) issue: Option<&'s Issue>,
    pub(crate) password: Option<&'s SecretString>,
}

/// What the command line says beside the appearance.
pub(crate) struct Wishes<'w> {
    pub(crate) role: Role,
    pub(crate) appearance: &'w Appearance,
    pub(crate) field: Option<&'w str>,
    pub(crate) reason: Option<&'w str>,
    pub(crate) location: Option<&'w str>,
    pub(crate) profile: &'w Profile,
}

impl Design {
    /// Reads what is to be shown; `None` where nothing is.
    pub(crate) fn read(
        wishes: &Wishes<'_>,
        certificate: &[u8],
        now: Time,
        terminal: &Terminal,
    ) -> Result<Option<Self>, Failure> {
        let Wishes { role, appearance, profile, .. } = *wishes;
        let prescribed = matches!(role, Role::Attachment | Role::Copy | Role::NumberDate);
        let image = appearance.image.as_deref().or_else(|| profile.image_of(role));
        let wanted = image.is_some()
            || !appearance.text.is_empty()
            || appearance.qr.is_some()
            || appearance.rect.is_some()
            || prescribed;
        if appearance.invisible || !wanted {
            return Ok(None);
        }
        if prescribed && (appearance.image.is_some()) {
            return Err(Failure::usage("error-no-image"));
        }
        let image = match image.filter(|_| !prescribed) {
            Some(path) => Some(read_image(path)?),
            None => None,
        };
        let lines = lines(role, appearance, image.is_some());
        let font = match role == Role::NumberDate || !lines.is_empty() {
            true => Some(face(appearance.font.as_deref(), terminal)?.font),
            false => None,
        };
        let place = Place {
            rect: appearance.rect.as_deref().map(seat::parse).transpose()?,
            page: appearance.page,
            field: wishes.field.map(str::to_owned),
            over: appearance.over.clone(),
            signer_name: appearance.signer_name.clone().or_else(|| profile.signer_name_of(role)),
            title: appearance.title.clone().or_else(|| profile.title_of(role)),
            diameter: diameter(appearance.seal_diameter.or_else(|| profile.seal_diameter()))?,
            allow_overlap: appearance.allow_overlap,
        };
        let words = words_of(wishes, certificate, now);
        // A mistake in a line is found before any document is.
        for line in lines.iter().chain(&appearance.qr) {
            words.fill(line)?;
        }
        Ok(Some(Self { role, image, font, lines, qr: appearance.qr.clone(), words, place }))
    }

    /// What each signature on one document shows, and where: one, but for number and date, which are two.
    pub(crate) fn show(&self, document: &Document<'_>, subject: &Subject<'_>) -> Result<Vec<Shown>, Failure> {
        let words = self.words.of(subject.issue);
        let password = subject.password.map_or("", |secret| secret.expose_secret());
        let pages = Pages::open_with_password(document, password);
        let description = describe(self.role, &words);
        let text = self.text(&words)?;
        let stamp = self.stamp(text.clone(), &words)?;
        if let Some(field) = self.existing_field(document)? {
            let seat = seat::existing(pages.as_ref().ok(), field);
            return Ok(vec![self.shown(pages.as_ref().ok(), (stamp, seat, description))]);
        }
        let (all, pages) = match (&self.place.rect, pages) {
            (Some(rect), pages) => {
                let count = document.latest().page_count().map_err(|error| seat::unfit(&error))?;
                let index = seat::page(self.place.page.unwrap_or_else(|| self.usual_page()), count)?;
                let seat = seat::explicit(pages.as_ref().ok(), index, *rect);
                (vec![(stamp, seat, description)], pages.ok())
            }
            (None, Err(error)) => return Err(seat::unreadable(error)),
            (None, Ok(pages)) if self.role == Role::NumberDate => (self.fill(&pages, subject)?, Some(pages)),
            (None, Ok(pages)) => {
                let seat = self.find(&pages, subject, text.as_ref())?;
                (vec![(stamp, seat, description)], Some(pages))
            }
        };
        let all: Vec<Shown> = all.into_iter().map(|filled| self.shown(pages.as_ref(), filled)).collect();
        all.iter().try_for_each(|shown| self.permit(shown))?;
        Ok(all)
    }

    fn shown(&self, pages: Option<&Pages<'_, '_>>, (stamp, seat, description): Filled) -> Shown {
        let covered = pages.and_then(|pages| seat::covered(pages, &seat).ok());
        let unchecked = covered.is_none() && !seat.deliberate;
        let numbered = (self.role == Role::NumberDate).then_some(rules::NUMBER_FIELD);
        let named = self.place.field.is_some();
        Shown { stamp, seat, description, covered: covered.unwrap_or_default(), unchecked, numbered, named }
    }

    fn fill(&self, pages: &Pages<'_, '_>, subject: &Subject<'_>) -> Result<Vec<Filled>, Failure> {
        let issue = subject.issue.ok_or_else(|| Failure::usage("error-number-needed"))?;
        let font = self.font.as_ref().ok_or_else(|| Failure::broken("error-no-font"))?;
        issue::fill(pages, issue, font)
    }

    /// Where the page has the place of this role.
    fn find(&self, pages: &Pages<'_, '_>, subject: &Subject<'_>, text: Option<&Text>) -> Result<Seat, Failure> {
        match self.role {
            Role::Personal => {
                let name = self.place.signer_name.as_deref().unwrap_or(&self.words.name);
                let extent = seat::extent_of(self.image.as_ref(), text);
                seat::personal(pages, name, self.place.title.as_deref(), extent)
            }
            Role::Organisation => {
                let field = seat::personal_field(subject.report, self.place.over.as_deref())?;
                seat::seal(pages, &field, self.place.diameter)
            }
            Role::Attachment | Role::Copy => {
                let text = text.ok_or_else(|| Failure::broken("error-place-needed"))?;
                seat::corner(pages, text)
            }
            Role::NumberDate | Role::Plain => Err(Failure::usage("error-place-needed")),
        }
    }

    /// The page of a rectangle whose page is not said.
    const fn usual_page(&self) -> i64 {
        match self.role {
            Role::Attachment | Role::Copy | Role::NumberDate => 1,
            Role::Personal | Role::Organisation | Role::Plain => -1,
        }
    }

    fn existing_field(&self, document: &Document<'_>) -> Result<Option<String>, Failure> {
        let Some(wanted) = &self.place.field else { return Ok(None) };
        let form = document.latest().form().map_err(|error| seat::unfit(&error))?;
        let there = form.is_some_and(|form| form.fields().iter().any(|field| field.name == *wanted));
        Ok(there.then(|| wanted.clone()))
    }

    fn text(&self, words: &Words) -> Result<Option<Text>, Failure> {
        let Some(font) = self.font.as_ref().filter(|_| !self.lines.is_empty()) else { return Ok(None) };
        let mut lines = Vec::new();
        for line in &self.lines {
            lines.extend(broken(&words.fill(line)?, |text| font.width(text, SIZE)));
        }
        Text::new(lines, font.clone(), SIZE).map(Some).map_err(|error| seat::unfit(&error))
    }

    fn stamp(&self, text: Option<Text>, words: &Words) -> Result<Stamp, Failure> {
        let mut stamp = Stamp::new();
        if let Some(image) = &self.image {
            stamp = stamp.with_image(image.clone());
        }
        if let Some(text) = text {
            stamp = stamp.with_text(text);
        }
        if let Some(code) = &self.qr {
            stamp = stamp.with_qr(QrCode::new(&words.fill(code)?).map_err(|error| seat::unfit(&error))?);
        }
        Ok(stamp)
    }

    /// Text below is not covered by accident. A seal whose image is transparent lets it through, as on paper.
    fn permit(&self, shown: &Shown) -> Result<(), Failure> {
        let transparent = self.image.as_ref().is_some_and(Image::is_transparent);
        let lets_through = match self.role {
            Role::Organisation => transparent,
            _ => shown.seat.deliberate && (transparent || self.image.is_none()),
        };
        match shown.covered.as_slice() {
            [] => Ok(()),
            _ if self.place.allow_overlap || lets_through => Ok(()),
            covered => Err(Failure::broken("error-overlap")
                .with("page", shown.seat.page.saturating_add(1))
                .listing("what", places::touched(covered))),
        }
    }
}

impl Shown {
    /// Gives the draft its looks and its place.
    pub(crate) fn dress<'d, 'a>(&self, draft: Draft<'d, 'a>) -> Draft<'d, 'a> {
        let draft = draft.with_stamp(self.stamp.clone()).with_description(&self.description);
        let draft = match self.numbered {
            Some(word) if !self.named => draft.with_numbered_field(word),
            _ => draft,
        };
        match (&self.seat.field, self.seat.placement) {
            (Some(field), _) => draft.with_field(field),
            (None, Some(placement)) => draft.with_placement(placement),
            (None, None) => draft,
        }
    }

    /// What the signer should know.
    pub(crate) fn notes(&self) -> Vec<rules::Note> {
        let page = self.seat.page.saturating_add(1);
        match self.covered.as_slice() {
            _ if self.unchecked => vec![("stamp-unchecked", Sentence::new())],
            [] => Vec::new(),
            // A seal lies over the signature, and over what stands beside it, as on paper.
            _ if self.seat.deliberate && self.seat.field.is_none() => Vec::new(),
            covered => {
                vec![("stamp-covers", Sentence::new().with("page", page).list("what", places::touched(covered)))]
            }
        }
    }
}

fn read_image(path: &Path) -> Result<Image, Failure> {
    let octets = Input::open_file(path)?;
    let image = Image::read(&octets)
        .map_err(|error| Failure::broken("error-image").with("path", path.display()).because(error))?;
    // What is measured is what can be seen.
    Ok(image.trimmed())
}

fn face(named: Option<&Path>, terminal: &Terminal) -> Result<Face, Failure> {
    let face = fonts::find(named)?;
    let sentence = Sentence::new().with("font", face.font.family()).with("path", face.path.display());
    terminal.remark("stamp-font", &sentence);
    Ok(face)
}

fn diameter(given: Option<f64>) -> Result<f64, Failure> {
    let diameter = given.unwrap_or(SEAL);
    match (10.0..=60.0).contains(&diameter) {
        true => Ok(diameter),
        false => Err(Failure::usage("error-diameter").with("mm", diameter)),
    }
}

/// The lines of text: those given, or those that the role prescribes.
fn lines(role: Role, appearance: &Appearance, image: bool) -> Vec<String> {
    let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    match role {
        _ if !appearance.text.is_empty() => appearance.text.clone(),
        Role::NumberDate => Vec::new(),
        Role::Attachment => own(&["Số: {number}", "{time}"]),
        Role::Copy => own(&[appearance.copy_form.words(), "{organisation}", "{time}"]),
        _ if image || appearance.qr.is_some() => Vec::new(),
        _ => own(&["{name}", "{time}"]),
    }
}

fn words_of(wishes: &Wishes<'_>, certificate: &[u8], now: Time) -> Words {
    let Wishes { role, appearance, profile, .. } = wishes;
    let certificate = Certificate::parse(certificate).ok();
    let named = certificate.as_ref().map(|certificate| certificate.subject().short()).unwrap_or_default();
    let unit = || certificate.as_ref().map(words::organisation_of).unwrap_or_default();
    let organisation = appearance.organisation.clone().or_else(|| profile.agency().map(str::to_owned));
    Words {
        name: appearance.signer_name.clone().or_else(|| profile.signer_name_of(*role)).unwrap_or(named),
        title: appearance.title.clone().or_else(|| profile.title_of(*role)).unwrap_or_default(),
        organisation: organisation.unwrap_or_else(unit),
        time: words::time(now),
        date: issue::Day::today(now).to_string(),
        reason: wishes.reason.unwrap_or_default().to_owned(),
        location: wishes.location.unwrap_or_default().to_owned(),
        number: appearance.number.clone().unwrap_or_default(),
    }
}

/// What a screen reader says: in Vietnamese, as the document is.
fn describe(role: Role, words: &Words) -> String {
    let Words { name, organisation, number, .. } = words;
    match role {
        Role::Personal => format!("Chữ ký số của {name}"),
        Role::Organisation => format!("Dấu và chữ ký số của {organisation}"),
        Role::Attachment => format!("Chữ ký số của {organisation} trên văn bản kèm theo {number}"),
        Role::Copy => format!("Chữ ký số của {organisation} trên bản sao"),
        Role::NumberDate => format!("Số {number} và ngày ban hành {}", words.date),
        Role::Plain => format!("Chữ ký số của {name}"),
    }
}

/// A line in parts of at most 90 mm, broken between words.
fn broken(line: &str, width: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match lines.last_mut() {
            Some(last) if width(&format!("{last} {word}")) <= BROKEN_AT => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_broken_between_words() {
        let width = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap()) * 10.0;
        assert_eq!(broken("ủy ban nhân dân thành phố thử nghiệm", width), ["ủy ban nhân dân thành phố", "thử nghiệm"]);
        assert!(broken(" ", width).is_empty());
    }
}
