//! Keys on tokens and HSMs, by PKCS#11.
