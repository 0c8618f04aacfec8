//! The page tree (ISO 32000-2, 7.7.3).
