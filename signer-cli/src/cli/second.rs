//! Options of a second signature in the same run: the leader's token and then the organisation's.

use std::path::PathBuf;

use clap::Args;

use super::key::{Key, Pin, TokenName};
use super::sign::Role;

/// A second signature over what the first has signed.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Second {
    /// Sign each document once more, as ROLE, by a second key: both PINs are asked for before the work
    #[arg(long, value_name = "ROLE", help_heading = "Second signature", conflicts_with = "detached")]
    pub(crate) then: Option<Role>,

    /// Token of the second key: its label, or a PKCS#11 URI [default: that of ROLE in the configuration]
    #[arg(long, value_name = "URI", help_heading = "Second signature", requires = "then")]
    pub(crate) then_token: Option<TokenName>,

    /// Certificate of the second key: its label, serial number, fingerprint, or a part of its subject
    #[arg(long, value_name = "TEXT", help_heading = "Second signature", requires = "then")]
    pub(crate) then_token_certificate: Option<String>,

    /// The PKCS#11 module of the second token
    #[arg(long, value_name = "FILE", help_heading = "Second signature", requires = "then")]
    pub(crate) then_module: Option<PathBuf>,

    /// Second key and its certificates in a PKCS#12 file
    #[arg(long, value_name = "FILE", help_heading = "Second signature", requires = "then")]
    #[arg(conflicts_with_all = ["then_token", "then_token_certificate", "then_module"])]
    pub(crate) then_pkcs12: Option<PathBuf>,

    /// Read the password or PIN of the second key from the first line of FILE
    #[arg(long, value_name = "FILE", help_heading = "Second signature", group = "then_pin_source")]
    pub(crate) then_pin_file: Option<PathBuf>,

    /// Read the password or PIN of the second key from the environment variable NAME
    #[arg(long, value_name = "NAME", help_heading = "Second signature", group = "then_pin_source")]
    pub(crate) then_pin_env: Option<String>,

    /// Read the password or PIN of the second key from the open file descriptor N
    #[arg(long, value_name = "N", help_heading = "Second signature", group = "then_pin_source")]
    pub(crate) then_pin_fd: Option<u32>,
}

impl Second {
    /// The key to sign with the second time.
    pub(crate) fn key(&self) -> Key {
        Key {
            pkcs12: self.then_pkcs12.clone(),
            key: None,
            cert: None,
            token: self.then_token.clone(),
            token_certificate: self.then_token_certificate.clone(),
            module: self.then_module.clone(),
            pin: Pin {
                pin_file: self.then_pin_file.clone(),
                pin_env: self.then_pin_env.clone(),
                pin_fd: self.then_pin_fd,
            },
        }
    }
}
