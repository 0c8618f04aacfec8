//! PKCS#11 URIs (RFC 7512): which module, token and object is meant.

use crate::error::TokenError;

/// What a PKCS#11 URI names. Every part that is absent matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uri {
    /// `token`: the label of the token.
    pub token: Option<String>,
    /// `manufacturer` of the token.
    pub manufacturer: Option<String>,
    /// `model` of the token.
    pub model: Option<String>,
    /// `serial`: the serial number of the token.
    pub serial: Option<String>,
    /// `slot-id`.
    pub slot: Option<u64>,
    /// `object`: the label of certificate and key (CKA_LABEL).
    pub object: Option<String>,
    /// `id` of certificate and key (CKA_ID), decoded.
    pub id: Option<Vec<u8>>,
    /// `module-path`: the library to load.
    pub module_path: Option<String>,
    /// `module-name`: a library among the known ones, by a part of its file name.
    pub module_name: Option<String>,
    /// `x-module-parameters`: what the module wants at its start; see [`Module::load_with`](crate::Module::load_with).
    pub module_parameters: Option<String>,
    /// `pin-source`: where the PIN is read, a path or `file:` URI.
    pub pin_source: Option<String>,
}

impl std::str::FromStr for Uri {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        // The query may hold a PIN: it is never repeated.
        let shown = text.split('?').next().unwrap_or_default();
        let wrong = |why: &str| TokenError::Uri { uri: shown.to_owned(), why: why.to_owned() };
        let rest = text.strip_prefix("pkcs11:").ok_or_else(|| wrong("it does not start with `pkcs11:`"))?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut uri = Self::default();
        for part in path.split(';').filter(|part| !part.is_empty()) {
            uri.take_path(part).map_err(|why| wrong(&why))?;
        }
        for part in query.split('&').filter(|part| !part.is_empty()) {
            uri.take_query(part).map_err(|why| wrong(&why))?;
        }
        Ok(uri)
    }
}

impl Uri {
    /// Any object on the token of this label.
    #[must_use]
    pub fn of_token(label: &str) -> Self {
        Self { token: Some(label.to_owned()), ..Self::default() }
    }

    fn take_path(&mut self, part: &str) -> Result<(), String> {
        let (name, value) = pair(part)?;
        match name {
            "token" => once(&mut self.token, text(name, value)?, name),
            "manufacturer" => once(&mut self.manufacturer, text(name, value)?, name),
            "model" => once(&mut self.model, text(name, value)?, name),
            "serial" => once(&mut self.serial, text(name, value)?, name),
            "object" => once(&mut self.object, text(name, value)?, name),
            "id" => once(&mut self.id, decode(value)?, name),
            "slot-id" => {
                let slot = value.parse().map_err(|_| format!("`slot-id` is not a number: `{value}`"))?;
                once(&mut self.slot, slot, name)
            }
            // RFC 7512, 2.3: `type` says what kind of object is meant; here it is always certificate and key.
            "type" if matches!(value, "cert" | "private" | "public") => Ok(()),
            "type" => Err(format!("`type={value}` is not a signing key")),
            "slot-description"
            | "slot-manufacturer"
            | "library-description"
            | "library-manufacturer"
            | "library-version" => Err(format!("`{name}` is not supported; name the token by `token` or `serial`")),
            // RFC 7512, 2.3: vendor attributes that are not understood are an error in the path.
            _ => Err(format!("`{name}` is not a part of a PKCS#11 URI")),
        }
    }

    fn take_query(&mut self, part: &str) -> Result<(), String> {
        // Not repeated: it may be a PIN, however it is misspelt.
        let (name, value) = part.split_once('=').ok_or("a part of its query has no value")?;
        match name {
            "module-path" => once(&mut self.module_path, text(name, value)?, name),
            "module-name" => once(&mut self.module_name, text(name, value)?, name),
            "x-module-parameters" => once(&mut self.module_parameters, text(name, value)?, name),
            "pin-source" => once(&mut self.pin_source, text(name, value)?, name),
            // A PIN in the URI is in the process list and the shell's history: never accepted.
            "pin-value" => Err("`pin-value` shows the PIN to everyone; use `pin-source` or `--pin-file`".to_owned()),
            // RFC 7512, 2.4: unknown query attributes are ignored.
            _ => Ok(()),
        }
    }
}

fn pair(part: &str) -> Result<(&str, &str), String> {
    part.split_once('=').ok_or_else(|| format!("`{part}` has no value"))
}

fn once<T>(slot: &mut Option<T>, value: T, name: &str) -> Result<(), String> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("`{name}` is given twice")),
    }
}

fn text(name: &str, value: &str) -> Result<String, String> {
    String::from_utf8(decode(value)?).map_err(|_| format!("`{name}` is not UTF-8"))
}

/// Percent-decoding (RFC 3986, 2.1).
fn decode(value: &str) -> Result<Vec<u8>, String> {
    let mut octets = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || rest.next().and_then(|d| char::from(d).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (digit(), digit()) {
            (Some(high), Some(low)) => octets.push(high << 4 | low),
            _ => return Err(format!("`{value}` has a `%` without two hexadecimal digits")),
        }
    }
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_read() {
        let uri: Uri = "pkcs11:token=V%C4%83n%20th%C6%B0;serial=01;id=%01%ff;object=k;slot-id=3;type=private\
                        ?module-path=/usr/lib/x.so&pin-source=file:/run/pin"
            .parse()
            .unwrap();
        assert_eq!(uri.token.as_deref(), Some("Văn thư"));
        assert_eq!(uri.serial.as_deref(), Some("01"));
        assert_eq!(uri.id.as_deref(), Some(&[1, 255][..]));
        assert_eq!(uri.slot, Some(3));
        assert_eq!(uri.module_path.as_deref(), Some("/usr/lib/x.so"));
        assert_eq!(uri.pin_source.as_deref(), Some("file:/run/pin"));
    }

    #[test]
    fn a_pin_in_the_uri_is_refused() {
        let error = "pkcs11:token=a?pin-value=1234".parse::<Uri>().unwrap_err().to_string();
        assert!(error.contains("pin-source") && !error.contains("1234"), "{error}");
    }

    #[test]
    fn a_pin_in_the_uri_is_not_repeated_however_it_is_misspelt() {
        for query in
            ["pin-value=1234", "pin-value%3D1234", "1234", "PIN-VALUE=1234&pin-source=%zz", "pin-source=a&1234"]
        {
            let error = format!("pkcs11:token=a?{query}").parse::<Uri>().unwrap_err();
            assert!(!format!("{error} {error:?}").contains("1234"), "{error:?}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_rather_than_ignored() {
        for uri in
            ["token=a", "pkcs11:tokn=a", "pkcs11:token=a;token=b", "pkcs11:id=%0", "pkcs11:token", "pkcs11:type=data"]
        {
            assert!(uri.parse::<Uri>().is_err(), "{uri}");
        }
    }

    #[test]
    fn an_unknown_query_part_is_ignored_as_the_standard_asks() {
        assert_eq!("pkcs11:token=a?x-vendor=1".parse::<Uri>().unwrap().token.as_deref(), Some("a"));
    }
}
