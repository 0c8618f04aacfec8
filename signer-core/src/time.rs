//! A moment, to the second, in UTC. There is no clock in this crate: time is an argument, always.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Malformed;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Shown and stored as RFC 3339 in UTC. Fractions of a second are dropped when read: no rule of the
/// standards that we follow turns on less than a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time(i64);

const SECONDS_A_DAY: i64 = 86_400;

impl Time {
    /// From seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// This moment and `seconds` more (or fewer, if negative), at most the end of representable time.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// From a calendar date and time in UTC; `None` where there is no such day or hour.
    #[must_use]
    pub fn from_civil(civil: Civil) -> Option<Self> {
        let Civil { year, month, day, hour, minute, second } = civil;
        let length = days_in_month(year, month)?;
        // 60 is a leap second in UTC; it is taken as the second after.
        if day == 0 || day > length || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let days = days_from_civil(i64::from(year), i64::from(month), i64::from(day));
        let clock = i64::from(hour).checked_mul(3_600)?.checked_add(i64::from(minute).checked_mul(60)?)?;
        days.checked_mul(SECONDS_A_DAY)?.checked_add(clock)?.checked_add(i64::from(second)).map(Self)
    }

    /// The calendar date and time in UTC.
    #[must_use]
    pub fn civil(self) -> Civil {
        let (year, month, day) = civil_from_days(self.0.div_euclid(SECONDS_A_DAY));
        let clock = u32::try_from(self.0.rem_euclid(SECONDS_A_DAY)).unwrap_or(0);
        let part = |n: u32| u8::try_from(n).unwrap_or(0);
        Civil {
            year,
            month,
            day,
            hour: part(clock.div_euclid(3_600)),
            minute: part(clock.div_euclid(60).rem_euclid(60)),
            second: part(clock.rem_euclid(60)),
        }
    }

    /// Reads a PDF date, `D:YYYYMMDDHHmmSSOHH'mm` (ISO 32000-2, 7.9.4); the prefix and everything after the
    /// year may be absent. Without an offset the time is taken as UTC.
    ///
    /// # Errors
    /// [`Malformed`] when it is no date.
    pub fn from_pdf_date(text: &str) -> Result<Self, Malformed> {
        let text = text.trim();
        let text = text.strip_prefix("D:").unwrap_or(text);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(14);
        let (stamp, zone) = text.split_at(digits);
        let at = |range: std::ops::Range<usize>, or: u8| match stamp.get(range) {
            Some(part) => part.parse::<u8>().ok(),
            None => Some(or),
        };
        let expected = || Malformed::new("date", 0, "D:YYYYMMDDHHmmSSOHH'mm");
        let civil = (|| {
            Some(Civil {
                year: stamp.get(0..4)?.parse().ok()?,
                month: at(4..6, 1)?,
                day: at(6..8, 1)?,
                hour: at(8..10, 0)?,
                minute: at(10..12, 0)?,
                second: at(12..14, 0)?,
            })
        })()
        .ok_or_else(expected)?;
        let local = Self::from_civil(civil).ok_or_else(expected)?;
        let offset = pdf_offset(zone).ok_or_else(expected)?;
        Ok(local.plus(offset.saturating_neg()))
    }

