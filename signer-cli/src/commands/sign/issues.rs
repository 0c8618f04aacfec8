//! Which document is issued under which number: from a CSV file, or from the command line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use signer_core::Time;

use crate::cli::appearance::Appearance;
use crate::commands::stamp::issue::{Day, Issue};
use crate::error::Failure;
use crate::files::Input;

/// Rows of a register; a body issues some thousands of documents a year.
const MAX_ROWS: usize = 100_000;

/// Numbers and dates of issue.
pub(crate) enum Issues {
    /// The same for every document, or none.
    One(Option<Issue>),
    /// By the name of the file.
    Rows { path: PathBuf, rows: HashMap<String, Issue> },
}

/// Where the columns are.
struct Columns {
    file: usize,
    number: usize,
    notation: Option<usize>,
    date: Option<usize>,
    subject: Option<usize>,
}

impl Issues {
    /// Reads the register, or takes number and date from the command line.
    pub(crate) fn read(path: Option<&Path>, appearance: &Appearance, now: Time) -> Result<Self, Failure> {
        let Some(path) = path else {
            let day = appearance.date.as_deref().map_or_else(|| Ok(Day::today(now)), Day::read)?;
            return Ok(Self::One(appearance.number.clone().map(|number| Issue { number, day, subject: None })));
        };
        let octets = Input::open_file(path)?;
        // A spreadsheet marks its UTF-8, and some separate by semicolons.
        let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&octets);
        let head = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
        let delimiter = if head.contains(&b';') && !head.contains(&b',') { b';' } else { b',' };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(octets);
        let failure = |error: csv::Error| Failure::broken("error-numbers").with("path", path.display()).because(error);
        let columns = Columns::find(reader.headers().map_err(failure)?)
            .ok_or_else(|| Failure::broken("error-register-columns").with("path", path.display()))?;
        let mut rows = HashMap::new();
        for (row, line) in reader.records().take(MAX_ROWS).zip(2_usize..) {
            let row = row.map_err(failure)?;
            let (file, issue) = columns.row(&row, now).map_err(|cause| {
                Failure::broken("error-register-row").with("path", path.display()).with("line", line).because_of(cause)
            })?;
            if rows.insert(file.clone(), issue).is_some() {
                return Err(Failure::broken("error-register-twice").with("path", path.display()).with("file", file));
            }
        }
        Ok(Self::Rows { path: path.to_owned(), rows })
    }

    /// Under which number a document is issued; a register has to know it.
    pub(crate) fn issue(&self, input: &Path) -> Result<Option<&Issue>, Failure> {
        match self {
            Self::One(issue) => Ok(issue.as_ref()),
            Self::Rows { path, rows } => {
                let name = input.file_name().unwrap_or_default().to_string_lossy();
                let found = rows.get(&*input.to_string_lossy()).or_else(|| rows.get(&*name));
                let missing =
                    || Failure::broken("error-register-missing").with("path", path.display()).with("file", &name);
                found.map(Some).ok_or_else(missing)
            }
        }
    }
}

impl Columns {
    fn find(head: &csv::StringRecord) -> Option<Self> {
        let at = |names: &[&str]| head.iter().position(|name| names.contains(&name.trim().to_lowercase().as_str()));
        Some(Self {
            file: at(&["file", "tệp"])?,
            number: at(&["number", "số"])?,
            notation: at(&["notation", "ký hiệu"]),
            date: at(&["date", "ngày"]),
            subject: at(&["subject", "trích yếu"]),
        })
    }

    fn row(&self, row: &csv::StringRecord, now: Time) -> Result<(String, Issue), Failure> {
        let of = |column: Option<usize>| column.and_then(|column| row.get(column)).filter(|text| !text.is_empty());
        let missing = |name: &'static str| Failure::broken("error-register-empty").with("column", name);
        let file = of(Some(self.file)).ok_or_else(|| missing("file"))?;
        let number = of(Some(self.number)).ok_or_else(|| missing("number"))?;
        let number = match of(self.notation) {
            Some(notation) if !number.contains('/') => format!("{number}/{}", notation.trim_start_matches('/')),
            _ => number.to_owned(),
        };
        let day = of(self.date).map_or_else(|| Ok(Day::today(now)), Day::read)?;
        Ok((file.to_owned(), Issue { number, day, subject: of(self.subject).map(str::to_owned) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(text: &str) -> Result<Issues, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.csv");
        std::fs::write(&path, text).unwrap();
        Issues::read(Some(&path), &Appearance::default(), Time::from_unix(0))
    }

    fn number(register: &Issues, file: &str) -> Result<String, &'static str> {
        register.issue(Path::new(file)).map(|issue| issue.unwrap().number.clone()).map_err(|failure| failure.id())
    }

    #[test]
    fn each_document_has_its_number_by_the_name_of_its_file() {
        let text = "file,number,notation,date,subject\na.pdf,12,UBND-VP,2026-11-22,\"Một, hai\"\nb.pdf,13/QĐ-UBND,,,\n";
        let register = register(text).unwrap();
        assert_eq!(number(&register, "outgoing/a.pdf").unwrap(), "12/UBND-VP");
        assert_eq!(number(&register, "b.pdf").unwrap(), "13/QĐ-UBND");
        assert_eq!(number(&register, "c.pdf"), Err("error-register-missing"));
    }

    #[test]
    fn a_register_from_a_spreadsheet_is_read() {
        let register = register("\u{feff}Tệp;Số;Ký hiệu;Ngày\r\na.pdf;7;/QĐ-UBND;22/11/2026\r\n").unwrap();
        assert_eq!(number(&register, "a.pdf").unwrap(), "7/QĐ-UBND");
    }

    #[test]
    fn what_is_wrong_with_a_register_is_said() {
        let id = |text: &str| register(text).err().unwrap().id();
        assert_eq!(id("name,number\na,1\n"), "error-register-columns");
        assert_eq!(id("file,number\na.pdf,\n"), "error-register-row");
        assert_eq!(id("file,number,date\na.pdf,1,2026-02-30\n"), "error-register-row");
        assert_eq!(id("file,number\na.pdf,1\na.pdf,2\n"), "error-register-twice");
    }
}
