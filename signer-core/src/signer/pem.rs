//! PEM (RFC 7468), as tolerant as its users need it.