    /// Reads an ASN.1 `GeneralizedTime` or `UTCTime` (its characters), fraction and offset allowed.
    ///
    /// A `UTCTime` has two digits for the year: 50 and above is the twentieth century (RFC 5280, 4.1.2.5.1).
    ///
    /// # Errors
    /// [`Malformed`] when it is neither.
    pub fn from_asn1(text: &str) -> Result<Self, Malformed> {
        let expected = || Malformed::new("Time", 0, "UTCTime or GeneralizedTime");
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (stamp, zone) = text.split_at(digits);
        let (year, rest): (i32, &str) = match digits {
            10 | 12 => {
                let short: i32 = stamp.get(..2).and_then(|y| y.parse().ok()).ok_or_else(expected)?;
                let century = if short >= 50 { 1_900 } else { 2_000 };
                (short.saturating_add(century), stamp.get(2..).unwrap_or_default())
            }
            14 => {
                (stamp.get(..4).and_then(|y| y.parse().ok()).ok_or_else(expected)?, stamp.get(4..).unwrap_or_default())
            }
            _ => return Err(expected()),
        };
        let at = |range: std::ops::Range<usize>| rest.get(range).and_then(|part| part.parse::<u8>().ok());
        let civil = (|| {
            let second = if rest.len() > 8 { at(8..10)? } else { 0 };
            Some(Civil { year, month: at(0..2)?, day: at(2..4)?, hour: at(4..6)?, minute: at(6..8)?, second })
        })()
        .ok_or_else(expected)?;
        let zone = match zone.strip_prefix(['.', ',']) {
            Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => zone,
        };
        let offset = match zone {
            "" | "Z" => 0,
            _ => numeric_offset(zone).ok_or_else(expected)?,
        };
        Ok(Self::from_civil(civil).ok_or_else(expected)?.plus(offset.saturating_neg()))
    }
}

/// A calendar date and time without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each field is what its name says, from 1 for month and day, from 0 for the rest")]
#[expect(clippy::exhaustive_structs, reason = "a calendar does not grow")]
pub struct Civil {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day, hour, minute, second } = self.civil();
        let Some(century) = u8::try_from(year.div_euclid(100)).ok().filter(|century| *century < 100) else {
            return write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        };
        // Every report has dozens of them, so that the general way of formatting would be felt.
        let of_century = u8::try_from(year.rem_euclid(100)).unwrap_or_default();
        let ([a, b], [c, d]) = (two_digits(century), two_digits(of_century));
        let ([e, g], [h, i]) = (two_digits(month), two_digits(day));
        let ([j, k], [l, m], [n, o]) = (two_digits(hour), two_digits(minute), two_digits(second));
        let text = [a, b, c, d, b'-', e, g, b'-', h, i, b'T', j, k, b':', l, m, b':', n, o, b'Z'];
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Of a number below 100.
const fn two_digits(number: u8) -> [u8; 2] {
    [b'0'.wrapping_add(number.div_euclid(10)), b'0'.wrapping_add(number.rem_euclid(10))]
}

impl FromStr for Time {
    type Err = Malformed;

    /// Reads RFC 3339, `2026-11-21T14:03:07+07:00`; a date alone is its first second in UTC.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let expected = || Malformed::new("time", 0, "RFC 3339, such as 2026-11-21T14:03:07Z");
        let number = |range: std::ops::Range<usize>| {
            let part = text.get(range)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok())?
        };
        let sign = |at: usize, allowed: &[u8]| text.as_bytes().get(at).is_some_and(|b| allowed.contains(b));
        let small = |range| number(range).and_then(|n| u8::try_from(n).ok());
        let date = || Some((i32::from(number(0..4)?), small(5..7)?, small(8..10)?));
        let (year, month, day) = date().filter(|_| sign(4, b"-") && sign(7, b"-")).ok_or_else(expected)?;
        let midnight = Civil { year, month, day, hour: 0, minute: 0, second: 0 };
        if text.len() == 10 {
            return Self::from_civil(midnight).ok_or_else(expected);
        }
        let clock = || Some((small(11..13)?, small(14..16)?, small(17..19)?));
        let (hour, minute, second) =
            clock().filter(|_| sign(10, b"Tt ") && sign(13, b":") && sign(16, b":")).ok_or_else(expected)?;
        let zone = text.get(19..).unwrap_or_default();
        let zone = match zone.strip_prefix('.') {
            Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => zone,
        };
        let offset = match zone {
            "Z" | "z" => 0,
            _ => numeric_offset(zone).ok_or_else(expected)?,
        };
        let local = Self::from_civil(Civil { hour, minute, second, ..midnight }).ok_or_else(expected)?;
        Ok(local.plus(offset.saturating_neg()))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `Z`, `+07'00'`, `+07'00`, `+07`, or nothing, in seconds.
