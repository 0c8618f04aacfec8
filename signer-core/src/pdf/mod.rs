//! PDF documents (ISO 32000-2).

pub mod filter;
