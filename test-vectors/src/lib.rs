//! Keys, certificates and documents for tests.