fn pdf_offset(zone: &str) -> Option<i64> {
    let zone = zone.trim();
    if zone.is_empty() || zone.starts_with(['Z', 'z']) {
        return Some(0);
    }
    let plain: String = zone.chars().filter(|c| *c != '\'').collect();
    match plain.len() {
        3 => numeric_offset(&format!("{plain}00")),
        _ => numeric_offset(&plain),
    }
}

/// `+07:00` or `+0700`, in seconds.
fn numeric_offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = zone.chars().skip(1).filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..)?.parse().ok()?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?.checked_mul(sign)
}

fn days_in_month(year: i32, month: u8) -> Option<u8> {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, counted in eras of 400 years.
#[expect(clippy::arithmetic_side_effects, reason = "years come from 4 digits or from an i64 of seconds: no overflow")]
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_from_civil`].
#[expect(clippy::arithmetic_side_effects, reason = "days come from an i64 of seconds divided by 86,400: no overflow")]
fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(i32::MAX), u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn rfc_3339_reads_and_writes_the_same_moment() {
        for text in ["1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-21T07:03:07Z", "1899-12-31T12:00:00Z"] {
            assert_eq!(time(text).to_string(), text);
        }
        assert_eq!(time("2026-11-21T07:03:07Z").unix(), 1_795_244_587);
    }

    #[test]
    fn every_year_is_written_in_full() {
        for (year, text) in [(0, "0000"), (9_999, "9999"), (10_000, "10000"), (-1, "-001"), (-12_345, "-12345")] {
            let civil = Civil { year, month: 12, day: 31, hour: 23, minute: 59, second: 58 };
            assert_eq!(Time::from_civil(civil).unwrap().to_string(), format!("{text}-12-31T23:59:58Z"));
        }
    }

    #[test]
    fn an_offset_is_taken_off() {
        assert_eq!(time("2026-11-21T14:03:07+07:00"), time("2026-11-21T07:03:07Z"));
        assert_eq!(time("2026-11-21T14:03:07.999+07:00"), time("2026-11-21T07:03:07Z"));
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-01", "2026-11-21T24:00:00Z", "2026-11-21T14:03:07", "x"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }

    #[test]
    fn pdf_dates_of_every_length_are_read() {
        let cases = [
            ("D:20261121140307+07'00'", "2026-11-21T07:03:07Z"),
            ("D:20261121140307+07'00", "2026-11-21T07:03:07Z"),
            ("D:20261121140307Z", "2026-11-21T14:03:07Z"),
            ("D:20261121140307Z00'00'", "2026-11-21T14:03:07Z"),
            ("20261121140307-0730", "2026-11-21T21:33:07Z"),
            ("D:20261121", "2026-11-21T00:00:00Z"),
            ("D:2026", "2026-01-01T00:00:00Z"),
        ];
        for (pdf, rfc) in cases {
            assert_eq!(Time::from_pdf_date(pdf).unwrap(), time(rfc), "{pdf}");
        }
        assert!(Time::from_pdf_date("D:yesterday").is_err());
    }

    #[test]
    fn asn1_times_are_read() {
        let cases = [
            ("261121070307Z", "2026-11-21T07:03:07Z"),
            ("500101000000Z", "1950-01-01T00:00:00Z"),
            ("2611210703Z", "2026-11-21T07:03:00Z"),
            ("20261121070307Z", "2026-11-21T07:03:07Z"),
            ("20261121070307.25Z", "2026-11-21T07:03:07Z"),
            ("20261121140307+0700", "2026-11-21T07:03:07Z"),
        ];
        for (asn1, rfc) in cases {
            assert_eq!(Time::from_asn1(asn1).unwrap(), time(rfc), "{asn1}");
        }
        assert!(Time::from_asn1("2026-11-21").is_err());
    }
}
