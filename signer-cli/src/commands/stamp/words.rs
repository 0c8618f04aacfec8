//! What the lines of text on a page say: placeholders and what stands for them.

use signer_core::Time;
use signer_core::pki::{self, Certificate};

use crate::error::Failure;

use super::issue::Issue;

/// Viet Nam is seven hours ahead of UTC, all year.
const VIET_NAM: i64 = 7 * 3_600;

/// What can be said of a signature.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) organisation: String,
    pub(crate) time: String,
    pub(crate) date: String,
    pub(crate) reason: String,
    pub(crate) location: String,
    pub(crate) number: String,
}

impl Words {
    const NAMES: [&str; 8] = ["name", "title", "organisation", "time", "date", "reason", "location", "number"];

    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "name" => &self.name,
            "title" => &self.title,
            "organisation" => &self.organisation,
            "time" => &self.time,
            "date" => &self.date,
            "reason" => &self.reason,
            "location" => &self.location,
            "number" => &self.number,
            _ => return None,
        })
    }

    /// The line with what its placeholders stand for. `{{` is a brace.
    pub(crate) fn fill(&self, line: &str) -> Result<String, Failure> {
        let unknown = |name: &str| {
            let known = Self::NAMES.map(|name| format!("{{{name}}}")).join(", ");
            Failure::usage("error-placeholder").with("name", name).with("known", known)
        };
        let mut out = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            if let Some(after) = after.strip_prefix('{') {
                out.push('{');
                rest = after;
                continue;
            }
            let (name, after) = after.split_once('}').ok_or_else(|| unknown(after))?;
            out.push_str(self.get(name).ok_or_else(|| unknown(name))?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// The same with the number and date of one document.
    pub(crate) fn of(&self, issue: Option<&Issue>) -> Self {
        let mut words = self.clone();
        if let Some(issue) = issue {
            words.number = issue.number.clone();
            words.date = issue.day.to_string();
        }
        words
    }
}

/// A time as Decree 30/2020 wants it shown: ISO 8601, in Viet Nam, with the offset.
pub(crate) fn time(now: Time) -> String {
    let civil = now.plus(VIET_NAM).civil();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00",
        civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
    )
}

/// The day in Viet Nam: year, month, day.
pub(crate) fn day(now: Time) -> (i32, u8, u8) {
    let civil = now.plus(VIET_NAM).civil();
    (civil.year, civil.month, civil.day)
}

/// The name of the organisation that a certificate is about: its own, or the one that its holder belongs to.
pub(crate) fn organisation_of(certificate: &Certificate) -> String {
    let subject = certificate.subject();
    let own = (pki::role::guess(certificate) == pki::role::Role::Organisation).then(|| subject.common_name()).flatten();
    own.or_else(|| subject.organization()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_named() {
        let words = Words { name: "An".into(), time: "T".into(), ..Words::default() };
        assert_eq!(words.fill("{name}: {time} {{x}").unwrap(), "An: T {x}");
        assert_eq!(words.fill("{nam}").unwrap_err().id(), "error-placeholder");
        assert_eq!(words.fill("{name").unwrap_err().id(), "error-placeholder");
    }

    #[test]
    fn the_time_is_that_of_viet_nam_wherever_the_machine_stands() {
        let now: Time = "2026-11-21T18:03:07Z".parse().unwrap();
        assert_eq!(time(now), "2026-11-22T01:03:07+07:00");
        assert_eq!(day(now), (2026, 11, 22));
    }
}
